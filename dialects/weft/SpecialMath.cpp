// See SpecialMath.h. Sources:
//   Γ       Lanczos, "A precision approximation of the gamma function" (1964),
//           with P. Godfrey's nine coefficients at g = 7
//   ζ       Euler and Maclaurin, the form of S. Moshier's Cephes
//   normal  M. Wichura, algorithm AS 241 (1988)
//   I₀, I₁  Chebyshev series below and above 8
#include "SpecialMath.h"
#include "Words.h"
#include <numbers>
using namespace weft::ir;

#include "SpecialTables.inc"

static constexpr double inf = std::numeric_limits<double>::infinity();
static constexpr double NaN = std::numeric_limits<double>::quiet_NaN();

//===-- Gamma -------------------------------------------------------------===//
static constexpr double lanczosG = 7, lanczosBase = 0.99999999999980993227;
static constexpr double lanczos[] = {
    676.520368121885098567,   -1259.13921672240287047, 771.323428777653078849,
    -176.615029162140599066,  12.5073432786869048145,  -0.138571095265720116896,
    9.98436957801957085956e-6, 1.50563273514931155834e-7};

namespace {
struct Lanczos {
  Num sum, slope; // A(z) and A'(z)
  Num t, logT;    // z + g + ½ and its logarithm
};
} // namespace
/// Γ(z + 1) = √2π t^(z + ½) e^-t A(z)
static Lanczos lanczosAt(Num z) {
  Num sum = z.in->num(lanczosBase), slope = z.in->num(0);
  for (auto [k, c] : llvm::enumerate(lanczos)) {
    Num part = 1.0 / (z + double(k + 1));
    sum = sum + c * part;
    slope = slope - c * part * part;
  }
  Num t = z + (lanczosG + 0.5);
  return {sum, slope, t, log(t)};
}
/// |x| less the nearest integer, with sign: what sin and tan of πx depend on.
static Num fromInteger(Num x) { return x - roundEven(x); }

Num weft::ir::lgamma(Num x) {
  Num mirrored = x < 0.5;
  Num z = select(mirrored, -x, x - 1.0);
  Lanczos l = lanczosAt(z);
  Num value = 0.5 * std::log(2 * std::numbers::pi) +
              ((z + 0.5) - l.t / l.logT) * l.logT + log(l.sum);
  // Γ(x) Γ(1 - x) = π / sin πx
  Num sine = abs(sin(std::numbers::pi * fromInteger(x)));
  Num other = std::log(std::numbers::pi) - log(sine) - value;
  Num r = select(mirrored, other, value);
  r = select((x <= 0.0) & (x == floor(x)), inf, r);
  return select(abs(x) == inf, inf, r);
}
Num weft::ir::digamma(Num x) {
  Num mirrored = x < 0.5;
  Num z = select(mirrored, -x, x - 1.0);
  Lanczos l = lanczosAt(z);
  Num value = l.logT + l.slope / l.sum - lanczosG / l.t;
  Num angle = std::numbers::pi * fromInteger(x);
  Num other = value - std::numbers::pi * cos(angle) / sin(angle);
  Num r = select(mirrored, other, value);
  r = select(x == inf, x, r);
  return select((x <= 0.0) & (x == floor(x)), NaN, r);
}

//===-- Zeta --------------------------------------------------------------===//
/// (2k)! / B_2k
static constexpr double overBernoulli[] = {
    12.0,
    -720.0,
    30240.0,
    -1209600.0,
    47900160.0,
    -1307674368000.0 / 691,
    74724249600.0,
    -10670622842880000.0 / 3617,
    5109094217170944000.0 / 43867,
    -802857662698291200000.0 / 174611,
    14101100039391805440000.0 / 77683,
    -1693824136731743669452800000.0 / 236364091};

Num weft::ir::zeta(Num s, Num q) {
  Num start = q < 9.0;
  // Σ (q + k)^-s up to where the asymptotic rest is exact.
  Nums sums = q.in->loop(
      {q, q.in->num(0), q.in->num(0)},
      [&](ArrayRef<Num> v) { return start & ((v[0] < 9.0) | (v[2] < 9.0)); },
      [&](ArrayRef<Num> v) {
        return Nums{v[0] + 1.0, v[1] + pow(v[0], -s), v[2] + 1.0};
      });
  Num a = sums[0], first = pow(a, -s);
  Num r = sums[1] + first * a / (s - 1.0) + 0.5 * first;
  Num factor = s, power = first / a;
  for (auto [k, c] : llvm::enumerate(overBernoulli)) {
    Num term = factor * power / c;
    r = select(abs(term) < abs(r), r + term, r); // also where it is no number
    factor = factor * (s + (2.0 * k + 1)) * (s + (2.0 * k + 2));
    power = power / (a * a);
  }
  Num isEven = fromInteger(0.5 * s) == 0.0, isWhole = s == floor(s);
  Num isPole = (q <= 0.0) & (q == floor(q));
  r = select((q <= 0.0) & !isWhole, NaN, r);
  r = select(isPole, select(isEven, inf, q.in->num(NaN)), r);
  r = select(s < 1.0, NaN, r);
  r = select((s == inf) & (q > 1.0), 0.0, r);
  r = select(s == 1.0, inf, r);
  return select(isNan(s) | isNan(q), s + q, r);
}
/// (-1)^(n+1) n! ζ(n + 1, x)
Num weft::ir::polygamma(Num n, Num x) {
  Num size = exp(lgamma(n + 1.0)) * zeta(n + 1.0, x);
  Num isOdd = fromInteger(0.5 * n) != 0.0;
  Num r = select(n == 0.0, digamma(x), select(isOdd, size, -size));
  return select((n < 0.0) | (n != floor(n)), NaN, r);
}

//===-- Normal distribution -----------------------------------------------===//
static constexpr double centralTop[] = {
    3.3871328727963666080e0,  1.3314166789178437745e+2,
    1.9715909503065514427e+3, 1.3731693765509461125e+4,
    4.5921953931549871457e+4, 6.7265770927008700853e+4,
    3.3430575583588128105e+4, 2.5090809287301226727e+3};
static constexpr double centralBottom[] = {
    1,
    4.2313330701600911252e+1,
    6.8718700749205790830e+2,
    5.3941960214247511077e+3,
    2.1213794301586595867e+4,
    3.9307895800092710610e+4,
    2.8729085735721942674e+4,
    5.2264952788528545610e+3};
static constexpr double middleTop[] = {
    1.42343711074968357734e0,   4.63033784615654529590e0,
    5.76949722146069140550e0,   3.64784832476320460504e0,
    1.27045825245236838258e0,   2.41780725177450611770e-1,
    2.27238449892691845833e-2,  7.74545014278341407640e-4};
static constexpr double middleBottom[] = {
    1,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9};
static constexpr double tailTop[] = {
    6.65790464350110377720e0,   5.46378491116411436990e0,
    1.78482653991729133580e0,   2.96560571828504891230e-1,
    2.65321895265761230930e-2,  1.24266094738807843860e-3,
    2.71155556874348757815e-5,  2.01033439929228813265e-7};
static constexpr double tailBottom[] = {
    1,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15};

/// Where the normal distribution reaches ½ + q; `tail` is ½ - |q|, exactly.
static Num quantile(Num q, Num tail) {
  auto ratio = [&](Num x, ArrayRef<double> top, ArrayRef<double> bottom) {
    return q.in->polynomial(x, top) / q.in->polynomial(x, bottom);
  };
  Num central = q * ratio(0.180625 - q * q, centralTop, centralBottom);
  Num r = sqrt(-log(tail));
  Num out = select(r <= 5.0, ratio(r - 1.6, middleTop, middleBottom),
                   ratio(r - 5.0, tailTop, tailBottom));
  out = select(tail == 0.0, inf, out);
  out = select(isNan(r), r, copySign(out, q));
  return select(abs(q) <= 0.425, central, out);
}
Num weft::ir::erfInv(Num x) {
  return quantile(0.5 * x, 0.5 * (1.0 - abs(x))) * std::numbers::sqrt2 * 0.5;
}
Num weft::ir::ndtri(Num p) { return quantile(p - 0.5, min(p, 1.0 - p)); }

Num weft::ir::logNdtr(Num x) {
  constexpr double root = 0x1.6a09e667f3bcdp-1, rest = -0x1.bdd3413b26456p-55;
  Num half = x * -root;
  // erfc's slope grows with x², and with it what the rounded argument costs.
  Num lost = fma(x, -root, -half) - x * rest;
  Num off = exp(-(half * half)) * std::numbers::inv_sqrtpi * lost;
  off = select(abs(half) < 40.0, off, 0.0); // also where x is infinite
  Num right = log1p(-(0.5 * erfc(-half) + off));
  Num middle = log(0.5 * erfc(half) - off);
  // φ(x) / |x| · (1 - 1/x² + 3/x⁴ - 15/x⁶ + …)
  Num z = 1.0 / (x * x), sum = x.in->num(1);
  for (int k = 19; k > 0; k -= 2)
    sum = 1.0 - double(k) * z * sum;
  Num left = -0.5 * x * x - log(-x) - 0.5 * std::log(2 * std::numbers::pi) +
             log(sum);
  left = select(x == -inf, -inf, left);
  return select(x < -20.0, left, select(x > 0.0, right, middle));
}

//===-- Bessel ------------------------------------------------------------===//
/// c0/2 + c1 T1(t) + …, by Clenshaw's rule in 2t.
static Num chebyshev(Num twice, ArrayRef<double> series) {
  Num after = twice.in->num(0), sum = after, before = after;
  for (double c : llvm::reverse(series)) {
    before = after;
    after = sum;
    sum = twice * after - before + c;
  }
  return 0.5 * (sum - before);
}
Num weft::ir::besselI0e(Num x) {
  Num a = abs(x);
  Num near = chebyshev(0.5 * a - 2.0, i0eNear);
  Num far = chebyshev(32.0 / a - 2.0, i0eFar) / sqrt(a);
  return select(a <= 8.0, near, far);
}
Num weft::ir::besselI1e(Num x) {
  Num a = abs(x);
  Num near = a * chebyshev(0.5 * a - 2.0, i1eNear);
  Num far = chebyshev(32.0 / a - 2.0, i1eFar) / sqrt(a);
  return copySign(select(a <= 8.0, near, far), x);
}

//===-- x ln y ------------------------------------------------------------===//
Num weft::ir::xlogy(Num x, Num y) {
  return select((x == 0.0) & !isNan(y), 0.0, x * log(y));
}
Num weft::ir::xlog1py(Num x, Num y) {
  return select((x == 0.0) & !isNan(y), 0.0, x * log1p(y));
}
Num weft::ir::entr(Num x) {
  return select(x < 0.0, -inf, -xlogy(x, x));
}
