// Fewer temporaries: one that dies where another buffer is first written
// becomes that buffer.
#ifndef WEFT_LOWERING_BUFFERS_COALESCE_H
#define WEFT_LOWERING_BUFFERS_COALESCE_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

/// On tensors, before bufferisation: an elementwise op that writes over what
/// another op made gets a destination of its own (what it read of it becomes
/// an input), so that one-shot analysis never sees a chain of ops on one
/// buffer: its time grows with the cube of such a chain.
void separateOuts(mlir::func::FuncOp func);

/// On memrefs: where an elementwise op or a copy is the last to read a
/// temporary and reads it element by element as it writes another buffer of
/// the same type, and nothing uses that buffer while the temporary is alive,
/// the temporary becomes that buffer. Last op first, so that a chain ends up
/// in its last buffer. So becomes a part of a temporary the part of another
/// buffer that it is copied to.
void coalesceBuffers(mlir::func::FuncOp func);

} // namespace weft::ir
#endif
