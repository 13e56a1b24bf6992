// Special functions. Per op: jvp, emitElement. Derivatives as jax.lax's.
#include "ArithmeticOps.h"
#include "LogicOps.h"
#include "SpecialOps.h"
#include "UnaryOps.h"
#include "SpecialMath.h"
#include <numbers>
using namespace weft::ir;

static Value emit(OpBuilder &b, Location loc, ValueRange in, Num (*f)(Num)) {
  return inDouble(b, loc, in, [&](const Scalars &, ArrayRef<Num> v) {
    return f(v[0]);
  });
}
static Value emit(OpBuilder &b, Location loc, ValueRange in,
                  Num (*f)(Num, Num)) {
  return inDouble(b, loc, in, [&](const Scalars &, ArrayRef<Num> v) {
    return f(v[0], v[1]);
  });
}
/// Where a tangent is given that has no formula.
static LogicalResult noDerivative(Operation *op, StringRef in) {
  return op->emitError("[" + op->getName().stripDialect() +
                       "] has no derivative" + in +
                       ". Hint: stopGradient makes it constant");
}

//===-- Gamma -------------------------------------------------------------===//
LogicalResult LgammaOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.mul(t[0], DigammaOp::create(b, getLoc(), getX())));
}
Value LgammaOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, lgamma);
}
LogicalResult DigammaOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value one = e.constant(getX(), 1);
  return give(out,
              e.mul(t[0], PolygammaOp::create(b, getLoc(), one, getX())));
}
Value DigammaOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, digamma);
}
LogicalResult PolygammaOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  if (t[0])
    return noDerivative(*this, " in its order");
  Emit e(b, *this);
  Value more = e.add(getX(), e.constant(getX(), 1));
  return give(out,
              e.mul(t[1], PolygammaOp::create(b, getLoc(), more, getY())));
}
Value PolygammaOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, polygamma);
}
/// d/dq ζ(s, q) = -s ζ(s + 1, q)
LogicalResult ZetaOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  if (t[0])
    return noDerivative(*this, " in its exponent");
  Emit e(b, *this);
  Value more = e.add(getX(), e.constant(getX(), 1));
  Value slope = e.mul(e.neg(getX()),
                      ZetaOp::create(b, getLoc(), more, getY()));
  return give(out, e.mul(t[1], slope));
}
Value ZetaOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, zeta);
}

//===-- Incomplete gamma --------------------------------------------------===//
/// ṫa ∂P/∂a + ṫx x^(a-1) e^-x / Γ(a)
static Value tangentOfIgamma(const Emit &e, Value a, Value x,
                             ArrayRef<Value> t) {
  Value ta, tx;
  if (t[0])
    ta = e.mul(t[0], IgammaGradAOp::create(e.b, e.loc, a, x));
  if (t[1]) {
    Value less = e.sub(a, e.constant(a, 1));
    Value power = e.sub(e.mul(less, LogOp::create(e.b, e.loc, x)), x);
    power = e.sub(power, LgammaOp::create(e.b, e.loc, a));
    tx = e.mul(t[1], ExpOp::create(e.b, e.loc, power));
  }
  return addTangents(e.b, e.loc, ta, tx);
}
LogicalResult IgammaOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, tangentOfIgamma(Emit(b, *this), getX(), getY(), t));
}
Value IgammaOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, igamma);
}
LogicalResult IgammacOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  return give(out, e.neg(tangentOfIgamma(e, getX(), getY(), t)));
}
Value IgammacOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, igammac);
}
LogicalResult IgammaGradAOp::jvp(OpBuilder &, ArrayRef<Value>, Values &) {
  return noDerivative(*this, "");
}
Value IgammaGradAOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, igammaGradA);
}
LogicalResult RandomGammaGradOp::jvp(OpBuilder &, ArrayRef<Value>, Values &) {
  return noDerivative(*this, "");
}
Value RandomGammaGradOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, randomGammaGrad);
}

//===-- Incomplete beta ---------------------------------------------------===//
/// x^(a-1) (1-x)^(b-1) / B(a, b)
LogicalResult RegularizedIncompleteBetaOp::jvp(OpBuilder &b,
                                               ArrayRef<Value> t,
                                               Values &out) {
  if (t[0] || t[1])
    return noDerivative(*this, " in a and b");
  Emit e(b, *this);
  Value one = e.constant(getX(), 1);
  auto lgammaOf = [&](Value v) -> Value {
    return LgammaOp::create(b, getLoc(), v);
  };
  Value beta = e.sub(e.add(lgammaOf(getA()), lgammaOf(getB())),
                     lgammaOf(e.add(getA(), getB())));
  Value right = e.mul(e.sub(getB(), one),
                      Log1pOp::create(b, getLoc(), e.neg(getX())));
  Value left =
      e.mul(e.sub(getA(), one), LogOp::create(b, getLoc(), getX()));
  Value power = e.sub(e.add(right, left), beta);
  return give(out, e.mul(t[2], ExpOp::create(b, getLoc(), power)));
}
Value RegularizedIncompleteBetaOp::emitElement(OpBuilder &b, ValueRange in,
                                               IndexFn) {
  return inDouble(b, getLoc(), in, [](const Scalars &, ArrayRef<Num> v) {
    return betainc(v[0], v[1], v[2]);
  });
}

//===-- Bessel ------------------------------------------------------------===//
LogicalResult BesselI0eOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value back = e.mul(SignOp::create(b, getLoc(), getX()), getY());
  Value slope = e.sub(BesselI1eOp::create(b, getLoc(), getX()), back);
  return give(out, e.mul(t[0], slope));
}
Value BesselI0eOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, besselI0e);
}
/// I₀ - (sign x + 1/x) y, and ½ where x is too small to divide by.
LogicalResult BesselI1eOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value x = getX();
  const auto &s =
      cast<FloatType>(elementOf(x.getType())).getFloatSemantics();
  double least = std::ldexp(1., 1 - int(APFloat::semanticsPrecision(s)));
  Value eps = e.constant(x, least);
  Value isLarge =
      e.compare(Direction::Gt, AbsOp::create(b, getLoc(), x), eps);
  Value safe = e.select(isLarge, x, eps);
  Value back = e.add(SignOp::create(b, getLoc(), safe),
                     e.div(e.constant(x, 1), safe));
  Value slope = e.sub(BesselI0eOp::create(b, getLoc(), safe),
                      e.mul(getY(), back));
  slope = e.select(isLarge, slope, e.constant(x, 0.5));
  return give(out, e.mul(t[0], slope));
}
Value BesselI1eOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, besselI1e);
}

//===-- Error function, normal distribution -------------------------------===//
LogicalResult ErfcOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value scale = e.constant(getX(), -2 * std::numbers::inv_sqrtpi);
  Value bell = ExpOp::create(b, getLoc(), e.neg(e.square(getX())));
  return give(out, e.mul(scale, e.mul(t[0], bell)));
}
Value ErfcOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return inSingle(b, getLoc(), in, [&](ValueRange v) -> Value {
    return math::ErfcOp::create(b, getLoc(), v[0]);
  });
}
LogicalResult ErfInvOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value scale = e.constant(getX(), 0.5 / std::numbers::inv_sqrtpi);
  Value bell = ExpOp::create(b, getLoc(), e.square(getY()));
  return give(out, e.mul(scale, e.mul(t[0], bell)));
}
Value ErfInvOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, erfInv);
}
/// √2π e^(y²/2)
LogicalResult NdtriOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value scale = e.constant(getX(), std::sqrt(2 * std::numbers::pi));
  Value half = e.mul(e.square(getY()), e.constant(getX(), 0.5));
  Value bell = ExpOp::create(b, getLoc(), half);
  return give(out, e.mul(scale, e.mul(t[0], bell)));
}
Value NdtriOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, ndtri);
}
/// e^(-x²/2 - y) / √2π
LogicalResult LogNdtrOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value half = e.mul(e.square(getX()), e.constant(getX(), -0.5));
  Value log = e.constant(getX(), 0.5 * std::log(2 * std::numbers::pi));
  Value power = e.sub(e.sub(half, getY()), log);
  return give(out, e.mul(t[0], ExpOp::create(b, getLoc(), power)));
}
Value LogNdtrOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, logNdtr);
}

//===-- x ln y ------------------------------------------------------------===//
LogicalResult EntrOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value slope = e.add(LogOp::create(b, getLoc(), getX()),
                      e.constant(getX(), 1));
  return give(out, e.mul(t[0], e.neg(slope)));
}
Value EntrOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, entr);
}
LogicalResult XlogyOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value tx, ty;
  if (t[0])
    tx = e.mul(t[0], LogOp::create(b, getLoc(), getY()));
  if (t[1])
    ty = e.mul(t[1], e.div(getX(), getY()));
  return give(out, addTangents(b, getLoc(), tx, ty));
}
Value XlogyOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, xlogy);
}
LogicalResult Xlog1pyOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Emit e(b, *this);
  Value tx, ty;
  if (t[0])
    tx = e.mul(t[0], Log1pOp::create(b, getLoc(), getY()));
  if (t[1])
    ty = e.mul(t[1], e.div(getX(), e.add(getY(), e.constant(getX(), 1))));
  return give(out, addTangents(b, getLoc(), tx, ty));
}
Value Xlog1pyOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return emit(b, getLoc(), in, xlog1py);
}
