// Maxima and minima of vectors, for which targets with AVX-512 have
// instructions of their own: NaN goes on, and -0 is less than 0.
#include "weft/weft.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace weft;

namespace {
template <class T> T greater(T x, T y) {
  if (std::isnan(x) || std::isnan(y))
    return T(NAN);
  return x > y || (x == y && std::signbit(y)) ? x : y;
}
template <class T> void expectSame(T got, T want) {
  if (std::isnan(want))
    EXPECT_TRUE(std::isnan(got)) << got;
  else
    EXPECT_TRUE(got == want && std::signbit(got) == std::signbit(want))
        << got << ", not " << want;
}
template <class T> class Maxima : public testing::Test {
protected:
  const std::vector<T> specials = {T(0),         T(-0.),       T(1),   T(-2),
                                   T(HUGE_VALF), T(-INFINITY), T(NAN), T(-NAN)};
  /// A vector's and a remainder's lanes, one element, more than one vector.
  const std::vector<int64_t> sizes = {1, 2, 4, 7, 8, 9, 16, 31, 70, 300};
};
} // namespace
using Floats = testing::Types<float, double>;
TYPED_TEST_SUITE(Maxima, Floats);

TYPED_TEST(Maxima, OfPairs) {
  using T = TypeParam;
  auto f = jit([](const Array &x, const Array &y) {
    return std::vector<Array>{maximum(x, y), minimum(x, y)};
  });
  for (int64_t n : this->sizes)
    for (T a : this->specials)
      for (T b : this->specials) {
        std::vector<Array> all =
            f(array(std::vector<T>(n, a)), array(std::vector<T>(n, b)));
        for (int64_t i = 0; i < n; ++i) {
          expectSame(all[0].template data<T>()[i], greater(a, b));
          expectSame(all[1].template data<T>()[i], -greater(-a, -b));
        }
      }
}

/// One element of a row differs, at each place in turn: a row each.
TYPED_TEST(Maxima, OfRows) {
  using T = TypeParam;
  auto f = jit([](const Array &x) {
    return std::vector<Array>{max(x, 1), min(x, 1)};
  });
  for (int64_t n : this->sizes)
    for (T a : this->specials)
      for (T b : this->specials) {
        std::vector<T> rows(n * n, a);
        for (int64_t i = 0; i < n; ++i)
          rows[i * n + i] = b;
        std::vector<Array> all = f(array<T>(rows, {n, n}));
        for (int64_t i = 0; i < n; ++i) {
          expectSame(all[0].template data<T>()[i], n > 1 ? greater(a, b) : b);
          expectSame(all[1].template data<T>()[i],
                     n > 1 ? -greater(-a, -b) : b);
        }
      }
}
