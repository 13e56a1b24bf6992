// The functions of Complex.h, in quadruple precision.
#include "Complex.h"
using namespace weft;

namespace accuracy {

static __complex128 c(Quad z) {
  __complex128 r;
  __real__ r = z.re;
  __imag__ r = z.im;
  return r;
}
static Quad q(__complex128 z) { return {__real__ z, __imag__ z}; }
static Quad times(Quad z, Quad w) {
  return {z.re * w.re - z.im * w.im, z.re * w.im + z.im * w.re};
}
static Quad over(Quad z, Quad w) { // within the range of a quad many times
  __float128 size = w.re * w.re + w.im * w.im;
  Quad top = times(z, {w.re, -w.im});
  return {top.re / size, top.im / size};
}

#define WEFT_QUAD(name)                                                        \
  static Quad name##Exact(Quad z, Quad) { return q(c##name##q(c(z))); }
WEFT_QUAD(exp)
WEFT_QUAD(log)
WEFT_QUAD(sqrt)
WEFT_QUAD(sin)
WEFT_QUAD(cos)
WEFT_QUAD(tan)
WEFT_QUAD(sinh)
WEFT_QUAD(cosh)
WEFT_QUAD(tanh)
WEFT_QUAD(asin)
WEFT_QUAD(acos)
WEFT_QUAD(atan)
WEFT_QUAD(asinh)
WEFT_QUAD(acosh)
WEFT_QUAD(atanh)
#undef WEFT_QUAD

static Quad absExact(Quad z, Quad) { return {hypotq(z.re, z.im), 0}; }
static Quad signExact(Quad z, Quad) {
  __float128 size = hypotq(z.re, z.im);
  return size == 0 ? z : Quad{z.re / size, z.im / size};
}
static Quad squareExact(Quad z, Quad) { return times(z, z); }
static Quad cubeExact(Quad z, Quad) { return times(times(z, z), z); }
static Quad inverseExact(Quad z, Quad) { return over({1, 0}, z); }
static Quad rsqrtExact(Quad z, Quad) {
  Quad root = q(csqrtq(c(z)));
  return over({1, 0}, root);
}
static Quad cbrtExact(Quad z, Quad) {
  if (z.re == 0 && z.im == 0)
    return {0, 0};
  Quad log = q(clogq(c(z)));
  return q(cexpq(c({log.re / 3, log.im / 3})));
}
static Quad expm1Exact(Quad z, Quad) {
  __float128 half = sinq(z.im / 2);
  Quad power = q(cexpq(c(z)));
  return {expm1q(z.re) * cosq(z.im) - 2 * half * half, power.im};
}
static Quad log1pExact(Quad z, Quad) {
  // |1 + z|² - 1 = x (x + 2) + y²
  __float128 more = z.re * (z.re + 2) + z.im * z.im;
  Quad log = q(clogq(c({z.re + 1, z.im})));
  return {more > -0.5 && more < 0.5 ? log1pq(more) / 2 : log.re, log.im};
}
static Quad exp2Exact(Quad z, Quad) {
  // Of the angle z.im ln 2 a quad keeps nothing from 2^113 on.
  mpfr_t angle, ln2, sine, cosine;
  for (mpfr_ptr v : {angle, ln2, sine, cosine})
    mpfr_init2(v, 1300);
  mpfr_const_log2(ln2, MPFR_RNDN);
  mpfr_mul_d(angle, ln2, static_cast<double>(z.im), MPFR_RNDN);
  mpfr_sin_cos(sine, cosine, angle, MPFR_RNDN);
  auto quad = [](mpfr_ptr v) { // two doubles: 106 bits
    double high = mpfr_get_d(v, MPFR_RNDN);
    mpfr_sub_d(v, v, high, MPFR_RNDN);
    return static_cast<__float128>(high) + mpfr_get_d(v, MPFR_RNDN);
  };
  __float128 size = exp2q(z.re);
  Quad power{size * quad(cosine), size * quad(sine)};
  for (mpfr_ptr v : {angle, ln2, sine, cosine})
    mpfr_clear(v);
  return power;
}
static Quad logisticExact(Quad z, Quad) {
  // By the smaller power: quads overflow, too.
  Quad power = q(cexpq(c(z.re > 0 ? Quad{-z.re, -z.im} : z)));
  Quad sum{1 + power.re, power.im};
  return over(z.re > 0 ? Quad{1, 0} : power, sum);
}
static Quad mulExact(Quad z, Quad w) { return times(z, w); }
static Quad divExact(Quad z, Quad w) { return over(z, w); }
static Quad powExact(Quad z, Quad w) {
  Quad log = q(clogq(c(z)));
  return q(cexpq(c(times(w, log))));
}

template <Array (*f)(const Operand &)>
static Array one(const Operand &z, const Operand &) {
  return f(z);
}
static Array absAsComplex(const Operand &z, const Operand &) {
  Array size = abs(z);
  return complex(size, astype(isNan(size), size.dtype()));
}
template <int n> static Array integerPower(const Operand &z, const Operand &) {
  return power(z, n);
}

std::span<const ComplexFunction> complexFunctions() {
  using enum ComplexFunction::Draw;
  static const ComplexFunction table[] = {
      {"abs", absAsComplex, absExact, nullptr, 8, 8, 9},
      {"sign", one<weft::sign>, signExact, nullptr, 8, 8, 9},
      {"mul", weft::mul, mulExact, nullptr, 8, 8, 9, Tame},
      {"div", weft::div, divExact, nullptr, 8, 8, 9, Tame},
      {"square", one<weft::square>, squareExact, nullptr, 8, 8, 9, Tame},
      {"x^3", integerPower<3>, cubeExact, nullptr, 8, 8, 9, Tame},
      {"x^-1", integerPower<-1>, inverseExact, nullptr, 8, 8, 9, Tame},
      {"sqrt", one<weft::sqrt>, sqrtExact, std::sqrt<double>, 8, 8, 9},
      {"rsqrt", one<weft::rsqrt>, rsqrtExact, nullptr, 8, 8, 9},
      {"cbrt", one<weft::cbrt>, cbrtExact, nullptr, 8, 8, 9},
      {"exp", one<weft::exp>, expExact, std::exp<double>, 8, 8, 711},
      {"exp2", one<weft::exp2>, exp2Exact, nullptr, 8, 8, 1024},
      {"expm1", one<weft::expm1>, expm1Exact, nullptr, 8, 8, 40},
      {"log", one<weft::log>, logExact, std::log<double>, 8, 8, 2},
      {"log1p", one<weft::log1p>, log1pExact, nullptr, 8, 8, 2},
      {"logistic", one<weft::logistic>, logisticExact, nullptr, 8, 8, 40},
      {"sin", one<weft::sin>, sinExact, nullptr, 8, 8, 711},
      {"cos", one<weft::cos>, cosExact, nullptr, 8, 8, 711},
      {"tan", one<weft::tan>, tanExact, nullptr, 8, 8, 25},
      {"sinh", one<weft::sinh>, sinhExact, std::sinh<double>, 8, 8, 711},
      {"cosh", one<weft::cosh>, coshExact, std::cosh<double>, 8, 8, 711},
      {"tanh", one<weft::tanh>, tanhExact, std::tanh<double>, 8, 8, 25},
      {"asin", one<weft::asin>, asinExact, nullptr, 8, 8, 2},
      {"acos", one<weft::acos>, acosExact, std::acos<double>, 8, 8, 2},
      {"atan", one<weft::atan>, atanExact, nullptr, 8, 8, 2},
      {"asinh", one<weft::asinh>, asinhExact, std::asinh<double>, 8, 8, 2},
      {"acosh", one<weft::acosh>, acoshExact, std::acosh<double>, 8, 8, 2},
      {"atanh", one<weft::atanh>, atanhExact, std::atanh<double>, 8, 8, 2},
      {"pow", weft::pow, powExact, nullptr, 8, 8, 9, Power},
  };
  return table;
}

} // namespace accuracy
