// What the loops of a function leave as it is: an operand that is packed for
// the matrix kernel is packed in front of the outermost loop that does so.
#ifndef WEFT_LOWERING_BUFFERS_INVARIANTS_H
#define WEFT_LOWERING_BUFFERS_INVARIANTS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

class Invariants {
public:
  /// Of `func` on memrefs. Ops that are replaced later must write what the old
  /// ones wrote.
  explicit Invariants(mlir::func::FuncOp func);

  /// The outermost loop around `op` in which the elements of `memref` stay what
  /// they were before it; null where the innermost one changes them, or a
  /// branch stands between (what it would compute may never be asked for).
  mlir::Operation *loopThatKeeps(mlir::Operation *op, mlir::Value memref) const;

  /// `memref` as a value in front of `loop`, which keeps it.
  static mlir::Value inFrontOf(mlir::Operation *loop, mlir::Value memref);

private:
  struct Written {
    llvm::DenseSet<mlir::Value> roots;
    bool unknown = false; // something that is not an argument or an allocation
  };
  llvm::DenseMap<mlir::Operation *, Written> writtenIn; // by loop
};

} // namespace weft::ir
#endif
