// The first few elements of each row in order, of a sort whose results are used
// no further (dialects/weft/Sort.cpp). A row is read once, by vectors that are
// compared with the last element that is kept; hardly any gets further.
#include "Vectors.h"

namespace weft::kernel {
template <class R> struct KeyOf;
template <> struct KeyOf<float> {
  using type = int32_t;
};
template <> struct KeyOf<double> {
  using type = int64_t;
};

/// A number in the order of sort: zeros are equal, NaNs last and equal;
/// descending, the same backwards.
template <bool Descending, class R>
inline typename KeyOf<R>::type keyOf(R x) {
  using K = typename KeyOf<R>::type;
  constexpr int width = 8 * sizeof(K);
  constexpr K most = static_cast<K>(~(uint64_t(1) << (width - 1)));
  K key = __builtin_bit_cast(K, x);
  key ^= (key >> (width - 1)) & most;
  if (x == R(0))
    key = 0;
  if (x != x)
    key = most;
  return Descending ? ~key : key;
}

/// The k first so far, in order; of equal ones those that came first.
template <class R, bool Descending> struct Kept {
  static constexpr I most = 64;
  typename KeyOf<R>::type keys[most];
  int32_t places[most];
  I count = 0, k;

  void offer(R x, I place) {
    auto key = keyOf<Descending>(x);
    if (count == k && key >= keys[k - 1])
      return;
    I i = count < k ? count++ : k - 1;
    for (; i > 0 && key < keys[i - 1]; --i)
      keys[i] = keys[i - 1], places[i] = places[i - 1];
    keys[i] = key, places[i] = static_cast<int32_t>(place);
  }
};

/// Bit i: x[i] may come before `last`. NaNs may; where `last` is one, all may.
template <bool Descending, class R, int Bytes>
inline uint32_t early(const R *x, R last) {
  constexpr int lanes = Vector<R, Bytes>::count;
  typedef bool Mask __attribute__((ext_vector_type(lanes)));
  const auto &v = at<R, Bytes>(x);
  Mask late = __builtin_convertvector(Descending ? v <= last : v >= last, Mask);
  if constexpr (lanes > 8)
    return static_cast<uint16_t>(~__builtin_bit_cast(uint16_t, late));
  else
    return ~__builtin_bit_cast(uint8_t, late) & ((1u << lanes) - 1);
}

template <bool Descending, class R, int Bytes>
inline void firstOf(const R *row, R *values, int32_t *places, I n, I k) {
  constexpr I lanes = Vector<R, Bytes>::count, some = 4 * lanes;
  Kept<R, Descending> kept;
  kept.k = k;
  I i = 0;
  for (; i < k; ++i)
    kept.offer(row[i], i);
  for (; i + some <= n; i += some) {
    R last = row[kept.places[k - 1]];
    uint32_t masks[4], any = 0;
#pragma clang loop unroll(full)
    for (I v = 0; v < 4; ++v)
      any |= masks[v] =
          early<Descending, R, Bytes>(row + i + v * lanes, last);
    if (any == 0)
      continue;
    for (I v = 0; v < 4; ++v)
      for (uint32_t mask = masks[v]; mask; mask &= mask - 1) {
        I place = i + v * lanes + __builtin_ctz(mask);
        kept.offer(row[place], place);
      }
  }
  for (; i < n; ++i)
    kept.offer(row[i], i);
  for (I j = 0; j < k; ++j) {
    places[j] = kept.places[j];
    values[j] = row[kept.places[j]];
  }
}
template <class R, int Bytes>
inline void first(const R *x, R *values, int32_t *places, I n, I k,
                  bool descending, I lo, I hi) {
  for (I r = lo * n; r < hi * n; r += n)
    if (descending)
      firstOf<true, R, Bytes>(x + r, values + r, places + r, n, k);
    else
      firstOf<false, R, Bytes>(x + r, values + r, places + r, n, k);
}
} // namespace weft::kernel

#define PARAMS(R)                                                              \
  (const R *x, R *values, int32_t *places, int64_t n, int64_t k,               \
   int64_t descending, int64_t lo, int64_t hi)
WEFT_KERNEL_WIDTHS(first, PARAMS,
                   weft::kernel::first<R, Bytes>(x, values, places, n, k,
                                                 descending != 0, lo, hi))
#undef PARAMS
