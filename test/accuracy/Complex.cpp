// See Complex.h.
#include "Complex.h"

#include <cstdio>
using namespace weft;

namespace accuracy {

/// Of eight numbers, two have parts of any exponent, two lie within the extent,
/// one near the unit circle, one near an axis or on it, one near 0, ±1, ±i or
/// multiples of π/2 on an axis, one has parts of like size within 2^±20.
template <class T>
static std::complex<T> drawComplex(double extent, bool isTame, size_t i,
                                   uint64_t &state) {
  auto unit = [&] { return randomUnit(state); };
  auto sign = [&](double x) { return random(state) & 1 ? -x : x; };
  auto any = [&] {
    int most = std::numeric_limits<T>::max_exponent;
    double range = isTame ? most / 3.5 : most + 20;
    return sign(std::exp2(range * (2 * unit() - 1)));
  };
  auto point = [](double x, double y) {
    return std::complex<T>(static_cast<T>(x), static_cast<T>(y));
  };
  auto tiny = [&] { return sign(std::exp2(-60 * unit())); };
  double within = isTame ? std::min(extent, 1e6) : extent;
  switch (i % 8) {
  case 0:
  case 1:
    return point(any(), any());
  case 2:
  case 3:
    return point(within * (2 * unit() - 1), within * (2 * unit() - 1));
  case 4: {
    double angle = 2 * M_PI * unit(), r = 1 + (random(state) & 1 ? tiny() : 0);
    return point(r * std::cos(angle), r * std::sin(angle));
  }
  case 5: {
    double x = random(state) & 1 ? sign(4 * unit()) : within * (2 * unit() - 1);
    double y = random(state) & 1 ? x * tiny() : sign(0);
    return random(state) & 1 ? point(x, y) : point(y, x);
  }
  case 6: {
    double places[] = {0, 1, M_PI_2, M_PI_2 * std::floor(20 * unit())};
    double x = sign(places[random(state) & 3]) + tiny(), y = tiny();
    return random(state) & 1 ? point(x, y) : point(y, x);
  }
  default: {
    double size = std::exp2(40 * unit() - 20);
    return point(sign(size), sign(size * std::exp2(4 * unit() - 2)));
  }
  }
}

/// The distance in units of T at the modulus; parts beyond the range count as
/// the first number beyond it.
template <class T> static double distance(std::complex<T> got, Quad want) {
  __float128 most = ldexpq(1, std::numeric_limits<T>::max_exponent);
  auto clamp = [&](__float128 x) { return x > most ? most : x < -most ? -most : x; };
  if (std::isnan(got.real()) || std::isnan(got.imag()) || isnanq(want.re) ||
      isnanq(want.im))
    return HUGE_VAL;
  __float128 re = clamp(want.re), im = clamp(want.im);
  __float128 away = hypotq(clamp(got.real()) - re, clamp(got.imag()) - im);
  long double size = static_cast<long double>(hypotq(re, im));
  // |z| may be beyond the range while its parts are in it.
  return static_cast<double>(away / static_cast<__float128>(unitAt<T>(size)));
}

template <class T>
static Worst complexesOf(const ComplexFunction &f, const Options &options) {
  using C = std::complex<T>;
  auto compiled = jit([&](const Array &z, const Array &w) -> Array {
    return f.compiled(z, w);
  });
  size_t total = options.count(1000000, 10000), size = options.all ? 50000 : 10000;
  double extent = sizeof(T) == 4 && f.extent > 100 ? f.extent / 8 : f.extent;
  bool isTame = f.draw != ComplexFunction::Anything;
  auto block = [&](size_t k) {
    uint64_t state = 11 + (k << 32);
    std::vector<C> z(size), w(size);
    for (size_t i = 0; i < size; ++i) {
      z[i] = drawComplex<T>(extent, isTame, i, state);
      size_t kind = f.draw == ComplexFunction::Power ? 2 : random(state);
      w[i] = drawComplex<T>(extent, isTame, kind, state);
    }
    Array y = compiled(array<C>(z), array<C>(w));
    auto got = y.template data<C>();
    Worst worst;
    for (size_t i = 0; i < size; ++i) {
      if (!std::isfinite(z[i].real()) || !std::isfinite(z[i].imag()))
        continue;
      Quad want = f.exact({z[i].real(), z[i].imag()}, {w[i].real(), w[i].imag()});
      double error = distance<T>(got[i], want);
      worst.note(error, z[i].real(), z[i].imag(), got[i].real(),
                 static_cast<double>(want.re));
    }
    return worst;
  };
  return worstOf(options.threads, (total + size - 1) / size, block);
}
Worst complexes(const ComplexFunction &f, bool single, const Options &options) {
  return single ? complexesOf<float>(f, options)
                : complexesOf<double>(f, options);
}

//===-- Special values ----------------------------------------------------===//
static const char *kindOf(double x) {
  return std::isnan(x) ? "NaN" : std::isinf(x) ? "∞" : x == 0 ? "0" : "number";
}

int complexSpecials(const ComplexFunction &f) {
  if (!f.libm)
    return 0;
  using C = std::complex<double>;
  std::vector<double> parts;
  for (double v : {0.0, 1.0, 0.5, 2.0, 1e300, HUGE_VAL, std::nan("")}) {
    parts.push_back(v);
    parts.push_back(-v);
  }
  std::vector<C> z;
  for (double x : parts)
    for (double y : parts)
      z.emplace_back(x, y);
  auto compiled = jit([&](const Array &z) -> Array { return f.compiled(z, z); });
  Array y = compiled(array<C>(z));
  auto got = y.data<C>();
  int wrong = 0;
  for (size_t i = 0; i < z.size(); ++i) {
    C want = f.libm(z[i]);
    // With a NaN, or the sine of an infinite angle, C leaves signs open.
    bool isTanh = std::string_view(f.name) == "tanh";
    bool isOpen = (isTanh && std::isinf(z[i].imag())) ||
                  std::isnan(z[i].real()) || std::isnan(z[i].imag()) ||
                  std::isnan(want.real()) || std::isnan(want.imag());
    auto same = [&](double g, double w) {
      return kindOf(g) == kindOf(w) &&
             (isOpen || std::isnan(w) || std::signbit(g) == std::signbit(w));
    };
    if (same(got[i].real(), want.real()) && same(got[i].imag(), want.imag()))
      continue;
    ++wrong;
    std::printf("  %s(%g, %g) is (%g, %g), C gives (%g, %g)\n", f.name,
                z[i].real(), z[i].imag(), got[i].real(), got[i].imag(),
                want.real(), want.imag());
  }
  return wrong;
}

} // namespace accuracy
