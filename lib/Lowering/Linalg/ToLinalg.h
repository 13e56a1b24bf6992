// From the weft dialect to linalg on tensors: one stage of Pipelines.h.
#ifndef WEFT_LOWERING_LINALG_TOLINALG_H
#define WEFT_LOWERING_LINALG_TOLINALG_H

#include "Lowering/Tuning.h"

#include "mlir/IR/BuiltinOps.h"

namespace weft::ir {

/// Appends to `module` a public func.func `name` over signless tensors that
/// computes `body` as it stands: one linalg.generic for each nest that
/// planFusion finds, and what ops lower themselves to. `body` is left alone.
mlir::LogicalResult writeLinalg(mlir::Region &body, mlir::ModuleOp module,
                                llvm::StringRef name, const Tuning &tuning);

} // namespace weft::ir
#endif
