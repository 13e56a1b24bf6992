// See Libm.h. All of it is computed in f64, whence a result in f32 is right but
// for its own rounding. Pairs of floats (high, low) are Dekker's; a * b + c may
// become one instruction anywhere, which the sums below allow for: each low part
// is taken from the high part as it came out.
#include "Lowering/Math/Libm.h"

#include "Lowering/Math/MathFunctions.h"
#include "LargeAngle.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

#include "llvm/ADT/TypeSwitch.h"

#include <limits>

namespace weft::ir {
using namespace mlir;

//===-- Powers ------------------------------------------------------------===//
static constexpr double inf = std::numeric_limits<double>::infinity();
static constexpr double nan = std::numeric_limits<double>::quiet_NaN();

static Num clamped(Num x, double low, double high) { // NaN stays
  x = select(x < low, low, x);
  return select(x > high, high, x);
}

/// 2^n, |n| < 1023
static Num power2(Word n) { return asFloat((n + 1023) << 52); }

/// value * 2^n in two steps, as the ends of the range are beyond one exponent.
static Num scaled(Num value, Word n) {
  Word half = signedShift(n, 1);
  return value * power2(half) * power2(n - half);
}

/// A whole number as an integer; that of a NaN is 0.
static Word integer(Num x) {
  OpBuilder &b = x.in->b;
  Num known = select(isNan(x), 0.0, x);
  return {arith::FPToSIOp::create(b, x.in->loc, b.getI64Type(), known.v), x.in};
}

static Num exp2(Num x, bool narrow) {
  if (narrow)
    return exp(x * ln2);
  x = clamped(x, -1080, 1030);
  Num n = roundEven(x), f = x - n;
  Num high = f * ln2;
  Num low = fma(f, ln2, -high) + f * ln2Rest;
  Num power = exp(high);
  return scaled(fma(power, low, power), integer(n));
}

/// a^y of a >= 0, but for a = 1 and y = 0.
static Num powerOfSize(Num a, Num y, bool narrow) {
  const Scalars &s = *a.in;
  if (narrow)
    return exp(clamped(y * log(a), -800, 800));
  Num usual = (a > 0.0) & (a < inf);
  Pair l = longLog(select(usual, a, 1.0));
  Num edge = select(a == 0.0, s.num(-inf), a); // infinite and NaN: themselves
  Num high = y * select(usual, l.high, edge);
  Num low = fma(y, l.high, -high) + y * l.low;
  Num inRange = (high > -800.0) & (high < 800.0);
  low = select(usual & inRange, low, 0.0);
  high = clamped(high, -800, 800);
  Num n = roundEven(high * 0x1.71547652b82fep+0); // / ln 2
  Num r = fma(n, -ln2Low, fma(n, -ln2High, high)) + low;
  return scaled(exp(r), integer(n));
}

/// With the special cases of C (ISO/IEC 9899, F.10.4.4).
static Num power(Num x, Num y, bool narrow) {
  Num a = abs(x), half = y * 0.5;
  Num isWhole = floor(y) == y, isOdd = isWhole & (floor(half) != half);
  Num value = powerOfSize(a, y, narrow);
  value = select((a == 1.0) & !isNan(y), 1.0, value);
  value = select(isOdd, copySign(value, x), value);
  Num imaginary = (x < 0.0) & (x > -inf) & !isWhole & !isNan(y);
  value = select(imaginary, nan, value);
  return select((y == 0.0) | (x == 1.0), 1.0, value);
}

//===-- Remainders --------------------------------------------------------===//
/// x - y trunc(x / y), exact: long division of the mantissas, eleven bits at a
/// time (53 and 11 make a word).
static Num remainder(Num x, Num y) {
  const Scalars &s = *x.in;
  Decoded dx = decode(x), dy = decode(y);
  Word divisor = select(isZero(dy.mantissa), word(s, 1), dy.mantissa);
  Word shift = dx.exponent - dy.exponent;
  Num smaller = compare(arith::CmpIPredicate::slt, shift, word(s, 0));
  Nums end = s.loop(
      {s.of((dx.mantissa % divisor).v),
       s.of(select(smaller, word(s, 0), shift).v)},
      [&](ArrayRef<Num> now) {
        return compare(arith::CmpIPredicate::sgt, {now[1].v, &s}, word(s, 0));
      },
      [&](ArrayRef<Num> now) {
        Word left{now[1].v, &s}, step = make<arith::MinSIOp>(left, word(s, 11));
        Word r = (Word{now[0].v, &s} << step) % divisor;
        return Nums{s.of(r.v), s.of((left - step).v)};
      });
  Num value = toFloat<arith::UIToFPOp>({end[0].v, &s});
  value = copySign(scaled(value, dy.exponent + -1075), x);
  value = select(abs(x) < abs(y), x, value);
  Num none = isNan(x) | isNan(y) | (abs(x) == inf) | (y == 0.0);
  return select(none, nan, value);
}

//===-- Angles -----------------------------------------------------------===//
/// Sine, cosine or tangent by their values within pi/4 of zero.
template <class Op>
static Value ofLargeAngle(OpBuilder &b, Location loc, Value x) {
  Type type = x.getType();
  Scalars s(b, loc, b.getF64Type());
  Value wide = type.isF64() ? x : arith::ExtFOp::create(b, loc, s.type, x);
  auto [r, q] = reducedAngle(s.of(wide), AngleUnit::Radian);
  Scalars own(b, loc, type);
  Value angle = type.isF64() ? r.v : arith::TruncFOp::create(b, loc, type, r.v);
  auto small = [&](auto op) {
    op->setAttr(smallAngleAttr, b.getUnitAttr());
    return own.of(op);
  };
  if (std::is_same_v<Op, math::CosOp>)
    q = q + 1;
  Num odd = !isZero(q & 1);
  if (std::is_same_v<Op, math::TanOp>) {
    Num tangent = small(math::TanOp::create(b, loc, angle));
    return select(odd, -1.0 / tangent, tangent).v;
  }
  Num value = select(odd, small(math::CosOp::create(b, loc, angle)),
                     small(math::SinOp::create(b, loc, angle)));
  return select(!isZero(q & 2), -value, value).v;
}

template <class Op> static Value ofAngle(OpBuilder &b, Op op) {
  Location loc = op.getLoc();
  Value x = op.getOperand();
  Scalars s(b, loc, x.getType());
  Num isLarge = !(abs(s.of(x)) <= smallAngle);
  auto branch = scf::IfOp::create(
      b, loc, isLarge.v,
      [&](OpBuilder &then, Location) {
        scf::YieldOp::create(then, loc, ofLargeAngle<Op>(then, loc, x));
      },
      [&](OpBuilder &other, Location) {
        auto small = Op::create(other, loc, x);
        small->setAttr(smallAngleAttr, other.getUnitAttr());
        scf::YieldOp::create(other, loc, small->getResults());
      });
  return branch.getResult(0);
}

//===-- What there is -----------------------------------------------------===//
static Value expanded(OpBuilder &b, Operation *op) {
  auto inDoubles = [&](auto f) {
    bool narrow = !op->getResult(0).getType().isF64();
    return inDouble(b, op->getLoc(), op->getOperands(),
                    [&](const Scalars &, ArrayRef<Num> x) {
                      return f(x, narrow);
                    });
  };
  return llvm::TypeSwitch<Operation *, Value>(op)
      .Case([&](math::SinOp sin) { return ofAngle(b, sin); })
      .Case([&](math::CosOp cos) { return ofAngle(b, cos); })
      .Case([&](math::TanOp tan) { return ofAngle(b, tan); })
      .Case([&](math::Exp2Op) {
        return inDoubles(
            [](ArrayRef<Num> x, bool narrow) { return exp2(x[0], narrow); });
      })
      .Case([&](math::PowFOp) {
        return inDoubles([](ArrayRef<Num> x, bool narrow) {
          return power(x[0], x[1], narrow);
        });
      })
      .Case([&](arith::RemFOp) {
        return inDoubles(
            [](ArrayRef<Num> x, bool) { return remainder(x[0], x[1]); });
      })
      .Default([](Operation *) { return Value(); });
}

void expandLibm(ModuleOp module) {
  SmallVector<Operation *> ops;
  module.walk([&](Operation *op) {
    if (op->getNumResults() == 1 && !op->hasAttr(smallAngleAttr) &&
        (op->getResult(0).getType().isF32() ||
         op->getResult(0).getType().isF64()))
      ops.push_back(op);
  });
  for (Operation *op : ops) {
    OpBuilder b(op);
    if (Value value = expanded(b, op)) {
      op->replaceAllUsesWith(ValueRange(value));
      op->erase();
    }
  }
}

} // namespace weft::ir
