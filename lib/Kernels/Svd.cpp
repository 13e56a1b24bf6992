// Singular values by Jacobi's method on one side: rows of a triangle are
// turned in pairs until all are orthogonal. High relative accuracy, and no
// bidiagonal form (Drmač and Veselić, SIAM J. Matrix Anal. Appl. 29, 2008).
#include "Householder.h"

namespace weft::kernel {
namespace {
/// (x, y) := (c x - s y, conj(s) x + c y)
template <class S>
void turn(S *x, S *y, Real<S> c, S s, I n) {
  S other = conj(s);
  for (I i = 0; i < n; ++i) {
    S u = x[i], v = y[i];
    x[i] = c * u - s * v;
    y[i] = other * u + c * v;
  }
}
/// Makes the rows of b (n × n) orthogonal and puts them in the order of their
/// lengths, which go to `lengths`; the rows of j (if there are any) alike.
/// Whether it converged.
template <class S>
bool orthogonalise(S *b, S *j, Real<S> *lengths, I n) {
  using R = Real<S>;
  const R enough = epsilon<R> * root(static_cast<R>(n));
  for (int sweep = 0; sweep < 60; ++sweep) {
    bool turned = false;
    for (I p = 0; p < n; ++p)
      lengths[p] = re(dot<true>(b + p * n, b + p * n, n));
    for (I p = 0; p + 1 < n; ++p) {
      // The longest of the rest comes first (de Rijk): fewer sweeps.
      I longest = p;
      for (I q = p + 1; q < n; ++q)
        if (lengths[q] > lengths[longest])
          longest = q;
      if (longest != p) {
        swapRows(b + p * n, b + longest * n, n);
        if (j)
          swapRows(j + p * n, j + longest * n, n);
        R t = lengths[p];
        lengths[p] = lengths[longest], lengths[longest] = t;
      }
      for (I q = p + 1; q < n; ++q) {
        S inner = dot<true>(b + q * n, b + p * n, n); // Σ conj(q) p
        R size2 = size(inner), a = lengths[p], d = lengths[q];
        if (!(size2 > enough * root(a) * root(d)) || size2 == R(0))
          continue;
        turned = true;
        R ratio = (d - a) / (2 * size2);
        R t = R(1) / (size(ratio) + hypotenuse(ratio, R(1)));
        t = ratio < R(0) ? -t : t;
        R c = R(1) / root(R(1) + t * t);
        S s = (c * t) * (inner / size2);
        turn(b + p * n, b + q * n, c, s, n);
        if (j)
          turn(j + p * n, j + q * n, c, s, n);
        lengths[p] = a - t * size2;
        lengths[q] = larger(d + t * size2, R(0));
      }
    }
    if (!turned) {
      for (I p = 0; p < n; ++p)
        lengths[p] = norm(b + p * n, n, I(1));
      return true;
    }
  }
  return false;
}
/// Selection sort of rows by length, longest first.
template <class S> void sortByLength(S *b, S *j, Real<S> *lengths, I n) {
  for (I p = 0; p < n; ++p) {
    I longest = p;
    for (I q = p + 1; q < n; ++q)
      if (lengths[q] > lengths[longest])
        longest = q;
    if (longest == p)
      continue;
    swapRows(b + p * n, b + longest * n, n);
    if (j)
      swapRows(j + p * n, j + longest * n, n);
    Real<S> t = lengths[p];
    lengths[p] = lengths[longest], lengths[longest] = t;
  }
}
/// Rows of length 1 instead of b's; where a length is nothing beside the
/// others, what is missing of an orthonormal basis (columns of a QR of bᴴ).
template <class S>
void normaliseRows(S *b, const Real<S> *lengths, I n, S *a, S *taus,
                   S *scratch) {
  bool whole = true;
  for (I p = 0; p < n; ++p) {
    whole = whole && lengths[p] > tiny<Real<S>> * 16;
    for (I i = 0; i < n; ++i)
      b[p * n + i] =
          lengths[p] > Real<S>(0) ? b[p * n + i] / lengths[p] : S(0);
  }
  if (whole)
    return;
  transposed<true>(a, n, b, n, n, n);
  factorQr(a, n, taus, n, n, scratch);
  S *q = a + n * n;
  formQ(a, n, taus, n, n, n, q, scratch);
  for (I p = 0; p < n; ++p) {
    // The column is the row but for a phase, which r has.
    S r = a[p * n + p], phase(1);
    if (size(r) > Real<S>(0.5))
      phase = conj(r / size(r));
    for (I i = 0; i < n; ++i)
      b[p * n + i] = phase * conj(q[i * n + p]);
  }
}
} // namespace

/// x is m × n; with `vectors` (else u and vh are not touched) u is m × k or
/// m × m, and vh k × n or n × n. With k ≤ l the smaller and the larger size,
/// memory is l · k, 4 k · k, 2 k, what reflectors need, and for a wide x as
/// many as vh has.
template <class S>
void svd(const S *x, Real<S> *s, S *u, S *vh, S *memory, I batch, I m, I n,
         I vectors, I full) {
  bool wide = m < n;
  I k = smaller(m, n), l = larger(m, n), columns = full ? l : k;
  S *a = memory, *b = a + l * k, *j = b + k * k, *basis = j + k * k,
    *q = basis + 2 * k * k, *taus = q + (wide ? l * columns : 0), *scratch = taus + 2 * k;
  for (I at = 0; at < batch; ++at, x += m * n, s += k) {
    bool ok = true;
    Real<S> scale = 0;
    for (I i = 0; i < m * n; ++i) {
      ok = ok && x[i] - x[i] == S(0);
      scale = larger(scale, larger(size(re(x[i])), size(im(x[i]))));
    }
    if (scale == Real<S>(0) || !ok)
      scale = 1;
    // a: the tall one of x and xᴴ; a = q b.
    if (wide)
      transposed<true>(a, k, x, n, m, n);
    else
      copy(a, x, m * n);
    for (I i = 0; i < l * k; ++i)
      a[i] = a[i] / scale;
    factorQr(a, k, taus, l, k, scratch);
    for (I i = 0; i < k; ++i)
      for (I c = 0; c < k; ++c)
        b[i * k + c] = i <= c ? a[i * k + c] : S(0);
    identity(j, k);
    S *turned = vectors ? j : nullptr;
    ok = ok && orthogonalise(b, turned, s, k);
    sortByLength(b, turned, s, k);
    if (vectors) {
      normaliseRows(b, s, k, basis, taus + k, scratch);
      // a = (q jᴴ) diag(s) b
      S *left = wide ? q : u;
      fill(left, l * columns, S(0));
      for (I i = 0; i < k; ++i)
        for (I c = 0; c < k; ++c)
          left[i * columns + c] = conj(j[c * k + i]);
      for (I i = k; i < columns; ++i)
        left[i * columns + i] = S(1);
      applyQ(a, k, taus, l, k, left, columns, columns, false, scratch);
      if (wide) {
        transposed<true>(vh, l, left, columns, l, columns);
        transposed<true>(u, k, b, k, k, k);
      } else {
        copy(vh, b, k * k);
      }
      I sizeU = wide ? k * k : l * columns, sizeV = wide ? columns * l : k * k;
      if (!ok) {
        fill(u, sizeU, notANumber<S>());
        fill(vh, sizeV, notANumber<S>());
      }
      u += sizeU, vh += sizeV;
    }
    for (I i = 0; i < k; ++i)
      s[i] = ok ? s[i] * scale : notANumber<Real<S>>();
  }
}
} // namespace weft::kernel

#define PARAMS(S)                                                              \
  (const S *x, weft::kernel::Real<S> *s, S *u, S *vh, S *memory,               \
   int64_t batch, int64_t m, int64_t n, int64_t vectors, int64_t full)
WEFT_KERNEL_ALL(svd, PARAMS, (x, s, u, vh, memory, batch, m, n, vectors, full))
#undef PARAMS
