// Hessenberg form by reflectors, and from it Schur's triangle by QR steps with a
// single shift, in complex arithmetic (Golub and Van Loan 7.4 to 7.6).
#pragma once
#include "Householder.h"

namespace weft::kernel {
inline float weight(float x) { return size(x); }
inline double weight(double x) { return size(x); }
template <class R> inline R weight(Cx<R> z) { return size(z.re) + size(z.im); }

//===-- Hessenberg form ---------------------------------------------------===//
/// a := qᴴ a q in Hessenberg form; reflector j stays in column j from row j + 2
/// on, as LAPACK's gehrd leaves it. work: 2 n.
template <class S>
inline void reduceHessenberg(S *a, S *taus, S *work, I n) {
  S *v = work, *w = work + n;
  for (I k = 0; k + 1 < n; ++k) {
    I m = n - k - 1;
    S *column = a + (k + 1) * n + k;
    S tau = taus[k] = reflector(column, m, n);
    if (tau == S(0))
      continue;
    v[0] = S(1);
    for (I i = 1; i < m; ++i)
      v[i] = column[i * n];
    S *block = column + 1;
    fill(w, m, S(0));
    for (I i = 0; i < m; ++i)
      subtract(w, -conj(v[i]), block + i * n, m);
    for (I i = 0; i < m; ++i)
      subtract(block + i * n, conj(tau) * v[i], w, m);
    for (I i = 0; i < n; ++i) {
      S *row = a + i * n + k + 1, f = tau * dot(row, v, m);
      for (I j = 0; j < m; ++j)
        row[j] -= f * conj(v[j]);
    }
  }
}
/// q := the product of those reflectors.
template <class S>
inline void formHessenbergQ(const S *a, const S *taus, S *q, I n, S *scratch) {
  identity(q, n);
  if (n > 1)
    applyQ(a + n, n, taus, n - 1, n - 1, q + n + 1, n, n - 1, true, scratch);
}
template <class S> inline void clearReflectors(S *a, I n) {
  for (I i = 2; i < n; ++i)
    fill(a + i * n, i - 1, S(0));
}

//===-- QR steps ----------------------------------------------------------===//
/// Where the block begins that ends in row `high`: after an element below the
/// diagonal that is nothing beside its neighbours, and becomes 0.
template <class S> inline I blockStart(S *h, I n, I high) {
  using R = Real<S>;
  for (I low = high; low > 0; --low) {
    R scale = weight(h[(low - 1) * n + low - 1]) + weight(h[low * n + low]);
    if (scale == R(0)) {
      scale += low > 1 ? weight(h[(low - 1) * n + low - 2]) : R(0);
      scale += low < high ? weight(h[(low + 1) * n + low]) : R(0);
    }
    S &below = h[low * n + low - 1];
    if (!(weight(below) <= epsilon<R> * scale || weight(below) < tiny<R>))
      continue;
    below = S(0);
    return low;
  }
  return 0;
}

/// c and s with (c x + s y, -conj(s) x + c y) = (r, 0).
template <class R> struct Rotation {
  R c;
  Cx<R> s;
  Rotation(Cx<R> x, Cx<R> y) {
    R a = size(x), b = size(y), r = hypotenuse(a, b);
    if (r == R(0)) {
      c = 1, s = Cx<R>(0);
      return;
    }
    c = a / r;
    Cx<R> phase = a == R(0) ? Cx<R>(1) : x / a;
    s = phase * conj(y) / r;
  }
};
/// The eigenvalue of the 2 × 2 block that is nearer to its last element.
template <class R> inline Cx<R> wilkinson(Cx<R> a, Cx<R> b, Cx<R> c, Cx<R> d) {
  R scale = weight(a) + weight(b) + weight(c) + weight(d);
  if (scale == R(0))
    return d;
  Cx<R> half = R(0.5) * (a - d) / scale, bc = (b / scale) * (c / scale);
  Cx<R> square = half * half + bc;
  // √z, by the half of its modulus.
  R modulus = size(square);
  R x = root((modulus + size(square.re)) / 2);
  R y = x == R(0) ? R(0) : square.im / (2 * x);
  Cx<R> r = square.re >= R(0) ? Cx<R>(x, y)
                              : Cx<R>(size(y), square.im < R(0) ? -x : x);
  Cx<R> plus = half + r, minus = half - r;
  Cx<R> large = weight(plus) >= weight(minus) ? plus : minus;
  return large == Cx<R>(0) ? d : d - scale * (bc / large);
}
/// One step with shift `sigma` on rows low…high.
template <class R>
inline void stepQr(Cx<R> *h, Cx<R> *zt, I n, I low, I high, Cx<R> sigma,
                   bool vectors) {
  using S = Cx<R>;
  I last = vectors ? n : high + 1, first = vectors ? 0 : low;
  S x = h[low * n + low] - sigma, y = h[(low + 1) * n + low];
  for (I k = low; k < high; ++k) {
    if (k > low) {
      x = h[k * n + k - 1];
      y = h[(k + 1) * n + k - 1];
    }
    Rotation<R> g(x, y);
    S *row = h + k * n, *next = row + n, s = g.s, sc = conj(g.s);
    for (I j = k > low ? k - 1 : low; j < last; ++j) {
      S u = row[j], v = next[j];
      row[j] = g.c * u + s * v;
      next[j] = g.c * v - sc * u;
    }
    if (k > low)
      next[k - 1] = S(0);
    for (I i = first; i <= smaller(k + 2, high); ++i) {
      S u = h[i * n + k], v = h[i * n + k + 1];
      h[i * n + k] = g.c * u + sc * v;
      h[i * n + k + 1] = g.c * v - s * u;
    }
    if (!vectors)
      continue;
    S *z = zt + k * n, *znext = z + n;
    for (I i = 0; i < n; ++i) {
      S u = z[i], v = znext[i];
      z[i] = g.c * u + sc * v;
      znext[i] = g.c * v - s * u;
    }
  }
}
/// h becomes a triangle; the rows of zt, which are the columns of z, turn along
/// with `vectors`. Whether it converged.
template <class R>
inline bool triangulate(Cx<R> *h, Cx<R> *zt, I n, bool vectors) {
  int count = 0;
  for (I high = n - 1; high > 0;) {
    I low = blockStart(h, n, high);
    if (low == high) {
      --high;
      count = 0;
      continue;
    }
    if (++count > 100)
      return false;
    const Cx<R> *end = h + high * n + high;
    Cx<R> sigma = count % 11 == 10
                      ? end[0] + Cx<R>(weight(end[-1]))
                      : wilkinson(end[-n - 1], end[-n], end[-1], end[0]);
    stepQr(h, zt, n, low, high, sigma, vectors);
  }
  return true;
}
} // namespace weft::kernel
