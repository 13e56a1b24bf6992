// How large an array may be.
#pragma once
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cstdint>
#include <span>

namespace weft::ir {
/// Whether an int64_t counts the bytes of such an array, at 16 an element. A
/// size of 0 counts as 1: strides are products of the other sizes.
inline bool isCountable(std::span<const int64_t> dims) {
  int64_t bytes = 16;
  return std::all_of(dims.begin(), dims.end(), [&](int64_t d) {
    return !llvm::MulOverflow(bytes, std::max<int64_t>(d, 1), bytes);
  });
}
inline constexpr char countableRule[] = "an array has fewer than 2^59 elements";
} // namespace weft::ir
