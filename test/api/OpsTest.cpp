// The public operations on concrete arrays: dtypes, shapes and values against
// NumPy's and JAX's rules.
#include "Typed.h"
#include "weft/Jit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

using namespace weft;
using namespace weft::test;
using testing::ElementsAre;
using testing::FloatNear;
using testing::Pointwise;

namespace {

#define EXPECT_ARRAY(x, type, ...)                                             \
  do {                                                                         \
    Array actual_ = (x);                                                       \
    EXPECT_EQ(typeOf(actual_), type);                                          \
    EXPECT_THAT(actual_.toVector(),                                            \
                Pointwise(testing::DoubleNear(1e-6), Doubles __VA_ARGS__));    \
  } while (false)

const Array x{{1, 2, 3}, {4, 5, 6}}; // i32[2,3]
const Array m{{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}};

//===-- Dtypes ------------------------------------------------------------===//
struct Promotion {
  Dtype x, y, both;
};
TEST(Promote, LatticeOfJax) {
  using enum Dtype;
  // docs.jax.dev, "Type promotion semantics", the table of strong types.
  const Promotion rows[] = {
      {Bool, U8, U8},   {Bool, F16, F16},  {U8, I8, I16},     {U8, U16, U16},
      {U8, I16, I16},   {U16, I8, I32},    {U16, I16, I32},   {U32, I8, I64},
      {U32, I32, I64},  {U32, I64, I64},   {U64, U8, U64},    {I8, I16, I16},
      {I64, F16, F16},  {U64, BF16, BF16}, {I32, F32, F32},   {F16, BF16, F32},
      {F16, F32, F32},  {BF16, F32, F32},  {F32, F64, F64},   {F16, C64, C64},
      {F64, C64, C128}, {I64, C64, C64},   {C64, C128, C128}, {U64, I8, F32},
      {U64, I64, F32},  {F32, F32, F32}};
  for (auto [x, y, both] : rows) {
    EXPECT_EQ(promoteTypes(x, y), both) << shortName(x) << " " << shortName(y);
    EXPECT_EQ(promoteTypes(y, x), both) << shortName(y) << " " << shortName(x);
  }
}

TEST(Promote, ScalarsAreWeak) {
  EXPECT_ARRAY(Array(2.5), "f32[]*", {2.5});
  EXPECT_ARRAY(Array(7), "i32[]*", {7});
  EXPECT_ARRAY(Array(true), "bool[]", {1});
  EXPECT_EQ(typeOf(Array(2.0) * 3), "f32[]*");
  EXPECT_EQ(typeOf(Array(2) + 3), "i32[]*");
  EXPECT_EQ(typeOf(Array(2) + true), "i32[]*");
  EXPECT_EQ(typeOf(Array(2) < 3), "bool[]");
  EXPECT_EQ(typeOf(x + 1), "i32[2,3]");
  EXPECT_EQ(typeOf(x + 1.5), "f32[2,3]*");
  EXPECT_EQ(typeOf(ints({1}, Dtype::I8) + 1), "i8[1]");
  EXPECT_EQ(typeOf(astype(m, Dtype::F16) * 2.0), "f16[2,3]");
  EXPECT_EQ(typeOf(2 * astype(m, Dtype::F64)), "f64[2,3]");
  EXPECT_EQ(typeOf(Array({true}) + 1), "i32[1]*");
}

TEST(Promote, ScalarsKeepTheirPrecision) {
  Array y = array<double>({1.0}) * 0.1;
  EXPECT_EQ(y.item(), 0.1);
  EXPECT_EQ(weft::where(true, 0.1, array<double>({1.0})).item(), 0.1);
  EXPECT_EQ(full({1}, 0.1, Dtype::F64).item(), 0.1);
  EXPECT_EQ(astype(0.1, Dtype::F64).item(), 0.1);
}

TEST(Promote, FunctionsOfFloats) {
  EXPECT_EQ(typeOf(sin(x)), "f32[2,3]");
  EXPECT_EQ(typeOf(sin(ints({1}, Dtype::I64))), "f64[1]");
  EXPECT_EQ(typeOf(sin(1)), "f32[]*");
  EXPECT_ARRAY(Array({1, 3}) / Array({2, 2}), "f32[2]", {0.5, 1.5});
  EXPECT_ARRAY(exp(Array({false, true})), "f32[2]", {1, std::exp(1.0)});
}

//===-- Arithmetic --------------------------------------------------------===//
TEST(Elementwise, Operators) {
  EXPECT_ARRAY(x + Array({10, 20, 30}), "i32[2,3]", {11, 22, 33, 14, 25, 36});
  EXPECT_ARRAY(x - reshape(Array({1, 2}), {2, 1}), "i32[2,3]",
               {0, 1, 2, 2, 3, 4});
  EXPECT_ARRAY(2 * x, "i32[2,3]", {2, 4, 6, 8, 10, 12});
  EXPECT_ARRAY(6 / m, "f32[2,3]", {6, 3, 2, 1.5, 1.2, 1});
  EXPECT_ARRAY(-x, "i32[2,3]", {-1, -2, -3, -4, -5, -6});
  EXPECT_ARRAY(Array({7, -7}) % 3, "i32[2]", {1, -1});
  EXPECT_ARRAY(mod(Array({7, -7, 7, -7}), Array({3, 3, -3, -3})), "i32[4]",
               {1, 2, -2, -1});
  EXPECT_ARRAY(mod(Array({-0.5, 0.5}), 2.0), "f32[2]", {1.5, 0.5});
  EXPECT_ARRAY(mod(Array({5, 0, -3}), 0), "i32[3]", {0, 0, 0});
  EXPECT_ARRAY(rem(Array({5, 0, -3}), 0), "i32[3]", {5, 0, -3});
  Array y = m;
  y += 1;
  y *= 2;
  y -= m;
  y /= 2;
  EXPECT_ARRAY(y, "f32[2,3]", {1.5, 2, 2.5, 3, 3.5, 4});
  EXPECT_ARRAY(Array({true, false}) + Array({true, true}), "bool[2]", {1, 1});
  EXPECT_ARRAY(Array({true, false}) * Array({true, true}), "bool[2]", {1, 0});
}

TEST(Elementwise, Functions) {
  Array v({0.25, 0.5});
  auto like = [&](double (*f)(double)) { return Doubles{f(0.25), f(0.5)}; };
  EXPECT_ARRAY(exp(v), "f32[2]", (like(std::exp)));
  EXPECT_ARRAY(exp2(v), "f32[2]", (like(std::exp2)));
  EXPECT_ARRAY(expm1(v), "f32[2]", (like(std::expm1)));
  EXPECT_ARRAY(log(v), "f32[2]", (like(std::log)));
  EXPECT_ARRAY(log1p(v), "f32[2]", (like(std::log1p)));
  EXPECT_ARRAY(sin(v), "f32[2]", (like(std::sin)));
  EXPECT_ARRAY(cos(v), "f32[2]", (like(std::cos)));
  EXPECT_ARRAY(tan(v), "f32[2]", (like(std::tan)));
  EXPECT_ARRAY(asin(v), "f32[2]", (like(std::asin)));
  EXPECT_ARRAY(acos(v), "f32[2]", (like(std::acos)));
  EXPECT_ARRAY(atan(v), "f32[2]", (like(std::atan)));
  EXPECT_ARRAY(sinh(v), "f32[2]", (like(std::sinh)));
  EXPECT_ARRAY(cosh(v), "f32[2]", (like(std::cosh)));
  EXPECT_ARRAY(tanh(v), "f32[2]", (like(std::tanh)));
  EXPECT_ARRAY(asinh(v), "f32[2]", (like(std::asinh)));
  EXPECT_ARRAY(acosh(1 + v), "f32[2]", {std::acosh(1.25), std::acosh(1.5)});
  EXPECT_ARRAY(atanh(v), "f32[2]", (like(std::atanh)));
  EXPECT_ARRAY(sqrt(v), "f32[2]", (like(std::sqrt)));
  EXPECT_ARRAY(rsqrt(v), "f32[2]", {2, 1 / std::sqrt(0.5)});
  EXPECT_ARRAY(cbrt(v), "f32[2]", (like(std::cbrt)));
  EXPECT_ARRAY(erf(v), "f32[2]", (like(std::erf)));
  EXPECT_ARRAY(logistic(v), "f32[2]",
               {1 / (1 + std::exp(-0.25)), 1 / (1 + std::exp(-0.5))});
  EXPECT_ARRAY(square(x), "i32[2,3]", {1, 4, 9, 16, 25, 36});
  EXPECT_ARRAY(abs(Array({-1.5, 2.0})), "f32[2]", {1.5, 2});
  EXPECT_ARRAY(sign(Array({-3, 0, 2})), "i32[3]", {-1, 0, 1});
  EXPECT_ARRAY(floor(Array({-1.5, 1.5})), "f32[2]", {-2, 1});
  EXPECT_ARRAY(ceil(Array({-1.5, 1.5})), "f32[2]", {-1, 2});
  EXPECT_ARRAY(round(Array({0.5, 1.5, 2.5, -0.5})), "f32[4]", {0, 2, 2, 0});
  EXPECT_ARRAY(round(x), "i32[2,3]", {1, 2, 3, 4, 5, 6});
  EXPECT_ARRAY(atan2(Array({1.0}), Array({-1.0})), "f32[1]",
               {std::atan2(1.0, -1.0)});
  EXPECT_ARRAY(stopGradient(x), "i32[2,3]", {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(nextafter(Array({1.0}), 2.0).item<float>(),
            std::nextafter(1.f, 2.f));
}

TEST(Elementwise, Powers) {
  EXPECT_ARRAY(pow(x, 2), "i32[2,3]", {1, 4, 9, 16, 25, 36});
  EXPECT_ARRAY(pow(m, -1), "f32[2,3]", {1, 0.5, 1.0 / 3, 0.25, 0.2, 1.0 / 6});
  EXPECT_ARRAY(
      pow(m, 0.5), "f32[2,3]",
      {1, std::sqrt(2.), std::sqrt(3.), 2, std::sqrt(5.), std::sqrt(6.)});
  EXPECT_ARRAY(power(2, Array({1, 2, 3})), "i32[3]", {2, 4, 8});
}

TEST(Elementwise, ComparisonAndLogic) {
  double nan = std::nan(""), inf = INFINITY;
  Array v({1.0, nan, inf});
  EXPECT_ARRAY(v == v, "bool[3]", {1, 0, 1});
  EXPECT_ARRAY(v != v, "bool[3]", {0, 1, 0});
  EXPECT_ARRAY(x < 3, "bool[2,3]", {1, 1, 0, 0, 0, 0});
  EXPECT_ARRAY(3 <= x, "bool[2,3]", {0, 0, 1, 1, 1, 1});
  EXPECT_ARRAY(x > 3, "bool[2,3]", {0, 0, 0, 1, 1, 1});
  EXPECT_ARRAY(x >= 3.5, "bool[2,3]", {0, 0, 0, 1, 1, 1});
  EXPECT_ARRAY(isNan(v), "bool[3]", {0, 1, 0});
  EXPECT_ARRAY(isInf(v), "bool[3]", {0, 0, 1});
  EXPECT_ARRAY(isFinite(v), "bool[3]", {1, 0, 0});
  EXPECT_ARRAY(isFinite(Array({1})), "bool[1]", {1});
  EXPECT_ARRAY(isInf(Array({1})), "bool[1]", {0});
  EXPECT_ARRAY(logicalAnd(Array({0, 1, 2}), 1.5), "bool[3]", {0, 1, 1});
  EXPECT_ARRAY(logicalOr(Array({0, 1}), false), "bool[2]", {0, 1});
  EXPECT_ARRAY(logicalXor(Array({0, 1}), true), "bool[2]", {1, 0});
  EXPECT_ARRAY(!Array({0, 5}), "bool[2]", {1, 0});
  EXPECT_ARRAY(((x > 1) & (x < 4)) | (x == 6), "bool[2,3]", {0, 1, 1, 0, 0, 1});
}

TEST(Elementwise, Bits) {
  EXPECT_ARRAY(Array({12}) & 10, "i32[1]", {8});
  EXPECT_ARRAY(Array({12}) | 10, "i32[1]", {14});
  EXPECT_ARRAY(Array({12}) ^ 10, "i32[1]", {6});
  EXPECT_ARRAY(~Array({12}), "i32[1]", {-13});
  EXPECT_ARRAY(~Array({true, false}), "bool[2]", {0, 1});
  EXPECT_ARRAY(Array({3}) << 2, "i32[1]", {12});
  EXPECT_ARRAY(Array({-8}) >> 1, "i32[1]", {-4});
  EXPECT_ARRAY(array<uint8_t>({200}) >> 1, "u8[1]", {100});
  EXPECT_ARRAY(populationCount(Array({7})), "i32[1]", {3});
  EXPECT_ARRAY(clz(Array({1})), "i32[1]", {31});
}

TEST(Elementwise, SelectionAndConversion) {
  EXPECT_ARRAY(weft::where(x > 3, x, 0.5), "f32[2,3]*",
               {0.5, 0.5, 0.5, 4, 5, 6});
  EXPECT_ARRAY(weft::where(Array({1, 0, 1}), m, -1), "f32[2,3]",
               {1, -1, 3, 4, -1, 6});
  EXPECT_ARRAY(clip(x, 2, 4), "i32[2,3]", {2, 2, 3, 4, 4, 4});
  EXPECT_ARRAY(maximum(x, 3), "i32[2,3]", {3, 3, 3, 4, 5, 6});
  EXPECT_ARRAY(minimum(m, 2.5), "f32[2,3]", {1, 2, 2.5, 2.5, 2.5, 2.5});
  EXPECT_ARRAY(astype(Array({-1.7, 1.7, 1e20, NAN}), Dtype::I32), "i32[4]",
               {-1, 1, 2147483647, 0});
  EXPECT_ARRAY(astype(2, Dtype::I32), "i32[]", {2});
  EXPECT_ARRAY(astype(Array({0.5, 0.0}), Dtype::Bool), "bool[2]", {1, 0});
}

//===-- Shape -------------------------------------------------------------===//
TEST(ShapeOps, SameElements) {
  EXPECT_ARRAY(reshape(x, {3, -1}), "i32[3,2]", {1, 2, 3, 4, 5, 6});
  EXPECT_ARRAY(ravel(x), "i32[6]", {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(typeOf(reshape(zeros({0, 3}), {-1})), "f32[0]");
  EXPECT_EQ(typeOf(expandDims(x, {0, -1})), "i32[1,2,3,1]");
  EXPECT_EQ(typeOf(squeeze(expandDims(x, {0, 2}))), "i32[2,3]");
  EXPECT_EQ(typeOf(squeeze(expandDims(x, {0, 2}), 2)), "i32[1,2,3]");
}

TEST(ShapeOps, OrderOfAxes) {
  EXPECT_ARRAY(transpose(x), "i32[3,2]", {1, 4, 2, 5, 3, 6});
  Array y = zeros({2, 3, 4});
  EXPECT_EQ(typeOf(transpose(y, {2, 0, 1})), "f32[4,2,3]");
  EXPECT_EQ(typeOf(swapaxes(y, 0, -1)), "f32[4,3,2]");
  EXPECT_EQ(typeOf(moveaxis(y, 0, -1)), "f32[3,4,2]");
  EXPECT_EQ(typeOf(moveaxis(y, {0, 1}, {-1, -2})), "f32[4,3,2]");
  EXPECT_ARRAY(flip(x), "i32[2,3]", {6, 5, 4, 3, 2, 1});
  EXPECT_ARRAY(flip(x, 1), "i32[2,3]", {3, 2, 1, 6, 5, 4});
}

TEST(ShapeOps, SeveralArrays) {
  EXPECT_ARRAY(concatenate({x, x + 6}, 1), "i32[2,6]",
               {1, 2, 3, 7, 8, 9, 4, 5, 6, 10, 11, 12});
  EXPECT_ARRAY(concatenate({Array({1}), Array({2.5})}), "f32[2]", {1, 2.5});
  EXPECT_ARRAY(stack({Array({1, 2}), Array({3, 4})}, -1), "i32[2,2]",
               {1, 3, 2, 4});
  EXPECT_ARRAY(stack({1, 2.5}), "f32[2]*", {1, 2.5});
  auto parts = split(x, 3, 1);
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_ARRAY(parts[2], "i32[2,1]", {3, 6});
  parts = splitAt(Array({1, 2, 3, 4}), {1, 3});
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_ARRAY(parts[1], "i32[2]", {2, 3});
}

TEST(ShapeOps, Repetition) {
  EXPECT_ARRAY(broadcastTo(Array({1, 2}), {2, 2}), "i32[2,2]", {1, 2, 1, 2});
  EXPECT_ARRAY(tile(Array({1, 2}), {2, 2}), "i32[2,4]",
               {1, 2, 1, 2, 1, 2, 1, 2});
  EXPECT_ARRAY(tile(Array{{1, 2}, {3, 4}}, {2}), "i32[2,4]",
               {1, 2, 1, 2, 3, 4, 3, 4});
  EXPECT_ARRAY(repeat(Array{{1, 2}, {3, 4}}, 2), "i32[8]",
               {1, 1, 2, 2, 3, 3, 4, 4});
  EXPECT_ARRAY(repeat(Array{{1, 2}, {3, 4}}, 2, 0), "i32[4,2]",
               {1, 2, 1, 2, 3, 4, 3, 4});
  EXPECT_ARRAY(roll(Array({1, 2, 3, 4}), 1), "i32[4]", {4, 1, 2, 3});
  EXPECT_ARRAY(roll(x, -1, 1), "i32[2,3]", {2, 3, 1, 5, 6, 4});
  EXPECT_ARRAY(roll(x, 7), "i32[2,3]", {6, 1, 2, 3, 4, 5});
  EXPECT_ARRAY(triu(x), "i32[2,3]", {1, 2, 3, 0, 5, 6});
  EXPECT_ARRAY(tril(x), "i32[2,3]", {1, 0, 0, 4, 5, 0});
  EXPECT_ARRAY(triu(x, 1), "i32[2,3]", {0, 2, 3, 0, 0, 6});
}

//===-- Reductions --------------------------------------------------------===//
TEST(Reduce, SumsAndExtrema) {
  EXPECT_ARRAY(sum(x), "i32[]", {21});
  EXPECT_ARRAY(sum(x, 0), "i32[3]", {5, 7, 9});
  EXPECT_ARRAY(sum(x, -1, true), "i32[2,1]", {6, 15});
  EXPECT_ARRAY(sum(x, {0, 1}), "i32[]", {21});
  EXPECT_ARRAY(sum(x, std::vector<int64_t>{}), "i32[2,3]", {1, 2, 3, 4, 5, 6});
  EXPECT_ARRAY(sum(x > 2), "i32[]", {4});
  EXPECT_ARRAY(sum(ints({100, 100}, Dtype::I8)), "i32[]", {200});
  EXPECT_ARRAY(sum(ints({200, 100}, Dtype::U8)), "u32[]", {300});
  EXPECT_ARRAY(sum(zeros({0, 2}), 0), "f32[2]", {0, 0});
  EXPECT_ARRAY(prod(x, 1), "i32[2]", {6, 120});
  EXPECT_ARRAY(max(m, 0), "f32[3]", {4, 5, 6});
  EXPECT_ARRAY(min(x), "i32[]", {1});
  EXPECT_ARRAY(any(x > 5, 1), "bool[2]", {0, 1});
  EXPECT_ARRAY(all(x), "bool[]", {1});
  EXPECT_ARRAY(argmax(x), "i32[]", {5});
  EXPECT_ARRAY(argmax(x, 1), "i32[2]", {2, 2});
  EXPECT_ARRAY(argmin(x, 0, true), "i32[1,3]", {0, 0, 0});
  EXPECT_ARRAY(argmax(x, std::nullopt, true), "i32[1,1]", {5});
}

TEST(Reduce, Statistics) {
  EXPECT_ARRAY(mean(m, 1), "f32[2]", {2, 5});
  EXPECT_ARRAY(mean(x), "f32[]", {3.5});
  EXPECT_ARRAY(mean(Array({true, false})), "f32[]", {0.5});
  EXPECT_ARRAY(var(m, 1), "f32[2]", {2.0 / 3, 2.0 / 3});
  EXPECT_ARRAY(var(m, 1, true, 1), "f32[2,1]", {1, 1});
  EXPECT_ARRAY(stdDev(m, 0), "f32[3]", {1.5, 1.5, 1.5});
  EXPECT_ARRAY(norm(Array({3.0, 4.0})), "f32[]", {5});
  EXPECT_ARRAY(norm(Array({3.0, -4.0}), {}, false, 1), "f32[]", {7});
  EXPECT_ARRAY(norm(Array({3.0, -4.0}), {}, true, INFINITY), "f32[1]", {4});
  EXPECT_ARRAY(norm(Array({3.0, -4.0}), {}, false, -INFINITY), "f32[]", {3});
  EXPECT_ARRAY(norm(Array({3.0, 0.0}), 0, false, 0), "f32[]", {1});
  EXPECT_ARRAY(norm(Array({1.0, 2.0}), 0, false, 3), "f32[]", {std::cbrt(9.)});
  // 1000 · 100 is more than an f16 holds; the mean is not.
  EXPECT_ARRAY(mean(full({1000}, 100.0, Dtype::F16)), "f16[]", {100});
}

TEST(Reduce, Exponentials) {
  double l = std::log(std::exp(1.) + std::exp(2.) + std::exp(3.));
  EXPECT_ARRAY(logsumexp(m, 1), "f32[2]", {l, l + 3});
  EXPECT_NEAR(logsumexp(Array({1000.0, 1000.0})).item(), 1000 + std::log(2.),
              1e-3);
  EXPECT_EQ(logsumexp(Array({-INFINITY, -INFINITY})).item(), -INFINITY);
  EXPECT_EQ(logsumexp(zeros({0})).item(), -INFINITY);
  EXPECT_ARRAY(logSoftmax(Array({1.0, 2.0, 3.0})), "f32[3]",
               {1 - l, 2 - l, 3 - l});
  EXPECT_ARRAY(softmax(Array({1.0, 2.0, 3.0}) + 1e4), "f32[3]",
               {std::exp(1 - l), std::exp(2 - l), std::exp(3 - l)});
  EXPECT_ARRAY(softmax(zeros({2, 2}), 0), "f32[2,2]", {.5, .5, .5, .5});
}

//===-- Contractions ------------------------------------------------------===//
TEST(Contract, OfBoolsIsWhetherAnyPairOfTruesMeets) {
  Array x = reshape(Array({true, true, false, true}), {2, 2});
  Array y = reshape(Array({true, false, true, false}), {2, 2});
  EXPECT_ARRAY(matmul(x, y), "bool[2,2]", {1, 0, 1, 0});
  EXPECT_ARRAY(jit([](Array x, Array y) { return dot(x, y); })(x, y),
               "bool[2,2]", {1, 0, 1, 0});
}
TEST(Contract, Matmul) {
  EXPECT_ARRAY(matmul(x, transpose(x)), "i32[2,2]", {14, 32, 32, 77});
  EXPECT_ARRAY(matmul(x, Array({1, 0, 1})), "i32[2]", {4, 10});
  EXPECT_ARRAY(matmul(Array({1, 1}), x), "i32[3]", {5, 7, 9});
  EXPECT_ARRAY(matmul(Array({1, 2}), Array({3, 4})), "i32[]", {11});
  EXPECT_EQ(typeOf(matmul(astype(m, Dtype::F64), transpose(m))), "f64[2,2]");
}

/// NumPy's matmul written out.
Array slowMatmul(const Array &x, const Array &y, const Shape &lead) {
  Shape xs = lead, ys = lead;
  int64_t m = x.dim(-2), k = x.dim(-1), n = y.dim(-1);
  xs.insert(xs.end(), {m, k});
  ys.insert(ys.end(), {k, n});
  auto a = broadcastTo(x, xs).toVector(), b = broadcastTo(y, ys).toVector();
  int64_t batches = a.size() / (m * k);
  Doubles c;
  for (int64_t t = 0; t < batches; ++t)
    for (int64_t i = 0; i < m; ++i)
      for (int64_t j = 0; j < n; ++j) {
        c.push_back(0);
        for (int64_t l = 0; l < k; ++l)
          c.back() += a[(t * m + i) * k + l] * b[(t * k + l) * n + j];
      }
  Shape zs = lead;
  zs.insert(zs.end(), {m, n});
  return astype(array<double>(c, zs), Dtype::F32);
}
TEST(Contract, MatmulBroadcastsLeadingAxes) {
  struct Case {
    Shape x, y, lead;
  };
  const Case cases[] = {{{5, 2, 3}, {5, 3, 4}, {5}},
                        {{5, 2, 3}, {3, 4}, {5}},
                        {{2, 3}, {5, 3, 4}, {5}},
                        {{1, 2, 3}, {5, 3, 4}, {5}},
                        {{6, 1, 2, 3}, {5, 3, 4}, {6, 5}},
                        {{6, 1, 2, 3}, {1, 5, 3, 4}, {6, 5}},
                        {{1, 5, 2, 3}, {6, 5, 3, 4}, {6, 5}},
                        {{1, 1, 2, 3}, {1, 3, 4}, {1, 1}}};
  for (auto &[xs, ys, lead] : cases) {
    auto counted = [](const Shape &shape) {
      int64_t n = 1;
      for (int64_t d : shape)
        n *= d;
      return reshape(iota(n, Dtype::F32) % 7.0, shape);
    };
    Array x = counted(xs), y = counted(ys), z = matmul(x, y);
    Array slow = slowMatmul(x, y, lead);
    EXPECT_EQ(typeOf(z), typeOf(slow));
    EXPECT_EQ(z.toVector(), slow.toVector()) << typeOf(x) << typeOf(y);
  }
}

TEST(Contract, Others) {
  EXPECT_ARRAY(dot(Array({1, 2}), Array({3, 4})), "i32[]", {11});
  EXPECT_ARRAY(dot(2, x), "i32[2,3]", {2, 4, 6, 8, 10, 12});
  EXPECT_EQ(typeOf(dot(zeros({2, 3, 4}), zeros({5, 4, 6}))), "f32[2,3,5,6]");
  EXPECT_ARRAY(inner(x, Array({1, 0, 0})), "i32[2]", {1, 4});
  EXPECT_ARRAY(outer(Array({1, 2}), Array({3, 4})), "i32[2,2]", {3, 4, 6, 8});
  EXPECT_ARRAY(vdot(x, x), "i32[]", {91});
  EXPECT_ARRAY(tensordot(x, x), "i32[]", {91});
  EXPECT_ARRAY(tensordot(x, x, {0}, {0}), "i32[3,3]",
               {17, 22, 27, 22, 29, 36, 27, 36, 45});
  EXPECT_EQ(typeOf(tensordot(x, zeros({3, 4}), 1)), "f32[2,4]");
  EXPECT_EQ(typeOf(dotGeneral(zeros({5, 2, 3}), zeros({3, 4, 5}),
                              {{0}, {2}, {2}, {0}})),
            "f32[5,2,4]");
}

//===-- Index and creation ------------------------------------------------===//
TEST(Index, Static) {
  EXPECT_ARRAY(slice(x, {0, 1}, {2, 3}), "i32[2,2]", {2, 3, 5, 6});
  EXPECT_ARRAY(slice(x, {0, 0}, {2, 3}, {1, 2}), "i32[2,2]", {1, 3, 4, 6});
  EXPECT_ARRAY(sliceInDim(x, -2, std::nullopt, 1, 1), "i32[2,2]", {2, 3, 5, 6});
  EXPECT_ARRAY(sliceInDim(x, 0, -1), "i32[1,3]", {1, 2, 3});
  EXPECT_ARRAY(indexInDim(x, -1, 1), "i32[2,1]", {3, 6});
  EXPECT_ARRAY(take(x, 1), "i32[3]", {4, 5, 6});
  EXPECT_ARRAY(take(x, {2, 0, 1}, 1), "i32[2,3]", {3, 1, 2, 6, 4, 5});
  EXPECT_EQ(typeOf(take(x, std::vector<int64_t>{}, 1)), "i32[2,0]");
  EXPECT_ARRAY(pad(Array({1, 2}), {1}, {2}, {1}, 9), "i32[6]",
               {9, 1, 9, 2, 9, 9});
  EXPECT_ARRAY(pad(Array({1, 2, 3}), {-1}, {0}), "i32[2]", {2, 3});
}

TEST(Create, Arrays) {
  EXPECT_ARRAY(zeros({2}), "f32[2]", {0, 0});
  EXPECT_ARRAY(ones({2}, Dtype::I8), "i8[2]", {1, 1});
  EXPECT_ARRAY(full({2}, 7), "i32[2]", {7, 7});
  EXPECT_ARRAY(full({2, 2}, Array({1, 2})), "i32[2,2]", {1, 2, 1, 2});
  EXPECT_ARRAY(onesLike(x), "i32[2,3]", {1, 1, 1, 1, 1, 1});
  EXPECT_ARRAY(zerosLike(x, Dtype::F64), "f64[2,3]", {0, 0, 0, 0, 0, 0});
  EXPECT_ARRAY(fullLike(Array({1.0}), 3), "f32[1]", {3});
  EXPECT_ARRAY(eye(2), "f32[2,2]", {1, 0, 0, 1});
  EXPECT_ARRAY(eye(2, 3, 1, Dtype::I32), "i32[2,3]", {0, 1, 0, 0, 0, 1});
  EXPECT_ARRAY(iota(3), "i32[3]", {0, 1, 2});
  EXPECT_ARRAY(iota({2, 2}, 0), "i32[2,2]", {0, 0, 1, 1});
  EXPECT_ARRAY(arange(3), "i32[3]", {0, 1, 2});
  EXPECT_ARRAY(arange(5, 0, -2), "i32[3]", {5, 3, 1});
  EXPECT_ARRAY(arange(0.0, 1.0, 0.25), "f32[4]", {0, 0.25, 0.5, 0.75});
  EXPECT_ARRAY(arange(3, 1), "i32[0]", {});
  EXPECT_ARRAY(linspace(1, 2, 5), "f32[5]", {1, 1.25, 1.5, 1.75, 2});
  EXPECT_ARRAY(linspace(0, 1, 4, false), "f32[4]", {0, 0.25, 0.5, 0.75});
  EXPECT_ARRAY(oneHot(Array({1, 3, 0}), 3), "f32[3,3]",
               {0, 1, 0, 0, 0, 0, 1, 0, 0});
}

//===-- Every dtype -------------------------------------------------------===//
TEST(Dtypes, ArithmeticAndPrint) {
  for (size_t i = 0; i < numDtypes; ++i) {
    auto d = static_cast<Dtype>(i);
    Array a = astype(Array({1, 2, 3}), d), b = astype(Array({2, 2, 1}), d);
    std::string type = std::string(shortName(d)) + "[3]";
    if (isBool(d)) {
      EXPECT_ARRAY(a & b, type, {1, 1, 1});
      continue;
    }
    EXPECT_ARRAY(a + b, type, {3, 4, 4});
    EXPECT_ARRAY(a * b, type, {2, 4, 3});
    EXPECT_ARRAY(a * 2, type, {2, 4, 6});
    EXPECT_ARRAY(where(a == b, a, b), type, {2, 2, 1});
    EXPECT_EQ(sum(a).item<double>(), 6) << name(d); // integers in 32 bits
    EXPECT_ARRAY(jit([](Array x, Array y) -> Array { return x * y + x; })(a, b),
                 type, {3, 6, 6});
    EXPECT_ARRAY(flip(a, 0), type, {3, 2, 1});
    EXPECT_ARRAY(iota(3, d) + a, type, {1, 3, 5});
    if (isFloat(d)) {
      EXPECT_EQ(matmul(a, a).item(), 14) << name(d);
    }
    std::string text = isComplex(d) ? "[1.+0.j 2.+0.j 3.+0.j]"
                       : isFloat(d) ? "[1. 2. 3.]"
                                    : "[1 2 3]";
    EXPECT_EQ(a.toString(), text) << name(d);
  }
}
TEST(Dtypes, NarrowOnes) {
  using enum Dtype;
  // Integers wrap, floats saturate; float8 is rounded, and has NaN or infinity.
  EXPECT_ARRAY(astype(Array({-9, -8, 7, 8, 16}), I4), "i4[5]",
               {7, -8, 7, -8, 0});
  EXPECT_ARRAY(astype(Array({-1, 15, 16, 17}), U4), "u4[4]", {15, 15, 0, 1});
  EXPECT_ARRAY(astype(Array{-9.5, 7.9, 100.0, double(NAN)}, I4), "i4[4]",
               {-8, 7, 7, 0});
  EXPECT_ARRAY(astype(Array{-1.0, 15.9, 100.0}, U4), "u4[3]", {0, 15, 15});
  Array nibbles = astype(Array({7, -8, 5}), I4);
  EXPECT_ARRAY(nibbles + nibbles, "i4[3]", {-2, 0, -6});
  EXPECT_ARRAY(-nibbles, "i4[3]", {-7, -8, -5});
  EXPECT_ARRAY(nibbles < 0, "bool[3]", {0, 1, 0});
  Array unsignedOnes = astype(Array({15, 8, 1}), U4);
  EXPECT_ARRAY(unsignedOnes + unsignedOnes, "u4[3]", {14, 0, 2});
  EXPECT_ARRAY(unsignedOnes > 7, "bool[3]", {1, 1, 0});
  EXPECT_EQ((unsignedOnes - 1).toString(), "[14  7  0]");
  Array f = astype(Array{1.0625, 1.1875, 448.0, 464.0, -3.3}, F8E4M3FN);
  EXPECT_ARRAY(f, "f8_e4m3fn[5]", {1, 1.25, 448, 448, -3.25});
  EXPECT_TRUE(std::isnan(astype(Array(500.0), F8E4M3FN).item<float>()));
  EXPECT_TRUE(std::isinf(astype(Array(7e4), F8E5M2).item<float>()));
  auto squares = (f * f).toVector<float>();
  EXPECT_EQ(squares[1], 1.5f);
  EXPECT_TRUE(std::isnan(squares[2]));
  EXPECT_EQ(squares[4], 11.f);
  EXPECT_EQ(astype(Array{0.1, 2.0}, F8E5M2).toString(), "[0.09 2.  ]");
  EXPECT_ARRAY(exp(astype(Array{0.0, 1.0}, F8E5M2)), "f8_e5m2[2]", {1, 2.5});
}

//===-- Complex numbers, bits ---------------------------------------------===//
TEST(Complex, Parts) {
  Array z = complex(Array{3.0, 0.0}, Array{-4.0, 2.0});
  EXPECT_EQ(typeOf(z), "c64[2]");
  EXPECT_ARRAY(real(z), "f32[2]", {3, 0});
  EXPECT_ARRAY(imag(z), "f32[2]", {-4, 2});
  EXPECT_ARRAY(imag(conj(z)), "f32[2]", {4, -2});
  EXPECT_ARRAY(abs(z), "f32[2]", {5, 2});
  EXPECT_ARRAY(angle(z), "f32[2]", {-0.927295, 1.570796});
  EXPECT_ARRAY(real(sign(z)), "f32[2]", {0.6, 0});
  EXPECT_ARRAY(imag(m), "f32[2,3]", {0, 0, 0, 0, 0, 0});
  EXPECT_ARRAY(real(x), "i32[2,3]", {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(typeOf(complex(scalar<double>(1), 2.0)), "c128[]");
  EXPECT_EQ(typeOf(complex(1, scalar<int32_t>(2))), "c64[]");
  EXPECT_ARRAY(isFinite(complex(Array{1.0, HUGE_VAL}, 0.0)), "bool[2]", {1, 0});
  EXPECT_ARRAY(isInf(complex(Array{1.0, HUGE_VAL}, 0.0)), "bool[2]", {0, 1});
}
TEST(Bits, ReadAsAnotherDtype) {
  Array one = scalar<float>(1);
  EXPECT_ARRAY(bitcastConvertType(one, Dtype::U32), "u32[]", {1065353216});
  EXPECT_ARRAY(bitcastConvertType(one, Dtype::U8), "u8[4]", {0, 0, 128, 63});
  Array bytes = array<uint8_t>({0, 0, 128, 63, 0, 0, 0, 64}, {2, 4});
  EXPECT_ARRAY(bitcastConvertType(bytes, Dtype::F32), "f32[2]", {1, 2});
  Array halves = bitcastConvertType(scalar<double>(-2), Dtype::I16);
  EXPECT_ARRAY(halves, "i16[4]", {0, 0, 0, -16384});
  EXPECT_ARRAY(bitcastConvertType(halves, Dtype::F64), "f64[]", {-2});
  EXPECT_ARRAY(bitcastConvertType(zeros({0, 4}, Dtype::U8), Dtype::F32),
               "f32[0]", {});
}
TEST(Bits, Precision) {
  EXPECT_ARRAY(reducePrecision(Array{1.001, 70000.0, 1e-6}, 5, 10), "f32[3]",
               {1.0009766, HUGE_VAL, 0});
  EXPECT_ARRAY(mulhi(array<int32_t>({1 << 30, -1}), 8), "i32[2]", {2, -1});
  EXPECT_ARRAY(mulhi(array<uint8_t>({255, 16}), array<uint8_t>({255, 16})),
               "u8[2]", {254, 1});
  EXPECT_ARRAY(ltTo(Array{-0.0, 0.0, 1.0}, Array{0.0, -0.0, HUGE_VAL}),
               "bool[3]", {1, 0, 1});
  EXPECT_ARRAY(eqTo(Array{-0.0, 2.0}, Array{0.0, 2.0}), "bool[2]", {0, 1});
  EXPECT_ARRAY(leTo(Array{double(NAN)}, HUGE_VAL), "bool[1]", {0});
}
TEST(Select, ByAnIndex) {
  Array which({-1, 0, 1, 2, 7});
  EXPECT_ARRAY(selectN(which, {0.5, 1, 2}), "f32[5]*", {0.5, 0.5, 1, 2, 2});
  EXPECT_ARRAY(selectN(Array({true, false, true}), {10, x}), "i32[2,3]",
               {1, 10, 3, 4, 10, 6});
}
TEST(Select, Rounding) {
  EXPECT_ARRAY(roundAway(Array{0.5, -1.5, 2.5}), "f32[3]", {1, -2, 3});
  EXPECT_ARRAY(log2(Array{8.0, 0.5}), "f32[2]", {3, -1});
  EXPECT_ARRAY(log10(Array{1000.0}), "f32[1]", {3});
  EXPECT_ARRAY(copy(x), "i32[2,3]", {1, 2, 3, 4, 5, 6});
}

/// In a trace the same functions are staged, with the same results.
TEST(Create, InsideATrace) {
  auto all = [](const Array &seed) {
    return std::vector<Array>{
        zeros({2}) + seed,
        ones({2}, Dtype::I8),
        full({2}, 0.1, Dtype::F64),
        eye(2, 3, 1, Dtype::I32),
        iota({2, 2}, 0),
        arange(5, 0, -2),
        arange(0.0, 1.0, 0.25),
        linspace(1, 2, 5),
        mean(seed * ones({3})),
        softmax(iota(3, Dtype::F32) * seed),
        matmul(ones({2, 3}), iota({3, 2}, 1, Dtype::F32)) * seed};
  };
  Array seed = scalar<float>(2);
  auto eager = all(seed), staged = jit(all)(seed);
  ASSERT_EQ(eager.size(), staged.size());
  for (size_t i = 0; i < eager.size(); ++i) {
    EXPECT_EQ(typeOf(eager[i]), typeOf(staged[i])) << i;
    EXPECT_EQ(eager[i].toVector(), staged[i].toVector()) << i;
  }
}

} // namespace
