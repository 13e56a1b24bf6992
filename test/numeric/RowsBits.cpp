// Rows of dialects/weft/Bits.td, of the total order and of select_n.
#include "Row.h"
#include <bit>
#include <cstring>
using namespace weft;
using namespace weft::test;

namespace {
using R = const double *;
using I = const int64_t *;

void addBitcast(std::vector<Row> &t) {
  auto to = [](Dtype dtype, const Shape &shape) -> LeavesFn {
    return [=](const Leaves &x) {
      Shape full = x[0].shape();
      full.insert(full.end(), shape.begin(), shape.end());
      return Leaves{emitOp("bitcast_convert", x, {}, ResultType{full, dtype})};
    };
  };
  auto row = [&](const char *label, Dtype from, Dtype dtype,
                 const Shape &parts) {
    Row r{"bitcast_convert", label,  {{{5}}}, to(dtype, parts),
          {from},            Values};
    r.whole = [=](const Elements &x) {
      std::string bytes;
      for (double v : x[0]) {
        Array one = arrayOf(from, {1}, {v});
        bytes.append(static_cast<const char *>(one.bytes()), itemSize(from));
      }
      auto n = static_cast<int64_t>(bytes.size() / itemSize(dtype));
      return arrayFromBytes(bytes.data(), dtype, {n}).toVector<double>();
    };
    t.push_back(r);
  };
  row("same", Dtype::F32, Dtype::I32, {});
  row("back", Dtype::I64, Dtype::F64, {});
  t.back().in[0] = {{5}, 0, 1, 0, 1e18};
  row("bytes", Dtype::F64, Dtype::U8, {8});
  row("halves", Dtype::I32, Dtype::I16, {2});
  t.back().in[0] = {{5}, 0, 1, -2e9, 2e9};
}

/// To the nearest number of the format, by its definition.
double reduced(double x, int exponent, int mantissa) {
  if (!std::isfinite(x) || x == 0)
    return x;
  double unit = std::ldexp(1., std::ilogb(x) - mantissa);
  double y = std::nearbyint(x / unit) * unit;
  int most = (1 << (exponent - 1)) - 1;
  if (std::ilogb(y) > most)
    return std::copysign(HUGE_VAL, x);
  return std::ilogb(y) < 1 - most ? std::copysign(0., x) : y;
}
void addReducePrecision(std::vector<Row> &t) {
  for (auto [e, m] : {std::pair(5, 10), {8, 7}, {4, 0}}) {
    Row r{"reduce_precision",
          "e" + std::to_string(e) + "m" + std::to_string(m),
          {{{7}, -40, 40}},
          opOf("reduce_precision",
               {{"exponent", int64_t(e)}, {"mantissa", int64_t(m)}}),
          floats,
          Values | Edges};
    r.real = [=](R x) { return reduced(x[0], e, m); };
    t.push_back(r);
  }
}

void addTotalOrder(std::vector<Row> &t) {
  const char *names[] = {"eq", "ne", "lt", "le", "gt", "ge"};
  for (int d = 0; d < 6; ++d) {
    In x{{7}, -2, 2, -2, 3};
    LeavesFn build = [=](const Leaves &in) {
      return Leaves{emitOp("compare", in,
                           {{"direction", EnumCase{d}}, {"total", Flag{}}})};
    };
    Row r{"compare", std::string("total_") + names[d],
          {x, x},    build,
          floats,    Values | Edges};
    r.real = [=](R x) -> double {
      auto key = [](double v) {
        int64_t bits = std::bit_cast<int64_t>(v);
        return bits < 0 ? std::numeric_limits<int64_t>::min() - bits - 1 : bits;
      };
      int64_t a = key(x[0]), b = key(x[1]);
      bool holds[] = {a == b, a != b, a < b, a <= b, a > b, a >= b};
      return holds[d];
    };
    t.push_back(r);
  }
}
void addSelectN(std::vector<Row> &t) {
  In which{{7}}, x{{7}};
  which.dtype = Dtype::I32;
  which.values = {-1, 0, 1, 2, 3, 1, 0};
  Row r{"select_n",       "",         {which, x, x, x},
        opOf("select_n"), everyDtype, Second};
  r.build = [](const Leaves &in) {
    return Leaves{emitOp("select_n", in, {},
                         ResultType{in[1].shape(), in[1].dtype()})};
  };
  auto at = [](double w) { return w < 1 ? 1 : w < 2 ? 2 : 3; };
  r.real = [=](R x) { return x[at(x[0])]; };
  r.ints = [=](I x, int) { return x[at(static_cast<double>(x[0]))]; };
  t.push_back(r);
}
} // namespace

void weft::test::addNumberBits(std::vector<Row> &t) {
  addBitcast(t);
  addReducePrecision(t);
  addTotalOrder(t);
  addSelectN(t);
  In x{{7}, 0, 1, -2e9, 2e9};
  Row high{"mulhi", "", {x, x}, opOf("mulhi"), integers, Values | Edges};
  high.ints = [](I x, int bits) -> int64_t {
    return static_cast<int64_t>(static_cast<__int128>(x[0]) * x[1] >> bits);
  };
  t.push_back(high);
}
