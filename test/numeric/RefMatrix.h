// What the rows of linear algebra are made and judged by: complex operands as
// pairs of real ones, and a dense reference on one matrix at a time.
#pragma once
#include "Row.h"
#include "weft/Linalg.h"
#include <algorithm>
#include <complex>

namespace weft::test {
/// How a row's matrices are made: of one real operand, or of two that are the
/// parts of a complex one.
struct Kind {
  const char *label;
  bool complex;
};
inline const Kind kinds[] = {{"real", false}, {"complex", true}};

inline Array joined(const Leaves &x, size_t at, bool complex) {
  return complex ? emitOp("complex", {x[at], x[at + 1]}) : x[at];
}
inline Leaves apart(const Array &z) {
  if (!isComplex(z.dtype()))
    return {z};
  return {emitOp("real", {z}), emitOp("imag", {z})};
}
inline std::vector<In> operandsOf(const std::vector<Shape> &shapes, bool complex) {
  std::vector<In> in;
  for (const Shape &s : shapes) {
    in.push_back({s});
    if (complex)
      in.push_back({s});
  }
  return in;
}

//===-- A reference on one matrix -----------------------------------------===//
using C = std::complex<double>;
struct Ref {
  int64_t rows, columns;
  std::vector<C> v;
  Ref(int64_t rows, int64_t columns)
      : rows(rows), columns(columns), v(rows * columns) {}
  C &operator()(int64_t i, int64_t j) { return v[i * columns + j]; }
  const C &operator()(int64_t i, int64_t j) const {
    return v[i * columns + j];
  }
};
/// Matrix `at` of operand(s) `i`.
inline Ref take(const Elements &x, size_t i, int64_t at, int64_t rows,
         int64_t columns, bool complex) {
  Ref m(rows, columns);
  for (size_t k = 0; k < m.v.size(); ++k)
    m.v[k] = {x[i][at * m.v.size() + k],
              complex ? x[i + 1][at * m.v.size() + k] : 0};
  return m;
}
inline Ref times(const Ref &a, const Ref &b) {
  Ref c(a.rows, b.columns);
  for (int64_t i = 0; i < a.rows; ++i)
    for (int64_t j = 0; j < b.columns; ++j)
      for (int64_t k = 0; k < a.columns; ++k)
        c(i, j) += a(i, k) * b(k, j);
  return c;
}
inline Ref adjoint(const Ref &a) {
  Ref c(a.columns, a.rows);
  for (int64_t i = 0; i < a.rows; ++i)
    for (int64_t j = 0; j < a.columns; ++j)
      c(j, i) = std::conj(a(i, j));
  return c;
}
inline std::vector<double> flat(const std::vector<Ref> &all, bool complex) {
  std::vector<double> out;
  for (const Ref &m : all)
    for (C z : m.v)
      out.push_back(z.real());
  if (complex)
    for (const Ref &m : all)
      for (C z : m.v)
        out.push_back(z.imag());
  return out;
}
inline Ref unit(int64_t n) {
  Ref m(n, n);
  for (int64_t i = 0; i < n; ++i)
    m(i, i) = 1;
  return m;
}
/// Eigenvalues of a Hermitian matrix, ascending, by Jacobi's method.
inline std::vector<double> hermitianValues(Ref a) {
  int64_t n = a.rows;
  for (int sweep = 0; sweep < 40; ++sweep)
    for (int64_t p = 0; p < n; ++p)
      for (int64_t q = p + 1; q < n; ++q) {
        double size = std::abs(a(p, q));
        if (size < 1e-300)
          continue;
        double ratio = (a(q, q).real() - a(p, p).real()) / (2 * size);
        double t = (ratio < 0 ? -1 : 1) /
                   (std::abs(ratio) + std::sqrt(1 + ratio * ratio));
        double c = 1 / std::sqrt(1 + t * t);
        C s = t * c * a(p, q) / size;
        Ref g = unit(n);
        g(p, p) = g(q, q) = c;
        g(p, q) = s;
        g(q, p) = -std::conj(s);
        a = times(adjoint(g), times(a, g));
      }
  std::vector<double> w;
  for (int64_t i = 0; i < n; ++i)
    w.push_back(a(i, i).real());
  std::sort(w.begin(), w.end());
  return w;
}
/// a x = b by Gauss and Jordan, with pivots.
inline Ref solved(Ref a, Ref b) {
  int64_t n = a.rows;
  for (int64_t k = 0; k < n; ++k) {
    int64_t best = k;
    for (int64_t i = k + 1; i < n; ++i)
      if (std::abs(a(i, k)) > std::abs(a(best, k)))
        best = i;
    for (int64_t j = 0; j < n; ++j)
      std::swap(a(k, j), a(best, j));
    for (int64_t j = 0; j < b.columns; ++j)
      std::swap(b(k, j), b(best, j));
    C d = a(k, k);
    for (int64_t j = 0; j < n; ++j)
      a(k, j) /= d;
    for (int64_t j = 0; j < b.columns; ++j)
      b(k, j) /= d;
    for (int64_t i = 0; i < n; ++i) {
      C f = i == k ? 0 : a(i, k);
      for (int64_t j = 0; j < n; ++j)
        a(i, j) -= f * a(k, j);
      for (int64_t j = 0; j < b.columns; ++j)
        b(i, j) -= f * b(k, j);
    }
  }
  return b;
}

/// Of a row's results: one after another, a complex one as its parts.
inline void append(Leaves &out, const Array &z) {
  for (const Array &part : apart(z))
    out.push_back(part);
}
inline void append(std::vector<double> &out, const std::vector<Ref> &all,
                   bool complex) {
  auto more = flat(all, complex);
  out.insert(out.end(), more.begin(), more.end());
}
inline Array adjointOf(const Array &x) {
  Array t = swapaxes(x, -1, -2);
  return isComplex(x.dtype()) ? emitOp("conj", {t}) : t;
}
} // namespace weft::test
