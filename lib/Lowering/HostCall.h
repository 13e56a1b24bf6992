// weft.host_run from tensors to a call in the LLVM dialect.
#ifndef WEFT_LOWERING_HOSTCALL_H
#define WEFT_LOWERING_HOSTCALL_H

#include "Lowering/Emission.h"

namespace weft::ir {

/// How it is bufferised: outs in place; what is not dense is copied.
void registerHostCallModels(mlir::DialectRegistry &registry);

bool isHostCall(mlir::Operation *op);

/// Calls the function with two lists of addresses.
mlir::LogicalResult emitHostCall(Emission &e, mlir::Operation *op,
                                 mlir::IRMapping &map);

} // namespace weft::ir
#endif
