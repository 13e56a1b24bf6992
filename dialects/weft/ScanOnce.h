// Loops of one step are no loops.
#pragma once
#include "Dialect.h"

namespace weft::ir {
/// A copy of `body` in which scans of one step are what that step computes.
/// Null where there is none. For lowering alone: a print of the user's function
/// stays his.
std::unique_ptr<Region> singleStepsInline(Region &body);
} // namespace weft::ir
