// Elements of concrete arrays as C++ values: visiting by dtype, conversion,
// and the values of C++ scalars.
#pragma once
#include "Api/NarrowTypes.h"
#include "Trace/Node.h"
#include "weft/Error.h"

#include <cmath>
#include <limits>
#include <optional>

namespace weft::api {

template <class T> inline constexpr bool isComplexType = false;
template <class T> inline constexpr bool isComplexType<std::complex<T>> = true;

template <class T>
inline constexpr bool isHalfType =
    std::is_same_v<T, Half> || std::is_same_v<T, BFloat16> ||
    std::is_same_v<T, Float8<4>> || std::is_same_v<T, Float8<5>>;

/// Calls f with a value of the C++ type that holds the dtype's elements.
template <class F> decltype(auto) withElementType(Dtype dtype, F &&f) {
  switch (dtype) {
  case Dtype::Bool:
    return f(bool());
  case Dtype::I4:
    return f(Nibble<true>());
  case Dtype::I8:
    return f(int8_t());
  case Dtype::I16:
    return f(int16_t());
  case Dtype::I32:
    return f(int32_t());
  case Dtype::I64:
    return f(int64_t());
  case Dtype::U4:
    return f(Nibble<false>());
  case Dtype::U8:
    return f(uint8_t());
  case Dtype::U16:
    return f(uint16_t());
  case Dtype::U32:
    return f(uint32_t());
  case Dtype::U64:
    return f(uint64_t());
  case Dtype::F16:
    return f(Half());
  case Dtype::BF16:
    return f(BFloat16());
  case Dtype::F32:
    return f(float());
  case Dtype::F64:
    return f(double());
  case Dtype::C64:
    return f(std::complex<float>());
  case Dtype::C128:
    return f(std::complex<double>());
  case Dtype::F8E4M3FN:
    return f(Float8<4>());
  case Dtype::F8E5M2:
    return f(Float8<5>());
  }
  throw InternalError("a dtype of the enumeration");
}

/// As weft.convert: floats to integers go towards zero and saturate.
template <class To, class From> To convertElement(From x) {
  if constexpr (std::is_same_v<To, From>) {
    return x;
  } else if constexpr (isHalfType<From>) {
    return convertElement<To>(static_cast<float>(x));
  } else if constexpr (isNibble<From>) {
    return convertElement<To>(x.value());
  } else if constexpr (isComplexType<To>) {
    using Part = typename To::value_type;
    if constexpr (isComplexType<From>)
      return To(static_cast<Part>(x.real()), static_cast<Part>(x.imag()));
    else
      return To(convertElement<Part>(x));
  } else if constexpr (isComplexType<From>) {
    if constexpr (std::is_same_v<To, bool>)
      return x != From(0);
    else
      return convertElement<To>(x.real());
  } else if constexpr (std::is_same_v<To, bool>) {
    return x != From(0);
  } else if constexpr (isHalfType<To>) {
    // Rounded once, also of doubles and wide integers.
    if constexpr (std::is_same_v<From, float>)
      return To(x);
    else
      return To(weft::detail::toFloatOdd(static_cast<double>(x)));
  } else if constexpr (isNibble<To>) {
    if constexpr (std::is_floating_point_v<From>) {
      auto least = static_cast<From>(To(int64_t(8)).value() < 0 ? -8 : 0);
      From most = least + 15;
      return To(std::isnan(x)
                    ? int64_t(0)
                    : static_cast<int64_t>(x < least  ? least
                                           : x > most ? most
                                                      : x));
    } else {
      return To(static_cast<int64_t>(x));
    }
  } else if constexpr (std::is_integral_v<To> &&
                       std::is_floating_point_v<From>) {
    using Limits = std::numeric_limits<To>;
    if (std::isnan(x))
      return 0;
    if (x <= static_cast<From>(Limits::min()))
      return Limits::min();
    return x >= static_cast<From>(Limits::max()) ? Limits::max()
                                                 : static_cast<To>(x);
  } else {
    return static_cast<To>(x);
  }
}

/// Element i of memory that holds elements of a dtype.
template <class T> T loadElement(Dtype dtype, const void *data, size_t i) {
  return withElementType(dtype, [&](auto zero) {
    return convertElement<T>(static_cast<const decltype(zero) *>(data)[i]);
  });
}
template <class T>
void storeElement(Dtype dtype, void *data, size_t i, T value) {
  withElementType(dtype, [&](auto zero) {
    using To = decltype(zero);
    static_cast<To *>(data)[i] = convertElement<To>(value);
  });
}

//===-- Literals ----------------------------------------------------------===//
// A C++ scalar becomes a weak array of 32 or 64 bits. Its value in double
// precision is kept behind the element, so that `x * 0.1` is exact to f64
// where x is f64.

/// A weak scalar (a bool is not weak).
Array literal(Dtype dtype, std::complex<double> value);
/// The value of a concrete weak scalar; none for any other array.
std::optional<std::complex<double>> literalValue(const Array &x);
/// A scalar of this dtype that is not weak.
Array scalarOf(Dtype dtype, std::complex<double> value);

} // namespace weft::api
