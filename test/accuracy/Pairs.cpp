// Functions of two operands (Sweep.h).
#include "Sweep.h"

#include <cstdio>
#include <cstring>
using namespace weft;

namespace accuracy {

/// Of eight pairs, two are any bits at all, two are within 2^±20, two within a
/// few units of each other in their exponents, and two such that x^y is within
/// the range, at 1 among others.
template <class T>
static std::pair<T, T> drawPair(size_t i, uint64_t &state) {
  auto unit = [&] { return randomUnit(state); };
  auto spread = [&](double exponents) {
    double x = std::exp2(exponents * (2 * unit() - 1));
    return static_cast<T>(random(state) & 1 ? -x : x);
  };
  auto anyBits = [&] {
    using Bits = std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t>;
    return std::bit_cast<T>(static_cast<Bits>(random(state)));
  };
  switch (i % 8) {
  case 0:
  case 1:
    return {anyBits(), anyBits()};
  case 2:
  case 3:
    return {spread(20), spread(20)};
  case 4:
  case 5: {
    T x = anyBits();
    return {x, static_cast<T>(x * spread(3))};
  }
  default:
    break;
  }
  double most = std::numeric_limits<T>::max_exponent + 25;
  double logX = std::exp2(40 * (unit() - 0.9));
  T x = static_cast<T>(std::exp2(random(state) & 1 ? -logX : logX));
  double y = most * (2 * unit() - 1) / std::log2(static_cast<double>(x));
  if (i % 16 == 6) // a negative number has whole powers only
    return {-x, static_cast<T>(std::trunc(y))};
  return {x, static_cast<T>(y)};
}

template <class T>
static Worst pairsOf(const Function2 &f, const Options &options) {
  auto compiled = jit([&](const Array &x, const Array &y) -> Array {
    return f.compiled(x, y);
  });
  size_t total = options.count(10000000, 20000), size = options.all ? 50000 : 10000;
  auto block = [&](size_t k) {
    uint64_t state = 7 + (k << 32);
    std::vector<T> x(size), y(size);
    for (size_t i = 0; i < size; ++i)
      std::tie(x[i], y[i]) = drawPair<T>(i, state);
    Array z = compiled(array<T>(x), array<T>(y));
    auto got = z.template data<T>();
    Worst worst;
    mpfr_t a, b, c;
    mpfr_inits2(53, a, b, nullptr);
    mpfr_init2(c, 64);
    for (size_t i = 0; i < size; ++i) {
      mpfr_set_d(a, x[i], MPFR_RNDN);
      mpfr_set_d(b, y[i], MPFR_RNDN);
      f.exact(c, a, b, MPFR_RNDN);
      long double want = mpfr_get_ld(c, MPFR_RNDN);
      worst.note(ulps<T>(got[i], want), x[i], y[i], got[i],
                 static_cast<double>(want));
    }
    mpfr_clears(a, b, c, nullptr);
    return worst;
  };
  return worstOf(options.threads, (total + size - 1) / size, block);
}
Worst pairs(const Function2 &f, bool single, const Options &options) {
  return single ? pairsOf<float>(f, options) : pairsOf<double>(f, options);
}

template <class T> static int specialsOf(const Function2 &f) {
  using L = std::numeric_limits<T>;
  std::vector<T> values, x, y;
  for (T v : {T(0), T(1), T(2), T(3), T(0.5), T(1.5), L::infinity(),
              L::quiet_NaN(), L::max(), L::min(), L::denorm_min()}) {
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
  Array z = compiled(array<T>(x), array<T>(y));
  auto got = z.template data<T>();
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
int specials(const Function2 &f, bool single) {
  return single ? specialsOf<float>(f) : specialsOf<double>(f);
}

} // namespace accuracy
