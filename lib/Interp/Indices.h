// Indices and places of elements in row-major order.
#pragma once
#include "Interp/Values.h"

namespace weft::ir::interp {
using Dims = SmallVector<int64_t>;

inline Dims stridesOf(ArrayRef<int64_t> shape) {
  Dims s(shape.size(), 1);
  for (int64_t i = static_cast<int64_t>(shape.size()) - 2; i >= 0; --i)
    s[i] = s[i + 1] * shape[i + 1];
  return s;
}
/// Calls f(index) for each index of `shape` in row-major order.
template <class F> void walk(ArrayRef<int64_t> shape, F f) {
  int64_t n = 1;
  for (int64_t d : shape)
    n *= d;
  Dims index(shape.size(), 0);
  for (int64_t i = 0; i < n; ++i) {
    f(ArrayRef<int64_t>(index));
    for (int64_t d = static_cast<int64_t>(shape.size()) - 1; d >= 0; --d) {
      if (++index[d] < shape[d])
        break;
      index[d] = 0;
    }
  }
}
inline int64_t offset(ArrayRef<int64_t> index, ArrayRef<int64_t> strides) {
  int64_t at = 0;
  for (auto [i, s] : llvm::zip_equal(index, strides))
    at += i * s;
  return at;
}
} // namespace weft::ir::interp
