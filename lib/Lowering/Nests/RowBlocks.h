// Products, work on their rows, and products that sum along them or over them:
// attention, its gradient, and anything of that form. Done a block of rows at a
// time, what lies between is never there as a whole
// (docs/decisions/attention.md).
#ifndef WEFT_LOWERING_NESTS_ROWBLOCKS_H
#define WEFT_LOWERING_NESTS_ROWBLOCKS_H

#include "Lowering/Products/Contraction.h"

namespace weft::ir {

/// On the ops of a chain and what they keep in scratch: rows of a block.
inline constexpr llvm::StringLiteral rowBlocksAttr = "weft.row_blocks";

/// The ops of one such chain. They run where the last of them stands. Loops that
/// products sum over come after all others, and rows are one of them; what is
/// summed is one thread's, a part of these loops at a time.
struct RowBlocks {
  struct Step {
    mlir::Operation *op = nullptr; // a product's call, once it is one
    /// Its first loops are those of the chain. In arrays of the scratch they
    /// have no stride: a row is found by its number in the block.
    Nest nest;
    std::optional<Contraction> product;
  };
  /// An array of which only a block of rows is there.
  struct Scratch {
    int64_t rowStride = 0; // in elements
    mlir::Type element;
  };

  llvm::SmallVector<Step, 4> steps; // in the order in which they run
  llvm::SmallVector<int64_t> loops; // sizes of what all share; last: rows
  unsigned summed = 0;              // loops that products sum over
  int64_t parts = 1; // of those, each with its own sums; or blocks
  llvm::MapVector<mlir::Value, Scratch> scratch; // by allocation
  llvm::SmallVector<mlir::Value, 2> dropped; // allocations that became others
  int64_t block = 0;                         // rows of one

  mlir::Operation *place() const; // of the steps, the last in the program
  int64_t rows() const { return loops.back(); }
  int64_t blocks() const { return llvm::divideCeil(rows(), block); }
  /// Loops of which threads share the iterations, and the parts of each; one
  /// has all blocks of a part.
  unsigned shared() const {
    return loops.size() - std::max<unsigned>(summed, 1);
  }
  int64_t blocksOfPart() const;
  /// The scratch array that a memref is (a view of); null if it is none.
  const Scratch *scratchOf(mlir::Value memref) const;
};

struct RowChains {
  std::vector<RowBlocks> all;
  llvm::DenseMap<mlir::Operation *, unsigned> of; // by step

  bool contains(mlir::Operation *op) const { return of.contains(op); }
  bool isLast(mlir::Operation *op) const {
    return all[of.lookup(op)].place() == op;
  }
  bool isScratch(mlir::Operation *alloc) const;
};

/// Looks for chains in a function on memrefs.
RowChains findRowChains(mlir::func::FuncOp func,
                        const LoweringOptions &options);

/// Writes a chain: threads share its blocks of rows.
mlir::LogicalResult emitRowBlocks(Emission &e, const RowBlocks &chain,
                                  mlir::IRMapping &map);

} // namespace weft::ir
#endif
