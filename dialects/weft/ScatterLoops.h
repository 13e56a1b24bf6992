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

/// The same without loops over updates, where places are constants and no place
/// has many more updates than another; else null. The order in which a place's
/// updates are added may be another.
Value gatheredUpdates(OpBuilder &b, Operation *op, const Windows &w,
                      ValueRange in, Combine combine);
} // namespace weft::ir
