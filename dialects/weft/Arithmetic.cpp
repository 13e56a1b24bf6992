// Arithmetic on two arrays. Per op: fold, jvp, transpose, emitElement.
//
// Folds are exact: x + 0.0 is not x (for x = -0.0), 0.0 · x is not 0.0 (for
// NaN, infinities and signs). A constant is folded only if it is a splat.
#include "ArithmeticOps.h"
#include "UnaryOps.h"
#include "ComplexMath.h"
#include "Residuals.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include <functional>
using namespace weft::ir;

//===-- Folding splats ----------------------------------------------------===//
/// Whether every element is the real number `value`; zero has a sign.
static bool isSplat(Attribute a, double value) {
  auto splat = dyn_cast_or_null<SplatElementsAttr>(a);
  if (!splat)
    return false;
  if (auto f = dyn_cast<FloatType>(splat.getElementType())) {
    APFloat want(value);
    bool lossy = false;
    want.convert(f.getFloatSemantics(), APFloat::rmNearestTiesToEven, &lossy);
    return splat.getSplatValue<APFloat>().bitwiseIsEqual(want);
  }
  if (isa<IntegerType>(splat.getElementType()))
    return splat.getSplatValue<APInt>() ==
           APInt(splat.getElementType().getIntOrFloatBitWidth(),
                 static_cast<uint64_t>(value));
  return false;
}
/// What x + zero = x needs: an integer 0, but -0.0 of a float.
static bool isZeroOfSum(Attribute a) {
  auto splat = dyn_cast_or_null<SplatElementsAttr>(a);
  return splat && isSplat(a, isa<FloatType>(splat.getElementType()) ? -0.0 : 0);
}
static bool isIntZero(Attribute a) {
  auto splat = dyn_cast_or_null<SplatElementsAttr>(a);
  return splat && isa<IntegerType>(splat.getElementType()) && isSplat(a, 0);
}

/// f(x, y) of two splats; null if one is none, or for complex numbers.
template <class OnFloat, class OnInt>
static Attribute foldSplats(Attribute ax, Attribute ay, OnFloat onFloat,
                            OnInt onInt) {
  auto x = dyn_cast_or_null<SplatElementsAttr>(ax);
  auto y = dyn_cast_or_null<SplatElementsAttr>(ay);
  if (!x || !y)
    return {};
  if (isa<FloatType>(x.getElementType()))
    return DenseElementsAttr::get(x.getType(),
                                  APFloat(onFloat(x.getSplatValue<APFloat>(),
                                                  y.getSplatValue<APFloat>())));
  if (isa<IntegerType>(x.getElementType()))
    return DenseElementsAttr::get(
        x.getType(),
        APInt(onInt(x.getSplatValue<APInt>(), y.getSplatValue<APInt>())));
  return {};
}

//===-- Elements ----------------------------------------------------------===//
/// One op of the kind that the elements are of.
template <class Float, class Int, class Complex>
static Value emitSame(OpBuilder &b, Location loc, Value x, Value y) {
  if (isa<ComplexType>(x.getType()))
    return Complex::create(b, loc, x, y);
  if (isa<IntegerType>(x.getType()))
    return Int::create(b, loc, x, y);
  return Float::create(b, loc, x, y);
}
template <class Float, class Int, class Complex>
static Value emitNumber(OpBuilder &b, Location loc, ValueRange in) {
  return inSingle(b, loc, in, [&](ValueRange v) {
    return emitSame<Float, Int, Complex>(b, loc, v[0], v[1]);
  });
}
template <class Float>
static Value emitFloat(OpBuilder &b, Location loc, ValueRange in) {
  return inSingle(b, loc, in, [&](ValueRange v) -> Value {
    return Float::create(b, loc, v[0], v[1]);
  });
}

static Value equals(OpBuilder &b, Location loc, Value x, double v) {
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, x,
                               scalar(b, loc, x.getType(), v));
}
static Value choose(OpBuilder &b, Location loc, Value p, Value x, Value y) {
  return arith::SelectOp::create(b, loc, p, x, y);
}

/// Integers x / y and x rem y with the divisors 0 and -1 taken out: the
/// machine traps on the one, and on the other if x is the least integer.
static Value emitIntDiv(OpBuilder &b, Location loc, Value x, Value y,
                        bool isUns, bool rem) {
  Type t = x.getType();
  Value one = scalar(b, loc, t, 1), isZero = equals(b, loc, y, 0);
  if (isUns) {
    Value safe = choose(b, loc, isZero, one, y);
    Value r = rem ? arith::RemUIOp::create(b, loc, x, safe).getResult()
                  : arith::DivUIOp::create(b, loc, x, safe).getResult();
    return choose(b, loc, isZero, rem ? x : scalar(b, loc, t, -1), r);
  }
  Value isMinusOne = equals(b, loc, y, -1);
  Value unsafe = arith::OrIOp::create(b, loc, isZero, isMinusOne);
  Value safe = choose(b, loc, unsafe, one, y);
  if (rem) // x rem 1 is what x rem -1 is
    return choose(b, loc, isZero, x, arith::RemSIOp::create(b, loc, x, safe));
  Value negated = arith::SubIOp::create(b, loc, scalar(b, loc, t, 0), x);
  Value q = arith::DivSIOp::create(b, loc, x, safe);
  q = choose(b, loc, isMinusOne, negated, q);
  return choose(b, loc, isZero, scalar(b, loc, t, -1), q);
}

//===-- add, sub, mul, neg, div -------------------------------------------===//
OpFoldResult AddOp::fold(FoldAdaptor a) {
  if (isZeroOfSum(a.getY()))
    return getX();
  if (isZeroOfSum(a.getX()))
    return getY();
  return foldSplats(a.getX(), a.getY(), std::plus<APFloat>(),
                    std::plus<APInt>());
}
LogicalResult AddOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, addTangents(b, getLoc(), t[0], t[1]));
}
LogicalResult AddOp::transpose(OpBuilder &, ArrayRef<Value> operands,
                               ArrayRef<Value> cts, Values &out) {
  for (Value fixed : operands)
    out.push_back(fixed ? Value() : cts[0]);
  return success();
}
Value AddOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitNumber<arith::AddFOp, arith::AddIOp, complex::AddOp>(b, getLoc(),
                                                                  in);
}

OpFoldResult SubOp::fold(FoldAdaptor a) {
  if (isSplat(a.getY(), 0))
    return getX();
  return foldSplats(a.getX(), a.getY(), std::minus<APFloat>(),
                    std::minus<APInt>());
}
LogicalResult SubOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, subTangents(b, getLoc(), t[0], t[1]));
}
LogicalResult SubOp::transpose(OpBuilder &b, ArrayRef<Value> operands,
                               ArrayRef<Value> cts, Values &out) {
  out.push_back(operands[0] ? Value() : cts[0]);
  return give(out, operands[1] ? Value() : Emit(b, *this).neg(cts[0]));
}
Value SubOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitNumber<arith::SubFOp, arith::SubIOp, complex::SubOp>(b, getLoc(),
                                                                  in);
}

OpFoldResult MulOp::fold(FoldAdaptor a) {
  Attribute constants[] = {a.getX(), a.getY()};
  for (auto [i, c] : llvm::enumerate(constants)) {
    if (isSplat(c, 1))
      return getOperand(1 - i);
    if (isIntZero(c))
      return c;
  }
  return foldSplats(a.getX(), a.getY(), std::multiplies<APFloat>(),
                    std::multiplies<APInt>());
}
LogicalResult MulOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value tx = t[0] ? e.mul(t[0], getY()) : Value();
  Value ty = t[1] ? e.mul(getX(), t[1]) : Value();
  return give(out, addTangents(b, getLoc(), tx, ty));
}
LogicalResult MulOp::transpose(OpBuilder &b, ArrayRef<Value> operands,
                               ArrayRef<Value> cts, Values &out) {
  if (!operands[0] && !operands[1])
    return emitOpError("[transpose] weft.mul is not linear in both operands "
                       "at once");
  for (Value other : {operands[1], operands[0]})
    out.push_back(other ? Emit(b, *this).mul(cts[0], other) : Value());
  return success();
}
Value MulOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitNumber<arith::MulFOp, arith::MulIOp, complex::MulOp>(b, getLoc(),
                                                                  in);
}

OpFoldResult NegOp::fold(FoldAdaptor a) {
  if (auto inner = getX().getDefiningOp<NegOp>())
    return inner.getX();
  return foldSplats(
      a.getX(), a.getX(), [](APFloat x, APFloat) { return -x; },
      [](APInt x, APInt) { return -x; });
}
LogicalResult NegOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, Emit(b, *this).neg(t[0]));
}
LogicalResult NegOp::transpose(OpBuilder &b, ArrayRef<Value>,
                               ArrayRef<Value> cts, Values &out) {
  return give(out, Emit(b, *this).neg(cts[0]));
}
Value NegOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Type t = in[0].getType();
  if (isa<ComplexType>(t))
    return complex::NegOp::create(b, getLoc(), in[0]);
  if (isa<IntegerType>(t))
    return arith::SubIOp::create(b, getLoc(), scalar(b, getLoc(), t, 0), in[0]);
  return inSingle(b, getLoc(), in, [&](ValueRange v) -> Value {
    return arith::NegFOp::create(b, getLoc(), v[0]);
  });
}

OpFoldResult DivOp::fold(FoldAdaptor a) {
  if (isSplat(a.getY(), 1))
    return getX();
  bool isUns = isUnsigned(elementOf(getType()));
  return foldSplats(a.getX(), a.getY(), std::divides<APFloat>(),
                    [&](const APInt &x, const APInt &y) {
                      if (y.isZero())
                        return APInt::getAllOnes(x.getBitWidth());
                      return isUns ? x.udiv(y) : x.sdiv(y);
                    });
}
LogicalResult DivOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value zt = t[1] ? e.mul(getZ(), t[1]) : Value();
  return give(out, e.div(subTangents(b, getLoc(), t[0], zt), getY()));
}
LogicalResult DivOp::transpose(OpBuilder &b, ArrayRef<Value> operands,
                               ArrayRef<Value> cts, Values &out) {
  if (!operands[1])
    return emitOpError("[transpose] weft.div is not linear in its divisor");
  out.push_back(Emit(b, *this).div(cts[0], operands[1]));
  return give(out, {});
}
/// 1 / y where y repeats a power of two, so that x / y is x times it exactly.
static std::optional<APFloat> exactInverse(Value y) {
  SplatElementsAttr splat;
  if (!matchPattern(y, m_Constant(&splat)) ||
      !isa<FloatType>(splat.getElementType()))
    return std::nullopt;
  APFloat value = splat.getSplatValue<APFloat>(), inverse = value;
  return value.getExactInverse(&inverse) ? std::optional(inverse)
                                         : std::nullopt;
}
Value DivOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Type t = elementOf(getType());
  if (auto inverse = exactInverse(getY())) {
    Value times = arith::ConstantOp::create(b, getLoc(),
                                            b.getFloatAttr(t, *inverse));
    return emitFloat<arith::MulFOp>(b, getLoc(), {in[0], times});
  }
  if (isa<IntegerType>(t))
    return emitIntDiv(b, getLoc(), in[0], in[1], isUnsigned(t), false);
  if (isa<ComplexType>(t))
    return complex::DivOp::create(b, getLoc(), in[0], in[1]);
  // By a root that is at hand, as XLA does: targets have estimates of its
  // inverse, which Newton's step makes exact enough, and no root of one.
  if (auto root = in[1].getDefiningOp<math::SqrtOp>();
      root && t.isF32() && !(*this)->hasAttr(sameBitsAttr))
    return arith::MulFOp::create(
        b, getLoc(), in[0],
        math::RsqrtOp::create(b, getLoc(), root.getOperand()));
  return emitFloat<arith::DivFOp>(b, getLoc(), in);
}

//===-- rem ---------------------------------------------------------------===//
LogicalResult RemOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  if (!t[1])
    return give(out, t[0]);
  Value q = e.div(getX(), getY());
  Value size = FloorOp::create(b, getLoc(), AbsOp::create(b, getLoc(), q));
  Value truncated = e.mul(SignOp::create(b, getLoc(), q), size);
  Value ty = e.neg(e.mul(t[1], truncated));
  return give(out, addTangents(b, getLoc(), t[0], ty));
}
Value RemOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Type t = elementOf(getType());
  if (isa<IntegerType>(t))
    return emitIntDiv(b, getLoc(), in[0], in[1], isUnsigned(t), true);
  return emitFloat<arith::RemFOp>(b, getLoc(), in);
}

//===-- max, min ----------------------------------------------------------===//
/// Sum over both operands of tangent · (1 if it wins, ½ in a tie, else 0).
/// Complex numbers have no `wins`: the result z says which it was.
static Value tangentOfExtremum(const Emit &e, Direction wins, Value z, Value x,
                               Value y, ArrayRef<Value> t) {
  Value one = e.constant(x, 1), zero = e.constant(x, 0);
  Value half = e.constant(x, 0.5), tie = e.compare(Direction::Eq, x, y);
  bool isComplex = isa<ComplexType>(elementOf(x.getType()));
  auto part = [&](Value x, Value y, Value t) {
    if (!t)
      return t;
    Value isOne = isComplex ? e.compare(Direction::Eq, x, z)
                            : e.compare(wins, x, y);
    return e.mul(t, e.select(tie, half, e.select(isOne, one, zero)));
  };
  Value tx = part(x, y, t[0]);
  return addTangents(e.b, e.loc, tx, part(y, x, t[1]));
}
/// By real part, then by imaginary part; NaN if a part of either is.
static Value complexExtremum(OpBuilder &b, Location loc, ValueRange in,
                             arith::CmpFPredicate strictly) {
  using P = arith::CmpFPredicate;
  Value re[2], im[2], isNan[2];
  auto compare = [&](P p, Value x, Value y) -> Value {
    return arith::CmpFOp::create(b, loc, p, x, y);
  };
  for (int i : {0, 1}) {
    re[i] = complex::ReOp::create(b, loc, in[i]);
    im[i] = complex::ImOp::create(b, loc, in[i]);
    isNan[i] = compare(P::UNO, re[i], im[i]);
  }
  Value tie = compare(P::OEQ, re[0], re[1]);
  Value wins = choose(b, loc, tie, compare(strictly, im[0], im[1]),
                      compare(strictly, re[0], re[1]));
  Value z = choose(b, loc, wins, in[0], in[1]);
  return choose(b, loc, isNan[0], in[0], choose(b, loc, isNan[1], in[1], z));
}
LogicalResult MaxOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, tangentOfExtremum(Emit(b, *this), Direction::Gt, getZ(),
                                     getX(), getY(), t));
}
Value MaxOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  if (isa<ComplexType>(in[0].getType()))
    return complexExtremum(b, getLoc(), in, arith::CmpFPredicate::OGT);
  return maxElement(b, getLoc(), in[0], in[1], elementOf(getType()));
}
LogicalResult MinOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, tangentOfExtremum(Emit(b, *this), Direction::Lt, getZ(),
                                     getX(), getY(), t));
}
Value MinOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  if (isa<ComplexType>(in[0].getType()))
    return complexExtremum(b, getLoc(), in, arith::CmpFPredicate::OLT);
  return minElement(b, getLoc(), in[0], in[1], elementOf(getType()));
}

//===-- pow ---------------------------------------------------------------===//
/// d/dx = y · x^(y-1), 0 for y = 0 (also at x = 0); d/dy = ln x · x^y, with
/// ln 1 where x = 0. As jax.lax.pow.
LogicalResult PowOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value x = getX(), y = getY(), tx, ty;
  Value one = e.constant(x, 1), zero = e.constant(x, 0);
  if (t[0]) {
    Value flat = e.compare(Direction::Eq, y, zero);
    Value less = e.select(flat, one, e.sub(y, one));
    Value slope = e.mul(y, PowOp::create(b, getLoc(), x, less));
    tx = e.mul(t[0], e.select(flat, zero, slope));
  }
  if (t[1]) {
    Value safe = e.select(e.compare(Direction::Eq, x, zero), one, x);
    ty = e.mul(t[1], e.mul(LogOp::create(b, getLoc(), safe), getZ()));
  }
  return give(out, addTangents(b, getLoc(), tx, ty));
}

/// x^n by squaring, one bit of n a round. math.ipowi would need a pass that
/// makes functions, and reads n as signed.
static Value emitIntPow(OpBuilder &b, Location loc, Value x, Value n,
                        bool isUns) {
  Type t = x.getType();
  Value zero = scalar(b, loc, t, 0), one = scalar(b, loc, t, 1);
  auto more = [&](OpBuilder &b, Location loc, ValueRange v) {
    Value p =
        arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, v[2], zero);
    scf::ConditionOp::create(b, loc, p, v);
  };
  auto round = [&](OpBuilder &b, Location loc, ValueRange v) {
    Value isOdd = equals(b, loc, arith::AndIOp::create(b, loc, v[2], one), 1);
    Value r = arith::MulIOp::create(b, loc, v[0], v[1]);
    r = choose(b, loc, isOdd, r, v[0]);
    Value square = arith::MulIOp::create(b, loc, v[1], v[1]);
    Value rest = arith::ShRUIOp::create(b, loc, v[2], one);
    scf::YieldOp::create(b, loc, ValueRange{r, square, rest});
  };
  // A negative n is used as its bits and the result replaced: 1 / x^-n is 0
  // unless x is 1 or -1 (or 0, where integers give -1 for a division by 0).
  auto loop = scf::WhileOp::create(b, loc, TypeRange{t, t, t},
                                   ValueRange{one, x, n}, more, round);
  Value r = loop.getResult(0);
  if (isUns)
    return r;
  Value isNegative =
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, n, zero);
  Value isUnit =
      arith::OrIOp::create(b, loc, equals(b, loc, x, 1), equals(b, loc, x, -1));
  Value inverse = choose(b, loc, isUnit, r, zero);
  inverse =
      choose(b, loc, equals(b, loc, x, 0), scalar(b, loc, t, -1), inverse);
  return choose(b, loc, isNegative, inverse, r);
}
Value PowOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Type t = elementOf(getType());
  if (isa<IntegerType>(t))
    return emitIntPow(b, getLoc(), in[0], in[1], isUnsigned(t));
  if (auto c = dyn_cast<ComplexType>(t))
    return onComplex(b, getLoc(), in[0], in[1],
                     c.getElementType().isF64() ? cpowLong : cpow);
  return emitFloat<math::PowFOp>(b, getLoc(), in);
}

//===-- atan2 -------------------------------------------------------------===//
LogicalResult Atan2Op::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value xx = e.square(getX()), yy = e.square(getY()), size = e.add(xx, yy);
  Value tx, ty;
  if (t[0])
    tx = e.mul(t[0], e.div(getY(), size));
  if (t[1])
    ty = e.mul(t[1], e.div(e.neg(getX()), size));
  return give(out, addTangents(b, getLoc(), tx, ty));
}
Value Atan2Op::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitFloat<math::Atan2Op>(b, getLoc(), in);
}

//===-- nextafter ---------------------------------------------------------===//
LogicalResult NextafterOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
/// The bits of an IEEE float count upwards from zero in either direction, so
/// the neighbour away from zero is bits + 1, towards it bits - 1.
Value NextafterOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Location loc = getLoc();
  Type t = in[0].getType();
  unsigned width = t.getIntOrFloatBitWidth();
  Type bits = b.getIntegerType(width);
  auto compare = [&](arith::CmpFPredicate p, Value x, Value y) {
    return inSingle(b, loc, {x, y}, [&](ValueRange v) -> Value {
      return arith::CmpFOp::create(b, loc, p, v[0], v[1]);
    });
  };
  Value x = in[0], y = in[1], zero = scalar(b, loc, t, 0);
  Value isUp = compare(arith::CmpFPredicate::OGT, y, x);
  Value isPositive = compare(arith::CmpFPredicate::OGT, x, zero);
  Value isOutward =
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, isUp, isPositive);
  Value step = choose(b, loc, isOutward, scalar(b, loc, bits, 1),
                      scalar(b, loc, bits, -1));
  Value xBits = arith::BitcastOp::create(b, loc, bits, x);
  Value yBits = arith::BitcastOp::create(b, loc, bits, y);
  Value sign = arith::ConstantOp::create(
      b, loc, b.getIntegerAttr(bits, APInt::getSignMask(width)));
  Value least =
      arith::OrIOp::create(b, loc, arith::AndIOp::create(b, loc, yBits, sign),
                           scalar(b, loc, bits, 1));
  Value r = choose(b, loc, compare(arith::CmpFPredicate::OEQ, x, zero), least,
                   arith::AddIOp::create(b, loc, xBits, step));
  r = arith::BitcastOp::create(b, loc, t, r);
  r = choose(b, loc, compare(arith::CmpFPredicate::OEQ, x, y), y, r);
  return choose(b, loc, compare(arith::CmpFPredicate::UNO, x, y),
                emitFloat<arith::AddFOp>(b, loc, in), r);
}

//===-- integer_pow -------------------------------------------------------===//
LogicalResult IntegerPowOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  int64_t n = getN();
  if (n == 0)
    return give(out, {});
  if (n == 1)
    return give(out, t[0]);
  Value less = getX();
  if (n != 2)
    less = IntegerPowOp::create(b, getLoc(), getX(), n - 1);
  return give(out, e.mul(t[0], e.mul(e.constant(getX(), n), less)));
}
/// x^n for n > 0: the squares of x that n's bits name, multiplied.
static Value emitChain(OpBuilder &b, Location loc, Value x, uint64_t n) {
  Value r;
  for (Value square = x;; n >>= 1) {
    auto times = [&](Value x, Value y) {
      return emitSame<arith::MulFOp, arith::MulIOp, complex::MulOp>(b, loc, x,
                                                                    y);
    };
    if (n & 1)
      r = r ? times(r, square) : square;
    if (n <= 1)
      return r;
    square = times(square, square);
  }
}
Value IntegerPowOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Location loc = getLoc();
  int64_t n = getN();
  return inSingle(b, loc, in, [&](ValueRange v) -> Value {
    Type t = v[0].getType();
    Value one = scalar(b, loc, t, 1);
    if (n == 0)
      return one;
    if (n > 0)
      return emitChain(b, loc, v[0], n);
    Value power = emitChain(b, loc, v[0], -static_cast<uint64_t>(n));
    if (isa<IntegerType>(t))
      return emitIntDiv(b, loc, one, power, isUnsigned(elementOf(getType())),
                        false);
    return isa<ComplexType>(t)
               ? complex::DivOp::create(b, loc, one, power).getResult()
               : arith::DivFOp::create(b, loc, one, power).getResult();
  });
}
