// Memory planning: every buffer of static shape that bufferisation left gets
// a place in one arena (or, if small, on the stack; or, if it would make the
// arena larger, in a result that is not written yet), so that compiled code
// never allocates.
#ifndef WEFT_LOWERING_BUFFERS_ARENA_H
#define WEFT_LOWERING_BUFFERS_ARENA_H

#include "Lowering/Nests/Group.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace weft::ir {

struct CarryPlaces;
struct RowChains;

struct ArenaPlan {
  struct Place {
    int64_t offset = -1; // in bytes; -1: an alloca of the entry function
    mlir::Value result;  // in the buffer of this result, not in the arena
  };
  llvm::DenseMap<mlir::Operation *, Place> places;
  int64_t bytes = 0;
};

/// Bytes of a buffer (bool is one byte an element, complex two floats).
int64_t bufferBytes(mlir::MemRefType type);

/// The size in memory of one element.
int64_t elementBytes(mlir::Type type);

/// Whether it is small enough for the stack, where LLVM makes registers of it.
bool isStackBuffer(mlir::MemRefType type);

/// `results`: arguments of the function that nothing reads before it has
/// written them, so that what is dead by then may lie there. Scratch of chains
/// has no place: their blocks bring it.
ArenaPlan planArena(mlir::func::FuncOp func, const Grouping &grouping,
                    const RowChains &chains, const CarryPlaces &carries,
                    mlir::ValueRange results);

} // namespace weft::ir
#endif
