// Loops over threads: the cost model, and the outlining of a range of
// iterations into a weft_range_body (include/weft/runtime/abi.h).
#ifndef WEFT_LOWERING_NESTS_PARALLEL_H
#define WEFT_LOWERING_NESTS_PARALLEL_H

#include "Lowering/Nests/Emission.h"

namespace weft::ir {

/// Iterations per chunk that make a parallel loop of `iterations`, each of
/// about `nanoseconds`, pay; 0 where it should stay serial. Only the shape of
/// the work decides, never the number of threads.
int64_t parallelGrain(int64_t iterations, double nanoseconds);

/// Emits code that runs body(lo, hi, map) over [0, n): outlined and handed to
/// the context's parallel_for (or run whole, if it has none) if grain > 0, in
/// place otherwise. `captures` are the values of the old body that `body` reads; it
/// finds their new ones in the map it is given.
mlir::LogicalResult parallelRange(
    Emission &e, int64_t n, int64_t grain, mlir::ValueRange captures,
    mlir::IRMapping &map,
    llvm::function_ref<mlir::LogicalResult(mlir::Value lo, mlir::Value hi,
                                           mlir::IRMapping &map)>
        body);

/// Writes `body` as a function of its own and calls it here: what LLVM does
/// with a function grows faster than the number of its loops. Of functions that
/// are the same there is one. `body` leaves `results` in the map that it is
/// given, from where they come into `map`.
mlir::LogicalResult
apart(Emission &e, mlir::ValueRange captures, mlir::ValueRange results,
      mlir::IRMapping &map,
      llvm::function_ref<mlir::LogicalResult(mlir::IRMapping &)> body);

} // namespace weft::ir
#endif
