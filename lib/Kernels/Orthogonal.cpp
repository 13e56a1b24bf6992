// QR by Householder's method.
#include "Householder.h"

namespace weft::kernel {
template <class S>
inline void geqrf(const S *x, S *a, S *taus, S *scratch, I batch, I m, I n) {
  for (I b = 0; b < batch; ++b, x += m * n, a += m * n, taus += smaller(m, n)) {
    copy(a, x, m * n);
    factorQr(a, n, taus, m, n, scratch);
  }
}
/// The same of the columns of x in the order of a permutation, each time the
/// longest of the rest first. Their lengths are carried on and counted again
/// where what is left of them is rounding (Drmač and Bujanović, ACM Trans. Math.
/// Softw. 35, 2008). row: n; reals: 2 n.
template <class S>
inline void geqp3(const S *x, S *a, int32_t *permutation, S *taus, S *row,
                  Real<S> *reals, I batch, I m, I n) {
  using R = Real<S>;
  I k = smaller(m, n);
  R *length = reals, *counted = length + n;
  for (I b = 0; b < batch; ++b) {
    copy(a, x, m * n);
    for (I c = 0; c < n; ++c) {
      permutation[c] = static_cast<int32_t>(c);
      length[c] = counted[c] = norm(a + c, m, n);
    }
    for (I j = 0; j < k; ++j) {
      I longest = j;
      for (I c = j + 1; c < n; ++c)
        if (length[c] > length[longest])
          longest = c;
      if (longest != j) {
        for (I i = 0; i < m; ++i)
          swapRows(a + i * n + j, a + i * n + longest, I(1));
        swapRows(permutation + j, permutation + longest, I(1));
        length[longest] = length[j], counted[longest] = counted[j];
      }
      taus[j] = reflectColumn(a, n, m, j, n - j - 1, row);
      for (I c = j + 1; c < n; ++c) {
        if (length[c] == R(0))
          continue;
        R part = size(a[j * n + c]) / length[c];
        R left = larger(R(0), (1 + part) * (1 - part));
        R kept = length[c] / counted[c];
        if (left * kept * kept > root(epsilon<R>))
          length[c] *= root(left);
        else
          length[c] = counted[c] = norm(a + (j + 1) * n + c, m - j - 1, n);
      }
    }
    x += m * n, a += m * n, permutation += n, taus += k;
  }
}
/// k reflectors in the columns of x.
template <class S>
inline void orgqr(const S *x, const S *taus, S *q, S *scratch, I batch, I m,
                  I n, I k) {
  for (I b = 0; b < batch; ++b, x += m * n, q += m * n, taus += k)
    formQ(x, n, taus, m, n, k, q, scratch);
}
/// q is m × columns; r columns × n. memory: the factored matrix, the taus.
template <class S>
inline void qr(const S *x, S *q, S *r, S *memory, I batch, I m, I n,
               I columns) {
  I k = smaller(m, n);
  S *a = memory, *taus = a + m * n, *scratch = taus + k;
  for (I b = 0; b < batch; ++b) {
    copy(a, x, m * n);
    factorQr(a, n, taus, m, n, scratch);
    for (I i = 0; i < columns; ++i)
      for (I j = 0; j < n; ++j)
        r[i * n + j] = i <= j ? a[i * n + j] : S(0);
    formQ(a, n, taus, m, columns, k, q, scratch);
    x += m * n, q += m * columns, r += columns * n;
  }
}
} // namespace weft::kernel

#define PARAMS(S)                                                              \
  (const S *x, S *a, S *taus, S *scratch, int64_t batch, int64_t m, int64_t n)
WEFT_KERNEL_ALL(geqrf, PARAMS, (x, a, taus, scratch, batch, m, n))
#undef PARAMS
#define PARAMS(S)                                                              \
  (const S *x, S *a, int32_t *permutation, S *taus, S *row,                    \
   weft::kernel::Real<S> *reals, int64_t batch, int64_t m, int64_t n)
WEFT_KERNEL_ALL(geqp3, PARAMS,
                (x, a, permutation, taus, row, reals, batch, m, n))
#undef PARAMS
#define PARAMS(S)                                                              \
  (const S *x, const S *taus, S *q, S *scratch, int64_t batch, int64_t m,      \
   int64_t n, int64_t k)
WEFT_KERNEL_ALL(orgqr, PARAMS, (x, taus, q, scratch, batch, m, n, k))
#undef PARAMS
#define PARAMS(S)                                                              \
  (const S *x, S *q, S *r, S *memory, int64_t batch, int64_t m, int64_t n,     \
   int64_t columns)
WEFT_KERNEL_ALL(qr, PARAMS, (x, q, r, memory, batch, m, n, columns))
#undef PARAMS
