// The bits that stand for a number. Per op: verify, fold, jvp, transpose, batch,
// emitElement.
#include "ArithmeticOps.h"
#include "BitsOps.h"
#include "LogicOps.h"
#include "ReduceOps.h"
#include "ShapeOps.h"
#include "Bitcast.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
using namespace weft::ir;

static unsigned widthOf(Type element) {
  return element.getIntOrFloatBitWidth();
}

//===-- bitcast_convert ---------------------------------------------------===//
LogicalResult BitcastConvertOp::verify() {
  auto x = tensorType(getX().getType()), y = tensorType(getType());
  unsigned from = widthOf(x.getElementType()), to = widthOf(y.getElementType());
  if (from % to != 0)
    return emitOpError("[bitcast_convert] (bitcast_convert-C1) the width of "
                       "x's dtype must be a multiple of that of y's. Received ")
           << x << " and " << y;
  SmallVector<int64_t> shape(x.getShape());
  if (from != to)
    shape.push_back(from / to);
  if (y.getShape() == ArrayRef<int64_t>(shape))
    return success();
  return emitOpError("[bitcast_convert] (bitcast_convert-C2) y must have the "
                     "shape ")
         << saidShape(x.clone(shape)) << ". Received " << y;
}
OpFoldResult BitcastConvertOp::fold(FoldAdaptor) {
  if (getX().getType() == getType())
    return getX();
  auto inner = getX().getDefiningOp<BitcastConvertOp>();
  if (inner && inner.getX().getType() == getType())
    return inner.getX();
  return {};
}
LogicalResult BitcastConvertOp::jvp(OpBuilder &, ArrayRef<Value>,
                                    Values &out) {
  return give(out, {});
}
LogicalResult BitcastConvertOp::batch(OpBuilder &b, ValueRange in, const Mask &,
                                      int64_t n, Values &out,
                                      Mask &outBatched) {
  outBatched.set();
  return give(out, BitcastConvertOp::create(b, getLoc(),
                                            withLeading(getType(), n), in[0]));
}
AffineMap BitcastConvertOp::operandMap(unsigned) {
  unsigned rank = tensorType(getType()).getRank();
  unsigned own = tensorType(getX().getType()).getRank();
  SmallVector<AffineExpr> exprs;
  for (unsigned i = 0; i < own; ++i)
    exprs.push_back(getAffineDimExpr(i, getContext()));
  return AffineMap::get(rank, 0, exprs, getContext());
}
static Value bitsOf(OpBuilder &b, Location loc, Value x) {
  if (isa<IntegerType>(x.getType()))
    return x;
  Type bits = b.getIntegerType(widthOf(x.getType()));
  return arith::BitcastOp::create(b, loc, bits, x);
}
Value BitcastConvertOp::emitElement(OpBuilder &b, ValueRange in,
                                    IndexFn index) {
  Location loc = getLoc();
  Value bits = bitsOf(b, loc, in[0]);
  Type to = elementOf(getType());
  unsigned have = widthOf(bits.getType()), want = widthOf(to);
  if (have != want) {
    Value part = index(tensorType(getType()).getRank() - 1);
    part = arith::IndexCastOp::create(b, loc, bits.getType(), part);
    Value by = arith::MulIOp::create(b, loc, part,
                                     scalar(b, loc, bits.getType(), want));
    bits = arith::ShRUIOp::create(b, loc, bits, by);
    bits = arith::TruncIOp::create(b, loc, b.getIntegerType(want), bits);
  }
  if (isa<IntegerType>(to))
    return bits;
  return arith::BitcastOp::create(b, loc, to, bits);
}

Value weft::ir::bitcastConvert(OpBuilder &b, Location loc, Value x,
                               RankedTensorType type) {
  auto from = typeOf(x);
  unsigned have = widthOf(from.getElementType());
  unsigned want = widthOf(type.getElementType());
  if (have >= want)
    return BitcastConvertOp::create(b, loc, type, x);
  // The parts as unsigned integers, each moved to its place.
  Type narrow = IntegerType::get(b.getContext(), have, IntegerType::Unsigned);
  Type wide = IntegerType::get(b.getContext(), want, IntegerType::Unsigned);
  if (from.getElementType().isInteger(1))
    narrow = from.getElementType();
  x = BitcastConvertOp::create(b, loc, from.clone(narrow), x);
  auto parts = from.clone(wide);
  int64_t last = from.getRank() - 1;
  x = ConvertOp::create(b, loc, parts, x);
  Value at = IotaOp::create(b, loc, parts, last);
  Value width = splat(b, loc, parts, have);
  at = MulOp::create(b, loc, at, width);
  x = ShiftLeftOp::create(b, loc, x, at);
  x = ReduceOrOp::create(b, loc, x, ArrayRef<int64_t>{last});
  return BitcastConvertOp::create(b, loc, type, x);
}

//===-- reduce_precision --------------------------------------------------===//
LogicalResult ReducePrecisionOp::verify() {
  auto exponent = static_cast<int64_t>(getExponent());
  auto mantissa = static_cast<int64_t>(getMantissa());
  if (exponent >= 1 && mantissa >= 0)
    return success();
  return emitOpError("[reduce_precision] (reduce_precision-C1) exponent must be "
                     "at least 1 and mantissa at least 0. Received exponent = ")
         << exponent << ", mantissa = " << mantissa;
}
LogicalResult ReducePrecisionOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                     Values &out) {
  return give(out, ReducePrecisionOp::create(b, getLoc(), t[0], getExponent(),
                                             getMantissa()));
}
LogicalResult ReducePrecisionOp::transpose(OpBuilder &b, ArrayRef<Value>,
                                           ArrayRef<Value> cts, Values &out) {
  return give(out, ReducePrecisionOp::create(b, getLoc(), cts[0], getExponent(),
                                             getMantissa()));
}
/// On the bits: half of the last place that stays is added, less one if that is
/// even, and the rest cut off; a carry into the exponent is what is wanted.
static Value reducedPrecision(OpBuilder &b, Location loc, Value v,
                              int64_t toExponent, int64_t toMantissa) {
  auto type = cast<FloatType>(v.getType());
  unsigned width = type.getWidth(), mantissa = type.getFPMantissaWidth() - 1;
  unsigned exponent = width - 1 - mantissa;
  Type bits = b.getIntegerType(width);
  auto constant = [&](const APInt &v) -> Value {
    return arith::ConstantOp::create(b, loc, b.getIntegerAttr(bits, v));
  };
  auto low = [&](unsigned n) { return APInt::getLowBitsSet(width, n); };
  auto is = [&](arith::CmpIPredicate p, Value x, const APInt &v) -> Value {
    return arith::CmpIOp::create(b, loc, p, x, constant(v));
  };
  auto choose = [&](Value p, Value x, Value y) -> Value {
    return arith::SelectOp::create(b, loc, p, x, y);
  };
  Value x = bitsOf(b, loc, v);
  Value sign = arith::AndIOp::create(b, loc, x,
                                     constant(APInt::getSignMask(width)));
  Value size = arith::AndIOp::create(b, loc, x, constant(low(width - 1)));
  APInt infinity = low(exponent).shl(mantissa);
  Value y = size;
  if (int64_t(mantissa) > toMantissa) {
    unsigned cut = mantissa - toMantissa;
    Value last = arith::ShRUIOp::create(b, loc, y, constant(APInt(width, cut)));
    last = arith::AndIOp::create(b, loc, last, constant(APInt(width, 1)));
    y = arith::AddIOp::create(b, loc, y, constant(low(cut - 1)));
    y = arith::AddIOp::create(b, loc, y, last);
    y = arith::AndIOp::create(b, loc, y, constant(~low(cut)));
  }
  if (int64_t(exponent) > toExponent) {
    unsigned bias = (1u << (exponent - 1)) - 1;
    unsigned reach = (1u << (toExponent - 1)) - 1;
    APInt most = APInt(width, bias + reach + 1).shl(mantissa);
    APInt least = APInt(width, bias - reach + 1).shl(mantissa);
    y = choose(is(arith::CmpIPredicate::uge, y, most), constant(infinity), y);
    y = choose(is(arith::CmpIPredicate::ult, y, least),
               constant(APInt(width, 0)), y);
  }
  // Infinities and NaNs stay as they are.
  y = choose(is(arith::CmpIPredicate::uge, size, infinity), size, y);
  y = arith::OrIOp::create(b, loc, y, sign);
  return arith::BitcastOp::create(b, loc, type, y);
}
/// f8 by way of f32: not every one of its formats has infinities.
Value ReducePrecisionOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  auto reduce = [&](ValueRange v) {
    return reducedPrecision(b, getLoc(), v[0], getExponent(), getMantissa());
  };
  bool isByte = in[0].getType().getIntOrFloatBitWidth() == 8;
  return isByte ? inSingle(b, getLoc(), in, reduce) : reduce(in);
}

//===-- mulhi -------------------------------------------------------------===//
LogicalResult MulhiOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value MulhiOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Location loc = getLoc();
  if (isUnsigned(elementOf(getType())))
    return arith::MulUIExtendedOp::create(b, loc, in[0], in[1]).getHigh();
  return arith::MulSIExtendedOp::create(b, loc, in[0], in[1]).getHigh();
}
