// Random numbers against those of jax 0.10.2 for the same keys
// (jax_threefry_partitionable=True).
#include "weft/Error.h"
#include "weft/Random.h"
#include "weft/weft.h"
#include <gtest/gtest.h>

using namespace weft;
using Words = std::vector<uint32_t>;

TEST(Random, KeysAndBitsAreThoseOfJax) {
  Array key = random::key(3);
  EXPECT_EQ(key.toVector<uint32_t>(), (Words{0, 3}));
  EXPECT_EQ(random::split(key, 3).toVector<uint32_t>(),
            (Words{3716834203, 3481239269, 1946498123, 2217676430, 1024511538,
                   2603795180}));
  EXPECT_EQ(random::foldIn(key, 7).toVector<uint32_t>(),
            (Words{2647473427, 4234374204}));
  EXPECT_EQ(random::bits(key, {3}).toVector<uint32_t>(),
            (Words{318053758, 4029299397, 2787249374}));
}

TEST(Random, UniformIsThatOfJax) {
  EXPECT_EQ(random::uniform(random::key(3), {4}).toVector<float>(),
            (std::vector<float>{0.07405257f, 0.9381443f, 0.648957f,
                                0.975621f}));
}

TEST(Random, NormalIsThatOfJax) {
  std::vector<float> want{-1.446257f, 1.539381f, 0.38250625f, 1.9707018f};
  auto got = random::normal(random::key(3), {4}).toVector<float>();
  for (size_t i = 0; i < want.size(); ++i)
    EXPECT_NEAR(got[i], want[i], 2e-6f * std::abs(want[i]));
}

TEST(Random, SameUnderJit) {
  auto f = [](const Array &key) -> Array { return random::normal(key, {9}); };
  Array key = random::key(11);
  EXPECT_EQ(jit(f)(key).toVector<float>(), f(key).toVector<float>());
}

TEST(Random, KeysAreChecked) {
  EXPECT_THROW(random::uniform(Array(1), {3}), DtypeError);
}
