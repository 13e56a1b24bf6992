// What the kernels share: scalars, vectors of them, views, and how a kernel is
// exported. Kernels are C++ without a library (not even libm): clang makes
// bitcode of them, which jit compiles for the machine and AOT copies into the
// object (docs/decisions/kernels.md). Arrays are dense and row-major; leading
// axes are one `batch`.
#pragma once
#include <stdint.h>

namespace weft::kernel {
using I = int64_t;

//===-- Scalars -----------------------------------------------------------===//
/// A complex number without C's rules for infinite products.
template <class R> struct Cx {
  R re, im;
  Cx() = default;
  constexpr Cx(R re, R im = 0) : re(re), im(im) {}
};
template <class R> inline Cx<R> operator+(Cx<R> x, Cx<R> y) {
  return {x.re + y.re, x.im + y.im};
}
template <class R> inline Cx<R> operator-(Cx<R> x, Cx<R> y) {
  return {x.re - y.re, x.im - y.im};
}
template <class R> inline Cx<R> operator-(Cx<R> x) { return {-x.re, -x.im}; }
template <class R> inline Cx<R> operator*(Cx<R> x, Cx<R> y) {
  return {x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re};
}
template <class R> inline Cx<R> operator*(R x, Cx<R> y) {
  return {x * y.re, x * y.im};
}
template <class R> inline Cx<R> operator*(Cx<R> y, R x) { return x * y; }
/// By Smith's method (Comm. ACM 5, 1962): no square overflows.
template <class R> inline Cx<R> operator/(Cx<R> x, Cx<R> y) {
  bool wide = __builtin_fabs(y.re) >= __builtin_fabs(y.im);
  R big = wide ? y.re : y.im, small = wide ? y.im : y.re;
  R ratio = small / big, scale = R(1) / (big + small * ratio);
  if (big == R(0))
    ratio = 0, scale = R(1) / big;
  R u = wide ? x.re + x.im * ratio : x.re * ratio + x.im;
  R v = wide ? x.im - x.re * ratio : x.im * ratio - x.re;
  return {u * scale, v * scale};
}
template <class R> inline Cx<R> operator/(Cx<R> x, R y) {
  return {x.re / y, x.im / y};
}
template <class R> inline bool operator==(Cx<R> x, Cx<R> y) {
  return x.re == y.re && x.im == y.im;
}
template <class S, class T> inline S &operator+=(S &x, T y) {
  return x = x + y;
}
template <class S, class T> inline S &operator-=(S &x, T y) {
  return x = x - y;
}
template <class S, class T> inline S &operator*=(S &x, T y) {
  return x = x * y;
}

template <class S> struct RealOf {
  using type = S;
  static constexpr bool complex = false;
};
template <class R> struct RealOf<Cx<R>> {
  using type = R;
  static constexpr bool complex = true;
};
template <class S> using Real = typename RealOf<S>::type;
template <class S> inline constexpr bool isComplex = RealOf<S>::complex;

inline float root(float x) { return __builtin_sqrtf(x); }
inline double root(double x) { return __builtin_sqrt(x); }
inline float size(float x) { return __builtin_fabsf(x); }
inline double size(double x) { return __builtin_fabs(x); }
template <class R> inline R larger(R x, R y) { return x > y ? x : y; }
template <class R> inline R smaller(R x, R y) { return x < y ? x : y; }
/// √(x² + y²) without overflow.
template <class R> inline R hypotenuse(R x, R y) {
  R a = larger(size(x), size(y)), b = smaller(size(x), size(y));
  if (a == R(0) || !(a - a == R(0)))
    return a + b; // 0, infinite or NaN
  R t = b / a;
  return a * root(R(1) + t * t);
}
template <class R> inline R size(Cx<R> x) { return hypotenuse(x.re, x.im); }
inline float re(float x) { return x; }
inline double re(double x) { return x; }
template <class R> inline R re(Cx<R> x) { return x.re; }
template <class S> inline Real<S> im(S x) {
  if constexpr (isComplex<S>)
    return x.im;
  else
    return 0;
}
template <class S> inline S conj(S x) {
  if constexpr (isComplex<S>)
    return {x.re, -x.im};
  else
    return x;
}
/// |x|².
template <class S> inline Real<S> square(S x) {
  if constexpr (isComplex<S>)
    return x.re * x.re + x.im * x.im;
  else
    return x * x;
}
template <class S> inline S notANumber() {
  Real<S> nan = static_cast<Real<S>>(__builtin_nan(""));
  if constexpr (isComplex<S>)
    return {nan, nan};
  else
    return nan;
}
/// 2^-52 or 2^-23, and the least normal number.
template <class R> inline constexpr R epsilon = sizeof(R) == 8 ? 0x1p-52
                                                               : 0x1p-23f;
template <class R> inline constexpr R tiny = sizeof(R) == 8 ? 0x1p-1022
                                                            : 0x1p-126f;

//===-- Arrays ------------------------------------------------------------===//
template <class S> inline void fill(S *x, I n, S value) {
  for (I i = 0; i < n; ++i)
    x[i] = value;
}
template <class S> inline void copy(S *to, const S *from, I n) {
  for (I i = 0; i < n; ++i)
    to[i] = from[i];
}
/// The unit matrix.
template <class S> inline void identity(S *x, I n) {
  fill(x, n * n, S(0));
  for (I i = 0; i < n; ++i)
    x[i * n + i] = S(1);
}
/// y -= f · x
template <class S, class T> inline void subtract(S *y, T f, const S *x, I n) {
  for (I i = 0; i < n; ++i)
    y[i] = y[i] - f * x[i];
}
template <class S> inline void swapRows(S *x, S *y, I n) {
  for (I i = 0; i < n; ++i) {
    S t = x[i];
    x[i] = y[i];
    y[i] = t;
  }
}

/// 64 bytes at any address of an S; narrower registers hold it in parts.
template <class R> struct Lanes {
  typedef R type
      __attribute__((vector_size(64), aligned(sizeof(R)), may_alias));
  static constexpr I count = 64 / sizeof(R);
};
template <class R> inline typename Lanes<R>::type &lanesAt(R *x) {
  return *reinterpret_cast<typename Lanes<R>::type *>(x);
}
template <class R> inline const typename Lanes<R>::type &lanesAt(const R *x) {
  return *reinterpret_cast<const typename Lanes<R>::type *>(x);
}
/// Σ conj?(x) · y, in lanes (a fixed order, whatever the machine).
template <bool Conj = false, class S>
inline S dot(const S *x, const S *y, I n) {
  if constexpr (isComplex<S>) {
    S a(0), b(0);
    I i = 0;
    for (; i + 2 <= n; i += 2) {
      a += (Conj ? conj(x[i]) : x[i]) * y[i];
      b += (Conj ? conj(x[i + 1]) : x[i + 1]) * y[i + 1];
    }
    if (i < n)
      a += (Conj ? conj(x[i]) : x[i]) * y[i];
    return a + b;
  } else {
    constexpr I lanes = Lanes<S>::count;
    typename Lanes<S>::type a = {}, b = {};
    I i = 0;
    for (; i + 2 * lanes <= n; i += 2 * lanes) {
      a += lanesAt(x + i) * lanesAt(y + i);
      b += lanesAt(x + i + lanes) * lanesAt(y + i + lanes);
    }
    if (i + lanes <= n) {
      a += lanesAt(x + i) * lanesAt(y + i);
      i += lanes;
    }
    a += b;
    S sum = 0;
    for (I l = 0; l < lanes; ++l)
      sum += a[l];
    for (; i < n; ++i)
      sum += x[i] * y[i];
    return sum;
  }
}
} // namespace weft::kernel

/// One function per element type, weft_k_NAME_f32 …: PARAMS(S) is its parameter
/// list, ARGS the arguments of the template `name` that it calls.
#define WEFT_KERNEL(name, tag, S, PARAMS, ARGS)                                \
  extern "C" __attribute__((noinline)) void weft_k_##name##_##tag PARAMS(S) {  \
    weft::kernel::name ARGS;                                                   \
  }
#define WEFT_KERNEL_REAL(name, PARAMS, ARGS)                                   \
  WEFT_KERNEL(name, f32, float, PARAMS, ARGS)                                  \
  WEFT_KERNEL(name, f64, double, PARAMS, ARGS)
#define WEFT_KERNEL_ALL(name, PARAMS, ARGS)                                    \
  WEFT_KERNEL_REAL(name, PARAMS, ARGS)                                         \
  WEFT_KERNEL(name, c64, weft::kernel::Cx<float>, PARAMS, ARGS)                \
  WEFT_KERNEL(name, c128, weft::kernel::Cx<double>, PARAMS, ARGS)
