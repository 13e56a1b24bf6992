// See Functions.h.
#include "Functions.h"
#include "VectorMath.h"

#include <algorithm>
#include <cmath>
#include <numbers>
using namespace weft;

namespace accuracy {

//===-- Many at once ------------------------------------------------------===//
template <double (*libm)(double)>
static void each(const double *x, double *y, size_t n) {
  for (size_t i = 0; i < n; ++i)
    y[i] = libm(x[i]);
}
/// What lies outside a function's domain is kept from libmvec, which takes such
/// numbers one by one.
template <const char *name, double (*libm)(double)>
static void vector(const double *x, double *y, size_t n, double low,
                   double high) {
  constexpr size_t chunk = 512;
  double inside[chunk], harmless = high < HUGE_VAL ? 0.5 : 2;
  for (size_t at = 0; at < n; at += chunk) {
    size_t m = std::min(chunk, n - at);
    for (size_t i = 0; i < m; ++i)
      inside[i] = x[at + i] >= low && x[at + i] <= high
                      ? x[at + i]
                      : harmless;
    if (!vectorMath(name, inside, y + at, m))
      each<libm>(inside, y + at, m);
    for (size_t i = 0; i < m; ++i)
      if (!(x[at + i] >= low && x[at + i] <= high))
        y[at + i] = NAN;
  }
}
/// libm's function of that name for many, where its domain is ±∞ or less.
#define WEFT_LIBM_ON(name, low, high)                                          \
  static constexpr char name##Name[] = #name;                                  \
  static double name##Libm(double x) { return std::name(x); }                  \
  static void name##Many(const double *x, double *y, size_t n) {               \
    vector<name##Name, name##Libm>(x, y, n, low, high);                        \
  }
#define WEFT_LIBM(name) WEFT_LIBM_ON(name, -HUGE_VAL, HUGE_VAL)
WEFT_LIBM(exp)
WEFT_LIBM(exp2)
WEFT_LIBM(expm1)
WEFT_LIBM_ON(log, 0, HUGE_VAL)
WEFT_LIBM_ON(log1p, -1, HUGE_VAL)
WEFT_LIBM_ON(log2, 0, HUGE_VAL)
WEFT_LIBM_ON(log10, 0, HUGE_VAL)
WEFT_LIBM(tanh)
WEFT_LIBM(sin)
WEFT_LIBM(cos)
WEFT_LIBM(tan)
WEFT_LIBM_ON(asin, -1, 1)
WEFT_LIBM_ON(acos, -1, 1)
WEFT_LIBM(atan)
WEFT_LIBM(sinh)
WEFT_LIBM(cosh)
WEFT_LIBM(asinh)
WEFT_LIBM_ON(acosh, 1, HUGE_VAL)
WEFT_LIBM_ON(atanh, -1, 1)
WEFT_LIBM(cbrt)
WEFT_LIBM(erf)
WEFT_LIBM(erfc)
#undef WEFT_LIBM
#undef WEFT_LIBM_ON

static double logisticLibm(double x) { return 1 / (1 + std::exp(-x)); }
/// Beyond ±120 it is 0 or 1 in single precision; as such, for what underflows
/// takes a hundred times as long.
static void logisticMany(const double *x, double *y, size_t n) {
  for (size_t i = 0; i < n; ++i)
    y[i] = x[i] < -120 ? 120 : x[i] > 120 ? -120 : -x[i];
  expMany(y, y, n);
  for (size_t i = 0; i < n; ++i)
    y[i] = x[i] < -120 ? 0 : 1 / (1 + y[i]);
}
static double sqrtLibm(double x) { return std::sqrt(x); }
static double rsqrtLibm(double x) { return 1 / std::sqrt(x); }
static double signLibm(double x) {
  return x == 0 || std::isnan(x) ? x : std::copysign(1.0, x);
}
static double isFiniteLibm(double x) { return std::isfinite(x); }
static double negLibm(double x) { return -x; }
template <int n> static double powerLibm(double x) {
  double y = 1;
  for (int i = 0; i < std::abs(n); ++i)
    y *= x;
  return n < 0 ? 1 / y : y;
}

//===-- Exactly -----------------------------------------------------------===//
static int exactLogistic(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {
  mpfr_t e;
  mpfr_init2(e, 96);
  mpfr_neg(e, x, r);
  mpfr_exp(e, e, r);
  mpfr_add_ui(e, e, 1, r);
  int way = mpfr_ui_div(y, 1, e, r);
  mpfr_clear(e);
  return way;
}
static int exactRsqrt(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {
  return mpfr_rec_sqrt(y, x, r);
}
template <int n>
static int exactPower(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {
  return mpfr_pow_si(y, x, n, r);
}
#define WEFT_EXACT(name)                                                       \
  static int name##Exact(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {            \
    return mpfr_##name(y, x, r);                                               \
  }
WEFT_EXACT(exp)
WEFT_EXACT(exp2)
WEFT_EXACT(expm1)
WEFT_EXACT(log)
WEFT_EXACT(log1p)
WEFT_EXACT(log2)
WEFT_EXACT(log10)
WEFT_EXACT(tanh)
WEFT_EXACT(sin)
WEFT_EXACT(cos)
WEFT_EXACT(tan)
WEFT_EXACT(asin)
WEFT_EXACT(acos)
WEFT_EXACT(atan)
WEFT_EXACT(sinh)
WEFT_EXACT(cosh)
WEFT_EXACT(asinh)
WEFT_EXACT(acosh)
WEFT_EXACT(atanh)
WEFT_EXACT(sqrt)
WEFT_EXACT(cbrt)
WEFT_EXACT(erf)
WEFT_EXACT(erfc)
#undef WEFT_EXACT

//===-- One operand -------------------------------------------------------===//
template <int n> static Array integerPower(const Operand &x) {
  return power(x, n);
}
static Array isFiniteAsFloat(const Operand &x) {
  return astype(isFinite(x), x.array.dtype());
}

std::span<const Function> functions() {
  constexpr double halfPi = std::numbers::pi / 2;
  // integer_pow(n) multiplies, as XLA does: a unit for each product that is
  // rounded (none of x^2, x^-1 before the last step).
  static const Function table[] = {
      {"neg", weft::negative, negLibm, nullptr, each<negLibm>, -9, 9, 0, 0},
      {"sign", weft::sign, signLibm, nullptr, each<signLibm>, -9, 9, 0, 0},
      {"abs", weft::abs, std::abs, nullptr, each<std::abs>, -9, 9, 0, 0},
      {"floor", weft::floor, std::floor, nullptr, nullptr, -9, 9, 0, 0},
      {"ceil", weft::ceil, std::ceil, nullptr, nullptr, -9, 9, 0, 0},
      {"round (even)", weft::round, std::nearbyint, nullptr, nullptr, -9, 9, 0,
       0},
      {"round (away)", weft::roundAway, std::round, nullptr, nullptr, -9, 9, 0,
       0},
      {"is_finite", isFiniteAsFloat, isFiniteLibm, nullptr, each<isFiniteLibm>, -9,
       9, 0, 0},
      {"sqrt", weft::sqrt, sqrtLibm, sqrtExact, each<sqrtLibm>, 0, 10, 0.5,
       0.5},
      {"square", weft::square, powerLibm<2>, exactPower<2>, each<powerLibm<2>>,
       -10, 10, 0.5, 0.5},
      {"x^3", integerPower<3>, powerLibm<3>, exactPower<3>, each<powerLibm<3>>,
       -10, 10, 2, 2},
      {"x^4", integerPower<4>, powerLibm<4>, exactPower<4>, each<powerLibm<4>>,
       -10, 10, 2, 2},
      {"x^-1", integerPower<-1>, powerLibm<-1>, exactPower<-1>,
       each<powerLibm<-1>>, -10, 10, 0.5, 0.5},
      {"rsqrt", weft::rsqrt, rsqrtLibm, exactRsqrt, each<rsqrtLibm>, 0, 10, 2,
       2},
      {"cbrt", weft::cbrt, std::cbrt, cbrtExact, cbrtMany, -10, 10, 2, 2},
      {"exp", weft::exp, std::exp, expExact, expMany, -746, 710, 2, 2},
      {"exp2", weft::exp2, std::exp2, exp2Exact, exp2Many, -1075, 1024, 2, 2},
      {"expm1", weft::expm1, std::expm1, expm1Exact, expm1Many, -40, 710, 2, 2},
      {"log", weft::log, std::log, logExact, logMany, 0.25, 4, 2, 2},
      {"log1p", weft::log1p, std::log1p, log1pExact, log1pMany, -1, 2, 2, 2},
      {"log2", weft::log2, std::log2, log2Exact, log2Many, 0.25, 4, 2, 2},
      {"log10", weft::log10, std::log10, log10Exact, log10Many, 0.25, 4, 2,
       2},
      {"logistic", weft::logistic, logisticLibm, exactLogistic, logisticMany,
       -750, 50, 2, 2},
      {"tanh", weft::tanh, std::tanh, tanhExact, tanhMany, -22, 22, 2, 2},
      {"sin", weft::sin, std::sin, sinExact, sinMany, -1e5, 1e5, 2, 2, halfPi},
      {"cos", weft::cos, std::cos, cosExact, cosMany, -1e5, 1e5, 2, 2, halfPi},
      {"tan", weft::tan, std::tan, tanExact, tanMany, -1e5, 1e5, 2, 4, halfPi},
      {"asin", weft::asin, std::asin, asinExact, asinMany, -1, 1, 2, 2},
      {"acos", weft::acos, std::acos, acosExact, acosMany, -1, 1, 2, 2},
      {"atan", weft::atan, std::atan, atanExact, atanMany, -10, 10, 2, 2},
      {"sinh", weft::sinh, std::sinh, sinhExact, sinhMany, -711, 711, 2, 2},
      {"cosh", weft::cosh, std::cosh, coshExact, coshMany, -711, 711, 2, 2},
      {"asinh", weft::asinh, std::asinh, asinhExact, asinhMany, -10, 10, 2, 2},
      {"acosh", weft::acosh, std::acosh, acoshExact, acoshMany, 1, 4, 2, 2},
      {"atanh", weft::atanh, std::atanh, atanhExact, atanhMany, -1, 1, 2, 2},
      {"erf", weft::erf, std::erf, erfExact, erfMany, -6, 6, 2, 2},
      {"erfc", weft::erfc, std::erfc, erfcExact, erfcMany, -6, 28, 2, 2},
  };
  return table;
}

//===-- Two operands ------------------------------------------------------===//
std::span<const Function2> functions2() {
  static const Function2 table[] = {
      {"add", weft::add, [](double x, double y) { return x + y; }, mpfr_add,
       0.5, 0.5},
      {"sub", weft::sub, [](double x, double y) { return x - y; }, mpfr_sub,
       0.5, 0.5},
      {"mul", weft::mul, [](double x, double y) { return x * y; }, mpfr_mul,
       0.5, 0.5},
      {"div", weft::div, [](double x, double y) { return x / y; }, mpfr_div,
       0.5, 0.5},
      {"rem", weft::rem, std::fmod, mpfr_fmod, 0, 0},
      {"pow", weft::pow, std::pow, mpfr_pow, 4, 4},
      {"atan2", weft::atan2, std::atan2, mpfr_atan2, 2, 2},
      {"hypot", weft::hypot, std::hypot, mpfr_hypot, 2, 2},
  };
  return table;
}

} // namespace accuracy
