// Element by element, by NumPy's names: comparison with a tolerance, special
// values, angles, whole numbers. Operands broadcast and are promoted as in
// Elementwise.h.
#ifndef WEFT_OPS_NUMERIC_H
#define WEFT_OPS_NUMERIC_H

#include "weft/Array.h"

namespace weft {

//===-- Comparison --------------------------------------------------------===//
struct Tolerance {
  double relative = 1e-5, absolute = 1e-8;
  bool equalNan = false;
};
/// |x - y| ≤ absolute + relative · |y|; infinities equal their like. Bools.
Array isClose(const Operand &x, const Operand &y, Tolerance tolerance = {});
/// Whether all are: a scalar.
Array allClose(const Operand &x, const Operand &y, Tolerance tolerance = {});
/// Whether the shapes are equal and all elements are.
Array arrayEqual(const Operand &x, const Operand &y);
Array isPosInf(const Operand &x);
Array isNegInf(const Operand &x);

//===-- Special values ----------------------------------------------------===//
/// NaN becomes `nan`, infinities the greatest and the least number of the
/// dtype.
Array nanToNum(const Operand &x, double nan = 0);
/// The larger (smaller); of a NaN and a number the number.
Array fmax(const Operand &x, const Operand &y);
Array fmin(const Operand &x, const Operand &y);
/// Whether the sign is set, of -0 and NaN, too; x with the sign of y.
Array signbit(const Operand &x);
Array copysign(const Operand &x, const Operand &y);
/// 0 below 0, 1 above, `at0` at 0; NaN stays.
Array heaviside(const Operand &x, const Operand &at0);

//===-- Functions: floats, differentiable ---------------------------------===//
/// sin(πx) / (πx), 1 at 0.
Array sinc(const Operand &x);
/// √(x² + y²) without overflow.
Array hypot(const Operand &x, const Operand &y);
/// ln(eˣ + eʸ) and log₂(2ˣ + 2ʸ) without overflow.
Array logaddexp(const Operand &x, const Operand &y);
Array logaddexp2(const Operand &x, const Operand &y);
/// 1 / x.
Array reciprocal(const Operand &x);
/// Degrees and radians.
Array deg2rad(const Operand &x);
Array rad2deg(const Operand &x);
/// x · 2ⁿ for integers n.
Array ldexp(const Operand &x, const Operand &n);
/// Angles along an axis without jumps of more than half a period.
Array unwrap(const Operand &x, int64_t axis = -1,
             double period = 6.283185307179586);

//===-- Whole numbers -----------------------------------------------------===//
/// Towards zero, as floats; integers stay. Derivative 0.
Array trunc(const Operand &x);
/// ⌊x / y⌋ of the promoted dtype. Integers: x // 0 is all ones, -1
/// where there are signs, as XLA divides (jnp's is -2 but for x = 0: undefined).
Array floorDivide(const Operand &x, const Operand &y);
struct DivMod {
  Array quotient, remainder;
};
/// {floorDivide, mod}: x = quotient · y + remainder, but for integers over 0.
DivMod divmod(const Operand &x, const Operand &y);
/// {the part behind the point, the part before it}, both with the sign of x.
std::pair<Array, Array> modf(const Operand &x);
/// The greatest common divisor and the least common multiple. Integers.
Array gcd(const Operand &x, const Operand &y);
Array lcm(const Operand &x, const Operand &y);

} // namespace weft

#endif // WEFT_OPS_NUMERIC_H
