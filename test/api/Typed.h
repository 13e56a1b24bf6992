// What the tests of the public operations share: an array's type as text, and
// integers of any dtype.
#ifndef WEFT_TEST_API_TYPED_H
#define WEFT_TEST_API_TYPED_H

#include "weft/Ops.h"

#include <initializer_list>
#include <string>
#include <vector>

namespace weft::test {

using Doubles = std::vector<double>;

/// "f32[3]", with a star where it is weak.
inline std::string typeOf(const Array &x) {
  std::string s = std::string(shortName(x.dtype())) + "[";
  for (int64_t i = 0; i < x.rank(); ++i)
    s += (i ? "," : "") + std::to_string(x.dim(i));
  return s + (x.isWeak() ? "]*" : "]");
}

inline Array ints(std::initializer_list<int64_t> values, Dtype dtype) {
  return astype(array<int64_t>(values), dtype);
}

} // namespace weft::test

#endif // WEFT_TEST_API_TYPED_H
