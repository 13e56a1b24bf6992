// Rows of dialects/weft/Arithmetic.td.
#include "Row.h"
using namespace weft;
using namespace weft::test;

namespace {
/// A binary op of numbers on (7,).
Row binary(const char *op, In x, In y, RealRef real, IntRef ints,
           unsigned checks = Second | Edges) {
  Row r{op, "", {x, y}, opOf(op), ints ? numbers : floats, checks};
  r.real = std::move(real);
  r.ints = std::move(ints);
  return r;
}
const In numberIn{{7}}, positive{{7}, 0.4, 2.5, 1, 10};
double nan() { return std::numeric_limits<double>::quiet_NaN(); }
using I = const int64_t *;
using R = const double *;
uint64_t u(int64_t x) { return x; }

int64_t divided(int64_t x, int64_t y) {
  if (y == 0)
    return -1;
  return y == -1 ? static_cast<int64_t>(-u(x)) : x / y;
}
int64_t powered(int64_t x, int64_t n) {
  if (n < 0)
    return x == 0 ? -1 : x == 1 ? 1 : x == -1 ? (n % 2 ? -1 : 1) : 0;
  uint64_t r = 1;
  for (uint64_t i = 0, k = n; i < 64 && k; ++i, k >>= 1) {
    uint64_t square = x;
    for (uint64_t j = 0; j < i; ++j)
      square *= square;
    r *= k & 1 ? square : 1;
  }
  return r;
}
} // namespace

static void addIntegerPow(std::vector<Row> &t) {
  for (int64_t n : {-2, -1, 0, 1, 2, 3, 7}) {
    Row r{"integer_pow",
          "to_" + std::string(n < 0 ? "minus_" : "") +
              std::to_string(std::abs(n)),
          {positive},
          opOf("integer_pow", {{"n", n}}),
          numbers,
          Second | Edges};
    r.real = [=](R x) { return std::pow(x[0], double(n)); };
    r.ints = [=](I x, int bits) {
      if (n >= 0)
        return powered(x[0], n);
      int unused = 64 - bits;
      auto cut = static_cast<int64_t>(u(powered(x[0], -n)) << unused) >> unused;
      return divided(1, cut);
    };
    r.tolerance32 = 4e-6;
    t.push_back(r);
  }
}

static void addMultiplyAdds(std::vector<Row> &t) {
  auto add = [&](const char *name, double (*real)(R x)) {
    Row r{name,   "", {numberIn, positive, numberIn}, opOf(name), floats,
          Second | Edges};
    r.real = real;
    t.push_back(r);
  };
  add("multiply_add", [](R x) { return std::fma(x[0], x[1], x[2]); });
  add("multiply_sub", [](R x) { return std::fma(x[0], x[1], -x[2]); });
  add("sub_multiply", [](R x) { return std::fma(-x[0], x[1], x[2]); });
}

void weft::test::addArithmetic(std::vector<Row> &t) {
  addMultiplyAdds(t);
  t.push_back(binary(
      "add", numberIn, numberIn, [](R x) { return x[0] + x[1]; },
      [](I x, int) -> int64_t { return u(x[0]) + u(x[1]); }));
  t.push_back(binary(
      "sub", numberIn, numberIn, [](R x) { return x[0] - x[1]; },
      [](I x, int) -> int64_t { return u(x[0]) - u(x[1]); }));
  t.push_back(binary(
      "mul", numberIn, numberIn, [](R x) { return x[0] * x[1]; },
      [](I x, int) -> int64_t { return u(x[0]) * u(x[1]); }));
  t.push_back(binary(
      "div", numberIn, positive, [](R x) { return x[0] / x[1]; },
      [](I x, int) { return divided(x[0], x[1]); }));
  for (double by : {4., -0.125}) { // a product by its inverse
    Row exact{"div", by > 0 ? "by_4" : "by_minus_eighth", {numberIn}, nullptr,
              floats, Second | Edges};
    exact.build = [=](const Leaves &x) { return Leaves{x[0] / by}; };
    exact.real = [=](R x) { return x[0] / by; };
    t.push_back(exact);
  }
  Row neg{"neg", "", {numberIn}, opOf("neg"), numbers, Second | Edges};
  neg.real = [](R x) { return -x[0]; };
  neg.ints = [](I x, int) -> int64_t { return -u(x[0]); };
  t.push_back(neg);
  t.push_back(binary(
      "rem", {{7}, 1.1, 3, -20, 20}, {{7}, 0.55, 0.9, 1, 6},
      [](R x) { return std::fmod(x[0], x[1]); },
      [](I x, int) {
        return x[1] == 0 ? x[0] : x[1] == -1 ? 0 : x[0] % x[1];
      }));
  // Where the operands are equal differences to both sides give a half each.
  const In equal{{4}, 0, 0, 0, 0, std::nullopt, {1, -2, 0.5, 3}};
  for (bool max : {true, false}) {
    Row ties = binary(
        max ? "max" : "min", equal, equal, [](R x) { return x[0]; }, nullptr,
        First);
    ties.label = "ties";
    t.push_back(ties);
  }
  // std::fmax drops a NaN and leaves the order of zeros open.
  t.push_back(binary(
      "max", numberIn, numberIn,
      [](R x) {
        if (std::isnan(x[0]) || std::isnan(x[1]))
          return nan();
        if (x[0] == x[1])
          return std::signbit(x[0]) ? x[1] : x[0];
        return std::fmax(x[0], x[1]);
      },
      [](I x, int) { return std::max(x[0], x[1]); }));
  t.push_back(binary(
      "min", numberIn, numberIn,
      [](R x) {
        if (std::isnan(x[0]) || std::isnan(x[1]))
          return nan();
        if (x[0] == x[1])
          return std::signbit(x[0]) ? x[0] : x[1];
        return std::fmin(x[0], x[1]);
      },
      [](I x, int) { return std::min(x[0], x[1]); }));
  t.push_back(binary(
      "pow", positive, {{7}, -2, 2, 0, 5},
      [](R x) { return std::pow(x[0], x[1]); },
      [](I x, int) { return powered(x[0], x[1]); }));
  t.push_back(binary(
      "atan2", numberIn, positive, [](R x) { return std::atan2(x[0], x[1]); },
      nullptr));
  Row next = binary(
      "nextafter", numberIn, numberIn,
      [](R x) { return std::nextafter(x[0], x[1]); }, nullptr, Values | Edges);
  next.dtypes = {Dtype::F64};
  next.tolerance64 = 0;
  t.push_back(next);
  next.label = "single";
  next.dtypes = {Dtype::F32};
  next.tolerance32 = 0;
  next.real = [](R x) -> double { return std::nextafterf(x[0], x[1]); };
  t.push_back(next);
  addIntegerPow(t);
}
