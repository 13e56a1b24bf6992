// The simplifier that the transforms and jit share.
#pragma once
#include "Dialect.h"

namespace weft::ir {
/// Folds, shares equal operations and drops dead ones, in one walk over the
/// body and the bodies in it. Values stay the same bit for bit; constants
/// larger than `foldBudget` bytes are neither made nor copied.
void simplify(Region &body);
/// A simplified copy of `from`, in the empty region `to`.
void copySimplified(Region &from, Region &to);
constexpr int64_t foldBudget = 4096;
} // namespace weft::ir
