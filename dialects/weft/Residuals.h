// What a loop keeps of each step for its backward pass.
#pragma once
#include "Bodies.h"

namespace weft::ir {
/// On operations that two bodies compute, which then hold the same bits: such a
/// value has one form, whatever reads it. An element would else differ from the
/// maximum of all that the other body found.
inline constexpr llvm::StringLiteral sameBitsAttr = "weft.same_bits";

/// Marks operations of one block, in order, that another body computes as well.
/// How they are rounded is decided first (MultiplyAdd.h), which `values` are
/// told of.
void sameBitsIn(SmallVectorImpl<Operation *> &ops,
                SmallVectorImpl<Value> &values);
/// Marks an operation and those inside of it, and decides nothing.
void markSameBits(Operation *op);

/// Of an array: bool is one byte an element, complex two floats.
int64_t bytesOf(Type t);
/// Chooses anew what is kept of a body for its linear half, whose trailing
/// arguments the residuals are: values from which all of them can be computed
/// again, so that keeping those and computing these costs least. `bytes` says
/// what keeping a value takes. What is computed again is put in front of `lin`.
void thinResiduals(Region &lin, SmallVectorImpl<Value> &residuals,
                   llvm::function_ref<int64_t(Value)> bytes);
} // namespace weft::ir
