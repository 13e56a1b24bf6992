// Rows of dialects/weft/Logic.td.
#include "Row.h"
#include <bit>
using namespace weft;
using namespace weft::test;

namespace {
using R = const double *;
using I = const int64_t *;
uint64_t low(int64_t x, int bits) {
  return static_cast<uint64_t>(x) << (64 - bits) >> (64 - bits);
}

void addBits(std::vector<Row> &t, const char *op, size_t operands,
             const std::vector<Dtype> &dtypes, IntRef f) {
  In x{{7}, 0, 1, -1e6, 1e6};
  Row r{op, "", std::vector<In>(operands, x), opOf(op), dtypes, Values | Edges};
  r.ints = std::move(f);
  t.push_back(r);
}
void addShifts(std::vector<Row> &t) {
  auto add = [&](const char *op, IntRef f) {
    addBits(t, op, 2, integers, std::move(f));
    t.back().in[1] = {{7}, 0, 1, -2, 70};
  };
  add("shift_left", [](I x, int bits) -> int64_t {
    uint64_t by = low(x[1], bits);
    return by >= uint64_t(bits) ? 0 : static_cast<uint64_t>(x[0]) << by;
  });
  add("shift_right_logical", [](I x, int bits) -> int64_t {
    uint64_t by = low(x[1], bits);
    return by >= uint64_t(bits) ? 0 : low(x[0], bits) >> by;
  });
  add("shift_right_arithmetic", [](I x, int bits) -> int64_t {
    uint64_t by = low(x[1], bits);
    return x[0] >> std::min<uint64_t>(by, bits - 1);
  });
}

void addCompare(std::vector<Row> &t) {
  const char *names[] = {"eq", "ne", "lt", "le", "gt", "ge"};
  auto holds = [](int d, auto x, auto y) {
    switch (d) {
    case 0:
      return x == y;
    case 1:
      return x != y;
    case 2:
      return x < y;
    case 3:
      return x <= y;
    case 4:
      return x > y;
    default:
      return x >= y;
    }
  };
  for (int d = 0; d < 6; ++d) {
    In x{{7}, -2, 2, -2, 3};
    Row r{"compare",  names[d],
          {x, x},     opOf("compare", {{"direction", EnumCase{d}}}),
          everyDtype, Values | Edges};
    r.real = [=](R x) -> double { return holds(d, x[0], x[1]); };
    // Bools are unsigned: false < true.
    r.ints = [=](I x, int bits) -> int64_t {
      return bits == 1 ? holds(d, x[0] & 1, x[1] & 1) : holds(d, x[0], x[1]);
    };
    t.push_back(r);
  }
  Row finite{"is_finite",       "",     {{{7}}},
             opOf("is_finite"), floats, Values | Edges};
  finite.real = [](R x) -> double { return std::isfinite(x[0]); };
  t.push_back(finite);
}

void addSelect(std::vector<Row> &t) {
  In p{{7}}, x{{7}};
  p.dtype = Dtype::Bool;
  Row select{"select", "", {p, x, x}, opOf("select"), everyDtype, Second};
  select.real = [](R x) { return x[0] != 0 ? x[1] : x[2]; };
  select.ints = [](I x, int) { return x[0] ? x[1] : x[2]; };
  t.push_back(select);
  // Bounds on either side of x, so that each of the three is the result once.
  In lo{{7}}, mid{{7}}, hi{{7}};
  lo.values = {-3, -1, 2, -4, 0, 1, -5};
  mid.values = {-2.5, -2, 1.5, 0.25, 3, 0.5, 6};
  hi.values = {4, 3, 5, 0.125, 2, 3, 7};
  Row clamp{"clamp", "", {lo, mid, hi}, opOf("clamp"), numbers, Second};
  clamp.real = [](R x) { return std::fmin(std::fmax(x[0], x[1]), x[2]); };
  clamp.ints = [](I x, int) { return std::min(std::max(x[0], x[1]), x[2]); };
  t.push_back(clamp);
  clamp.label = "bools";
  clamp.dtypes = {Dtype::Bool};
  clamp.in = {{{7}}, {{7}}, {{7}}};
  clamp.checks = Values;
  t.push_back(clamp);
}

/// What a conversion gives, from C++'s own conversions in range.
double convertedTo(Dtype to, double x) {
  if (isBool(to))
    return x != 0;
  if (to == Dtype::F32)
    return static_cast<float>(x);
  if (!isInteger(to))
    return x;
  double bound = std::ldexp(1, to == Dtype::I32 ? 31 : 63);
  if (std::isnan(x))
    return 0;
  if (to == Dtype::I32)
    return std::trunc(std::fmin(std::fmax(x, -bound), bound - 1));
  if (x >= bound)
    return static_cast<double>(std::numeric_limits<int64_t>::max());
  return std::trunc(std::fmax(x, -bound));
}
void addConvert(std::vector<Row> &t) {
  for (Dtype to : everyDtype) {
    Row r{
        "convert",
        std::string("to_") + shortName(to),
        {{{7}, -5, 5}},
        [=](const Leaves &x) {
          return Leaves{emitOp("convert", x, {}, ResultType{x[0].shape(), to})};
        },
        everyDtype,
        (isFloat(to) ? Second : Values) | Edges};
    r.real = [=](R x) { return convertedTo(to, x[0]); };
    r.ints = [=](I x, int) -> int64_t { return isBool(to) ? x[0] != 0 : x[0]; };
    t.push_back(r);
    if (to != Dtype::F32)
      continue;
    t.back().dtypes = {Dtype::F32, Dtype::I32, Dtype::I64, Dtype::Bool};
    r.label = "rounded";
    r.dtypes = {Dtype::F64};
    r.checks |= Rounds;
    t.push_back(r);
  }
}
} // namespace

void weft::test::addLogic(std::vector<Row> &t) {
  addBits(t, "not", 1, bits, [](I x, int) { return ~x[0]; });
  addBits(t, "population_count", 1, integers, [](I x, int bits) -> int64_t {
    return std::popcount(low(x[0], bits));
  });
  addBits(t, "clz", 1, integers, [](I x, int bits) -> int64_t {
    return std::countl_zero(low(x[0], bits)) - (64 - bits);
  });
  addBits(t, "and", 2, bits, [](I x, int) { return x[0] & x[1]; });
  addBits(t, "or", 2, bits, [](I x, int) { return x[0] | x[1]; });
  addBits(t, "xor", 2, bits, [](I x, int) { return x[0] ^ x[1]; });
  addShifts(t);
  addCompare(t);
  addSelect(t);
  addConvert(t);
}
