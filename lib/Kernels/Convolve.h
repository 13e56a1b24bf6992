// What the kernels of convolutions share: vectors of the machine's width, the
// block of sums that stays in registers, and arrays turned to features last
// on their way into scratch memory (docs/decisions/convolution.md).
#pragma once
#include "Kernel.h"

namespace weft::kernel {
/// Bytes of R's at any address of one.
template <class R, int Bytes> struct Vector {
  typedef R type
      __attribute__((vector_size(Bytes), aligned(sizeof(R)), may_alias));
  typedef R value __attribute__((vector_size(Bytes))); // in registers
  static constexpr I count = Bytes / sizeof(R);
};
template <class R, int Bytes>
inline typename Vector<R, Bytes>::type &at(R *x) {
  return *reinterpret_cast<typename Vector<R, Bytes>::type *>(x);
}
template <class R, int Bytes>
inline const typename Vector<R, Bytes>::type &at(const R *x) {
  return *reinterpret_cast<const typename Vector<R, Bytes>::type *>(x);
}
/// Rows of a block of sums, which is two vectors wide: 28 of the 32 registers
/// of AVX-512, 12 of the 16 before it.
template <int Bytes> inline constexpr int blockRows = Bytes >= 64 ? 14 : 6;

inline I ceilDiv(I a, I b) { return a >= 0 ? (a + b - 1) / b : -(-a / b); }
inline I least(I a, I b) { return a < b ? a : b; }
inline I most(I a, I b) { return a > b ? a : b; }

//===-- The block ---------------------------------------------------------===//
/// c[i][lanes] = Σ over runs and k of rows[i][offsets[run] + k · aStep] ·
/// b[run · bRun + k · bStep + lanes], i < Rows.
template <class R> struct Sums {
  const R *rows[16];
  R *c[16];
  R spare[32]; // for sums that nobody wants
  const I *offsets;
  I runs, length, aStep;
  const R *b;
  I bRun, bStep;
};
/// With `Add` to what is there; without, aStep is 1 and bStep two vectors.
template <class R, int Bytes, int Rows, int Vectors, bool Add>
__attribute__((noinline)) void block(const Sums<R> &s) {
  using V = typename Vector<R, Bytes>::value;
  constexpr I lanes = Vector<R, Bytes>::count;
  V sum[Rows][Vectors];
  const R *row[Rows];
#pragma clang loop unroll(full)
  for (int i = 0; i < Rows; ++i) {
    row[i] = s.rows[i];
#pragma clang loop unroll(full)
    for (int v = 0; v < Vectors; ++v)
      sum[i][v] = V{};
  }
  const I aStep = Add ? s.aStep : 1, bStep = Add ? s.bStep : 2 * lanes;
  for (I run = 0; run < s.runs; ++run) {
    I a = s.offsets[run];
    const R *b = s.b + run * s.bRun, *end = b + s.length * bStep;
#pragma clang loop unroll(disable)
    while (b != end) {
      // One index for all rows: LLVM would count in each row's address.
      asm("" : "+r"(a));
      V right[Vectors];
#pragma clang loop unroll(full)
      for (int v = 0; v < Vectors; ++v) {
        right[v] = at<R, Bytes>(b + v * lanes);
        if (!Add) // a panel is larger than the first cache
          __builtin_prefetch(b + (8 * Vectors + v) * lanes);
      }
#pragma clang loop unroll(full)
      for (int i = 0; i < Rows; ++i) {
        R left = row[i][a];
#pragma clang loop unroll(full)
        for (int v = 0; v < Vectors; ++v)
          sum[i][v] += left * right[v];
      }
      a += aStep, b += bStep;
    }
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < Rows; ++i)
#pragma clang loop unroll(full)
    for (int v = 0; v < Vectors; ++v) {
      auto &to = at<R, Bytes>(s.c[i] + v * lanes);
      to = Add ? to + sum[i][v] : sum[i][v];
    }
}
/// The same for 1 to blockRows rows and 1 or 2 vectors. There are blocks of
/// even height only: the last of an odd number of rows is done twice.
template <class R, int Bytes, bool Add, int Rows = blockRows<Bytes>>
inline void blockOf(Sums<R> &s, I rows, I vectors) {
  if constexpr (Rows == blockRows<Bytes>) {
    static_assert(Rows % 2 == 0);
    if (rows % 2) {
      s.rows[rows] = s.rows[rows - 1];
      s.c[rows] = Add ? s.spare : s.c[rows - 1];
      ++rows;
    }
  }
  if constexpr (Rows > 0) {
    if (rows != Rows)
      return blockOf<R, Bytes, Add, Rows - 2>(s, rows, vectors);
    if (vectors == 1)
      block<R, Bytes, Rows, 1, Add>(s);
    else
      block<R, Bytes, Rows, 2, Add>(s);
  }
}
/// Rows of the next block, of `rest` that take `blocks`: as even as can be.
inline I blockHeight(I rest, I blocks) {
  return least(rest, ceilDiv(ceilDiv(rest, blocks), 2) * 2);
}

//===-- Turning squares ---------------------------------------------------===//
template <class T, T... J> struct Numbers {};
/// Of vectors only references are passed: what else depends on the machine.
template <int Lanes, int D, class V, int... J>
inline void exchanged(V &x, V &y, Numbers<int, J...>) {
  V upper = __builtin_shufflevector(x, y, (J & D ? Lanes + J - D : J)...);
  y = __builtin_shufflevector(x, y, (J & D ? Lanes + J : J + D)...);
  x = upper;
}
/// Squares of D × D change places, then of 2 D × 2 D.
template <int Lanes, int D = 1, class V> inline void turn(V (&rows)[Lanes]) {
  if constexpr (D < Lanes) {
    using All = __make_integer_seq<Numbers, int, Lanes>;
#pragma clang loop unroll(full)
    for (int i = 0; i < Lanes; ++i)
      if (!(i & D))
        exchanged<Lanes, D>(rows[i], rows[i + D], All());
    turn<Lanes, 2 * D>(rows);
  }
}
/// to[j · toStep + i] = from[i · fromStep + j]; i < m, j < n.
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
      for (int l = 0; l < lanes; ++l)
        at<R, Bytes>(to + (j + l) * toStep + i) = rows[l];
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
template <class R, int Bytes>
inline R *scratch(void *memory, I &used, I count) {
  R *at = reinterpret_cast<R *>(static_cast<char *>(memory) + used);
  used += (count * I(sizeof(R)) + 127) / 64 * 64;
  return at;
}
} // namespace weft::kernel

/// As WEFT_KERNEL_REAL, for vectors of 64 and (name256) of 32 bytes.
#define WEFT_KERNEL_WIDTHS(name, PARAMS, ...)                                  \
  WEFT_KERNEL_WIDTH(name, f32, float, 64, PARAMS, __VA_ARGS__)                 \
  WEFT_KERNEL_WIDTH(name, f64, double, 64, PARAMS, __VA_ARGS__)                \
  WEFT_KERNEL_WIDTH(name##256, f32, float, 32, PARAMS, __VA_ARGS__)            \
  WEFT_KERNEL_WIDTH(name##256, f64, double, 32, PARAMS, __VA_ARGS__)
#define WEFT_KERNEL_WIDTH(name, tag, S, BYTES, PARAMS, ...)                    \
  extern "C" __attribute__((noinline)) void weft_k_##name##_##tag PARAMS(S) {  \
    using R = S;                                                               \
    constexpr int Bytes = BYTES;                                               \
    __VA_ARGS__;                                                               \
  }
