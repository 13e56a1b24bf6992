// A while loop that counts is a scan: its number of steps is known, so it has
// a derivative in reverse.
#ifndef WEFT_INTERCHANGE_STABLEHLO_LOOPS_H
#define WEFT_INTERCHANGE_STABLEHLO_LOOPS_H

#include "Dialect.h"

namespace weft::ir::stablehlo {
/// A loop in weft form. The bodies take the carries, then the captures.
struct Loop {
  SmallVector<Value> inits, condConsts, bodyConsts;
  Region cond, body;
};

/// Writes a scan in place of the loop and gives its results, or nothing if the
/// loop does not count. One that does has a carry that starts at a constant,
/// grows by a constant and is compared with a constant. Then: carries that
/// grow by a constant and carries that do not change are no carries; what the
/// body reads at the counter by dynamic_slice is an x; an array that it writes
/// at the counter, one row a step, all rows, is a y.
std::optional<SmallVector<Value>> scanOf(Loop &loop, OpBuilder &b,
                                         Location loc);
} // namespace weft::ir::stablehlo

#endif // WEFT_INTERCHANGE_STABLEHLO_LOOPS_H
