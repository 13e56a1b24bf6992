// Bits, comparison, selection and conversion. Per op: inference and verify,
// fold, jvp, transpose, emitElement.
#include "LogicOps.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Math/IR/Math.h"
using namespace weft::ir;

static LogicalResult inferBool(Type x, SmallVectorImpl<Type> &out) {
  auto t = tensorType(x);
  out.push_back(t.clone(IntegerType::get(t.getContext(), 1)));
  return success();
}

//===-- Bits: no derivative -----------------------------------------------===//
LogicalResult NotOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value NotOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Value ones = scalar(b, getLoc(), in[0].getType(), -1);
  return arith::XOrIOp::create(b, getLoc(), in[0], ones);
}

LogicalResult PopulationCountOp::jvp(OpBuilder &, ArrayRef<Value>,
                                     Values &out) {
  return give(out, {});
}
Value PopulationCountOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return math::CtPopOp::create(b, getLoc(), in[0]);
}

LogicalResult ClzOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value ClzOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return math::CountLeadingZerosOp::create(b, getLoc(), in[0]);
}

LogicalResult AndOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value AndOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return arith::AndIOp::create(b, getLoc(), in[0], in[1]);
}

LogicalResult OrOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value OrOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return arith::OrIOp::create(b, getLoc(), in[0], in[1]);
}

LogicalResult XorOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value XorOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return arith::XOrIOp::create(b, getLoc(), in[0], in[1]);
}

/// Whether the shift amount, read as unsigned, is the width or more: what
/// arith's shifts make poison of. A negative amount counts as too far.
static Value isTooFar(OpBuilder &b, Location loc, Value amount) {
  Type t = amount.getType();
  Value width = scalar(b, loc, t, t.getIntOrFloatBitWidth());
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::uge, amount,
                               width);
}
template <class Shift>
static Value emitShift(OpBuilder &b, Location loc, ValueRange in) {
  Value zero = scalar(b, loc, in[0].getType(), 0);
  Value tooFar = isTooFar(b, loc, in[1]);
  Value amount = arith::SelectOp::create(b, loc, tooFar, zero, in[1]);
  Value shifted = Shift::create(b, loc, in[0], amount);
  return arith::SelectOp::create(b, loc, tooFar, zero, shifted);
}

LogicalResult ShiftLeftOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value ShiftLeftOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitShift<arith::ShLIOp>(b, getLoc(), in);
}

LogicalResult ShiftRightLogicalOp::jvp(OpBuilder &, ArrayRef<Value>,
                                       Values &out) {
  return give(out, {});
}
Value ShiftRightLogicalOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitShift<arith::ShRUIOp>(b, getLoc(), in);
}

LogicalResult ShiftRightArithmeticOp::jvp(OpBuilder &, ArrayRef<Value>,
                                          Values &out) {
  return give(out, {});
}
Value ShiftRightArithmeticOp::emitElement(OpBuilder &b, ValueRange in,
                                          IndexFn) {
  Location loc = getLoc();
  Type t = in[0].getType();
  Value furthest = scalar(b, loc, t, t.getIntOrFloatBitWidth() - 1);
  Value amount =
      arith::SelectOp::create(b, loc, isTooFar(b, loc, in[1]), furthest, in[1]);
  return arith::ShRSIOp::create(b, loc, in[0], amount);
}

//===-- compare, is_finite ------------------------------------------------===//
LogicalResult CompareOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location>, Adaptor a,
                                          SmallVectorImpl<Type> &out) {
  return inferBool(a.getX().getType(), out);
}
LogicalResult CompareOp::verify() {
  Direction d = getDirection();
  bool isEquality = d == Direction::Eq || d == Direction::Ne;
  if (!isa<ComplexType>(elementOf(getX().getType())))
    return success();
  if (getTotal())
    return emitOpError("[compare] (compare-C2) complex operands have no total "
                       "order. Received type = ")
           << getX().getType();
  if (isEquality)
    return success();
  return emitOpError("[compare] (compare-C1) complex operands must be compared "
                     "by eq or ne. Received direction = ")
         << stringifyDirection(d) << ", type = " << getX().getType();
}
LogicalResult CompareOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}

static Value compareInts(OpBuilder &b, Location loc, Direction d, bool isUns,
                         Value x, Value y) {
  using P = arith::CmpIPredicate;
  static constexpr P onSigned[] = {P::eq,  P::ne,  P::slt,
                                   P::sle, P::sgt, P::sge};
  static constexpr P onUnsigned[] = {P::eq,  P::ne,  P::ult,
                                     P::ule, P::ugt, P::uge};
  auto i = static_cast<unsigned>(d);
  return arith::CmpIOp::create(b, loc, isUns ? onUnsigned[i] : onSigned[i], x,
                               y);
}
/// The bits of a float as an integer that orders as the total order: those of
/// a negative number count backwards.
static Value totalKey(OpBuilder &b, Location loc, Value x) {
  unsigned width = x.getType().getIntOrFloatBitWidth();
  Type bits = b.getIntegerType(width);
  Value i = arith::BitcastOp::create(b, loc, bits, x);
  Value sign =
      arith::ShRSIOp::create(b, loc, i, scalar(b, loc, bits, width - 1));
  Value magnitude = arith::ConstantOp::create(
      b, loc, b.getIntegerAttr(bits, APInt::getSignedMaxValue(width)));
  Value flipped = arith::AndIOp::create(b, loc, sign, magnitude);
  return arith::XOrIOp::create(b, loc, i, flipped);
}
Value CompareOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  using P = arith::CmpFPredicate;
  static constexpr P onFloats[] = {P::OEQ, P::UNE, P::OLT,
                                   P::OLE, P::OGT, P::OGE};
  Location loc = getLoc();
  Type t = elementOf(getX().getType());
  if (isa<IntegerType>(t))
    return compareInts(b, loc, getDirection(), isUnsigned(t), in[0], in[1]);
  if (getTotal())
    return compareInts(b, loc, getDirection(), /*isUns=*/false,
                       totalKey(b, loc, in[0]), totalKey(b, loc, in[1]));
  if (!isa<ComplexType>(t))
    return inSingle(b, loc, in, [&](ValueRange v) -> Value {
      P p = onFloats[static_cast<unsigned>(getDirection())];
      return arith::CmpFOp::create(b, loc, p, v[0], v[1]);
    });
  if (getDirection() == Direction::Eq)
    return complex::EqualOp::create(b, loc, in[0], in[1]);
  return complex::NotEqualOp::create(b, loc, in[0], in[1]);
}

LogicalResult IsFiniteOp::inferReturnTypes(MLIRContext *,
                                           std::optional<Location>, Adaptor a,
                                           SmallVectorImpl<Type> &out) {
  return inferBool(a.getX().getType(), out);
}
LogicalResult IsFiniteOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value IsFiniteOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Location loc = getLoc();
  return inSingle(b, loc, in, [&](ValueRange v) -> Value {
    Type t = v[0].getType();
    Value size = math::AbsFOp::create(b, loc, v[0]);
    return arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OLT, size,
                                 extremeElement(b, loc, t, false));
  });
}

//===-- select, clamp -----------------------------------------------------===//
LogicalResult SelectOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Value zero = t[1] && t[2] ? Value() : zeros(b, getLoc(), getType());
  return give(out, Emit(b, *this).select(getP(), t[1] ? t[1] : zero,
                                         t[2] ? t[2] : zero));
}
LogicalResult SelectOp::transpose(OpBuilder &b, ArrayRef<Value> operands,
                                  ArrayRef<Value> cts, Values &out) {
  Emit e(b, *this);
  Value p = operands[0], zero = zeros(b, getLoc(), getType());
  out.push_back({});
  out.push_back(operands[1] ? Value() : e.select(p, cts[0], zero));
  return give(out, operands[2] ? Value() : e.select(p, zero, cts[0]));
}
Value SelectOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return arith::SelectOp::create(b, getLoc(), in[0], in[1], in[2]);
}

/// The tangent of x counts strictly inside, that of a bound beyond it, as in
/// jax.lax.clamp.
LogicalResult SelectNOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location> loc,
                                          Adaptor a,
                                          SmallVectorImpl<Type> &out) {
  if (a.getCases().empty() || !llvm::all_equal(a.getCases().getTypes()))
    return emitOptionalError(loc,
                             "[select_n] (select_n-C1) there must be at least "
                             "one case, and all of one type. Received ",
                             a.getCases().getTypes());
  out.push_back(a.getCases()[0].getType());
  return success();
}
LogicalResult SelectNOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  SmallVector<Value> tangents(t.drop_front());
  Value zero = zeros(b, getLoc(), getType());
  for (Value &v : tangents)
    v = v ? v : zero;
  return give(out, SelectNOp::create(b, getLoc(), getWhich(), tangents));
}
LogicalResult SelectNOp::transpose(OpBuilder &b, ArrayRef<Value> operands,
                                   ArrayRef<Value> cts, Values &out) {
  SmallVector<Value> parts(getCases().size(), zeros(b, getLoc(), getType()));
  out.push_back({});
  for (size_t i = 0; i < parts.size(); ++i) {
    if (operands[i + 1]) {
      out.push_back({});
      continue;
    }
    Value zero = std::exchange(parts[i], cts[0]);
    out.push_back(SelectNOp::create(b, getLoc(), operands[0], parts));
    parts[i] = zero;
  }
  return success();
}
Value SelectNOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Value r = in.back(), which = in[0];
  bool isUns = isUnsigned(elementOf(getWhich().getType()));
  for (size_t i = in.size() - 2; i-- > 0;) {
    Value last = scalar(b, getLoc(), which.getType(), i);
    Value isUpTo = compareInts(b, getLoc(), Direction::Le, isUns, which, last);
    r = arith::SelectOp::create(b, getLoc(), isUpTo, in[i + 1], r);
  }
  return r;
}

LogicalResult ClampOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value lo = getLo(), x = getX(), hi = getHi(), sum;
  Value zero = zeros(b, getLoc(), getType());
  auto take = [&](Value p, Value tangent) {
    sum = addTangents(b, getLoc(), sum, e.select(p, tangent, zero));
  };
  if (t[0])
    take(e.compare(Direction::Gt, lo, x), t[0]);
  if (t[1]) {
    Value above = e.compare(Direction::Gt, x, lo);
    Value below = e.compare(Direction::Lt, x, hi);
    Value inside = AndOp::create(b, getLoc(), above, below);
    take(inside, t[1]);
  }
  if (t[2])
    take(e.compare(Direction::Lt, hi, x), t[2]);
  return give(out, sum);
}
Value ClampOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Type t = elementOf(getType());
  Value atLeast = maxElement(b, getLoc(), in[0], in[1], t);
  return minElement(b, getLoc(), atLeast, in[2], t);
}

//===-- convert -----------------------------------------------------------===//
static APFloat resized(APFloat v, const llvm::fltSemantics &s) {
  bool lossy = false;
  v.convert(s, APFloat::rmNearestTiesToEven, &lossy);
  return v;
}
/// The value of an integer as a float, by way of f32 for halves: the steps
/// that convertElement takes.
static APFloat asFloat(const APInt &v, Type from, FloatType to) {
  bool isHalf = to.getWidth() < 32;
  APFloat f(isHalf ? APFloat::IEEEsingle() : to.getFloatSemantics());
  f.convertFromAPInt(v, !isUnsigned(from), APFloat::rmNearestTiesToEven);
  return resized(f, to.getFloatSemantics());
}
/// convertToInteger saturates and takes NaN to 0.
static APInt asInt(const APFloat &v, Type to) {
  llvm::APSInt i(to.getIntOrFloatBitWidth(), isUnsigned(to));
  bool isExact = false;
  v.convertToInteger(i, APFloat::rmTowardZero, &isExact);
  return i;
}
static APInt asInt(const APInt &v, Type from, Type to) {
  unsigned width = to.getIntOrFloatBitWidth();
  return isUnsigned(from) ? v.zextOrTrunc(width) : v.sextOrTrunc(width);
}
OpFoldResult ConvertOp::fold(FoldAdaptor a) {
  Type from = elementOf(getX().getType()), to = elementOf(getType());
  if (from == to)
    return getX();
  auto x = dyn_cast_or_null<SplatElementsAttr>(a.getX());
  if (!x || isa<ComplexType>(from) || isa<ComplexType>(to))
    return {};
  auto t = tensorType(getType());
  auto f = dyn_cast<FloatType>(to);
  if (isa<FloatType>(from)) {
    auto v = x.getSplatValue<APFloat>();
    if (f)
      return DenseElementsAttr::get(t, resized(v, f.getFloatSemantics()));
    return DenseElementsAttr::get(t, to.isInteger(1) ? APInt(1, v.isNonZero())
                                                     : asInt(v, to));
  }
  auto v = x.getSplatValue<APInt>();
  if (f)
    return DenseElementsAttr::get(t, asFloat(v, from, f));
  return DenseElementsAttr::get(t, to.isInteger(1) ? APInt(1, !v.isZero())
                                                   : asInt(v, from, to));
}
LogicalResult ConvertOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  if (!isInexact(getType()))
    return give(out, {});
  return give(out, ConvertOp::create(b, getLoc(), getType(), t[0]));
}
LogicalResult ConvertOp::transpose(OpBuilder &b, ArrayRef<Value>,
                                   ArrayRef<Value> cts, Values &out) {
  return give(out, ConvertOp::create(b, getLoc(), getX().getType(), cts[0]));
}
Value ConvertOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return convertElement(b, getLoc(), in[0], elementOf(getX().getType()),
                        elementOf(getType()));
}
