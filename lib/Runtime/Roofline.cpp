// See Roofline.h. The loops are instructions by name: a compiler would sum
// integers in closed form, and what Weft's own kernels reach is no yardstick
// for them.
#include "Runtime/Roofline.h"

#include "Runtime/DiskCache.h"

#include <algorithm>
#include <barrier>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <memory>
#include <sched.h>
#include <sys/syscall.h>
#include <thread>
#include <time.h>
#include <type_traits>
#include <unistd.h>
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

//===-- Arithmetic --------------------------------------------------------===//
volatile float sink;

/// `perRound` operations in each of n rounds of work(n).
struct Loop {
  Arithmetic kind;
  bool supported;
  double perRound;
  void (*work)(long n);
};

/// Two operations for each element of 8 vectors, by what each CPU has.
template <class T> void plain(long n) {
  typedef T Vector __attribute__((vector_size(16)));
  Vector acc[8] = {}, a = {}, b = {};
  a += T(1.5);
  b += T(0.25) + T(3);
  for (long i = 0; i < n; ++i)
#pragma GCC unroll 8
    for (int k = 0; k < 8; ++k)
      if constexpr (std::is_floating_point_v<T>)
        acc[k] = acc[k] * a + b;
      else
        acc[k] = (acc[k] ^ a) + b;
  for (int k = 1; k < 8; ++k)
    acc[0] += acc[k];
  sink = float(acc[0][0]);
}

#if defined(__x86_64__)
/// Independent sums cover the latency of two units. No factor is a denormal in
/// any dtype.
#define WEFT_LOOP(name, features, Vector, sums, instruction)                   \
  __attribute__((target(features))) void name(long n) {                        \
    Vector acc[sums] = {}, a, b;                                               \
    std::memset(&a, 0x3C, sizeof a);                                           \
    std::memset(&b, 0x3B, sizeof b);                                           \
    for (long i = 0; i < n; ++i)                                               \
      _Pragma("GCC unroll 16") for (int k = 0; k < sums; ++k) asm volatile(    \
          instruction : "+v"(acc[k]) : "v"(a), "v"(b));                        \
  }
WEFT_LOOP(f32By16, "avx512f", __m512, 16, "vfmadd231ps %1, %2, %0")
WEFT_LOOP(f64By8, "avx512f", __m512, 16, "vfmadd231pd %1, %2, %0")
WEFT_LOOP(f16By32, "avx512f", __m512, 16, "vfmadd231ph %1, %2, %0")
WEFT_LOOP(bf16By32, "avx512f", __m512, 16, "vdpbf16ps %1, %2, %0")
WEFT_LOOP(i8By64, "avx512f", __m512, 16, "vpdpbusd %1, %2, %0")
WEFT_LOOP(i32By16, "avx512f", __m512, 16, "vpaddd %1, %0, %0")
WEFT_LOOP(f32By8, "avx2,fma", __m256, 12, "vfmadd231ps %1, %2, %0")
WEFT_LOOP(f64By4, "avx2,fma", __m256, 12, "vfmadd231pd %1, %2, %0")
WEFT_LOOP(i32By8, "avx2", __m256, 12, "vpaddd %1, %0, %0")
#undef WEFT_LOOP

/// Six sums of tiles, of 16 rows of 64 bytes.
#define WEFT_TILE_LOOP(name, features, instruction)                            \
  __attribute__((target(features))) void name(long n) {                        \
    struct {                                                                   \
      uint8_t palette = 1, start = 0, none[14] = {};                           \
      uint16_t columns[16] = {64, 64, 64, 64, 64, 64, 64, 64};                 \
      uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};                     \
    } config;                                                                  \
    alignas(64) char ones[1024];                                               \
    std::memset(ones, 0x3C, sizeof ones);                                      \
    asm volatile("" : : "m"(config), "m"(ones)); /* these read them */         \
    _tile_loadconfig(&config);                                                 \
    _tile_loadd(6, ones, 64);                                                  \
    _tile_loadd(7, ones, 64);                                                  \
    for (long i = 0; i < n; ++i) {                                             \
      instruction(0, 6, 7);                                                    \
      instruction(1, 6, 7);                                                    \
      instruction(2, 6, 7);                                                    \
      instruction(3, 6, 7);                                                    \
      instruction(4, 6, 7);                                                    \
      instruction(5, 6, 7);                                                    \
    }                                                                          \
    _tile_release();                                                           \
  }
WEFT_TILE_LOOP(bf16ByTiles, "amx-tile,amx-bf16", _tile_dpbf16ps)
WEFT_TILE_LOOP(i8ByTiles, "amx-tile,amx-int8", _tile_dpbssd)
#undef WEFT_TILE_LOOP

bool permitTiles() {
#if defined(__linux__)
  // ARCH_REQ_XCOMP_PERM and the tile data's number: linux/arch/x86/xstate.rst.
  static const bool permitted = syscall(SYS_arch_prctl, 0x1023, 18) == 0;
  return permitted;
#else
  return false;
#endif
}
#endif

/// Several of a kind: the fastest counts.
std::vector<Loop> loops() {
  std::vector<Loop> all = {{F32, true, 64, plain<float>},
                           {F64, true, 32, plain<double>},
                           {I32, true, 64, plain<uint32_t>}};
#if defined(__x86_64__)
  bool wide = __builtin_cpu_supports("avx512f");
  bool avx2 = __builtin_cpu_supports("avx2");
  bool fma = avx2 && __builtin_cpu_supports("fma");
  bool tiles = __builtin_cpu_supports("amx-tile") && permitTiles();
  for (Loop loop : std::initializer_list<Loop>{
           {F32, fma, 2 * 8 * 12, f32By8},
           {F64, fma, 2 * 4 * 12, f64By4},
           {I32, avx2, 8 * 12, i32By8},
           {F32, wide, 2 * 16 * 16, f32By16},
           {F64, wide, 2 * 8 * 16, f64By8},
           {I32, wide, 16 * 16, i32By16},
           {F16, wide && __builtin_cpu_supports("avx512fp16"), 2 * 32 * 16,
            f16By32},
           {Bf16Products, wide && __builtin_cpu_supports("avx512bf16"),
            2 * 32 * 16, bf16By32},
           {I8Products, wide && __builtin_cpu_supports("avx512vnni"),
            2 * 64 * 16, i8By64},
           {Bf16Products, tiles && __builtin_cpu_supports("amx-bf16"),
            2. * 16 * 16 * 32 * 6, bf16ByTiles},
           {I8Products, tiles && __builtin_cpu_supports("amx-int8"),
            2. * 16 * 16 * 64 * 6, i8ByTiles}})
    all.push_back(loop);
#endif
  std::erase_if(all, [](const Loop &loop) { return !loop.supported; });
  return all;
}

//===-- Memory ------------------------------------------------------------===//
constexpr size_t bufferBytes = size_t(256) << 20;
constexpr size_t leastShare = 16 << 10; // of a thread
constexpr int mostThreads = bufferBytes / leastShare;

#if defined(__x86_64__)
#define WEFT_READ(name, features, Vector)                                      \
  __attribute__((target(features))) void name(const char *from,                \
                                              size_t bytes) {                  \
    Vector read;                                                               \
    for (size_t i = 0; i < bytes; i += 8 * sizeof read)                        \
      _Pragma("GCC unroll 8") for (int k = 0; k < 8; ++k) asm volatile(        \
          "vmovups %1, %0" : "=v"(read) :                                      \
          "m"(reinterpret_cast<const Vector *>(from + i)[k]));                 \
  }
WEFT_READ(readBy64, "avx512f", __m512)
WEFT_READ(readBy32, "avx2", __m256)
#undef WEFT_READ

#define WEFT_COPY(name, features, Vector, store)                               \
  __attribute__((target(features))) void name(char *to, const char *from,      \
                                              size_t bytes) {                  \
    for (size_t i = 0; i < bytes; i += 4 * sizeof(Vector)) {                   \
      Vector read[4];                                                          \
      _Pragma("GCC unroll 4") for (int k = 0; k < 4; ++k) asm volatile(        \
          "vmovups %1, %0" : "=v"(read[k]) :                                   \
          "m"(reinterpret_cast<const Vector *>(from + i)[k]));                 \
      _Pragma("GCC unroll 4") for (int k = 0; k < 4; ++k) asm volatile(        \
          store " %1, %0" :                                                    \
          "=m"(reinterpret_cast<Vector *>(to + i)[k]) : "v"(read[k]));         \
    }                                                                          \
    _mm_sfence();                                                              \
  }
WEFT_COPY(copyBy64, "avx512f", __m512, "vmovaps")
WEFT_COPY(copyBy32, "avx2", __m256, "vmovaps")
WEFT_COPY(streamBy64, "avx512f", __m512, "vmovntps")
WEFT_COPY(streamBy32, "avx2", __m256, "vmovntps")
#undef WEFT_COPY
#endif
/// A multiple of 512 bytes.
void readAllOf(const char *from, size_t bytes) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f"))
    return readBy64(from, bytes);
  if (__builtin_cpu_supports("avx2"))
    return readBy32(from, bytes);
#endif
  typedef uint64_t Vector __attribute__((vector_size(16)));
  Vector acc[8] = {};
  for (size_t i = 0; i < bytes; i += sizeof acc)
#pragma GCC unroll 8
    for (int k = 0; k < 8; ++k)
      acc[k] ^= reinterpret_cast<const Vector *>(from + i)[k];
  for (int k = 1; k < 8; ++k)
    acc[0] ^= acc[k];
  sink = float(acc[0][0]);
}
/// A multiple of 512 bytes, of an aligned buffer. By memcpy, by vectors, and by
/// stores that bypass the caches: each is the fastest somewhere.
void copyHalfOf(char *buffer, size_t bytes) {
  std::memcpy(buffer, buffer + bytes / 2, bytes / 2);
}
void copyHalfByVectors(char *buffer, size_t bytes) {
  const char *from = buffer + bytes / 2;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f"))
    return copyBy64(buffer, from, bytes / 2);
  if (__builtin_cpu_supports("avx2"))
    return copyBy32(buffer, from, bytes / 2);
#endif
  std::memcpy(buffer, from, bytes / 2);
}
void streamHalfOf(char *buffer, size_t bytes) {
  const char *from = buffer + bytes / 2;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f"))
    return streamBy64(buffer, from, bytes / 2);
  if (__builtin_cpu_supports("avx2"))
    return streamBy32(buffer, from, bytes / 2);
#endif
  std::memcpy(buffer, from, bytes / 2);
}

//===-- Measuring ---------------------------------------------------------===//
/// work(thread), at once on so many threads, does so many units a second, of
/// all threads together. prepare(thread) is not timed.
template <class P, class F> double rate(int threads, P prepare, F work) {
  std::vector<double> rates(threads);
  std::vector<std::thread> others;
  std::barrier begin(threads);
  auto timed = [&](int t) {
    prepare(t);
    begin.arrive_and_wait();
    double since = now();
    double done = work(t);
    rates[t] = done / std::max(now() - since, 1e-9);
  };
  for (int t = 1; t < threads; ++t)
    others.emplace_back(timed, t);
  timed(0);
  for (std::thread &other : others)
    other.join();
  double sum = 0;
  for (double r : rates)
    sum += r;
  return sum;
}

/// Rounds that take about three milliseconds.
long roundsOf(const Loop &loop) {
  for (long n = 1000;; n *= 4) {
    double since = now();
    loop.work(n);
    double took = now() - since;
    if (took > 1e-3 || n > 1L << 40)
      return std::max(1L, long(double(n) * 3e-3 / std::max(took, 1e-9)));
  }
}

class Measurement {
public:
  explicit Measurement(int threads)
      : memory(new char[bufferBytes + 64]), all(loops()) {
    r.threads = threads;
    // 64 for the alignment; the pages are touched before they are timed.
    buffer = memory.get() + 64 - uintptr_t(memory.get()) % 64;
    std::memset(buffer, 1, bufferBytes);
    for (const Loop &loop : all)
      rounds.push_back(roundsOf(loop));
  }

  void round() {
    for (size_t i = 0; i < all.size(); ++i) {
      double &known = r.operations[all[i].kind];
      known = std::max(known, rate(
                                  r.threads, [](int) {},
                                  [&](int) {
                                    all[i].work(rounds[i]);
                                    return all[i].perRound * double(rounds[i]);
                                  }));
    }
    for (int i = 0; i < Roofline::workingSets; ++i) {
      move(i, [](char *from, size_t bytes) { readAllOf(from, bytes); });
      for (auto copy : {copyHalfOf, copyHalfByVectors, streamHalfOf})
        move(i, copy);
    }
  }

  Roofline result() const {
    Roofline out = r;
    auto &o = out.operations;
    // Whole numbers of other widths are as many to a vector as fit.
    o[I8] = 4 * o[I32];
    o[I16] = 2 * o[I32];
    o[I64] = o[I32] / 2;
    o[F16] = std::max(o[F16], o[F32]);
    o[Bf16Products] = std::max(o[Bf16Products], o[F32]);
    // Without an instruction of theirs: products of 16 bits.
    o[I8Products] = std::max(o[I8Products], 2 * o[I32]);
    for (int i = Roofline::workingSets - 1; i-- > 0;)
      out.bytes[i] = std::max(out.bytes[i], out.bytes[i + 1]);
    return out;
  }

private:
  /// Each thread's share once, so that it is where it stays, and then so often
  /// that a clock tells.
  template <class F> void move(int set, F work) {
    size_t total = size_t(Roofline::workingSet(set));
    size_t share = std::max(total / r.threads / 4096 * 4096, leastShare);
    size_t passes = std::max<size_t>(1, (size_t(64) << 20) / total);
    auto once = [&](int t) { work(buffer + share * t, share); };
    double &known = r.bytes[set];
    known = std::max(known, rate(r.threads, once, [&](int t) {
                       for (size_t i = 0; i < passes; ++i)
                         once(t);
                       return double(share * passes);
                     }));
  }

  Roofline r;
  std::unique_ptr<char[]> memory;
  char *buffer;
  std::vector<Loop> all;
  std::vector<long> rounds; // of each loop
};

int usableCpus() {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0)
    return std::clamp(CPU_COUNT(&set), 1, mostThreads);
#endif
  return std::clamp<int>(std::thread::hardware_concurrency(), 1, mostThreads);
}

/// Files in a home that several machines share are told apart.
std::string machineKey() {
  std::ifstream info("/proc/cpuinfo");
  std::string line, key = "roofline3x";
  uint64_t h = std::thread::hardware_concurrency();
  while (std::getline(info, line))
    if (line.starts_with("model name") || line.starts_with("CPU part")) {
      for (char c : line)
        h = (h ^ uint8_t(c)) * 0x100000001B3ull;
      break;
    }
  return key + std::to_string(h);
}

/// One for each number of threads.
std::vector<Roofline> remembered() {
  std::vector<Roofline> all;
  auto kept = disk::load(machineKey());
  if (kept && kept->size() % sizeof(Roofline) == 0) {
    all.resize(kept->size() / sizeof(Roofline));
    std::memcpy(all.data(), kept->data(), kept->size());
  }
  return all;
}
void remember(const std::vector<Roofline> &all) {
  disk::store(machineKey(),
              std::string(reinterpret_cast<const char *>(all.data()),
                          all.size() * sizeof(Roofline)));
}
} // namespace

const char *nameOf(Arithmetic kind) {
  static constexpr const char *names[NumArithmetics] = {
      "f16", "f32", "f64", "bf16 products", "i8 products", "i8",
      "i16", "i32", "i64"};
  return names[kind];
}

double Roofline::workingSet(int i) { return std::ldexp(1.0, 14 + i); }

double Roofline::bandwidth(double size) const {
  double at = std::log2(std::max(size, 1.0)) - 14;
  if (at <= 0)
    return bytes.front();
  if (at >= workingSets - 1)
    return bytes.back();
  int i = int(at);
  return bytes[i] * std::pow(bytes[i + 1] / bytes[i], at - i);
}

Arithmetic Roofline::longest(const Operations &work) const {
  int most = F32;
  for (int k = 0; k < NumArithmetics; ++k)
    if (work[k] / operations[k] > work[most] / operations[most])
      most = k;
  return Arithmetic(most);
}
double Roofline::seconds(const Operations &work) const {
  Arithmetic kind = longest(work);
  return work[kind] / operations[kind];
}
double Roofline::seconds(const Operations &work, double moved) const {
  return std::max(seconds(work), moved / bandwidth(moved));
}

Roofline measureRoofline(int threads, int rounds, double pause) {
  Measurement measurement(threads);
  for (int i = 0; i < rounds; ++i) {
    if (i)
      std::this_thread::sleep_for(std::chrono::duration<double>(pause));
    measurement.round();
  }
  return measurement.result();
}

Roofline roofline(int threads) {
  int usable = usableCpus();
  threads = threads <= 0 ? usable : std::min(threads, usable);
  std::vector<Roofline> all = remembered();
  for (const Roofline &known : all)
    if (known.threads == threads)
      return known;
  all.push_back(measureRoofline(threads, 3, 0));
  remember(all);
  return all.back();
}

void measureAgain() {
  std::vector<Roofline> all = {measureRoofline(1, 10, 0.25)};
  if (int usable = usableCpus(); usable > 1)
    all.push_back(measureRoofline(usable, 10, 0.25));
  remember(all);
}

} // namespace weft::rt
