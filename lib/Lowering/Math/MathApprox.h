// Scalar mathematics in terms that LLVM vectorises: polynomials for the
// transcendental functions, wider arithmetic for the narrow float types,
// complex numbers as pairs.
#ifndef WEFT_LOWERING_MATH_MATHAPPROX_H
#define WEFT_LOWERING_MATH_MATHAPPROX_H

#include "Lowering/Lowering.h"

namespace weft::ir {

/// With libm some functions are left to it: remainders, powers, angles of any
/// size.
mlir::LogicalResult approximateMath(mlir::ModuleOp module,
                                    const LoweringOptions &options,
                                    bool hasLibm = true);

} // namespace weft::ir
#endif
