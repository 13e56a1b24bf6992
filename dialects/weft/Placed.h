// Arrays that are zero but for a part along one axis: what the transposes of
// slices and of their like give.
#pragma once
#include "Dialect.h"

namespace weft::ir {
bool isPlaced(Value v);
/// Appends arrays with the sum of `placed`, all of which are: parts that do not
/// meet are put beside each other, not added.
void joinPlaced(OpBuilder &b, Location loc, ArrayRef<Value> placed,
                SmallVectorImpl<Value> &out);
} // namespace weft::ir
