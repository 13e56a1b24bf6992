// Incomplete gamma and beta functions of SpecialMath.h: a series, or a
// continued fraction, whichever converges fast. Formulas: S. Moshier's Cephes
// (igam, igamc) and NIST's Digital Library (8.7.1, 8.17.22); the derivative in
// a is taken term by term beside the value, as XLA does.
#include "SpecialMath.h"
using namespace weft::ir;

static constexpr double inf = std::numeric_limits<double>::infinity();
static constexpr double NaN = std::numeric_limits<double>::quiet_NaN();
static constexpr double eps = std::numeric_limits<double>::epsilon();

namespace {
enum class Want { Value, GradA, Sample };
} // namespace

/// x^a e^-x / Γ(a), and whether it is above 0 by far.
namespace {
struct Weight {
  Num value, exists;
};
} // namespace
static Weight weightOf(Num a, Num x) {
  Num power = a * log(x) - x - lgamma(a);
  return {exp(power),
          power >= -std::log(std::numeric_limits<double>::max())};
}

/// P(a, x) by Σ xⁿ / ((a+1) … (a+n)), where `enabled`.
static Num series(Num weight, Num a, Num x, Num enabled, Want want) {
  const Scalars *s = a.in;
  Num one = s->num(1), zero = s->num(0);
  // {goes on, a + n, term, Σ, ∂term/∂a, its Σ}
  Nums v = s->loop(
      {enabled, a, one, one, zero, zero},
      [](ArrayRef<Num> v) { return v[0]; },
      [&](ArrayRef<Num> v) {
        Num n = v[1] + 1.0;
        Num slope = v[4] * (x / n) - v[2] * x / (n * n);
        Num slopes = v[5] + slope;
        Num term = v[2] * (x / n), sum = v[3] + term;
        Num more = want == Want::Value ? term / sum > eps
                                       : abs(slope / slopes) > eps;
        return Nums{more, n, term, sum, slope, slopes};
      });
  if (want == Want::Value)
    return v[3] * weight / a;
  Num logSlope = log(x) - digamma(a + 1.0);
  Num slope = v[3] * logSlope + v[5];
  return want == Want::GradA ? weight * slope / a : -slope * x / a;
}

/// 1 - P(a, x) by a continued fraction: p_k / q_k, both by the recurrence
/// f_k = f_{k-1} z_k - f_{k-2} y_k k. Scaled down where they grow.
static Num fraction(Num weight, Num a, Num x, Num enabled, Want want) {
  const Scalars *s = a.in;
  Num zero = s->num(0), one = s->num(1);
  Num y0 = 1.0 - a, z0 = x + y0 + 1.0;
  Num p0 = x + 1.0, q0 = z0 * x;
  Num first = p0 / q0;
  // {goes on, value, y, z, k, p, q, p before, q before, and ∂/∂a of the four;
  // ∂value/∂a}
  Nums start{enabled, first, y0,   z0,   zero, p0, q0,
             one,     x,     zero, -x, zero, zero, first * x / q0};
  Nums v = s->loop(
      start, [](ArrayRef<Num> v) { return v[0]; },
      [&](ArrayRef<Num> v) {
        Num k = v[4] + 1.0, y = v[2] + 1.0, z = v[3] + 2.0, yk = y * k;
        Num p = v[5] * z - v[7] * yk, q = v[6] * z - v[8] * yk;
        Num isGood = q != 0.0;
        Num value = select(isGood, p / q, v[1]);
        Num change = select(isGood, abs((v[1] - value) / value), 1.0);
        Num dp = v[9] * z - v[5] - v[11] * yk + v[7] * k;
        Num dq = v[10] * z - v[6] - v[12] * yk + v[8] * k;
        Num slope = select(isGood, (dp - value * dq) / q, v[13]);
        Num turn = select(isGood, abs(slope - v[13]), 1.0);
        Num down = select(abs(p) > 1 / eps, eps, one);
        Num more = (want == Want::Value ? change : turn) > eps;
        return Nums{more & (k < 2000.0),
                    value,
                    y,
                    z,
                    k,
                    p * down,
                    q * down,
                    v[5] * down,
                    v[6] * down,
                    dp * down,
                    dq * down,
                    v[9] * down,
                    v[10] * down,
                    slope};
      });
  if (want == Want::Value)
    return v[1] * weight;
  Num slope = v[1] * (log(x) - digamma(a)) + v[13];
  return want == Want::GradA ? weight * slope : -slope * x;
}

Num weft::ir::igamma(Num a, Num x) {
  Num bad = (x < 0.0) | (a < 0.0) | ((a == 0.0) & (x == 0.0)) | isNan(a) |
            isNan(x);
  Num far = (x >= 1.0) & (x > a);
  Weight w = weightOf(a, x);
  Num on = w.exists & !bad & (x != 0.0) & (x != inf);
  Num r = select(far, 1.0 - fraction(w.value, a, x, on & far, Want::Value),
                 series(w.value, a, x, on & !far, Want::Value));
  r = select(x == 0.0, 0.0, r);
  r = select(x == inf, 1.0, r);
  return select(bad, NaN, r);
}
Num weft::ir::igammac(Num a, Num x) {
  Num bad = (x < 0.0) | (a < 0.0) | ((a == 0.0) & (x == 0.0)) | isNan(a) |
            isNan(x);
  Num near = (x < 1.0) | (x < a);
  Weight w = weightOf(a, x);
  Num zero = (x == inf) | (a == 0.0);
  Num on = w.exists & !bad & !zero;
  Num r = select(near, 1.0 - series(w.value, a, x, on & near, Want::Value),
                 fraction(w.value, a, x, on & !near, Want::Value));
  r = select(x == 0.0, 1.0, r);
  return select(bad, NaN, select(zero, 0.0, r));
}
static Num gradient(Num a, Num x, Want want) {
  Num bad = (x < 0.0) | (a <= 0.0) | isNan(a) | isNan(x);
  Num far = (x > 1.0) & (x > a);
  Weight w = weightOf(a, x);
  Num on = w.exists & !bad & (x != 0.0);
  Num r = select(far, -fraction(w.value, a, x, on & far, want),
                 series(w.value, a, x, on & !far, want));
  r = select(x == 0.0, 0.0, r);
  return select(bad, NaN, r);
}
Num weft::ir::igammaGradA(Num a, Num x) { return gradient(a, x, Want::GradA); }
Num weft::ir::randomGammaGrad(Num a, Num x) {
  return gradient(a, x, Want::Sample);
}

//===-- Beta --------------------------------------------------------------===//
/// The continued fraction 8.17.22 by Lentz's method, and the symmetry
/// I_x(a, b) = 1 - I_(1-x)(b, a) where that converges faster.
Num weft::ir::betainc(Num a0, Num b0, Num x0) {
  const Scalars *s = a0.in;
  Num aIsZero = (a0 == 0.0) | (b0 == inf), bIsZero = (b0 == 0.0) | (a0 == inf);
  Num isZero = (bIsZero & (x0 != 1.0)) | (aIsZero & (x0 == 0.0));
  Num isOne = (aIsZero & (x0 != 0.0)) | (bIsZero & (x0 == 1.0));
  Num bad = (a0 < 0.0) | (b0 < 0.0) | (x0 < 0.0) | (x0 > 1.0) |
            (aIsZero & bIsZero) | isNan(a0) | isNan(b0) | isNan(x0);
  Num fast = x0 < (a0 + 1.0) / (a0 + b0 + 2.0);
  Num a = select(fast, a0, b0), b = select(fast, b0, a0);
  Num x = select(fast, x0, 1.0 - x0);

  constexpr double small = eps / 2;
  auto apart = [&](Num v) { return select(abs(v) < small, small, v); };
  // {goes on, n, C, D, value} behind the first denominator, 1; step n has the
  // coefficient of m = ⌊n/2⌋.
  Num one = s->num(1);
  Nums v = s->loop(
      {!(bad | isZero | isOne), one, s->num(1e300), one, one},
      [](ArrayRef<Num> v) { return v[0]; },
      [&](ArrayRef<Num> v) {
        Num m = floor(0.5 * v[1]), isEven = 2.0 * m == v[1];
        Num am = a + 2.0 * m;
        Num odd = -(a + m) * (a + b + m) * x / (am * (am + 1.0));
        Num even = m * (b - m) * x / ((am - 1.0) * am);
        Num numerator = select(isEven, even, odd);
        Num c = apart(1.0 + numerator / v[2]);
        Num d = 1.0 / apart(1.0 + numerator * v[3]);
        Num delta = c * d, more = abs(delta - 1.0) >= small;
        return Nums{more & (v[1] < 600.0), v[1] + 1.0, c, d, v[4] * delta};
      });
  Num rest = lgamma(b) - lgamma(a + b);
  Num power = log1p(-x) * b;
  Num weight = exp(log(x) * a + power - (lgamma(a) + rest)) / a;
  // a Γ(a) is 1 near 0.
  Num tiny = a < 2 * std::numeric_limits<double>::min();
  Num r = v[4] * select(tiny, exp(power - rest), weight);
  r = select(fast, r, 1.0 - r);
  r = select(isZero, 0.0, r);
  r = select(isOne, 1.0, r);
  r = select((x0 == 0.0) & !isOne, 0.0, r);
  r = select((x0 == 1.0) & !isZero, 1.0, r);
  return select(bad, NaN, r);
}
