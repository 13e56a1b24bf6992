// Windows, convolution, einsum and reductions by a function: values that JAX
// 0.10.2 and NumPy gave for the same calls, and closed forms.
#include "weft/weft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

using namespace weft;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

namespace {
using Doubles = std::vector<double>;

Array range(int64_t n, const Shape &shape, double from = 0) {
  Doubles v;
  for (int64_t i = 0; i < n; ++i)
    v.push_back(from + i);
  return array<double>(v, shape);
}
#define EXPECT_VALUES(x, ...)                                                  \
  EXPECT_THAT((x).toVector(), Pointwise(DoubleNear(1e-9), Doubles __VA_ARGS__))

//===-- Convolution -------------------------------------------------------===//
const Array image = range(12, {1, 3, 2, 2});
const Array kernel = range(24, {2, 3, 2, 2}, -10);

TEST(Convolution, TransposedAsInJax) {
  Array same = convTranspose(image, kernel, {2, 1});
  EXPECT_EQ(same.shape(), (Shape{1, 6, 2, 2}));
  EXPECT_VALUES(same, {64,  70,  40,  46,   -8,   -2,  -32,  -26,
                       208, 230, 120, 142,  -56,  -34, -144, -122,
                       352, 390, 200, 238,  -104, -66, -256, -218});
  Array valid = convTranspose(image, kernel, {2, 1}, {.padding = "VALID"});
  EXPECT_EQ(valid.shape(), (Shape{1, 6, 4, 2}));
  EXPECT_VALUES(reshape(sum(valid, {0, 2, 3}), {6}),
                {282, -150, 1002, -582, 1722, -1014});
  Array turned =
      convTranspose(image, kernel, {2, 3}, {.transposeKernel = true});
  EXPECT_EQ(turned.shape(), (Shape{1, 6, 6, 2}));
  Array row = reshape(turned, {6, 12});
  EXPECT_VALUES(splitAt(row, {1})[0],
                {-9, -7, -5, -3, -1, 1, -47, -37, -27, -17, -7, 3});
  EXPECT_VALUES(splitAt(row, {5})[1],
                {43, 77, 111, 145, 179, 213, 53, 95, 137, 179, 221, 263});
  Array pairs = convTranspose(image, kernel, {1, 2},
                              {.padding = {{1, 0}, {2, 1}},
                               .rhsDilation = {2, 1}});
  EXPECT_VALUES(pairs, {100, 109, 64, 73, 172, 194, 92, 105, 188, 206, 116,
                        134, 272, 316, 124, 150});
}
TEST(Convolution, ResultsOfAnotherDtype) {
  auto bytes = [](Doubles v, const Shape &shape) {
    return astype(array<double>(v, shape), Dtype::I8);
  };
  ConvOptions wide;
  wide.dtype = Dtype::I32;
  Array y = convGeneralDilated(bytes({100, 100, 100}, {1, 1, 3}),
                               bytes({100, 100}, {1, 1, 2}), wide);
  EXPECT_EQ(y.dtype(), Dtype::I32);
  EXPECT_VALUES(y, {20000, 20000});
  Array narrow = conv(bytes({100, 100, 100}, {1, 1, 3}),
                      bytes({100, 100}, {1, 1, 2}));
  EXPECT_EQ(narrow.dtype(), Dtype::I8);
  EXPECT_VALUES(narrow, {32, 32}); // modulo 2^8
}
TEST(Convolution, HalfTypesAccumulateInSingle) {
  // 2048 ones: a running sum in bf16 would stop at 256.
  for (Dtype half : {Dtype::BF16, Dtype::F16}) {
    Array y = conv(astype(ones({1, 64, 32}), half),
                   astype(ones({1, 64, 32}), half));
    EXPECT_EQ(y.dtype(), half);
    EXPECT_VALUES(y, {2048});
  }
}
TEST(Convolution, OfComplexNumbers) {
  using C = std::complex<double>;
  Array x = array<C>({C(1, 1), 2, C(0, 3)}, {1, 1, 3});
  Array k = array<C>({C(0, 1), C(2, -1)}, {1, 1, 2});
  EXPECT_THAT(conv(x, k).toVector<C>(), ElementsAre(C(3, -1), C(3, 8)));
}
TEST(Convolution, OfNothing) {
  EXPECT_EQ(conv(zeros({0, 3, 5}), zeros({4, 3, 2})).shape(),
            (Shape{0, 4, 4}));
  EXPECT_EQ(conv(zeros({2, 3, 1}), zeros({4, 3, 2})).shape(),
            (Shape{2, 4, 0}));
  EXPECT_VALUES(conv(zeros({1, 0, 3}), zeros({1, 0, 2})), {0, 0});
  Array padded = conv(zeros({1, 2, 0}), ones({1, 2, 1}), {}, {{1, 1}});
  EXPECT_VALUES(padded, {0, 0});
  auto loss = [](Array x, Array k) { return sum(conv(x, k)); };
  auto [x, k] = grad<0, 1>(loss)(zeros({1, 2, 1}), ones({3, 2, 2}));
  EXPECT_VALUES(x, {0, 0});
  EXPECT_EQ(k.shape(), (Shape{3, 2, 2}));
}
TEST(Convolution, LayoutsAgree) {
  Array x = reshape(sin(range(2 * 10 * 12 * 16, {3840})), {2, 10, 12, 16});
  Array k = reshape(cos(range(9 * 16 * 24, {3456})), {3, 3, 16, 24});
  for (bool single : {false, true}) {
    Dtype dtype = single ? Dtype::F32 : Dtype::F64;
    ConvOptions last;
    last.dims = {"NHWC", "HWIO", "NHWC"};
    last.padding = "SAME";
    last.strides = {1, 2};
    Array a = convGeneralDilated(astype(x, dtype), astype(k, dtype), last);
    ConvOptions first = last;
    first.dims = {};
    Array b = convGeneralDilated(transpose(astype(x, dtype), {0, 3, 1, 2}),
                                 transpose(astype(k, dtype), {3, 2, 0, 1}),
                                 first);
    Array apart = max(abs(transpose(b, {0, 2, 3, 1}) - a));
    EXPECT_LT(apart.item(), single ? 2e-4 : 1e-11);
  }
}

//===-- Windows -----------------------------------------------------------===//
TEST(Windows, Pooling) {
  Array x = range(16, {1, 4, 4, 1});
  EXPECT_VALUES(maxPool(x, {2, 2}), {5, 7, 13, 15});
  EXPECT_VALUES(avgPool(x, {2, 2}), {2.5, 4.5, 10.5, 12.5});
  PoolOptions same{.strides = {2, 2}, .padding = "SAME"};
  EXPECT_VALUES(maxPool(x, {3, 3}, same), {10, 11, 14, 15});
  EXPECT_VALUES(avgPool(x, {3, 3}, same),
                {5, 39. / 9, 66. / 9, 50. / 9});
  same.countPadding = false;
  EXPECT_VALUES(avgPool(x, {3, 3}, same), {5, 6.5, 11, 12.5});
  PoolOptions first{.layout = Layout::ChannelsFirst};
  EXPECT_VALUES(maxPool(reshape(x, {1, 1, 4, 4}), {2, 2}, first),
                {5, 7, 13, 15});
  EXPECT_VALUES(maxPool(reshape(x, {1, 16, 1}), {4}), {3, 7, 11, 15});
  EXPECT_VALUES(maxPool(reshape(x, {1, 2, 2, 4, 1}), {2, 2, 2}), {13, 15});
  PoolOptions pairs{.strides = {1, 1}, .padding = {{1, 0}, {0, -1}}};
  EXPECT_EQ(maxPool(x, {2, 2}, pairs).shape(), (Shape{1, 4, 2, 1}));
}
TEST(Windows, MaximaGiveTheirCotangentToTheFirst) {
  Array x = reshape(Array({1.f, 3.f, 3.f, 2.f, 3.f, 0.f}), {1, 6, 1});
  auto weighted = [](Array x) {
    Array y = reshape(maxPool(x, {3}, {.strides = {1}}), {4});
    return sum(y * Array({1.f, 10.f, 100.f, 1000.f}));
  };
  EXPECT_VALUES(grad(weighted)(x), {0, 11, 100, 0, 1000, 0});
}
TEST(Windows, OfNothingAndOfScalars) {
  EXPECT_EQ(reduceWindowSum(zeros({2, 1}), {{1, 2}}).shape(), (Shape{2, 0}));
  EXPECT_EQ(reduceWindowMax(zeros({0, 3}), {{1, 2}}).shape(), (Shape{0, 2}));
  EXPECT_VALUES(reduceWindowSum(scalar(3.), {}), {3});
  EXPECT_VALUES(reduceWindowSum(zeros({0}), {{2}, {}, {{1, 2}}}), {0, 0});
}

//===-- Reductions by a function ------------------------------------------===//
TEST(Windows, OfOneElement) {
  Array x = range(4, {4}, 1);
  EXPECT_VALUES(selectAndGatherAdd(x, -x, {.size = {1}}), {1, 2, 3, 4});
  auto largest = [](Array x) { return reduceWindowMax(x, {.size = {1}}); };
  auto [y, t] = jvp(largest, x, 2. * x);
  EXPECT_VALUES(y, {1, 2, 3, 4});
  EXPECT_VALUES(t, {2, 4, 6, 8});
  auto cubes = [=](Array x) { return sum(power(largest(x), 3)); };
  EXPECT_VALUES(grad(cubes)(x), {3, 12, 27, 48});
  auto sums = [=](Array x) { return sum(grad(cubes)(x)); };
  EXPECT_VALUES(grad(sums)(x), {6, 12, 18, 24});
}

TEST(Reducers, KnownFunctionsAreTheirReductions) {
  Array x = array<double>({1, 2, 3, 4}, {2, 2});
  auto plus = [](Array a, Array b) { return a + b; };
  EXPECT_VALUES(reduce(x, 0., plus), {10});
  EXPECT_VALUES(reduce(x, 100., plus, 0), {104, 106});
  EXPECT_VALUES(reduce(x, 1., [](Array a, Array b) { return b * a; }, 1),
                {2, 12});
  auto f = [&](Array x) {
    return sum(reduce(x, 2., [](Array a, Array b) { return a * b; }, 1));
  };
  EXPECT_VALUES(grad(f)(x), {4, 2, 8, 6});
  auto max = [](Array a, Array b) { return maximum(a, b); };
  EXPECT_VALUES(reduceWindow(reshape(x, {4}), -HUGE_VAL, max, {{2}}),
                {2, 3, 4});
  EXPECT_VALUES(reduceWindow(reshape(x, {4}), 3.5, max, {{2}}), {3.5, 3.5, 4});
  // The start value counts once; padding is no element.
  EXPECT_VALUES(reduceWindow(reshape(x, {4}), 1., plus,
                             {{2}, {2}, {{1, 1}}}),
                {2, 6, 5});
}
Array logAddExp(Array a, Array b) {
  return maximum(a, b) + log1p(exp(-abs(a - b)));
}
TEST(Reducers, ExtremaOfComplexNumbers) {
  Array z = complex(Array{1.f, 3.f, 3.f}, Array{5.f, -1.f, 2.f});
  auto larger = [](Array a, Array b) { return maximum(a, b); };
  Array low = complex(Array(-INFINITY), Array(-INFINITY));
  Array most = reduce(z, low, larger);
  EXPECT_VALUES(real(most), {3});
  EXPECT_VALUES(imag(most), {2});
}
TEST(Reducers, OthersHaveForwardDerivatives) {
  Array x = array<double>({0.5, -1, 2}), t = array<double>({1, 2, -1});
  auto f = [](Array x) { return reduce(x, -1e30, logAddExp); };
  auto [y, dy] = jvp(f, x, t);
  double total = std::exp(0.5) + std::exp(-1) + std::exp(2);
  EXPECT_NEAR(y.item(), std::log(total), 1e-12);
  EXPECT_NEAR(dy.item(),
              (std::exp(0.5) + 2 * std::exp(-1) - std::exp(2)) / total, 1e-12);
}
TEST(Reducers, StartsThatAreMapped) {
  auto f = [](Array x, Array init) { return reduce(x, init, logAddExp, 0); };
  Array x = array<double>({0, 1, 2, 3, 4, 5}, {2, 3});
  Array inits = array<double>({0, 10});
  Array y = vmap(f)(x, inits);
  for (int i = 0; i < 2; ++i) {
    double total = std::exp(10. * i);
    for (int j = 0; j < 3; ++j)
      total += std::exp(3. * i + j);
    EXPECT_NEAR(y.toVector()[i], std::log(total), 1e-9);
  }
}

//===-- einsum ------------------------------------------------------------===//
TEST(Einsum, AsInNumPy) {
  Array a = range(6, {2, 3}), b = range(12, {3, 4}, -3), c = range(9, {3, 3});
  Array t = range(8, {2, 2, 2});
  EXPECT_VALUES(einsum("ij,jk", a, b), {11, 14, 17, 20, 20, 32, 44, 56});
  EXPECT_VALUES(einsum("ij,jk->ki", a, b), {11, 20, 14, 32, 17, 44, 20, 56});
  EXPECT_VALUES(einsum("ii", c), {12});
  EXPECT_VALUES(einsum("ii->i", c), {0, 4, 8});
  EXPECT_VALUES(einsum("iii->i", t), {0, 7});
  EXPECT_VALUES(einsum("iij->j", t), {6, 8});
  EXPECT_VALUES(einsum("ij->", a), {15});
  EXPECT_VALUES(einsum("ji", a), {0, 3, 1, 4, 2, 5});
  EXPECT_VALUES(einsum("ij,ij->i", a, a), {5, 50});
  EXPECT_VALUES(einsum(" i j , k j ", a, a), {5, 14, 14, 50});
  EXPECT_VALUES(einsum("...i,...i", a, a), {5, 50});
  EXPECT_VALUES(einsum("...j,jk->...k", t, range(6, {2, 3})),
                {3, 4, 5, 9, 14, 19, 15, 24, 33, 21, 34, 47});
  EXPECT_VALUES(einsum("b...,b->b...", a, range(2, {2})), {0, 0, 0, 3, 4, 5});
  EXPECT_VALUES(einsum("ij,ij->ij", ones({1, 3}), a), {0, 1, 2, 3, 4, 5});
  EXPECT_VALUES(einsum("...,...", ones({2, 1}), range(3, {3})),
                {0, 1, 2, 0, 1, 2});
  EXPECT_VALUES(einsum("ij,jk,kl->il", a, b, range(8, {4, 2})),
                {216, 278, 576, 728});
  EXPECT_VALUES(einsum(",", scalar(2.), scalar(3.)), {6});
  EXPECT_EQ(einsum("ij,jk", zeros({2, 0}), zeros({0, 3})).toVector(),
            Doubles(6, 0.));
  Array bytes = astype(Array({100, 100}), Dtype::I8);
  EXPECT_EQ(einsum("i->", bytes).dtype(), Dtype::I8); // as NumPy, unlike sum
}
TEST(Einsum, PathsAreTheCheapest) {
  using Path = std::vector<std::pair<int, int>>;
  // (x y) z takes 2 · 10⁶ products and some, x (y z) 10⁶; and the other way.
  EXPECT_EQ(einsumPath("ij,jk,kl->il", {{2, 1000}, {1000, 1000}, {1000, 1}}),
            (Path{{1, 2}, {0, 1}}));
  EXPECT_EQ(einsumPath("ij,jk,kl->il", {{1, 1000}, {1000, 1000}, {1000, 2}}),
            (Path{{0, 1}, {0, 1}}));
  std::vector<Shape> chain(8, {10, 10});
  EXPECT_EQ(einsumPath("ab,bc,cd,de,ef,fg,gh,hi->ai", chain).size(), 7u);
}
TEST(Einsum, HasGradients) {
  Array a = range(6, {2, 3}, 0.5), b = range(9, {3, 3});
  auto f = [](Array a, Array b) { return sum(einsum("ij,jj,kj->ik", {a, b, a})); };
  auto [da, db] = grad<0, 1>(f)(a, b);
  // Σ a_ij b_jj a_kj: with s_j = Σ_i a_ij, Σ_j b_jj s_j².
  Doubles s = {0.5 + 3.5, 1.5 + 4.5, 2.5 + 5.5};
  EXPECT_VALUES(da, {0, 2 * 4 * s[1], 2 * 8 * s[2], 0, 2 * 4 * s[1],
                     2 * 8 * s[2]});
  EXPECT_VALUES(db, {s[0] * s[0], 0, 0, 0, s[1] * s[1], 0, 0, 0, s[2] * s[2]});
}
TEST(Einsum, ComplexStatistics) {
  using C = std::complex<double>;
  Array z = array<C>({C(1, 2), C(3, -1), C(0, 0.5)});
  EXPECT_NEAR(var(z).item(), 3.0555555555555554, 1e-12);
  EXPECT_NEAR(stdDev(z).item(), 1.7480147469502525, 1e-12);
  EXPECT_EQ(var(z).dtype(), Dtype::F64);
  Array turned = array<C>({C(-2, 1), C(1, 3), C(-0.5, 0)});
  EXPECT_THAT(vdot(z, turned).toVector<C>(), ElementsAre(C(0, 15.25)));
}
TEST(Einsum, Kron) {
  EXPECT_VALUES(kron(Array{{1, 2}, {3, 4}}, Array({1, 10})),
                {1, 10, 2, 20, 3, 30, 4, 40});
  EXPECT_EQ(kron(zeros({2, 3}), zeros({4, 5, 6})).shape(), (Shape{4, 10, 18}));
}
} // namespace
