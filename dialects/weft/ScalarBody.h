// Bodies over scalars (reducers, comparators): 0-d arrays in the IR, elements
// inside a loop.
#pragma once
#include "Bodies.h"

namespace weft::ir {
/// Emits what `body` gives for these elements, which have lowered types.
LogicalResult emitScalars(Region &body, OpBuilder &b, ValueRange args,
                          Values &results);
/// The first operation of a body that is neither elementwise nor a call of
/// such; null if there is none.
Operation *notElementwise(Region &body);
/// Is `body` one block over scalars of these element types, in elementwise
/// operations only? `id` is the constraint's that says so.
LogicalResult verifyScalarBody(Operation *op, Region &body,
                               ArrayRef<Type> elements, ArrayRef<Type> results,
                               StringRef id);
} // namespace weft::ir
