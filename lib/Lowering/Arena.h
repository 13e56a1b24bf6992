// Memory planning: every buffer of static shape that bufferisation left gets
// a place in one arena (or, if small, on the stack), so that compiled code
// never allocates.
#ifndef WEFT_LOWERING_ARENA_H
#define WEFT_LOWERING_ARENA_H

#include "Lowering/Group.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace weft::ir {

struct ArenaPlan {
  /// Byte offset in the arena, or -1: an alloca of the entry function.
  llvm::DenseMap<mlir::Operation *, int64_t> offsets;
  int64_t bytes = 0;
};

/// Bytes of a buffer (bool is one byte an element, complex two floats).
int64_t bufferBytes(mlir::MemRefType type);

/// The size in memory of one element.
int64_t elementBytes(mlir::Type type);

/// Whether it is small enough for the stack, where LLVM makes registers of it.
bool isStackBuffer(mlir::MemRefType type);

ArenaPlan planArena(mlir::func::FuncOp func, const Grouping &grouping);

} // namespace weft::ir
#endif
