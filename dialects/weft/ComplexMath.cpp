// See ComplexMath.h. The inverse functions are W. Kahan's ("Branch cuts for
// complex elementary functions", 1987): sums of products that do not cancel.
// Where one part of a result cancels, the other is large beside it, so that the
// modulus stays exact. complex64 is computed in double precision throughout.
#include "ComplexMath.h"
#include "LargeAngle.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include <numbers>
using namespace weft::ir;

//===-- Scalars.h ---------------------------------------------------------===//
static Value resized(OpBuilder &b, Location loc, Value x, Type to) {
  return convertElement(b, loc, x, x.getType(), to);
}
Value weft::ir::inDouble(
    OpBuilder &b, Location loc, ValueRange xs,
    llvm::function_ref<Num(const Scalars &, ArrayRef<Num>)> f) {
  Scalars s(b, loc, b.getF64Type());
  Nums wide;
  for (Value x : xs)
    wide.push_back(s.of(resized(b, loc, x, s.type)));
  return resized(b, loc, f(s, wide).v, xs[0].getType());
}

Nums Scalars::loop(ArrayRef<Num> start,
                   llvm::function_ref<Num(ArrayRef<Num>)> more,
                   llvm::function_ref<Nums(ArrayRef<Num>)> next) const {
  auto nums = [&](ValueRange values) {
    Nums out;
    for (Value v : values)
      out.push_back(of(v));
    return out;
  };
  SmallVector<Value> inits;
  SmallVector<Type> types;
  for (Num x : start) {
    inits.push_back(x.v);
    types.push_back(x.v.getType());
  }
  auto loop = scf::WhileOp::create(
      b, loc, types, inits,
      [&](OpBuilder &, Location, ValueRange v) {
        scf::ConditionOp::create(b, loc, more(nums(v)).v, v);
      },
      [&](OpBuilder &, Location, ValueRange v) {
        SmallVector<Value> out;
        for (Num x : next(nums(v)))
          out.push_back(x.v);
        scf::YieldOp::create(b, loc, out);
      });
  return nums(loop.getResults());
}

Num Scalars::polynomial(Num x, ArrayRef<double> coefficients) const {
  Num sum = num(coefficients.back());
  for (double c : llvm::reverse(coefficients.drop_back()))
    sum = sum * x + c;
  return sum;
}

//===-- Parts -------------------------------------------------------------===//
static constexpr double inf = std::numeric_limits<double>::infinity();

static Cplx partsOf(const Scalars &s, Value z) {
  Value re = complex::ReOp::create(s.b, s.loc, z);
  Value im = complex::ImOp::create(s.b, s.loc, z);
  return {s.of(resized(s.b, s.loc, re, s.type)),
          s.of(resized(s.b, s.loc, im, s.type))};
}
static Value joined(const Scalars &s, Cplx z, Type type) {
  Type part = cast<ComplexType>(type).getElementType();
  return complex::CreateOp::create(s.b, s.loc, type,
                                   resized(s.b, s.loc, z.re.v, part),
                                   resized(s.b, s.loc, z.im.v, part));
}
Value weft::ir::onComplex(OpBuilder &b, Location loc, Value z, CplxFn f) {
  Scalars s(b, loc, b.getF64Type());
  return joined(s, f(partsOf(s, z)), z.getType());
}
Value weft::ir::onComplex(OpBuilder &b, Location loc, Value x, Value y,
                          CplxFn2 f) {
  Scalars s(b, loc, b.getF64Type());
  return joined(s, f(partsOf(s, x), partsOf(s, y)), x.getType());
}

static Cplx timesI(Cplx z) { return {-z.im, z.re}; }
static Cplx timesMinusI(Cplx z) { return {z.im, -z.re}; }
static Num isInfinite(Num x) { return abs(x) == inf; }
/// Infinite or NaN: as an angle, none.
static Num isNoAngle(Num x) { return isNan(x - x); }

/// |z|: of the larger part and the ratio.
static Num modulus(Cplx z) {
  Num x = abs(z.re), y = abs(z.im);
  Num high = max(x, y), low = min(x, y);
  Num ratio = select(high == 0.0, 0.0, low / high);
  Num r = high * sqrt(ratio * ratio + 1.0);
  return select(isInfinite(z.re) | isInfinite(z.im), inf, r);
}
Value weft::ir::complexModulus(OpBuilder &b, Location loc, Value z) {
  Scalars s(b, loc, b.getF64Type());
  Type part = cast<ComplexType>(z.getType()).getElementType();
  return resized(b, loc, modulus(partsOf(s, z)).v, part);
}
/// z over a power of two that brings its larger part near 1, and that power:
/// what squares and sums of parts need in order not to overflow.
namespace {
struct Scaled {
  Cplx z;
  Num by;
};
} // namespace
static Scaled scaled(Cplx z) {
  Num size = max(abs(z.re), abs(z.im));
  Num down = select(size > 0x1p500, 0x1p-600, size.in->num(1));
  down = select(size < 0x1p-500, 0x1p600, down);
  return {{z.re * down, z.im * down}, down};
}
Cplx weft::ir::csign(Cplx z) {
  Cplx u = scaled(z).z;
  Num size = modulus(u);
  Cplx unit{u.re / size, u.im / size};
  return select((z.re == 0.0) & (z.im == 0.0), z, unit);
}

//===-- exp, log ----------------------------------------------------------===//
/// e^x (cos y, sin y), which is `turn`, by halves of e^x: the product may be finite where e^x is
/// not. A zero y keeps its sign, and an infinite e^x makes no NaN of it. At an
/// infinite x the size is known whatever the angle.
static Cplx polar(Num x, Num halfPower, Num y, Cplx turn) {
  Num c = halfPower * turn.re * halfPower, s = halfPower * turn.im * halfPower;
  Num noAngle = isNoAngle(y), vanishes = (x == -inf) & noAngle;
  c = select(vanishes, 0.0, select((x == inf) & noAngle, inf, c));
  s = select(vanishes, copySign(0.0, y), s);
  Num isReal = y == 0.0;
  return {select(isReal, halfPower * halfPower, c), select(isReal, y, s)};
}
Cplx weft::ir::cexp(Cplx z) {
  return polar(z.re, exp(0.5 * z.re), z.im, {cos(z.im), sin(z.im)});
}
static Num ofSmallAngle(Num value) {
  value.v.getDefiningOp()->setAttr(smallAngleAttr,
                                   value.in->b.getUnitAttr());
  return value;
}
/// At the angle y ln 2: a rounded product would be wrong by as many units as it is
/// large. Up to 2^20 it is a sum of two parts, beyond as many bits of ln 2 as
/// count.
static Cplx turnOfPower2(Num y) {
  const Scalars &s = *y.in;
  Num high = y * ln2, low = fma(y, ln2, -high) + y * ln2Rest;
  auto near = [&] {
    Num c = ofSmallAngle(cos(high)), n = ofSmallAngle(sin(high));
    return Cplx{c - low * n, n + low * c};
  };
  auto far = [&] {
    auto [r, q] = reducedAngle(y, AngleUnit::Ln2);
    Num c = ofSmallAngle(cos(r)), n = ofSmallAngle(sin(r));
    Num odd = !isZero(q & 1), flips = !isZero(q & 2);
    Cplx turn = select(odd, Cplx{-n, c}, Cplx{c, n});
    return select(flips, Cplx{-turn.re, -turn.im}, turn);
  };
  auto branch = scf::IfOp::create(
      s.b, s.loc, (abs(y) <= 0x1p20).v,
      [&](OpBuilder &, Location) {
        Cplx turn = near();
        scf::YieldOp::create(s.b, s.loc, ValueRange{turn.re.v, turn.im.v});
      },
      [&](OpBuilder &, Location) {
        Cplx turn = far();
        scf::YieldOp::create(s.b, s.loc, ValueRange{turn.re.v, turn.im.v});
      });
  return {s.of(branch.getResult(0)), s.of(branch.getResult(1))};
}
Cplx weft::ir::cexp2(Cplx z) {
  return polar(z.re, exp2(0.5 * z.re), z.im, turnOfPower2(z.im));
}
Cplx weft::ir::cexpm1(Cplx z) {
  Num half = sin(0.5 * z.im);
  Cplx power = cexp(z);
  Num re = expm1(z.re) * cos(z.im) - 2.0 * half * half;
  // Far out the 1 is lost, and the sum may be ∞ - ∞.
  re = select(abs(z.re) > 40.0, power.re - 1.0, re);
  return {select(z.im == 0.0, expm1(z.re), re), power.im};
}

/// ln |z|, exact beside the angle: where |z| is near 1 by its square less 1.
static Num logModulus(Cplx z) {
  Num x = abs(z.re), y = abs(z.im);
  Num high = max(x, y), low = min(x, y);
  Num ratio = select(high == 0.0, 0.0, low / high);
  Num near = 0.5 * log1p((high - 1.0) * (high + 1.0) + low * low);
  Num far = log(high) + 0.5 * log1p(ratio * ratio);
  Num isNear = (high > 0.5) & (high < 2.0);
  Num r = select(isNear, near, far);
  return select(isInfinite(z.re) | isInfinite(z.im), inf, r);
}
Cplx weft::ir::clog(Cplx z) { return {logModulus(z), atan2(z.im, z.re)}; }
Cplx weft::ir::clog1p(Cplx z) {
  Cplx u{z.re + 1.0, z.im};
  // |1 + z|² - 1 = x (x + 2) + y²
  Num near = 0.5 * log1p(z.re * (z.re + 2.0) + z.im * z.im);
  Num isNear = (abs(z.re) < 0.5) & (abs(z.im) < 1.0);
  return {select(isNear, near, logModulus(u)), atan2(u.im, u.re)};
}
/// e^(z/2) / (2 cosh(z/2)): no sum cancels near the poles.
Cplx weft::ir::clogistic(Cplx z) {
  Num x = 0.5 * z.re, y = 0.5 * z.im;
  Num grow = exp(x), fall = exp(-x), c = cos(y), s = sin(y);
  // 2 cosh(z/2) and its squared modulus
  Num re = (grow + fall) * c, im = 2.0 * sinh(x) * s;
  Num size = re * re + im * im;
  Cplx mid{grow * (c * re + s * im) / size, grow * (s * re - c * im) / size};
  // Beyond, the other exponential is lost: 1 - e^-z, or e^z.
  Cplx small = cexp({-abs(z.re), select(z.re > 0.0, -z.im, z.im)});
  Cplx right{1.0 - small.re, -small.im};
  return select(z.re > 40.0, right, select(z.re < -40.0, small, mid));
}

//===-- Roots -------------------------------------------------------------===//
Cplx weft::ir::csqrt(Cplx z) {
  Num size = max(abs(z.re), abs(z.im));
  Num down = select(size > 0x1p1000, 0x1p-40, size.in->num(1));
  down = select(size < 0x1p-900, 0x1p100, down);
  Num up = select(size > 0x1p1000, 0x1p20, size.in->num(1));
  up = select(size < 0x1p-900, 0x1p-50, up);
  Cplx u{z.re * down, z.im * down};
  Num high = sqrt(0.5 * (modulus(u) + abs(u.re)));
  Num low = 0.5 * abs(u.im) / high;
  Num right = z.re >= 0.0;
  Cplx root{up * select(right, high, low),
            copySign(up * select(right, low, high), z.im)};
  root = select((z.re == 0.0) & (z.im == 0.0),
                Cplx{abs(z.re), z.im}, root);
  // √(x ± i∞) = ∞ ± i∞; √(∞ + iy) = ∞ ± 0i; √(-∞ + iy) = 0 ± i∞
  Num nanOrZero = select(isNan(z.im), z.im, copySign(0.0, z.im));
  Cplx alongReal = select(z.re > 0.0, Cplx{z.re, nanOrZero},
                          Cplx{abs(nanOrZero), copySign(inf, z.im)});
  root = select(isInfinite(z.re), alongReal, root);
  return select(isInfinite(z.im), Cplx{abs(z.im), z.im}, root);
}
/// The root's conjugate over |z|.
Cplx weft::ir::crsqrt(Cplx z) {
  Cplx root = csqrt(z);
  Num a = root.re, b = root.im;
  // 1 / (a + ib), by the larger part
  Num wide = abs(a) >= abs(b);
  Num ratio = select(wide, b / a, a / b);
  Num den = select(wide, a + b * ratio, b + a * ratio);
  Cplx r{select(wide, 1.0 / den, ratio / den),
         select(wide, -(ratio / den), -(1.0 / den))};
  Num isZero = (z.re == 0.0) & (z.im == 0.0);
  Num isFar = isInfinite(z.re) | isInfinite(z.im);
  r = select(isFar, Cplx{copySign(0.0, a), copySign(0.0, -b)}, r);
  Num nan = z.re.in->num(std::numeric_limits<double>::quiet_NaN());
  return select(isZero, Cplx{nan.in->num(inf), nan}, r);
}
Cplx weft::ir::ccbrt(Cplx z) {
  Scaled u = scaled(z);
  Num length = z.re.in->make<math::CbrtOp>(modulus(u.z));
  Num back = select(u.by < 1.0, 0x1p200, z.re.in->num(1));
  length = length * select(u.by > 1.0, 0x1p-200, back);
  Num angle = atan2(z.im, z.re) / 3.0;
  Num isReal = (z.im == 0.0) & (z.re >= 0.0);
  return select(isReal, Cplx{length, z.im},
                Cplx{length * cos(angle), length * sin(angle)});
}

//===-- pow ---------------------------------------------------------------===//
/// |z|^Re w e^(-Im w arg z) at the angle Re w arg z + Im w ln |z|.
static Cplx powerOf(Cplx z, Cplx w) {
  Num size = modulus(z), angle = atan2(z.im, z.re);
  Num noImag = w.im == 0.0;
  Num turn = w.re * angle;
  turn = select(noImag, turn, turn + w.im * logModulus(z));
  // By halves: one factor may be out of the range where the product is in it.
  Num half = pow(size, 0.5 * w.re);
  Num more = select(noImag, 1.0, exp(-(w.im * angle)));
  return {half * (more * cos(turn)) * half, half * (more * sin(turn)) * half};
}
/// r but for operands that say more.
static Cplx withSpecials(Cplx z, Cplx w, Cplx r) {
  Num size = modulus(z), noImag = w.im == 0.0;
  // A real result of real operands is exactly real.
  Num isReal = (z.im == 0.0) & noImag & (z.re >= 0.0);
  r = select(isReal, Cplx{pow(size, w.re), z.im * w.re}, r);
  const Scalars *s = z.re.in;
  Num isZero = (z.re == 0.0) & (z.im == 0.0);
  Cplx ofZero{select(w.re > 0.0, 0.0,
                     s->num(std::numeric_limits<double>::quiet_NaN())),
              s->num(0)};
  ofZero.re = select((w.re < 0.0) & noImag, inf, ofZero.re);
  r = select(isZero, ofZero, r);
  return select((w.re == 0.0) & noImag, Cplx{s->num(1), s->num(0)}, r);
}

Cplx weft::ir::cpow(Cplx z, Cplx w) { return withSpecials(z, w, powerOf(z, w)); }
Cplx weft::ir::cpowLong(Cplx z, Cplx w) {
  Num isFar = isNoAngle(z.re) | isNoAngle(z.im) | isNoAngle(w.re) |
              isNoAngle(w.im);
  Cplx r = select(isFar, powerOf(z, w), powerByPairs(z, w));
  return withSpecials(z, w, r);
}

//===-- Trigonometric and hyperbolic --------------------------------------===//
/// sinh x · f and cosh x · g without the overflow of sinh x alone.
static Cplx hyperbolic(Num x, Num sinhBy, Num coshBy) {
  Num large = abs(x) > 300.0;
  Num half = exp(0.5 * abs(x));
  Num s = select(large, copySign(0.5 * half, x) * sinhBy * half,
                 sinh(x) * sinhBy);
  Num c = select(large, 0.5 * half * coshBy * half, cosh(x) * coshBy);
  return {s, c};
}
Cplx weft::ir::csinh(Cplx z) {
  Cplx r = hyperbolic(z.re, cos(z.im), sin(z.im));
  Num isLost = isInfinite(z.re) & isNoAngle(z.im);
  r.re = select(isLost, z.re, r.re);
  // On the axes 0 · ∞ is 0, with the sign of sinh x cos y.
  Num zero = copySign(0.0, z.re * cos(z.im));
  return {select(z.re == 0.0, zero, select(z.im == 0.0, sinh(z.re), r.re)),
          select(z.im == 0.0, z.im, r.im)};
}
Cplx weft::ir::ccosh(Cplx z) {
  Cplx r = hyperbolic(z.re, sin(z.im), cos(z.im));
  Num isLost = isInfinite(z.re) & isNoAngle(z.im);
  r.im = select(isLost, inf, r.im);
  Num zero = copySign(0.0, sin(z.im)) * copySign(1.0, z.re);
  Num isReal = (z.re == 0.0) | (z.im == 0.0);
  return {select(z.im == 0.0, cosh(z.re), r.im), select(isReal, zero, r.re)};
}
Cplx weft::ir::csin(Cplx z) { return timesMinusI(csinh(timesI(z))); }
Cplx weft::ir::ccos(Cplx z) { return ccosh(timesI(z)); }
/// (sinh x cosh x + i sin y cos y) / (sinh² x + cos² y)
Cplx weft::ir::ctanh(Cplx z) {
  Num s = sin(z.im), c = cos(z.im);
  Num sh = sinh(z.re), ch = cosh(z.re);
  Num den = sh * sh + c * c;
  Cplx near{sh * ch / den, s * c / den};
  Num fall = exp(-abs(z.re));
  Cplx far{copySign(1.0, z.re), 4.0 * s * c * fall * fall};
  // tanh(±∞ + iy) = ±1, also where y is infinite; nothing at a finite x.
  Num isEnd = isInfinite(z.re);
  far.re = select(isNoAngle(z.im) & !isEnd, s, far.re);
  far.im = select(isEnd, copySign(0.0, s * c), far.im);
  Cplx r = select(abs(z.re) > 22.0, far, near);
  return {select(z.re == 0.0, z.re, r.re), select(z.im == 0.0, z.im, r.im)};
}
Cplx weft::ir::ctan(Cplx z) { return timesMinusI(ctanh(timesI(z))); }

//===-- Their inverses ----------------------------------------------------===//
/// √(1 - z) and √(1 + z); the imaginary part keeps its sign, which says on
/// which side of a cut z is.
static std::pair<Cplx, Cplx> rootsAboutOne(Cplx z) {
  return {csqrt({1.0 - z.re, -z.im}), csqrt({z.re + 1.0, z.im})};
}
/// iNaN, of which C knows the part that does not depend on it.
static Num isImaginaryNan(Cplx z) { return (z.re == 0.0) & isNan(z.im); }
/// Where |z|² is all that counts: ln 2|z| takes the place of the inverse.
static Num isFarOut(Cplx z) { return modulus(z) > 0x1p60; }
static Num logTwice(Cplx z) { return logModulus(z) + std::numbers::ln2; }
Cplx weft::ir::casin(Cplx z) {
  auto [m, p] = rootsAboutOne(z);
  Cplx near{atan2(z.re, m.re * p.re - m.im * p.im),
            asinh(m.re * p.im - m.im * p.re)};
  near.re = select(isImaginaryNan(z), z.re, near.re);
  Cplx far{atan2(z.re, abs(z.im)), copySign(logTwice(z), z.im)};
  return select(isFarOut(z), far, near);
}
Cplx weft::ir::cacos(Cplx z) {
  auto [m, p] = rootsAboutOne(z);
  Cplx near{2.0 * atan2(m.re, p.re), asinh(p.re * m.im - p.im * m.re)};
  near.re = select(isImaginaryNan(z), std::numbers::pi / 2, near.re);
  Cplx far{atan2(abs(z.im), z.re), copySign(logTwice(z), -z.im)};
  return select(isFarOut(z), far, near);
}
Cplx weft::ir::cacosh(Cplx z) {
  Cplx m = csqrt({z.re - 1.0, z.im}), p = csqrt({z.re + 1.0, z.im});
  Cplx near{asinh(m.re * p.re + m.im * p.im), 2.0 * atan2(m.im, p.re)};
  near.im = select(isImaginaryNan(z), std::numbers::pi / 2, near.im);
  return select(isFarOut(z), Cplx{logTwice(z), atan2(z.im, z.re)}, near);
}
Cplx weft::ir::casinh(Cplx z) { return timesMinusI(casin(timesI(z))); }
/// Re = ¼ ln(1 + 4x / ((1-x)² + y²)), Im = ½ arg((1-x)(1+x) - y², 2y)
Cplx weft::ir::catanh(Cplx z) {
  Num x = abs(z.re), y = z.im;
  Num less = 1.0 - x;
  Num re = 0.25 * log1p(4.0 * x / (less * less + y * y));
  Num im = 0.5 * atan2(2.0 * y, less * (x + 1.0) - y * y);
  // Far out: z̄ / |z|², at a right angle.
  Num size = modulus(z);
  Num isFar = (size > 0x1p60) | isInfinite(z.re) | isInfinite(z.im);
  re = select(isFar, select(isInfinite(size), 0.0, x / size / size), re);
  im = select(isFar, copySign(std::numbers::pi / 2, y), im);
  im = select(isNan(y), y, im);
  return {copySign(select(x == 0.0, 0.0, re), z.re), im};
}
Cplx weft::ir::catan(Cplx z) { return timesMinusI(catanh(timesI(z))); }
