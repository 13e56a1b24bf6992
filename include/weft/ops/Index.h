// Parts of arrays at places that are known while tracing. Every dtype; linear,
// and differentiable in floats and complex numbers. Places out of range are a
// ShapeError.
#ifndef WEFT_OPS_INDEX_H
#define WEFT_OPS_INDEX_H

#include "weft/Array.h"

#include <optional>

namespace weft {

/// x[start:limit:stride, …]: one entry per axis, 0 ≤ start ≤ limit ≤ size;
/// strides are 1 where left out.
Array slice(const Operand &x, const Shape &start, const Shape &limit,
            const Shape &strides = {});
/// x[start:limit:stride] along one axis; negative places count from the end,
/// and without a limit it goes to the end.
Array sliceInDim(const Operand &x, int64_t start,
                 std::optional<int64_t> limit = std::nullopt,
                 int64_t stride = 1, int64_t axis = 0);
/// Element `index` of an axis, which stays with size 1 if keepDims.
Array indexInDim(const Operand &x, int64_t index, int64_t axis = 0,
                 bool keepDims = true);
/// As NumPy's take: element `index` of an axis, which disappears.
Array take(const Operand &x, int64_t index, int64_t axis = 0);
/// These elements of an axis, in this order.
Array take(const Operand &x, const std::vector<int64_t> &indices,
           int64_t axis = 0);

/// x with `value` (a scalar, converted to the dtype of x) low[i] times before,
/// high[i] times after and interior[i] times between the elements of axis i.
/// Negative low and high cut off. Differentiable in value too.
Array pad(const Operand &x, const Shape &low, const Shape &high,
          const Shape &interior = {}, const Operand &value = 0);

} // namespace weft

#endif // WEFT_OPS_INDEX_H
