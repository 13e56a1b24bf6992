// Formulas on scalars of one float type, for emitElement rules that are longer
// than an operation or two: operators and functions emit arith and math.
#pragma once
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

namespace weft::ir {
class Scalars;

/// A float, or a bool that a comparison gave.
struct Num {
  Value v;
  const Scalars *in;
};
using Nums = SmallVector<Num>;

class Scalars {
public:
  Scalars(OpBuilder &b, Location loc, Type type)
      : b(b), loc(loc), type(type) {}

  Num of(Value v) const { return {v, this}; }
  Num num(double value) const { return of(scalar(b, loc, type, value)); }
  template <class Op> Num make(Num x) const {
    return of(Op::create(b, loc, x.v));
  }
  template <class Op> Num make(Num x, Num y) const {
    return of(Op::create(b, loc, x.v, y.v));
  }
  Num compare(arith::CmpFPredicate p, Num x, Num y) const {
    return of(arith::CmpFOp::create(b, loc, p, x.v, y.v));
  }
  Num select(Num p, Num x, Num y) const {
    return of(arith::SelectOp::create(b, loc, p.v, x.v, y.v));
  }
  /// while (more(values)) values = next(values).
  Nums loop(ArrayRef<Num> start, llvm::function_ref<Num(ArrayRef<Num>)> more,
            llvm::function_ref<Nums(ArrayRef<Num>)> next) const;
  /// Horner's rule, lowest power first.
  Num polynomial(Num x, ArrayRef<double> coefficients) const;

  OpBuilder &b;
  Location loc;
  Type type;
};

inline Num operator+(Num x, Num y) { return x.in->make<arith::AddFOp>(x, y); }
inline Num operator-(Num x, Num y) { return x.in->make<arith::SubFOp>(x, y); }
inline Num operator*(Num x, Num y) { return x.in->make<arith::MulFOp>(x, y); }
inline Num operator/(Num x, Num y) { return x.in->make<arith::DivFOp>(x, y); }
inline Num operator+(Num x, double y) { return x + x.in->num(y); }
inline Num operator-(Num x, double y) { return x - x.in->num(y); }
inline Num operator*(Num x, double y) { return x * x.in->num(y); }
inline Num operator/(Num x, double y) { return x / x.in->num(y); }
inline Num operator+(double x, Num y) { return y.in->num(x) + y; }
inline Num operator-(double x, Num y) { return y.in->num(x) - y; }
inline Num operator*(double x, Num y) { return y.in->num(x) * y; }
inline Num operator/(double x, Num y) { return y.in->num(x) / y; }
inline Num operator-(Num x) { return x.in->make<arith::NegFOp>(x); }

inline Num operator<(Num x, Num y) {
  return x.in->compare(arith::CmpFPredicate::OLT, x, y);
}
inline Num operator<=(Num x, Num y) {
  return x.in->compare(arith::CmpFPredicate::OLE, x, y);
}
inline Num operator==(Num x, Num y) {
  return x.in->compare(arith::CmpFPredicate::OEQ, x, y);
}
inline Num operator!=(Num x, Num y) {
  return x.in->compare(arith::CmpFPredicate::UNE, x, y);
}
inline Num operator>(Num x, Num y) { return y < x; }
inline Num operator>=(Num x, Num y) { return y <= x; }
inline Num operator<(Num x, double y) { return x < x.in->num(y); }
inline Num operator<=(Num x, double y) { return x <= x.in->num(y); }
inline Num operator>(Num x, double y) { return x > x.in->num(y); }
inline Num operator>=(Num x, double y) { return x >= x.in->num(y); }
inline Num operator==(Num x, double y) { return x == x.in->num(y); }
inline Num operator!=(Num x, double y) { return x != x.in->num(y); }
inline Num operator&(Num x, Num y) { return x.in->make<arith::AndIOp>(x, y); }
inline Num operator|(Num x, Num y) { return x.in->make<arith::OrIOp>(x, y); }
inline Num operator!(Num p) {
  return p.in->make<arith::XOrIOp>(
      p, p.in->of(scalar(p.in->b, p.in->loc, p.v.getType(), 1)));
}

inline Num select(Num p, Num x, Num y) { return p.in->select(p, x, y); }
inline Num select(Num p, double x, Num y) { return select(p, p.in->num(x), y); }
inline Num select(Num p, Num x, double y) { return select(p, x, p.in->num(y)); }
inline Num isNan(Num x) { return x != x; }

inline Num abs(Num x) { return x.in->make<math::AbsFOp>(x); }
inline Num floor(Num x) { return x.in->make<math::FloorOp>(x); }
inline Num roundEven(Num x) { return x.in->make<math::RoundEvenOp>(x); }
inline Num sqrt(Num x) { return x.in->make<math::SqrtOp>(x); }
inline Num exp(Num x) { return x.in->make<math::ExpOp>(x); }
inline Num exp2(Num x) { return x.in->make<math::Exp2Op>(x); }
inline Num expm1(Num x) { return x.in->make<math::ExpM1Op>(x); }
inline Num log(Num x) { return x.in->make<math::LogOp>(x); }
inline Num log1p(Num x) { return x.in->make<math::Log1pOp>(x); }
inline Num sin(Num x) { return x.in->make<math::SinOp>(x); }
inline Num cos(Num x) { return x.in->make<math::CosOp>(x); }
inline Num sinh(Num x) { return x.in->make<math::SinhOp>(x); }
inline Num cosh(Num x) { return x.in->make<math::CoshOp>(x); }
inline Num asinh(Num x) { return x.in->make<math::AsinhOp>(x); }
inline Num erf(Num x) { return x.in->make<math::ErfOp>(x); }
inline Num erfc(Num x) { return x.in->make<math::ErfcOp>(x); }
inline Num pow(Num x, Num y) { return x.in->make<math::PowFOp>(x, y); }
inline Num atan2(Num y, Num x) { return y.in->make<math::Atan2Op>(y, x); }
inline Num copySign(Num x, Num sign) {
  return x.in->make<math::CopySignOp>(x, sign);
}
inline Num copySign(double x, Num sign) {
  return copySign(sign.in->num(x), sign);
}
/// NaN if either is.
inline Num max(Num x, Num y) { return x.in->make<arith::MaximumFOp>(x, y); }
inline Num min(Num x, Num y) { return x.in->make<arith::MinimumFOp>(x, y); }

/// f on doubles of the elements, and its result rounded once to their type.
Value inDouble(OpBuilder &b, Location loc, ValueRange xs,
               llvm::function_ref<Num(const Scalars &, ArrayRef<Num>)> f);
} // namespace weft::ir
