// Which ops become one piece of code. Consecutive linalg ops that walk the
// same rows of their common buffers share the loop over rows, so that what one
// writes is still in the first-level cache when the next one reads it (softmax
// is one sweep over the rows, not five over the matrix).
#ifndef WEFT_LOWERING_NESTS_GROUP_H
#define WEFT_LOWERING_NESTS_GROUP_H

#include "Lowering/Nests/Nest.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

/// What the nest's body becomes, roughly, in simple operations; and the most
/// for one shared loop: LLVM's vectoriser takes it as one, at a cost that grows
/// faster than the loop.
unsigned codeSize(const Nest &nest);
inline constexpr unsigned maxCodeInGroup = 800;

/// Nests that share more than rows (Points.h). The loops of each: parallel
/// ones, of which the last is cut into blocks of `lanes`; up to `shared`, those
/// that the last nest reduces; and short ones of its own.
struct Points {
  unsigned parallel = 0, shared = 0;
  int64_t lanes = 0;
  llvm::SmallVector<mlir::Value, 4> values; // buffers that are never written
};

struct Group {
  llvm::SmallVector<Nest, 2> nests;
  int64_t rows = 0; // > 0: all nests' first loop is that one, and is shared
  std::optional<Points> points;
};

/// Every linalg op and memref.copy of a function is in exactly one group,
/// except those that are to be lowered otherwise.
struct Grouping {
  std::vector<Group> groups;
  llvm::DenseMap<mlir::Operation *, unsigned> groupOf;

  /// The group is emitted where its last op stands.
  bool isLast(mlir::Operation *op) const;
  /// Whether nests pass the buffer's elements on in registers.
  bool isInRegisters(mlir::Value buffer) const;
};

struct GroupOptions {
  /// Of the registers that points are to fill; 0: without them.
  unsigned vectorBits = 0;
  /// Copies to parts of the same rows, of what no cache holds, go row by row
  /// together: memory is then written in order. Past the caches they had better
  /// not (docs/decisions/streaming.md).
  bool joinsLargeCopies = false;
};
mlir::FailureOr<Grouping>
groupNests(mlir::func::FuncOp func,
           llvm::function_ref<bool(mlir::Operation *)> skip,
           const GroupOptions &options = {});

} // namespace weft::ir
#endif
