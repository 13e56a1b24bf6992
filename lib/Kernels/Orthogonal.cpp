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
  (const S *x, const S *taus, S *q, S *scratch, int64_t batch, int64_t m,      \
   int64_t n, int64_t k)
WEFT_KERNEL_ALL(orgqr, PARAMS, (x, taus, q, scratch, batch, m, n, k))
#undef PARAMS
#define PARAMS(S)                                                              \
  (const S *x, S *q, S *r, S *memory, int64_t batch, int64_t m, int64_t n,     \
   int64_t columns)
WEFT_KERNEL_ALL(qr, PARAMS, (x, q, r, memory, batch, m, n, columns))
#undef PARAMS
