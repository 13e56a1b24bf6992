// Which ops are a chain of rows (RowBlocks.h), before anything is known of
// their loops: by what memory each is given.
#ifndef WEFT_LOWERING_NESTS_ROWSTEPS_H
#define WEFT_LOWERING_NESTS_ROWSTEPS_H

#include "Lowering/Nests/RowBlocks.h"

namespace weft::ir {

/// Below this the second cache holds what lies between the products anyway.
inline constexpr int64_t minBytesBetween = 1 << 20;

struct RowSteps {
  llvm::SmallVector<RowBlocks::Step, 4> steps; // in the order of the program
  llvm::SetVector<mlir::Value> written;        // by steps, in their order
};

/// All that touches what the product `first` makes, and what is made of that,
/// up to a product that reads it; nothing if other work is in the way, or if
/// little lies between. Sums that come after that product are moved before it.
std::optional<RowSteps> collectRowSteps(mlir::linalg::LinalgOp first,
                                        const LoweringOptions &options);

/// Memrefs that an op, or one inside it, is given.
llvm::SmallVector<mlir::Value> memrefsOf(mlir::Operation *op);

} // namespace weft::ir
#endif
