// The element types of arrays: their names, sizes and kinds, and the C++
// types that hold them.
#ifndef WEFT_DTYPE_H
#define WEFT_DTYPE_H

#include "weft/Half.h"

#include <bit>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

namespace weft {

enum class Dtype : uint8_t {
  Bool,
  I4,
  I8,
  I16,
  I32,
  I64,
  U4,
  U8,
  U16,
  U32,
  U64,
  F16,
  BF16,
  F32,
  F64,
  F8E4M3FN,
  F8E5M2,
  C64,
  C128
};

namespace detail {

enum class DtypeKind : uint8_t { Bool, Signed, Unsigned, Float, Complex };

struct DtypeInfo {
  const char *name, *shortName;
  uint8_t size;
  DtypeKind kind;
};

// In the order of the enumeration.
inline constexpr DtypeInfo dtypeTable[] = {
    {"bool", "bool", 1, DtypeKind::Bool},
    {"int4", "i4", 1, DtypeKind::Signed},
    {"int8", "i8", 1, DtypeKind::Signed},
    {"int16", "i16", 2, DtypeKind::Signed},
    {"int32", "i32", 4, DtypeKind::Signed},
    {"int64", "i64", 8, DtypeKind::Signed},
    {"uint4", "u4", 1, DtypeKind::Unsigned},
    {"uint8", "u8", 1, DtypeKind::Unsigned},
    {"uint16", "u16", 2, DtypeKind::Unsigned},
    {"uint32", "u32", 4, DtypeKind::Unsigned},
    {"uint64", "u64", 8, DtypeKind::Unsigned},
    {"float16", "f16", 2, DtypeKind::Float},
    {"bfloat16", "bf16", 2, DtypeKind::Float},
    {"float32", "f32", 4, DtypeKind::Float},
    {"float64", "f64", 8, DtypeKind::Float},
    {"float8_e4m3fn", "f8_e4m3fn", 1, DtypeKind::Float},
    {"float8_e5m2", "f8_e5m2", 1, DtypeKind::Float},
    {"complex64", "c64", 8, DtypeKind::Complex},
    {"complex128", "c128", 16, DtypeKind::Complex},
};

constexpr const DtypeInfo &info(Dtype dtype) {
  return dtypeTable[static_cast<size_t>(dtype)];
}

} // namespace detail

/// How many dtypes there are; their values are 0 to numDtypes - 1.
inline constexpr size_t numDtypes = std::size(detail::dtypeTable);

/// Bytes of one element in memory. The 4-bit types take one byte each.
constexpr size_t itemSize(Dtype dtype) { return detail::info(dtype).size; }

/// JAX's name: "float32", "bool", "bfloat16".
constexpr const char *name(Dtype dtype) { return detail::info(dtype).name; }

/// JAX's short name: "f32", "bool", "bf16".
constexpr const char *shortName(Dtype dtype) {
  return detail::info(dtype).shortName;
}

/// The dtype of a name or a short name; none where there is no such dtype.
constexpr std::optional<Dtype> dtypeNamed(std::string_view text) {
  for (size_t i = 0; i < numDtypes; ++i)
    if (text == detail::dtypeTable[i].name ||
        text == detail::dtypeTable[i].shortName)
      return static_cast<Dtype>(i);
  return std::nullopt;
}

constexpr bool isBool(Dtype dtype) { return dtype == Dtype::Bool; }

constexpr bool isFloat(Dtype dtype) {
  return detail::info(dtype).kind == detail::DtypeKind::Float;
}

constexpr bool isComplex(Dtype dtype) {
  return detail::info(dtype).kind == detail::DtypeKind::Complex;
}

/// Signed and unsigned integers; not bool.
constexpr bool isInteger(Dtype dtype) {
  return detail::info(dtype).kind == detail::DtypeKind::Signed ||
         detail::info(dtype).kind == detail::DtypeKind::Unsigned;
}

/// Whether -1 is a value of it.
constexpr bool isSigned(Dtype dtype) {
  return detail::info(dtype).kind != detail::DtypeKind::Unsigned &&
         !isBool(dtype);
}

/// The dtype whose elements are held in a T.
template <class T> constexpr Dtype dtypeOf() {
  if constexpr (std::is_same_v<T, bool>) {
    return Dtype::Bool;
  } else if constexpr (std::is_integral_v<T>) {
    constexpr int width = std::countr_zero(sizeof(T));
    static_assert(width <= 3, "dtypeOf: no dtype for integers over 64 bits");
    constexpr Dtype first = std::is_signed_v<T> ? Dtype::I8 : Dtype::U8;
    return static_cast<Dtype>(static_cast<int>(first) + width);
  } else if constexpr (std::is_same_v<T, float>) {
    return Dtype::F32;
  } else if constexpr (std::is_same_v<T, double>) {
    return Dtype::F64;
  } else if constexpr (std::is_same_v<T, Half>) {
    return Dtype::F16;
  } else if constexpr (std::is_same_v<T, BFloat16>) {
    return Dtype::BF16;
  } else if constexpr (std::is_same_v<T, std::complex<float>>) {
    return Dtype::C64;
  } else {
    static_assert(std::is_same_v<T, std::complex<double>>,
                  "dtypeOf: no dtype for this type");
    return Dtype::C128;
  }
}

} // namespace weft

#endif // WEFT_DTYPE_H
