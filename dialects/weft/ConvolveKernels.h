// Convolutions as calls of kernels (lib/Kernels/Convolve*.cpp).
#pragma once
#include "Dialect.h"

namespace weft::ir {
/// What a convolution says of its axes; of an operand: batch (or output
/// features), features, space.
struct ConvolutionAxes {
  ArrayRef<int64_t> x, y, z;
  ArrayRef<int64_t> strides, low, xDilation, yDilation, reversed;
  int64_t featureGroups, batchGroups;
};
/// The convolution of lowered arrays of f32 or f64 by a kernel; null where
/// there is none for it, or where it would not pay.
Value convolvedByKernel(OpBuilder &b, Location loc, const ConvolutionAxes &conv,
                        Value x, Value y, ArrayRef<int64_t> shape);
/// Whether a matrix product is faster where windows are single elements and
/// features last: it has full panels of output features, or half ones in the
/// end, and something to add up (docs/decisions/convolution.md).
bool fillsPanels(const ConvolutionAxes &conv, RankedTensorType kernel);
} // namespace weft::ir
