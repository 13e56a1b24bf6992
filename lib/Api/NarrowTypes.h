// Storage of the dtypes that no public C++ type holds: float8 and 4-bit integers.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace weft::api {

/// Storage of a float8 with `Exponent` bits of exponent: e4m3fn, which has no
/// infinities (and where what is too large becomes NaN), or e5m2.
template <int Exponent> struct Float8 {
  static constexpr int mantissa = 7 - Exponent;
  static constexpr int bias = (1 << (Exponent - 1)) - 1;
  static constexpr bool hasInfinity = Exponent == 5;
  uint8_t bits = 0;

  constexpr Float8() = default;
  /// Rounds to nearest even.
  explicit Float8(float value);
  explicit operator float() const;
};
/// Storage of a 4-bit integer: one byte, extended by its sign if it has one.
template <bool Signed> struct Nibble {
  using Value = std::conditional_t<Signed, int8_t, uint8_t>;
  uint8_t bits = 0;

  constexpr Nibble() = default;
  constexpr explicit Nibble(int64_t value)
      : bits(static_cast<uint8_t>(Signed ? (value << 60) >> 60 : value & 15)) {}
  /// Whatever the upper half of the byte is.
  constexpr Value value() const {
    return static_cast<Value>(Signed ? static_cast<int8_t>(bits << 4) >> 4
                                     : bits & 15);
  }
};

template <int Exponent> Float8<Exponent>::Float8(float value) {
  uint8_t sign = std::signbit(value) ? 0x80 : 0;
  float size = std::abs(value);
  const uint8_t nan = hasInfinity ? 0x7e : 0x7f, inf = 0x7c;
  if (std::isnan(value)) {
    bits = sign | nan;
    return;
  }
  // The least exponent has subnormal numbers below it, in the same steps.
  int power = size == 0 ? 1 - bias : std::max(std::ilogb(size), 1 - bias);
  if (std::isinf(size) || power > 2 * bias + 1) {
    bits = sign | (hasInfinity ? inf : nan);
    return;
  }
  auto steps = static_cast<int>(
      std::nearbyint(std::ldexp(size, mantissa - power))); // ties to even
  // A carry runs into the exponent.
  int code = ((power + bias - 1) << mantissa) + steps;
  int most = hasInfinity ? inf - 1 : 0x7e;
  bits = sign | (code > most ? (hasInfinity ? inf : nan) : code);
}
template <int Exponent> Float8<Exponent>::operator float() const {
  int size = bits & 0x7f;
  bool isNan = hasInfinity ? size > 0x7c : size == 0x7f;
  int power = std::max(size >> mantissa, 1);
  int steps = size - ((power - 1) << mantissa);
  float value = isNan ? std::numeric_limits<float>::quiet_NaN()
                : hasInfinity && size == 0x7c
                    ? std::numeric_limits<float>::infinity()
                    : std::ldexp(static_cast<float>(steps),
                                 power - bias - mantissa);
  return bits & 0x80 ? -value : value;
}

template <class T> inline constexpr bool isNibble = false;
template <bool Signed> inline constexpr bool isNibble<Nibble<Signed>> = true;

} // namespace weft::api
