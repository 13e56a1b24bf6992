// Element by element: complex numbers and their parts. Broadcasting, promotion
// and errors as in Elementwise.h. Derivatives pair a complex number with its
// cotangent by Re(c · x), as JAX: grad of a real f gives ∂f/∂x - i ∂f/∂y.
#ifndef WEFT_OPS_COMPLEX_H
#define WEFT_OPS_COMPLEX_H

#include "weft/Array.h"

namespace weft {

/// x + i · y of floats: c128 where either is f64, c64 otherwise.
Array complex(const Operand &x, const Operand &y);
/// The parts of a complex number, as floats; of any other array itself and
/// zeros. Not of bools.
Array real(const Operand &x);
Array imag(const Operand &x);
/// x with its imaginary part turned around; any other array itself. Not of
/// bools.
Array conj(const Operand &x);
/// The angle of x in the plane, in radians, -π to π: atan2(imag x, real x).
Array angle(const Operand &x);

} // namespace weft

#endif // WEFT_OPS_COMPLEX_H
