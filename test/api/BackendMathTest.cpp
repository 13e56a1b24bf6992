// The vector mathematics of the CPU backend: units in the last place against
// long double, and the edges of C's Annex F.
#include "BackendHarness.h"

#include "weft/weft.h"

#include <cmath>
#include <limits>

using namespace backend;

namespace {
using Long = long double;
struct Function {
  const char *name;
  Long (*reference)(Long);
  double low, high; // of the accuracy check
  double ulps;
};

const Function functions[] = {
    {"exp", std::exp, -80, 80, 1.5},      {"expm1", std::expm1, -10, 10, 2.5},
    {"log", std::log, 1e-6, 1e3, 1.5},    {"log2", std::log2, 1e-6, 1e3, 2.5},
    {"log10", std::log10, 1e-6, 1e3, 2.5}, {"log1p", std::log1p, -0.9, 9, 2},
    {"tanh", std::tanh, -9, 9, 4.5},      {"sinh", std::sinh, -9, 9, 3},
    {"cosh", std::cosh, -9, 9, 3},        {"asinh", std::asinh, -9, 9, 3},
    {"acosh", std::acosh, 1, 9, 3},       {"atanh", std::atanh, -0.99, 0.99, 3},
    {"atan", std::atan, -9, 9, 3},        {"asin", std::asin, -1, 1, 3.5},
    {"acos", std::acos, -1, 1, 3.5},      {"erf", std::erf, -5, 5, 4},
    {"erfc", std::erfc, -3, 8, 6},        {"cbrt", std::cbrt, -9, 9, 1.5},
    {"sin", std::sin, -1e4, 1e4, 2},      {"cos", std::cos, -1e4, 1e4, 2},
    {"tan", std::tan, -100, 100, 4}};

template <typename T> std::string typeName() {
  return sizeof(T) == 4 ? "f32" : "f64";
}

template <typename T>
std::vector<T> apply(const Function &f, const std::vector<T> &x) {
  std::string e = typeName<T>(),
              t = "tensor<" + std::to_string(x.size()) + "x" + e + ">";
  Program program("#id = affine_map<(i) -> (i)>\nfunc.func @main(%a: " + t +
                  ") -> " + t + " {\n%e = tensor.empty() : " + t +
                  "\n%r = linalg.generic {indexing_maps = [#id, #id], "
                  "iterator_types = [\"parallel\"]} ins(%a : " +
                  t + ") outs(%e : " + t + ") {\n^bb0(%x: " + e + ", %o: " + e +
                  "):\n%1 = math." + f.name + " %x : " + e +
                  "\nlinalg.yield %1 : " + e + "\n} -> " + t +
                  "\nreturn %r : " + t + "\n}");
  return program(buffers(x))[0].template as<T>();
}

template <typename T> double ulps(T got, Long want) {
  T nearest = static_cast<T>(want);
  if (std::isnan(nearest) || std::isinf(nearest))
    return got == nearest || std::isnan(got) == std::isnan(nearest) ? 0 : 1e9;
  Long unit = std::nextafter(std::abs(nearest),
                             std::numeric_limits<T>::infinity()) -
              std::abs(nearest);
  return std::abs(static_cast<double>((Long(got) - want) / unit));
}

template <typename T> void accuracy(const Function &f) {
  auto x = numbers<T>(5000, f.low, f.high);
  auto tiny = numbers<T>(500, 1e-7, 1e-4);
  if (f.low <= 0 && f.high >= 0)
    x.insert(x.end(), tiny.begin(), tiny.end());
  auto y = apply<T>(f, x);
  for (size_t i = 0; i < x.size(); ++i)
    ASSERT_LE(ulps(y[i], f.reference(x[i])), f.ulps)
        << f.name << "(" << x[i] << ") = " << y[i] << " in " << typeName<T>();
}

template <typename T> void edges(const Function &f) {
  using L = std::numeric_limits<T>;
  std::vector<T> x{T(0),          T(-0.0),       T(1),         T(-1),
                   L::infinity(), -L::infinity(), L::quiet_NaN(), L::max(),
                   L::lowest(),   L::min(),      -L::min(),    L::denorm_min(),
                   T(1e-30),      T(-1e-30),     T(0.5),       T(-0.5),
                   T(2),          T(-2),         T(100),       T(-100),
                   T(800),        T(-800)};
  std::string name = f.name;
  auto y = apply<T>(f, x);
  for (size_t i = 0; i < x.size(); ++i) {
    T want = static_cast<T>(f.reference(x[i]));
    std::string what = name + "(" + std::to_string(x[i]) + ") " +
                       typeName<T>();
    EXPECT_EQ(std::isnan(y[i]), std::isnan(want)) << what << " = " << y[i];
    if (std::isnan(want))
      continue;
    EXPECT_EQ(std::isinf(y[i]), std::isinf(want)) << what << " = " << y[i];
    EXPECT_EQ(std::signbit(y[i]), std::signbit(want)) << what << " = " << y[i];
    if (std::isinf(want))
      continue;
    if (std::abs(want) >= L::min()) {
      EXPECT_LE(ulps(y[i], f.reference(x[i])), f.ulps) << what << " = " << y[i];
    } else { // subnormal or zero
      EXPECT_LE(std::abs(y[i] - want), 2 * L::denorm_min()) << what;
    }
  }
}
} // namespace

TEST(Math, WithinUnitsOfTheLastPlace) {
  for (const Function &f : functions) {
    accuracy<float>(f);
    accuracy<double>(f);
  }
}

TEST(Math, EdgesAreThoseOfC) {
  for (const Function &f : functions) {
    edges<float>(f);
    edges<double>(f);
  }
}

TEST(Math, Atan2Quadrants) {
  Program f(R"(
#id = affine_map<(i) -> (i)>
func.func @main(%a: tensor<121xf64>, %b: tensor<121xf64>) -> tensor<121xf64> {
  %e = tensor.empty() : tensor<121xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]} ins(%a, %b : tensor<121xf64>, tensor<121xf64>) outs(%e : tensor<121xf64>) {
  ^bb0(%y: f64, %x: f64, %o: f64):
    %1 = math.atan2 %y, %x : f64
    linalg.yield %1 : f64 } -> tensor<121xf64>
  return %r : tensor<121xf64>
})");
  double inf = INFINITY;
  std::vector<double> v{0.0, -0.0, 1, -1, 0.3, -7, inf, -inf, NAN, 1e-300, 1e300};
  std::vector<double> y, x;
  for (double a : v)
    for (double b : v) {
      y.push_back(a);
      x.push_back(b);
    }
  auto got = f(buffers(y, x))[0].as<double>();
  for (size_t i = 0; i < y.size(); ++i) {
    double want = std::atan2(y[i], x[i]);
    if (std::isnan(want)) {
      EXPECT_TRUE(std::isnan(got[i])) << y[i] << ", " << x[i];
      continue;
    }
    EXPECT_NEAR(got[i], want, 1e-15) << y[i] << ", " << x[i];
    EXPECT_EQ(std::signbit(got[i]), std::signbit(want)) << y[i] << ", " << x[i];
  }
}

//===-- Functions that a program has many times -------------------------===//
namespace {
using Unary = weft::Array (*)(const weft::Operand &);
const std::pair<const char *, Unary> unaries[] = {
    {"exp", weft::exp},     {"expm1", weft::expm1}, {"log", weft::log},
    {"log1p", weft::log1p}, {"tanh", weft::tanh},   {"sinh", weft::sinh},
    {"cosh", weft::cosh},   {"asinh", weft::asinh}, {"acosh", weft::acosh},
    {"atanh", weft::atanh}, {"atan", weft::atan},   {"asin", weft::asin},
    {"acos", weft::acos},   {"erf", weft::erf},     {"erfc", weft::erfc},
    {"cbrt", weft::cbrt},   {"sin", weft::sin},     {"cos", weft::cos},
    {"tan", weft::tan}};
constexpr int uses = 10; // more than are expanded in place

/// In place, an angle that no loop goes over is libm's.
template <typename T>
void sharedIsInPlace(const char *name, Unary f, double within) {
  std::vector<T> x = numbers<T>(45, -3, 3);
  x[3] = INFINITY, x[5] = NAN, x[7] = T(1e12), x[20] = T(-3e15), x[44] = 0.5;
  auto all = weft::array<T>(x);
  auto many = weft::jit([f](weft::Array v) {
    std::vector<weft::Array> out;
    for (int i = 0; i < uses; ++i)
      out.push_back(f(v * T(1 + i)));
    return weft::stack(out);
  });
  std::vector<T> got = many(all).template toVector<T>();
  for (size_t n = 0; n < x.size(); ++n) // an angle beyond the limit is alone
    for (int i = 0; i < uses; ++i) {
      T want =
          f(weft::array<T>({x[n] * T(1 + i)})).template toVector<T>()[0];
      T have = got[i * x.size() + n];
      EXPECT_LE(ulps(have, Long(want)), within)
          << name << '(' << x[n] * T(1 + i) << ") " << typeName<T>() << ": "
          << have << ", in place " << want;
    }
}
} // namespace

TEST(Math, SharedFunctionsGiveTheSameBits) {
  for (auto [name, f] : unaries) {
    bool isAngle = f == Unary(weft::sin) || f == Unary(weft::cos) ||
                   f == Unary(weft::tan);
    sharedIsInPlace<float>(name, f, isAngle ? 2 : 0);
    sharedIsInPlace<double>(name, f, isAngle ? 2 : 0);
  }
}

TEST(Math, SharedFunctionOfTwo) {
  std::vector<double> y = numbers<double>(37, -3, 3),
                      x = numbers<double>(37, -2, 2);
  auto ys = weft::array<double>(y), xs = weft::array<double>(x);
  auto many = weft::jit([](weft::Array v, weft::Array w) {
    weft::Array sum = weft::atan2(v, w);
    for (int i = 1; i < uses; ++i)
      sum = weft::maximum(sum, weft::atan2(v, w * double(i)));
    return sum;
  });
  auto got = many(ys, xs).toVector<double>();
  for (size_t n = 0; n < y.size(); ++n) {
    double want = std::atan2(y[n], x[n]);
    for (int i = 1; i < uses; ++i)
      want = std::max(want, std::atan2(y[n], x[n] * i));
    EXPECT_NEAR(got[n], want, 1e-15);
  }
}
