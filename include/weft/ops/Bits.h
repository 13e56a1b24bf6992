// Element by element: the bits that stand for a number. Broadcasting, promotion
// and errors as in Elementwise.h.
#ifndef WEFT_OPS_BITS_H
#define WEFT_OPS_BITS_H

#include "weft/Array.h"

namespace weft {

/// The bits of x read as another dtype. A narrower one gives x a last axis of
/// the parts, the lowest bits first; a wider one takes it away, which must be as
/// long as there are parts (else a ShapeError). Not from or to bools and complex
/// numbers, unless the dtype stays. No derivative.
Array bitcastConvertType(const Operand &x, Dtype dtype);
/// Floats rounded to a format of so many bits of exponent (at least 1) and of
/// mantissa (at least 0): ties to even, too large to infinity, subnormal to 0.
/// The derivative is rounded likewise.
Array reducePrecision(const Operand &x, int exponentBits, int mantissaBits);
/// The upper half of the product in twice the width. Integers. No derivative.
Array mulhi(const Operand &x, const Operand &y);

/// In IEEE 754's total order, where -0 < 0, NaN is above ∞ and -NaN below -∞;
/// of integers and bools the usual one. Not of complex numbers. Bools; no
/// derivative.
Array eqTo(const Operand &x, const Operand &y);
Array ltTo(const Operand &x, const Operand &y);
Array leTo(const Operand &x, const Operand &y);

} // namespace weft

#endif // WEFT_OPS_BITS_H
