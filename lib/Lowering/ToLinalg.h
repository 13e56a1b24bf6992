// From the weft dialect to linalg on tensors.
#ifndef WEFT_LOWERING_TOLINALG_H
#define WEFT_LOWERING_TOLINALG_H

#include "Lowering/Tuning.h"

#include "mlir/IR/BuiltinOps.h"

namespace weft::ir {

/// Appends to `module` a public func.func `name` over signless tensors that
/// computes `body`: one linalg.generic for each nest that planFusion finds,
/// and what ops lower themselves to. `body` stays as it is.
mlir::LogicalResult lowerToLinalg(mlir::Region &body, mlir::ModuleOp module,
                                  llvm::StringRef name,
                                  const Tuning &tuning = {});

} // namespace weft::ir
#endif
