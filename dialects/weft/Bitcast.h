// Bits read as another dtype, of any two widths.
#pragma once
#include "Dialect.h"

namespace weft::ir {
/// x as bitcast_convert to `type` has it: as JAX's and StableHLO's, where the
/// last axis of x goes if the dtype is wider. One operation unless it is.
Value bitcastConvert(OpBuilder &b, Location loc, Value x, RankedTensorType type);
} // namespace weft::ir
