// Words that rules of several families are written in.
#pragma once
#include "Dialect.h"

namespace mlir::arith {
enum class FastMathFlags : uint32_t;
}

namespace weft::ir {
/// Appends one result and says success: the last line of most rules.
inline LogicalResult give(Values &out, Value v) {
  out.push_back(v);
  return success();
}

RankedTensorType withLeading(Type t, int64_t n);
Value zeros(OpBuilder &b, Location loc, Type t);
/// An array of one value; ints are rounded, complex numbers are real.
Value splat(OpBuilder &b, Location loc, Type t, double value);
Value addTangents(OpBuilder &b, Location loc, Value x, Value y); // null: zero
Value subTangents(OpBuilder &b, Location loc, Value x, Value y);
Value broadcastLeading(OpBuilder &b, Value v, int64_t n);
/// Swaps axes 0 and 1; a scan keeps its own axis in front of a batch's.
Value swapLeadingAxes(OpBuilder &b, Value v);
/// Puts axis `from` at `to`; other axes keep their order.
Value moveAxis(OpBuilder &b, Value v, int64_t from, int64_t to);
/// Broadcasts the operands that are not batched.
SmallVector<Value> broadcastRest(OpBuilder &b, ValueRange operands,
                                 const Mask &batched, int64_t n);

SmallVector<int64_t> axes(int64_t from, int64_t n);
/// dims + 1, for a new leading axis; with `lead`, 0 in front.
SmallVector<int64_t> shifted(ArrayRef<int64_t> dims, bool lead = false);
/// The axes below rank that are not in `dims`, ascending.
SmallVector<int64_t> otherAxes(int64_t rank, ArrayRef<int64_t> dims);
SmallVector<int64_t> inversePermutation(ArrayRef<int64_t> perm);

/// Whether dims are axes below rank, ascending, each named once.
bool areAxes(ArrayRef<int64_t> dims, int64_t rank);
/// How messages write lists, "[1, 2]", and shapes, "(1, 2)".
std::string said(ArrayRef<int64_t> list);
std::string saidShape(Type t);

/// Formulas of rules: every method emits one op at the rule's place.
struct Emit {
  OpBuilder &b;
  Location loc;
  Emit(OpBuilder &b, Operation *op) : b(b), loc(op->getLoc()) {}

  Value constant(Value like, double v) const {
    return splat(b, loc, like.getType(), v);
  }
  Value add(Value x, Value y) const;
  Value sub(Value x, Value y) const;
  Value mul(Value x, Value y) const;
  Value div(Value x, Value y) const;
  Value neg(Value x) const;
  Value square(Value x) const { return mul(x, x); }
  Value compare(Direction d, Value x, Value y) const;
  Value select(Value p, Value x, Value y) const;
};

//===-- Elements: arith, math and complex on scalars ----------------------===//
/// The scalar constant of a lowered element type.
Value scalar(OpBuilder &b, Location loc, Type element, double value);
/// The lowered (signless) form of an element or tensor type.
Type signless(Type t);
bool isUnsigned(Type element);
/// Calls f on f32 values where x is a half type and rounds what comes back.
Value inSingle(OpBuilder &b, Location loc, ValueRange xs,
               llvm::function_ref<Value(ValueRange)> f);
/// One element converted between dtypes, as weft.convert says.
Value convertElement(OpBuilder &b, Location loc, Value x, Type from, Type to);
/// Permits rewrites of an operation on floats, beside those that it permits.
void permit(Operation *op, arith::FastMathFlags rewrites);
/// x * y + sum, of floats perhaps as one operation; of bools, whether both hold
/// or sum does.
Value multiplyAdd(OpBuilder &b, Location loc, Value x, Value y, Value sum);
/// Propagate NaN; bool: or, and.
Value maxElement(OpBuilder &b, Location loc, Value x, Value y, Type element);
Value minElement(OpBuilder &b, Location loc, Value x, Value y, Type element);
/// The least (or greatest) value of a dtype: what an empty maximum gives.
Value extremeElement(OpBuilder &b, Location loc, Type element, bool least);
/// Whether x at place i is to replace y at place j as the maximum (or minimum).
/// NaNs are beyond numbers. Places decide between equals, so the order in which
/// a loop comes to them does not matter.
Value isBeyond(OpBuilder &b, Location loc, Type element, bool max, Value x,
               Value i, Value y, Value j);
} // namespace weft::ir
