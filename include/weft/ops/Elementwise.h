// Element by element: arithmetic, functions, comparison, bits, selection.
//
// Operands broadcast as NumPy's: shapes are aligned at their last axes, and an
// axis of size 1, or one that is missing, is repeated; else it is a ShapeError.
// Their dtypes are promoted as JAX's: bool, then weak integers (C++ scalars),
// integers, weak floats, floats, weak complex, complex; f16 with bf16 and u32
// with i32 give the next wider of their kind (f32, i64). A dtype that has no
// such function is a DtypeError. Functions of floats make floats of integers
// and bools: f64 of 64-bit integers, f32 of others.
//
// Differentiable in floats and complex numbers unless said otherwise.
#ifndef WEFT_OPS_ELEMENTWISE_H
#define WEFT_OPS_ELEMENTWISE_H

#include "weft/Array.h"

namespace weft {

/// The dtype that operands of these dtypes are promoted to. DtypeError where
/// there is none (float8 with another float).
Dtype promoteTypes(Dtype x, Dtype y);

//===-- Arithmetic --------------------------------------------------------===//
/// x + y; of bools, x or y.
Array add(const Operand &x, const Operand &y);
/// x - y; not of bools.
Array sub(const Operand &x, const Operand &y);
/// x · y; of bools, x and y.
Array mul(const Operand &x, const Operand &y);
/// x / y, always a float (or complex): 1 / 2 is 0.5.
Array div(const Operand &x, const Operand &y);
/// The remainder with the sign of x, as C++'s % and fmod. Integers: x rem 0
/// is x. Not of bools and complex numbers.
Array rem(const Operand &x, const Operand &y);
/// The remainder with the sign of y, as Python's %. Integers: by 0 it is 0, as
/// NumPy's and JAX's.
Array mod(const Operand &x, const Operand &y);
/// The larger; NaN if either is. Where they are equal both get half of the
/// derivative. Complex numbers are in the order of their real, then of their
/// imaginary parts.
Array maximum(const Operand &x, const Operand &y);
Array minimum(const Operand &x, const Operand &y);
/// x ^ y. A C++ integer y multiplies x with itself; a negative one makes an
/// integer x a DtypeError. Bools x are i32.
Array power(const Operand &x, const Operand &y);
Array pow(const Operand &x, const Operand &y);
/// The angle of the point (x, y), in radians. Floats.
Array atan2(const Operand &y, const Operand &x);
/// The next float after x in the direction of y. No derivative.
Array nextafter(const Operand &x, const Operand &y);

Array operator+(const Operand &x, const Operand &y);
Array operator-(const Operand &x, const Operand &y);
Array operator*(const Operand &x, const Operand &y);
Array operator/(const Operand &x, const Operand &y);
/// As rem.
Array operator%(const Operand &x, const Operand &y);
Array operator-(const Operand &x);
Array &operator+=(Array &x, const Operand &y);
Array &operator-=(Array &x, const Operand &y);
Array &operator*=(Array &x, const Operand &y);
Array &operator/=(Array &x, const Operand &y);
Array &operator%=(Array &x, const Operand &y);

//===-- Functions of one array --------------------------------------------===//
/// -x; not of bools.
Array negative(const Operand &x);
/// |x|; of complex numbers a float; a bool stays. The derivative at 0 is 1, of complex
/// numbers 0.
Array abs(const Operand &x);
/// -1, 0 or 1 (complex: x / |x|, 0 at 0); NaN stays. Derivative 0.
Array sign(const Operand &x);
/// To whole numbers; derivative 0. Integers stay as they are, to floor and ceil
/// bools too. round: ties to even; roundAway: ties away from 0.
Array floor(const Operand &x);
Array ceil(const Operand &x);
Array round(const Operand &x);
Array roundAway(const Operand &x);
Array exp(const Operand &x);
Array exp2(const Operand &x);
/// eˣ - 1 and ln(1 + x), exact near 0.
Array expm1(const Operand &x);
Array log1p(const Operand &x);
Array log(const Operand &x);
/// ln x / ln 2 and ln x / ln 10.
Array log2(const Operand &x);
Array log10(const Operand &x);
/// 1 / (1 + e⁻ˣ); sigmoid is another name of it.
Array logistic(const Operand &x);
Array sigmoid(const Operand &x);
Array sin(const Operand &x);
Array cos(const Operand &x);
Array tan(const Operand &x);
Array asin(const Operand &x);
Array acos(const Operand &x);
Array atan(const Operand &x);
Array sinh(const Operand &x);
Array cosh(const Operand &x);
Array tanh(const Operand &x);
Array asinh(const Operand &x);
Array acosh(const Operand &x);
Array atanh(const Operand &x);
Array sqrt(const Operand &x);
/// 1 / √x.
Array rsqrt(const Operand &x);
Array cbrt(const Operand &x);
/// x · x, of the dtype of x (i32 of bools).
Array square(const Operand &x);
/// 2/√π ∫₀ˣ e^(-t²) dt. Floats.
Array erf(const Operand &x);
/// x in an array of its own.
Array copy(const Operand &x);
/// x as it is, and constant to every derivative.
Array stopGradient(const Operand &x);

//===-- Comparison and logic: bools ---------------------------------------===//
/// With a NaN only != holds. Complex numbers have == and != only. No
/// derivative.
Array operator==(const Operand &x, const Operand &y);
Array operator!=(const Operand &x, const Operand &y);
Array operator<(const Operand &x, const Operand &y);
Array operator<=(const Operand &x, const Operand &y);
Array operator>(const Operand &x, const Operand &y);
Array operator>=(const Operand &x, const Operand &y);
/// Of complex numbers: whether both parts are finite; whether a part is NaN, or
/// infinite.
Array isFinite(const Operand &x);
Array isNan(const Operand &x);
Array isInf(const Operand &x);
/// Anything but 0 counts as true.
Array logicalAnd(const Operand &x, const Operand &y);
Array logicalOr(const Operand &x, const Operand &y);
Array logicalXor(const Operand &x, const Operand &y);
Array logicalNot(const Operand &x);
/// As logicalNot. (An Array, because `bool` is as near to it as an Operand.)
Array operator!(const Array &x);

//===-- Bits: integers and bools ------------------------------------------===//
Array operator&(const Operand &x, const Operand &y);
Array operator|(const Operand &x, const Operand &y);
Array operator^(const Operand &x, const Operand &y);
/// Every bit turned; of bools, not.
Array operator~(const Operand &x);
/// Integers. A right shift brings in the sign, of unsigned ones zeros; from
/// the width on, nothing else is left.
Array operator<<(const Operand &x, const Operand &y);
Array operator>>(const Operand &x, const Operand &y);
Array &operator&=(Array &x, const Operand &y);
Array &operator|=(Array &x, const Operand &y);
Array &operator^=(Array &x, const Operand &y);
Array &operator<<=(Array &x, const Operand &y);
Array &operator>>=(Array &x, const Operand &y);
/// How many bits are set; how many are 0 before the first that is set.
/// Integers; the dtype of x.
Array populationCount(const Operand &x);
Array clz(const Operand &x);

//===-- Selection and conversion ------------------------------------------===//
/// x where p is true (not 0), y elsewhere; all three broadcast. Differentiable
/// in x and y.
Array where(const Operand &p, const Operand &x, const Operand &y);
/// cases[which], element by element: which is an integer, one below 0 counts as
/// 0 and one past the end as the last (a bool takes one of two). All broadcast;
/// a ShapeError without a case. Differentiable in the cases.
Array selectN(const Operand &which, const std::vector<Array> &cases);
/// min(max(x, lo), hi); the derivative in x is 1 inside and 0 outside. Not of
/// complex numbers.
Array clip(const Operand &x, const Operand &lo, const Operand &hi);
/// x as another dtype, no longer weak. Floats to integers go towards zero and
/// saturate, NaN gives 0; to bool: x ≠ 0; complex to real drops the imaginary
/// part.
Array astype(const Operand &x, Dtype dtype);

} // namespace weft

#endif // WEFT_OPS_ELEMENTWISE_H
