// Functions of one array. Per op: jvp, emitElement.
//
// Derivatives are written in the op's own result where that is the cheap form,
// as in jax.lax.
#include "ComplexOps.h"
#include "UnaryOps.h"
#include "ComplexMath.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include <numbers>
using namespace weft::ir;

//===-- Elements ----------------------------------------------------------===//
/// One op for floats; halves in single.
template <class Float>
static Value emitFloat(OpBuilder &b, Location loc, ValueRange in) {
  return inSingle(b, loc, in, [&](ValueRange v) -> Value {
    return Float::create(b, loc, v[0]);
  });
}
/// The same, and a function of complex numbers.
template <class Float>
static Value emitEither(OpBuilder &b, Location loc, ValueRange in, CplxFn f) {
  if (isa<ComplexType>(in[0].getType()))
    return onComplex(b, loc, in[0], f);
  return emitFloat<Float>(b, loc, in);
}

//===-- Steps: derivative 0 -----------------------------------------------===//
LogicalResult SignOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value SignOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Location loc = getLoc();
  Type t = elementOf(getType());
  if (isa<ComplexType>(t))
    return onComplex(b, loc, in[0], csign);
  if (isa<FloatType>(t))
    return inSingle(b, loc, in, [&](ValueRange v) -> Value {
      Type wide = v[0].getType();
      Value one = scalar(b, loc, wide, 1), zero = scalar(b, loc, wide, 0);
      Value signedOne = math::CopySignOp::create(b, loc, one, v[0]);
      Value p =
          arith::CmpFOp::create(b, loc, arith::CmpFPredicate::ONE, v[0], zero);
      return arith::SelectOp::create(b, loc, p, signedOne, v[0]);
    });
  Value one = scalar(b, loc, in[0].getType(), 1);
  Value atMost = minElement(b, loc, in[0], one, t);
  if (isUnsigned(t))
    return atMost;
  return maxElement(b, loc, atMost, scalar(b, loc, in[0].getType(), -1), t);
}
LogicalResult FloorOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value FloorOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitFloat<math::FloorOp>(b, getLoc(), in);
}
LogicalResult CeilOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value CeilOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitFloat<math::CeilOp>(b, getLoc(), in);
}
LogicalResult RoundOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value RoundOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitFloat<math::RoundOp>(b, getLoc(), in);
}
LogicalResult RoundEvenOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value RoundEvenOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitFloat<math::RoundEvenOp>(b, getLoc(), in);
}
LogicalResult StopGradientOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value StopGradientOp::emitElement(OpBuilder &, ValueRange in, IndexFn) {
  return in[0];
}

LogicalResult CopyOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, CopyOp::create(b, getLoc(), t[0]));
}
LogicalResult CopyOp::transpose(OpBuilder &b, ArrayRef<Value>,
                                ArrayRef<Value> cts, Values &out) {
  return give(out, CopyOp::create(b, getLoc(), cts[0]));
}
Value CopyOp::emitElement(OpBuilder &, ValueRange in, IndexFn) { return in[0]; }

//===-- abs, square -------------------------------------------------------===//
LogicalResult AbsOp::inferReturnTypes(MLIRContext *, std::optional<Location>,
                                      Adaptor a, SmallVectorImpl<Type> &out) {
  auto t = tensorType(a.getX().getType());
  auto c = dyn_cast<ComplexType>(t.getElementType());
  out.push_back(c ? t.clone(c.getElementType()) : t);
  return success();
}
/// The tangent, turned around where x is negative (at 0 it stays); of complex
/// numbers Re(ẋ · x̄ / |x|), 0 at 0. As jax.lax.abs.
LogicalResult AbsOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value x = getX(), y = getY();
  if (!isa<ComplexType>(elementOf(x.getType()))) {
    Value zero = e.constant(x, 0);
    Value isPositive = e.compare(Direction::Ge, x, zero);
    return give(out, e.select(isPositive, t[0], e.neg(t[0])));
  }
  Value isZero = e.compare(Direction::Eq, y, e.constant(y, 0));
  Value safe = e.select(isZero, e.constant(y, 1), y);
  Value size = ComplexOp::create(b, getLoc(), safe, e.constant(y, 0));
  Value unit = e.div(ConjOp::create(b, getLoc(), x), size);
  return give(out, RealOp::create(b, getLoc(), e.mul(t[0], unit)));
}
Value AbsOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  if (isa<ComplexType>(in[0].getType()))
    return complexModulus(b, getLoc(), in[0]);
  if (isUnsigned(elementOf(getType())))
    return in[0];
  if (isa<IntegerType>(in[0].getType()))
    return math::AbsIOp::create(b, getLoc(), in[0]);
  return emitFloat<math::AbsFOp>(b, getLoc(), in);
}

LogicalResult SquareOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], e.mul(e.constant(getX(), 2), getX())));
}
Value SquareOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Location loc = getLoc();
  return inSingle(b, loc, in, [&](ValueRange v) -> Value {
    Type t = v[0].getType();
    if (isa<ComplexType>(t))
      return complex::MulOp::create(b, loc, v[0], v[0]);
    if (isa<IntegerType>(t))
      return arith::MulIOp::create(b, loc, v[0], v[0]);
    return arith::MulFOp::create(b, loc, v[0], v[0]);
  });
}

//===-- exp, log ----------------------------------------------------------===//
LogicalResult ExpOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], getY()));
}
Value ExpOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::ExpOp>(b, getLoc(), in, cexp);
}
LogicalResult Exp2Op::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value ln2 = e.constant(getX(), std::numbers::ln2);
  return give(out, e.mul(t[0], e.mul(getY(), ln2)));
}
Value Exp2Op::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::Exp2Op>(b, getLoc(), in, cexp2);
}
LogicalResult Expm1Op::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], e.add(getY(), e.constant(getX(), 1))));
}
Value Expm1Op::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::ExpM1Op>(b, getLoc(), in, cexpm1);
}
LogicalResult LogOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.div(t[0], getX()));
}
Value LogOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::LogOp>(b, getLoc(), in, clog);
}
LogicalResult Log1pOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.div(t[0], e.add(getX(), e.constant(getX(), 1))));
}
Value Log1pOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::Log1pOp>(b, getLoc(), in, clog1p);
}

//===-- logistic, erf -----------------------------------------------------===//
LogicalResult LogisticOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value rest = e.sub(e.constant(getX(), 1), getY());
  return give(out, e.mul(t[0], e.mul(getY(), rest)));
}
/// top / (one + power) less what the sum and the quotient are rounded by: with the error of the power the two would be more than 2 ulp.
static Value quotientOfSum(OpBuilder &b, Location loc, Value top, Value one,
                           Value power) {
  auto sub = [&](Value x, Value y) -> Value {
    return arith::SubFOp::create(b, loc, x, y);
  };
  Value bottom = arith::AddFOp::create(b, loc, one, power);
  Value lost = sub(power, sub(bottom, one));
  Value inverse = arith::DivFOp::create(b, loc, one, bottom);
  Value q = arith::MulFOp::create(b, loc, top, inverse);
  Value minus = arith::NegFOp::create(b, loc, q);
  Value rest = math::FmaOp::create(b, loc, minus, bottom, top);
  rest = sub(rest, arith::MulFOp::create(b, loc, q, lost));
  return math::FmaOp::create(b, loc, rest, inverse, q);
}
Value LogisticOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Location loc = getLoc();
  if (isa<ComplexType>(in[0].getType()))
    return onComplex(b, loc, in[0], clogistic);
  // By e^-|x|, which does not overflow.
  return inSingle(b, loc, in, [&](ValueRange v) -> Value {
    Value x = v[0], one = scalar(b, loc, x.getType(), 1);
    Value size = math::AbsFOp::create(b, loc, x);
    Value minus = arith::NegFOp::create(b, loc, size);
    Value power = math::ExpOp::create(b, loc, minus);
    Value isNegative =
        arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OLT, x,
                              scalar(b, loc, x.getType(), 0));
    Value top = arith::SelectOp::create(b, loc, isNegative, power, one);
    return quotientOfSum(b, loc, top, one, power);
  });
}
LogicalResult ErfOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value scale = e.constant(getX(), 2 * std::numbers::inv_sqrtpi);
  Value bell = ExpOp::create(b, getLoc(), e.neg(e.square(getX())));
  return give(out, e.mul(t[0], e.mul(scale, bell)));
}
Value ErfOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitFloat<math::ErfOp>(b, getLoc(), in);
}

//===-- Trigonometric -----------------------------------------------------===//
LogicalResult SinOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], CosOp::create(b, getLoc(), getX())));
}
Value SinOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::SinOp>(b, getLoc(), in, csin);
}
LogicalResult CosOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], e.neg(SinOp::create(b, getLoc(), getX()))));
}
Value CosOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::CosOp>(b, getLoc(), in, ccos);
}
LogicalResult TanOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value square = e.square(getY());
  return give(out, e.mul(t[0], e.add(square, e.constant(getX(), 1))));
}
Value TanOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::TanOp>(b, getLoc(), in, ctan);
}
/// (1 + y)(1 - y) loses no digits where 1 - y² would, at |y| near 1.
static Value oneMinusSquare(const Emit &e, Value y) {
  Value one = e.constant(y, 1), plus = e.add(one, y), minus = e.sub(one, y);
  return e.mul(plus, minus);
}
/// 1 / √(1 - x²)
static Value slopeOfAsin(const Emit &e, Value x) {
  return RsqrtOp::create(e.b, e.loc, oneMinusSquare(e, x));
}
LogicalResult AsinOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], slopeOfAsin(e, getX())));
}
Value AsinOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::AsinOp>(b, getLoc(), in, casin);
}
LogicalResult AcosOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], e.neg(slopeOfAsin(e, getX()))));
}
Value AcosOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::AcosOp>(b, getLoc(), in, cacos);
}
LogicalResult AtanOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value square = e.square(getX());
  return give(out, e.div(t[0], e.add(square, e.constant(getX(), 1))));
}
Value AtanOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::AtanOp>(b, getLoc(), in, catan);
}

//===-- Hyperbolic --------------------------------------------------------===//
LogicalResult SinhOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], CoshOp::create(b, getLoc(), getX())));
}
Value SinhOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::SinhOp>(b, getLoc(), in, csinh);
}
LogicalResult CoshOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], SinhOp::create(b, getLoc(), getX())));
}
Value CoshOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::CoshOp>(b, getLoc(), in, ccosh);
}
LogicalResult TanhOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], oneMinusSquare(e, getY())));
}
Value TanhOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::TanhOp>(b, getLoc(), in, ctanh);
}
LogicalResult AsinhOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value square = e.square(getX());
  Value inside = e.add(square, e.constant(getX(), 1));
  return give(out, e.mul(t[0], RsqrtOp::create(b, getLoc(), inside)));
}
Value AsinhOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::AsinhOp>(b, getLoc(), in, casinh);
}
/// 1 / (√(x - 1) √(x + 1)); one root of the product is another branch.
LogicalResult AcoshOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value one = e.constant(getX(), 1);
  Value minus = RsqrtOp::create(b, getLoc(), e.sub(getX(), one));
  Value plus = RsqrtOp::create(b, getLoc(), e.add(getX(), one));
  return give(out, e.mul(t[0], e.mul(minus, plus)));
}
Value AcoshOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::AcoshOp>(b, getLoc(), in, cacosh);
}
LogicalResult AtanhOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.div(t[0], oneMinusSquare(e, getX())));
}
Value AtanhOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::AtanhOp>(b, getLoc(), in, catanh);
}

//===-- Roots -------------------------------------------------------------===//
LogicalResult SqrtOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], e.div(e.constant(getX(), 0.5), getY())));
}
Value SqrtOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::SqrtOp>(b, getLoc(), in, csqrt);
}
LogicalResult RsqrtOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value ratio = e.div(getY(), getX());
  return give(out, e.mul(t[0], e.mul(ratio, e.constant(getX(), -0.5))));
}
Value RsqrtOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::RsqrtOp>(b, getLoc(), in, crsqrt);
}
LogicalResult CbrtOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value square = e.square(getY()), third = e.constant(getX(), 1. / 3);
  return give(out, e.mul(t[0], e.div(third, square)));
}
Value CbrtOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::CbrtOp>(b, getLoc(), in, ccbrt);
}
