// See Roofline.h. The best of several tries counts: other programs on the
// machine only ever make it slower.
#include "Runtime/Roofline.h"

#include "Runtime/DiskCache.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <memory>
#include <thread>
#include <time.h>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace weft::rt {
namespace {
/// Seconds of processor time of this thread: what other programs take is not
/// the machine's fault.
double now() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return double(t.tv_sec) + 1e-9 * double(t.tv_nsec);
}

/// Enough independent sums to cover the latency of two FMA units.
constexpr int sums = 16;
volatile float sink;

// Each gives the f32 operations of `n` rounds.
#if defined(__x86_64__)
__attribute__((target("avx512f"))) double fma512(long n) {
  __m512 acc[sums], a = _mm512_set1_ps(0.999f), b = _mm512_set1_ps(1e-3f);
  for (auto &x : acc)
    x = b;
  for (long i = 0; i < n; ++i)
#pragma GCC unroll 16
    for (int k = 0; k < sums; ++k)
      acc[k] = _mm512_fmadd_ps(acc[k], a, b);
  for (int k = 1; k < sums; ++k)
    acc[0] = _mm512_add_ps(acc[0], acc[k]);
  sink = _mm512_cvtss_f32(acc[0]);
  return 2.0 * 16 * sums * n;
}
__attribute__((target("avx2,fma"))) double fma256(long n) {
  // 16 registers hold 14 sums and the factors.
  constexpr int few = 12;
  __m256 acc[few], a = _mm256_set1_ps(0.999f), b = _mm256_set1_ps(1e-3f);
  for (auto &x : acc)
    x = b;
  for (long i = 0; i < n; ++i)
#pragma GCC unroll 12
    for (int k = 0; k < few; ++k)
      acc[k] = _mm256_fmadd_ps(acc[k], a, b);
  for (int k = 1; k < few; ++k)
    acc[0] = _mm256_add_ps(acc[0], acc[k]);
  sink = _mm256_cvtss_f32(acc[0]);
  return 2.0 * 8 * few * n;
}
#endif
double fmaPlain(long n) {
  typedef float Vector __attribute__((vector_size(16)));
  Vector acc[sums], a = {0.999f, 0.999f, 0.999f, 0.999f};
  Vector b = {1e-3f, 1e-3f, 1e-3f, 1e-3f};
  for (auto &x : acc)
    x = b;
  for (long i = 0; i < n; ++i)
#pragma GCC unroll 16
    for (int k = 0; k < sums; ++k)
      acc[k] = acc[k] * a + b;
  for (int k = 1; k < sums; ++k)
    acc[0] += acc[k];
  sink = acc[0][0];
  return 2.0 * 4 * sums * n;
}
double fma(long n) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f"))
    return fma512(n);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return fma256(n);
#endif
  return fmaPlain(n);
}

constexpr size_t bufferBytes = size_t(256) << 20;

#if defined(__x86_64__)
__attribute__((target("avx2"))) double read256(const char *from, size_t bytes) {
  __m256i acc[8] = {};
  for (size_t i = 0; i + sizeof acc <= bytes; i += sizeof acc)
#pragma GCC unroll 8
    for (int k = 0; k < 8; ++k)
      acc[k] = _mm256_add_epi64(
          acc[k], _mm256_load_si256(
                      reinterpret_cast<const __m256i *>(from + i) + k));
  for (int k = 1; k < 8; ++k)
    acc[0] = _mm256_xor_si256(acc[0], acc[k]);
  sink = float(_mm256_extract_epi32(acc[0], 0));
  return bytes;
}
#endif
double readAllOf(const char *from, size_t bytes) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2"))
    return read256(from, bytes);
#endif
  typedef uint64_t Vector __attribute__((vector_size(16)));
  Vector acc[8] = {};
  for (size_t i = 0; i + sizeof acc <= bytes; i += sizeof acc)
#pragma GCC unroll 8
    for (int k = 0; k < 8; ++k)
      acc[k] += reinterpret_cast<const Vector *>(from + i)[k];
  for (int k = 1; k < 8; ++k)
    acc[0] ^= acc[k];
  sink = float(acc[0][0]);
  return bytes;
}
double copyHalfOf(char *buffer, size_t bytes) {
  std::memcpy(buffer, buffer + bytes / 2, bytes / 2);
  return bytes;
}

/// work(thread) at once on so many threads: the most units a second, of all
/// threads together.
template <class F> double rate(int threads, F work) {
  double best = 0;
  for (int attempt = 0; attempt < 5; ++attempt) {
    std::vector<double> rates(threads);
    std::vector<std::thread> others;
    auto timed = [&](int t) {
      double begin = now();
      double done = work(t);
      rates[t] = done / std::max(now() - begin, 1e-9);
    };
    for (int t = 1; t < threads; ++t)
      others.emplace_back(timed, t);
    timed(0);
    for (std::thread &other : others)
      other.join();
    double sum = 0;
    for (double r : rates)
      sum += r;
    best = std::max(best, sum);
  }
  return best;
}

Roofline measure() {
  Roofline r;
  int all = std::max(1u, std::thread::hardware_concurrency());
  double once = now();
  fma(100000);
  once = now() - once;
  long n = std::max(1L, long(100000 * 0.03 / std::max(once, 1e-6)));
  // 64 for the alignment; the pages are touched before they are timed.
  std::unique_ptr<char[]> memory(new char[bufferBytes + 64]);
  char *buffer = memory.get() + 64 - uintptr_t(memory.get()) % 64;
  std::memset(buffer, 1, bufferBytes);
  auto both = [&](double &one, double &every, auto work) {
    one = rate(1, [&](int t) { return work(t, 1); });
    every = all == 1 ? one : rate(all, [&](int t) { return work(t, all); });
  };
  auto share = [&](int threads) { return bufferBytes / threads / 4096 * 4096; };
  both(r.fma1, r.fmaAll, [&](int, int) { return fma(n); });
  both(r.read1, r.readAll, [&](int t, int threads) {
    return readAllOf(buffer + t * share(threads), share(threads));
  });
  both(r.copy1, r.copyAll, [&](int t, int threads) {
    return copyHalfOf(buffer + t * share(threads), share(threads));
  });
  return r;
}

/// Files in a home that several machines share are told apart.
std::string machineKey() {
  std::ifstream info("/proc/cpuinfo");
  std::string line, key = "roofline1x";
  uint64_t h = std::thread::hardware_concurrency();
  while (std::getline(info, line))
    if (line.starts_with("model name") || line.starts_with("CPU part")) {
      for (char c : line)
        h = (h ^ uint8_t(c)) * 0x100000001B3ull;
      break;
    }
  return key + std::to_string(h);
}
} // namespace

double Roofline::seconds(double operations, double bytes, int threads) const {
  double compute = threads == 1 ? fma1 : fmaAll;
  double memory = threads == 1 ? std::max(read1, copy1)
                               : std::max(readAll, copyAll);
  return std::max(operations / compute, bytes / memory);
}

Roofline roofline(bool again) {
  Roofline r;
  if (!again)
    if (auto kept = disk::load(machineKey()); kept && kept->size() == sizeof r) {
      std::memcpy(&r, kept->data(), sizeof r);
      return r;
    }
  r = measure();
  disk::store(machineKey(), std::string(reinterpret_cast<char *>(&r), sizeof r));
  return r;
}

} // namespace weft::rt
