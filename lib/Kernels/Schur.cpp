// Hessenberg and Schur forms. That of a complex matrix is eig's; that of a real
// one stays real by steps with two shifts at once, and keeps pairs of complex
// eigenvalues as 2 × 2 blocks (Francis, Computer J. 4, 1961; Golub and Van Loan
// 7.5). Shifts, where steps begin and the form of the blocks follow LAPACK's
// hqr, so that signs are mostly its.
#include "Schur.h"

namespace weft::kernel {
namespace {
template <class R> R withSign(R size, R of) { return of < R(0) ? -size : size; }

//===-- Blocks of two -----------------------------------------------------===//
/// c and s with (c x + s y, c y - s x) as new rows and columns.
template <class R> struct Turn {
  R c = 1, s = 0;
};
/// a, b, c, d of a block become a triangle (c = 0) where its eigenvalues are
/// real; else a = d and b c < 0.
template <class R> Turn<R> standardise(R &a, R &b, R &c, R &d) {
  if (c == R(0))
    return {};
  if (b == R(0)) {
    R t = a;
    a = d, d = t, b = -c, c = 0;
    return {0, 1};
  }
  if (a == d && (b < R(0)) != (c < R(0)))
    return {};
  R half = (a - d) / 2, most = larger(size(b), size(c));
  R least = smaller(size(b), size(c)) * ((b < R(0)) != (c < R(0)) ? -1 : 1);
  R scale = larger(size(half), most);
  // The discriminant over `scale`.
  R z = half / scale * half + most / scale * least;
  if (z >= 4 * epsilon<R> * scale) {
    z = half + withSign(root(scale) * root(z), half);
    R length = hypotenuse(c, z);
    Turn<R> t{z / length, c / length};
    a = d + z;
    d -= most / z * least;
    b -= c;
    c = 0;
    return t;
  }
  R sigma = b + c, length = hypotenuse(sigma, a - d);
  Turn<R> t;
  t.c = root((1 + size(sigma) / length) / 2);
  t.s = -(half / (length * t.c)) * withSign(R(1), sigma);
  R aa = a * t.c + b * t.s, bb = b * t.c - a * t.s;
  R cc = c * t.c + d * t.s, dd = d * t.c - c * t.s;
  a = aa * t.c + cc * t.s;
  b = bb * t.c + dd * t.s;
  c = cc * t.c - aa * t.s;
  d = dd * t.c - bb * t.s;
  a = d = (a + d) / 2;
  if (c == R(0) || (b != R(0) && (b < R(0)) != (c < R(0))))
    return t;
  if (b == R(0)) {
    b = -c, c = 0;
    return {-t.s, t.c};
  }
  // Real by rounding only.
  R rb = root(size(b)), rc = root(size(c)), p = withSign(rb * rc, c);
  R f = 1 / root(size(b + c)), c1 = rb * f, s1 = rc * f;
  a += p;
  d -= p;
  b -= c;
  c = 0;
  return {t.c * c1 - t.s * s1, t.c * s1 + t.s * c1};
}
template <class R> void turnRows(R *x, R *y, Turn<R> t, I n) {
  for (I i = 0; i < n; ++i) {
    R u = x[i], v = y[i];
    x[i] = t.c * u + t.s * v;
    y[i] = t.c * v - t.s * u;
  }
}
/// Rows k and k + 1 of h, which are a block of their own.
template <class R> void finishPair(R *h, R *zt, I n, I k) {
  R *row = h + k * n, *next = row + n;
  Turn<R> t = standardise(row[k], row[k + 1], next[k], next[k + 1]);
  turnRows(row + k + 2, next + k + 2, t, n - k - 2);
  for (I i = 0; i < k; ++i)
    turnRows(h + i * n + k, h + i * n + k + 1, t, I(1));
  turnRows(zt + k * n, zt + (k + 1) * n, t, n);
}

//===-- Steps with two shifts ---------------------------------------------===//
template <class R> struct Shifts {
  R re1, im1, re2, im2;
};
/// The eigenvalues of the last block of two, or the nearer one twice if they are
/// real; every tenth time something else.
template <class R> Shifts<R> shiftsOf(const R *h, I n, I high, int count) {
  const R *end = h + high * n + high;
  R a = end[-n - 1], b = end[-n], c = end[-1], d = end[0];
  if (count % 10 == 0) {
    R s = size(end[-1]) + size(end[-n - 2]);
    a = d = R(0.75) * s + end[0];
    b = R(-0.4375) * s;
    c = s;
  }
  R s = size(a) + size(b) + size(c) + size(d);
  if (s == R(0))
    return {0, 0, 0, 0};
  a = a / s, b = b / s, c = c / s, d = d / s;
  R mean = (a + d) / 2, det = (a - mean) * (d - mean) - b * c;
  R r = root(size(det));
  if (det >= R(0))
    return {mean * s, r * s, mean * s, -r * s};
  R x = mean + r, y = mean - r;
  R nearer = s * (size(x - d) <= size(y - d) ? x : y);
  return {nearer, 0, nearer, 0};
}
/// The row from `low` on where a step may begin: two elements below the diagonal
/// in turn are small. v: the first column of (h - shift₁)(h - shift₂) there.
template <class R>
I beginning(const R *h, I n, I low, I high, Shifts<R> s, R *v) {
  for (I m = high - 2;; --m) {
    const R *at = h + m * n + m, *next = at + n;
    R scale = size(at[0] - s.re2) + size(s.im2) + size(next[0]);
    R below = next[0] / scale;
    v[0] = below * at[1] + (at[0] - s.re1) * ((at[0] - s.re2) / scale) -
           s.im1 * (s.im2 / scale);
    v[1] = below * (at[0] + next[1] - s.re1 - s.re2);
    v[2] = below * next[n + 1];
    R sum = size(v[0]) + size(v[1]) + size(v[2]);
    for (I i = 0; i < 3; ++i)
      v[i] = v[i] / sum;
    if (m == low)
      return m;
    R around = size(at[-n - 1]) + size(at[0]) + size(next[1]);
    if (size(at[-1]) * (size(v[1]) + size(v[2])) <=
        epsilon<R> * size(v[0]) * around)
      return m;
  }
}
template <class R>
void doubleStep(R *h, R *zt, I n, I low, I high, Shifts<R> s) {
  R v[3];
  I first = beginning(h, n, low, high, s, v);
  for (I k = first; k < high; ++k) {
    I m = smaller(I(3), high - k + 1);
    R *block = h + k * n;
    for (I i = 0; k > first && i < m; ++i)
      v[i] = block[i * n + k - 1];
    R tau = reflector(v, m, I(1));
    if (k > first) {
      block[k - 1] = v[0];
      for (I i = 1; i < m; ++i)
        block[i * n + k - 1] = R(0);
    } else if (k > low) {
      block[k - 1] *= 1 - tau;
    }
    v[0] = 1;
    auto reflect = [&](R *x, I step) {
      R sum = 0;
      for (I i = 0; i < m; ++i)
        sum += v[i] * x[i * step];
      for (I i = 0; i < m; ++i)
        x[i * step] -= tau * sum * v[i];
    };
    for (I j = k; j < n; ++j)
      reflect(block + j, n);
    for (I i = 0; i <= smaller(k + 3, high); ++i)
      reflect(h + i * n + k, I(1));
    for (I j = 0; j < n; ++j)
      reflect(zt + k * n + j, n);
  }
}
template <class R> bool triangulate(R *h, R *zt, I n, bool) {
  int count = 0;
  for (I high = n - 1; high > 0;) {
    I low = blockStart(h, n, high);
    if (high - low < 2) {
      if (low < high)
        finishPair(h, zt, n, low);
      high = low - 1;
      count = 0;
      continue;
    }
    if (++count > 100)
      return false;
    doubleStep(h, zt, n, low, high, shiftsOf(h, n, high, count));
  }
  return true;
}
} // namespace

/// taus: n - 1 of a matrix; work: 2 n.
template <class S>
void hessenberg(const S *x, S *a, S *taus, S *work, I batch, I n) {
  I each = larger(n - 1, I(0));
  for (I b = 0; b < batch; ++b, x += n * n, a += n * n, taus += each) {
    copy(a, x, n * n);
    reduceHessenberg(a, taus, work, n);
  }
}
/// memory: n · n, 3 n and what reflectors need.
template <class S>
void schur(const S *x, S *t, S *z, S *memory, I batch, I n) {
  S *zt = memory, *taus = zt + n * n, *work = taus + n, *scratch = work + 2 * n;
  for (I b = 0; b < batch; ++b, x += n * n, t += n * n, z += n * n) {
    bool ok = true;
    Real<S> scale = rangeOf(x, n * n);
    for (I i = 0; i < n * n; ++i) {
      t[i] = x[i] / scale;
      ok = ok && x[i] - x[i] == S(0);
    }
    reduceHessenberg(t, taus, work, n);
    formHessenbergQ(t, taus, z, n, scratch);
    transposed<false>(zt, n, z, n, n, n);
    clearReflectors(t, n);
    ok = ok && triangulate(t, zt, n, true);
    transposed<false>(z, n, zt, n, n, n);
    for (I i = 0; i < n * n; ++i)
      t[i] = scale * t[i];
    if (!ok) {
      fill(t, n * n, notANumber<S>());
      fill(z, n * n, notANumber<S>());
    }
  }
}
} // namespace weft::kernel

#define PARAMS(S) (const S *x, S *a, S *taus, S *work, int64_t batch, int64_t n)
WEFT_KERNEL_ALL(hessenberg, PARAMS, (x, a, taus, work, batch, n))
#undef PARAMS
#define PARAMS(S) (const S *x, S *t, S *z, S *memory, int64_t batch, int64_t n)
WEFT_KERNEL_ALL(schur, PARAMS, (x, t, z, memory, batch, n))
#undef PARAMS
