// The functions with NumPy's names, against NumPy.
#include "NumpyTable.inc"
#include "weft/weft.h"
#include <gtest/gtest.h>

using namespace weft;

namespace {
using D = std::vector<double>;
Array f64(const D &v) { return array<double>(v); }
const double inf = HUGE_VAL, nan = NAN;
const Array x = f64({1.5, -2, 0.25, 4, 3});
/// i^1.5 / 3 - 2 in rows of 4.
const Array m = [] {
  D v;
  for (int i = 0; i < 12; ++i)
    v.push_back(std::pow(i, 1.5) / 3 - 2);
  return reshape(f64(v), {3, 4});
}();

void is(const std::string &name, const Array &got, double tolerance = 1e-12) {
  auto at = numpyValues().find(name);
  ASSERT_NE(at, numpyValues().end()) << name;
  D values = got.toVector<double>();
  ASSERT_EQ(values.size(), at->second.size()) << name;
  for (size_t i = 0; i < values.size(); ++i) {
    double want = at->second[i];
    bool same = std::isnan(want) ? std::isnan(values[i]) : values[i] == want;
    EXPECT_TRUE(same || std::abs(values[i] - want) <=
                            tolerance * (1 + std::abs(want)))
        << name << " " << i << ": " << values[i] << ", NumPy gives " << want;
  }
}
/// Real and imaginary parts by turns.
Array parts(const Array &z) { return stack({real(z), imag(z)}, -1); }
void are(const std::string &name, const std::vector<Array> &got) {
  for (size_t i = 0; i < got.size(); ++i)
    is(name + " " + std::to_string(i), got[i]);
}
constexpr Dtype F64 = Dtype::F64;

TEST(Numpy, Grids) {
  is("logspace", logspace(0, 2, 5, true, 10.0, F64));
  is("logspace open", logspace(-1, 1, 4, false, 2.0, F64));
  is("geomspace", geomspace(1, 1000, 4, true, F64));
  is("geomspace neg", geomspace(-2, -32, 5, true, F64));
  are("meshgrid xy", meshgrid({f64({1, 2, 3}), f64({4, 5})}));
  are("meshgrid ij", meshgrid({f64({1, 2, 3}), f64({4, 5}), f64({7, 8})},
                              Indexing::IJ));
  is("indices", indices({2, 3}));
  is("tri", tri(3, 4, 1));
  is("vander", vander(x, 3));
  is("vander inc", vander(x, 4, true));
}
TEST(Numpy, SpacingsOfArraysAndIntegers) {
  Array low = f64({0, 1}), high = f64({2, 5});
  is("linspace rows", linspace(low, high, 3, true, F64));
  is("linspace broadcast",
     linspace(reshape(low, {2, 1}), high, 3, true, F64));
  EXPECT_EQ(linspace(reshape(low, {2, 1}), high, 3).shape(),
            (Shape{3, 2, 2}));
  EXPECT_EQ(linspace(low, 1.f, 0).shape(), (Shape{0, 2}));
  for (Dtype dtype : {Dtype::I32, Dtype::I64, Dtype::I8}) {
    is("linspace int", linspace(-3, 2, 4, true, dtype));
    is("linspace int open", linspace(0, 5, 4, false, dtype));
    is("linspace int down", linspace(-7.5, -1, 5, true, dtype));
    is("linspace int whole", linspace(1, 11, 11, true, dtype));
    EXPECT_EQ(linspace(0, 5, 1, true, dtype).dtype(), dtype);
  }
  std::complex<double> z(1, 2);
  is("linspace complex", parts(linspace(z, 3., 3, true, Dtype::C128)));
  is("logspace rows", logspace(low, 2, 3, true, 10.0, F64));
  is("geomspace rows", geomspace(f64({1, -2}), f64({8, -32}), 3, true, F64));
  // JAX's: there is no such way.
  for (auto [from, to] : {std::pair(-1, 10), std::pair(0, 10), std::pair(1, 0)})
    for (double v : geomspace(from, to, 4).toVector())
      EXPECT_TRUE(std::isnan(v)) << from << " " << to << " gives " << v;
  auto total = [](Array a) { return sum(linspace(a, 2 * a, 3)); };
  EXPECT_EQ(grad(total)(Array{1.f, 3.f}).toVector(), (D{4.5, 4.5}));
}
TEST(Numpy, Diagonals) {
  Array d = f64({1, 2, 3}), t = reshape(iota(24, F64), {2, 3, 4});
  is("diag 1", diag(d, 1));
  is("diag -2", diag(d, -2));
  is("diag 0", diag(d));
  is("diag of", diag(m, 1));
  is("diagonal -1", diagonal(m, -1));
  is("diagonal axes", diagonal(t, 1, 2, 0));
  is("trace", trace(m));
  is("trace axes", trace(t, 0, 1, 2));
  EXPECT_EQ(diag(zeros({0}), 2).shape(), (Shape{2, 2}));
  EXPECT_EQ(diagonal(m, 7).shape(), (Shape{0}));
}
TEST(Numpy, Stacking) {
  Array column = sliceInDim(m, 0, 1, 1, 1);
  is("vstack", vstack({x, x + 1.0}));
  is("hstack", hstack({x, x}));
  is("hstack2", hstack({m, column}));
  is("dstack", dstack({x, x + 1.0}));
  EXPECT_EQ(dstack({x, x}).shape(), (Shape{1, 5, 2}));
  is("columnStack", columnStack({x, x * 2.0}));
  is("block", block({{m, column}, {ones({1, 5}, F64)}}));
  is("append", append(x, f64({7, 8})));
  is("append axis", append(m, sliceInDim(m, 0, 1), 0));
  are("arraySplit", arraySplit(x, 3));
  EXPECT_EQ(hsplit(m, 2)[1].shape(), (Shape{3, 2}));
  EXPECT_EQ(vsplit(m, 3)[0].shape(), (Shape{1, 4}));
  EXPECT_EQ(atleast3d(m).shape(), (Shape{3, 4, 1}));
  EXPECT_EQ(atleast2d(Array(1.f)).shape(), (Shape{1, 1}));
}
TEST(Numpy, Elements) {
  Array a = f64({1, nan, inf, -inf, 0, 2});
  Array b = f64({1.00001, nan, inf, inf, 1e-9, 2.1});
  is("isClose", isClose(a, b));
  is("isClose nan", isClose(a, b, {.equalNan = true}));
  EXPECT_FALSE(allClose(a, b).item<bool>());
  EXPECT_TRUE(allClose(x, x * (1 + 1e-6)).item<bool>());
  EXPECT_TRUE(arrayEqual(x, x).item<bool>());
  EXPECT_FALSE(arrayEqual(x, m).item<bool>());
  is("nanToNum", nanToNum(a));
  is("fmax", fmax(a, flip(b)));
  is("fmin", fmin(a, flip(b)));
  EXPECT_EQ(signbit(f64({1, -0., 0, -inf, -1})).toVector<double>(),
            (D{0, 1, 0, 1, 1}));
  Array c = copysign(f64({1, -2, 0, 3}), f64({-0., 1, -1, -nan}));
  EXPECT_EQ(c.toVector<double>(), (D{-1, 2, 0, -3}));
  EXPECT_EQ(signbit(c).toVector<double>(), (D{1, 0, 1, 1}));
  is("heaviside", heaviside(a, 0.5));
  is("sinc", sinc(f64({0, .01, .03, .5, 1, -1.5})));
  is("hypot", hypot(f64({3, 0, 1e200, -5, inf}), f64({4, 0, 1e200, 12, nan})));
  is("logaddexp", logaddexp(f64({1, 1000, -inf, 0, 3}),
                            f64({2, 1000, -inf, -800, inf})));
  is("logaddexp2", logaddexp2(f64({1, 1000, -5}), f64({2, 1000, 3})));
  is("reciprocal", reciprocal(x));
  is("deg2rad", deg2rad(x));
  is("rad2deg", rad2deg(x));
  is("ldexp", ldexp(x, Array({1, -2, 3, 0, -1})));
  is("unwrap", unwrap(f64({0, 3, 6.5, -6, 9, 2.5})));
  is("unwrap period", unwrap(f64({0, 1, 2, -1, 0}), -1, 4));
}
TEST(Numpy, WholeNumbers) {
  is("trunc", trunc(x));
  is("floorDivide",
     floorDivide(f64({7.5, -7.5, 7.5, -7.5, 6}), f64({2, 2, -2, -2, .1})));
  is("floorDivide i",
     floorDivide(Array({7, -7, 7, -7, 6}), Array({2, 2, -2, -2, 3})));
  Array five({5, 0, -5}), byte = astype(five, Dtype::U8);
  EXPECT_EQ(floorDivide(five, 0).toVector<int>(), std::vector<int>(3, -1));
  EXPECT_EQ(floorDivide(byte, astype(zerosLike(five), Dtype::U8))
                .toVector<int>(),
            std::vector<int>(3, 255));
  auto [q, r] = divmod(f64({7.5, -7.5, 7.5, -7.5}), f64({2, 2, -2, -2}));
  is("divmod q", q);
  is("divmod r", r);
  auto [part, whole] = modf(f64({1.5, -2.25, 3, inf, -0.5}));
  is("modf f", part);
  is("modf w", whole);
  is("gcd", gcd(Array({12, -18, 0, 7}), Array({18, 12, 5, 0})));
  is("lcm", lcm(Array({4, -6, 0, 7}), Array({6, 4, 5, 3})));
}
TEST(Numpy, Calculus) {
  is("diff", diff(x));
  is("diff 2", diff(m, 2, 1));
  is("gradient", gradientAlong(x, 0, .5));
  auto g = gradient(m);
  is("gradient m0", g[0]);
  is("gradient m1", g[1]);
  is("trapezoid", trapezoid(m, .5, 0));
  is("trapezoidAt", trapezoidAt(m, f64({0, 1, 3, 4})));
  Array y = f64({1, 2, -1});
  using C = std::complex<double>;
  Array a = array<C>({{1, 2}, {3, -1}, {0, 2}}), v = array<C>({{0, 1}, {2, 0}});
  using enum ConvolveMode;
  for (auto [name, mode] : {std::pair("full", Full), std::pair("same", Same),
                            std::pair("valid", Valid)}) {
    std::string n = name;
    is("convolve " + n, convolve(x, y, mode));
    is("correlate " + n, correlate(x, y, mode));
    is("convolve short " + n, convolve(y, x, mode));
    is("correlate short " + n, correlate(y, x, mode));
    is("convolve complex " + n, parts(convolve(a, v, mode)));
    is("correlate complex " + n, parts(correlate(a, v, mode)));
    is("correlate complex short " + n, parts(correlate(v, a, mode)));
  }
  Array r = f64({1, 2, 3});
  is("correlate mixed", parts(correlate(r, v, Full)));
  is("correlate mixed short", parts(correlate(v, r, Full)));
  is("polyval", polyval(f64({1, -2, 3}), x));
  is("polyadd", polyadd(f64({1, 2}), f64({1, 0, 3})));
  is("polymul", polymul(f64({1, 2}), f64({1, 0, 3})));
  is("polyder", polyder(f64({1, -2, 3, 4}), 2));
  is("polyint", polyint(f64({1, -2, 3}), 2));
  is("cross", cross(f64({1, 2, 3}), f64({4, 5, 6})));
  is("cross2", cross(f64({1, 2}), f64({4, 5})));
  is("cross axis", cross(sliceInDim(m, 0, 3, 1, 1),
                         sliceInDim(m, 1, 4, 1, 1), 0));
}
TEST(Numpy, Statistics) {
  is("average", average(m, f64({1, 2, 3, 4}), 1));
  is("average axis 0", average(m, f64({1, 2, 3}), 0));
  Array square = reshape(iota(4, F64), {2, 2}), w = f64({1, 3});
  is("average square 0", average(square, w, 0));
  is("average square 0", average(square, w, -2));
  is("average square 1", average(square, w, 1));
  EXPECT_EQ(average(square, w, 0, true).shape(), (Shape{1, 2}));
  is("ptp", ptp(m, 0));
  is("countNonzero",
     countNonzero(reshape(Array({1, 0, 2, 0, 0, 3}), {2, 3}), 1));
  is("cov", cov(m));
  is("cov columns", cov(m, {.rowVariables = false, .ddof = 0}));
  is("cov 1", cov(x));
  is("corrcoef", corrcoef(m + reshape(f64({0, 1, 2}), {3, 1}) * sin(m)));
  Array n = reshape(f64(numpyValues().at("nan input")), {3, 4});
  is("nansum", nanSum(n, 1));
  is("nanprod", nanProd(n, 1));
  is("nanmax", nanMax(n, 1));
  is("nanmin", nanMin(n, 1));
  is("nanmean", nanMean(n, 1));
  is("nanvar", nanVar(n, 1));
  is("nanstd", nanStd(n, 1));
  is("nancumsum", nanCumsum(n, 1));
  D none = nanVar(reshape(f64({NAN, NAN, 1, 3}), {2, 2}), 1).toVector<double>();
  EXPECT_TRUE(std::isnan(none[0])); // of nothing but NaNs, as NumPy
  EXPECT_EQ(none[1], 1);
}

TEST(Numpy, OrderStatistics) {
  is("median", median(x));
  is("median axis", median(m, 1));
  is("quantile", quantile(x, f64({0, .1, .5, .9, 1})));
  is("quantile axis", quantile(m, f64({.25, .6}), 0));
  Array q = f64({.1, .33, .6});
  using enum Quantile;
  is("quantile lower", quantile(x, q, std::nullopt, Lower));
  is("quantile higher", quantile(x, q, std::nullopt, Higher));
  is("quantile midpoint", quantile(x, q, std::nullopt, Midpoint));
  is("quantile nearest", quantile(x, q, std::nullopt, Nearest));
  is("percentile", percentile(m, 30, 1));
  EXPECT_TRUE(std::isnan(median(f64({1, nan, 2})).item<double>()));
}
TEST(Numpy, Searching) {
  Array s = f64({1, 2, 2, 3.5, 7}), v = f64({0, 1, 2, 3, 3.5, 8, nan});
  is("searchsorted left", searchsorted(s, v));
  is("searchsorted right", searchsorted(s, v, Side::Right));
  Array up = f64({0, 1, 2.5, 4, 10}), w = f64({.2, 6.4, 3.0, 1.6});
  is("digitize", digitize(w, up));
  is("digitize right", digitize(f64({0, 1, 2.5, 11}), up, true));
  is("digitize down", digitize(w, flip(up)));
  is("isin", isIn(Array({1, 2, 5, 7}), Array({2, 7, 9})));
  Array fp = f64({1, 3, 2, 8}), xp = f64({0, 1, 2, 4});
  is("interp", interp(f64({-1, 0.5, 1, 2.5, 9}), xp, fp));
  using V = std::vector<int>;
  Unique u = unique(Array({3, 1, 2, 3, 1, 9}), 5);
  EXPECT_EQ(u.values.toVector<int>(), (V{1, 2, 3, 9, 1}));
  EXPECT_EQ(sliceInDim(u.indices, 0, 4).toVector<int>(), (V{1, 2, 0, 5}));
  EXPECT_EQ(u.inverse.toVector<int>(), (V{2, 0, 1, 2, 0, 3}));
  EXPECT_EQ(u.counts.toVector<int>(), (V{2, 1, 2, 1, 0}));
}
TEST(Numpy, Counts) {
  is("bincount", sliceInDim(bincount(Array({1, 3, 1, 0, 6}), 7), 0, 7));
  is("bincount w", bincount(Array({1, 3, 1, 0}), f64({.5, 1, 2, 4}), 4));
  Array h = f64({1, 2, 1, .5, 4, 3.9, 2}), edges = f64({0, 1, 2, 4});
  Histogram five = histogram(h, 5);
  is("histogram", five.counts);
  is("histogram edges", five.edges);
  is("histogram bins", histogram(h, edges).counts);
  is("histogram density", histogram(h, edges, true).counts);
  Array none = zeros({0}, F64);
  Histogram narrow = histogram(f64({1, 2, 2}), 4, std::pair(2., 2.)),
            empty = histogram(none, 3),
            range = histogram(none, 3, std::pair(1., 2.));
  is("histogram narrow", narrow.counts);
  is("histogram narrow edges", narrow.edges);
  is("histogram none", empty.counts);
  is("histogram none edges", empty.edges);
  is("histogram none range", range.counts);
  is("histogram none range edges", range.edges);
  is("histogram none bins", histogram(none, f64({0, 1, 2})).counts);
  is("histogram none density", histogram(none, 3, true).counts);
}
TEST(Numpy, SortsComplexNumbers) {
  using C = std::complex<double>;
  std::vector<C> v{{1, 2}, {1, -1}, {-3, 5}, {nan, 0}, {0, 0}};
  auto sorted = sort(array<C>(v)).toVector<C>();
  EXPECT_EQ(sorted[0], v[2]);
  EXPECT_EQ(sorted[2], v[1]);
  EXPECT_EQ(sorted[3], v[0]);
  EXPECT_TRUE(std::isnan(sorted[4].real()));
}
TEST(Numpy, Derivatives) {
  auto near = [](const Array &got, const D &want) {
    D v = got.toVector<double>();
    for (size_t i = 0; i < want.size(); ++i)
      EXPECT_NEAR(v[i], want[i], 1e-10);
  };
  // At 0 by the series: -π²/3 of the second derivative.
  auto s = [](Array t) -> Array { return sinc(t); };
  near(grad(grad(s))(Array(scalar<double>(0))), {-9.869604401089358 / 3});
  auto l = [](Array t) -> Array { return logaddexp(t, 0.0); };
  near(grad(l)(Array(scalar<double>(0))), {0.5});
  near(grad(grad(l))(Array(scalar<double>(0))), {0.25});
  auto total = [](Array v) -> Array { return sum(convolve(v, v)); };
  near(grad(total)(x), D(5, 2 * (1.5 - 2 + 0.25 + 4 + 3)));
  auto d = [](Array v) -> Array { return sum(diag(v, 1) * 2.0); };
  near(grad(d)(x), D(5, 2));
}
TEST(Numpy, SameUnderJitAndVmap) {
  auto f = [](Array v) -> Array { return cov(v) + trace(v); };
  EXPECT_EQ(jit(f)(m).toVector<double>(), f(m).toVector<double>());
  Array rows = vmap([](Array v) -> Array { return polyval(v, v); })(m);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(take(rows, i).toVector<double>(),
              polyval(take(m, i), take(m, i)).toVector<double>());
}
} // namespace
