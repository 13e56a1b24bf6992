// Special functions in MPFR's terms (specialFunctions() of Functions.h).
#include "Functions.h"

#include <algorithm>
#include <cmath>
using namespace weft;

namespace accuracy {
namespace {
constexpr mpfr_rnd_t nearest = MPFR_RNDN;

/// A number of 192 bits.
struct Real {
  mpfr_t v;
  Real() { mpfr_init2(v, 192); }
  explicit Real(mpfr_srcptr x) : Real() { mpfr_set(v, x, nearest); }
  Real(const Real &) = delete;
  Real &operator=(const Real &) = delete;
  ~Real() { mpfr_clear(v); }
};

int lgammaExact(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {
  int sign;
  return mpfr_lgamma(y, &sign, x, r);
}
int digammaExact(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {
  if (mpfr_zero_p(x)) // a pole, as the others (and in XLA) no number
    return mpfr_set_nan(y), 0;
  return mpfr_digamma(y, x, r);
}

/// t with erfc t = q, 0 < q <= 1: Newton's iteration on ln erfc, which is
/// concave.
void inverseErfc(Real &t, const Real &q) {
  Real target, erfc, slope, step;
  mpfr_log(target.v, q.v, nearest);
  mpfr_set_d(t.v, 0, nearest);
  for (int i = 0; i < 60; ++i) {
    mpfr_erfc(erfc.v, t.v, nearest);
    mpfr_sqr(slope.v, t.v, nearest);
    mpfr_neg(slope.v, slope.v, nearest);
    mpfr_exp(slope.v, slope.v, nearest);
    mpfr_div(slope.v, slope.v, erfc.v, nearest);
    mpfr_const_pi(step.v, nearest);
    mpfr_rec_sqrt(step.v, step.v, nearest);
    mpfr_mul(slope.v, slope.v, step.v, nearest);
    mpfr_mul_ui(slope.v, slope.v, 2, nearest);
    mpfr_log(step.v, erfc.v, nearest);
    mpfr_sub(step.v, step.v, target.v, nearest);
    mpfr_div(step.v, step.v, slope.v, nearest);
    mpfr_add(t.v, t.v, step.v, nearest);
    if (mpfr_zero_p(step.v) || mpfr_zero_p(t.v) ||
        mpfr_get_exp(step.v) < mpfr_get_exp(t.v) - 100)
      return;
  }
}
int erfInvExact(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {
  if (mpfr_nan_p(x) || mpfr_cmpabs_ui(x, 1) > 0) {
    mpfr_set_nan(y);
    return 0;
  }
  if (mpfr_cmpabs_ui(x, 1) == 0) {
    mpfr_set_inf(y, mpfr_sgn(x));
    return 0;
  }
  if (mpfr_zero_p(x))
    return mpfr_set(y, x, r);
  Real q, t;
  if (mpfr_get_exp(x) < -40) { // √π/2 (x + π x³ / 12)
    Real cube;
    mpfr_const_pi(t.v, nearest);
    mpfr_sqr(cube.v, x, nearest);
    mpfr_mul(cube.v, cube.v, t.v, nearest);
    mpfr_div_ui(cube.v, cube.v, 12, nearest);
    mpfr_add_ui(cube.v, cube.v, 1, nearest);
    mpfr_sqrt(t.v, t.v, nearest);
    mpfr_mul(t.v, t.v, cube.v, nearest);
    mpfr_div_ui(t.v, t.v, 2, nearest);
    return mpfr_mul(y, t.v, x, r);
  }
  mpfr_abs(q.v, x, nearest);
  mpfr_ui_sub(q.v, 1, q.v, nearest);
  inverseErfc(t, q);
  return mpfr_copysign(y, t.v, x, r);
}
int ndtriExact(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {
  if (mpfr_nan_p(x) || mpfr_sgn(x) < 0 || mpfr_cmp_ui(x, 1) > 0) {
    mpfr_set_nan(y);
    return 0;
  }
  bool isRight = mpfr_cmp_d(x, 0.5) > 0;
  if (mpfr_zero_p(x) || mpfr_cmp_ui(x, 1) == 0) {
    mpfr_set_inf(y, isRight ? 1 : -1);
    return 0;
  }
  Real q(x), t, root;
  if (isRight)
    mpfr_ui_sub(q.v, 1, q.v, nearest);
  mpfr_mul_ui(q.v, q.v, 2, nearest);
  inverseErfc(t, q);
  mpfr_sqrt_ui(root.v, 2, nearest);
  if (!isRight)
    mpfr_neg(root.v, root.v, nearest);
  return mpfr_mul(y, t.v, root.v, r);
}
/// erfc(±x / √2) / 2
void normalTail(Real &y, mpfr_srcptr x, int sign) {
  Real root;
  mpfr_sqrt_ui(root.v, 2, nearest);
  mpfr_div(root.v, x, root.v, nearest);
  mpfr_mul_si(root.v, root.v, sign, nearest);
  mpfr_erfc(y.v, root.v, nearest);
  mpfr_div_ui(y.v, y.v, 2, nearest);
}
int ndtrExact(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {
  Real p;
  normalTail(p, x, -1);
  return mpfr_set(y, p.v, r);
}
int logNdtrExact(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {
  Real p;
  bool isRight = mpfr_sgn(x) > 0;
  normalTail(p, x, isRight ? 1 : -1);
  if (!isRight)
    return mpfr_log(y, p.v, r);
  mpfr_neg(p.v, p.v, nearest);
  return mpfr_log1p(y, p.v, r);
}
int logitExact(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {
  Real rest;
  mpfr_ui_sub(rest.v, 1, x, nearest);
  mpfr_div(rest.v, x, rest.v, nearest);
  return mpfr_log(y, rest.v, r);
}
/// Σ (x/2)^(2k + n) / (k! (k + n)!) · e^-|x|: no term is negative but for the
/// sign of x.
template <int n> int besselExact(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {
  Real half(x), term, sum, power;
  mpfr_div_ui(half.v, half.v, 2, nearest);
  mpfr_pow_ui(term.v, half.v, n, nearest);
  mpfr_sqr(half.v, half.v, nearest);
  mpfr_set(sum.v, term.v, nearest);
  for (unsigned k = 1; k < 4000 && mpfr_regular_p(term.v); ++k) {
    mpfr_mul(term.v, term.v, half.v, nearest);
    mpfr_div_ui(term.v, term.v, k, nearest);
    mpfr_div_ui(term.v, term.v, k + n, nearest);
    mpfr_add(sum.v, sum.v, term.v, nearest);
    if (mpfr_zero_p(term.v) ||
        mpfr_get_exp(term.v) < mpfr_get_exp(sum.v) - 150)
      break;
  }
  mpfr_abs(power.v, x, nearest);
  mpfr_neg(power.v, power.v, nearest);
  mpfr_exp(power.v, power.v, nearest);
  return mpfr_mul(y, sum.v, power.v, r);
}
int entrExact(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {
  if (mpfr_zero_p(x))
    return mpfr_set_zero(y, -1), 0;
  if (mpfr_sgn(x) < 0)
    return mpfr_set_inf(y, -1), 0;
  Real log;
  mpfr_log(log.v, x, nearest);
  mpfr_neg(log.v, log.v, nearest);
  return mpfr_mul(y, log.v, x, r);
}

/// A function on ±most: where a series above is short enough, or MPFR's
/// exponents suffice.
template <Array (*f)(const Operand &), int most>
Array within(const Operand &x) {
  return f(clip(x, -most, most));
}
template <int (*f)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t), int most>
int withinExact(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t r) {
  Real at(x);
  if (mpfr_cmp_si(at.v, most) > 0)
    mpfr_set_si(at.v, most, nearest);
  if (mpfr_cmp_si(at.v, -most) < 0)
    mpfr_set_si(at.v, -most, nearest);
  return f(y, at.v, r);
}
} // namespace

std::span<const Function> specialFunctions() {
  auto row = [](const char *name, auto compiled, auto exact, double low,
                double high, double bound = unbounded) {
    return Function{name, compiled, nullptr, exact, nullptr,
                    low,  high,     bound,   bound};
  };
  static const Function table[] = {
      row("lgamma", weft::lgamma, lgammaExact, 0, 170),
      row("digamma", weft::digamma, digammaExact, 0, 100),
      row("erf_inv", erfInv, erfInvExact, -1, 1),
      row("ndtr", ndtr, ndtrExact, -38, 9, 2),
      row("ndtri", ndtri, ndtriExact, 0, 1),
      row("log_ndtr", within<logNdtr, 9999>, withinExact<logNdtrExact, 9999>,
          -100, 9, 3),
      row("logit", logit, logitExact, 0, 1, 2),
      row("bessel_i0e", within<besselI0e, 500>,
          withinExact<besselExact<0>, 500>, -500, 500),
      row("bessel_i1e", within<besselI1e, 500>,
          withinExact<besselExact<1>, 500>, -500, 500),
      row("entr", entr, entrExact, 0, 10),
  };
  return table;
}

} // namespace accuracy
