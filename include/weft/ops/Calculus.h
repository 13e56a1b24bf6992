// Differences, sums and polynomials of sampled functions. Floats (integers
// where nothing is divided); differentiable. Axes and sizes that do not fit
// are a ShapeError.
#ifndef WEFT_OPS_CALCULUS_H
#define WEFT_OPS_CALCULUS_H

#include "weft/ops/Shape.h"

namespace weft {

/// x[1:] - x[:-1] along an axis, n times; of bools whether they differ.
Array diff(const Operand &x, int64_t n = 1, int64_t axis = -1);
/// Central differences inside, one-sided ones at both ends, over the distance
/// of samples. An axis has at least 2 elements.
Array gradientAlong(const Operand &x, int64_t axis,
                    const Operand &spacing = 1.0);
/// The same along each axis.
std::vector<Array> gradient(const Operand &x, const Operand &spacing = 1.0);
/// ∫ y dx by trapezoids along an axis: of samples dx apart, or at places x (of
/// one axis, or of the shape of y).
Array trapezoid(const Operand &y, const Operand &dx = 1.0, int64_t axis = -1);
Array trapezoidAt(const Operand &y, const Operand &x, int64_t axis = -1);

enum class ConvolveMode { Full, Same, Valid };
/// Σ x[i] y[n - i] of arrays of one axis, of all n where they overlap, the
/// middle of these, or only where they overlap wholly.
Array convolve(const Operand &x, const Operand &y,
               ConvolveMode mode = ConvolveMode::Full);
/// Σ x[i + n] ȳ[i].
Array correlate(const Operand &x, const Operand &y,
                ConvolveMode mode = ConvolveMode::Valid);

/// The polynomial with coefficients p, the highest power first, at x.
Array polyval(const Operand &p, const Operand &x);
/// Coefficients, the highest power first, of the polynomial of this degree that
/// is nearest to (x, y) in the least squares, with weights of the residuals
/// where they are given. x has one axis, y one, or a second for further
/// polynomials. Powers whose singular value is below n ε of the largest count
/// as 0.
Array polyfit(const Operand &x, const Operand &y, int64_t degree,
              const Array &weights = Array());
Array polyadd(const Operand &p, const Operand &q);
Array polymul(const Operand &p, const Operand &q);
/// The m-th derivative; the integral that is 0 at 0, m times.
Array polyder(const Operand &p, int64_t m = 1);
Array polyint(const Operand &p, int64_t m = 1);

/// a × b along an axis of size 3; of size 2 both: the third component alone.
Array cross(const Operand &a, const Operand &b, int64_t axis = -1);

} // namespace weft

#endif // WEFT_OPS_CALCULUS_H
