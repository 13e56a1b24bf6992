// Whole transforms of a function whose every argument and result is a leaf:
// what the command line applies to functions of a model.
#pragma once
#include "Bodies.h"
#include <optional>

namespace weft::ir {
/// (a…) → (y), a scalar float, becomes (a…) → (y if `value`, ∂y/∂a of
/// active…).
LogicalResult deriveGrad(Region &src, const Mask &active, bool value,
                         Region &dst);

/// (a…) → (y…) becomes (a…, ȧ of active…) → (y…, ẏ of floats…).
LogicalResult deriveJvp(Region &src, const Mask &active, Region &dst);

/// Maps the function over an axis of size n of the arguments that have one in
/// `axes` (not negative); results get it in front.
LogicalResult deriveBatch(Region &src, ArrayRef<std::optional<int64_t>> axes,
                          int64_t n, Region &dst);
} // namespace weft::ir
