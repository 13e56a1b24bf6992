// From the weft dialect to linalg on tensors.
#ifndef WEFT_LOWERING_TOLINALG_H
#define WEFT_LOWERING_TOLINALG_H

#include "Lowering/Tuning.h"

#include "mlir/IR/BuiltinOps.h"

namespace weft::ir {

/// A copy of `body` as fusion is to see it: sums are taken before products, and
/// shifted arrays are worked on by parts. Null where `body` is as good.
std::unique_ptr<mlir::Region> rearranged(mlir::Region &body);

/// Appends to `module` a public func.func `name` over signless tensors that
/// computes `body`: one linalg.generic for each nest that planFusion finds,
/// and what ops lower themselves to. `body` stays as it is.
mlir::LogicalResult lowerToLinalg(mlir::Region &body, mlir::ModuleOp module,
                                  llvm::StringRef name,
                                  const Tuning &tuning = {});

} // namespace weft::ir
#endif
