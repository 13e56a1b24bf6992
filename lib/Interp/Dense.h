// Matrices of the interpreter: one of a batch, taken out and put back.
#pragma once
#include "Interp/Values.h"
#include <limits>

namespace weft::ir::interp {
template <class T> struct Dense {
  int64_t rows, columns;
  std::vector<T> elements;

  Dense(int64_t rows, int64_t columns)
      : rows(rows), columns(columns), elements(rows * columns) {}
  T &operator()(int64_t i, int64_t j) { return elements[i * columns + j]; }
  T operator()(int64_t i, int64_t j) const { return elements[i * columns + j]; }
  Dense transposed() const {
    Dense out(columns, rows);
    for (int64_t i = 0; i < rows; ++i)
      for (int64_t j = 0; j < columns; ++j)
        out(j, i) = (*this)(i, j);
    return out;
  }
};
template <class T> T conjugate(T v) {
  if constexpr (std::is_same_v<T, double>)
    return v;
  else
    return std::conj(v);
}
template <class T> T notANumber() {
  double nan = std::numeric_limits<double>::quiet_NaN();
  if constexpr (std::is_same_v<T, double>)
    return nan;
  else
    return {nan, nan};
}
template <class T> Dense<T> identityOf(int64_t n) {
  Dense<T> out(n, n);
  for (int64_t i = 0; i < n; ++i)
    out(i, i) = 1;
  return out;
}
template <class T> Dense<T> operator*(const Dense<T> &x, const Dense<T> &y) {
  Dense<T> out(x.rows, y.columns);
  for (int64_t i = 0; i < x.rows; ++i)
    for (int64_t k = 0; k < x.columns; ++k)
      for (int64_t j = 0; j < y.columns; ++j)
        out(i, j) += x(i, k) * y(k, j);
  return out;
}
/// By elimination, the largest pivot of the column each time.
template <class T> Dense<T> solved(Dense<T> a, Dense<T> b) {
  int64_t n = a.rows;
  for (int64_t j = 0; j < n; ++j) {
    int64_t best = j;
    for (int64_t i = j + 1; i < n; ++i)
      if (std::abs(a(i, j)) > std::abs(a(best, j)))
        best = i;
    for (int64_t c = 0; c < n; ++c)
      std::swap(a(j, c), a(best, c));
    for (int64_t c = 0; c < b.columns; ++c)
      std::swap(b(j, c), b(best, c));
    for (int64_t i = 0; i < n; ++i) {
      if (i == j || a(i, j) == T(0))
        continue;
      T f = a(i, j) / a(j, j);
      for (int64_t c = j; c < n; ++c)
        a(i, c) -= f * a(j, c);
      for (int64_t c = 0; c < b.columns; ++c)
        b(i, c) -= f * b(j, c);
    }
  }
  for (int64_t i = 0; i < n; ++i)
    for (int64_t c = 0; c < b.columns; ++c)
      b(i, c) /= a(i, i);
  return b;
}

//===-- In and out of arrays ----------------------------------------------===//
inline int64_t batchOf(const Data &x) {
  int64_t n = 1;
  for (int64_t d : x.shape().drop_back(2))
    n *= d;
  return n;
}
template <class T> Dense<T> matrixAt(const Data &x, int64_t at) {
  auto shape = x.shape().take_back(2);
  Dense<T> out(shape[0], shape[1]);
  auto from = std::get<std::vector<T>>(x.elements).begin() +
              at * static_cast<int64_t>(out.elements.size());
  std::copy_n(from, out.elements.size(), out.elements.begin());
  return out;
}
/// Element `at` of a batch of anything as large as `part`.
template <class T>
void setPart(Data &to, int64_t at, const std::vector<T> &part) {
  Type e = to.type.getElementType();
  auto &all = std::get<std::vector<T>>(to.elements);
  for (size_t i = 0; i < part.size(); ++i)
    all[at * part.size() + i] = rounded(e, part[i]);
}
template <class T> void setMatrix(Data &to, int64_t at, const Dense<T> &m) {
  setPart(to, at, m.elements);
}
DataRefs evaluateDecompose(Operation *op, ArrayRef<DataRef> in);
DataRefs evaluateSchur(Operation *op, ArrayRef<DataRef> in);
inline DataRef shared(Data d) { return std::make_shared<Data>(std::move(d)); }
} // namespace weft::ir::interp
