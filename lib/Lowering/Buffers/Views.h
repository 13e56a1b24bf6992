// What a memref is a view of. Loops carry buffers in place (AliasCopies.h).
#ifndef WEFT_LOWERING_BUFFERS_VIEWS_H
#define WEFT_LOWERING_BUFFERS_VIEWS_H

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Value.h"

namespace weft::ir {

/// What a loop's argument or result is in front of the loop; null for any other
/// value.
mlir::Value beforeLoop(mlir::Value v);

/// What a buffer that loops carry or return was in front of all of them.
mlir::Value throughLoops(mlir::Value v);

/// The allocation, argument or constant that a memref is a view of; the value
/// itself where that depends on control flow.
mlir::Value rootBuffer(mlir::Value memref);

/// The memref whose elements, all of them in their order, `v` has in another
/// shape.
mlir::Value withoutReshapes(mlir::Value v);

/// Calls `visit` with each use of the memory of `name` by any of its names:
/// views of it, what loops carry and return, what branches yield. It says
/// whether the names that this use gives are followed; `but` never is.
void forEachUse(mlir::Value name,
                llvm::function_ref<bool(mlir::OpOperand &)> visit,
                mlir::Value but = {});

/// Whether the view is one whole row of its source, along the first axis.
bool isWholeRow(mlir::memref::SubViewOp view);

} // namespace weft::ir
#endif
