// Functions of one array. Per op: jvp, emitElement.
//
// Derivatives are written in the op's own result where that is the cheap form,
// as in jax.lax. What the complex dialect lacks is composed after W. Kahan,
// "Branch cuts for complex elementary functions" (1987).
#include "UnaryOps.h"
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
/// One op of the kind that the element is of.
template <class Float, class Complex>
static Value emitEither(OpBuilder &b, Location loc, ValueRange in) {
  if (isa<ComplexType>(in[0].getType()))
    return Complex::create(b, loc, in[0]);
  return emitFloat<Float>(b, loc, in);
}
template <class Float>
static Value emitEither(OpBuilder &b, Location loc, ValueRange in,
                        Value (*onComplex)(OpBuilder &, Location, Value)) {
  if (isa<ComplexType>(in[0].getType()))
    return onComplex(b, loc, in[0]);
  return emitFloat<Float>(b, loc, in);
}

//===-- Complex functions that have no op ---------------------------------===//
namespace {
/// Formulas on complex scalars and on their parts.
struct OnComplex {
  OpBuilder &b;
  Location loc;
  Value sub(Value x, Value y) const {
    return complex::SubOp::create(b, loc, x, y);
  }
  Value re(Value z) const { return complex::ReOp::create(b, loc, z); }
  Value im(Value z) const { return complex::ImOp::create(b, loc, z); }
  Value sqrt(Value z) const { return complex::SqrtOp::create(b, loc, z); }
  Value join(Value re, Value im) const {
    auto t = ComplexType::get(re.getType());
    return complex::CreateOp::create(b, loc, t, re, im);
  }
  Value minus(Value part) const { return arith::NegFOp::create(b, loc, part); }
  Value twice(Value part) const {
    return arith::AddFOp::create(b, loc, part, part);
  }
  Value timesI(Value z) const { return join(minus(im(z)), re(z)); }
  Value timesMinusI(Value z) const { return join(im(z), minus(re(z))); }
  /// Acts on parts: a product with v + 0i would make NaN of infinities.
  Value scale(Value z, double v) const {
    Value x = re(z), y = im(z), f = scalar(b, loc, x.getType(), v);
    return join(arith::MulFOp::create(b, loc, x, f),
                arith::MulFOp::create(b, loc, y, f));
  }
  /// z + v with the imaginary part as it is: -0 + 0 would change the side of a
  /// branch cut.
  Value shift(Value z, double v) const {
    Value x = re(z), f = scalar(b, loc, x.getType(), v);
    return join(arith::AddFOp::create(b, loc, x, f), im(z));
  }
  Value neg(Value z) const { return complex::NegOp::create(b, loc, z); }
  Value imConjMul(Value x, Value y) const {
    Value p = arith::MulFOp::create(b, loc, re(x), im(y));
    Value q = arith::MulFOp::create(b, loc, im(x), re(y));
    return arith::SubFOp::create(b, loc, p, q);
  }
  Value reConjMul(Value x, Value y) const {
    Value p = arith::MulFOp::create(b, loc, re(x), re(y));
    Value q = arith::MulFOp::create(b, loc, im(x), im(y));
    return arith::AddFOp::create(b, loc, p, q);
  }
  Value reMul(Value x, Value y) const {
    Value p = arith::MulFOp::create(b, loc, re(x), re(y));
    Value q = arith::MulFOp::create(b, loc, im(x), im(y));
    return arith::SubFOp::create(b, loc, p, q);
  }
  Value atan2(Value y, Value x) const {
    return math::Atan2Op::create(b, loc, y, x);
  }
  Value asinh(Value x) const { return math::AsinhOp::create(b, loc, x); }
};
} // namespace

static Value complexExp2(OpBuilder &b, Location loc, Value z) {
  OnComplex c{b, loc};
  return complex::ExpOp::create(b, loc, c.scale(z, std::numbers::ln2));
}
static Value complexCbrt(OpBuilder &b, Location loc, Value z) {
  return complex::PowOp::create(b, loc, z, scalar(b, loc, z.getType(), 1. / 3));
}
static Value complexSinh(OpBuilder &b, Location loc, Value z) {
  OnComplex c{b, loc};
  return c.timesMinusI(complex::SinOp::create(b, loc, c.timesI(z)));
}
static Value complexCosh(OpBuilder &b, Location loc, Value z) {
  return complex::CosOp::create(b, loc, OnComplex{b, loc}.timesI(z));
}
/// √(1 - z) and √(1 + z).
static std::pair<Value, Value> rootsAboutOne(const OnComplex &c, Value z) {
  return {c.sqrt(c.shift(c.neg(z), 1)), c.sqrt(c.shift(z, 1))};
}
static Value complexAsin(OpBuilder &b, Location loc, Value z) {
  OnComplex c{b, loc};
  auto [minus, plus] = rootsAboutOne(c, z);
  return c.join(c.atan2(c.re(z), c.reMul(minus, plus)),
                c.asinh(c.imConjMul(minus, plus)));
}
static Value complexAcos(OpBuilder &b, Location loc, Value z) {
  OnComplex c{b, loc};
  auto [minus, plus] = rootsAboutOne(c, z);
  return c.join(c.twice(c.atan2(c.re(minus), c.re(plus))),
                c.asinh(c.imConjMul(plus, minus)));
}
static Value complexAcosh(OpBuilder &b, Location loc, Value z) {
  OnComplex c{b, loc};
  Value minus = c.sqrt(c.shift(z, -1)), plus = c.sqrt(c.shift(z, 1));
  return c.join(c.asinh(c.reConjMul(minus, plus)),
                c.twice(c.atan2(c.im(minus), c.re(plus))));
}
static Value complexAsinh(OpBuilder &b, Location loc, Value z) {
  OnComplex c{b, loc};
  return c.timesMinusI(complexAsin(b, loc, c.timesI(z)));
}
static Value complexAtanh(OpBuilder &b, Location loc, Value z) {
  OnComplex c{b, loc};
  Value plus = complex::Log1pOp::create(b, loc, z);
  Value minus = complex::Log1pOp::create(b, loc, c.neg(z));
  return c.scale(c.sub(plus, minus), 0.5);
}
static Value complexAtan(OpBuilder &b, Location loc, Value z) {
  OnComplex c{b, loc};
  return c.timesMinusI(complexAtanh(b, loc, c.timesI(z)));
}

//===-- Steps: derivative 0 -----------------------------------------------===//
LogicalResult SignOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Value SignOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Location loc = getLoc();
  Type t = elementOf(getType());
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

//===-- abs ---------------------------------------------------------------===//
LogicalResult AbsOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], SignOp::create(b, getLoc(), getX())));
}
Value AbsOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  if (isUnsigned(elementOf(getType())))
    return in[0];
  if (isa<IntegerType>(in[0].getType()))
    return math::AbsIOp::create(b, getLoc(), in[0]);
  return emitFloat<math::AbsFOp>(b, getLoc(), in);
}

//===-- exp, log ----------------------------------------------------------===//
LogicalResult ExpOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], getY()));
}
Value ExpOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::ExpOp, complex::ExpOp>(b, getLoc(), in);
}
LogicalResult Exp2Op::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value ln2 = e.constant(getX(), std::numbers::ln2);
  return give(out, e.mul(t[0], e.mul(getY(), ln2)));
}
Value Exp2Op::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::Exp2Op>(b, getLoc(), in, complexExp2);
}
LogicalResult Expm1Op::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], e.add(getY(), e.constant(getX(), 1))));
}
Value Expm1Op::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::ExpM1Op, complex::Expm1Op>(b, getLoc(), in);
}
LogicalResult LogOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.div(t[0], getX()));
}
Value LogOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::LogOp, complex::LogOp>(b, getLoc(), in);
}
LogicalResult Log1pOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.div(t[0], e.add(getX(), e.constant(getX(), 1))));
}
Value Log1pOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::Log1pOp, complex::Log1pOp>(b, getLoc(), in);
}

//===-- logistic, erf -----------------------------------------------------===//
LogicalResult LogisticOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value rest = e.sub(e.constant(getX(), 1), getY());
  return give(out, e.mul(t[0], e.mul(getY(), rest)));
}
Value LogisticOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Location loc = getLoc();
  return inSingle(b, loc, in, [&](ValueRange v) -> Value {
    Value x = v[0], one = scalar(b, loc, x.getType(), 1);
    if (isa<ComplexType>(x.getType())) {
      OnComplex c{b, loc};
      x = complex::ExpOp::create(b, loc, c.neg(x));
      return complex::DivOp::create(b, loc, one, c.shift(x, 1));
    }
    x = math::ExpOp::create(b, loc, arith::NegFOp::create(b, loc, x));
    return arith::DivFOp::create(b, loc, one,
                                 arith::AddFOp::create(b, loc, one, x));
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
  return emitEither<math::SinOp, complex::SinOp>(b, getLoc(), in);
}
LogicalResult CosOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], e.neg(SinOp::create(b, getLoc(), getX()))));
}
Value CosOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::CosOp, complex::CosOp>(b, getLoc(), in);
}
LogicalResult TanOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value square = e.square(getY());
  return give(out, e.mul(t[0], e.add(square, e.constant(getX(), 1))));
}
Value TanOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::TanOp, complex::TanOp>(b, getLoc(), in);
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
  return emitEither<math::AsinOp>(b, getLoc(), in, complexAsin);
}
LogicalResult AcosOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], e.neg(slopeOfAsin(e, getX()))));
}
Value AcosOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::AcosOp>(b, getLoc(), in, complexAcos);
}
LogicalResult AtanOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value square = e.square(getX());
  return give(out, e.div(t[0], e.add(square, e.constant(getX(), 1))));
}
Value AtanOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::AtanOp>(b, getLoc(), in, complexAtan);
}

//===-- Hyperbolic --------------------------------------------------------===//
LogicalResult SinhOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], CoshOp::create(b, getLoc(), getX())));
}
Value SinhOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::SinhOp>(b, getLoc(), in, complexSinh);
}
LogicalResult CoshOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], SinhOp::create(b, getLoc(), getX())));
}
Value CoshOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::CoshOp>(b, getLoc(), in, complexCosh);
}
LogicalResult TanhOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], oneMinusSquare(e, getY())));
}
Value TanhOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::TanhOp, complex::TanhOp>(b, getLoc(), in);
}
LogicalResult AsinhOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value square = e.square(getX());
  Value inside = e.add(square, e.constant(getX(), 1));
  return give(out, e.mul(t[0], RsqrtOp::create(b, getLoc(), inside)));
}
Value AsinhOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::AsinhOp>(b, getLoc(), in, complexAsinh);
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
  return emitEither<math::AcoshOp>(b, getLoc(), in, complexAcosh);
}
LogicalResult AtanhOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.div(t[0], oneMinusSquare(e, getX())));
}
Value AtanhOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::AtanhOp>(b, getLoc(), in, complexAtanh);
}

//===-- Roots -------------------------------------------------------------===//
LogicalResult SqrtOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], e.div(e.constant(getX(), 0.5), getY())));
}
Value SqrtOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::SqrtOp, complex::SqrtOp>(b, getLoc(), in);
}
LogicalResult RsqrtOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value ratio = e.div(getY(), getX());
  return give(out, e.mul(t[0], e.mul(ratio, e.constant(getX(), -0.5))));
}
Value RsqrtOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::RsqrtOp, complex::RsqrtOp>(b, getLoc(), in);
}
LogicalResult CbrtOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value square = e.square(getY()), third = e.constant(getX(), 1. / 3);
  return give(out, e.mul(t[0], e.div(third, square)));
}
Value CbrtOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emitEither<math::CbrtOp>(b, getLoc(), in, complexCbrt);
}
