// The first two steps to a chain of rows (RowBlocks.h): which ops are one, by
// what memory each is given; and which loops they share.
#ifndef WEFT_LOWERING_NESTS_ROWSTEPS_H
#define WEFT_LOWERING_NESTS_ROWSTEPS_H

#include "Lowering/Nests/RowBlocks.h"

namespace weft::ir {

/// Below this the second cache holds what lies between the products anyway.
inline constexpr int64_t minBytesBetween = 1 << 20;

struct RowSteps {
  llvm::SmallVector<RowBlocks::Step, 4> steps; // in the order of the program
  llvm::SetVector<mlir::Value> written;        // by steps, in their order
  /// Ops between them that have to come after the last one.
  llvm::SmallVector<mlir::Operation *> waiting;
};

/// Where chains that begin with the product `first` may end, the last place
/// first: at products that read what lies between, and what comes after all.
llvm::SmallVector<mlir::Operation *>
rowChainEnds(mlir::linalg::LinalgOp first, const LoweringOptions &options);

/// All up to `end` that touches what the product `first` makes, and what is
/// made of that; and products that are read beside it, with what they need.
/// Nothing if other work is in the way, or if little lies between.
std::optional<RowSteps> collectRowSteps(mlir::linalg::LinalgOp first,
                                        mlir::Operation *end,
                                        const LoweringOptions &options);

/// Finds the loops that all steps have, puts them first in each nest, and lists
/// them in the chain; false where there are none.
bool shareRowLoops(RowBlocks &chain,
                   const llvm::SetVector<mlir::Value> &written);

/// Whether one of the ops may write what the other is given.
bool mayMeet(mlir::Operation *x, mlir::Operation *y);

/// The memory (roots) that an op may write.
llvm::SmallVector<mlir::Value> writtenBy(mlir::Operation *op);

/// Memrefs that an op, or one inside it, is given.
llvm::SmallVector<mlir::Value> memrefsOf(mlir::Operation *op);

} // namespace weft::ir
#endif
