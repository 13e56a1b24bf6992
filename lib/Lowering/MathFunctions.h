// Transcendental functions of f32 and f64 as straight-line arithmetic, which
// LLVM's loop vectoriser takes as it takes any other.
#ifndef WEFT_LOWERING_MATHFUNCTIONS_H
#define WEFT_LOWERING_MATHFUNCTIONS_H

#include "mlir/IR/Builders.h"

namespace weft::ir {

/// The value of the math op `op` (on scalars of f32 or f64) as arithmetic, or
/// null where libm is to compute it. Errors are below four units in the last
/// place (erfc: six); sin, cos and tan hold that up to |x| of 1e9. Without `hasFma` fewer
/// functions are covered.
mlir::Value expandMathOp(mlir::OpBuilder &b, mlir::Operation *op, bool hasFma);

} // namespace weft::ir
#endif
