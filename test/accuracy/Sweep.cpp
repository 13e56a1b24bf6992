// See Sweep.h.
#include "Sweep.h"
#include "VectorMath.h"

#include <cstdio>
using namespace weft;

namespace accuracy {

//===-- float32 -----------------------------------------------------------===//
/// The error as MPFR sees it.
static double confirmed(const Function &f, float x, float got, double &want) {
  if (!f.exact) {
    want = f.libm(x);
    return ulps<float>(got, want);
  }
  mpfr_t a, b;
  mpfr_init2(a, 24);
  mpfr_init2(b, 64); // a long double, exactly
  mpfr_set_flt(a, x, MPFR_RNDN);
  f.exact(b, a, MPFR_RNDN);
  long double exact = mpfr_get_ld(b, MPFR_RNDN);
  mpfr_clears(a, b, nullptr);
  want = static_cast<double>(exact);
  return ulps<float>(got, exact);
}

/// The worst of x beyond `known`, by the double precision function; what that
/// takes for worse, the furthest first, by MPFR. The functions differ by less
/// than a millionth of a unit.
static Worst worstOfSingles(const Function &f, std::span<const float> x,
                            std::span<const float> got, double known) {
  constexpr size_t chunk = 2048;
  double wide[chunk], want[chunk], errors[chunk];
  Worst worst;
  worst.ulps = known; // with no place of its own yet
  for (size_t at = 0; at < x.size(); at += chunk) {
    size_t n = std::min(chunk, x.size() - at), padded = (n + 7) / 8 * 8;
    for (size_t i = 0; i < padded; ++i)
      wide[i] = i < n ? x[at + i] : 1;
    if (f.many)
      f.many(wide, want, padded);
    else
      for (size_t i = 0; i < n; ++i)
        want[i] = f.libm(wide[i]);
    while (errorsOf(got.data() + at, want, errors, n, worst.ulps + 1e-6)) {
      size_t i = std::max_element(errors, errors + n) - errors;
      double error = confirmed(f, x[at + i], got[at + i], want[i]);
      worst.note(error, x[at + i], 0, got[at + i], want[i]);
      if (errors[i] > error + 1e-6) // the double precision function is wrong
        want[i] = got[at + i];
    }
  }
  return worst.ulps > known ? worst : Worst();
}

Worst singles(const Function &f, const Options &options) {
  auto compiled = jit([&](const Array &x) -> Array { return f.compiled(x); });
  const uint64_t usual = options.all ? 1 : 1 << 18;
  const uint64_t stride = options.stride ? options.stride : usual;
  const uint64_t size = (uint64_t(1) << 32) / stride >= 1 << 18 ? 1 << 18 : 1 << 14;
  std::atomic<double> known = 0;
  auto block = [&](size_t k) {
    std::vector<float> x(size);
    for (uint64_t i = 0; i < size; ++i) {
      uint64_t bits = (k * size + i) * stride;
      bits += bits * 0x9e3779b97f4a7c15 >> 46 & (stride - 1); // any low bits
      x[i] = std::bit_cast<float>(static_cast<uint32_t>(bits));
    }
    Array y = compiled(array<float>(x));
    Worst worst = worstOfSingles(f, x, y.data<float>(), known);
    double before = known;
    while (before < worst.ulps &&
           !known.compare_exchange_weak(before, worst.ulps)) {
    }
    return worst;
  };
  return worstOf(options.threads, (uint64_t(1) << 32) / (size * stride), block);
}

//===-- float64 -----------------------------------------------------------===//
/// Of eight numbers, three are any bits at all, two have any exponent within
/// the range, two any place in it, and one is near a place where the function
/// does something: 0, 1, the ends of the range, multiples of the period.
static double draw(const Function &f, size_t i, uint64_t &state) {
  double unit = randomUnit(state);
  uint64_t bits = random(state);
  bool isNegative = f.low < 0 && bits & 1;
  switch (i % 8) {
  case 0:
  case 1:
  case 2:
    return std::bit_cast<double>(bits);
  case 3:
  case 4: {
    double far = std::max(std::abs(f.low), std::abs(f.high));
    double x = far * std::exp2(-60 * unit);
    return isNegative ? std::max(-x, f.low) : x;
  }
  case 5:
  case 6:
    return f.low + (f.high - f.low) * unit;
  default:
    break;
  }
  if (f.period != 0) {
    double turns = std::floor(std::exp2(50 * unit));
    double x = turns * f.period;
    return isNegative ? -x : x;
  }
  const double places[] = {1, -1, f.low, f.high};
  double near = places[bits >> 1 & 3];
  double step = std::exp2(-54 * unit);
  return near + (bits & 1 ? near * step : -near * step);
}

/// `total` numbers, against MPFR, every one.
template <class T>
static Worst sampledOf(const Function &f, size_t total, unsigned threads) {
  auto compiled = jit([&](const Array &x) -> Array { return f.compiled(x); });
  size_t size = std::min<size_t>(total, 10000);
  auto block = [&](size_t k) {
    uint64_t state = 1 + (k << 32);
    std::vector<T> x(size);
    for (size_t i = 0; i < size; ++i)
      x[i] = static_cast<T>(draw(f, i, state));
    Array y = compiled(array<T>(x));
    auto got = y.template data<T>();
    Worst worst;
    mpfr_t a, b;
    mpfr_init2(a, 53);
    mpfr_init2(b, 64); // a long double, exactly
    for (size_t i = 0; i < size; ++i) {
      long double want;
      if (f.exact) {
        mpfr_set_d(a, x[i], MPFR_RNDN);
        f.exact(b, a, MPFR_RNDN);
        want = mpfr_get_ld(b, MPFR_RNDN);
      } else {
        want = f.libm(x[i]);
      }
      worst.note(ulps<T>(got[i], want), x[i], 0, got[i],
                 static_cast<double>(want));
    }
    mpfr_clears(a, b, nullptr);
    return worst;
  };
  return worstOf(threads, (total + size - 1) / size, block);
}

Worst doubles(const Function &f, const Options &options) {
  size_t total = options.count(10000000, 20000);
  return sampledOf<double>(f, total, options.threads);
}
Worst sampled(const Function &f, bool single, const Options &options) {
  size_t total = options.count(200000, 500);
  return single ? sampledOf<float>(f, total, options.threads)
                : sampledOf<double>(f, total, options.threads);
}

//===-- Special values ----------------------------------------------------===//
template <class T> static int specialsOf(const Function &f) {
  using L = std::numeric_limits<T>;
  std::vector<T> x;
  for (T v : {T(0), T(1), T(0.5), T(1.5), T(2), T(2.5), T(1e-30), T(100),
              T(1e10), T(1e30), L::infinity(), L::quiet_NaN(), L::max(),
              L::min(), L::denorm_min(), L::min() / 2, L::epsilon(),
              std::nextafter(T(1), T(0)), std::nextafter(T(1), T(2))}) {
    x.push_back(v);
    x.push_back(-v);
  }
  auto compiled = jit([&](const Array &x) -> Array { return f.compiled(x); });
  Array y = compiled(array<T>(x));
  auto got = y.template data<T>();
  int wrong = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    double exact = f.libm(x[i]);
    auto want = static_cast<T>(exact);
    bool same = std::isnan(want) ? std::isnan(got[i])
                                 : std::signbit(got[i]) == std::signbit(want) &&
                                       std::isinf(got[i]) == std::isinf(want) &&
                                       ulps<T>(got[i], exact) <= 4;
    if (same)
      continue;
    ++wrong;
    std::printf("  %s(%.9g) is %.9g, C gives %.9g (float%zu)\n", f.name,
                double(x[i]), double(got[i]), double(want), 8 * sizeof(T));
  }
  return wrong;
}
int specials(const Function &f, bool single) {
  return single ? specialsOf<float>(f) : specialsOf<double>(f);
}

} // namespace accuracy
