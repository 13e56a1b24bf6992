// Eigenvalues of general matrices, in complex arithmetic: balancing,
// Hessenberg form by reflectors, single-shift QR to Schur's triangle,
// eigenvectors by substitution (Golub and Van Loan 7.4 to 7.6; Wilkinson, The
// Algebraic Eigenvalue Problem). Those of real matrices are made exactly real,
// or exactly conjugate in pairs, at the end.
#include "Householder.h"

namespace weft::kernel {
namespace {
template <class R> R weight(Cx<R> z) { return size(z.re) + size(z.im); }

/// a := d⁻¹ a d with powers of two, so that rows and columns are of one size
/// (Parlett and Reinsch, Numer. Math. 13, 1969).
template <class R> void balance(Cx<R> *a, R *d, I n) {
  fill(d, n, R(1));
  bool again = true;
  for (int round = 0; again && round < 100; ++round) {
    again = false;
    for (I i = 0; i < n; ++i) {
      R row = 0, column = 0;
      for (I j = 0; j < n; ++j)
        if (j != i) {
          row += weight(a[i * n + j]);
          column += weight(a[j * n + i]);
        }
      if (row == R(0) || column == R(0) || !(row + column < R(1e30)))
        continue;
      R f = 1, was = row + column;
      for (; column < row / 2; column *= 4)
        f *= 2;
      for (; column >= row * 2; column /= 4)
        f /= 2;
      if ((column + row) / f >= R(0.95) * was)
        continue;
      again = true;
      d[i] *= f;
      for (I j = 0; j < n; ++j) {
        a[i * n + j] = (R(1) / f) * a[i * n + j];
        a[j * n + i] = f * a[j * n + i];
      }
    }
  }
}
/// a := zᴴ a z in Hessenberg form; the rows of zt are the columns of z.
template <class R>
void hessenberg(Cx<R> *a, Cx<R> *zt, Cx<R> *v, Cx<R> *w, I n) {
  using S = Cx<R>;
  identity(zt, n);
  for (I k = 0; k + 2 < n; ++k) {
    I m = n - k - 1;
    S tau = reflector(a + (k + 1) * n + k, m, n);
    if (tau == S(0))
      continue;
    v[0] = S(1);
    for (I i = 1; i < m; ++i) {
      v[i] = a[(k + 1 + i) * n + k];
      a[(k + 1 + i) * n + k] = S(0);
    }
    S *block = a + (k + 1) * n + k + 1;
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
    fill(w, n, S(0));
    for (I i = 0; i < m; ++i)
      subtract(w, -v[i], zt + (k + 1 + i) * n, n);
    for (I i = 0; i < m; ++i)
      subtract(zt + (k + 1 + i) * n, tau * conj(v[i]), w, n);
  }
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
template <class R> Cx<R> wilkinson(Cx<R> a, Cx<R> b, Cx<R> c, Cx<R> d) {
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
void stepQr(Cx<R> *h, Cx<R> *zt, I n, I low, I high, Cx<R> sigma,
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
/// h becomes a triangle. Whether it converged.
template <class R> bool schur(Cx<R> *h, Cx<R> *zt, I n, bool vectors) {
  int count = 0;
  for (I high = n - 1; high > 0;) {
    I low = high;
    for (; low > 0; --low) {
      R scale = weight(h[(low - 1) * n + low - 1]) + weight(h[low * n + low]);
      R below = weight(h[low * n + low - 1]);
      if (below <= epsilon<R> * scale || below < tiny<R>) {
        h[low * n + low - 1] = Cx<R>(0);
        break;
      }
    }
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

/// Row k of vt := eigenvector k of the matrix whose Schur form is z t zᴴ.
template <class R>
void eigenvector(const Cx<R> *t, const Cx<R> *zt, Cx<R> *x, Cx<R> *v, I n,
                 I k, R least) {
  using S = Cx<R>;
  const R large = sizeof(R) == 8 ? 0x1p+300 : 0x1p+40f;
  x[k] = S(1);
  for (I i = k - 1; i >= 0; --i) {
    S sum = t[i * n + k] * x[k] + dot(t + i * n + i + 1, x + i + 1, k - i - 1);
    S below = t[i * n + i] - t[k * n + k];
    if (weight(below) < least)
      below = S(least);
    x[i] = -(sum / below);
    if (weight(x[i]) > large) {
      R f = R(1) / weight(x[i]);
      for (I j = i; j <= k; ++j)
        x[j] = f * x[j];
    }
  }
  fill(v, n, S(0));
  for (I j = 0; j <= k; ++j)
    subtract(v, -x[j], zt + j * n, n);
}
/// Length 1, and the largest component real and positive or negative as the
/// phase makes it.
template <class R> void normalise(Cx<R> *v, I n) {
  R length = norm(v, n, I(1));
  I best = 0;
  for (I i = 1; i < n; ++i)
    if (size(v[i]) > size(v[best]))
      best = i;
  if (length == R(0) || n == 0)
    return;
  Cx<R> phase = conj(v[best]) / size(v[best]);
  for (I i = 0; i < n; ++i)
    v[i] = phase * v[i] / length;
  v[best].im = 0;
}
/// Of a real matrix: values that are real up to rounding become real, others
/// conjugate pairs, the one above the axis first.
template <class R> void pairUp(Cx<R> *w, Cx<R> *vt, I n, R little) {
  auto exchange = [&](I i, I j) {
    Cx<R> t = w[i];
    w[i] = w[j], w[j] = t;
    if (vt && i != j)
      swapRows(vt + i * n, vt + j * n, n);
  };
  for (I i = 0; i < n; ++i) {
    if (size(w[i].im) <= little) {
      w[i].im = 0;
      if (vt)
        for (I j = 0; j < n; ++j)
          vt[i * n + j].im = 0;
      continue;
    }
    I mate = -1;
    for (I j = i + 1; j < n; ++j)
      if (w[j].im * w[i].im < R(0) &&
          (mate < 0 || weight(conj(w[j]) - w[i]) < weight(conj(w[mate]) - w[i])))
        mate = j;
    if (mate < 0)
      continue;
    if (w[i].im < R(0))
      exchange(i, mate);
    exchange(i + 1, mate);
    w[i] = R(0.5) * (w[i] + conj(w[i + 1]));
    w[i + 1] = conj(w[i]);
    if (vt)
      for (I j = 0; j < n; ++j)
        vt[(i + 1) * n + j] = conj(vt[i * n + j]);
    ++i;
  }
}
} // namespace

/// memory: 3 n · n and 3 n; d: n. v is not touched without `vectors`.
template <class S>
void eig(const S *x, Cx<Real<S>> *w, Cx<Real<S>> *v, Cx<Real<S>> *memory,
         Real<S> *d, I batch, I n, I vectors) {
  using R = Real<S>;
  using C = Cx<R>;
  C *h = memory, *zt = h + n * n, *vt = zt + n * n, *work = vt + n * n;
  for (I b = 0; b < batch; ++b, x += n * n, w += n) {
    bool ok = true;
    for (I i = 0; i < n * n; ++i) {
      h[i] = C(re(x[i]), im(x[i]));
      ok = ok && x[i] - x[i] == S(0);
    }
    balance(h, d, n);
    R most = 0;
    for (I i = 0; i < n * n; ++i)
      most = larger(most, weight(h[i]));
    hessenberg(h, zt, work, work + n, n);
    ok = ok && schur(h, zt, n, vectors);
    for (I i = 0; i < n; ++i)
      w[i] = h[i * n + i];
    R least = larger(epsilon<R> * most, tiny<R>);
    for (I k = 0; vectors && k < n; ++k) {
      eigenvector(h, zt, work, vt + k * n, n, k, least);
      for (I i = 0; i < n; ++i)
        vt[k * n + i] = d[i] * vt[k * n + i];
      normalise(vt + k * n, n);
    }
    if (!isComplex<S>)
      pairUp(w, vectors ? vt : nullptr, n,
             static_cast<R>(n) * epsilon<R> * most);
    if (!ok)
      fill(w, n, notANumber<C>());
    if (vectors) {
      transposed<false>(v, n, vt, n, n, n);
      if (!ok)
        fill(v, n * n, notANumber<C>());
      v += n * n;
    }
  }
}
} // namespace weft::kernel

#define PARAMS(S)                                                              \
  (const S *x, weft::kernel::Cx<weft::kernel::Real<S>> *w,                     \
   weft::kernel::Cx<weft::kernel::Real<S>> *v,                                 \
   weft::kernel::Cx<weft::kernel::Real<S>> *memory, weft::kernel::Real<S> *d,  \
   int64_t batch, int64_t n, int64_t vectors)
WEFT_KERNEL_ALL(eig, PARAMS, (x, w, v, memory, d, batch, n, vectors))
#undef PARAMS
