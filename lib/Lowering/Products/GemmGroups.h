// Operands packed for instructions that add products of 4 bytes of k at once.
// For each 64 bytes of k,
//   A: [mr rows][64 bytes]       B: [16 steps of 4 bytes][nr columns][4 bytes]
// with zeros past the last step. Rows and columns past the end are not written:
// what is there ends in sums that are not stored.
#ifndef WEFT_LOWERING_PRODUCTS_GEMMGROUPS_H
#define WEFT_LOWERING_PRODUCTS_GEMMGROUPS_H

#include "Lowering/Products/GemmWriter.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace weft::ir {

class GroupWriter : public GemmWriter {
public:
  GroupWriter(Emission &e, const GemmKind &kind)
      : GemmWriter(e, kind),
        bits(e.b.getIntegerType(kind.operand.getIntOrFloatBitWidth())),
        perStep(32 / kind.operand.getIntOrFloatBitWidth()) {}

  void packB(mlir::LLVM::LLVMFuncOp func) override;
  void packA(mlir::LLVM::LLVMFuncOp func) override;

protected:
  /// What A's `v`, an element or some side by side, is where it is packed.
  virtual Value packedA(Value v) { return v; }
  /// Fills the head of a block of a panel, whose `steps` are at `block`.
  virtual void fillHead(Value /*head*/, Value /*block*/, Value /*steps*/) {}

  Value bytes(Value base, int64_t offset) {
    return e.at(base, b.getI8Type(), offset);
  }

  mlir::Type bits;
  int64_t perStep; // elements in 4 bytes

private:
  Value upToUnit(Value k);
  Value guarded(Value from, Value k, Value K, Value stride);
  void interleave(Value from, Value kStride, Value to);
  void packBlock(Value from, Value kStride, Value nStride, Value K,
                 Value columns, Value to);
};

} // namespace weft::ir
#endif
