// Units in the last place (ulp), and the worst of many.
#ifndef WEFT_TEST_ACCURACY_MEASURE_H
#define WEFT_TEST_ACCURACY_MEASURE_H

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace accuracy {

struct Options {
  bool all = false; // everything rather than a sample
  unsigned threads = 1;
  size_t samples = 0; // other than the usual number of doubles
  uint64_t stride = 0; // other than the usual part of the float32, 2^n
  std::vector<std::string> names;

  bool wants(const std::string &name) const {
    return names.empty() || std::ranges::find(names, name) != names.end();
  }
  size_t count(size_t whole, size_t few) const {
    return samples ? samples : all ? whole : few;
  }
};

/// The spacing of T's numbers at |x|: of its binade, the subnormal one at least.
template <class T> long double unitAt(long double x) {
  using L = std::numeric_limits<T>;
  int exponent = x == 0 ? L::min_exponent : std::ilogb(x) + 1;
  return std::ldexp(1.0L, std::max(exponent, L::min_exponent) - L::digits);
}

/// How far `got` is from `want`. Infinity counts as the number after the
/// greatest; a zero of the wrong sign and a missing NaN are infinitely wrong.
template <class T> double ulps(T got, long double want) {
  if (std::isnan(got) || std::isnan(want))
    return std::isnan(got) && std::isnan(want) ? 0 : HUGE_VAL;
  long double most = std::ldexp(1.0L, std::numeric_limits<T>::max_exponent);
  long double g = std::clamp<long double>(got, -most, most);
  long double w = std::clamp<long double>(want, -most, most);
  T nearest = static_cast<T>(w);
  if (got == 0 && nearest == 0 && std::signbit(got) != std::signbit(nearest))
    return HUGE_VAL;
  return static_cast<double>(std::abs(g - w) / unitAt<T>(w));
}

struct Worst {
  double ulps = 0, x = 0, y = 0, got = 0, want = 0;
  void note(double error, double atX, double atY, double g, double w) {
    if (!(error <= ulps))
      *this = {error, atX, atY, g, w};
  }
  void note(const Worst &other) {
    if (!(other.ulps <= ulps))
      *this = other;
  }
};

inline uint64_t random(uint64_t &state) { // splitmix64
  uint64_t x = state += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}
inline double randomUnit(uint64_t &state) {
  return static_cast<double>(random(state) >> 11) * 0x1p-53;
}

/// work(k) -> Worst for every k below `count`; the worst of them.
template <class F> Worst worstOf(unsigned threads, size_t count, F work) {
  std::atomic<size_t> next = 0;
  std::mutex mutex;
  Worst worst;
  auto run = [&] {
    Worst mine;
    for (size_t k; (k = next++) < count;)
      mine.note(work(k));
    std::scoped_lock lock(mutex);
    worst.note(mine);
  };
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < threads; ++i)
    others.emplace_back(run);
  run();
  others.clear();
  return worst;
}

} // namespace accuracy
#endif
