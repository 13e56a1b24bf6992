// Copies that bufferisation left and that say nothing.
#ifndef WEFT_LOWERING_BUFFERS_COPIES_H
#define WEFT_LOWERING_BUFFERS_COPIES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

/// Erases memref.copy ops onto themselves, and those whose target is
/// overwritten before anything reads it.
void eraseDeadCopies(mlir::func::FuncOp func);

} // namespace weft::ir
#endif
