// What a chain of rows (RowBlocks.h) keeps for a later one, as a gradient's
// forward pass does, made a second time there: a chain then keeps nothing.
#ifndef WEFT_LOWERING_NESTS_ROWSAGAIN_H
#define WEFT_LOWERING_NESTS_ROWSAGAIN_H

#include "Lowering/Nests/RowBlocks.h"

namespace weft::ir {

class RowsAgain {
public:
  /// Copies the steps that make the arrays in front of those who read them
  /// after the chain; nothing where memory is cheaper, or where what the steps
  /// read is not there any more.
  static std::optional<RowsAgain> copy(const RowBlocks &chain);

  /// Of the copies, the product that comes first.
  mlir::linalg::LinalgOp first() const;
  /// Whether all of the copies are of that chain, and all that they make.
  bool isInside(const RowBlocks &later) const;
  void undo();

private:
  llvm::SmallVector<mlir::Operation *> copies;
  llvm::SmallVector<mlir::Value, 2> arrays; // that they make
  llvm::SmallVector<std::pair<mlir::OpOperand *, mlir::Value>> readers; // old
};

} // namespace weft::ir
#endif
