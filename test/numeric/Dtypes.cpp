// Values of every op in the dtypes that the rows do not name: halves, float8
// and the integers of other widths. All ops of one dtype are one module.
#include "Row.h"
#include "weft/weft.h"
#include <gtest/gtest.h>
using namespace weft;
using namespace weft::test;

namespace {
bool names(const Row &row, Dtype dtype) {
  return std::find(row.dtypes.begin(), row.dtypes.end(), dtype) !=
         row.dtypes.end();
}
} // namespace

bool weft::test::covers(const Row &row, Dtype dtype) {
  if (names(row, dtype) || row.whole || row.complex)
    return false;
  if (isBool(dtype) || isComplex(dtype)) // of which rows say what they are
    return false;
  if (isFloat(dtype)) {
    // The functions differ by the grid or format of the dtype.
    if (row.op == "nextafter" || row.op == "reduce_precision")
      return false;
    return row.real && names(row, Dtype::F32);
  }
  if (!row.ints || !names(row, Dtype::I32))
    return false;
  // Its sign is the highest bit, of unsigned numbers as well.
  if (!isSigned(dtype) && row.op == "shift_right_arithmetic")
    return false;
  for (const In &in : row.in) // made for signed numbers of many bits
    for (double v : in.values)
      if (v != std::floor(v) || (v < 0 && !isSigned(dtype)))
        return false;
  return true;
}
double weft::test::unitOf(Dtype dtype) {
  switch (dtype) {
  case Dtype::F16:
    return 0x1p-10;
  case Dtype::BF16:
    return 0x1p-7;
  case Dtype::F8E4M3FN:
    return 0x1p-3;
  case Dtype::F8E5M2:
    return 0x1p-2;
  default:
    return isFloat(dtype) ? 1e-6 : 0;
  }
}

namespace {
/// |a - b| within a unit of b, or of the subnormal numbers.
std::string apart(const std::vector<double> &got,
                  const std::vector<double> &want, double unit) {
  for (size_t i = 0; i < got.size(); ++i) {
    bool same = got[i] == want[i] || (std::isnan(got[i]) && std::isnan(want[i]));
    bool near = std::abs(got[i] - want[i]) <=
                unit * std::max(std::abs(want[i]), 0x1p-6);
    if (!same && !near)
      return "element " + std::to_string(i) + " is " + std::to_string(got[i]) +
             ", expected " + std::to_string(want[i]);
  }
  return "";
}

class EveryDtype : public testing::TestWithParam<Dtype> {};
TEST_P(EveryDtype, ValuesOfEveryOp) {
  Dtype dtype = GetParam();
  std::vector<const Row *> rows;
  Leaves args;
  for (const Row &row : table())
    if (covers(row, dtype)) {
      rows.push_back(&row);
      for (const Array &x : operands(row, dtype))
        args.push_back(x);
    }
  ASSERT_GE(rows.size(), isFloat(dtype) ? 60u : 30u);
  LeavesFn all = [&](const Leaves &in) { return firstResults(rows, in); };
  Leaves native = jit(all)(args), oracle = Traced(all, args).interpret(args);
  auto from = args.begin();
  for (size_t i = 0; i < rows.size(); ++i) {
    const Row &row = *rows[i];
    std::string name = row.op + " " + row.label;
    Leaves x(from, from + row.in.size());
    from += row.in.size();
    Dtype result = native[i].dtype();
    auto got = native[i].toVector<double>();
    EXPECT_EQ(apart(got, oracle[i].toVector<double>(), unitOf(result)), "")
        << name << " against the interpreter";
    auto want = scalarReference(row, x, dtype, result);
    ASSERT_EQ(got.size(), want.size()) << name;
    EXPECT_EQ(apart(got, want, unitOf(result)), "")
        << name << " against the reference";
  }
}
INSTANTIATE_TEST_SUITE_P(
    Dtypes, EveryDtype,
    testing::Values(Dtype::F16, Dtype::BF16, Dtype::F8E4M3FN, Dtype::F8E5M2,
                    Dtype::I4, Dtype::I8, Dtype::I16, Dtype::U4, Dtype::U8,
                    Dtype::U16, Dtype::U32, Dtype::U64),
    [](const auto &p) { return std::string(shortName(p.param)); });

/// Rows above have a scalar reference; an extremum's place has none.
TEST(EveryDtypeButBool, ArgmaxAndArgmin) {
  for (size_t d = 0; d < numDtypes; ++d) {
    auto dtype = static_cast<Dtype>(d);
    if (isBool(dtype) || isComplex(dtype))
      continue;
    SCOPED_TRACE(shortName(dtype));
    auto check = [&](const Shape &shape, std::vector<double> x, int64_t axis,
                     std::vector<double> most, std::vector<double> least) {
      Leaves args{arrayOf(dtype, shape, x)};
      LeavesFn both = [&](const Leaves &in) {
        return Leaves{argmax(in[0], axis), argmin(in[0], axis)};
      };
      for (const Leaves &y : {jit(both)(args), Traced(both, args).interpret(args),
                              both(args)}) {
        EXPECT_EQ(y[0].toVector<double>(), most);
        EXPECT_EQ(y[1].toVector<double>(), least);
      }
    };
    check({2, 3}, {3, 7, 7, 5, 0, 0}, 1, {1, 0}, {0, 1});
    check({2, 3}, {3, 7, 7, 5, 0, 0}, 0, {1, 0, 0}, {0, 1, 1});
    check({1}, {5}, 0, {0}, {0});
    if (isSigned(dtype) || isFloat(dtype))
      check({4}, {-1, 2, -4, 1}, 0, {1}, {2});
    if (!isFloat(dtype))
      continue;
    const double nan = NAN, inf = HUGE_VAL;
    check({4}, {1, nan, 2, nan}, 0, {1}, {1});
    check({4}, {0., -0., 0., -0.}, 0, {0}, {0});
    if (dtype != Dtype::F8E4M3FN) { // which has no infinities
      check({4}, {1, inf, -inf, inf}, 0, {1}, {2});
      check({2}, {-inf, -inf}, 0, {0}, {0});
    }
  }
}

/// Every pair: values that both hold, values that overflow, NaN, fractions.
TEST(EveryConversion, AsTheInterpreter) {
  std::vector<double> values = {0, 1,   -1,    2.5,  -2.5, 7,      8,   -8,
                                9, 127, 128,   -129, 240,  448,    464, 465,
                                3e4, 7e4, -7e4, 3e9, -3e9, 1.5e19, 0.1, 1e-3,
                                1e-8, -1e-40, 1e39};
  for (size_t f = 0; f < numDtypes; ++f) {
    auto from = static_cast<Dtype>(f);
    std::vector<double> in;
    for (double v : values) {
      if (isInteger(from) && (std::abs(v) > 9e18 || (v < 0 && !isSigned(from))))
        continue; // no such number to begin with
      in.push_back(v);
    }
    if (isFloat(from) && from != Dtype::F8E4M3FN)
      for (double v : {HUGE_VAL, -HUGE_VAL})
        in.push_back(v);
    if (isFloat(from))
      in.push_back(NAN);
    auto n = static_cast<int64_t>(in.size());
    if (isComplex(from)) {
      std::vector<double> pairs;
      for (double v : in) {
        pairs.push_back(v);
        pairs.push_back(-v);
      }
      in = pairs;
    }
    Array x = arrayOf(from, {n}, in);
    LeavesFn all = [&](const Leaves &x) {
      Leaves out;
      for (size_t t = 0; t < numDtypes; ++t)
        out.push_back(emitOp("convert", x, {},
                             ResultType{{n}, static_cast<Dtype>(t)}));
      return out;
    };
    Leaves args{x}, native = jit(all)(args);
    Leaves oracle = Traced(all, args).interpret(args);
    for (size_t t = 0; t < numDtypes; ++t) {
      auto got = partsOf(native[t]), want = partsOf(oracle[t]);
      for (size_t i = 0; i < got.size(); ++i)
        EXPECT_TRUE(got[i] == want[i] ||
                    (std::isnan(got[i]) && std::isnan(want[i])))
            << shortName(from) << " to " << shortName(static_cast<Dtype>(t))
            << ", element " << i << " of " << x.toString() << ": " << got[i]
            << ", expected " << want[i];
    }
  }
}
/// Bit for bit, as the interpreter has it: all float8s as f32, and f32s from all
/// over their range as halves.
TEST(EveryConversion, OfEveryByte) {
  auto check = [](const Array &x, Dtype to) {
    LeavesFn f = [&](const Leaves &in) {
      return Leaves{emitOp("convert", in, {}, ResultType{x.shape(), to})};
    };
    Leaves args{x}, native = jit(f)(args);
    Leaves oracle = Traced(f, args).interpret(args);
    auto got = native[0].toVector<double>(), want = oracle[0].toVector<double>();
    auto from = x.toVector<double>();
    size_t wrong = 0;
    for (size_t i = 0; i < got.size(); ++i) {
      bool same = got[i] == want[i]
                      ? std::signbit(got[i]) == std::signbit(want[i])
                      : std::isnan(got[i]) && std::isnan(want[i]);
      if (!same && ++wrong < 5)
        ADD_FAILURE() << shortName(x.dtype()) << " " << from[i] << " to "
                      << shortName(to) << ": " << got[i] << ", expected "
                      << want[i];
    }
    EXPECT_EQ(wrong, 0u);
  };
  std::vector<uint8_t> bytes(256);
  for (int i = 0; i < 256; ++i)
    bytes[i] = static_cast<uint8_t>(i);
  for (Dtype d : {Dtype::F8E4M3FN, Dtype::F8E5M2})
    for (Dtype to : {Dtype::F32, Dtype::F64, Dtype::BF16})
      check(arrayFromBytes(bytes.data(), d, {256}), to);
  std::vector<uint32_t> words;
  for (uint64_t i = 0; i < 1 << 16; ++i) // and the neighbours of ties
    for (uint32_t low : {0u, 1u, 0x7fffu, 0x8000u, 0x8001u, 0xffffu})
      words.push_back(static_cast<uint32_t>(i << 16) + low);
  Array x = arrayFromBytes(words.data(), Dtype::F32,
                           {static_cast<int64_t>(words.size())});
  for (Dtype to : {Dtype::F16, Dtype::BF16, Dtype::F8E4M3FN, Dtype::F8E5M2})
    check(x, to);
}
} // namespace
