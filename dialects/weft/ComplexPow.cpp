// z^w of complex128: e^(w ln z). What the exponent is rounded by becomes as many
// units as it is large, so that ln |z|, arg z and their products with w are pairs
// of doubles here, good to some 2^-65 of themselves.
#include "ComplexMath.h"
#include "LargeAngle.h"
using namespace weft::ir;

static Pair negated(Pair a) { return {-a.high, -a.low}; }
static Pair select(Num p, Pair a, Pair b) {
  return {select(p, a.high, b.high), select(p, a.low, b.low)};
}
static Pair constant(const Scalars &s, Constant2 v) {
  return {s.num(v.high), s.num(v.low)};
}
static Pair added(Pair a, Pair b) {
  Pair s = sum(a.high, b.high);
  return quickSum(s.high, s.low + (a.low + b.low));
}
static Pair times(Num y, Pair a) {
  Num high = y * a.high;
  return {high, fma(y, a.high, -high) + y * a.low};
}
static Pair square(Num x) {
  Num high = x * x;
  return {high, fma(x, x, -high)};
}
static Pair quotient(Pair a, Pair b) {
  Num q = a.high / b.high;
  Num rest = fma(-q, b.high, a.high) + (a.low - q * b.low);
  return quickSum(q, rest / b.high);
}

//===-- The logarithm -----------------------------------------------------===//
/// z over a power of two, so that its squares are in the range, and ln of that.
namespace {
struct Reduced {
  Cplx z;
  Pair log;
};
} // namespace
static Reduced reduced(Cplx z) {
  const Scalars &s = *z.re.in;
  Num size = max(abs(z.re), abs(z.im));
  Num isLarge = size > 0x1p500, isSmall = size < 0x1p-500;
  Num by = select(isLarge, 0x1p-600, select(isSmall, 0x1p600, s.num(1)));
  Num n = select(isLarge, 600., select(isSmall, -600., s.num(0)));
  return {{z.re * by, z.im * by}, {n * ln2High, n * ln2Low}};
}
/// ½ ln(x² + y²), where the low part of the sum counts as ln(1 + low / high).
static Pair logOfModulus(const Reduced &r) {
  Pair sum = added(square(r.z.re), square(r.z.im));
  Pair log = longLog(sum.high);
  log = quickSum(log.high, log.low + sum.low / sum.high);
  return added(r.log, {log.high * 0.5, log.low * 0.5});
}

/// k π/16, its cosine and sine, and the tangent from which on it is nearest.
namespace {
struct Turn {
  Constant2 angle, cosine, sine;
  double from;
};
} // namespace
static constexpr Turn turns[] = {
    {{0x0p+0, 0x0p+0}, {0x1p+0, 0x0p+0}, {0x0p+0, 0x0p+0}, 0},
    {{0x1.921fb54442d18p-3, 0x1.1a62633145c07p-57},
     {0x1.f6297cff75cb0p-1, 0x1.562172a361fd3p-56},
     {0x1.8f8b83c69a60bp-3, -0x1.26d19b9ff8d82p-57},
     0.0984914},
    {{0x1.921fb54442d18p-2, 0x1.1a62633145c07p-56},
     {0x1.d906bcf328d46p-1, 0x1.457e610231ac2p-56},
     {0x1.87de2a6aea963p-2, -0x1.72cedd3d5a610p-57},
     0.3033467},
    {{0x1.2d97c7f3321d2p-1, 0x1.a79394c9e8a0ap-56},
     {0x1.a9b66290ea1a3p-1, 0x1.9f630e8b6dac8p-60},
     {0x1.1c73b39ae68c8p-1, 0x1.b25dd267f6600p-55},
     0.5345111},
    {{0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55},
     {0x1.6a09e667f3bcdp-1, -0x1.bdd3413b26456p-55},
     {0x1.6a09e667f3bcdp-1, -0x1.bdd3413b26456p-55},
     0.8206788}};
static constexpr Constant2 halfPi = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54},
                           pi = {0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};

/// arctan t for |t| < 0.0985: t (1 - t²/3 + t⁴/5 - …)
static Pair shortArctan(Pair t) {
  const Scalars &s = *t.high.in;
  Pair z = product(t, t);
  SmallVector<double> series;
  for (int n = 5; n <= 23; n += 2)
    series.push_back((n % 4 == 1 ? 1.0 : -1.0) / n);
  Num tail = z.high * z.high * s.polynomial(z.high, series);
  Pair u = product(z, {s.num(-0x1.5555555555555p-2), s.num(-0x1.5555555555555p-56)});
  u = quickSum(u.high, u.low + tail);
  return added(t, product(t, u));
}
/// arg z: of the octant's angle, turned back by the nearest multiple of π/16.
static Pair argument(Cplx z) {
  const Scalars &s = *z.re.in;
  Num x = abs(z.re), y = abs(z.im), steep = y > x;
  Num most = select(steep, y, x), least = select(steep, x, y);
  Pair angle = constant(s, turns[0].angle), c = constant(s, turns[0].cosine),
       n = constant(s, turns[0].sine);
  for (const Turn &turn : ArrayRef(turns).drop_front()) {
    Num here = least > most * turn.from;
    angle = select(here, constant(s, turn.angle), angle);
    c = select(here, constant(s, turn.cosine), c);
    n = select(here, constant(s, turn.sine), n);
  }
  Pair along = added(times(most, c), times(least, n));
  Pair across = added(times(least, c), negated(times(most, n)));
  Num isZero = most == 0.0; // no division by it
  along.high = select(isZero, 1.0, along.high);
  angle = added(angle, shortArctan(quotient(across, along)));
  angle = select(steep, added(constant(s, halfPi), negated(angle)), angle);
  Num left = copySign(1.0, z.re) < 0.0;
  angle = select(left, added(constant(s, pi), negated(angle)), angle);
  Num below = copySign(1.0, z.im) < 0.0;
  return select(below, negated(angle), angle);
}

//===-- The power ---------------------------------------------------------===//
Cplx weft::ir::powerByPairs(Cplx z, Cplx w) {
  Reduced r = reduced(z);
  Pair log = logOfModulus(r), angle = argument(r.z);
  // A part of w that is 0 leaves its factor out, be that infinite.
  Num noImag = w.im == 0.0;
  auto unless = [&](Pair a) {
    return Pair{select(noImag, 0.0, a.high), select(noImag, 0.0, a.low)};
  };
  Pair size = added(times(w.re, log), unless(negated(times(w.im, angle))));
  Pair turn = added(times(w.re, angle), unless(times(w.im, log)));
  // Beyond these the result is 0, infinite or of hardly any known angle.
  Num half = exp(size.high * 0.5);
  half = select(abs(size.high) < 1400.0, half + half * (size.low * 0.5), half);
  Num low = select(abs(turn.high) < 0x1p40, turn.low, 0.0);
  Num c = cos(turn.high), n = sin(turn.high);
  return {half * (c - low * n) * half, half * (n + low * c) * half};
}
