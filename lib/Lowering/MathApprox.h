// Scalar mathematics in terms that LLVM vectorises: polynomials for the
// transcendental functions, wider arithmetic for the narrow float types,
// complex numbers as pairs.
#ifndef WEFT_LOWERING_MATHAPPROX_H
#define WEFT_LOWERING_MATHAPPROX_H

#include "Lowering/Lowering.h"

namespace weft::ir {

mlir::LogicalResult approximateMath(mlir::ModuleOp module,
                                    const LoweringOptions &options);

} // namespace weft::ir
#endif
