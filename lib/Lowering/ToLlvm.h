// scf, arith, math, complex → the LLVM dialect, in one conversion.
#ifndef WEFT_LOWERING_TOLLVM_H
#define WEFT_LOWERING_TOLLVM_H

#include "mlir/IR/BuiltinOps.h"

namespace weft::ir {

mlir::LogicalResult convertToLlvmDialect(mlir::ModuleOp module);

} // namespace weft::ir
#endif
