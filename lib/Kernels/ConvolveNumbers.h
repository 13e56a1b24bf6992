// What the kernels of convolutions are told of theirs.
#pragma once
#include "ConvolveLayout.h"

namespace weft::kernel {
/// A convolution's numbers, in the order in which lowering passes them
/// (dialects/weft/ConvolveKernels.cpp). Steps are in elements.
struct Conv {
  I n, c, h, w, k, kh, kw, oh, ow;
  I xn, xc, xh, xw;
  I wk, wc, wh, ww, w0;
  I zn, zk, zh, zw;
  I sh, sw, lowH, lowW, dh, dw; // of windows
  I eh, ew;                     // x is dilated: only with no other step
};
#define WEFT_CONV_NUMBERS                                                      \
  int64_t n, int64_t c, int64_t h, int64_t w, int64_t k, int64_t kh,           \
      int64_t kw, int64_t oh, int64_t ow, int64_t xn, int64_t xc, int64_t xh,  \
      int64_t xw, int64_t wk, int64_t wc, int64_t wh, int64_t ww, int64_t w0,  \
      int64_t zn, int64_t zk, int64_t zh, int64_t zw, int64_t sh, int64_t sw,  \
      int64_t lowH, int64_t lowW, int64_t dh, int64_t dw, int64_t eh,          \
      int64_t ew
#define WEFT_CONV_VALUES                                                       \
  {n,  c,  h,  w,  k,  kh, kw, oh, ow, xn,   xc,   xh, xw, wk, wc,             \
   wh, ww, w0, zn, zk, zh, zw, sh, sw, lowH, lowW, dh, dw, eh, ew}
} // namespace weft::kernel
