// Long reductions with few results, cut into chunks.
#ifndef WEFT_LOWERING_NESTS_SPLITREDUCE_H
#define WEFT_LOWERING_NESTS_SPLITREDUCE_H

#include "Lowering/Nests/NestWriter.h"

namespace weft::ir {

/// If `nest` (in loop order) reduces long rows to few results by ops with a
/// neutral element: writes partial results of chunks, over threads, and their
/// combination in order, and returns true. The chunks depend on the shape
/// alone, and serial code has them too: results never depend on threads.
mlir::FailureOr<bool> emitSplitReduction(Emission &e, const Nest &nest,
                                         const AliasScopes &scopes,
                                         llvm::ArrayRef<mlir::Value> captures,
                                         mlir::IRMapping &map);

} // namespace weft::ir
#endif
