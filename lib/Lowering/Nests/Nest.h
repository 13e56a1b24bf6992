// A linalg op (or a memref.copy) on static memrefs seen as a loop nest with
// linear addresses. Shapes, layouts and indexing maps all dissolve into one
// stride per loop and operand, so that merging loops, grouping ops, choosing
// an order and recognising a contraction are arithmetic on integers.
#ifndef WEFT_LOWERING_NESTS_NEST_H
#define WEFT_LOWERING_NESTS_NEST_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace weft::ir {

/// One operand: element address = base + offset + sum(strides[d] * iv[d]), in
/// elements. `general` replaces strides where an indexing map is not linear.
struct Access {
  mlir::Value operand; // memref, or a scalar (then no strides)
  mlir::Type element;
  int64_t offset = 0;
  llvm::SmallVector<int64_t, 4> strides;
  mlir::AffineExpr general;
  bool isScalar = false;
  bool isOut = false;
  bool isRead = true;   // the body uses the element's value
  mlir::Attribute init; // outs: a constant to start from, or null

  bool uses(unsigned dim) const { return strides[dim] != 0; }
};

struct Dim {
  int64_t size;
  bool reduction;
  bool pinned;  // read by linalg.index or by a general access: never merged
  int original; // the linalg loop it is, or -1 once merged or split
};

struct Nest {
  mlir::Operation *op = nullptr;
  llvm::SmallVector<Dim, 4> dims;        // in loop order, outermost first
  llvm::SmallVector<Access, 4> accesses; // inputs, then outs

  int64_t iterations() const;
  bool isCopy() const;
  mlir::Block *body() const; // null for a copy
};

/// The nest of `op` with loops of one iteration dropped, or failure where a
/// memref has no static strides.
mlir::FailureOr<Nest> buildNest(mlir::Operation *op);

/// Fuses adjacent loops (from loop `first` on) that walk all operands as one.
void mergeDims(Nest &nest, unsigned first = 0);

/// Splits a loop into `outer` iterations of the rest; the caller has checked
/// that outer divides it and that it is not pinned.
void splitDim(Nest &nest, unsigned dim, int64_t outer);

/// Puts the loops in this order.
void permuteDims(Nest &nest, llvm::ArrayRef<unsigned> order);

/// Puts the loops in the order that suits memory best: parallel ones outside,
/// the loop with the most unit strides inside. Loops before `first` stay.
void orderDims(Nest &nest, unsigned first = 0);

/// Nanoseconds that one core roughly needs for one iteration of the body.
double bodyCost(const Nest &nest);

/// The static strides of a memref type; failure where one is dynamic.
mlir::LogicalResult staticStrides(mlir::MemRefType type,
                                  llvm::SmallVectorImpl<int64_t> &strides);

/// Whether the memref's elements lie densely in row-major order.
bool isContiguous(mlir::MemRefType type);

} // namespace weft::ir
#endif
