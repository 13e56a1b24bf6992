// Eigenvalues of Hermitian matrices: reflectors make the matrix tridiagonal,
// implicit QL steps with Wilkinson's shift make it diagonal (Golub and Van
// Loan 8.3; Bowdler, Martin, Reinsch and Wilkinson, Numer. Math. 11, 1968).
#include "Householder.h"

namespace weft::kernel {
namespace {
/// a, all of it, becomes tridiagonal: d its diagonal, e below it; reflector j
/// stays in column j from row j + 1 on. p: n elements.
template <class S>
void tridiagonalise(S *a, Real<S> *d, Real<S> *e, S *taus, S *p, I n) {
  for (I j = 0; j + 1 < n; ++j) {
    S *column = a + (j + 1) * n + j;
    I m = n - j - 1;
    S tau = taus[j] = reflector(column, m, n);
    d[j] = re(a[j * n + j]);
    e[j] = re(column[0]);
    if (tau == S(0))
      continue;
    S *v = p + n, *block = a + (j + 1) * n + j + 1;
    v[0] = S(1);
    for (I i = 1; i < m; ++i)
      v[i] = column[i * n];
    // p = tau A v - ½ tau (pᴴ v) v, A := A - v pᴴ - p vᴴ
    S inner(0);
    for (I i = 0; i < m; ++i) {
      p[i] = tau * dot(block + i * n, v, m);
      inner += conj(p[i]) * v[i];
    }
    subtract(p, Real<S>(0.5) * (tau * inner), v, m);
    S *vh = v, *ph = p;
    if constexpr (isComplex<S>) {
      vh = v + n, ph = vh + n;
      for (I i = 0; i < m; ++i)
        vh[i] = conj(v[i]), ph[i] = conj(p[i]);
    }
    for (I i = 0; i < m; ++i) {
      S f = v[i], g = p[i];
      S *row = block + i * n;
      for (I c = 0; c < m; ++c)
        row[c] = row[c] - f * ph[c] - g * vh[c];
    }
  }
  if (n > 0)
    d[n - 1] = re(a[n * n - 1]);
}

/// The rotations of one QL step, applied to rows low…high of z: a strip of
/// columns at a time, so that each row of it is read and written once.
template <class R>
void rotateRows(R *z, I n, const R *cosines, const R *sines, I low, I high) {
  constexpr I strip = 4 * Lanes<R>::count;
  R carry[strip];
  for (I at = 0; at < n; at += strip) {
    I width = smaller(strip, n - at);
    copy(carry, z + high * n + at, width);
    for (I i = high - 1; i >= low; --i) {
      R c = cosines[i], s = sines[i];
      R *upper = z + i * n + at, *lower = upper + n;
      for (I k = 0; k < width; ++k) {
        R x = upper[k], y = carry[k];
        lower[k] = s * x + c * y;
        carry[k] = c * x - s * y;
      }
    }
    copy(z + low * n + at, carry, width);
  }
}
/// One step on the block low…high, e coupling its neighbours. Records the
/// rotations of rows i and i + 1, from high - 1 down to the i that it gives.
template <class R>
I stepQl(R *d, R *e, I low, I high, R *cosines, R *sines) {
  R half = (d[low + 1] - d[low]) / (2 * e[low]);
  R length = hypotenuse(half, R(1));
  R g = d[high] - d[low] + e[low] / (half + (half < 0 ? -length : length));
  R c = 1, s = 1, shift = 0;
  for (I i = high - 1; i >= low; --i) {
    R f = s * e[i], b = c * e[i], r = hypotenuse(f, g);
    if (i + 1 < high)
      e[i + 1] = r;
    if (r == R(0)) { // the block falls apart
      d[i + 1] -= shift;
      return i + 1;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1] - shift;
    R t = (d[i] - g) * s + 2 * c * b;
    shift = s * t;
    d[i + 1] = g + shift;
    g = c * t - b;
    cosines[i] = c, sines[i] = s;
  }
  d[low] -= shift;
  e[low] = g;
  return low;
}
/// d := the eigenvalues; the rows of z are turned along.
/// Whether it converged.
template <class R>
bool diagonalise(R *d, R *e, R *z, R *rotations, I n) {
  R *cosines = rotations, *sines = rotations + n;
  for (I low = 0; low < n; ++low)
    for (int count = 0;; ++count) {
      I high = low;
      for (; high + 1 < n; ++high) {
        R scale = size(d[high]) + size(d[high + 1]);
        if (size(e[high]) <= epsilon<R> * scale || size(e[high]) < tiny<R>)
          break;
      }
      if (high == low)
        break;
      if (count == 60)
        return false;
      if (high + 1 < n)
        e[high] = 0;
      I last = stepQl(d, e, low, high, cosines, sines);
      rotateRows(z, n, cosines, sines, last, high);
    }
  return true;
}
template <class R> void sortRows(R *d, R *z, I n) {
  for (I i = 0; i < n; ++i) {
    I least = i;
    for (I j = i + 1; j < n; ++j)
      if (d[j] < d[least])
        least = j;
    if (least == i)
      continue;
    R t = d[i];
    d[i] = d[least], d[least] = t;
    swapRows(z + i * n, z + least * n, n);
  }
}
/// a := the Hermitian matrix with this lower half. Its scale, which it is divided
/// by.
template <class S, class F> Real<S> fillHermitian(S *a, I n, F half) {
  for (I i = 0; i < n; ++i)
    for (I j = 0; j <= i; ++j) {
      S part = half(i, j);
      if (i == j)
        part = S(re(part));
      a[i * n + j] = part;
      a[j * n + i] = conj(part);
    }
  Real<S> scale = rangeOf(a, n * n);
  if (scale != Real<S>(1))
    for (I i = 0; i < n * n; ++i)
      a[i] = a[i] / scale;
  return scale;
}
} // namespace

/// v's columns and w. reals: 3 n and n · n; memory: n · n, 5 n and what
/// reflectors need.
template <class S>
void eigh(const S *x, S *v, Real<S> *w, S *memory, Real<S> *reals, I batch,
          I n, I lower) {
  S *a = memory, *taus = a + n * n, *p = taus + n, *scratch = p + 4 * n;
  Real<S> *e = reals, *rotations = e + n, *z = rotations + 2 * n;
  for (I b = 0; b < batch; ++b, x += n * n, v += n * n, w += n) {
    Real<S> scale = fillHermitian(a, n, [&](I i, I j) {
      return lower ? x[i * n + j] : conj(x[j * n + i]);
    });
    tridiagonalise(a, w, e, taus, p, n);
    identity(z, n);
    bool ok = diagonalise(w, e, z, rotations, n);
    sortRows(w, z, n);
    // The eigenvectors are q zᵀ; q leaves row 0 as it is.
    for (I i = 0; i < n; ++i)
      for (I j = 0; j < n; ++j)
        v[j * n + i] = S(z[i * n + j]);
    if (n > 1)
      applyQ(a + n, n, taus, n - 1, n - 1, v + n, n, n, false, scratch);
    for (I i = 0; i < n; ++i)
      w[i] = ok ? w[i] * scale : notANumber<Real<S>>();
    if (!ok)
      fill(v, n * n, notANumber<S>());
  }
}
/// As LAPACK's sytrd: the reduction of the upper half is that of the lower half
/// of the matrix with rows and columns in the opposite order. memory: n · n and
/// 4 n.
template <class S>
void sytrd(const S *x, S *packed, Real<S> *d, Real<S> *e, S *taus, S *memory,
           I batch, I n, I lower) {
  S *a = memory, *p = a + n * n;
  I between = larger(n - 1, I(0));
  auto at = [&](I i, I j) {
    return lower ? i * n + j : (n - 1 - i) * n + n - 1 - j;
  };
  auto turn = [](auto *v, I size) {
    for (I i = 0; 2 * i + 1 < size; ++i)
      swapRows(v + i, v + size - 1 - i, I(1));
  };
  for (I b = 0; b < batch; ++b, x += n * n) {
    Real<S> scale =
        fillHermitian(a, n, [&](I i, I j) { return x[at(i, j)]; });
    tridiagonalise(a, d, e, taus, p, n);
    copy(packed, x, n * n);
    for (I j = 0; j < n; ++j) {
      packed[at(j, j)] = S(d[j] *= scale);
      if (j < between)
        packed[at(j + 1, j)] = S(e[j] *= scale);
      for (I i = j + 2; i < n; ++i)
        packed[at(i, j)] = a[i * n + j];
    }
    if (!lower)
      turn(d, n), turn(e, between), turn(taus, between);
    packed += n * n, d += n, e += between, taus += between;
  }
}
} // namespace weft::kernel

#define PARAMS(S)                                                              \
  (const S *x, S *packed, weft::kernel::Real<S> *d, weft::kernel::Real<S> *e,  \
   S *taus, S *memory, int64_t batch, int64_t n, int64_t lower)
WEFT_KERNEL_ALL(sytrd, PARAMS, (x, packed, d, e, taus, memory, batch, n, lower))
#undef PARAMS
#define PARAMS(S)                                                              \
  (const S *x, S *v, weft::kernel::Real<S> *w, S *memory,                      \
   weft::kernel::Real<S> *reals, int64_t batch, int64_t n, int64_t lower)
WEFT_KERNEL_ALL(eigh, PARAMS, (x, v, w, memory, reals, batch, n, lower))
#undef PARAMS
