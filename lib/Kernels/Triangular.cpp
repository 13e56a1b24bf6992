// Factorisations that end in triangles, and solves with triangles and three
// diagonals. After Golub and Van Loan, Matrix Computations, 4th ed., 3.1 to
// 4.3; in blocks, so that most of the work is matrix products.
#include "Blocks.h"

namespace weft::kernel {
//===-- Cholesky ----------------------------------------------------------===//
/// The lower factor of the block at (0, 0), in place. Whether it is positive
/// definite.
template <class S> inline bool choleskyBlock(S *a, I lda, I n) {
  for (I j = 0; j < n; ++j) {
    Real<S> d = re(a[j * lda + j]);
    for (I k = 0; k < j; ++k)
      d -= square(a[j * lda + k]);
    if (!(d > Real<S>(0)))
      return false;
    d = root(d);
    a[j * lda + j] = S(d);
    for (I i = j + 1; i < n; ++i) {
      S sum = a[i * lda + j];
      for (I k = 0; k < j; ++k)
        sum -= a[i * lda + k] * conj(a[j * lda + k]);
      a[i * lda + j] = sum / d;
    }
  }
  return true;
}
/// l holds the lower half of the matrix; `scratch` has 2 · blockSize rows.
template <class S> inline bool choleskyOne(S *l, S *scratch, I n) {
  S *left = scratch, *below = scratch + blockSize * n;
  for (I at = 0; at < n; at += blockSize) {
    I width = smaller(blockSize, n - at), end = at + width;
    // left = (rows at…end, columns 0…at)ᴴ
    transposed<true>(left, width, l + at * n, n, width, at);
    product(l + at * n + at, n, l + at * n, n, left, width, n - at, width, at);
    if (!choleskyBlock(l + at * n + at, n, width))
      return false;
    // The rows below: X Lᴴ = A, as L Xᴴ = Aᴴ.
    I rest = n - end;
    transposed<true>(below, rest, l + end * n + at, n, rest, width);
    solveLower(l + at * n + at, n, below, rest, width, rest, false);
    transposed<true>(l + end * n + at, n, below, rest, width, rest);
  }
  return true;
}
/// l lᴴ = a, of the lower half of a; NaN where a is not positive definite.
template <class S>
inline void cholesky(const S *a, S *l, S *scratch, I batch, I n) {
  for (I b = 0; b < batch; ++b, a += n * n, l += n * n) {
    for (I i = 0; i < n; ++i) {
      copy(l + i * n, a + i * n, i + 1);
      fill(l + i * n + i + 1, n - i - 1, S(0));
    }
    bool ok = choleskyOne(l, scratch, n);
    for (I i = 0; i < n; ++i)
      if (!ok)
        fill(l + i * n, i + 1, notANumber<S>());
      else // what the blocks wrote above the diagonal
        fill(l + i * n + i + 1, n - i - 1, S(0));
  }
}

//===-- Triangular solve --------------------------------------------------===//
enum Solve : I {
  Right = 1,
  Upper = 2,
  Transposed = 4,
  Conjugated = 8,
  Unit = 16
};
/// op(a) x = b, or x op(a) = b; a is n × n, b and x are rows × columns. The
/// triangle is turned into a lower one on the left: transposed for the right
/// side (xᵀ), and with all indices reversed where it is an upper one.
template <class S>
inline void trsm(const S *a, const S *b, S *x, S *scratch, I batch, I n,
                 I rows, I columns, I flags) {
  bool right = flags & Right, conjugate = flags & Conjugated;
  bool flip = bool(flags & Transposed) != right; // of the triangle
  bool upper = bool(flags & Upper) != flip;
  I m = right ? rows : columns;
  S *l = scratch, *y = scratch + n * n;
  for (I at = 0; at < batch; ++at) {
    auto place = [&](I i) { return upper ? n - 1 - i : i; };
    for (I i = 0; i < n; ++i)
      for (I j = 0; j <= i; ++j) {
        I p = place(i), q = place(j);
        S v = flip ? a[q * n + p] : a[p * n + q];
        l[i * n + j] = conjugate ? conj(v) : v;
      }
    for (I i = 0; i < n; ++i)
      if (right)
        for (I j = 0; j < m; ++j)
          y[i * m + j] = b[j * n + place(i)];
      else
        copy(y + i * m, b + place(i) * m, m);
    solveLower(l, n, y, m, n, m, flags & Unit);
    for (I i = 0; i < n; ++i)
      if (right)
        for (I j = 0; j < m; ++j)
          x[j * n + place(i)] = y[i * m + j];
      else
        copy(x + place(i) * m, y + i * m, m);
    a += n * n, b += rows * columns, x += rows * columns;
  }
}

//===-- LU ----------------------------------------------------------------===//
/// Columns at…end of an m × n matrix, with partial pivoting; whole rows are
/// swapped. As LAPACK, the pivot is the largest |re| + |im|.
template <class S>
inline void luPanel(S *a, int32_t *pivots, I m, I n, I at, I end) {
  auto weight = [](S v) { return size(re(v)) + size(im(v)); };
  for (I j = at; j < end; ++j) {
    I best = j;
    for (I i = j + 1; i < m; ++i)
      if (weight(a[i * n + j]) > weight(a[best * n + j]))
        best = i;
    pivots[j] = static_cast<int32_t>(best);
    if (best != j)
      swapRows(a + j * n, a + best * n, n);
    S d = a[j * n + j];
    if (d == S(0))
      continue;
    for (I i = j + 1; i < m; ++i) {
      S f = a[i * n + j] / d;
      a[i * n + j] = f;
      subtract(a + i * n + j + 1, f, a + j * n + j + 1, end - j - 1);
    }
  }
}
template <class S>
inline void lu(const S *from, S *a, int32_t *pivots, int32_t *perm, I batch,
               I m, I n) {
  I k = smaller(m, n);
  for (I b = 0; b < batch; ++b) {
    copy(a, from, m * n);
    for (I at = 0; at < k; at += blockSize) {
      I end = smaller(k, at + blockSize);
      luPanel(a, pivots, m, n, at, end);
      solveLower(a + at * n + at, n, a + at * n + end, n, end - at, n - end,
                 true);
      product(a + end * n + end, n, a + end * n + at, n, a + at * n + end, n,
              m - end, n - end, end - at);
    }
    for (I i = 0; i < m; ++i)
      perm[i] = static_cast<int32_t>(i);
    for (I i = 0; i < k; ++i) {
      int32_t t = perm[i];
      perm[i] = perm[pivots[i]];
      perm[pivots[i]] = t;
    }
    from += m * n, a += m * n, pivots += k, perm += m;
  }
}

//===-- Three diagonals ---------------------------------------------------===//
/// Elimination with partial pivoting, as LAPACK's gtsv: a swap of rows makes a
/// second diagonal above. lower[0] and upper[n - 1] are not read. scratch: the
/// diagonal, and two above it.
template <class S>
inline void tridiagonal(const S *lower, const S *diagonal, const S *upper,
                        const S *b, S *x, S *scratch, I batch, I n, I m) {
  auto weight = [](S v) { return size(re(v)) + size(im(v)); };
  S *d = scratch, *u = scratch + n, *v = scratch + 2 * n;
  for (I at = 0; at < batch; ++at) {
    copy(x, b, n * m);
    copy(d, diagonal, n);
    copy(u, upper, n);
    fill(v, n, S(0));
    for (I i = 0; i + 1 < n; ++i) {
      S below = lower[i + 1];
      S *row = x + i * m, *next = row + m;
      if (weight(d[i]) >= weight(below)) {
        S f = below == S(0) ? S(0) : below / d[i];
        d[i + 1] -= f * u[i];
        subtract(next, f, row, m);
        continue;
      }
      S f = d[i] / below, old = u[i];
      d[i] = below;
      u[i] = d[i + 1];
      d[i + 1] = old - f * u[i];
      if (i + 2 < n) {
        v[i] = u[i + 1];
        u[i + 1] = -(f * v[i]);
      }
      swapRows(row, next, m);
      subtract(next, f, row, m);
    }
    for (I i = n - 1; i >= 0; --i) {
      S *row = x + i * m;
      if (i + 1 < n)
        subtract(row, u[i], row + m, m);
      if (i + 2 < n)
        subtract(row, v[i], row + 2 * m, m);
      for (I j = 0; j < m; ++j)
        row[j] = row[j] / d[i];
    }
    lower += n, diagonal += n, upper += n, b += n * m, x += n * m;
  }
}
} // namespace weft::kernel

#define PARAMS(S) (const S *a, S *l, S *scratch, int64_t batch, int64_t n)
WEFT_KERNEL_ALL(cholesky, PARAMS, (a, l, scratch, batch, n))
#undef PARAMS
#define PARAMS(S)                                                              \
  (const S *a, const S *b, S *x, S *scratch, int64_t batch, int64_t n,         \
   int64_t rows, int64_t columns, int64_t flags)
WEFT_KERNEL_ALL(trsm, PARAMS,
                (a, b, x, scratch, batch, n, rows, columns, flags))
#undef PARAMS
#define PARAMS(S)                                                              \
  (const S *from, S *a, int32_t *pivots, int32_t *perm, int64_t batch,         \
   int64_t m, int64_t n)
WEFT_KERNEL_ALL(lu, PARAMS, (from, a, pivots, perm, batch, m, n))
#undef PARAMS
#define PARAMS(S)                                                              \
  (const S *lower, const S *diagonal, const S *upper, const S *b, S *x,        \
   S *scratch, int64_t batch, int64_t n, int64_t m)
WEFT_KERNEL_ALL(tridiagonal, PARAMS,
                (lower, diagonal, upper, b, x, scratch, batch, n, m))
#undef PARAMS
