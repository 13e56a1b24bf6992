// Functions of floats, those of several operations above all: integers and
// bools of every width are made floats, and narrow floats are computed in f32 and
// rounded once. All functions of one dtype are one compilation.
#include "weft/weft.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

using namespace weft;

namespace {
using A = const Array &;
struct Row {
  const char *name;
  std::function<Array(A)> f;
  /// Of floats: x is made of [0, 1], from low to high.
  double low = 0.01, high = 0.99;
  /// Beside a C++ float, 64-bit integers are f32 (Promotion.cpp).
  bool besideLiteral = false;
};
Array rowsOf(A x) { return reshape(x, {2, x.size() / 2}); }

const std::vector<Row> rows = {
    {"exp", [](A x) { return exp(x); }, -3, 3},
    {"exp2", [](A x) { return exp2(x); }, -3, 3},
    {"expm1", [](A x) { return expm1(x); }, -3, 3},
    {"log", [](A x) { return log(x); }, 0.1, 9},
    {"log2", [](A x) { return log2(x); }, 0.1, 9},
    {"log10", [](A x) { return log10(x); }, 0.1, 9},
    {"log1p", [](A x) { return log1p(x); }, -0.9, 9},
    {"sqrt", [](A x) { return sqrt(x); }, 0, 9},
    {"rsqrt", [](A x) { return rsqrt(x); }, 0.1, 9},
    {"cbrt", [](A x) { return cbrt(x); }, -9, 9},
    {"sin", [](A x) { return sin(x); }, -9, 9},
    {"tan", [](A x) { return tan(x); }, -9, 9},
    {"atan", [](A x) { return atan(x); }, -9, 9},
    {"tanh", [](A x) { return tanh(x); }, -3, 3},
    {"logistic", [](A x) { return logistic(x); }, -9, 9},
    {"erf", [](A x) { return erf(x); }, -3, 3},
    {"div", [](A x) { return x / 3; }, -9, 9},
    {"atan2", [](A x) { return atan2(x, 2.5); }, -9, 9, true},
    {"lgamma", [](A x) { return lgamma(x); }, 0.1, 9},
    {"digamma", [](A x) { return digamma(x); }, 0.1, 9},
    {"polygamma", [](A x) { return polygamma(1, x); }, 0.1, 9},
    {"zeta", [](A x) { return zeta(2.5, x); }, 0.1, 9, true},
    {"igamma", [](A x) { return igamma(x, 1.5); }, 0.1, 9, true},
    {"igammac", [](A x) { return igammac(1.5, x); }, 0.1, 9, true},
    {"betainc", [](A x) { return betainc(x, 1.5, 0.25); }, 0.1, 9, true},
    {"betaln", [](A x) { return betaln(x, 2.5); }, 0.1, 9, true},
    {"i0", [](A x) { return i0(x); }, -4, 4},
    {"i1", [](A x) { return i1(x); }, -4, 4},
    {"besselI0e", [](A x) { return besselI0e(x); }, -9, 9},
    {"besselI1e", [](A x) { return besselI1e(x); }, -9, 9},
    {"erfc", [](A x) { return erfc(x); }, -3, 3},
    {"erfInv", [](A x) { return erfInv(x); }, -0.9, 0.9},
    {"ndtr", [](A x) { return ndtr(x); }, -3, 3},
    {"ndtri", [](A x) { return ndtri(x); }},
    {"logNdtr", [](A x) { return logNdtr(x); }, -9, 9},
    {"logit", [](A x) { return logit(x); }},
    {"xlogy", [](A x) { return xlogy(x, x); }, 0.1, 9},
    {"xlog1py", [](A x) { return xlog1py(x, x); }, 0.1, 9},
    {"entr", [](A x) { return entr(x); }, 0, 3},
    {"sinc", [](A x) { return sinc(x); }, -3, 3},
    {"hypot", [](A x) { return hypot(x, 2.5); }, -9, 9, true},
    {"logaddexp", [](A x) { return logaddexp(x, 0.5); }, -9, 9, true},
    {"logaddexp2", [](A x) { return logaddexp2(x, 0.5); }, -9, 9, true},
    {"reciprocal", [](A x) { return reciprocal(x); }, 0.1, 9},
    {"deg2rad", [](A x) { return deg2rad(x); }, -90, 90},
    {"rad2deg", [](A x) { return rad2deg(x); }, -9, 9},
    {"ldexp", [](A x) { return ldexp(x, 3); }, -9, 9},
    {"copysign", [](A x) { return copysign(x, -1.0); }, -9, 9, true},
    {"heaviside", [](A x) { return heaviside(x, 0.5); }, -9, 9, true},
    {"nanToNum", [](A x) { return nanToNum(x); }, -9, 9},
    {"modf", [](A x) { return modf(x).first; }, -9, 9},
    {"unwrap", [](A x) { return unwrap(x); }, -9, 90},
    {"relu", [](A x) { return relu(x); }, -9, 9},
    {"leakyRelu", [](A x) { return leakyRelu(x); }, -9, 9},
    {"elu", [](A x) { return elu(x); }, -4, 4},
    {"celu", [](A x) { return celu(x, 0.75); }, -4, 4},
    {"selu", [](A x) { return selu(x); }, -4, 4},
    {"gelu", [](A x) { return gelu(x); }, -4, 4},
    {"gelu exact", [](A x) { return gelu(x, false); }, -4, 4},
    {"silu", [](A x) { return silu(x); }, -4, 4},
    {"mish", [](A x) { return mish(x); }, -4, 4},
    {"logSigmoid", [](A x) { return logSigmoid(x); }, -4, 4},
    {"softSign", [](A x) { return softSign(x); }, -4, 4},
    {"squareplus", [](A x) { return squareplus(x); }, -4, 4},
    {"hardSigmoid", [](A x) { return hardSigmoid(x); }, -4, 4},
    {"hardSilu", [](A x) { return hardSilu(x); }, -4, 4},
    {"glu", [](A x) { return glu(x); }, -4, 4},
    {"mean", [](A x) { return mean(x); }, -4, 4},
    {"var", [](A x) { return var(x); }, -4, 4},
    {"stdDev", [](A x) { return stdDev(x); }, -4, 4},
    {"norm", [](A x) { return norm(x); }, -4, 4},
    {"norm 3", [](A x) { return norm(x, {}, false, 3); }, -4, 4},
    {"logsumexp", [](A x) { return logsumexp(x); }, -4, 4},
    {"softmax", [](A x) { return softmax(x); }, -4, 4},
    {"logSoftmax", [](A x) { return logSoftmax(x); }, -4, 4},
    {"cumlogsumexp", [](A x) { return cumlogsumexp(x); }, -4, 4},
    {"average", [](A x) { return average(x, x); }, 0.1, 4},
    {"cov", [](A x) { return cov(rowsOf(x)); }, -4, 4},
    {"corrcoef", [](A x) { return corrcoef(rowsOf(x)); }, -4, 4},
    {"nanMean", [](A x) { return nanMean(x); }, -4, 4},
    {"nanVar", [](A x) { return nanVar(x); }, -4, 4},
    {"nanStd", [](A x) { return nanStd(x); }, -4, 4},
    {"quantile", [](A x) { return quantile(x, 0.375); }, -4, 4},
    {"percentile", [](A x) { return percentile(x, 30.0); }, -4, 4},
    {"median", [](A x) { return median(x); }, -4, 4},
    {"gradient", [](A x) { return gradient(x, 0.75)[0]; }, -4, 4},
    {"trapezoid", [](A x) { return trapezoid(x, 0.75); }, -4, 4},
    {"trapezoidAt", [](A x) { return trapezoidAt(x, sort(x)); }, -4, 4},
    {"polyint", [](A x) { return polyint(x); }, -4, 4},
    {"interp", [](A x) { return interp(1.25, sort(x), x); }, -4, 4, true},
    {"avgPool",
     [](A x) { return avgPool(reshape(x, {1, x.size(), 1}), {3}); }, -4, 4},
};
/// Of numbers of any kind: no dtype is changed, but floats are rounded once.
const std::vector<Row> numbers = {
    {"floorDivide", [](A x) { return floorDivide(x, 3); }, -9, 9},
    {"mod", [](A x) { return mod(x, 3); }, -9, 9},
    {"polyval", [](A x) { return polyval(x, x); }, -1, 1},
    {"polyder", [](A x) { return polyder(x, 2); }, -1, 1},
    {"vander", [](A x) { return vander(x, 5); }, -2, 2},
    {"cross", [](A x) { return cross(sliceInDim(x, 0, 3),
                                     sliceInDim(x, 3, 6)); }, -2, 2},
    {"diff 3", [](A x) { return diff(x, 3); }, -4, 4},
    {"geomspace",
     [](A x) { return geomspace(0.25, 7.0, 9, true, x.dtype()); }},
    {"logspace",
     [](A x) { return logspace(0.25, 1.75, 9, true, 3.0, x.dtype()); }},
    {"linspace", [](A x) { return linspace(0.25, 1.75, 9, true, x.dtype()); }},
    {"histogram density",
     [](A x) { return histogram(x, 3, {-4.0, 4.0}, true).counts; }, -4, 4},
};

/// All rows of x, each on what it makes of x.
std::vector<Array> all(const std::vector<Row> &of,
                       const std::vector<Array> &xs) {
  return jit([&](std::vector<Array> in) {
    std::vector<Array> out;
    for (size_t i = 0; i < of.size(); ++i)
      out.push_back(of[i].f(in[i]));
    return out;
  })(xs);
}
void expectSame(const char *name, A got, A want) {
  EXPECT_EQ(got.dtype(), want.dtype()) << name;
  EXPECT_EQ(got.shape(), want.shape()) << name;
  auto a = got.toVector<double>(), b = want.toVector<double>();
  ASSERT_EQ(a.size(), b.size()) << name;
  for (size_t i = 0; i < a.size(); ++i)
    EXPECT_TRUE(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i])))
        << name << ", element " << i << ": " << a[i] << ", expected " << b[i];
}

class OfIntegers : public testing::TestWithParam<Dtype> {};
TEST_P(OfIntegers, AreMadeFloats) {
  Dtype dtype = GetParam();
  bool isLong = dtype == Dtype::I64 || dtype == Dtype::U64;
  Dtype made = isLong ? Dtype::F64 : Dtype::F32;
  std::vector<double> values{1, 0, 3, 5, 7, 2};
  if (isBool(dtype))
    values = {1, 0, 1, 1, 0, 1};
  else if (isSigned(dtype))
    values[2] = -3;
  Array x = astype(array<double>(values), dtype);
  std::vector<Array> in(rows.size(), x), floats;
  std::vector<Dtype> expected;
  for (const Row &row : rows) {
    expected.push_back(row.besideLiteral ? Dtype::F32 : made);
    floats.push_back(astype(x, expected.back()));
  }
  auto got = all(rows, in), want = all(rows, floats);
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(got[i].dtype(), expected[i]) << rows[i].name;
    expectSame(rows[i].name, got[i], want[i]);
  }
}
INSTANTIATE_TEST_SUITE_P(Dtypes, OfIntegers,
                         testing::Values(Dtype::I4, Dtype::U4, Dtype::I8,
                                         Dtype::U16, Dtype::I32, Dtype::I64,
                                         Dtype::U64, Dtype::Bool),
                         [](const auto &p) {
                           return std::string(shortName(p.param));
                         });
/// What goes with i4 in no sum (JAX has no such dtype) does in a float function.
TEST(OfIntegers, FourBitsBesideOthers) {
  Array i4 = astype(Array{1, 2, 3}, Dtype::I4);
  Array u4 = astype(Array{1, 2, 3}, Dtype::U4), f16 = astype(i4, Dtype::F16);
  EXPECT_EQ(hypot(i4, u4).dtype(), Dtype::F32);
  EXPECT_EQ(betaln(i4, f16).dtype(), Dtype::F16);
  EXPECT_EQ(xlogy(i4, Array{0.5, 1.5, 2.5}).dtype(), Dtype::F32);
  EXPECT_EQ(median(i4).item<float>(), 2);
  EXPECT_THROW(i4 + u4, DtypeError);
}

class OfNarrowFloats : public testing::TestWithParam<Dtype> {};
TEST_P(OfNarrowFloats, AreRoundedOnce) {
  Dtype dtype = GetParam();
  std::vector<Row> both = rows;
  both.insert(both.end(), numbers.begin(), numbers.end());
  std::vector<Array> narrow, wide;
  for (const Row &row : both) {
    std::vector<double> values;
    for (int i = 0; i < 24; ++i)
      values.push_back(row.low + (row.high - row.low) * (i * 17 % 24 + 0.3) / 24);
    narrow.push_back(astype(array<double>(values), dtype));
    wide.push_back(astype(narrow.back(), Dtype::F32));
  }
  auto got = all(both, narrow), want = all(both, wide);
  for (size_t i = 0; i < both.size(); ++i)
    expectSame(both[i].name, got[i], astype(want[i], dtype));
}
INSTANTIATE_TEST_SUITE_P(Dtypes, OfNarrowFloats,
                         testing::Values(Dtype::F16, Dtype::BF16),
                         [](const auto &p) {
                           return std::string(shortName(p.param));
                         });

/// A C++ scalar stays weak, as it does in JAX.
TEST(OfLiterals, StayWeak) {
  Array half = astype(Array{0.5}, Dtype::F16);
  EXPECT_EQ((half + ndtr(0.5)).dtype(), Dtype::F16);
  EXPECT_EQ((half + logit(0.5)).dtype(), Dtype::F16);
}

/// Beside what mpmath gives: arguments such that to round one first costs tens or
/// hundreds of units.
TEST(OfArguments, AreNotRoundedFirst) {
  auto units = [](double got, double want) {
    return std::abs(got - want) / (std::nextafter(std::abs(want), HUGE_VAL) -
                                   std::abs(want));
  };
  auto check = [&](const char *name, Array (*f)(const Operand &),
                   const std::vector<double> &at,
                   const std::vector<double> &want) {
    Array x = array<double>(at);
    auto got = f(x).toVector<double>();
    for (size_t i = 0; i < at.size(); ++i)
      EXPECT_LE(units(got[i], want[i]), 3) << name << " " << at[i];
  };
  check("ndtr", ndtr, {-37.1, -30.3, -12.7, -5.1, 2.3, 0.1},
        {1.4047119663106221343e-301, 5.7317235033154952943e-202,
         2.9564853648520500771e-37, 1.6982674071476014616e-7,
         0.98927588997832418958, 0.53982783727702898367});
  check("logit", logit, {0.5000001, 0.499, 0.26, 0.74, 0.99999, 1e-300},
        {3.9999999978946299421e-7, -0.0040000053333461369226,
         -1.0459685551826876622, 1.0459685551826876622, 11.512915464924779158,
         -690.77552789821370518});
  Array x = Array{-9.3f, 1.5f};
  auto single = ndtr(x).toVector<double>();
  auto exact = ndtr(astype(x, Dtype::F64)).toVector<double>();
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(single[i], static_cast<float>(exact[i]));
  EXPECT_EQ(logit(Array{0.0, 0.5, 1.0}).toVector<double>(),
            (std::vector<double>{-HUGE_VAL, 0, HUGE_VAL}));
  EXPECT_EQ(grad([](Array v) -> Array { return sum(logit(v)); })(
                array<double>({0.25, 0.5, 0.75}))
                .toVector<double>(),
            (std::vector<double>{1 / (0.25 * 0.75), 4, 1 / (0.25 * 0.75)}));
}
} // namespace
