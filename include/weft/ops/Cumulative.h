// Running totals along one axis; the shape stays. Without an axis they run
// over ravel(x). `reverse`: from the last element to the first. Half types are
// accumulated in f32. Differentiable. An axis out of range is a ShapeError.
#ifndef WEFT_OPS_CUMULATIVE_H
#define WEFT_OPS_CUMULATIVE_H

#include "weft/Array.h"

#include <optional>

namespace weft {

/// y[k] = x[0] + … + x[k] (and the product). Bools count as i32; other dtypes
/// stay, integers wrap.
Array cumsum(const Operand &x, std::optional<int64_t> axis = std::nullopt,
             bool reverse = false);
Array cumprod(const Operand &x, std::optional<int64_t> axis = std::nullopt,
              bool reverse = false);
/// The largest (smallest) so far, NaN from the first NaN on. An element that
/// equals the extremum so far shares its derivative in halves. Not of complex
/// numbers.
Array cummax(const Operand &x, std::optional<int64_t> axis = std::nullopt,
             bool reverse = false);
Array cummin(const Operand &x, std::optional<int64_t> axis = std::nullopt,
             bool reverse = false);
/// ln of the running sum of eˣ, without overflow. Floats (of integers, too).
Array cumlogsumexp(const Operand &x, std::optional<int64_t> axis = std::nullopt,
                   bool reverse = false);

} // namespace weft

#endif // WEFT_OPS_CUMULATIVE_H
