// Running sums of rows. A vector's own are four (or three) sums of it with
// itself moved up (Hillis and Steele, Comm. ACM 29, 1986); from one vector to
// the next only the total is waited for, where a loop waits for each element.
#include "Vectors.h"

namespace weft::kernel {
namespace {
/// Lanes from D on get what is D below, the others `zero`.
template <int D, class V, int... J>
[[gnu::always_inline]] inline void addMoved(V &x, V zero, Numbers<int, J...>) {
  x += __builtin_shufflevector(zero, x, (int(sizeof...(J)) + J - D)...);
}
template <class V, int... J>
[[gnu::always_inline]] inline void turnAround(V &x, Numbers<int, J...>) {
  x = __builtin_shufflevector(x, x, (int(sizeof...(J)) - 1 - J)...);
}
template <class V, int... J>
[[gnu::always_inline]] inline V lastOf(V x, Numbers<int, J...>) {
  return __builtin_shufflevector(x, x, (0 * J + int(sizeof...(J)) - 1)...);
}

/// Turns vectors into their running sums, on from `total`. Each step is taken
/// of all, as a core has room for few instructions that wait.
template <int Vectors, class R>
[[gnu::always_inline]] inline void addUp(typename Vector<R, 64>::value *v,
                                         typename Vector<R, 64>::value zero,
                                         typename Vector<R, 64>::value &total) {
  constexpr int lanes = int(Vector<R, 64>::count);
  constexpr auto all = LaneNumbers<lanes>();
  auto each = [&](auto step) {
#pragma clang loop unroll(full)
    for (int i = 0; i < Vectors; ++i)
      step(v[i]);
  };
  each([&](auto &x) { addMoved<1>(x, zero, all); });
  each([&](auto &x) { addMoved<2>(x, zero, all); });
  each([&](auto &x) { addMoved<4>(x, zero, all); });
  if constexpr (lanes > 8)
    each([&](auto &x) { addMoved<8>(x, zero, all); });
  each([&](auto &x) {
    auto sums = x + total;
    total += lastOf(x, all);
    x = sums;
  });
}
/// Vectors of 64 bytes on every machine: the order of the sums is the same on
/// all.
template <bool Reverse, bool PastCaches, int Bytes, class R>
inline void cumsumRow(const R *x, R *y, I n) {
  using V = typename Vector<R, 64>::value;
  constexpr int lanes = int(Vector<R, 64>::count), most = Bytes / 8;
  constexpr auto all = LaneNumbers<lanes>();
  int nothing = 0;
  // LLVM would take an expansion for a shuffle with zeros, which waits for the
  // register's last value on AMD's cores.
  asm("" : "+r"(nothing));
  V zero = V{} + R(nothing), total = {};
  I i = 0;
  auto take = [&]<int Vectors>(Numbers<int, Vectors>) {
    for (; i + Vectors * lanes <= n; i += Vectors * lanes) {
      V v[Vectors];
      auto place = [&](int k) {
        return Reverse ? n - i - (k + 1) * lanes : i + k * lanes;
      };
#pragma clang loop unroll(full)
      for (int k = 0; k < Vectors; ++k) {
        v[k] = kernel::at<R, 64>(x + place(k));
        if constexpr (Reverse)
          turnAround(v[k], all);
      }
      addUp<Vectors, R>(v, zero, total);
#pragma clang loop unroll(full)
      for (int k = 0; k < Vectors; ++k) {
        if constexpr (Reverse)
          turnAround(v[k], all);
        if constexpr (PastCaches)
          __builtin_nontemporal_store(v[k],
                                      reinterpret_cast<V *>(y + place(k)));
        else
          kernel::at<R, 64>(y + place(k)) = v[k];
      }
    }
  };
  take(Numbers<int, most>());
  take(Numbers<int, 1>());
  for (R sum = total[0]; i < n; ++i) {
    I at = Reverse ? n - 1 - i : i;
    y[at] = sum += x[at];
  }
}
/// Past the caches if `past` (Lowering/Nests/LargeResults.h) and rows are whole
/// lines.
template <class R, int Bytes>
inline void cumsum(const R *x, R *y, I n, bool reverse, bool past, I lo, I hi) {
  past = past && reinterpret_cast<uintptr_t>(y) % 64 == 0 &&
         n * I(sizeof(R)) % 64 == 0;
  for (I r = lo * n; r < hi * n; r += n)
    if (reverse)
      cumsumRow<true, false, Bytes>(x + r, y + r, n);
    else if (past)
      cumsumRow<false, true, Bytes>(x + r, y + r, n);
    else
      cumsumRow<false, false, Bytes>(x + r, y + r, n);
}
} // namespace
} // namespace weft::kernel

#define PARAMS(R)                                                              \
  (const R *x, R *y, int64_t n, int64_t reverse, int64_t past, int64_t lo,     \
   int64_t hi)
WEFT_KERNEL_WIDTHS(cumsum, PARAMS,
                   weft::kernel::cumsum<R, Bytes>(x, y, n, reverse != 0,
                                                  past != 0, lo, hi))
#undef PARAMS
