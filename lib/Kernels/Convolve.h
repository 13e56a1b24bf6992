// What the kernels of convolutions share: the block of sums that stays in
// registers (docs/decisions/convolution.md).
#pragma once
#include "Vectors.h"

namespace weft::kernel {
/// Rows of a block of sums, which is two vectors wide: 28 of the 32 registers
/// of AVX-512, 12 of the 16 before it.
template <int Bytes> inline constexpr int blockRows = Bytes >= 64 ? 14 : 6;

/// Most steps are 1, and a division takes 26 to 95 cycles on some processors.
inline I ceilDiv(I a, I b) {
  return b == 1 ? a : a >= 0 ? (a + b - 1) / b : -(-a / b);
}
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
} // namespace weft::kernel
