// weft.extern_call from tensors to a call in the LLVM dialect.
#ifndef WEFT_LOWERING_EXTERNCALL_H
#define WEFT_LOWERING_EXTERNCALL_H

#include "Lowering/Nests/Emission.h"

namespace weft::ir {

/// How it is bufferised: outs in place; an operand that is not dense is copied.
void registerExternCallModels(mlir::DialectRegistry &registry);

bool isExternCall(mlir::Operation *op);
/// Whether an operand of such a call is an array that it writes.
bool isExternOut(mlir::OpOperand &operand);

/// Calls the function with the operands' addresses; declares it where it is
/// missing.
mlir::LogicalResult emitExternCall(Emission &e, mlir::Operation *op,
                                   mlir::IRMapping &map);

} // namespace weft::ir
#endif
