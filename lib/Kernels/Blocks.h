// Matrix products and triangular solves on blocks: what the factorisations
// spend their time in. Row-major with a leading dimension each.
#pragma once
#include "Kernel.h"

namespace weft::kernel {
/// Columns that a factorisation works on at a time.
inline constexpr I blockSize = 32;

/// Rows × one vector of columns, summed over k in registers.
template <int Rows, bool Add, class R>
inline void tile(R *c, I ldc, const R *a, I lda, const R *b, I ldb, I k) {
  typename Lanes<R>::type sum[Rows] = {};
  for (I p = 0; p < k; ++p) {
    typename Lanes<R>::type row = lanesAt(b + p * ldb);
#pragma clang loop unroll(full)
    for (int r = 0; r < Rows; ++r)
      sum[r] += row * a[r * lda + p];
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < Rows; ++r) {
    if constexpr (Add)
      lanesAt(c + r * ldc) += sum[r];
    else
      lanesAt(c + r * ldc) -= sum[r];
  }
}
/// C ± A B for what is left of rows and columns, and for complex numbers.
template <bool Add, class S>
inline void productByRows(S *c, I ldc, const S *a, I lda, const S *b, I ldb,
                          I m, I n, I k) {
  for (I i = 0; i < m; ++i)
    for (I p = 0; p < k; ++p) {
      S f = a[i * lda + p];
      for (I j = 0; j < n; ++j)
        c[i * ldc + j] = Add ? c[i * ldc + j] + f * b[p * ldb + j]
                             : c[i * ldc + j] - f * b[p * ldb + j];
    }
}
/// C ±= A B; C is m × n, the sum over k.
template <bool Add = false, class S>
inline void product(S *c, I ldc, const S *a, I lda, const S *b, I ldb, I m,
                    I n, I k) {
  if (k == 0)
    return;
  if (n == 1 && ldb == 1) {
    for (I i = 0; i < m; ++i) {
      S sum = dot(a + i * lda, b, k);
      c[i * ldc] = Add ? c[i * ldc] + sum : c[i * ldc] - sum;
    }
    return;
  }
  if constexpr (isComplex<S>) {
    productByRows<Add>(c, ldc, a, lda, b, ldb, m, n, k);
  } else {
    constexpr I lanes = Lanes<S>::count;
    I j = 0;
    for (; j + lanes <= n; j += lanes) {
      I i = 0;
      for (; i + 6 <= m; i += 6)
        tile<6, Add>(c + i * ldc + j, ldc, a + i * lda, lda, b + j, ldb, k);
      for (; i < m; ++i)
        tile<1, Add>(c + i * ldc + j, ldc, a + i * lda, lda, b + j, ldb, k);
    }
    if (j < n)
      productByRows<Add>(c + j, ldc, a, lda, b + j, ldb, m, n - j, k);
  }
}

/// X := L⁻¹ X for a lower triangle L; X is n × m.
template <class S>
inline void solveLower(const S *l, I ldl, S *x, I ldx, I n, I m, bool unit) {
  for (I at = 0; at < n; at += blockSize) {
    I end = smaller(n, at + blockSize);
    product(x + at * ldx, ldx, l + at * ldl, ldl, x, ldx, end - at, m, at);
    for (I i = at; i < end; ++i) {
      if (m == 1)
        x[i * ldx] -= ldx == 1 ? dot(l + i * ldl + at, x + at, i - at) : S(0);
      if (m != 1 || ldx != 1)
        for (I k = at; k < i; ++k)
          subtract(x + i * ldx, l[i * ldl + k], x + k * ldx, m);
      if (!unit)
        for (I j = 0; j < m; ++j)
          x[i * ldx + j] = x[i * ldx + j] / l[i * ldl + i];
    }
  }
}

/// to[j, i] = conj?(from[i, j]); from is m × n.
template <bool Conj, class S>
inline void transposed(S *to, I ldt, const S *from, I ldf, I m, I n) {
  for (I i0 = 0; i0 < m; i0 += 8)
    for (I j = 0; j < n; ++j)
      for (I i = i0; i < smaller(m, i0 + 8); ++i)
        to[j * ldt + i] = Conj ? conj(from[i * ldf + j]) : from[i * ldf + j];
}
} // namespace weft::kernel
