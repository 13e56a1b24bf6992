// Long rows, which are sorted by digits: the order is that of short ones.
#include "weft/weft.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>

using namespace weft;

namespace {
/// Before in JAX's order: -0 equal to 0, NaNs last and equal.
template <class T> bool before(T x, T y) {
  return x < y || (x == x && y != y);
}
template <class T> std::vector<T> someNumbers(int64_t n, bool special) {
  std::vector<T> v;
  uint64_t state = 12345;
  for (int64_t i = 0; i < n; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    int64_t r = int64_t(state >> 33) - (int64_t(1) << 30);
    v.push_back(std::is_floating_point_v<T> ? T(r * 1e-3) : T(r));
    if (!special)
      continue;
    if constexpr (std::is_floating_point_v<T>) {
      const T odd[] = {T(0),         -T(0),         T(NAN),
                       T(INFINITY), -T(INFINITY), std::numeric_limits<T>::min(),
                       -std::numeric_limits<T>::denorm_min()};
      if (i % 5 == 0)
        v.back() = odd[i / 5 % 7];
    }
  }
  return v;
}
/// Places and values, bit for bit, against std::stable_sort.
template <class T> void compare(int64_t n) {
  SCOPED_TRACE(testing::Message() << n << " of " << sizeof(T) << " bytes");
  std::vector<T> v = someNumbers<T>(n, true);
  std::vector<int> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int i, int j) { return before(v[i], v[j]); });
  Array x = array<T>(v);
  auto places = argsort(x, 0).template toVector<int>();
  EXPECT_EQ(places, order);
  Array sorted = sort(x, 0);
  auto got = sorted.template data<T>();
  for (int64_t i = 0; i < n; ++i)
    ASSERT_EQ(std::memcmp(&got[i], &v[order[i]], sizeof(T)), 0) << i;
}

TEST(Sort, LongRowsByDigits) {
  for (int64_t n : {127, 128, 1001, 5000}) {
    compare<float>(n);
    compare<double>(n);
    compare<int32_t>(n);
    compare<uint32_t>(n);
    compare<int64_t>(n);
    compare<uint64_t>(n);
    compare<int8_t>(n);
    compare<uint8_t>(n);
    compare<int16_t>(n);
  }
}

TEST(Sort, HalvesByDigits) {
  for (Dtype dtype : {Dtype::F16, Dtype::BF16}) {
    Array x = astype(array<float>(someNumbers<float>(500, false)) * 1e-4f,
                     dtype);
    Array wide = astype(x, Dtype::F32);
    EXPECT_EQ(argsort(x, 0).toVector(), argsort(wide, 0).toVector());
    EXPECT_EQ(astype(sort(x, 0), Dtype::F32).toVector(),
              sort(wide, 0).toVector());
  }
}

/// Rows along any axis, with what is sorted along with them.
TEST(Sort, ManyLongRows) {
  const int64_t n = 300;
  Array x = reshape(array<float>(someNumbers<float>(n * 6, false)), {2, n, 3});
  auto both = sort({x, -x}, 1);
  for (int64_t i = 0; i < 2; ++i)
    for (int64_t j = 0; j < 3; ++j) {
      auto row = take(take(x, i, 0), j, 1).toVector();
      std::sort(row.begin(), row.end());
      EXPECT_EQ(take(take(both[0], i, 0), j, 1).toVector(), row);
      EXPECT_EQ((-take(take(both[1], i, 0), j, 1)).toVector(), row);
    }
  TopK best = topK(take(x, 0, 0), 5, 0);
  Array ordered = sort(take(x, 0, 0), 0, {.descending = true});
  EXPECT_EQ(best.values.toVector(), sliceInDim(ordered, 0, 5).toVector());
}

/// Of rows of which only the first k are used, bit for bit, and their places.
template <class T> void compareFirst(int64_t n, int64_t k, bool special) {
  SCOPED_TRACE(testing::Message() << k << " of " << n << " of " << sizeof(T)
                                  << " bytes, special " << special);
  const int64_t rows = 3;
  std::vector<T> v = someNumbers<T>(rows * n, special);
  for (int64_t i = n; i < 2 * n; ++i) // many equal ones
    v[i] = v[n + i % 7];
  Array x = reshape(array<T>(v), {rows, n});
  auto firsts = [=](const Array &x) {
    return sliceInDim(x, 0, k, 1, 1);
  };
  TopK top = topK(x, k);
  Array values[] = {jit([=](const Array &x) { return firsts(sort(x, 1)); })(x),
                    top.values};
  Array places[] = {
      jit([=](const Array &x) { return firsts(argsort(x, 1)); })(x),
      top.indices};
  for (bool descending : {false, true}) {
    auto got = values[descending].template data<T>();
    auto at = places[descending].template data<int32_t>();
    for (int64_t r = 0; r < rows; ++r) {
      std::vector<int> order(n);
      std::iota(order.begin(), order.end(), 0);
      std::stable_sort(order.begin(), order.end(), [&](int i, int j) {
        T a = v[r * n + i], b = v[r * n + j];
        return descending ? before(b, a) : before(a, b);
      });
      for (int64_t j = 0; j < k; ++j) {
        ASSERT_EQ(at[r * k + j], order[j]) << descending << r << " " << j;
        ASSERT_EQ(std::memcmp(&got[r * k + j], &v[r * n + order[j]], sizeof(T)),
                  0);
      }
    }
  }
}

TEST(Sort, FirstOfLongRows) {
  for (int64_t n : {128, 1000, 4099})
    for (int64_t k : {1, 5, 16})
      for (bool special : {false, true}) {
        compareFirst<float>(n, k, special);
        compareFirst<double>(n, k, special);
        compareFirst<int32_t>(n, k, special);
      }
  compareFirst<float>(513, 64, true);
}

//===-- Counts ------------------------------------------------------------===//
TEST(Histogram, EvenBinsAreThoseOfTheirEdges) {
  std::vector<float> v = someNumbers<float>(5000, true);
  for (float &x : v) // some on edges
    x = std::round(x * 1e-4f) * 0.125f;
  Array x = array<float>(v);
  Histogram even = histogram(x, 100, {-5., 7.5});
  Histogram free = histogram(x, even.edges);
  EXPECT_EQ(even.counts.toVector(), free.counts.toVector());
  EXPECT_GT(sum(even.counts).item(), 0);
  EXPECT_THROW(histogram(x, 4, {1., 0.}), ShapeError);
}
} // namespace
