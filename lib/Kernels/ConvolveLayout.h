// Arrays on their way into and out of the scratch memory of convolutions,
// where features lie last.
#pragma once
#include "Convolve.h"

namespace weft::kernel {
//===-- Turning squares ---------------------------------------------------===//
/// Squares of D × D change places, then of 2 D × 2 D.
template <int Lanes, int D = 1, class V> inline void turn(V (&rows)[Lanes]) {
  if constexpr (D < Lanes) {
    using All = LaneNumbers<Lanes>;
#pragma clang loop unroll(full)
    for (int i = 0; i < Lanes; ++i)
      if (!(i & D))
        exchanged<Lanes, D>(rows[i], rows[i + D], All());
    turn<Lanes, 2 * D>(rows);
  }
}
/// to[j · toStep + i] = from[i · fromStep + j]; i < m, j < n. The square after
/// next is asked for, ready to be written: its rows are often a page apart.
template <class R, int Bytes>
__attribute__((noinline)) void turned(R *to, I toStep, const R *from,
                                      I fromStep, I m, I n) {
  constexpr int lanes = Vector<R, Bytes>::count;
  I m0 = m - m % lanes, n0 = n - n % lanes;
  for (I j = 0; j < n0; j += lanes)
    for (I i = 0; i < m0; i += lanes) {
      typename Vector<R, Bytes>::value rows[lanes];
#pragma clang loop unroll(full)
      for (int l = 0; l < lanes; ++l)
        rows[l] = at<R, Bytes>(from + (i + l) * fromStep + j);
      turn<lanes>(rows);
#pragma clang loop unroll(full)
      for (int l = 0; l < lanes; ++l) {
        R *line = to + (j + l) * toStep + i;
        __builtin_prefetch(line + 2 * lanes, 1);
        at<R, Bytes>(line) = rows[l];
      }
    }
  auto rest = [&](I i0, I i1, I j0, I j1) {
    if constexpr (Bytes > 16)
      if (i1 - i0 >= lanes / 2 && j1 - j0 >= lanes / 2)
        return turned<R, Bytes / 2>(to + j0 * toStep + i0, toStep,
                                    from + i0 * fromStep + j0, fromStep,
                                    i1 - i0, j1 - j0);
    for (I j = j0; j < j1; ++j)
      for (I i = i0; i < i1; ++i)
        to[j * toStep + i] = from[i * fromStep + j];
  };
  rest(m0, m, 0, n);
  rest(0, m0, n0, n);
}
template <class R, int Bytes> inline void copied(R *to, const R *from, I n) {
  constexpr I lanes = Vector<R, Bytes>::count;
  I i = 0;
  for (; i + lanes <= n; i += lanes)
    at<R, Bytes>(to + i) = at<R, Bytes>(from + i);
  if (i < n && n >= lanes) // the last vector may lie over the one before
    i = n, at<R, Bytes>(to + n - lanes) = at<R, Bytes>(from + n - lanes);
  for (; i < n; ++i)
    to[i] = from[i];
}
template <class R, int Bytes> inline void zeroed(R *to, I n) {
  constexpr I lanes = Vector<R, Bytes>::count;
  I i = 0;
  for (; i + lanes <= n; i += lanes)
    at<R, Bytes>(to + i) = typename Vector<R, Bytes>::type{};
  for (; i < n; ++i)
    to[i] = 0;
}

/// One image of an array, its axes anywhere.
template <class R> struct Image {
  const R *at;
  I c, h, w; // steps
  I height, width;
};
/// Rows first … first + rows, columns left … left + columns of `count`
/// features, to [rows][columns][pitch]; zeros where the image has none.
template <class R, int Bytes>
inline void featuresLast(R *to, const Image<R> &x, I first, I rows, I left,
                         I columns, I count, I pitch) {
  I w0 = least(most(-left, 0), columns),
    w1 = most(least(x.width - left, columns), w0);
  for (I r = 0; r < rows; ++r) {
    R *line = to + r * columns * pitch;
    I h = first + r;
    if (h < 0 || h >= x.height || pitch != count) {
      zeroed<R, Bytes>(line, columns * pitch);
      if (h < 0 || h >= x.height)
        continue;
    }
    zeroed<R, Bytes>(line, w0 * pitch);
    zeroed<R, Bytes>(line + w1 * pitch, (columns - w1) * pitch);
    R *target = line + w0 * pitch;
    const R *source = x.at + h * x.h + (left + w0) * x.w;
    if (x.c == 1 && x.w == pitch && pitch == count)
      copied<R, Bytes>(target, source, (w1 - w0) * count);
    else if (x.c == 1)
      for (I w = 0; w < w1 - w0; ++w)
        copied<R, Bytes>(target + w * pitch, source + w * x.w, count);
    else if (x.w != 1)
      for (I w = 0; w < w1 - w0; ++w)
        for (I c = 0; c < count; ++c)
          target[w * pitch + c] = source[w * x.w + c * x.c];
  }
  if (x.c == 1 || x.w != 1)
    return;
  // A few features at a time, so that memory is read along few lines.
  constexpr I some = Vector<R, Bytes>::count;
  for (I c = 0; c < count; c += some)
    for (I r = most(0, -first); r < least(rows, x.height - first); ++r)
      turned<R, Bytes>(to + (r * columns + w0) * pitch + c, pitch,
                       x.at + (first + r) * x.h + left + w0 + c * x.c, x.c,
                       least(some, count - c), w1 - w0);
}
/// Memory on the caller's stack, taken a part after the other. Lowering has
/// reckoned how much that is (dialects/weft/ConvolveKernels.cpp): were it less,
/// the caller's own would be overwritten.
struct Scratch {
  char *at;
  I room;

  template <class R> R *take(I count) {
    I bytes = (count * I(sizeof(R)) + 127) / 64 * 64;
    R *taken = reinterpret_cast<R *>(at);
    at += bytes, room -= bytes;
    if (room < 0)
      __builtin_trap();
    return taken;
  }
};
} // namespace weft::kernel
