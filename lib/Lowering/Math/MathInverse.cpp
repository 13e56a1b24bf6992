// Functions of MathFunctions.h: the inverse ones and erf.
#include "Lowering/Math/MathWriter.h"

#include <limits>

namespace weft::ir {

#include "Lowering/Math/MathTables.inc"

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

/// erf in single precision, by polynomials alone: in x^2 up to 1.15, and up to
/// 3.95, from where on it is 1, by one of erfc's fourth root in x - 5/2, which
/// bends less than erf does and so takes half the terms.
X MathWriter::erf32(X x) {
  X a = abs(x);
  X near = fma(x, poly(x * x, {}, erfNear32), x);
  X bounded = select(a > 3.95, num(3.95), a); // NaN stays
  X root = poly(bounded - 2.5, {}, erfcRoot32), square = root * root;
  X far = fma(-square, square, num(1));
  return select(a < 1.15, near, copySign(far, x));
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

/// The same with what each of the last sums and the quotient are rounded
/// by: together they would be more than 2 ulp.
X MathWriter::erfcTailExactly(X x) {
  X t = (x - 2.0) / (x + 2.0);
  X high = fromBits(toBits(x) & integer(wide ? int64_t(~0x7ffffffull)
                                             : int64_t(0xfffff000)));
  X low = (x - high) * (x + high);
  X square = high * high;
  X shifted = square, n = round(-M_LOG2E * square, shifted);
  X start = fma(n, num(wide ? -ln2High64 : -ln2High32), -square);
  low = fma(n, num(wide ? ln2Low64 : ln2Low32), low);
  X r = start - low, rLost = (start - r) - low;
  X more = r * r * poly(r, expm1Tail64, expm1Tail32);
  X m = r + more, mLost = (r - m) + more + rLost;
  X slope = poly(t, ArrayRef(erfcTail64).drop_front(),
                 ArrayRef(erfcTail32).drop_front());
  X first = num(wide ? erfcTail64[0] : erfcTail32[0]);
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
  double first = wide ? erfHead64[0] : erfHead32[0];
  X part = fma(rest, z, num(first));
  if (complement) { // and for what the square and the constant are rounded by
    double lost = wide ? 0 : first - static_cast<float>(first);
    part = part + fma(rest, fma(a, a, -z), num(lost));
  }
  X head = fma(x, part, x);
  X far = clamp(a, 0.84375, wide ? 28.0 : 10.5);
  X tail = complement ? erfcTailExactly(far) : erfcTail(far);
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

} // namespace weft::ir
