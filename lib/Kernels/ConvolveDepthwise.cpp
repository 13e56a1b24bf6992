// Convolutions of each feature by itself, and their kernels' gradients, with
// features last (vectors along them) and first (vectors along a row of a
// padded copy, which is split by the stride).
#include "ConvolveNumbers.h"

namespace weft::kernel {
/// Which of `count` places i · step + at lie in 0 … size.
struct Inside {
  I first = 0, past = 0;
  Inside() = default;
  Inside(I count, I step, I at, I size) {
    first = least(most(ceilDiv(-at, step), 0), count);
    past = most(least(ceilDiv(size - at, step), count), first);
  }
};

//===-- Features last -----------------------------------------------------===//
/// The next narrower vectors, for what is left of an axis.
template <class R, int Bytes>
inline constexpr int narrower = Bytes > 16 ? 16 : int(sizeof(R));

/// Bytes of results from those that are written to those asked for.
inline constexpr I ahead = 2048;

/// Adds the taps of one row of three, a step apart like the P results: what is
/// read goes to all that it is a factor of.
template <class R, int Bytes, int P>
inline void threeTaps(typename Vector<R, Bytes>::value (&sum)[P], const R *x,
                      const R *w, I step, I tapStep) {
  typename Vector<R, Bytes>::value tap[3];
  for (int q = 0; q < 3; ++q)
    tap[q] = at<R, Bytes>(w + q * tapStep);
#pragma clang loop unroll(full)
  for (int p = 0; p < P + 2; ++p) {
    const auto v = at<R, Bytes>(x + p * step);
#pragma clang loop unroll(full)
    for (int q = 0; q < 3; ++q)
      if (p >= q && p - q < P)
        sum[p - q] += tap[q] * v;
  }
}
/// P results next to each other by the taps k0 … k1 × q0 … q1, of the features
/// from c on.
template <class R, int Bytes, int P>
__attribute__((noinline)) void lastTile(R *z, const R *x, const R *w,
                                        const Conv &s, I k0, I k1, I q0, I q1,
                                        I c) {
  constexpr I lanes = Vector<R, Bytes>::count;
  const I step = s.sw * s.xw, zStep = s.zw;
  const bool inThrees = P > 1 && q0 == 0 && q1 == 3 && s.sw == s.dw;
  for (; c + lanes <= s.c; c += lanes) {
    typename Vector<R, Bytes>::value sum[P] = {};
    for (I k = k0; k < k1; ++k) {
      const R *row = x + k * s.dh * s.xh + c, *taps = w + k * s.kw * s.c + c;
      if (inThrees) {
        threeTaps<R, Bytes, P>(sum, row, taps, step, s.c);
        continue;
      }
      for (I q = q0; q < q1; ++q) {
        const auto tap = at<R, Bytes>(taps + q * s.c);
        const R *from = row + q * s.dw * s.xw;
#pragma clang loop unroll(full)
        for (int p = 0; p < P; ++p)
          sum[p] += tap * at<R, Bytes>(from + p * step);
      }
    }
#pragma clang loop unroll(full)
    for (int p = 0; p < P; ++p) {
      R *to = z + p * zStep + c;
      at<R, Bytes>(to) = sum[p];
      if (P > 1) // results that follow: a line that is written is read first
        __builtin_prefetch(to + ahead / I(sizeof(R)), /*for writing*/ 1);
    }
  }
  if constexpr (Bytes > sizeof(R))
    if (c < s.c)
      lastTile<R, narrower<R, Bytes>, P>(z, x, w, s, k0, k1, q0, q1, c);
}
template <class R, int Bytes>
inline void lastRow(R *z, const R *x, const R *w, const Conv &s, I k0, I k1) {
  // Results whose windows lie inside.
  Inside lower(s.ow, s.sw, -s.lowW, s.w),
      upper(s.ow, s.sw, (s.kw - 1) * s.dw - s.lowW, s.w);
  I p0 = lower.first, p1 = most(upper.past, p0);
  for (I p = 0; p < s.ow;) {
    I first = p * s.sw - s.lowW;
    const R *from = x + first * s.xw;
    if (p >= p0 && p + 6 <= p1) {
      lastTile<R, Bytes, 6>(z + p * s.zw, from, w, s, k0, k1, 0, s.kw, 0);
      p += 6;
      continue;
    }
    Inside taps(s.kw, s.dw, first, s.w);
    lastTile<R, Bytes, 1>(z + p * s.zw, from, w, s, k0, k1, taps.first,
                          taps.past, 0);
    ++p;
  }
}
/// A piece is one row of one image.
template <class R, int Bytes>
inline void depthwiseLast(const R *x, const R *w, R *z, Scratch scratch,
                          const Conv &s, I lo, I hi) {
  R *taps = scratch.take<R>(s.kh * s.kw * s.c);
  for (I k = 0; k < s.kh; ++k)
    for (I q = 0; q < s.kw; ++q) {
      const R *from = w + s.w0 + k * s.wh + q * s.ww;
      R *to = taps + (k * s.kw + q) * s.c;
      for (I c = 0; c < s.c; ++c)
        to[c] = from[c * s.wk];
    }
  for (I piece = lo; piece < hi; ++piece) {
    I image = piece / s.oh, o = piece % s.oh, first = o * s.sh - s.lowH;
    Inside rows(s.kh, s.dh, first, s.h);
    lastRow<R, Bytes>(z + image * s.zn + o * s.zh,
                      x + image * s.xn + first * s.xh, taps, s, rows.first,
                      rows.past);
  }
}

/// Adds to sums[t · n + c …] what one row gives: Σ of ct · x for T taps, V
/// vectors of features.
template <class R, int Bytes, int T, int V>
__attribute__((noinline)) void lastSums(R *sums, const R *x, const R *ct,
                                        const Conv &s, I tap) {
  constexpr I lanes = Vector<R, Bytes>::count;
  typename Vector<R, Bytes>::value sum[T][V];
  // As a convolution its windows are the cotangent: step dw along a row.
  I first = 0, past = s.kw;
  Inside own[T];
#pragma clang loop unroll(full)
  for (int t = 0; t < T; ++t) {
#pragma clang loop unroll(full)
    for (int v = 0; v < V; ++v)
      sum[t][v] = at<R, Bytes>(sums + t * s.n + v * lanes);
    own[t] = Inside(s.kw, s.dw, (tap + t) * s.sw - s.lowW, s.w);
    first = most(first, own[t].first), past = least(past, own[t].past);
  }
  past = most(past, first);
  const I step = s.dw * s.xw, next = s.sw * s.xw, ctStep = s.ww;
  const R *origin = x + (tap * s.sw - s.lowW) * s.xw;
  for (I p = first; p < past; ++p) {
    const R *here = origin + p * step, *other = ct + p * ctStep;
#pragma clang loop unroll(full)
    for (int t = 0; t < T; ++t)
#pragma clang loop unroll(full)
      for (int v = 0; v < V; ++v)
        sum[t][v] += at<R, Bytes>(here + t * next + v * lanes) *
                     at<R, Bytes>(other + v * lanes);
  }
#pragma clang loop unroll(full)
  for (int t = 0; t < T; ++t) {
    // What only this tap reads, before and after.
    for (I p = own[t].first; p < own[t].past; ++p) {
      if (p == first)
        p = past;
      if (p >= own[t].past)
        break;
#pragma clang loop unroll(full)
      for (int v = 0; v < V; ++v)
        sum[t][v] += at<R, Bytes>(origin + p * step + t * next + v * lanes) *
                     at<R, Bytes>(ct + p * ctStep + v * lanes);
    }
#pragma clang loop unroll(full)
    for (int v = 0; v < V; ++v)
      at<R, Bytes>(sums + t * s.n + v * lanes) = sum[t][v];
  }
}
/// All taps of a row of the kernel, the features from c on.
template <class R, int Bytes, int V>
inline void lastTaps(R *sums, const R *x, const R *ct, const Conv &s, I c) {
  constexpr I step = V * Vector<R, Bytes>::count;
  for (; c + step <= s.n; c += step) {
    I q = 0;
    for (; q + 3 <= s.ow; q += 3)
      lastSums<R, Bytes, 3, V>(sums + q * s.n + c, x + c, ct + c, s, q);
    for (; q < s.ow; ++q)
      lastSums<R, Bytes, 1, V>(sums + q * s.n + c, x + c, ct + c, s, q);
  }
  if constexpr (V > 1)
    lastTaps<R, Bytes, 1>(sums, x, ct, s, c);
  else if constexpr (Bytes > sizeof(R))
    if (c < s.n)
      lastTaps<R, narrower<R, Bytes>, 1>(sums, x, ct, s, c);
}
/// The gradient as a convolution: x's batch (n) is its features, images (c)
/// are summed over, windows (kh × kw) are the cotangent, results (oh × ow) the
/// kernel. A piece is a share of the images; z is [share][oh][ow][n].
template <class R, int Bytes>
inline void depthwiseLastGradient(const R *x, const R *ct, R *z, const Conv &s,
                                  I shares, I lo, I hi) {
  for (I piece = lo; piece < hi; ++piece) {
    R *sums = z + piece * s.oh * s.ow * s.n;
    zeroed<R, Bytes>(sums, s.oh * s.ow * s.n);
    for (I image = piece * s.c / shares; image < (piece + 1) * s.c / shares;
         ++image)
      for (I o = 0; o < s.kh; ++o)
        for (I k = 0; k < s.oh; ++k) {
          I row = o * s.dh + k * s.sh - s.lowH;
          if (row >= 0 && row < s.h)
            lastTaps<R, Bytes, 2>(sums + k * s.ow * s.n,
                                  x + image * s.xc + row * s.xh,
                                  ct + s.w0 + image * s.wc + o * s.wh, s, 0);
        }
  }
}

//===-- Features first ----------------------------------------------------===//
/// Rows of an image with zeros around them, each as `split` rows of every
/// split-th element, so that neighbours in the result are neighbours here.
template <class R, int Bytes> struct Plane {
  R *at;
  I split, pitch;

  static I pitchFor(I results, I reach, I split) {
    constexpr I lanes = Vector<R, Bytes>::count;
    return ceilDiv(results, lanes) * lanes + reach / split + 1;
  }
  I row() const { return split * pitch; }
  /// Where the results' elements at distance `offset` from the first lie.
  const R *line(I row, I offset) const {
    return at + row * this->row() + offset % split * pitch + offset / split;
  }
  /// Element j of a row is column j - low of the image.
  void load(const R *x, I step, I first, I rows, I height, I width, I low) {
    I end = least(width + low, row());
    for (I r = 0; r < rows; ++r) {
      R *to = at + r * row();
      I h = first + r;
      zeroed<R, Bytes>(to, row());
      if (h < 0 || h >= height)
        continue;
      const R *from = x + h * step;
      I j0 = most(low, 0);
      if (split == 1)
        copied<R, Bytes>(to + j0, from + j0 - low, most(end - j0, 0));
      else
        for (I j = j0; j < end; ++j)
          to[j % split * pitch + j / split] = from[j - low];
    }
  }
};
/// The window's taps: what each is, and where it reads in a plane.
template <class R> struct Taps {
  R *w;
  I *offsets;
  I count;

  template <int Bytes>
  static Taps of(const Plane<R, Bytes> &x, const Conv &s, Scratch &scratch) {
    I count = s.kh * s.kw;
    Taps taps{scratch.take<R>(count), scratch.take<I>(count), count};
    for (I k = 0; k < s.kh; ++k)
      for (I q = 0; q < s.kw; ++q)
        taps.offsets[k * s.kw + q] = x.line(k * s.dh, q * s.dw) - x.at;
    return taps;
  }
  void load(const R *from, const Conv &s) {
    for (I k = 0; k < s.kh; ++k)
      for (I q = 0; q < s.kw; ++q)
        w[k * s.kw + q] = from[k * s.wh + q * s.ww];
  }
};
/// V vectors of results from `places` on.
template <class R, int Bytes, int V>
inline void firstTile(R *z, const I *places, const R *x, const Taps<R> &taps) {
  typename Vector<R, Bytes>::value sum[V] = {};
  for (I t = 0; t < taps.count; ++t) {
    R tap = taps.w[t];
    const R *from = x + taps.offsets[t];
#pragma clang loop unroll(full)
    for (int v = 0; v < V; ++v)
      sum[v] += tap * at<R, Bytes>(from + places[v]);
  }
#pragma clang loop unroll(full)
  for (int v = 0; v < V; ++v)
    at<R, Bytes>(z + places[v]) = sum[v];
}
/// One row of results, of which there are `count`.
template <class R, int Bytes>
inline void firstRow(R *z, const R *x, const Taps<R> &taps, I count) {
  constexpr I lanes = Vector<R, Bytes>::count;
  if (count < lanes) {
    R all[lanes];
    I none = 0;
    firstTile<R, Bytes, 1>(all, &none, x, taps);
    return copy(z, static_cast<const R *>(all), count);
  }
  // The last vector may lie over the one before.
  I vectors = ceilDiv(count, lanes), v = 0;
  while (v < vectors) {
    I places[4];
    for (I i = 0; i < 4; ++i)
      places[i] = least((v + i) * lanes, count - lanes);
    switch (vectors - v) {
    case 1:
      firstTile<R, Bytes, 1>(z, places, x, taps);
      break;
    case 2:
      firstTile<R, Bytes, 2>(z, places, x, taps);
      break;
    case 3:
      firstTile<R, Bytes, 3>(z, places, x, taps);
      break;
    default:
      firstTile<R, Bytes, 4>(z, places, x, taps);
    }
    v += 4;
  }
}
/// A piece is one feature of one image.
template <class R, int Bytes>
inline void depthwiseFirst(const R *x, const R *w, R *z, Scratch scratch,
                           const Conv &s, I lo, I hi) {
  Plane<R, Bytes> plane{
      nullptr, s.sw, Plane<R, Bytes>::pitchFor(s.ow, (s.kw - 1) * s.dw, s.sw)};
  I reach = (s.kh - 1) * s.dh + 1, bytes = plane.row() * I(sizeof(R));
  I band = most(1, least(s.oh, (I(128 << 10) / bytes - reach) / s.sh + 1));
  plane.at = scratch.take<R>(((band - 1) * s.sh + reach) * plane.row());
  Taps<R> taps = Taps<R>::of(plane, s, scratch);
  for (I piece = lo; piece < hi; ++piece) {
    I image = piece / s.c, c = piece % s.c;
    taps.load(w + s.w0 + c * s.wk, s);
    for (I o0 = 0; o0 < s.oh; o0 += band) {
      I o1 = least(s.oh, o0 + band);
      plane.load(x + image * s.xn + c * s.xc, s.xh, o0 * s.sh - s.lowH,
                 (o1 - o0 - 1) * s.sh + reach, s.h, s.w, s.lowW);
      for (I o = o0; o < o1; ++o)
        firstRow<R, Bytes>(z + image * s.zn + c * s.zk + o * s.zh,
                           plane.line((o - o0) * s.sh, 0), taps, s.ow);
    }
  }
}

/// Adds Σ over some rows of ct · x, for T taps from q, to sums[0 … T].
template <class R, int Bytes, int T>
inline void firstSums(R *sums, const Plane<R, Bytes> &x, const R *ct,
                      const Conv &s, I k, I q, I rows) {
  using V = typename Vector<R, Bytes>::value;
  constexpr I lanes = Vector<R, Bytes>::count;
  V sum[T] = {}, more[T] = {};
  // What is left of a row is the end of its last vector, or of a short row the
  // start of the first. No product is made of what lies beyond: it may be
  // infinite.
  const I rest = s.kw % lanes, last = s.kw - (s.kw < lanes ? rest : lanes);
  typedef decltype(sum[0] < sum[0]) Mask;
  Mask inside;
#pragma clang loop unroll(full)
  for (I l = 0; l < lanes; ++l)
    inside[l] = (s.kw < lanes ? l < rest : l >= lanes - rest) ? -1 : 0;
  R tail[lanes];
  const R *from[T];
  for (int t = 0; t < T; ++t)
    from[t] = x.line(k * s.sh, (q + t) * s.sw);
  for (I r = 0; r < rows; ++r) {
    const R *other = ct + r * s.wh;
    I p = 0;
    for (; p + 2 * lanes <= s.kw; p += 2 * lanes)
#pragma clang loop unroll(full)
      for (int t = 0; t < T; ++t) {
        sum[t] += at<R, Bytes>(from[t] + p) * at<R, Bytes>(other + p);
        more[t] +=
            at<R, Bytes>(from[t] + p + lanes) * at<R, Bytes>(other + p + lanes);
      }
    for (; p + lanes <= s.kw; p += lanes)
#pragma clang loop unroll(full)
      for (int t = 0; t < T; ++t)
        sum[t] += at<R, Bytes>(from[t] + p) * at<R, Bytes>(other + p);
    if (rest != 0) {
      if (s.kw < lanes)
        for (I l = 0; l < lanes; ++l)
          tail[l] = l < rest ? other[l] : R(0);
      V right = at<R, Bytes>(s.kw < lanes ? tail : other + last);
      right = inside ? right : V{};
#pragma clang loop unroll(full)
      for (int t = 0; t < T; ++t) {
        V left = at<R, Bytes>(from[t] + last);
        left = inside ? left : V{};
        more[t] += left * right;
      }
    }
#pragma clang loop unroll(full)
    for (int t = 0; t < T; ++t)
      from[t] += s.dh * x.row();
  }
#pragma clang loop unroll(full)
  for (int t = 0; t < T; ++t) {
    V all = sum[t] + more[t];
    R total = 0;
#pragma clang loop unroll(full)
    for (I l = 0; l < lanes; ++l)
      total += all[l];
    sums[t] += total;
  }
}
/// As depthwiseLastGradient, but a piece is one feature, and z as it lies.
template <class R, int Bytes>
inline void depthwiseFirstGradient(const R *x, const R *ct, R *z,
                                   Scratch scratch, const Conv &s, I lo, I hi) {
  Plane<R, Bytes> plane{
      nullptr, s.dw, Plane<R, Bytes>::pitchFor(s.kw, (s.ow - 1) * s.sw, s.dw)};
  I reach = (s.oh - 1) * s.sh + 1, bytes = plane.row() * I(sizeof(R));
  I band = most(1, least(s.kh, (I(128 << 10) / bytes - reach) / s.dh + 1));
  plane.at = scratch.take<R>(((band - 1) * s.dh + reach) * plane.row());
  R *sums = scratch.take<R>(s.oh * s.ow);
  for (I c = lo; c < hi; ++c) {
    zeroed<R, Bytes>(sums, s.oh * s.ow);
    for (I image = 0; image < s.c; ++image)
      for (I o0 = 0; o0 < s.kh; o0 += band) {
        I rows = least(s.kh - o0, band);
        plane.load(x + c * s.xn + image * s.xc, s.xh, o0 * s.dh - s.lowH,
                   (rows - 1) * s.dh + reach, s.h, s.w, s.lowW);
        const R *other = ct + s.w0 + c * s.wk + image * s.wc + o0 * s.wh;
        for (I k = 0; k < s.oh; ++k) {
          R *line = sums + k * s.ow;
          I q = 0;
          for (; q + 3 <= s.ow; q += 3)
            firstSums<R, Bytes, 3>(line + q, plane, other, s, k, q, rows);
          if (q + 2 == s.ow)
            firstSums<R, Bytes, 2>(line + q, plane, other, s, k, q, rows);
          else if (q < s.ow)
            firstSums<R, Bytes, 1>(line + q, plane, other, s, k, q, rows);
        }
      }
    for (I k = 0; k < s.oh; ++k)
      for (I q = 0; q < s.ow; ++q)
        z[c * s.zk + k * s.zh + q * s.zw] = sums[k * s.ow + q];
  }
}
} // namespace weft::kernel

#define PARAMS(R)                                                              \
  (const R *x, const R *w_, R *z, char *memory, int64_t room,                  \
   WEFT_CONV_NUMBERS, int64_t lo, int64_t hi)
WEFT_KERNEL_WIDTHS(depthwise_last, PARAMS,
                   weft::kernel::depthwiseLast<R, Bytes>(
                       x, w_, z, {memory, room}, WEFT_CONV_VALUES, lo, hi))
WEFT_KERNEL_WIDTHS(depthwise_first, PARAMS,
                   weft::kernel::depthwiseFirst<R, Bytes>(
                       x, w_, z, {memory, room}, WEFT_CONV_VALUES, lo, hi))
WEFT_KERNEL_WIDTHS(depthwise_first_dw, PARAMS,
                   weft::kernel::depthwiseFirstGradient<R, Bytes>(
                       x, w_, z, {memory, room}, WEFT_CONV_VALUES, lo, hi))
#undef PARAMS
#define PARAMS(R)                                                              \
  (const R *x, const R *w_, R *z, WEFT_CONV_NUMBERS, int64_t shares,           \
   int64_t lo, int64_t hi)
WEFT_KERNEL_WIDTHS(depthwise_last_dw, PARAMS,
                   weft::kernel::depthwiseLastGradient<R, Bytes>(
                       x, w_, z, WEFT_CONV_VALUES, shares, lo, hi))
#undef PARAMS
