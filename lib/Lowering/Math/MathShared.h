// Transcendental functions that a program has many times: each is written once,
// as a function with vector forms that LLVM's loop vectoriser calls, so that
// compile time does not grow with their polynomials.
#ifndef WEFT_LOWERING_MATH_MATHSHARED_H
#define WEFT_LOWERING_MATH_MATHSHARED_H

#include "Lowering/Lowering.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

/// Whether `op` is one of those functions, and whether it calls one.
bool isSharedMathFunction(mlir::Operation *op);
bool callsSharedMath(mlir::Operation *op);

/// Puts calls in place of the math ops of one kind where `func` has more than a
/// few of them. The functions are expanded already, for angles of any size.
void shareMath(mlir::func::FuncOp func, const LoweringOptions &options);

} // namespace weft::ir
#endif
