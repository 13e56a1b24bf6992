// The way from a body down to the LLVM dialect, for those who stop in between.
// (Lowering.h has its second half for those who do not.)
#ifndef WEFT_LOWERING_PIPELINES_H
#define WEFT_LOWERING_PIPELINES_H

#include "Lowering/Lowering.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

/// A copy of `body` as fusion is to see it. Null where `body` is as good.
std::unique_ptr<mlir::Region> rearranged(mlir::Region &body);

/// Appends to `module` a public func.func `name` over signless tensors that
/// computes `body`, which stays as it is. What lowerToLlvm begins with.
mlir::LogicalResult lowerToLinalg(mlir::Region &body, mlir::ModuleOp module,
                                  llvm::StringRef name,
                                  const Tuning &tuning = {});

/// The locations of what would be done together by blocks of rows
/// (RowBlocks.h), chain by chain. Leaves the module half lowered.
std::vector<llvm::SmallVector<mlir::Location>>
rowChainsOf(mlir::ModuleOp module, llvm::StringRef entry,
            const LoweringOptions &options);

} // namespace weft::ir
#endif
