// Words of the interpreter's factorisations: dense reflectors, bases filled up,
// eigenvalues one at a time.
#pragma once
#include "Interp/Dense.h"
#include <cmath>

namespace weft::ir::interp {
using Matrix = Dense<std::complex<double>>;

template <class T> Dense<T> adjoint(const Dense<T> &x) {
  Dense<T> out = x.transposed();
  for (T &v : out.elements)
    v = conjugate(v);
  return out;
}
template <class T> Dense<T> corner(const Dense<T> &x, int64_t rows,
                                   int64_t columns) {
  Dense<T> out(rows, columns);
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < columns; ++j)
      out(i, j) = x(i, j);
  return out;
}
template <class T> bool isFinite(const Dense<T> &x) {
  return llvm::all_of(x.elements, [](T v) {
    return std::isfinite(std::real(v)) && std::isfinite(std::imag(v));
  });
}

/// x without (1 - tau v vᴴ) or with conj(tau), as a dense matrix.
template <class T> Dense<T> reflection(const std::vector<T> &v, T tau) {
  int64_t m = v.size();
  Dense<T> h = identityOf<T>(m);
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < m; ++j)
      h(i, j) -= tau * v[i] * conjugate(v[j]);
  return h;
}
/// The v and tau that make column `column` of x zero below row `at`, by
/// 1 - conj(tau) v vᴴ; v is 0 before that row. Signs are LAPACK's.
template <class T>
std::pair<std::vector<T>, T> reflectorOf(const Dense<T> &x, int64_t at,
                                         int64_t column) {
  std::vector<T> v(x.rows);
  v[at] = 1;
  double rest = 0;
  for (int64_t i = at + 1; i < x.rows; ++i)
    rest = std::hypot(rest, std::abs(x(i, column)));
  T alpha = x(at, column);
  if (rest == 0 && std::imag(alpha) == 0)
    return {v, T(0)};
  double beta = std::hypot(std::abs(alpha), rest);
  beta = std::real(alpha) > 0 ? -beta : beta;
  for (int64_t i = at + 1; i < x.rows; ++i)
    v[i] = x(i, column) / (alpha - beta);
  return {v, (beta - alpha) / beta};
}
/// Fills up the columns from `done` on with what is orthogonal to the others.
template <class T> void complete(Dense<T> &u, int64_t done) {
  for (int64_t unit = 0; done < u.columns; ++unit) {
    std::vector<T> v(u.rows);
    v[unit % u.rows] = 1;
    for (int pass = 0; pass < 2; ++pass)
      for (int64_t k = 0; k < done; ++k) {
        T inner = 0;
        for (int64_t i = 0; i < u.rows; ++i)
          inner += conjugate(u(i, k)) * v[i];
        for (int64_t i = 0; i < u.rows; ++i)
          v[i] -= inner * u(i, k);
      }
    double length = 0;
    for (T x : v)
      length = std::hypot(length, std::abs(x));
    if (length < 1e-3 / static_cast<double>(u.rows))
      continue;
    for (int64_t i = 0; i < u.rows; ++i)
      u(i, done) = v[i] / length;
    ++done;
  }
}
std::vector<std::complex<double>> eigenvalues(Matrix a);
/// Of length 1, its largest element real.
std::vector<std::complex<double>> eigenvector(Matrix a, std::complex<double> w,
                                              int64_t seed);
} // namespace weft::ir::interp
