// Which ops become one piece of code. Consecutive linalg ops that walk the
// same rows of their common buffers share the loop over rows, so that what one
// writes is still in the first-level cache when the next one reads it (softmax
// is one sweep over the rows, not five over the matrix).
#ifndef WEFT_LOWERING_GROUP_H
#define WEFT_LOWERING_GROUP_H

#include "Lowering/Nest.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

/// What the nest's body becomes, roughly, in simple operations; and the most
/// for one shared loop: LLVM's vectoriser takes it as one, at a cost that grows
/// faster than the loop.
unsigned codeSize(const Nest &nest);
inline constexpr unsigned maxCodeInGroup = 800;

struct Group {
  llvm::SmallVector<Nest, 2> nests;
  int64_t rows = 0; // > 0: all nests' first loop is that one, and is shared
};

/// Every linalg op and memref.copy of a function is in exactly one group,
/// except those that are to be lowered otherwise.
struct Grouping {
  std::vector<Group> groups;
  llvm::DenseMap<mlir::Operation *, unsigned> groupOf;

  /// The group is emitted where its last op stands.
  bool isLast(mlir::Operation *op) const;
};

mlir::FailureOr<Grouping>
groupNests(mlir::func::FuncOp func,
           llvm::function_ref<bool(mlir::Operation *)> skip);

} // namespace weft::ir
#endif
