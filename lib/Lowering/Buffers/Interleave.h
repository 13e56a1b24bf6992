// What a loop keeps of each step, beside each other: many arrays that loops go
// over row by row become the parts of one array's rows. A CPU asks for memory
// ahead along few streams (32, of the second cache), which a backward pass
// through a large body has more of, one for each residual.
#ifndef WEFT_LOWERING_BUFFERS_INTERLEAVE_H
#define WEFT_LOWERING_BUFFERS_INTERLEAVE_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace weft::ir {

/// Buffers that share their rows, and where in each row they lie.
struct RowBundle {
  llvm::SmallVector<mlir::memref::AllocOp> members;
  llvm::SmallVector<int64_t> offsets; // bytes
  int64_t bytes = 0;                  // of all rows
};

/// Chooses buffers, and gives them types with the strides that they have
/// then. No operation is made or goes.
std::vector<RowBundle> interleaveRows(mlir::func::FuncOp func);

} // namespace weft::ir
#endif
