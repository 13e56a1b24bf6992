// The 16-bit floating-point types as storage: conversion from and to float.
#ifndef WEFT_HALF_H
#define WEFT_HALF_H

#include <bit>
#include <cstdint>
#include <type_traits>

namespace weft {

namespace detail {

/// To float, rounded to odd: a further rounding to 16 bits then gives what one
/// rounding of the double would have given.
constexpr float toFloatOdd(double value) {
  auto nearest = static_cast<float>(value);
  auto bits = std::bit_cast<uint32_t>(nearest);
  // Exact, infinite or NaN.
  if (double(nearest) == value || (bits & 0x7f800000) == 0x7f800000)
    return nearest;
  bool isAway = value < 0 ? nearest < value : nearest > value;
  return std::bit_cast<float>((bits - isAway) | 1);
}

} // namespace detail

/// Storage of a float16 (IEEE binary16); arithmetic is done in float.
struct Half {
  uint16_t bits = 0;

  constexpr Half() = default;
  /// A double or an integer, rounded once.
  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr explicit Half(T value)
      : Half(detail::toFloatOdd(static_cast<double>(value))) {}
  /// Rounds to nearest even; overflows to infinity; NaN stays a NaN.
  constexpr explicit Half(float value) {
    uint32_t x = std::bit_cast<uint32_t>(value);
    uint32_t sign = x >> 16 & 0x8000, magnitude = x & 0x7fffffff;
    if (magnitude > 0x7f800000) // NaN, made quiet
      bits = uint16_t(sign | 0x7e00 | (magnitude >> 13 & 0x3ff));
    else if (magnitude >= 0x477ff000) // 65520: rounds to infinity
      bits = uint16_t(sign | 0x7c00);
    else if (magnitude >= 0x38800000) // 2^-14: normal
      bits = uint16_t(sign | (roundOff(magnitude, 13) - (112u << 10)));
    else if (magnitude > 0x33000000) // above 2^-25: subnormal, unit 2^-24
      bits = uint16_t(sign | roundOff((magnitude & 0x7fffff) | 0x800000,
                                      126 - (magnitude >> 23)));
    else
      bits = uint16_t(sign);
  }
  constexpr explicit operator float() const {
    uint32_t sign = uint32_t(bits & 0x8000) << 16, magnitude = bits & 0x7fff;
    if (magnitude >= 0x7c00) // infinity and NaN
      return std::bit_cast<float>(sign | 0x7f800000 |
                                  (magnitude & 0x3ff) << 13);
    if (magnitude >= 0x400)
      return std::bit_cast<float>(sign | ((magnitude << 13) + (112u << 23)));
    float value = float(magnitude) * 0x1p-24f;
    return sign ? -value : value;
  }

private:
  // value / 2^shift, to nearest, ties to even.
  static constexpr uint32_t roundOff(uint32_t value, uint32_t shift) {
    return (value + ((1u << (shift - 1)) - 1) + (value >> shift & 1)) >> shift;
  }
};

/// Storage of a bfloat16: the upper half of a float.
struct BFloat16 {
  uint16_t bits = 0;

  constexpr BFloat16() = default;
  /// A double or an integer, rounded once.
  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr explicit BFloat16(T value)
      : BFloat16(detail::toFloatOdd(static_cast<double>(value))) {}
  /// Rounds to nearest even; NaN stays a NaN.
  constexpr explicit BFloat16(float value) {
    uint32_t x = std::bit_cast<uint32_t>(value);
    if ((x & 0x7fffffff) > 0x7f800000)
      bits = uint16_t(x >> 16 | 0x40);
    else
      bits = uint16_t((x + 0x7fff + (x >> 16 & 1)) >> 16);
  }
  constexpr explicit operator float() const {
    return std::bit_cast<float>(uint32_t(bits) << 16);
  }
};

} // namespace weft

#endif // WEFT_HALF_H
