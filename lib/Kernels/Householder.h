// Householder reflectors in blocks: H₁ H₂ … = 1 - V T Vᴴ (Schreiber and Van
// Loan, SIAM J. Sci. Stat. Comput. 10, 1989). Signs and taus are LAPACK's.
#pragma once
#include "Blocks.h"

namespace weft::kernel {
/// √Σ|x|² of n elements that are `step` apart, without overflow.
template <class S> inline Real<S> norm(const S *x, I n, I step) {
  Real<S> most = 0, sum = 0;
  for (I i = 0; i < n; ++i) {
    most = larger(most, size(re(x[i * step])));
    most = larger(most, size(im(x[i * step])));
    if (!(x[i * step] == x[i * step]))
      return notANumber<Real<S>>();
  }
  if (most == Real<S>(0) || !(most - most == Real<S>(0)))
    return most;
  Real<S> scale = Real<S>(1) / most;
  if (!(scale - scale == Real<S>(0))) { // most is subnormal
    for (I i = 0; i < n; ++i)
      sum += square(x[i * step] / most);
    return most * root(sum);
  }
  for (I i = 0; i < n; ++i)
    sum += square(x[i * step] * scale);
  return most * root(sum);
}
/// A factor that keeps squares of a's elements in range; 1 almost always.
template <class S> inline Real<S> rangeOf(const S *a, I n) {
  Real<S> most = 0;
  for (I i = 0; i < n; ++i)
    most = larger(most, larger(size(re(a[i])), size(im(a[i]))));
  bool wide = sizeof(Real<S>) == 8;
  Real<S> large = wide ? 0x1p+480 : 0x1p+60f, little = wide ? 0x1p-480
                                                            : 0x1p-50f;
  bool fine = most == Real<S>(0) || (most < large && most > little) ||
              !(most - most == Real<S>(0));
  return fine ? Real<S>(1) : most;
}
/// Makes (1 - conj(tau) v vᴴ) x = (beta, 0, …) of n elements `step` apart;
/// v[0] = 1 is not stored, beta takes its place.
template <class S> inline S reflector(S *x, I n, I step) {
  if (n == 0)
    return S(0);
  Real<S> rest = norm(x + step, n - 1, step);
  S alpha = x[0];
  if (rest == Real<S>(0) && im(alpha) == Real<S>(0))
    return S(0);
  Real<S> beta = hypotenuse(size(alpha), rest);
  if (re(alpha) > Real<S>(0))
    beta = -beta;
  S below = alpha - S(beta), tau = (S(beta) - alpha) / beta;
  for (I i = 1; i < n; ++i)
    x[i * step] = x[i * step] / below;
  x[0] = S(beta);
  return tau;
}

/// Memory for `Reflectors` on m rows, applied to n columns.
inline constexpr I reflectorScratch(I m, I n) {
  return 2 * blockSize * m + 2 * blockSize * blockSize + 2 * blockSize * n;
}
/// A block of reflectors ready to be applied.
template <class S> struct Reflectors {
  S *v, *vh, *t, *w, *w2; // m × k, k × m, k × k, k × n, k × n
  I m, k;

  /// Reads `width` of them off the columns of a (below the diagonal).
  Reflectors(const S *a, I lda, const S *taus, I rows, I width, I columns,
             S *scratch)
      : m(rows), k(width) {
    v = scratch;
    vh = v + blockSize * m;
    t = vh + blockSize * m;
    w = t + 2 * blockSize * blockSize;
    w2 = w + blockSize * columns;
    for (I i = 0; i < m; ++i)
      for (I j = 0; j < k; ++j)
        v[i * k + j] = i < j ? S(0) : i == j ? S(1) : a[i * lda + j];
    transposed<true>(vh, m, v, k, m, k);
    // T column by column: -tau T (Vᴴ v), with tau on the diagonal.
    fill(t, k * k, S(0));
    for (I j = 0; j < k; ++j) {
      S *column = t + blockSize * blockSize;
      for (I i = 0; i < j; ++i) {
        S sum(0);
        for (I r = j; r < m; ++r)
          sum += vh[i * m + r] * v[r * k + j];
        column[i] = sum;
      }
      for (I i = 0; i < j; ++i) {
        S sum(0);
        for (I r = i; r < j; ++r)
          sum += t[i * k + r] * column[r];
        t[i * k + j] = -(taus[j] * sum);
      }
      t[j * k + j] = taus[j];
    }
  }
  /// C := (1 - V T Vᴴ) C, or with Tᴴ.
  void apply(S *c, I ldc, I n, bool adjoint) const {
    if (n == 0)
      return;
    fill(w, k * n, S(0));
    product<true>(w, n, vh, m, c, ldc, k, n, m);
    fill(w2, k * n, S(0));
    for (I i = 0; i < k; ++i)
      for (I r = 0; r < k; ++r) {
        S f = adjoint ? conj(t[r * k + i]) : t[i * k + r];
        if (!(f == S(0)))
          subtract(w2 + i * n, -f, w + r * n, n);
      }
    product(c, ldc, v, k, w2, n, m, n, k);
  }
};

/// Makes the reflector of column j of a, from its diagonal on, and applies it to
/// the next `width` columns; row: as many elements. Gives tau.
template <class S>
inline S reflectColumn(S *a, I lda, I m, I j, I width, S *row) {
  S tau = reflector(a + j * lda + j, m - j, lda);
  if (tau == S(0) || width == 0)
    return tau;
  S *first = a + j * lda + j + 1;
  copy(row, first, width);
  for (I i = j + 1; i < m; ++i)
    subtract(row, -conj(a[i * lda + j]), a + i * lda + j + 1, width);
  for (I c = 0; c < width; ++c)
    row[c] *= conj(tau);
  subtract(first, S(1), row, width);
  for (I i = j + 1; i < m; ++i)
    subtract(a + i * lda + j + 1, a[i * lda + j], row, width);
  return tau;
}
/// Columns at…end of a, m × n: reflectors in place, applied to those columns.
template <class S>
inline void reflectPanel(S *a, I lda, S *taus, I m, I at, I end) {
  S row[blockSize];
  for (I j = at; j < end; ++j)
    taus[j] = reflectColumn(a, lda, m, j, end - j - 1, row);
}
/// a = q r in place, m × n.
template <class S>
inline void factorQr(S *a, I lda, S *taus, I m, I n, S *scratch) {
  I k = smaller(m, n);
  for (I at = 0; at < k; at += blockSize) {
    I end = smaller(k, at + blockSize);
    reflectPanel(a, lda, taus, m, at, end);
    if (end < n)
      Reflectors<S>(a + at * lda + at, lda, taus + at, m - at, end - at,
                    n - end, scratch)
          .apply(a + at * lda + end, lda, n - end, true);
  }
}
/// c := q c for the first k reflectors of a; c is m × n, its columns before
/// the diagonal are not touched if `triangle` (they are zeros there).
template <class S>
inline void applyQ(const S *a, I lda, const S *taus, I m, I k, S *c, I ldc,
                   I n, bool triangle, S *scratch) {
  for (I at = (k - 1) / blockSize * blockSize; k > 0 && at >= 0;
       at -= blockSize) {
    I end = smaller(k, at + blockSize), from = triangle ? at : 0;
    Reflectors<S>(a + at * lda + at, lda, taus + at, m - at, end - at, n,
                  scratch)
        .apply(c + at * ldc + from, ldc, n - from, false);
  }
}
/// q := the first n columns of the product of k reflectors, m × n.
template <class S>
inline void formQ(const S *a, I lda, const S *taus, I m, I n, I k, S *q,
                  S *scratch) {
  fill(q, m * n, S(0));
  for (I i = 0; i < smaller(m, n); ++i)
    q[i * n + i] = S(1);
  applyQ(a, lda, taus, m, k, q, n, n, true, scratch);
}
} // namespace weft::kernel
