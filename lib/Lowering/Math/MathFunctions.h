// Transcendental functions of f32 and f64 as straight-line arithmetic, which
// LLVM's loop vectoriser takes as it takes any other.
#ifndef WEFT_LOWERING_MATH_MATHFUNCTIONS_H
#define WEFT_LOWERING_MATH_MATHFUNCTIONS_H

#include "LargeAngle.h"
#include "mlir/IR/Builders.h"

namespace weft::ir {

/// Whether `op` is one of those three on f32 or f64.
bool takesAngle(mlir::Operation *op);

/// The value of the math op `op` (on f32, f64 or vectors of them) as arithmetic, or
/// null where libm is to compute it. Errors are below two units in the last place
/// (test/accuracy), with `hasFma`; without it a little more, and fewer functions
/// are covered.
mlir::Value expandMathOp(mlir::OpBuilder &b, mlir::Operation *op, bool hasFma);

} // namespace weft::ir
#endif
