// See VectorMath.h. The functions are looked up at run time: a C library
// without them is no reason not to build.
#include "VectorMath.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <dlfcn.h>
#include <limits>
#include <string>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define WEFT_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#define WEFT_TARGET(name) __attribute__((target(name)))
#else
#define WEFT_CLONES
#endif

namespace accuracy {

#ifdef WEFT_TARGET
using V8 = double __attribute__((vector_size(64)));
using V4 = double __attribute__((vector_size(32)));

WEFT_TARGET("avx512f")
static void apply8(void *function, const double *x, double *y, size_t n) {
  auto f = reinterpret_cast<V8 (*)(V8)>(function);
  for (size_t i = 0; i < n; i += 8) {
    V8 in;
    __builtin_memcpy(&in, x + i, sizeof in);
    V8 out = f(in);
    __builtin_memcpy(y + i, &out, sizeof out);
  }
}
WEFT_TARGET("avx2")
static void apply4(void *function, const double *x, double *y, size_t n) {
  auto f = reinterpret_cast<V4 (*)(V4)>(function);
  for (size_t i = 0; i < n; i += 4) {
    V4 in;
    __builtin_memcpy(&in, x + i, sizeof in);
    V4 out = f(in);
    __builtin_memcpy(y + i, &out, sizeof out);
  }
}

bool vectorMath(const char *name, const double *x, double *y, size_t n) {
  static void *library = dlopen("libmvec.so.1", RTLD_NOW);
  if (!library)
    return false;
  bool has512 = __builtin_cpu_supports("avx512f");
  if (!has512 && !__builtin_cpu_supports("avx2"))
    return false;
  std::string symbol = (has512 ? "_ZGVeN8v_" : "_ZGVdN4v_") + std::string(name);
  void *function = dlsym(library, symbol.c_str());
  if (function)
    (has512 ? apply8 : apply4)(function, x, y, n);
  return function != nullptr;
}
#else
bool vectorMath(const char *, const double *, double *, size_t) {
  return false;
}
#endif

// Straight-line, so that the compiler vectorises it; see ulps() for the rules.
WEFT_CLONES bool errorsOf(const float *got, const double *want, double *errors,
                          size_t n, double bound) {
  constexpr double most = 0x1p128, inf = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < n; ++i) {
    double g = got[i], w = want[i];
    g = g > most ? most : g;
    g = g < -most ? -most : g;
    w = w > most ? most : w;
    w = w < -most ? -most : w;
    float nearest = static_cast<float>(w);
    uint32_t signG = std::bit_cast<uint32_t>(got[i]);
    uint32_t signW = std::bit_cast<uint32_t>(nearest);
    // 1 / unit = 2^(23 - exponent of w), which is -126 at least.
    uint64_t exponent = std::bit_cast<uint64_t>(w) >> 52 & 0x7ff;
    exponent = exponent < 1023 - 126 ? 1023 - 126 : exponent;
    uint64_t scale = (2 * 1023 + 23 - exponent) << 52;
    double error = std::abs(g - w) * std::bit_cast<double>(scale);
    uint32_t differ = (signG ^ signW) >> 31;
    differ = ((signG | signW) & 0x7fffffff) == 0 ? differ : 0;
    error = differ != 0 ? inf : error;
    double isNanW = w != w ? 0.0 : inf;
    double isNumberW = w != w ? inf : error;
    errors[i] = g != g ? isNanW : isNumberW;
  }
  uint64_t above = 0;
  for (size_t i = 0; i < n; ++i)
    above |= errors[i] > bound ? 1 : 0;
  return above != 0;
}

} // namespace accuracy
