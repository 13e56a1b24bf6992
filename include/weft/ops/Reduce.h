// Axes that disappear. Without axes all of them do; with keepDims they stay
// with size 1. Axes out of range or named twice are a ShapeError.
#ifndef WEFT_OPS_REDUCE_H
#define WEFT_OPS_REDUCE_H

#include "weft/ops/Shape.h"

namespace weft {

/// Bools and integers under 32 bits give i32 (unsigned ones u32); half types
/// are accumulated in f32. Differentiable; of nothing 0 and 1.
Array sum(const Operand &x, const AxisSet &axes = {}, bool keepDims = false);
Array prod(const Operand &x, const AxisSet &axes = {}, bool keepDims = false);

/// NaN if one element is. Those that share the extremum share the derivative.
/// Not of complex numbers; of nothing a ShapeError.
Array max(const Operand &x, const AxisSet &axes = {}, bool keepDims = false);
Array min(const Operand &x, const AxisSet &axes = {}, bool keepDims = false);

/// Whether any, or all, elements are not 0: bools. No derivative.
Array any(const Operand &x, const AxisSet &axes = {}, bool keepDims = false);
Array all(const Operand &x, const AxisSet &axes = {}, bool keepDims = false);

/// The first index of the extremum, or of the first NaN: i32. Without an axis
/// it counts in ravel(x). No derivative; of nothing a ShapeError.
Array argmax(const Operand &x, std::optional<int64_t> axis = std::nullopt,
             bool keepDims = false);
Array argmin(const Operand &x, std::optional<int64_t> axis = std::nullopt,
             bool keepDims = false);

/// Σ x / n. Floats (integers and bools become floats) and complex numbers;
/// half types are computed in f32. Differentiable.
Array mean(const Operand &x, const AxisSet &axes = {}, bool keepDims = false);
/// Σ |x - mean|² / (n - ddof), and its root (NumPy's std, which would hide the
/// namespace). Floats, and of complex numbers real ones. Differentiable.
Array var(const Operand &x, const AxisSet &axes = {}, bool keepDims = false,
          double ddof = 0);
Array stdDev(const Operand &x, const AxisSet &axes = {}, bool keepDims = false,
             double ddof = 0);

/// ln Σ eˣ without overflow. Floats and complex numbers. Differentiable.
Array logsumexp(const Operand &x, const AxisSet &axes = {},
                bool keepDims = false);
/// eˣ / Σ eˣ, and its logarithm, without overflow, of the shape of x. Floats.
/// Differentiable.
Array softmax(const Operand &x, const AxisSet &axes = -1);
Array logSoftmax(const Operand &x, const AxisSet &axes = -1);

/// The vector norm (Σ |x|^ord)^(1/ord) over the axes; infinity: the largest
/// |x|, -infinity: the smallest, 0: how many are not 0. Floats.
/// Differentiable but at 0 (and for ord 0).
Array norm(const Operand &x, const AxisSet &axes = {}, bool keepDims = false,
           double ord = 2);

} // namespace weft

#endif // WEFT_OPS_REDUCE_H
