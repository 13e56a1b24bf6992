// Where a loop's carry lies in each of its steps. What a step makes of it in
// memory of its own is not copied over it: the two places take turns, or, where
// a loop keeps its carry of each step, the carry lies where it is kept.
#ifndef WEFT_LOWERING_BUFFERS_CARRYPLACES_H
#define WEFT_LOWERING_BUFFERS_CARRYPLACES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "llvm/ADT/DenseSet.h"

namespace weft::ir {

struct MovingCarry {
  unsigned index = 0;     // of the loop's carries
  mlir::Value next;       // an allocation: what a step makes of it
  unsigned rows = 0;      // the carry of whose arrays it is one, where it is
  int64_t first = 0;      // the row of the first step
  int64_t distance = 0;   // rows from a step to the next; 0: it takes turns
  bool lastIsRow = false; // what the last step makes is a row, too
};

/// The IR stays as if each copy were made, and is right so: only whoever writes
/// the loops leaves them out.
struct CarryPlaces {
  llvm::DenseMap<mlir::Operation *, llvm::SmallVector<MovingCarry, 2>> of;
  llvm::DenseSet<mlir::Operation *> copies;       // that are not made
  llvm::DenseSet<mlir::Operation *> next, unused; // allocations; without place
};

/// Looks for such carries in a function on memrefs. `isTaken`: ops that another
/// rule writes.
CarryPlaces placeCarries(mlir::func::FuncOp func,
                         llvm::function_ref<bool(mlir::Operation *)> isTaken);

} // namespace weft::ir
#endif
