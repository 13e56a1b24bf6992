// Words that rules of ops with bodies share.
#pragma once
#include "CallOps.h"
#include "Bodies.h"
#include "RuleHelpers.h"

namespace weft::ir {
SmallVector<Value> mapped(IRMapping &map, ArrayRef<Value> values);
SmallVector<Value> joined(ValueRange a, ValueRange b);
/// Spreads the cotangents that a transposed body yields over the operands;
/// `in` is null where an operand is linear.
void spread(ValueRange values, const Mask &found, ArrayRef<Value> in,
            Values &out);
/// Does `body` take these types and give those? `id` is the constraint's.
LogicalResult verifyBody(Operation *op, Region &body, TypeRange operands,
                         TypeRange results, StringRef id, StringRef what);
/// A call of a copy of `body`.
SmallVector<Value> callCopy(OpBuilder &b, Location loc, Region &body,
                            ValueRange args);
void copyBody(Region &from, Region &to);
/// Operands of which those that are batched or `always` have the axis: the
/// others there are broadcast.
SmallVector<Value> broadcastWhere(OpBuilder &b, ValueRange operands,
                                  const Mask &batched, const Mask &always,
                                  int64_t n);
} // namespace weft::ir
