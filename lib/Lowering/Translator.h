// The walk from memrefs to bare pointers (Translate.h): ops and buffers in
// Translate.cpp, loops and branches in TranslateControl.cpp.
#ifndef WEFT_LOWERING_TRANSLATOR_H
#define WEFT_LOWERING_TRANSLATOR_H

#include "Lowering/Nests/Loops.h"
#include "Lowering/Translate.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace weft::ir {

inline bool isMemRef(mlir::Value v) {
  return mlir::isa<mlir::MemRefType>(v.getType());
}

class Translator {
public:
  Translator(mlir::func::FuncOp func, const Grouping &grouping,
             const Contractions &contractions, const RowChains &chains,
             const CarryPlaces &carries, const ArenaPlan &arena,
             const LoweringOptions &options);

  mlir::LogicalResult run(llvm::ArrayRef<unsigned> arguments);

private:
  mlir::LogicalResult block(mlir::Block &from, mlir::IRMapping &map);
  mlir::LogicalResult translate(mlir::Operation *op, mlir::IRMapping &map);
  const Group *groupAt(mlir::Operation &op) const;
  /// Groups with loops, loops of the program and operations of some code.
  struct Code {
    int groups = 0, loops = 0, ops = 0;
    void operator+=(const Code &more) {
      groups += more.groups;
      loops += more.loops;
      ops += more.ops;
    }
  };
  Code chooseApart(mlir::Block &block, int least);
  mlir::LogicalResult control(mlir::Operation *op, mlir::IRMapping &map);
  mlir::LogicalResult controlApart(mlir::Operation *op, mlir::IRMapping &map);
  mlir::LogicalResult subview(mlir::memref::SubViewOp op, mlir::IRMapping &map);
  mlir::LogicalResult forLoop(mlir::scf::ForOp op, mlir::IRMapping &map);
  void startCarries(mlir::scf::ForOp op, mlir::IRMapping &map,
                    llvm::SmallVector<mlir::Value> &inits);
  llvm::SmallVector<mlir::Value> nextCarries(mlir::scf::ForOp op,
                                             mlir::scf::ForOp made,
                                             mlir::IRMapping &map);
  bool mayShare(mlir::scf::ForOp op);
  mlir::LogicalResult sharedRows(mlir::scf::ForOp op, mlir::IRMapping &map);
  mlir::LogicalResult whileLoop(mlir::scf::WhileOp op, mlir::IRMapping &map);
  mlir::LogicalResult branches(mlir::Operation *op, mlir::IRMapping &map);
  mlir::LogicalResult region(mlir::Region &from, mlir::Region &to,
                             mlir::IRMapping &map);
  void alloc(mlir::memref::AllocOp op, mlir::IRMapping &map);
  void global(mlir::memref::GetGlobalOp op, mlir::IRMapping &map);
  mlir::FailureOr<mlir::Value> elementAddress(mlir::Value memref,
                                              mlir::ValueRange indices,
                                              mlir::IRMapping &map);

  mlir::func::FuncOp func;
  const Grouping &grouping;
  const Contractions &contractions;
  const RowChains &chains;
  const CarryPlaces &carries;
  const ArenaPlan &plan;
  Emission e;
  SharedNests shared;
  /// What is written apart, with how many groups with loops.
  llvm::DenseMap<mlir::Operation *, int> apartOps;
};

} // namespace weft::ir
#endif
