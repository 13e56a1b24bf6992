// From tensors to memrefs: the entry's results become out-parameters, values
// are updated in place where their last use allows.
#ifndef WEFT_LOWERING_BUFFERS_BUFFERISE_H
#define WEFT_LOWERING_BUFFERS_BUFFERISE_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

/// On an argument of the entry: its buffer may be written, and a result of
/// the same type may live in it.
inline constexpr llvm::StringLiteral donatedAttr = "weft.donated";

/// On a linalg op, one entry per out operand: a scalar attribute says that the
/// out starts as that constant wherever the op reduces (and the buffer's own
/// contents are undefined); a unit attribute says nothing. It saves the pass
/// over memory that a linalg.fill would be.
inline constexpr llvm::StringLiteral initAttr = "weft.init";

/// Replaces `outs(linalg.fill(constant))` of reductions by initAttr.
void markConstantInits(mlir::func::FuncOp func);

/// Tensor arguments become read-only memrefs (donated ones writable), results
/// become trailing memref arguments. A result that was matched with a donated
/// argument of its type gets no argument of its own: resultAliasesArg[i] is
/// that argument's number, otherwise -1.
void resultsToOutParams(mlir::func::FuncOp func,
                        llvm::SmallVectorImpl<int> &resultAliasesArg);

/// One-shot bufferisation of the body. Every loop-carried buffer of the result
/// is the loop's own init buffer (loops never return fresh memory).
mlir::LogicalResult bufferise(mlir::func::FuncOp func);

} // namespace weft::ir
#endif
