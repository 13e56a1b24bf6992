// Vectors of the machine's width: a kernel has a twin for those of 32 bytes.
#pragma once
#include "Kernel.h"

namespace weft::kernel {
/// Bytes of R's at any address of one.
template <class R, int Bytes> struct Vector {
  typedef R type
      __attribute__((vector_size(Bytes), aligned(sizeof(R)), may_alias));
  typedef R value __attribute__((vector_size(Bytes))); // in registers
  static constexpr I count = Bytes / sizeof(R);
};
template <class R, int Bytes>
inline typename Vector<R, Bytes>::type &at(R *x) {
  return *reinterpret_cast<typename Vector<R, Bytes>::type *>(x);
}
template <class R, int Bytes>
inline const typename Vector<R, Bytes>::type &at(const R *x) {
  return *reinterpret_cast<const typename Vector<R, Bytes>::type *>(x);
}

//===-- Shuffles ----------------------------------------------------------===//
template <class T, T... J> struct Numbers {};
/// 0 … Lanes - 1.
template <int Lanes>
using LaneNumbers = __make_integer_seq<Numbers, int, Lanes>;
/// Of rows x and y the squares of D × D off the diagonal change places. Of
/// vectors only references are passed: what else depends on the machine.
template <int Lanes, int D, class V, int... J>
inline void exchanged(V &x, V &y, Numbers<int, J...>) {
  V upper = __builtin_shufflevector(x, y, (J & D ? Lanes + J - D : J)...);
  y = __builtin_shufflevector(x, y, (J & D ? Lanes + J : J + D)...);
  x = upper;
}
} // namespace weft::kernel

/// As WEFT_KERNEL_REAL, for vectors of 64 and (name256) of 32 bytes.
#define WEFT_KERNEL_WIDTHS(name, PARAMS, ...)                                  \
  WEFT_KERNEL_WIDTH(name, f32, float, 64, PARAMS, __VA_ARGS__)                 \
  WEFT_KERNEL_WIDTH(name, f64, double, 64, PARAMS, __VA_ARGS__)                \
  WEFT_KERNEL_WIDTH(name##256, f32, float, 32, PARAMS, __VA_ARGS__)            \
  WEFT_KERNEL_WIDTH(name##256, f64, double, 32, PARAMS, __VA_ARGS__)
#define WEFT_KERNEL_WIDTH(name, tag, S, BYTES, PARAMS, ...)                    \
  extern "C" __attribute__((noinline)) void weft_k_##name##_##tag PARAMS(S) {  \
    using R = S;                                                               \
    constexpr int Bytes = BYTES;                                               \
    __VA_ARGS__;                                                               \
  }
