// The stages of lowering by name, for dumps and for tests that stop early.
#ifndef WEFT_LOWERING_PIPELINES_H
#define WEFT_LOWERING_PIPELINES_H

#include "Lowering/Lowering.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

/// Names of the stages of lowerToLlvm, in order.
llvm::ArrayRef<llvm::StringRef> loweringStages();

} // namespace weft::ir
#endif
