// See MathFunctions.h. Range reductions are the classical ones (Cody and
// Waite; Muller, "Elementary Functions", ch. 11); the polynomials are our own
// fits (tools/dev/fit-polynomials). Selects instead of branches throughout: a
// lane that does not need a path computes it all the same.
#include "Lowering/MathFunctions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include "llvm/ADT/TypeSwitch.h"

#include <cmath>
#include <limits>

namespace weft::ir {
using namespace mlir;

#include "Lowering/MathTables.inc"

// ln 2 in two parts, the high one with zeros at its end, so that its product
// with a small whole number is exact.
static constexpr double ln2High64 = 0x1.62e42fee00000p-1;
static constexpr double ln2Low64 = 0x1.a39ef35793c76p-33;

namespace {
class MathWriter;

/// A scalar with operators.
struct X {
  Value v;
  MathWriter *w;
};

class MathWriter {
public:
  MathWriter(OpBuilder &b, Location loc, Type type, bool hasFma)
      : b(b), loc(loc), type(type), wide(type.isF64()), hasFma(hasFma),
        bits(b.getIntegerType(wide ? 64 : 32)) {}

  Value emit(Operation *op);

  X num(double value) {
    return {arith::ConstantOp::create(b, loc, b.getFloatAttr(type, value)),
            this};
  }
  X integer(int64_t value) {
    return {arith::ConstantOp::create(b, loc, b.getIntegerAttr(bits, value)),
            this};
  }
  template <typename Op> X op(X a, X c) {
    return {Op::create(b, loc, a.v, c.v), this};
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
  IntegerType bits;
};
} // namespace

static X operator+(X a, X b) { return a.w->op<arith::AddFOp>(a, b); }
static X operator-(X a, X b) { return a.w->op<arith::SubFOp>(a, b); }
static X operator*(X a, X b) { return a.w->op<arith::MulFOp>(a, b); }
static X operator/(X a, X b) { return a.w->op<arith::DivFOp>(a, b); }
static X operator|(X a, X b) { return a.w->op<arith::OrIOp>(a, b); }
static X operator+(X a, double b) { return a + a.w->num(b); }
static X operator-(X a, double b) { return a - a.w->num(b); }
static X operator-(double a, X b) { return b.w->num(a) - b; }
static X operator*(double a, X b) { return b.w->num(a) * b; }
static X operator/(double a, X b) { return b.w->num(a) / b; }
static X operator-(X a) { return a.w->num(-0.0) - a; }
static X operator<(X a, double b) {
  return a.w->compare(arith::CmpFPredicate::OLT, a, a.w->num(b));
}
static X operator>(X a, double b) {
  return a.w->compare(arith::CmpFPredicate::OGT, a, a.w->num(b));
}
static X operator==(X a, double b) {
  return a.w->compare(arith::CmpFPredicate::OEQ, a, a.w->num(b));
}
static X operator<=(X a, X b) {
  return a.w->compare(arith::CmpFPredicate::OLE, a, b);
}
static X operator&(X a, X b) { return a.w->op<arith::AndIOp>(a, b); }

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
  double high = wide ? ln2High64 : 0.693359375;
  double low = wide ? ln2Low64 : -2.12194440054690583e-4;
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
    double high = wide ? ln2High64 : 0.693359375;
    double low = wide ? ln2Low64 : -2.12194440054690583e-4;
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
    MathWriter w(b, loc, b.getF64Type(), hasFma);
    X x64{arith::ExtFOp::create(b, loc, b.getF64Type(), x.v), &w};
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

X MathWriter::tan(X x) {
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

// The next three are logarithms of 1 and something: with what was lost on the
// way to it.

/// log(1 + a + a^2 / (sqrt(a^2 + 1) + 1))
X MathWriter::asinh(X x) {
  X a = abs(x);
  X square = a * a;
  X rest = square / (sqrt(square + 1.0) + 1.0);
  X sum = a + rest;
  X near = log1pOf(sum, rest - (sum - a), num(1));
  near = select(a < (wide ? 0x1p-28 : 0x1p-13), a, near);
  X far = logOf(a, 0) + M_LN2;
  return copySign(select(a > (wide ? 0x1p28 : 0x1p14), far, near), x);
}

/// log(1 + t + sqrt(t (t + 2))), t = x - 1; the root s of the rounded product
/// lacks (t (t + 2) - s^2) / 2s.
X MathWriter::acosh(X x) {
  X t = x - 1.0;
  X two = t + 2.0, twoLost = select(t < 2.0, t - (two - 2.0), 2.0 - (two - t));
  X product = t * two;
  X s = sqrt(product);
  X lost = fma(t, two, -product) + fma(-s, s, product) + t * twoLost;
  X sum = t + s;
  X sumLost = select(s <= t, s - (sum - t), t - (sum - s));
  // What is lost is lost / 2s + sumLost.
  X near = log1pOf(sum, fma(sumLost, 2.0 * s, lost), 2.0 * s);
  X far = logOf(x, 0) + M_LN2;
  X value = select(x > (wide ? 0x1p28 : 0x1p14), far, near);
  value = select(x == 1, num(0), value);
  return select(x < 1.0, num(std::numeric_limits<double>::quiet_NaN()), value);
}

/// log(1 + 2a / (1 - a)) / 2; the quotient q lacks (2a - q (1 - a)) / (1 - a).
X MathWriter::atanh(X x) {
  X a = abs(x);
  X down = 1.0 - a, downLost = (1.0 - down) - a;
  X q = 2.0 * a / down;
  X low = fma(-q, down, 2.0 * a) - q * downLost;
  X value = 0.5 * log1pOf(q, low, down);
  value = select(a < (wide ? 0x1p-28 : 0x1p-13), a, value);
  double inf = std::numeric_limits<double>::infinity();
  return copySign(select(a == 1, num(inf), value), x);
}

/// The angle of (x, y), from the first octant and a half: the quotient is
/// turned by pi/4 or pi/2 before the one division that there is.
X MathWriter::atan2(X y, X x) {
  X ay = abs(y), ax = abs(x);
  double inf = std::numeric_limits<double>::infinity();
  X bothInfinite = (ay == inf) & (ax == inf);
  X bothZero = (ay == 0) & (ax == 0);
  ay = select(bothInfinite, num(1), ay);
  ax = select(bothInfinite, num(1), select(bothZero, num(1), ax));
  // The sum below must not overflow, nor its inverse.
  X large =
      (ax > (wide ? 0x1p1000 : 0x1p100)) | (ay > (wide ? 0x1p1000 : 0x1p100));
  X scale = select(large, num(0x1p-50), num(1));
  double least = wide ? 0x1p-900 : 0x1p-100;
  X tiny = (ax < least) & (ay < least);
  scale = select(tiny, num(wide ? 0x1p100 : 0x1p60), scale);
  ax = ax * scale;
  ay = ay * scale;
  const double t1 = 0.41421356237309503, t3 = 2.4142135623730949;
  X low = ay <= t1 * ax, middle = ay <= t3 * ax;
  X top = select(low, ay, select(middle, ay - ax, -ax));
  X bottom = select(low, ax, select(middle, ay + ax, ay));
  X inverse = 1.0 / bottom;
  X t = top * inverse;
  // What that lacks of the quotient, whose parts are rounded sums in the middle.
  X isFirst = ax <= ay;
  X high = select(isFirst, ay, ax), small = select(isFirst, ax, ay);
  X sumLost = small - ((ay + ax) - high);
  X topLost = (high - (high - small)) - small;
  topLost = select(isFirst, topLost, -topLost);
  X rounded = fma(-t, sumLost, topLost);
  rounded = select(low, num(0), select(middle, rounded, num(0)));
  X lost = (fma(-t, bottom, top) + rounded) * inverse;
  lost = select(bottom == inf, num(0), lost);
  X z = t * t;
  X angle = t + fma(z * t, poly(z, atanTail64, atanTail32), lost);
  X turn = select(low, num(0), select(middle, num(M_PI_4), num(M_PI_2)));
  double piLow = wide ? 1.2246467991473532e-16 : -8.74227765734758577e-08;
  X turnLow =
      select(low, num(0), select(middle, num(piLow / 4), num(piLow / 2)));
  angle = turn + (angle + turnLow);
  X sign = compare(arith::CmpIPredicate::slt, toBits(x), integer(0));
  angle = select(sign, M_PI - (angle - piLow), angle);
  return copySign(angle, y);
}

/// asin or acos. Beyond a half by asin x = pi/2 - 2 asin s, s^2 = (1 - x) / 2,
/// with what the root's rounding lost.
X MathWriter::arc(X x, bool cosine) {
  double high = M_PI_2;
  double low = wide ? 6.1232339957367660e-17 : -4.37113882867379288e-08;
  X a = abs(x), isFar = a > 0.5;
  X z = select(isFar, 0.5 * (1.0 - a), x * x);
  X s = select(isFar, sqrt(z), a);
  X tail = (s * z) * poly(z, asinTail64, asinTail32);
  X lost = fma(-s, s, z) / (s + s);
  lost = select(isFar & (s > 0), lost, num(0));
  if (!cosine) {
    X far = (high - 2.0 * s) - (2.0 * (tail + lost) - low);
    return copySign(select(isFar, far, s + tail), x);
  }
  X near = high - (x + (copySign(tail, x) - low));
  X right = 2.0 * (s + (tail + lost));
  X left = 2.0 * high - 2.0 * (s + ((tail + lost) - low));
  return select(isFar, select(x < 0, left, right), near);
}

/// erf in single precision, half the work of the general form: beyond 27/32 it
/// is 1 - e^E with a polynomial E, whose error counts erfc(27/32) times.
X MathWriter::erf32(X x) {
  X a = abs(x);
  X head = fma(x, poly(a * a, erfHead64, erfHead32), x);
  X far = select(a > 4.0, num(4.0), a); // NaN stays
  Power p = splitPower(poly(far, {}, erfLog32));
  X scale = power2(toInt(p.shifted));
  X tail = 1.0 - fma(scale, expm1Reduced(p.r), scale);
  return select(a < 0.84375, head, copySign(tail, x));
}

/// erfc far out: exp(-x^2) / x times a polynomial, with x^2 exact in two parts.
X MathWriter::erfcTail(X x) {
  X t = (x - 2.0) / (x + 2.0);
  X high = fromBits(toBits(x) & integer(wide ? int64_t(~0x7ffffffull)
                                             : int64_t(0xfffff000)));
  X low = (x - high) * (x + high);
  // exp(-x^2) = 2^n (1 + m)
  Power p = splitPower(-(high * high));
  X f = poly(t, erfcTail64, erfcTail32);
  X m = expm1Reduced(p.r - low);
  return scaled(fma(f, m, f) / x, toInt(p.shifted));
}

/// The same of f64, with what each of the last sums and the quotient are rounded
/// by: together they would be more than 2 ulp.
X MathWriter::erfcTailExactly(X x) {
  X t = (x - 2.0) / (x + 2.0);
  X high = fromBits(toBits(x) & integer(int64_t(~0x7ffffffull)));
  X low = (x - high) * (x + high);
  X square = high * high;
  X shifted = square, n = round(-M_LOG2E * square, shifted);
  X start = fma(n, num(-ln2High64), -square);
  low = fma(n, num(ln2Low64), low);
  X r = start - low, rLost = (start - r) - low;
  X more = r * r * poly(r, expm1Tail64, {});
  X m = r + more, mLost = (r - m) + more + rLost;
  X slope = poly(t, ArrayRef(erfcTail64).drop_front(), {});
  X first = num(erfcTail64[0]);
  X f = fma(t, slope, first), fLost = fma(t, slope, first - f);
  X product = f * m, sum = f + product;
  X lost = (f - sum) + product + fma(f, m, -product) + fma(f, mLost, fLost);
  X inverse = 1.0 / x, q = sum * inverse;
  q = fma(fma(-q, x, sum) + lost, inverse, q);
  return scaled(q, toInt(shifted));
}

/// erf, or erfc if `complement`. Within 27/32: x and x times a polynomial.
X MathWriter::erfc(X x, bool complement) {
  X a = abs(x);
  X z = a * a;
  X rest = poly(z, ArrayRef(erfHead64).drop_front(),
                ArrayRef(erfHead32).drop_front());
  X part = fma(rest, z, num(wide ? erfHead64[0] : erfHead32[0]));
  if (wide && complement) // and for what the square is rounded by
    part = part + rest * fma(a, a, -z);
  X head = fma(x, part, x);
  X far = clamp(a, 0.84375, wide ? 28.0 : 10.5);
  X tail = wide && complement ? erfcTailExactly(far) : erfcTail(far);
  X inside = a < 0.84375;
  X value = x;
  if (complement) {
    X outside = select(x < 0.0, 2.0 - tail, tail);
    // 1 - erf x, with less to round where that is small.
    X base = select(x > 0.7, num(0.75), num(0.5));
    X near = (1.0 - base) - fma(x, part, x - base);
    near = select(x < 0.25, 1.0 - head, near);
    value = select(inside, near, outside);
  } else {
    value = select(inside, head, copySign(1.0 - tail, x));
  }
  X nan = compare(arith::CmpFPredicate::UNO, x, x);
  return select(nan, x, value);
}

/// A third of the exponent to start from, then Halley's iteration, which
/// triples the digits each time.
X MathWriter::cbrt(X x) {
  X a = abs(x);
  X tiny = a < (wide ? 0x1p-1000 : 0x1p-100);
  a = select(tiny, (wide ? 0x1p54 : 0x1p24) * a, a);
  Type i32 = b.getI32Type();
  X i = toBits(a);
  X t = a;
  if (wide) {
    X high = op<arith::ShRUIOp>(i, integer(32));
    Value word = arith::TruncIOp::create(b, loc, i32, high.v);
    Value three = arith::ConstantOp::create(b, loc, b.getI32IntegerAttr(3));
    Value bias =
        arith::ConstantOp::create(b, loc, b.getI32IntegerAttr(715094163));
    word = arith::DivUIOp::create(b, loc, word, three);
    word = arith::AddIOp::create(b, loc, word, bias);
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

bool takesAngle(Operation *op) {
  return isa<math::SinOp, math::CosOp, math::TanOp>(op) &&
         (op->getResult(0).getType().isF32() ||
          op->getResult(0).getType().isF64());
}

Value expandMathOp(OpBuilder &b, Operation *op, bool hasFma) {
  if (op->getNumResults() != 1)
    return {};
  Type type = op->getResult(0).getType();
  if (!type.isF32() && !type.isF64())
    return {};
  if (takesAngle(op) && !(hasFma && op->hasAttr(smallAngleAttr)))
    return {};
  return MathWriter(b, op->getLoc(), type, hasFma).emit(op);
}

} // namespace weft::ir
