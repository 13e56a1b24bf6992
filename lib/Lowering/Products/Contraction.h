// Matrix products of any shape: recognised on strides, computed by a packed,
// register-blocked kernel that is shared by all executables.
#ifndef WEFT_LOWERING_PRODUCTS_CONTRACTION_H
#define WEFT_LOWERING_PRODUCTS_CONTRACTION_H

#include "Lowering/Nests/Emission.h"
#include "Lowering/Products/GemmKernel.h"

#include <utility>

namespace weft::ir {

/// One product C[o, m, n] (+)= sum over (q, k) of A[o, m, q, k] B[o, q, k, n],
/// where each operand is one stride per loop. Loops that do not fit the three
/// of the kernel run around it.
struct Contraction {
  mlir::Value a, b, c;          // memrefs
  mlir::Value packedA, packedB; // scratch memrefs, or null: read in place
  /// By a call of its own, in front of a loop that does not change it.
  bool packedBeforeA = false, packedBeforeB = false;
  /// This is that call, and does nothing else.
  std::optional<GemmPart> packs;
  GemmKind kind;
  struct Loop {
    int64_t size, a, b, c; // strides in elements
  };
  Loop m, n, k;
  llvm::SmallVector<Loop> outer;  // independent
  llvm::SmallVector<Loop> outerK; // summed over, in order
  bool packsPanels = false; // of B, whenever they are needed
  bool copiesRows = false;  // of A, a block at a time
  enum class Rows { M, N, K } rows = Rows::M; // which are those of a chain
  const Loop &rowLoop() const {
    return rows == Rows::M ? m : rows == Rows::N ? n : k;
  }
  Loop &rowLoop() { return const_cast<Loop &>(std::as_const(*this).rowLoop()); }
  int64_t offsetA = 0, offsetB = 0, offsetC = 0;
  bool accumulate = false; // C has contents that count
};

struct RowChains;

/// The op as a contraction of the kernel's form that pays as a call of it, if
/// it is one. Where `nest` is given (its own loops, in another order perhaps),
/// the first `fixed` of them stay apart, and the last of those are the rows:
/// m, or n where C is dense along them, or k; the others are outer ones.
std::optional<Contraction> matchContraction(mlir::linalg::LinalgOp op,
                                            const LoweringOptions &options,
                                            const Nest *nest = nullptr,
                                            unsigned fixed = 0);

using Contractions = llvm::DenseMap<mlir::Operation *, Contraction>;

/// Replaces the linalg ops that pay by calls of a marker function, with the
/// scratch they need as allocations, so that the arena sees them. An operand
/// that loops do not change is packed by another marker in front of them.
mlir::LogicalResult contractionsToCalls(mlir::func::FuncOp func,
                                        const LoweringOptions &options,
                                        RowChains &chains,
                                        Contractions &contractions);

bool isContractionCall(mlir::Operation *op);
/// Whether such a call packs an operand into the buffer.
bool isPacked(mlir::Value buffer);

/// Writes packing and kernel calls, over threads where that pays.
mlir::LogicalResult emitContraction(Emission &e, const Contraction &op,
                                    mlir::IRMapping &map);

/// The two halves of that: packing, over threads where that pays, and the
/// product of some rows (or columns, or a part of the sums), here and now.
mlir::LogicalResult packOperands(Emission &e, const Contraction &op,
                                 mlir::IRMapping &map);
struct RowRange {
  llvm::ArrayRef<mlir::Value> outer; // of op.outer
  mlir::Value a, b, c, count;        // first rows of the operands that have any
  int64_t most;                      // that count may be
  mlir::Value add; // i64: whether C counts; null: as the product says
};
void multiplyRows(Emission &e, const Contraction &op, const RowRange &rows,
                  mlir::IRMapping &map);

} // namespace weft::ir
#endif
