// What the writers of matrix kernels share (see GemmKernel.h).
#ifndef WEFT_LOWERING_PRODUCTS_GEMMWRITER_H
#define WEFT_LOWERING_PRODUCTS_GEMMWRITER_H

#include "Lowering/Nests/Emission.h"
#include "Lowering/Products/GemmKernel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

namespace weft::ir {

/// Writes the kernels of one kind: the blocks and the edges of C here, what
/// happens in a tile in the derived ones.
class GemmWriter {
public:
  GemmWriter(Emission &e, const GemmKind &kind)
      : e(e), b(e.b), kind(kind), shape(gemmShape(kind)),
        sums(mlir::VectorType::get({shape.lanes}, kind.sum)) {}
  virtual ~GemmWriter() = default;

  virtual void packB(mlir::LLVM::LLVMFuncOp func) = 0;
  virtual void packA(mlir::LLVM::LLVMFuncOp func) = 0;
  /// A block of A to rows that are shape.rowStride() apart.
  virtual void copyRows(mlir::LLVM::LLVMFuncOp /*func*/) {}
  /// Up to 2 mr rows by nr / 2 columns at once: of few rows in place, B is read
  /// but once. Apart from the others, whose registers it would take.
  virtual void tallTile(mlir::LLVM::LLVMFuncOp /*func*/) {}
  void multiply(mlir::LLVM::LLVMFuncOp func);

protected:
  using Value = mlir::Value;
  using Values = llvm::SmallVector<Value>;

  struct Micro {
    Value a, am, ak; // tile of A and its strides
    Value b, bk;     // panel of B at its first k
    Value number;    // of the tile among those that the panel meets
    Value following; // where B is packed, the panel that is read next
    Value c, cm;     // tile of C
    Value steps, rows, columns;
    Value whole; // i1: no row and no column lies outside
    Value add;   // i1: C has contents that count
  };
  /// One tile: mr rows, nr columns, `steps` of k.
  virtual void tile(const Micro &op) = 0;
  /// Around all tiles.
  virtual void enter() {}
  virtual void leave() {}

  Value inOperand(Value base, Value index) {
    return e.at(base, kind.operand, index);
  }
  Value inPacked(Value base, Value index) {
    return e.at(base, kind.packed, index);
  }
  Value inC(Value base, Value index) { return e.at(base, kind.sum, index); }
  Value times(Value x, Value y);
  Value sub(Value x, Value y);
  Value min(Value x, Value y);
  Value both(Value x, Value y);
  Value select(Value which, Value x, Value y);
  Value compare(mlir::arith::CmpIPredicate p, Value x, Value y);
  void loop(Value lo, Value hi, int64_t step,
            llvm::function_ref<void(Value)> body);
  void ifElse(Value condition, llvm::function_ref<void()> then,
              llvm::function_ref<void()> otherwise = nullptr);
  Value vectorLoad(mlir::VectorType type, Value from);
  void vectorStore(Value v, Value to);
  Value sumUp(Value x, Value y);
  /// Where step k, the first of a block, is in a panel of B: its block's head.
  Value afterHeads(Value k);
  /// Where a tile asks, `turn` steps of k at a time, for a line of the panel
  /// that is read next (fetchAhead): the tiles of a block for all of it, as the
  /// first that reads it would wait for the third cache.
  Value shareOfNext(const Micro &op, int64_t turn);
  void fetchAhead(Value share, Value k, int64_t turn);
  /// Elements of a line that goes with a step, where each turn has one.
  int64_t lineOfStep(int64_t turn) const {
    return 64 / turn / elementBytes(kind.packed);
  }
  /// Asks for a row of the tile of C, which is needed when the steps are done.
  void fetchRow(const Micro &op, mlir::Value row, int64_t vectors);
  /// Which lanes of each vector of a row lie before `columns`.
  Values masks(Value columns, int64_t vectors);
  /// Puts `row`'s vectors of sums at `to` (added to what is there).
  void storeRow(Value to, mlir::ValueRange row, mlir::ValueRange masks,
                bool add);

  Emission &e;
  mlir::OpBuilder &b;
  const GemmKind kind;
  const GemmShape shape;
  mlir::VectorType sums;

private:
  struct Product;
  struct Block;
  Value inPanels(const Product &p, Value panel, Value k);
  Value panelAfter(const Product &p, Value panel, Value p0, Value p1, Value k0,
                   Value present);
  void takePanel(const Product &p, Value panel, Value k0, Micro &op);
  Block takeBlock(const Product &p, Value m0, Value m1, Value k0, Micro &op);
  void tileOf(const Product &p, const Block &block, Value m, Value m0, Value m1,
              Value n0, Micro &op);
  void tallTiles(const Product &p, const Block &block, Value m0, Value m1,
                 Value n0, const Micro &op);
};

/// By fused multiply-adds: GemmVectors.cpp. By dot products: GemmDots.cpp. By a
/// tile unit: GemmTiles.cpp.
std::unique_ptr<GemmWriter> vectorWriter(Emission &e, const GemmKind &kind);
std::unique_ptr<GemmWriter> dotWriter(Emission &e, const GemmKind &kind);
std::unique_ptr<GemmWriter> tileWriter(Emission &e, const GemmKind &kind);

} // namespace weft::ir
#endif
