// The stages of lowering by name, for dumps and for tests that stop early.
#ifndef WEFT_LOWERING_PIPELINES_H
#define WEFT_LOWERING_PIPELINES_H

#include "Lowering/Lowering.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

/// Names of the stages of lowerToLlvm, in order.
llvm::ArrayRef<llvm::StringRef> loweringStages();

/// The locations of what would be done together by blocks of rows
/// (RowBlocks.h), chain by chain. Leaves the module half lowered.
std::vector<llvm::SmallVector<mlir::Location>>
rowChainsOf(mlir::ModuleOp module, llvm::StringRef entry,
            const LoweringOptions &options);

} // namespace weft::ir
#endif
