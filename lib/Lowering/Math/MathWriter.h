// What the functions of MathFunctions.h are written with: scalars or vectors with
// operators that emit arith and math operations.
#ifndef WEFT_LOWERING_MATH_MATHWRITER_H
#define WEFT_LOWERING_MATH_MATHWRITER_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/TypeUtilities.h"

#include <cmath>

namespace weft::ir {
using namespace mlir;

// ln 2 in two parts, the high one with zeros at its end, so that its product
// with a small whole number is exact.
inline constexpr double ln2High64 = 0x1.62e42fee00000p-1;
inline constexpr double ln2Low64 = 0x1.a39ef35793c76p-33;
inline constexpr double ln2High32 = 0.693359375;
inline constexpr double ln2Low32 = -2.12194440054690583e-4;

class MathWriter;

/// A scalar, or a vector of as many lanes as its writer has, with operators.
struct X {
  Value v;
  MathWriter *w;
};

class MathWriter {
public:
  /// `type`: f32, f64, or a vector of them.
  MathWriter(OpBuilder &b, Location loc, Type type, bool hasFma)
      : b(b), loc(loc), type(type),
        wide(getElementTypeOrSelf(type).isF64()), hasFma(hasFma),
        bits(like(b.getIntegerType(wide ? 64 : 32))) {}

  Value emit(Operation *op);

  /// As many lanes as `type` has, of `element`.
  Type like(Type element) const {
    auto vector = dyn_cast<VectorType>(type);
    return vector ? vector.clone(element) : element;
  }
  X constant(Type of, TypedAttr element) {
    if (auto vector = dyn_cast<VectorType>(of))
      element = DenseElementsAttr::get(vector, Attribute(element));
    return {arith::ConstantOp::create(b, loc, element), this};
  }
  X num(double value) {
    return constant(type, b.getFloatAttr(getElementTypeOrSelf(type), value));
  }
  X integer(Type of, int64_t value) {
    return constant(of, b.getIntegerAttr(getElementTypeOrSelf(of), value));
  }
  X integer(int64_t value) { return integer(bits, value); }
  template <typename Op> X op(X a, X c) {
    auto made = Op::create(b, loc, a.v, c.v);
    // The bounds hold whether a product is rounded or not.
    if constexpr (Op::template hasTrait<arith::ArithFastMathInterface::Trait>())
      made.setFastmath(arith::FastMathFlags::contract);
    return {made, this};
  }
  X compare(arith::CmpFPredicate p, X a, X c) {
    return {arith::CmpFOp::create(b, loc, p, a.v, c.v), this};
  }
  X compare(arith::CmpIPredicate p, X a, X c) {
    return {arith::CmpIOp::create(b, loc, p, a.v, c.v), this};
  }
  X select(X condition, X a, X c) {
    return {arith::SelectOp::create(b, loc, condition.v, a.v, c.v), this};
  }
  X fma(X a, X c, X d) {
    if (hasFma)
      return {math::FmaOp::create(b, loc, a.v, c.v, d.v), this};
    return op<arith::AddFOp>(op<arith::MulFOp>(a, c), d);
  }
  X abs(X a) { return {math::AbsFOp::create(b, loc, a.v), this}; }
  X sqrt(X a) { return {math::SqrtOp::create(b, loc, a.v), this}; }
  X copySign(X a, X sign) {
    return {math::CopySignOp::create(b, loc, a.v, sign.v), this};
  }
  X toBits(X a) { return {arith::BitcastOp::create(b, loc, bits, a.v), this}; }
  X fromBits(X a) {
    return {arith::BitcastOp::create(b, loc, type, a.v), this};
  }

private:
  struct Power { // x = n ln 2 + r
    X n;         // as a number
    X shifted;   // bits of n plus a constant (see roundedBits)
    X r;
  };
  struct Sine {
    X sin, cos; // of r
    X quadrant; // integer
  };

  X poly(X x, ArrayRef<double> table64, ArrayRef<double> table32);
  double magic() const { return std::ldexp(1.5, wide ? 52 : 23); }
  X round(X x, X &asBits);
  X toInt(X shifted);
  X power2(X n);
  Power splitPower(X x);
  X expm1Reduced(X r);
  X clamp(X x, double low, double high);
  Sine sine(X x);

  X scaled(X value, X n);
  X exp(X x, int shift = 0);
  X expm1(X x);
  X logOf(X x, int base);
  X log1p(X x);
  X log1pOf(X high, X low, X by);
  X sinCos(X x, int shift);
  X tan(X x);
  X tanh(X x);
  X sinh(X x);
  X cosh(X x);
  X asinh(X x);
  X acosh(X x);
  X atanh(X x);
  X atan2(X y, X x);
  X arc(X x, bool cosine);
  X erf32(X x);
  X erfcTail(X x);
  X erfcTailExactly(X x);
  X erfc(X x, bool complement);
  X cbrt(X x);

  OpBuilder &b;
  Location loc;
  Type type;
  bool wide, hasFma;
  Type bits; // integers as wide as `type`
};

inline X operator+(X a, X b) { return a.w->op<arith::AddFOp>(a, b); }
inline X operator-(X a, X b) { return a.w->op<arith::SubFOp>(a, b); }
inline X operator*(X a, X b) { return a.w->op<arith::MulFOp>(a, b); }
inline X operator/(X a, X b) { return a.w->op<arith::DivFOp>(a, b); }
inline X operator|(X a, X b) { return a.w->op<arith::OrIOp>(a, b); }
inline X operator+(X a, double b) { return a + a.w->num(b); }
inline X operator-(X a, double b) { return a - a.w->num(b); }
inline X operator-(double a, X b) { return b.w->num(a) - b; }
inline X operator*(double a, X b) { return b.w->num(a) * b; }
inline X operator/(double a, X b) { return b.w->num(a) / b; }
inline X operator-(X a) { return a.w->num(-0.0) - a; }
inline X operator<(X a, double b) {
  return a.w->compare(arith::CmpFPredicate::OLT, a, a.w->num(b));
}
inline X operator>(X a, double b) {
  return a.w->compare(arith::CmpFPredicate::OGT, a, a.w->num(b));
}
inline X operator==(X a, double b) {
  return a.w->compare(arith::CmpFPredicate::OEQ, a, a.w->num(b));
}
inline X operator<=(X a, X b) {
  return a.w->compare(arith::CmpFPredicate::OLE, a, b);
}
inline X operator&(X a, X b) { return a.w->op<arith::AndIOp>(a, b); }

} // namespace weft::ir
#endif
