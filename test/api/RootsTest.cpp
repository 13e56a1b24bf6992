// Inverse square roots of floats: an estimate and Newton's step, where the
// target has one (docs/decisions/inverse-roots.md).
#include "weft/weft.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace weft;

namespace {
std::vector<Array> inverses(const Array &x) {
  return {rsqrt(x), 1 / sqrt(x), 3 / sqrt(x), -rsqrt(x), x / sqrt(x)};
}
/// A vector's and a remainder's lanes, one element, more than one vector.
const std::vector<int64_t> sizes = {1, 2, 3, 4, 7, 8, 15, 16, 31, 37, 70};
} // namespace

/// Each special value as C's 1 / sqrtf(x) has it, at every place of a vector
/// and of a loop's rest.
TEST(InverseRoots, SpecialValuesAtEveryPlace) {
  auto f = jit(inverses);
  for (int64_t n : sizes)
    for (float x : {0.f, -0.f, HUGE_VALF, -HUGE_VALF, NAN, -NAN, -1.f, -1e-45f,
                    -3.4e38f}) {
      std::vector<Array> all = f(full({n}, x));
      float c = 1 / std::sqrt(x);
      float expected[] = {c, c, 3 / std::sqrt(x), -c, x / std::sqrt(x)};
      for (size_t i = 0; i < all.size(); ++i)
        for (double y : all[i].toVector())
          if (std::isnan(expected[i]))
            EXPECT_TRUE(std::isnan(y)) << i << " of " << x << ": " << y;
          else
            EXPECT_TRUE(y == expected[i] &&
                        std::signbit(y) == std::signbit(expected[i]))
                << i << " of " << x << ": " << y;
    }
}
/// Within 1.1 units in the last place, the same bits at every place.
TEST(InverseRoots, NumbersAtEveryPlace) {
  auto f = jit(inverses);
  const double ulp = std::ldexp(1., -23); // of 1, at most that of a result
  for (int64_t n : sizes)
    for (float x : {1e-45f, 6e-39f, 1.17e-38f, 1.18e-38f, 1e-20f, 0.25f, 2.f,
                    3.f, 4.f, 1e38f, 3.4e38f}) {
      std::vector<Array> all = f(full({n}, x));
      double root = std::sqrt(double(x));
      double expected[] = {1 / root, 1 / root, 3 / root, -1 / root, root};
      for (size_t i = 0; i < all.size(); ++i) {
        std::vector<double> ys = all[i].toVector();
        for (double y : ys) {
          EXPECT_NEAR(y / expected[i], 1, 2 * ulp) << i << " of " << x;
          EXPECT_EQ(y, ys[0]) << i << " of " << x;
        }
      }
    }
}
TEST(InverseRoots, SameBitsForAnyNumberOfThreads) {
  Array x = astype(arange(300000), Dtype::F32) + 0.5f;
  auto with = [&](int threads) {
    JitOptions options;
    options.threads = threads;
    return jit(inverses, options)(x);
  };
  std::vector<Array> one = with(1), two = with(2);
  for (size_t i = 0; i < one.size(); ++i)
    EXPECT_EQ(one[i].toVector(), two[i].toVector()) << i;
}
TEST(InverseRoots, Gradients) {
  auto f = [](const Array &x) -> Array { return sum(1 / sqrt(x)); };
  auto g = [](const Array &x) -> Array { return sum(sqrt(x)); };
  Array x = astype(arange(40), Dtype::F32) + 0.25f;
  std::vector<double> at = x.toVector(), df = jit(grad(f))(x).toVector(),
                      dg = jit(grad(g))(x).toVector();
  for (size_t i = 0; i < at.size(); ++i) {
    EXPECT_NEAR(df[i] / (-0.5 * std::pow(at[i], -1.5)), 1, 1e-6) << at[i];
    EXPECT_NEAR(dg[i] / (0.5 * std::pow(at[i], -0.5)), 1, 1e-6) << at[i];
  }
}
