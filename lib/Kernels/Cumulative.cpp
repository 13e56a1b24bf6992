// Running sums of rows. A vector's own are four (or three) sums of it with
// itself moved up (Hillis and Steele, Comm. ACM 29, 1986); from one vector to
// the next only the total is waited for, where a loop waits for each element.
#include "Vectors.h"

namespace weft::kernel {
namespace {
/// Lanes from D on get what is D below, the others 0.
template <int D, class V, int... J>
[[gnu::always_inline]] inline void addMoved(V &x, Numbers<int, J...>) {
  V zero = {};
  x += __builtin_shufflevector(zero, x,
                               (J < D ? J : int(sizeof...(J)) + J - D)...);
}
template <class V, int... J>
[[gnu::always_inline]] inline void turnAround(V &x, Numbers<int, J...>) {
  x = __builtin_shufflevector(x, x, (int(sizeof...(J)) - 1 - J)...);
}
/// 64 bytes on every machine: the order of the sums is the same on all.
template <bool Reverse, bool PastCaches, class R>
inline void cumsumRow(const R *x, R *y, I n) {
  using V = typename Vector<R, 64>::value;
  constexpr int lanes = int(Vector<R, 64>::count);
  using All = LaneNumbers<lanes>;
  R total = 0;
  I i = 0;
  for (; i + lanes <= n; i += lanes) {
    I at = Reverse ? n - lanes - i : i;
    V v = kernel::at<R, 64>(x + at);
    if constexpr (Reverse)
      turnAround(v, All());
    addMoved<1>(v, All());
    addMoved<2>(v, All());
    addMoved<4>(v, All());
    if constexpr (lanes > 8)
      addMoved<8>(v, All());
    V sums = v + total;
    total += v[lanes - 1];
    if constexpr (Reverse)
      turnAround(sums, All());
    if constexpr (PastCaches)
      __builtin_nontemporal_store(sums, reinterpret_cast<V *>(y + at));
    else
      kernel::at<R, 64>(y + at) = sums;
  }
  for (; i < n; ++i) {
    I at = Reverse ? n - 1 - i : i;
    y[at] = total += x[at];
  }
}
/// Results that no cache holds (Lowering/Nests/LargeResults.cpp) are stored past them.
template <class R>
inline void cumsum(const R *x, R *y, I n, I rows, bool reverse, I lo, I hi) {
  constexpr I large = I(32) << 20;
  bool past = rows * n * I(sizeof(R)) >= large &&
              reinterpret_cast<uintptr_t>(y) % 64 == 0 &&
              n * I(sizeof(R)) % 64 == 0;
  for (I r = lo * n; r < hi * n; r += n)
    if (reverse)
      cumsumRow<true, false>(x + r, y + r, n);
    else if (past)
      cumsumRow<false, true>(x + r, y + r, n);
    else
      cumsumRow<false, false>(x + r, y + r, n);
}
} // namespace
} // namespace weft::kernel

#define PARAMS(R)                                                              \
  (const R *x, R *y, int64_t n, int64_t rows, int64_t reverse, int64_t lo,     \
   int64_t hi)
WEFT_KERNEL_WIDTHS(cumsum, PARAMS,
                   static_assert(Bytes >= 32);
                   weft::kernel::cumsum<R>(x, y, n, rows, reverse != 0, lo, hi))
#undef PARAMS
