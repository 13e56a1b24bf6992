// The loops of scatters, on tensors.
#pragma once
#include "Windows.h"

namespace weft::ir {
/// Combines an element with its update, both lowered.
using Combine = llvm::function_ref<Value(OpBuilder &, Value, Value)>;

/// x with its windows changed; `in` is x, indices and updates, all lowered, and
/// updates are not empty.
Value scatterLoops(OpBuilder &b, Operation *op, Windows w, ValueRange in,
                   Combine combine);
} // namespace weft::ir
