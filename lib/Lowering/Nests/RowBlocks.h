// A product, work on its rows, and a product that sums along them: attention,
// and anything of that form. Done a block of rows at a time, what lies between
// the products is never there as a whole (docs/decisions/attention.md).
#ifndef WEFT_LOWERING_NESTS_ROWBLOCKS_H
#define WEFT_LOWERING_NESTS_ROWBLOCKS_H

#include "Lowering/Products/Contraction.h"

namespace weft::ir {

/// On the ops of a chain and what they keep in scratch: rows of a block.
inline constexpr llvm::StringLiteral rowBlocksAttr = "weft.row_blocks";

/// The ops of one such chain. They run where the last of them stands.
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

  llvm::SmallVector<Step, 4> steps;  // as in the program; ends are products
  llvm::SmallVector<int64_t> loops; // sizes of what all share; last: rows
  llvm::MapVector<mlir::Value, Scratch> scratch; // by allocation
  llvm::SmallVector<mlir::Value, 2> dropped; // allocations that became others
  int64_t block = 0;                         // rows of one

  int64_t rows() const { return loops.back(); }
  int64_t blocks() const { return llvm::divideCeil(rows(), block); }
  /// The scratch array that a memref is (a view of); null if it is none.
  const Scratch *scratchOf(mlir::Value memref) const;
};

struct RowChains {
  std::vector<RowBlocks> all;
  llvm::DenseMap<mlir::Operation *, unsigned> of; // by step

  bool contains(mlir::Operation *op) const { return of.contains(op); }
  bool isLast(mlir::Operation *op) const {
    return all[of.lookup(op)].steps.back().op == op;
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
