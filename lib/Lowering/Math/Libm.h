// What libm computes for a CPU as arithmetic, for targets without a libm.
#ifndef WEFT_LOWERING_MATH_LIBM_H
#define WEFT_LOWERING_MATH_LIBM_H

#include "mlir/IR/BuiltinOps.h"

namespace weft::ir {

/// Replaces, on f32 and f64, what expandMathOp leaves to libm: 2^x, x^y,
/// remainders, and sine, cosine and tangent of an angle of any size. What stands
/// there afterwards expandMathOp takes (with a fused multiply-add).
void expandLibm(mlir::ModuleOp module);

} // namespace weft::ir
#endif
