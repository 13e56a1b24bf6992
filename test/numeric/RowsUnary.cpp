// Rows of dialects/weft/Unary.td.
#include "Row.h"
using namespace weft;
using namespace weft::test;

namespace {
using R = const double *;
using I = const int64_t *;

void add(std::vector<Row> &t, const char *op, double lo, double hi,
         double (*f)(double), unsigned checks = Second | Edges) {
  Row r{op, "", {{{7}, lo, hi}}, opOf(op), floats, checks};
  r.real = [f](R x) { return f(x[0]); };
  r.tolerance32 = 1e-6;
  t.push_back(r);
}
void withInts(std::vector<Row> &t, IntRef f) {
  t.back().dtypes = numbers;
  t.back().ints = std::move(f);
}
} // namespace

static void addSteps(std::vector<Row> &t) {
  add(t, "abs", -2, 2, [](double x) { return std::fabs(x); });
  withInts(t, [](I x, int) -> int64_t {
    return x[0] < 0 ? -static_cast<uint64_t>(x[0]) : x[0];
  });
  add(t, "sign", -2, 2, [](double x) {
    return std::isnan(x) || x == 0 ? x : std::copysign(1., x);
  });
  withInts(t, [](I x, int) -> int64_t { return (x[0] > 0) - (x[0] < 0); });
  add(t, "floor", -3, 3, [](double x) { return std::floor(x); });
  add(t, "ceil", -3, 3, [](double x) { return std::ceil(x); });
  add(t, "round", -3, 3, [](double x) { return std::round(x); });
  add(t, "round_even", -3, 3, [](double x) { return std::nearbyint(x); });
  Row halves{"round", "halves", {{{6}}}, opOf("round"), floats, Values};
  halves.in[0].values = {0.5, 1.5, 2.5, -0.5, -1.5, -2.5};
  halves.real = [](R x) { return std::round(x[0]); };
  t.push_back(halves);
  halves.op = "round_even";
  halves.build = opOf("round_even");
  halves.real = [](R x) { return std::nearbyint(x[0]); };
  t.push_back(halves);
}

static void addExponential(std::vector<Row> &t) {
  add(t, "exp", -3, 3, [](double x) { return std::exp(x); });
  add(t, "exp2", -3, 3, [](double x) { return std::exp2(x); });
  add(t, "expm1", -3, 3, [](double x) { return std::expm1(x); });
  add(t, "log", 0.1, 5, [](double x) { return std::log(x); });
  add(t, "log1p", -0.7, 5, [](double x) { return std::log1p(x); });
  add(t, "logistic", -4, 4, [](double x) { return 1 / (1 + std::exp(-x)); });
  add(t, "sqrt", 0.2, 5, [](double x) { return std::sqrt(x); });
  add(t, "rsqrt", 0.2, 5, [](double x) { return 1 / std::sqrt(x); });
  add(t, "cbrt", 0.2, 5, [](double x) { return std::cbrt(x); });
  add(t, "erf", -2, 2, [](double x) { return std::erf(x); });
  // Near 0, where the plain formulas lose every digit.
  for (const char *op : {"expm1", "log1p", "tanh", "sin", "erf"}) {
    const Row *wide = nullptr;
    for (const Row &r : t)
      if (r.op == op)
        wide = &r;
    if (!wide)
      continue;
    Row tiny = *wide;
    tiny.label = "tiny";
    tiny.checks = Values;
    tiny.in[0].values = {1e-3, -1e-3, 1e-5, -1e-7, 1e-9, 3e-12, -1e-20};
    tiny.tolerance32 = tiny.tolerance64 = 0; // see Checker.cpp: relative
    t.push_back(tiny);
  }
}

static void addTrigonometric(std::vector<Row> &t) {
  add(t, "sin", -3, 3, [](double x) { return std::sin(x); });
  add(t, "cos", -3, 3, [](double x) { return std::cos(x); });
  add(t, "tan", -1.2, 1.2, [](double x) { return std::tan(x); });
  add(t, "asin", -0.9, 0.9, [](double x) { return std::asin(x); });
  add(t, "acos", -0.9, 0.9, [](double x) { return std::acos(x); });
  add(t, "atan", -3, 3, [](double x) { return std::atan(x); });
  add(t, "sinh", -3, 3, [](double x) { return std::sinh(x); });
  add(t, "cosh", -3, 3, [](double x) { return std::cosh(x); });
  add(t, "tanh", -3, 3, [](double x) { return std::tanh(x); });
  add(t, "asinh", -3, 3, [](double x) { return std::asinh(x); });
  add(t, "acosh", 1.2, 4, [](double x) { return std::acosh(x); });
  add(t, "atanh", -0.8, 0.8, [](double x) { return std::atanh(x); });
}

void weft::test::addUnary(std::vector<Row> &t) {
  addSteps(t);
  addTrigonometric(t);
  addExponential(t);
  ::add(t, "square", -2, 2, [](double x) { return x * x; });
  withInts(t, [](I x, int) -> int64_t {
    return static_cast<uint64_t>(x[0]) * static_cast<uint64_t>(x[0]);
  });
  Row copy{"copy", "", {{{7}}}, opOf("copy"), everyDtype, Second | Edges};
  copy.real = [](R x) { return x[0]; };
  copy.ints = [](I x, int) { return x[0]; };
  t.push_back(copy);
  Row stop{"stop_gradient",       "",         {{{7}}},
           opOf("stop_gradient"), everyDtype, Values | Edges};
  stop.real = [](R x) { return x[0]; };
  stop.ints = [](I x, int) { return x[0]; };
  t.push_back(stop);
}
