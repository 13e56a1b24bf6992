// Eigenvalues of general matrices, in complex arithmetic: balancing,
// Hessenberg form by reflectors, single-shift QR to Schur's triangle,
// eigenvectors by substitution (Golub and Van Loan 7.4 to 7.6; Wilkinson, The
// Algebraic Eigenvalue Problem). Those of real matrices are made exactly real,
// or exactly conjugate in pairs, at the end.
#include "Schur.h"

namespace weft::kernel {
namespace {
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

/// memory: 3 n · n, 3 n and what reflectors need; d: n. v is not touched without
/// `vectors`.
template <class S>
void eig(const S *x, Cx<Real<S>> *w, Cx<Real<S>> *v, Cx<Real<S>> *memory,
         Real<S> *d, I batch, I n, I vectors) {
  using R = Real<S>;
  using C = Cx<R>;
  C *h = memory, *zt = h + n * n, *vt = zt + n * n, *work = vt + n * n,
    *taus = work + 2 * n, *scratch = taus + n;
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
    reduceHessenberg(h, taus, work, n);
    if (vectors) {
      formHessenbergQ(h, taus, vt, n, scratch);
      transposed<false>(zt, n, vt, n, n, n);
    }
    clearReflectors(h, n);
    ok = ok && triangulate(h, zt, n, vectors);
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
