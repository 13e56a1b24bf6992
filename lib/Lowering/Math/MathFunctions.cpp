// See MathFunctions.h. Range reductions are the classical ones (Cody and
// Waite; Muller, "Elementary Functions", ch. 11); the polynomials are our own
// fits (tools/dev/fit-polynomials). Selects instead of branches throughout: a
// lane that does not need a path computes it all the same.
#include "Lowering/Math/MathFunctions.h"

#include "Lowering/Math/MathWriter.h"

#include "llvm/ADT/TypeSwitch.h"

#include <limits>

namespace weft::ir {
using namespace mlir;

#include "Lowering/Math/MathTables.inc"

X MathWriter::poly(X x, ArrayRef<double> table64, ArrayRef<double> table32) {
  ArrayRef<double> table = wide ? table64 : table32;
  X sum = num(table.back());
  for (double c : llvm::reverse(table.drop_back()))
    sum = fma(sum, x, num(c));
  return sum;
}

/// The nearest whole number, and it in the low bits of an integer, without a
/// conversion (there is none for 64 bits before AVX-512, and converting a NaN
/// is undefined): adding 1.5 * 2^52 leaves the number in the mantissa.
X MathWriter::round(X x, X &asBits) {
  X t = x + magic();
  asBits = toBits(t);
  return t - magic();
}

X MathWriter::toInt(X shifted) {
  return op<arith::SubIOp>(shifted, toBits(num(magic())));
}

/// 2^n for an integer n of the exponent's range.
X MathWriter::power2(X n) {
  int mantissa = wide ? 52 : 23, bias = wide ? 1023 : 127;
  return fromBits(op<arith::ShLIOp>(op<arith::AddIOp>(n, integer(bias)),
                                    integer(mantissa)));
}

X MathWriter::clamp(X x, double low, double high) { // NaN stays
  x = select(x < low, num(low), x);
  return select(x > high, num(high), x);
}

MathWriter::Power MathWriter::splitPower(X x) {
  Power p{x, x, x};
  p.n = round(M_LOG2E * x, p.shifted);
  double high = wide ? ln2High64 : ln2High32;
  double low = wide ? ln2Low64 : ln2Low32;
  p.r = fma(p.n, num(-high), x);
  p.r = fma(p.n, num(-low), p.r);
  return p;
}

X MathWriter::expm1Reduced(X r) {
  return fma(r * r, poly(r, expm1Tail64, expm1Tail32), r);
}

/// value * 2^n in two steps, as the ends of the range are beyond one exponent.
X MathWriter::scaled(X value, X n) {
  X half = op<arith::ShRSIOp>(n, integer(1));
  return value * power2(half) * power2(op<arith::SubIOp>(n, half));
}

/// e^x 2^shift
X MathWriter::exp(X x, int shift) {
  x = wide ? clamp(x, -746, 711) : clamp(x, -104, 90);
  Power p = splitPower(x);
  X n = toInt(p.shifted);
  if (shift)
    n = op<arith::AddIOp>(n, integer(shift));
  return scaled(expm1Reduced(p.r) + 1.0, n);
}

X MathWriter::expm1(X x) {
  X small = abs(x) < (wide ? 0x1p-54 : 0x1p-25);
  X in = x;
  x = wide ? clamp(x, -40, 710) : clamp(x, -20, 89);
  Power p = splitPower(x);
  // 2^n (e^r - 1) + (2^n - 1), halved so that 2^n exists at the upper end.
  X scale = power2(op<arith::SubIOp>(toInt(p.shifted), integer(1)));
  X value = 2.0 * fma(scale, expm1Reduced(p.r), scale - 0.5);
  return select(small, in, value);
}

/// base 0: natural.
X MathWriter::logOf(X x, int base) {
  int mantissa = wide ? 52 : 23;
  X in = x;
  // Subnormal numbers are scaled up to have a normal exponent.
  X tiny = x < (wide ? 0x1p-1022 : 0x1p-126);
  double up = wide ? 0x1p54 : 0x1p25;
  x = select(tiny, up * x, x);
  X back = select(tiny, num(wide ? -54 : -25), num(0));
  // x = 2^k m with m in [sqrt(1/2), sqrt(2)).
  X i = toBits(x);
  X above =
      op<arith::SubIOp>(i, integer(wide ? 0x3fe6a09e667f3bcd : 0x3f3504f3));
  X k = op<arith::ShRSIOp>(above, integer(mantissa));
  X m = fromBits(op<arith::SubIOp>(i, op<arith::ShLIOp>(k, integer(mantissa))));
  // The exponent as a number, through the bits of magic() + k.
  X exponent = fromBits(op<arith::AddIOp>(toBits(num(magic())), k)) - magic();
  exponent = exponent + back;
  X f = m - 1.0;
  X s = f / (f + 2.0);
  X z = s * s;
  X tail = z * poly(z, logTail64, logTail32);
  X hfsq = 0.5 * (f * f);
  X value = x;
  if (base == 0) {
    double high = wide ? ln2High64 : ln2High32;
    double low = wide ? ln2Low64 : ln2Low32;
    value = fma(exponent, num(high),
                f - (hfsq - fma(s, hfsq + tail, low * exponent)));
  } else {
    X part = f - (hfsq - s * (hfsq + tail));
    double scale = base == 2 ? M_LOG2E : M_LOG10E;
    double one = base == 2 ? 1.0 : 0.30102999566398119521;
    value = fma(exponent, num(one), scale * part);
  }
  double inf = std::numeric_limits<double>::infinity();
  value = select(in == inf, in, value);
  value = select(in == 0, num(-inf), value);
  X bad = {
      arith::CmpFOp::create(b, loc, arith::CmpFPredicate::ULT, in.v, num(0).v),
      this};
  return select(bad, num(std::numeric_limits<double>::quiet_NaN()), value);
}

/// log(1 + high + low / by) for 0 <= high and a low that is small beside it.
X MathWriter::log1pOf(X high, X low, X by) {
  X u = high + 1.0;
  X lost = select(high < 1.0, high - (u - 1.0), 1.0 - (u - high));
  return logOf(u, 0) + fma(lost, by, low) / (u * by);
}

/// log u + c / u, where u is 1 + x rounded and c what that lost (Kahan).
X MathWriter::log1p(X x) {
  X u = x + 1.0;
  X lost = x - (u - 1.0);
  X log = logOf(u, 0);
  X value = log + lost / u;
  X edge = u == 0;
  X large = x > (wide ? 0x1p54 : 0x1p25); // nothing lost, and infinity
  value = select(edge, log, select(large, log, value));
  return select(abs(x) < (wide ? 0x1p-54 : 0x1p-25), x, value);
}

/// x = q pi/2 + r. f64 in three parts by fused steps; f32 in f64, where two
/// parts hold far beyond its own precision.
MathWriter::Sine MathWriter::sine(X x) {
  X q = x, r = x;
  if (wide) {
    X n = round(M_2_PI * x, q);
    r = fma(n, num(-0x1.921fb54442d18p+0), x);
    r = fma(n, num(-0x1.1a62633145c07p-54), r);
    r = fma(n, num(0x1.f1976b7ed8fbcp-110), r);
    q = toInt(q);
  } else {
    MathWriter w(b, loc, like(b.getF64Type()), hasFma);
    X x64{arith::ExtFOp::create(b, loc, w.type, x.v), &w};
    X q64 = x64;
    X n = w.round(M_2_PI * x64, q64);
    X r64 = w.fma(n, w.num(-0x1.921fb54442d18p+0), x64);
    r64 = w.fma(n, w.num(-0x1.1a62633145c07p-54), r64);
    r = {arith::TruncFOp::create(b, loc, type, r64.v), this};
    q = {arith::TruncIOp::create(b, loc, bits, w.toInt(q64).v), this};
  }
  X z = r * r;
  X sin = fma(z * r, poly(z, sinTail64, sinTail32), r);
  X cos = fma(z * z, poly(z, cosTail64, cosTail32), fma(num(-0.5), z, num(1)));
  return {sin, cos, q};
}

/// shift 0: sine, 1: cosine.
X MathWriter::sinCos(X x, int shift) {
  Sine s = sine(x);
  X q = shift ? op<arith::AddIOp>(s.quadrant, integer(1)) : s.quadrant;
  X odd = compare(arith::CmpIPredicate::ne, q & integer(1), integer(0));
  X negative = compare(arith::CmpIPredicate::ne, q & integer(2), integer(0));
  X value = select(odd, s.cos, s.sin);
  value = select(negative, -value, value);
  return shift ? value : select(x == 0, x, value); // the sign of zero
}

/// f32 in f64: the quotient of a sine and a cosine of its own precision would
/// be off by nearly 4 units.
X MathWriter::tan(X x) {
  if (!wide) {
    MathWriter w(b, loc, like(b.getF64Type()), hasFma);
    X x64{arith::ExtFOp::create(b, loc, w.type, x.v), &w};
    return {arith::TruncFOp::create(b, loc, type, w.tan(x64).v), this};
  }
  Sine s = sine(x);
  X odd =
      compare(arith::CmpIPredicate::ne, s.quadrant & integer(1), integer(0));
  X value = select(odd, -s.cos, s.sin) / select(odd, s.sin, s.cos);
  return select(x == 0, x, value);
}

/// A polynomial, and 1 - 2 / (e^2a + 1) where that is above a half.
X MathWriter::tanh(X x) {
  X a = abs(x), z = a * a;
  X near = fma(a * z, poly(z, tanhTail64, tanhTail32), a);
  Power p = splitPower(2.0 * clamp(a, 0, wide ? 20 : 10));
  X power = (expm1Reduced(p.r) + 1.0) * power2(toInt(p.shifted));
  X far = 1.0 - 2.0 / (power + 1.0);
  return copySign(select(a < 0.625, near, far), x);
}

X MathWriter::sinh(X x) {
  X a = abs(x), z = a * a;
  X near = fma(a * z, poly(z, sinhTail64, sinhTail32), a);
  X e = expm1(a);
  X value = 0.5 * (e + e / (e + 1.0));
  value = select(a < 1.0, near, value);
  value = select(a > (wide ? 40 : 20), exp(a, -1), value);
  return copySign(value, x);
}

X MathWriter::cosh(X x) {
  X a = abs(x);
  X half = exp(a, -1);
  return select(a > (wide ? 40 : 20), half, half + 0.25 / half);
}

/// A third of the exponent to start from, then Halley's iteration, which
/// triples the digits each time.
X MathWriter::cbrt(X x) {
  X a = abs(x);
  X tiny = a < (wide ? 0x1p-1000 : 0x1p-100);
  a = select(tiny, (wide ? 0x1p54 : 0x1p24) * a, a);
  Type i32 = like(b.getI32Type());
  X i = toBits(a);
  X t = a;
  if (wide) {
    X high = op<arith::ShRUIOp>(i, integer(32));
    Value word = arith::TruncIOp::create(b, loc, i32, high.v);
    word = arith::DivUIOp::create(b, loc, word, integer(i32, 3).v);
    word = arith::AddIOp::create(b, loc, word, integer(i32, 715094163).v);
    X first{arith::ExtUIOp::create(b, loc, bits, word), this};
    t = fromBits(op<arith::ShLIOp>(first, integer(32)));
  } else {
    t = fromBits(op<arith::AddIOp>(op<arith::DivUIOp>(i, integer(3)),
                                   integer(709958130)));
  }
  for (int step = 0; step < (wide ? 3 : 2); ++step) {
    X cube = ((0.25 * t) * t) * t, quarter = 0.25 * a; // sums stay finite
    // t (t^3 + 2a) / (2 t^3 + a), written as a small change of t
    t = t - t * ((cube - quarter) / (2.0 * cube + quarter));
  }
  t = select(tiny, (wide ? 0x1p-18 : 0x1p-8) * t, t);
  double inf = std::numeric_limits<double>::infinity();
  X same = (x == 0) | (abs(x) == inf);
  return select(same, x, copySign(t, x));
}

Value MathWriter::emit(Operation *op) {
  X x{op->getOperand(0), this};
  X one = num(1);
  return llvm::TypeSwitch<Operation *, Value>(op)
      .Case([&](math::ExpOp) { return exp(x).v; })
      .Case([&](math::ExpM1Op) { return expm1(x).v; })
      .Case([&](math::LogOp) { return logOf(x, 0).v; })
      .Case([&](math::Log2Op) { return logOf(x, 2).v; })
      .Case([&](math::Log10Op) { return logOf(x, 10).v; })
      .Case([&](math::Log1pOp) { return log1p(x).v; })
      .Case([&](math::TanhOp) { return tanh(x).v; })
      .Case([&](math::SinhOp) { return sinh(x).v; })
      .Case([&](math::CoshOp) { return cosh(x).v; })
      .Case([&](math::AsinhOp) { return asinh(x).v; })
      .Case([&](math::AcoshOp) { return acosh(x).v; })
      .Case([&](math::AtanhOp) { return atanh(x).v; })
      .Case([&](math::AtanOp) { return atan2(x, one).v; })
      .Case([&](math::Atan2Op) {
        return atan2(x, {op->getOperand(1), this}).v;
      })
      .Case([&](math::AsinOp) { return arc(x, false).v; })
      .Case([&](math::AcosOp) { return arc(x, true).v; })
      .Case([&](math::ErfOp) {
        return wide ? erfc(x, false).v : erf32(x).v;
      })
      .Case([&](math::ErfcOp) { return erfc(x, true).v; })
      .Case([&](math::CbrtOp) { return cbrt(x).v; })
      .Case([&](math::SinOp) { return sinCos(x, 0).v; })
      .Case([&](math::CosOp) { return sinCos(x, 1).v; })
      .Case([&](math::TanOp) { return tan(x).v; })
      .Default([](Operation *) { return Value(); });
}

static bool isF32OrF64(Type type) {
  return getElementTypeOrSelf(type).isF32() ||
         getElementTypeOrSelf(type).isF64();
}

bool takesAngle(Operation *op) {
  return isa<math::SinOp, math::CosOp, math::TanOp>(op) &&
         isF32OrF64(op->getResult(0).getType());
}

Value expandMathOp(OpBuilder &b, Operation *op, bool hasFma) {
  if (op->getNumResults() != 1)
    return {};
  Type type = op->getResult(0).getType();
  if (!isF32OrF64(type))
    return {};
  if (takesAngle(op) && !(hasFma && op->hasAttr(smallAngleAttr)))
    return {};
  return MathWriter(b, op->getLoc(), type, hasFma).emit(op);
}

} // namespace weft::ir
