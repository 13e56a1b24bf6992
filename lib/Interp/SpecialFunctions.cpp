// See SpecialFunctions.h.
#include "Interp/SpecialFunctions.h"
#include <cmath>
#include <limits>
#include <numbers>

namespace weft::ir::interp::exact {
using Long = long double;
static constexpr Long pi = std::numbers::pi_v<long double>;
static constexpr double inf = HUGE_VAL;
static const double nan = std::numeric_limits<double>::quiet_NaN();

//===-- Gamma -------------------------------------------------------------===//
static Long logGamma(Long x) {
  int sign = 0; // not the global that lgammal sets
  return lgammal_r(x, &sign);
}
double lgamma(double x) { return static_cast<double>(logGamma(x)); }
/// ψ(x) = ψ(x + 1) - 1/x up to where the asymptotic series is exact.
double digamma(double x) {
  if (x <= 0 && x == std::floor(x))
    return nan;
  if (x < 0) {
    Long f = Long(x) - std::round(Long(x));
    Long other = digamma(1 - x);
    return static_cast<double>(other - pi / std::tan(pi * f));
  }
  Long sum = 0, z = x;
  for (; z < 30; z += 1)
    sum -= 1 / z;
  Long w = 1 / (z * z);
  Long tail = w * (Long(1) / 12 - w * (Long(1) / 120 - w * (Long(1) / 252 - w * (Long(1) / 240 - w * (Long(1) / 132 - w * Long(691) / 32760)))));
  return static_cast<double>(sum + std::log(z) - 1 / (2 * z) - tail);
}
static Long zetaOf(Long s, Long q) {
  Long sum = 0;
  for (; q < 40; q += 1)
    sum += std::pow(q, -s);
  Long first = std::pow(q, -s);
  sum += first * q / (s - 1) + first / 2;
  Long term = first / q * s;
  const Long over[] = {12, -720, 30240, -1209600, 47900160};
  for (int k = 0; k < 5; ++k) {
    sum += term / over[k];
    term *= (s + 2 * k + 1) * (s + 2 * k + 2) / (q * q);
  }
  return sum;
}
double zeta(double s, double q) {
  if (std::isnan(s) || std::isnan(q))
    return nan;
  if (s == 1)
    return inf;
  if (s < 1 || (q <= 0 && s != std::floor(s)))
    return nan;
  if (q <= 0 && q == std::floor(q))
    return std::fmod(s, 2) == 0 ? inf : nan;
  return static_cast<double>(zetaOf(s, q));
}
double polygamma(double n, double x) {
  if (n == 0)
    return digamma(x);
  if (!(n > 0) || n != std::floor(n))
    return nan;
  Long size = std::tgamma(Long(n) + 1) * Long(zeta(n + 1, x));
  return static_cast<double>(std::fmod(n, 2) == 1 ? size : -size);
}

//===-- Incomplete gamma and beta -----------------------------------------===//
/// x^a e^-x / Γ(a + 1) · Σ xⁿ / ((a + 1) … (a + n)): no term is negative.
static Long lowerGamma(Long a, Long x) {
  if (x == 0)
    return 0;
  if (std::isinf(x) || x > a + 200 * (1 + std::sqrt(a)))
    return 1;
  Long term = 1, sum = 1;
  for (Long n = 1; term > sum * 1e-21L; ++n) {
    term *= x / (a + n);
    sum += term;
  }
  return std::exp(a * std::log(x) - x - logGamma(a + 1)) * sum;
}
static bool outside(double a, double x) {
  return !(a >= 0) || !(x >= 0) || (a == 0 && x == 0);
}
double igamma(double a, double x) {
  return outside(a, x) ? nan
         : a == 0      ? 1
                       : static_cast<double>(lowerGamma(a, x));
}
double igammac(double a, double x) {
  return outside(a, x) ? nan
         : a == 0      ? 0
                       : static_cast<double>(1 - lowerGamma(a, x));
}
/// Central differences of eighth order.
static Long slopeInA(Long a, Long x) {
  Long h = a / 250;
  const Long weights[] = {Long(4) / 5, -Long(1) / 5, Long(4) / 105,
                          -Long(1) / 280};
  Long sum = 0;
  for (int k = 1; k <= 4; ++k)
    sum += weights[k - 1] *
           (lowerGamma(a + k * h, x) - lowerGamma(a - k * h, x));
  return sum / h;
}
double igammaGradA(double a, double x) {
  if (!(a > 0) || !(x >= 0))
    return nan;
  return static_cast<double>(slopeInA(a, x));
}
double randomGammaGrad(double a, double x) {
  if (!(a > 0) || !(x >= 0))
    return nan;
  if (x == 0)
    return 0;
  Long density = std::exp((Long(a) - 1) * std::log(Long(x)) - Long(x) -
                          logGamma(a));
  return static_cast<double>(-slopeInA(a, x) / density);
}
/// x^a (1-x)^b / (a B(a, b)) · Σ (a+b)…(a+b+n-1) / ((a+1)…(a+n)) xⁿ
static Long betaSeries(Long a, Long b, Long x) {
  Long term = 1, sum = 1;
  for (Long n = 0; term > sum * 1e-21L; ++n) {
    term *= x * (a + b + n) / (a + 1 + n);
    sum += term;
  }
  Long beta = logGamma(a) + logGamma(b) - logGamma(a + b);
  return std::exp(a * std::log(x) + b * std::log1p(-x) - beta) / a * sum;
}
double betainc(double a, double b, double x) {
  if (!(a >= 0) || !(b >= 0) || !(x >= 0) || x > 1)
    return nan;
  bool atZero = a == 0 || std::isinf(b), atOne = b == 0 || std::isinf(a);
  if (atZero && atOne)
    return nan;
  if (atZero || x == 1)
    return x == 0 || (atOne && x != 1) ? 0 : 1;
  if (atOne || x == 0)
    return 0;
  return static_cast<double>(x <= a / (a + b)
                                 ? betaSeries(a, b, x)
                                 : 1 - betaSeries(b, a, 1 - Long(x)));
}

//===-- Bessel ------------------------------------------------------------===//
/// e^-|x| times (x/2)^order Σ (x²/4)^k / (k! (k + order)!), or the asymptotic
/// series.
static double bessel(double value, int order) {
  Long x = std::abs(Long(value)), sum = 0;
  if (std::isinf(value))
    return order == 1 && value < 0 ? -0. : 0;
  if (x < 100) {
    Long term = order == 1 ? x / 2 : 1;
    for (Long k = 1; term > sum * 1e-21L; ++k) {
      sum += term;
      term *= x * x / 4 / (k * (k + order));
    }
    sum *= std::exp(-x);
  } else {
    Long mu = 4 * order, term = 1;
    for (Long k = 1; k < 20; ++k) {
      sum += term;
      term *= -(mu - (2 * k - 1) * (2 * k - 1)) / (8 * k * x);
    }
    sum /= std::sqrt(2 * pi * x);
  }
  if (order == 1)
    sum = std::copysign(sum, Long(value));
  return static_cast<double>(sum);
}
double besselI0e(double x) { return bessel(x, 0); }
double besselI1e(double x) { return bessel(x, 1); }

//===-- Normal distribution -----------------------------------------------===//
/// z ≥ 0 with erfc z = q ≤ 1: Newton on the logarithm, which is concave.
static Long erfcInverse(Long q) {
  if (q == 0)
    return inf;
  Long z = 0;
  for (int step = 0; step < 200; ++step) {
    Long c = erfcl(z), slope = 2 / std::sqrt(pi) * std::exp(-z * z) / c;
    Long next = z + std::log(c / q) / slope;
    if (std::abs(next - z) <= 1e-19L * next)
      return next;
    z = next;
  }
  return z;
}
double erfInv(double x) {
  if (!(std::abs(x) <= 1))
    return nan;
  if (std::abs(x) > 0.5) {
    Long z = erfcInverse(1 - std::abs(Long(x)));
    return static_cast<double>(std::copysign(z, Long(x)));
  }
  Long z = Long(x) * std::sqrt(pi) / 2;
  for (int step = 0; step < 30; ++step)
    z -= (erfl(z) - Long(x)) * std::sqrt(pi) / 2 * std::exp(z * z);
  return static_cast<double>(z);
}
double ndtri(double p) {
  if (!(p >= 0 && p <= 1))
    return nan;
  Long low = std::min(Long(p), 1 - Long(p));
  if (std::abs(p - 0.5) < 0.25)
    return static_cast<double>(std::numbers::sqrt2_v<long double> *
                               Long(erfInv(2 * p - 1)));
  Long z = std::numbers::sqrt2_v<long double> * erfcInverse(2 * low);
  return static_cast<double>(p < 0.5 ? -z : z);
}
double logNdtr(double x) {
  Long z = -Long(x) / std::numbers::sqrt2_v<long double>;
  if (x > 0)
    return static_cast<double>(std::log1p(-erfcl(-z) / 2));
  if (x > -100)
    return static_cast<double>(std::log(erfcl(z) / 2));
  Long w = 1 / (Long(x) * Long(x));
  return static_cast<double>(-Long(x) * Long(x) / 2 - std::log(-Long(x)) -
                             std::log(2 * pi) / 2 +
                             std::log1p(-w * (1 - 3 * w * (1 - 5 * w))));
}

//===-- x ln y ------------------------------------------------------------===//
double xlogy(double x, double y) {
  return x == 0 && !std::isnan(y) ? 0 : x * std::log(y);
}
double xlog1py(double x, double y) {
  return x == 0 && !std::isnan(y) ? 0 : x * std::log1p(y);
}
double entr(double x) {
  return x < 0 ? -inf : x == 0 ? -0. : -x * std::log(x);
}
} // namespace weft::ir::interp::exact
