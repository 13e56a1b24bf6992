// What makes one-shot analysis slow: its time grows with the fourth power of
// the number of updates of one array, and with the square of its readers. All
// functions leave the values as they are, whatever the analysis decides
// afterwards.
#ifndef WEFT_LOWERING_BUFFERS_LONGCHAINS_H
#define WEFT_LOWERING_BUFFERS_LONGCHAINS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

/// An array of many parts side by side (a concatenation) becomes memory of its
/// own, into which each part is put: to the analysis they have nothing to do
/// with each other.
void placeParts(mlir::func::FuncOp func);

/// An array that has been updated so many times is copied into fresh memory,
/// with which the analysis starts anew. Where all else happens in place, the
/// two become one buffer again (coalesceBuffers).
void breakLongChains(mlir::func::FuncOp func);

/// To the analysis, the readers of an array that many read and none updates
/// (which would take a copy) have nothing to do with each other.
void partReaders(mlir::func::FuncOp func);

} // namespace weft::ir
#endif
