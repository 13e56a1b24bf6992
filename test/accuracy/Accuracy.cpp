// How far compiled functions are from the exact ones, in units in the last
// place (ulp).
//
//   Accuracy          every 2^18-th float32, 20,000 doubles a function
//   Accuracy --all    every float32, 10^7 doubles a function
//   Accuracy --all NAME…   these functions only
//
// float32 is held against C's double precision functions, float64 against MPFR.
// Doubles are drawn from strata: a random sign, exponent and mantissa, and the
// same within the range where the function is neither 0 nor infinite. Both are
// held against C's libm at zeros, infinities, NaN, subnormal and extreme
// numbers. Prints a line a function; fails where a bound is exceeded.
#include "weft/weft.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <mpfr.h>
#include <string>
#include <vector>
using namespace weft;

namespace {
using Exact = int (*)(mpfr_t, const mpfr_t, mpfr_rnd_t);
struct Function {
  const char *name;
  Array (*compiled)(const Operand &);
  double (*libm)(double);
  Exact exact;
  double low, high; // where float64 is drawn from as well
  double ulps32 = 2, ulps64 = 2;
};

int exactLogistic(mpfr_t y, const mpfr_t x, mpfr_rnd_t r) {
  mpfr_neg(y, x, r);
  mpfr_exp(y, y, r);
  mpfr_add_ui(y, y, 1, r);
  return mpfr_ui_div(y, 1, y, r);
}
int exactRsqrt(mpfr_t y, const mpfr_t x, mpfr_rnd_t r) {
  return mpfr_rec_sqrt(y, x, r);
}
int exactSquare(mpfr_t y, const mpfr_t x, mpfr_rnd_t r) { return mpfr_sqr(y, x, r); }

const Function functions[] = {
    {"exp", exp, std::exp, mpfr_exp, -746, 710},
    {"exp2", exp2, std::exp2, mpfr_exp2, -1075, 1024},
    {"expm1", expm1, std::expm1, mpfr_expm1, -40, 710},
    {"log", log, std::log, mpfr_log, 0.25, 4},
    {"log1p", log1p, std::log1p, mpfr_log1p, -1, 2},
    {"logistic", logistic, [](double x) { return 1 / (1 + std::exp(-x)); },
     exactLogistic, -750, 50},
    {"tanh", tanh, std::tanh, mpfr_tanh, -22, 22},
    {"sin", sin, std::sin, mpfr_sin, -1e5, 1e5},
    {"cos", cos, std::cos, mpfr_cos, -1e5, 1e5},
    {"tan", tan, std::tan, mpfr_tan, -1e5, 1e5, 4, 4},
    {"asin", asin, std::asin, mpfr_asin, -1, 1},
    {"acos", acos, std::acos, mpfr_acos, -1, 1},
    {"atan", atan, std::atan, mpfr_atan, -10, 10},
    {"sinh", sinh, std::sinh, mpfr_sinh, -710, 710},
    {"cosh", cosh, std::cosh, mpfr_cosh, -710, 710},
    {"asinh", asinh, std::asinh, mpfr_asinh, -10, 10},
    {"acosh", acosh, std::acosh, mpfr_acosh, 1, 4},
    {"atanh", atanh, std::atanh, mpfr_atanh, -1, 1},
    {"sqrt", sqrt, std::sqrt, mpfr_sqrt, 0, 10},
    {"rsqrt", rsqrt, [](double x) { return 1 / std::sqrt(x); }, exactRsqrt, 0, 10},
    {"cbrt", cbrt, std::cbrt, mpfr_cbrt, -10, 10},
    {"square", square, [](double x) { return x * x; }, exactSquare, -10, 10},
    {"erf", erf, std::erf, mpfr_erf, -6, 6},
    {"erfc", erfc, std::erfc, mpfr_erfc, -6, 28},
};

/// The distance from `got` to `want`, in the spacing of T's numbers there.
template <class T> double ulps(T got, long double want) {
  auto nearest = static_cast<T>(want);
  if (std::isnan(nearest) || std::isinf(nearest) || std::isnan(got) ||
      std::isinf(got)) {
    if (got == nearest || (std::isnan(got) && std::isnan(nearest)))
      return 0;
    // On the brink of overflow the infinite one counts as the next number.
    T most = std::numeric_limits<T>::max();
    bool brink = std::signbit(got) == std::signbit(nearest) &&
                 std::min(std::abs(got), std::abs(nearest)) == most;
    return brink ? 1 : HUGE_VAL;
  }
  T size = std::abs(nearest);
  T least = std::numeric_limits<T>::min();
  T unit = size <= least ? std::numeric_limits<T>::denorm_min()
                         : size - std::nextafter(size, T(0));
  return static_cast<double>(std::abs(static_cast<long double>(got) - want) /
                             unit);
}

struct Worst {
  double ulps = 0, at = 0, got = 0, want = 0;
  void note(double error, double x, double g, double w) {
    if (!(error <= ulps)) {
      *this = {error, x, g, w};
    }
  }
};

uint64_t random(uint64_t &state) { // splitmix64
  uint64_t x = state += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

template <class T, class F>
std::vector<T> valuesOf(const F &compiled, const std::vector<T> &x) {
  return compiled(array<T>(x)).template toVector<T>();
}

Worst singles(const Function &f, bool all) {
  auto compiled =
      jit([&](const Array &x) -> Array { return f.compiled(x); });
  uint64_t stride = all ? 1 : 1 << 18, size = all ? 1 << 22 : 1 << 14;
  std::vector<float> x(size);
  Worst worst;
  for (uint64_t first = 0; first < uint64_t(1) << 32; first += size * stride) {
    for (uint64_t i = 0; i < size; ++i) {
      // Not always the same low bits.
      uint64_t bits = first + i * stride;
      bits += all ? 0 : bits * 0x9e3779b97f4a7c15 >> 46;
      x[i] = std::bit_cast<float>(static_cast<uint32_t>(bits));
    }
    auto y = valuesOf(compiled, x);
    for (uint64_t i = 0; i < size; ++i) {
      double want = f.libm(x[i]);
      worst.note(ulps<float>(y[i], want), x[i], y[i], want);
    }
  }
  return worst;
}

Worst doubles(const Function &f, bool all) {
  auto compiled =
      jit([&](const Array &x) -> Array { return f.compiled(x); });
  size_t total = all ? 10000000 : 20000, size = all ? 1 << 18 : 10000;
  uint64_t state = 1;
  Worst worst;
  mpfr_t a, b;
  mpfr_init2(a, 53);
  mpfr_init2(b, 64); // a long double, exactly
  std::vector<double> x(size);
  for (size_t done = 0; done < total; done += size) {
    for (size_t i = 0; i < size; ++i) {
      uint64_t bits = random(state);
      double unit = static_cast<double>(bits >> 11) * 0x1p-53;
      if (i % 2 == 0) {
        x[i] = std::bit_cast<double>(bits);
      } else if (i % 4 == 1) { // by exponent within the range
        double far = std::max(std::abs(f.low), std::abs(f.high));
        x[i] = far * std::exp2(-60 * unit);
        if (f.low < 0 && random(state) & 1)
          x[i] = std::max(-x[i], f.low);
      } else {
        x[i] = f.low + (f.high - f.low) * unit;
      }
    }
    auto y = valuesOf(compiled, x);
    for (size_t i = 0; i < size; ++i) {
      mpfr_set_d(a, x[i], MPFR_RNDN);
      f.exact(b, a, MPFR_RNDN);
      long double want = mpfr_get_ld(b, MPFR_RNDN);
      worst.note(ulps<double>(y[i], want), x[i], y[i],
                 static_cast<double>(want));
    }
  }
  mpfr_clear(a);
  mpfr_clear(b);
  return worst;
}

/// Zeros, infinities, NaN and the like: value and sign of C's function.
template <class T> int specials(const Function &f) {
  using L = std::numeric_limits<T>;
  std::vector<T> x;
  for (T v : {T(0), T(1), T(0.5), T(2), T(1e-30), T(100), L::infinity(),
              L::quiet_NaN(), L::max(), L::min(), L::denorm_min(),
              L::min() / 2, L::epsilon(), std::nextafter(T(1), T(0))}) {
    x.push_back(v);
    x.push_back(-v);
  }
  auto compiled =
      jit([&](const Array &x) -> Array { return f.compiled(x); });
  auto y = valuesOf(compiled, x);
  int wrong = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    double exact = f.libm(x[i]);
    auto want = static_cast<T>(exact);
    bool same = std::isnan(want) ? std::isnan(y[i])
                                 : std::signbit(y[i]) == std::signbit(want) &&
                                       ulps<T>(y[i], exact) <= 4;
    if (same)
      continue;
    ++wrong;
    std::printf("  %s(%.9g) is %.9g, C gives %.9g (float%zu)\n", f.name,
                double(x[i]), double(y[i]), double(want), 8 * sizeof(T));
  }
  return wrong;
}

//===-- Two operands ------------------------------------------------------===//
struct Function2 {
  const char *name;
  Array (*compiled)(const Operand &, const Operand &);
  double (*libm)(double, double);
  int (*exact)(mpfr_t, const mpfr_t, const mpfr_t, mpfr_rnd_t);
  double ulps;
};
const Function2 functions2[] = {
    {"pow", pow, std::pow, mpfr_pow, 4},
    {"atan2", atan2, std::atan2, mpfr_atan2, 2},
};

template <class T> Worst pairs(const Function2 &f, size_t total) {
  auto compiled = jit([&](const Array &x, const Array &y) -> Array {
    return f.compiled(x, y);
  });
  uint64_t state = 7;
  std::vector<T> x(total), y(total);
  bool isPow = std::strcmp(f.name, "pow") == 0;
  for (size_t i = 0; i < total; ++i) {
    auto unit = [&] { return double(random(state) >> 11) * 0x1p-53; };
    x[i] = static_cast<T>(std::exp2(40 * unit() - 20));
    y[i] = static_cast<T>(isPow ? (unit() - 0.5) * 60
                                : std::exp2(40 * unit() - 20));
    if (!isPow && random(state) & 1)
      x[i] = -x[i];
    if (!isPow && random(state) & 1)
      y[i] = -y[i];
  }
  auto got = compiled(array<T>(x), array<T>(y)).template toVector<T>();
  Worst worst;
  mpfr_t a, b, c;
  mpfr_inits2(53, a, b, nullptr);
  mpfr_init2(c, 64);
  for (size_t i = 0; i < total; ++i) {
    mpfr_set_d(a, x[i], MPFR_RNDN);
    mpfr_set_d(b, y[i], MPFR_RNDN);
    f.exact(c, a, b, MPFR_RNDN);
    long double want = mpfr_get_ld(c, MPFR_RNDN);
    worst.note(ulps<T>(got[i], want), x[i], got[i], double(want));
  }
  mpfr_clears(a, b, c, nullptr);
  return worst;
}
template <class T> int specials2(const Function2 &f) {
  using L = std::numeric_limits<T>;
  std::vector<T> values, x, y;
  for (T v : {T(0), T(1), T(2), T(3), T(0.5), T(1.5), L::infinity(),
              L::quiet_NaN(), L::max(), L::denorm_min()}) {
    values.push_back(v);
    values.push_back(-v);
  }
  for (T a : values)
    for (T b : values) {
      x.push_back(a);
      y.push_back(b);
    }
  auto compiled = jit([&](const Array &x, const Array &y) -> Array {
    return f.compiled(x, y);
  });
  auto got = compiled(array<T>(x), array<T>(y)).template toVector<T>();
  int wrong = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    auto want = static_cast<T>(f.libm(x[i], y[i]));
    bool same = std::isnan(want) ? std::isnan(got[i])
                                 : std::signbit(got[i]) == std::signbit(want) &&
                                       ulps<T>(got[i], want) <= 4;
    if (same)
      continue;
    ++wrong;
    std::printf("  %s(%.9g, %.9g) is %.9g, C gives %.9g (float%zu)\n", f.name,
                double(x[i]), double(y[i]), double(got[i]), double(want),
                8 * sizeof(T));
  }
  return wrong;
}

bool report(const char *name, const char *type, const Worst &w, double bound) {
  bool good = w.ulps <= bound;
  std::printf("%-10s %s %8.3f ulp of at most %g, at %.17g: %.17g, exact "
              "%.17g%s\n",
              name, type, w.ulps, bound, w.at, w.got, w.want,
              good ? "" : "  TOO FAR");
  std::fflush(stdout);
  return good;
}
} // namespace

int main(int argc, char **argv) {
  bool all = false;
  std::vector<std::string> names;
  for (int i = 1; i < argc; ++i)
    if (std::strcmp(argv[i], "--all") == 0)
      all = true;
    else
      names.push_back(argv[i]);
  auto wanted = [&](const char *name) {
    return names.empty() ||
           std::find(names.begin(), names.end(), name) != names.end();
  };
  int wrong = 0;
  for (const Function &f : functions) {
    if (!wanted(f.name))
      continue;
    wrong += !report(f.name, "float32", singles(f, all), f.ulps32);
    wrong += !report(f.name, "float64", doubles(f, all), f.ulps64);
    wrong += specials<float>(f) + specials<double>(f);
  }
  for (const Function2 &f : functions2) {
    if (!wanted(f.name))
      continue;
    size_t total = all ? 1000000 : 20000;
    wrong += !report(f.name, "float32", pairs<float>(f, total), f.ulps);
    wrong += !report(f.name, "float64", pairs<double>(f, total), f.ulps);
    wrong += specials2<float>(f) + specials2<double>(f);
  }
  std::printf("%d wrong\n", wrong);
  return wrong != 0;
}
