// Copies that bufferisation's analysis does not make, or would refuse to do
// without: of what would else be in the memory of another value that is still
// needed.
#ifndef WEFT_LOWERING_BUFFERS_ALIASCOPIES_H
#define WEFT_LOWERING_BUFFERS_ALIASCOPIES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

/// What is copied in front of the analysis, which can itself copy what an op
/// is about to write over, but not what ends in the memory of a carried
/// argument. Before it decides anything it takes each op for one in place, and
/// gives up where that alone (a branch yields what a loop made of the argument,
/// the other one something new) is a conflict with such an end. Then more is
/// copied, and it starts anew.
enum class Care {
  Usual,    // what is known to be in the memory of another argument
  Branches, // and what a branch yields after an update of the argument
  All       // whatever loops start from and hand on, and branches yield
};

/// Ops on tensors whose result is, to the analysis, a part or another shape of
/// their first operand's memory.
bool isTensorView(mlir::Operation *op);
/// The value that `v` is a view of, through such ops.
mlir::Value viewSource(mlir::Value v);
/// The value whose memory an op's result is in, if it is one that is passed
/// through whole or written to; null for any other.
mlir::Value sameMemory(mlir::OpResult v);
/// Calls `visit` with what each branch yields for a branching op's `result`.
void forEachYield(mlir::OpResult result,
                  llvm::function_ref<void(mlir::OpOperand &)> visit);
/// Memory that nothing may write to: a constant, an argument of the function.
bool isReadOnly(mlir::Value v);

void copyBeforeAnalysis(mlir::func::FuncOp func, Care care);

/// A branch that yields a slice would force a dynamic layout on the result; so
/// would a loop that starts from one.
void copyYieldedSlices(mlir::func::FuncOp func);

} // namespace weft::ir
#endif
