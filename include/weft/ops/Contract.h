// Sums of products. Dtypes are promoted; integers, floats and complex numbers;
// half types are accumulated in f32. Differentiable in both operands. Axes and
// sizes that do not fit are a ShapeError.
#ifndef WEFT_OPS_CONTRACT_H
#define WEFT_OPS_CONTRACT_H

#include "weft/Array.h"

namespace weft {

/// Which axes of the operands are paired: batch axes stay, contracted ones
/// are summed over.
struct DotAxes {
  Shape xBatch = {}, yBatch = {}, xContract = {}, yContract = {};
};

/// Σ x · y. Result axes: batch, free axes of x, free axes of y.
Array dotGeneral(const Operand &x, const Operand &y, const DotAxes &axes);
/// NumPy's x @ y: (…, m, k) with (…, k, n) gives (…, m, n), leading axes
/// broadcast; an operand of one axis is a row on the left, a column on the
/// right, and its other axis disappears. Scalars are a ShapeError.
Array matmul(const Operand &x, const Operand &y);
/// NumPy's dot: the last axis of x with the last but one of y; a scalar
/// multiplies.
Array dot(const Operand &x, const Operand &y);
/// The last `axes` axes of x with the first of y, in their order.
Array tensordot(const Operand &x, const Operand &y, int64_t axes = 2);
/// xAxes of x with yAxes of y, in pairs.
Array tensordot(const Operand &x, const Operand &y, const Shape &xAxes,
                const Shape &yAxes);
/// The last axis of x with the last of y; a scalar multiplies.
Array inner(const Operand &x, const Operand &y);
/// ravel(x)[i] · ravel(y)[j].
Array outer(const Operand &x, const Operand &y);
/// Σ x̄ · y over all elements, as many on either side; x̄ is conj(x).
Array vdot(const Operand &x, const Operand &y);

} // namespace weft

#endif // WEFT_OPS_CONTRACT_H
