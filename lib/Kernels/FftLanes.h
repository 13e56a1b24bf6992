// Vectors of complex numbers, one of each line that is transformed, and how
// lines become lanes of them and lines again.
#pragma once
#include "Vectors.h"

namespace weft::kernel {
/// As many complex numbers as a vector has lanes. References only are passed
/// between functions that are not inlined.
template <class R> struct Wide {
  using Part = typename Lanes<R>::type;
  static constexpr I count = Lanes<R>::count;
  Part re, im;
};
#define WEFT_WIDE template <class R> [[gnu::always_inline]] inline
WEFT_WIDE Wide<R> operator+(const Wide<R> &x, const Wide<R> &y) {
  return {x.re + y.re, x.im + y.im};
}
WEFT_WIDE Wide<R> operator-(const Wide<R> &x, const Wide<R> &y) {
  return {x.re - y.re, x.im - y.im};
}
WEFT_WIDE Wide<R> operator*(const Cx<R> &w, const Wide<R> &x) {
  return {w.re * x.re - w.im * x.im, w.re * x.im + w.im * x.re};
}
WEFT_WIDE Wide<R> scaled(R f, const Wide<R> &x) { return {f * x.re, f * x.im}; }
WEFT_WIDE Wide<R> timesI(const Wide<R> &z) { return {-z.im, z.re}; }
WEFT_WIDE Wide<R> swapped(const Wide<R> &z) { return {z.im, z.re}; }
WEFT_WIDE Wide<R> conj(const Wide<R> &z) { return {z.re, -z.im}; }

#undef WEFT_WIDE

//===-- In and out --------------------------------------------------------===//
/// Rows of complex numbers: squares of D reals change places, and of 2 D.
template <int Rows, int D, class V>
[[gnu::always_inline]] inline void turnPairs(V *rows) {
  if constexpr (D < 2 * Rows) {
#pragma clang loop unroll(full)
    for (int i = 0; i < Rows; ++i)
      if (!(i & (D / 2)))
        exchanged<2 * Rows, D>(rows[i], rows[i + D / 2],
                               LaneNumbers<2 * Rows>());
    turnPairs<Rows, 2 * D>(rows);
  }
}
template <class V, int... J>
[[gnu::always_inline]] inline void split(V &x, V &y, Numbers<int, J...>) {
  V even = __builtin_shufflevector(x, y, (2 * J)...);
  y = __builtin_shufflevector(x, y, (2 * J + 1)...);
  x = even;
}
template <class V, int... J>
[[gnu::always_inline]] inline void join(V &x, V &y, Numbers<int, J...>) {
  constexpr int all = sizeof...(J);
  V first = __builtin_shufflevector(x, y, (J / 2 + (J % 2) * all)...);
  y = __builtin_shufflevector(x, y, (all / 2 + J / 2 + (J % 2) * all)...);
  x = first;
}
template <class R> using AllLanes = LaneNumbers<int(Lanes<R>::count)>;

/// The parts of a number, 0 its real one; swapped where that is asked for.
template <class R> inline typename Lanes<R>::type *partsOf(Wide<R> &x) {
  return &x.re;
}
template <class R>
inline const typename Lanes<R>::type *partsOf(const Wide<R> &x) {
  return &x.re;
}
/// Lanes are lines of memory, `lines` of them, `stride` apart; `to` gets their
/// n numbers, with `swap` their parts swapped. Lanes without a line have the
/// last one's.
template <class R>
[[gnu::noinline]] void loadLines(Wide<R> *to, const Cx<R> *x, I stride,
                                 I lines, I n, I swap) {
  constexpr I count = Wide<R>::count, half = count / 2;
  using V = typename Vector<R, 64>::value;
  I j = 0;
  for (; j + half <= n; j += half) {
    V low[half], high[half];
#pragma clang loop unroll(full)
    for (I l = 0; l < half; ++l) {
      low[l] = lanesAt(&x[smaller(l, lines - 1) * stride + j].re);
      high[l] = lanesAt(&x[smaller(l + half, lines - 1) * stride + j].re);
    }
    turnPairs<int(half), 2>(low);
    turnPairs<int(half), 2>(high);
#pragma clang loop unroll(full)
    for (I i = 0; i < half; ++i) {
      split(low[i], high[i], AllLanes<R>());
      partsOf(to[j + i])[swap] = low[i];
      partsOf(to[j + i])[1 - swap] = high[i];
    }
  }
  for (; j < n; ++j)
    for (I l = 0; l < count; ++l) {
      Cx<R> a = x[smaller(l, lines - 1) * stride + j];
      partsOf(to[j])[swap][l] = a.re;
      partsOf(to[j])[1 - swap][l] = a.im;
    }
}
/// The other way, times `scale`.
template <class R>
[[gnu::noinline]] void storeLines(Cx<R> *y, I stride, I lines,
                                  const Wide<R> *from, I n, I swap, R scale) {
  constexpr I count = Wide<R>::count, half = count / 2;
  using V = typename Vector<R, 64>::value;
  I j = 0;
  for (; j + half <= n; j += half) {
    V low[half], high[half];
#pragma clang loop unroll(full)
    for (I i = 0; i < half; ++i) {
      low[i] = scale * partsOf(from[j + i])[swap];
      high[i] = scale * partsOf(from[j + i])[1 - swap];
      join(low[i], high[i], AllLanes<R>());
    }
    turnPairs<int(half), 2>(low);
    turnPairs<int(half), 2>(high);
#pragma clang loop unroll(full)
    for (I l = 0; l < half; ++l) {
      if (l < lines)
        lanesAt(&y[l * stride + j].re) = low[l];
      if (l + half < lines)
        lanesAt(&y[(l + half) * stride + j].re) = high[l];
    }
  }
  for (; j < n; ++j)
    for (I l = 0; l < lines; ++l)
      y[l * stride + j] = {scale * partsOf(from[j])[swap][l],
                           scale * partsOf(from[j])[1 - swap][l]};
}
/// Lanes are columns: number j of lane l is x[j · stride + l]. Lanes without a
/// column have zeros.
template <class R>
[[gnu::noinline]] void loadColumns(Wide<R> *to, const Cx<R> *x, I stride,
                                   I columns, I n, I swap) {
  constexpr I count = Wide<R>::count;
  for (I j = 0; j < n; ++j, x += stride) {
    if (columns == count) {
      typename Vector<R, 64>::value a = lanesAt(&x->re),
                                    b = lanesAt(&x->re + count);
      split(a, b, AllLanes<R>());
      partsOf(to[j])[swap] = a;
      partsOf(to[j])[1 - swap] = b;
      continue;
    }
    to[j] = {};
    for (I l = 0; l < columns; ++l) {
      partsOf(to[j])[swap][l] = x[l].re;
      partsOf(to[j])[1 - swap][l] = x[l].im;
    }
  }
}
template <class R>
[[gnu::noinline]] void storeColumns(Cx<R> *y, I stride, I columns,
                                    const Wide<R> *from, I n, I swap,
                                    R scale) {
  constexpr I count = Wide<R>::count;
  for (I j = 0; j < n; ++j, y += stride) {
    typename Vector<R, 64>::value a = scale * partsOf(from[j])[swap],
                                  b = scale * partsOf(from[j])[1 - swap];
    if (columns == count) {
      join(a, b, AllLanes<R>());
      lanesAt(&y->re) = a;
      lanesAt(&y->re + count) = b;
      continue;
    }
    for (I l = 0; l < columns; ++l)
      y[l] = {a[l], b[l]};
  }
}
} // namespace weft::kernel
