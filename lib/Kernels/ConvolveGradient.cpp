// The gradient of a convolution's kernel, for one group (`conv_dw`): for each
// tap a product of the image, shifted, with the cotangent, over rows of pixels
// that both have, so that nothing is padded. The image is read where it lies;
// the cotangent too if its features are last, else some rows of it are turned.
#include "ConvolveNumbers.h"

namespace weft::kernel {
/// As a convolution: x's batch (n) is its features, images (c) are summed
/// over, windows (kh × kw) are the cotangent, results (oh × ow) the kernel.
template <class R, int Bytes> struct KernelGradient {
  static constexpr I lanes = Vector<R, Bytes>::count, wide = 2 * lanes;
  const R *x, *ct;
  R *z;       // [oh][ow][n][features]
  I features; // of the result, with those that fill its last vector
  const Conv &s;
  R *turned; // [panel][row][kw][wide]
  I *offsets;
  bool inPlace; // the cotangent
  I rows;       // of the cotangent at a time

  I panels(I k0, I k1) const { return ceilDiv(k1 - k0, wide); }
  /// Adds what rows o0 … o1 of an image give, for features c0 … c1 of x and
  /// k0 … k1 of the cotangent.
  void band(I image, I o0, I o1, I c0, I c1, I k0, I k1) {
    const R *from = ct + s.w0 + image * s.wc;
    for (I k = k0, p = 0; k < k1; k += wide, ++p) {
      I count = least(wide, k1 - k), vectors = count <= lanes ? 1 : 2;
      R *there = turned + p * rows * s.kw * wide;
      if (!inPlace)
        featuresLast<R, Bytes>(there,
                               {from + k * s.wk, s.wk, s.wh, s.ww, s.kh, s.kw},
                               o0, o1 - o0, 0, s.kw, least(count, s.k - k),
                               wide);
      Sums<R> sum;
      sum.offsets = offsets, sum.aStep = s.dw * s.xw;
      sum.bStep = inPlace ? s.ww : wide;
      sum.bRun = inPlace ? s.wh : s.kw * wide;
      const R *start = inPlace ? from + o0 * s.wh + k : there;
      for (I t = 0; t < s.oh; ++t)
        taps(sum, start, image, o0, o1, t, c0, c1, k, vectors);
    }
  }
  /// A row of the kernel's taps.
  void taps(Sums<R> &sum, const R *start, I image, I o0, I o1, I t, I c0, I c1,
            I k, I vectors) {
    I top = t * s.sh - s.lowH;
    I first = most(o0, ceilDiv(-top, s.dh)),
      past = least(o1, ceilDiv(s.h - top, s.dh));
    if (first >= past)
      return;
    sum.runs = past - first;
    for (I o = first; o < past; ++o)
      offsets[o - first] = (o - first) * s.dh * s.xh;
    const R *line = x + image * s.xc + (first * s.dh + top) * s.xh;
    // Features of x that are a multiple of a page apart share a set of the
    // first cache.
    I height = s.xn * I(sizeof(R)) % 4096 == 0 ? least(blockRows<Bytes>, 8)
                                               : blockRows<Bytes>;
    I tiles = ceilDiv(c1 - c0, height);
    for (I q = 0; q < s.ow; ++q) {
      I left = q * s.sw - s.lowW;
      I p0 = most(0, ceilDiv(-left, s.dw)),
        p1 = least(s.kw, ceilDiv(s.w - left, s.dw));
      if (p0 >= p1)
        continue;
      sum.length = p1 - p0;
      sum.b = start + (first - o0) * sum.bRun + p0 * sum.bStep;
      const R *pixel = line + (left + p0 * s.dw) * s.xw;
      I c = c0;
      for (I tile = 0; tile < tiles; ++tile) {
        I count = blockHeight(c1 - c, tiles - tile);
        for (I i = 0; i < count; ++i) {
          sum.rows[i] = pixel + (c + i) * s.xn;
          sum.c[i] = z + ((t * s.ow + q) * s.n + c + i) * features + k;
        }
        blockOf<R, Bytes, true>(sum, count, vectors);
        c += count;
      }
    }
  }
};
/// A piece is a block of x's features for a block of the cotangent's and a
/// share of the images, as lowering cuts them; z is [share] of what
/// KernelGradient says.
template <class R, int Bytes>
inline void kernelGradient(const R *x, const R *ct, R *z, Scratch scratch,
                           const Conv &s, I features, I shares, I blockC,
                           I blockK, I rows, I lo, I hi) {
  using Gradient = KernelGradient<R, Bytes>;
  // One tap reads it too seldom.
  bool inPlace = s.wk == 1 && s.k == features && s.oh * s.ow == 1;
  I size = inPlace ? 0
                   : ceilDiv(blockK, Gradient::wide) * Gradient::wide * rows *
                         s.kw;
  R *turned = scratch.take<R>(size);
  I *offsets = scratch.take<I>(rows);
  Gradient g{x, ct, z, features, s, turned, offsets, inPlace, rows};
  I blocksC = ceilDiv(s.n, blockC);
  I blocks = blocksC * ceilDiv(features, blockK);
  for (I piece = lo; piece < hi; ++piece) {
    I share = piece / blocks;
    I c0 = piece % blocksC * blockC, c1 = least(s.n, c0 + blockC);
    I k0 = piece % blocks / blocksC * blockK, k1 = least(features, k0 + blockK);
    g.z = z + share * s.oh * s.ow * s.n * features;
    for (I tap = 0; tap < s.oh * s.ow; ++tap)
      for (I c = c0; c < c1; ++c)
        zeroed<R, Bytes>(g.z + (tap * s.n + c) * features + k0, k1 - k0);
    for (I image = share * s.c / shares; image < (share + 1) * s.c / shares;
         ++image)
      for (I o = 0; o < s.kh; o += rows)
        g.band(image, o, least(s.kh, o + rows), c0, c1, k0, k1);
  }
}
} // namespace weft::kernel

#define PARAMS(R)                                                              \
  (const R *x, const R *w_, R *z, char *memory, int64_t room,                  \
   WEFT_CONV_NUMBERS, int64_t features, int64_t shares, int64_t blockC,        \
   int64_t blockK, int64_t rows, int64_t lo, int64_t hi)
WEFT_KERNEL_WIDTHS(conv_dw, PARAMS,
                   weft::kernel::kernelGradient<R, Bytes>(
                       x, w_, z, {memory, room}, WEFT_CONV_VALUES, features,
                       shares, blockC, blockK, rows, lo, hi))
#undef PARAMS
