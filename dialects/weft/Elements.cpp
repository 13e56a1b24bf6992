// Scalars of lowered dtypes: what emitElement rules of several families call.
//
// A half (f16, bf16, f8) is computed in f32 and rounded once. For a single
// operation on f16 and bf16 that is the correctly rounded result, since f32
// has more than 2p + 2 digits.
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include <cmath>
using namespace weft::ir;

static bool isHalf(Type t) {
  auto f = dyn_cast<FloatType>(t);
  return f && f.getWidth() < 32;
}

Value weft::ir::scalar(OpBuilder &b, Location loc, Type element, double value) {
  if (auto c = dyn_cast<ComplexType>(element)) {
    auto part = [&](double v) { return b.getFloatAttr(c.getElementType(), v); };
    return complex::ConstantOp::create(b, loc, element,
                                       b.getArrayAttr({part(value), part(0)}));
  }
  if (auto f = dyn_cast<FloatType>(element))
    return arith::ConstantOp::create(b, loc, b.getFloatAttr(f, value));
  if (element.isIndex())
    return arith::ConstantIndexOp::create(b, loc, static_cast<int64_t>(value));
  APInt bits(element.getIntOrFloatBitWidth(), static_cast<int64_t>(value),
             /*isSigned=*/true, /*implicitTrunc=*/true);
  return arith::ConstantOp::create(b, loc, b.getIntegerAttr(element, bits));
}

void weft::ir::permit(Operation *op, arith::FastMathFlags rewrites) {
  auto on = dyn_cast<arith::ArithFastMathInterface>(op);
  if (!on)
    return;
  arith::FastMathFlags flags = on.getFastMathFlagsAttr().getValue() | rewrites;
  op->setAttr(on.getFastMathAttrName(),
              arith::FastMathFlagsAttr::get(op->getContext(), flags));
}

Value weft::ir::multiplyAdd(OpBuilder &b, Location loc, Value x, Value y,
                            Value sum) {
  Type type = sum.getType();
  if (isa<ComplexType>(type)) {
    x = complex::MulOp::create(b, loc, x, y);
    return complex::AddOp::create(b, loc, sum, x);
  }
  if (type.isInteger(1)) {
    x = arith::AndIOp::create(b, loc, x, y);
    return arith::OrIOp::create(b, loc, sum, x);
  }
  if (isa<IntegerType>(type)) {
    x = arith::MulIOp::create(b, loc, x, y);
    return arith::AddIOp::create(b, loc, sum, x);
  }
  constexpr auto contract = arith::FastMathFlags::contract;
  x = arith::MulFOp::create(b, loc, x, y, contract);
  return arith::AddFOp::create(b, loc, sum, x, contract);
}

Type weft::ir::signless(Type t) {
  if (auto shaped = dyn_cast<ShapedType>(t))
    return shaped.clone(signless(shaped.getElementType()));
  if (auto i = dyn_cast<IntegerType>(t))
    return IntegerType::get(t.getContext(), i.getWidth());
  return t;
}

/// A bool counts as unsigned: its order is false < true.
bool weft::ir::isUnsigned(Type element) {
  return element.isUnsignedInteger() || element.isInteger(1);
}

/// f64 to f32, rounded to odd: an inexact result gets an odd last bit, so that
/// rounding it again to a half rounds as if from f64 (Boldo and Melquiond,
/// 2008). A direct truncf would be a call, to a function that libgcc lacks.
static Value truncateToOdd(OpBuilder &b, Location loc, Value x) {
  Value y = arith::TruncFOp::create(b, loc, b.getF32Type(), x);
  Value back = arith::ExtFOp::create(b, loc, x.getType(), y);
  Value isInexact =
      arith::CmpFOp::create(b, loc, arith::CmpFPredicate::ONE, back, x);
  Value sizeOfX = math::AbsFOp::create(b, loc, x);
  Value sizeOfBack = math::AbsFOp::create(b, loc, back);
  Value isAway = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OGT,
                                       sizeOfBack, sizeOfX);
  Value bits = arith::BitcastOp::create(b, loc, b.getI32Type(), y);
  Value one = scalar(b, loc, b.getI32Type(), 1);
  Value towards = arith::SubIOp::create(b, loc, bits, one);
  Value odd = arith::SelectOp::create(b, loc, isAway, towards, bits);
  odd = arith::OrIOp::create(b, loc, odd, one);
  bits = arith::SelectOp::create(b, loc, isInexact, odd, bits);
  return arith::BitcastOp::create(b, loc, b.getF32Type(), bits);
}

// bf16 is widened and rounded on its bits. Where the machine has no such
// instructions LLVM makes calls of arith's conversions (or of what it narrows
// to bf16 after them) that libgcc 12 lacks; where it has, they flush
// subnormals, and one program would have two results.
static Value widenBF16(OpBuilder &b, Location loc, Value x) {
  Type i32 = b.getI32Type();
  Value bits = arith::BitcastOp::create(b, loc, b.getI16Type(), x);
  bits = arith::ExtUIOp::create(b, loc, i32, bits);
  bits = arith::ShLIOp::create(b, loc, bits, scalar(b, loc, i32, 16));
  return arith::BitcastOp::create(b, loc, b.getF32Type(), bits);
}
/// Half of the last place that stays is added, less one if that is even, and
/// the rest cut off: to nearest, ties to even.
static Value roundToBF16(OpBuilder &b, Location loc, Value x) {
  Type i32 = b.getI32Type();
  auto constant = [&](double v) { return scalar(b, loc, i32, v); };
  Value bits = arith::BitcastOp::create(b, loc, i32, x);
  Value high = arith::ShRUIOp::create(b, loc, bits, constant(16));
  Value isOdd = arith::AndIOp::create(b, loc, high, constant(1));
  Value half = arith::AddIOp::create(b, loc, isOdd, constant(0x7fff));
  Value sum = arith::AddIOp::create(b, loc, bits, half);
  Value rounded = arith::ShRUIOp::create(b, loc, sum, constant(16));
  // The payload of a NaN may be all in the low bits, or carry into the sign.
  Value isNan = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::UNO, x, x);
  Value quiet = arith::OrIOp::create(b, loc, high, constant(0x40));
  Value y = arith::SelectOp::create(b, loc, isNan, quiet, rounded);
  y = arith::TruncIOp::create(b, loc, b.getI16Type(), y);
  return arith::BitcastOp::create(b, loc, b.getBF16Type(), y);
}

// float8 is widened and rounded on its bits as well: no machine has it, and
// LLVM no type for it.
static bool isByteFloat(Type t) {
  return isa<FloatType>(t) && t.getIntOrFloatBitWidth() == 8;
}
/// The bits are the upper ones of a float with another bias: a product with a
/// power of two puts that right, subnormal numbers included.
static Value widenByte(OpBuilder &b, Location loc, Value x) {
  Type i32 = b.getI32Type(), f32 = b.getF32Type();
  auto type = cast<FloatType>(x.getType());
  bool hasInfinity = APFloat::semanticsHasInf(type.getFloatSemantics());
  unsigned mantissa = type.getFPMantissaWidth() - 1;
  int bias = (1 << (6 - mantissa)) - 1;
  auto constant = [&](double v) { return scalar(b, loc, i32, v); };
  Value bits = arith::BitcastOp::create(b, loc, b.getI8Type(), x);
  bits = arith::ExtUIOp::create(b, loc, i32, bits);
  Value size = arith::AndIOp::create(b, loc, bits, constant(0x7f));
  Value y = arith::ShLIOp::create(b, loc, size, constant(23 - mantissa));
  y = arith::BitcastOp::create(b, loc, f32, y);
  y = arith::MulFOp::create(b, loc, y,
                            scalar(b, loc, f32, std::ldexp(1., 127 - bias)));
  Value special = arith::CmpIOp::create(
      b, loc, hasInfinity ? arith::CmpIPredicate::uge : arith::CmpIPredicate::eq,
      size, constant(hasInfinity ? 0x7c : 0x7f));
  // The upper bits of an infinity or NaN of f32, with its mantissa.
  Value high = arith::OrIOp::create(
      b, loc, arith::ShLIOp::create(b, loc, size, constant(23 - mantissa)),
      constant(0x7f800000));
  high = arith::BitcastOp::create(b, loc, f32, high);
  y = arith::SelectOp::create(b, loc, special, high, y);
  Value sign = arith::ShLIOp::create(b, loc, bits, constant(24));
  sign = arith::BitcastOp::create(b, loc, f32, sign);
  return math::CopySignOp::create(b, loc, y, sign);
}
/// To nearest, ties to even. Subnormal results by adding the number whose last
/// place is theirs. What is too large becomes infinite, or NaN where the format
/// has no infinities.
static Value roundToByte(OpBuilder &b, Location loc, Value x, Type to) {
  Type i32 = b.getI32Type(), f32 = b.getF32Type();
  auto type = cast<FloatType>(to);
  bool hasInfinity = APFloat::semanticsHasInf(type.getFloatSemantics());
  unsigned mantissa = type.getFPMantissaWidth() - 1, cut = 23 - mantissa;
  int bias = (1 << (6 - mantissa)) - 1;
  auto constant = [&](double v) { return scalar(b, loc, i32, v); };
  Value bits = arith::BitcastOp::create(b, loc, i32, x);
  Value size = arith::AndIOp::create(b, loc, bits, constant(0x7fffffff));
  Value isOdd = arith::ShRUIOp::create(b, loc, size, constant(cut));
  isOdd = arith::AndIOp::create(b, loc, isOdd, constant(1));
  Value y = arith::AddIOp::create(b, loc, size,
                                  constant((1 << (cut - 1)) - 1));
  y = arith::AddIOp::create(b, loc, y, isOdd);
  y = arith::ShRUIOp::create(b, loc, y, constant(cut));
  y = arith::SubIOp::create(b, loc, y, constant((127 - bias) << mantissa));
  double magic = std::ldexp(1., 24 - bias - static_cast<int>(mantissa));
  Value small = arith::AddFOp::create(
      b, loc, arith::BitcastOp::create(b, loc, f32, size),
      scalar(b, loc, f32, magic));
  small = arith::BitcastOp::create(b, loc, i32, small);
  Value base = arith::BitcastOp::create(b, loc, i32,
                                        scalar(b, loc, f32, magic));
  small = arith::SubIOp::create(b, loc, small, base);
  Value isSmall = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ult, size,
                                        constant((128 - bias) << 23));
  Value isNan = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ugt, size,
                                      constant(0x7f800000));
  y = arith::MinUIOp::create(b, loc, y, constant(hasInfinity ? 0x7c : 0x7f));
  y = arith::SelectOp::create(b, loc, isSmall, small, y);
  y = arith::SelectOp::create(b, loc, isNan,
                              constant(hasInfinity ? 0x7e : 0x7f), y);
  Value sign = arith::ShRUIOp::create(b, loc, bits, constant(24));
  sign = arith::AndIOp::create(b, loc, sign, constant(0x80));
  y = arith::OrIOp::create(b, loc, y, sign);
  y = arith::TruncIOp::create(b, loc, b.getI8Type(), y);
  return arith::BitcastOp::create(b, loc, to, y);
}

static Value toSingle(OpBuilder &b, Location loc, Value x) {
  Type from = x.getType();
  if (from.isBF16())
    return widenBF16(b, loc, x);
  if (isByteFloat(from))
    return widenByte(b, loc, x);
  if (from.isF64())
    return truncateToOdd(b, loc, x);
  if (from.isF32())
    return x;
  return arith::ExtFOp::create(b, loc, b.getF32Type(), x);
}
static Value resizeFloat(OpBuilder &b, Location loc, Value x, Type to) {
  Type from = x.getType();
  if (from == to)
    return x;
  if (from.isF64() && to.isF32())
    return arith::TruncFOp::create(b, loc, to, x);
  Value y = toSingle(b, loc, x);
  if (to.isF64())
    return arith::ExtFOp::create(b, loc, to, y);
  if (to.isF32())
    return y;
  if (isByteFloat(to))
    return roundToByte(b, loc, y, to);
  return to.isBF16() ? roundToBF16(b, loc, y)
                     : arith::TruncFOp::create(b, loc, to, y).getResult();
}

Value weft::ir::inSingle(OpBuilder &b, Location loc, ValueRange xs,
                         llvm::function_ref<Value(ValueRange)> f) {
  auto isHalfValue = [](Value x) { return isHalf(x.getType()); };
  auto half = llvm::find_if(xs, isHalfValue);
  if (half == xs.end())
    return f(xs);
  SmallVector<Value> wide;
  for (Value x : xs)
    wide.push_back(isHalfValue(x) ? resizeFloat(b, loc, x, b.getF32Type()) : x);
  Value y = f(wide);
  return y.getType().isF32() ? resizeFloat(b, loc, y, (*half).getType()) : y;
}

//===-- Conversion --------------------------------------------------------===//
static Value isNonZero(OpBuilder &b, Location loc, Value x) {
  Type t = x.getType();
  if (isa<ComplexType>(t))
    return complex::NotEqualOp::create(b, loc, x, scalar(b, loc, t, 0));
  if (isa<FloatType>(t))
    return inSingle(b, loc, x, [&](ValueRange v) -> Value {
      return arith::CmpFOp::create(b, loc, arith::CmpFPredicate::UNE, v[0],
                                   scalar(b, loc, v[0].getType(), 0));
    });
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, x,
                               scalar(b, loc, t, 0));
}

/// Saturates; NaN gives 0. The conversion itself only sees values in range,
/// for any other makes poison. Both bounds are powers of two: exact in f32.
static Value floatToInt(OpBuilder &b, Location loc, Value x, Type to) {
  if (isHalf(x.getType()))
    x = resizeFloat(b, loc, x, b.getF32Type());
  bool isUns = isUnsigned(to);
  unsigned width = to.getIntOrFloatBitWidth();
  Type bits = signless(to), t = x.getType();
  double low = isUns ? 0 : -std::ldexp(1, width - 1);
  double high = std::ldexp(1, isUns ? width : width - 1);
  auto is = [&](arith::CmpFPredicate p, double bound) -> Value {
    return arith::CmpFOp::create(b, loc, p, x, scalar(b, loc, t, bound));
  };
  Value least = extremeElement(b, loc, to, true);
  Value greatest = extremeElement(b, loc, to, false);
  Value above = is(arith::CmpFPredicate::OGE, high);
  Value below = is(arith::CmpFPredicate::OLT, low);
  Value out = arith::OrIOp::create(b, loc, above, below);
  out = arith::OrIOp::create(
      b, loc, out,
      arith::CmpFOp::create(b, loc, arith::CmpFPredicate::UNO, x, x));
  Value safe = arith::SelectOp::create(b, loc, out, scalar(b, loc, t, 0), x);
  Value y = isUns ? arith::FPToUIOp::create(b, loc, bits, safe).getResult()
                  : arith::FPToSIOp::create(b, loc, bits, safe).getResult();
  y = arith::SelectOp::create(b, loc, above, greatest, y);
  return arith::SelectOp::create(b, loc, below, least, y);
}

static Value intToFloat(OpBuilder &b, Location loc, Value x, Type from,
                        Type to) {
  Type wide = isHalf(to) ? b.getF32Type() : to;
  Value y = isUnsigned(from)
                ? arith::UIToFPOp::create(b, loc, wide, x).getResult()
                : arith::SIToFPOp::create(b, loc, wide, x).getResult();
  return resizeFloat(b, loc, y, to);
}

static Value intToInt(OpBuilder &b, Location loc, Value x, Type from, Type to) {
  unsigned have = from.getIntOrFloatBitWidth();
  unsigned want = to.getIntOrFloatBitWidth();
  Type bits = signless(to);
  if (have == want)
    return x;
  if (have > want)
    return arith::TruncIOp::create(b, loc, bits, x);
  if (isUnsigned(from))
    return arith::ExtUIOp::create(b, loc, bits, x);
  return arith::ExtSIOp::create(b, loc, bits, x);
}

Value weft::ir::convertElement(OpBuilder &b, Location loc, Value x, Type from,
                               Type to) {
  if (from == to)
    return x;
  if (to.isInteger(1))
    return isNonZero(b, loc, x);
  if (auto c = dyn_cast<ComplexType>(to)) {
    Type part = c.getElementType();
    if (auto cx = dyn_cast<ComplexType>(from)) {
      Value re = complex::ReOp::create(b, loc, x);
      Value im = complex::ImOp::create(b, loc, x);
      re = resizeFloat(b, loc, re, part);
      im = resizeFloat(b, loc, im, part);
      return complex::CreateOp::create(b, loc, to, re, im);
    }
    Value re = convertElement(b, loc, x, from, part);
    return complex::CreateOp::create(b, loc, to, re, scalar(b, loc, part, 0));
  }
  if (auto c = dyn_cast<ComplexType>(from))
    return convertElement(b, loc, complex::ReOp::create(b, loc, x),
                          c.getElementType(), to);
  if (isa<FloatType>(from))
    return isa<FloatType>(to) ? resizeFloat(b, loc, x, to)
                              : floatToInt(b, loc, x, to);
  return isa<FloatType>(to) ? intToFloat(b, loc, x, from, to)
                            : intToInt(b, loc, x, from, to);
}

//===-- Order -------------------------------------------------------------===//
template <class Float, class Signed, class Unsigned>
static Value extremum(OpBuilder &b, Location loc, Value x, Value y,
                      Type element) {
  if (isa<FloatType>(element))
    return inSingle(b, loc, {x, y}, [&](ValueRange v) -> Value {
      return Float::create(b, loc, v[0], v[1]);
    });
  if (isUnsigned(element))
    return Unsigned::create(b, loc, x, y);
  return Signed::create(b, loc, x, y);
}
Value weft::ir::maxElement(OpBuilder &b, Location loc, Value x, Value y,
                           Type element) {
  return extremum<arith::MaximumFOp, arith::MaxSIOp, arith::MaxUIOp>(
      b, loc, x, y, element);
}
Value weft::ir::minElement(OpBuilder &b, Location loc, Value x, Value y,
                           Type element) {
  return extremum<arith::MinimumFOp, arith::MinSIOp, arith::MinUIOp>(
      b, loc, x, y, element);
}

Value weft::ir::extremeElement(OpBuilder &b, Location loc, Type element,
                               bool least) {
  if (auto f = dyn_cast<FloatType>(element)) {
    const auto &s = f.getFloatSemantics();
    APFloat v = APFloat::semanticsHasInf(s) ? APFloat::getInf(s, least)
                                            : APFloat::getLargest(s, least);
    return arith::ConstantOp::create(b, loc, b.getFloatAttr(f, v));
  }
  unsigned width = element.getIntOrFloatBitWidth();
  bool isUns = isUnsigned(element);
  APInt v = least ? (isUns ? APInt::getMinValue(width)
                           : APInt::getSignedMinValue(width))
                  : (isUns ? APInt::getMaxValue(width)
                           : APInt::getSignedMaxValue(width));
  return arith::ConstantOp::create(b, loc,
                                   b.getIntegerAttr(signless(element), v));
}

Value weft::ir::isBeyond(OpBuilder &b, Location loc, Type element, bool max,
                         Value x, Value i, Value y, Value j) {
  using arith::CmpFPredicate, arith::CmpIPredicate;
  auto both = [&](Value p, Value q) -> Value {
    return arith::AndIOp::create(b, loc, p, q);
  };
  auto either = [&](Value p, Value q) -> Value {
    return arith::OrIOp::create(b, loc, p, q);
  };
  Value first = arith::CmpIOp::create(b, loc, CmpIPredicate::slt, i, j);
  if (isa<IntegerType>(x.getType())) {
    bool plain = isUnsigned(element) || element.isInteger(1);
    auto p = max ? (plain ? CmpIPredicate::ugt : CmpIPredicate::sgt)
                 : (plain ? CmpIPredicate::ult : CmpIPredicate::slt);
    Value beyond = arith::CmpIOp::create(b, loc, p, x, y);
    Value same = arith::CmpIOp::create(b, loc, CmpIPredicate::eq, x, y);
    return either(beyond, both(same, first));
  }
  auto cmp = [&](CmpFPredicate p, Value x, Value y) -> Value {
    return arith::CmpFOp::create(b, loc, p, x, y);
  };
  if (isByteFloat(x.getType())) { // of which LLVM compares none
    x = resizeFloat(b, loc, x, b.getF32Type());
    y = resizeFloat(b, loc, y, b.getF32Type());
  }
  Value beyond = cmp(max ? CmpFPredicate::OGT : CmpFPredicate::OLT, x, y);
  Value same = cmp(CmpFPredicate::OEQ, x, y);
  Value xNan = cmp(CmpFPredicate::UNO, x, x);
  Value yNan = cmp(CmpFPredicate::UNO, y, y);
  Value yNumber = cmp(CmpFPredicate::ORD, y, y);
  beyond = either(beyond, both(xNan, yNumber));
  same = either(same, both(xNan, yNan));
  return either(beyond, both(same, first));
}
