// The entry function on memrefs → an llvm.func on bare pointers. What is left
// in its body is scalar: arith, math, complex, scf and loads and stores.
#ifndef WEFT_LOWERING_TRANSLATE_H
#define WEFT_LOWERING_TRANSLATE_H

#include "Lowering/Buffers/Arena.h"
#include "Lowering/Buffers/CarryPlaces.h"
#include "Lowering/Products/Contraction.h"
#include "Lowering/Lowering.h"
#include "Lowering/Nests/RowBlocks.h"

namespace weft::ir {

/// Replaces `func` by a weft_entry of the same name. `arguments` says, for
/// each argument of `func`, which entry of the buffers array it is.
mlir::LogicalResult
translateEntry(mlir::func::FuncOp func, llvm::ArrayRef<unsigned> arguments,
               const Grouping &grouping, const Contractions &contractions,
               const RowChains &chains, const CarryPlaces &carries,
               const ArenaPlan &arena, const LoweringOptions &options);

} // namespace weft::ir
#endif
