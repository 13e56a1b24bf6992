// The static fields of a tree: which types may be one, and their equality,
// hash and text.
#ifndef WEFT_DETAIL_TREESTATIC_H
#define WEFT_DETAIL_TREESTATIC_H

#include <bit>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>

namespace weft::detail {

template <class T>
concept HasEqual = requires(const T &a) {
  { a == a } -> std::convertible_to<bool>;
};
template <class T>
concept HasHash = requires(const T &a) {
  { std::hash<T>()(a) } -> std::convertible_to<std::size_t>;
};

// Such a pointer is text, and == would compare where it lies.
template <class T> consteval bool isTextPointer() {
  if constexpr (std::is_pointer_v<T>) {
    using C = std::remove_cv_t<std::remove_pointer_t<T>>;
    return std::is_same_v<C, char> || std::is_same_v<C, char8_t> ||
           std::is_same_v<C, wchar_t> || std::is_same_v<C, char16_t> ||
           std::is_same_v<C, char32_t>;
  }
  return false;
}

constexpr std::uint64_t mixHash(std::uint64_t seed, std::uint64_t value) {
  std::uint64_t h = (seed ^ value) * 0x9e3779b97f4a7c15u;
  return h ^ (h >> 29) ^ (seed << 7);
}

// An empty class (a captureless lambda, a tag) has one value.
template <class T>
concept OneValue = std::is_empty_v<T> && !(HasEqual<T> && HasHash<T>);

/// Floating-point values are compared by their bits: -0.0 and 0.0 make
/// different programs, and a NaN must find its own cache entry again.
template <class T> bool staticEqual(const T &a, const T &b) {
  if constexpr (OneValue<T>)
    return true;
  else if constexpr (std::is_same_v<T, float>)
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
  else if constexpr (std::is_same_v<T, double>)
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
  else
    return a == b;
}

template <class T> std::uint64_t staticHash(const T &a) {
  if constexpr (OneValue<T>)
    return 0;
  else if constexpr (std::is_same_v<T, float>)
    return std::bit_cast<std::uint32_t>(a);
  else if constexpr (std::is_same_v<T, double>)
    return std::bit_cast<std::uint64_t>(a);
  else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>)
    return static_cast<std::uint64_t>(a);
  else
    return std::hash<T>()(a);
}

/// The value where it is a number or text, otherwise a mark of its hash.
template <class T> std::string staticText(const T &a) {
  if constexpr (std::is_same_v<T, bool>) {
    return a ? "true" : "false";
  } else if constexpr (std::is_enum_v<T>) {
    return std::to_string(static_cast<std::underlying_type_t<T>>(a));
  } else if constexpr (std::is_integral_v<T>) {
    return std::to_string(a);
  } else if constexpr (std::is_floating_point_v<T>) {
    char text[64];
    return std::string(text, std::to_chars(text, text + sizeof text, a).ptr);
  } else if constexpr (std::is_convertible_v<const T &, std::string_view>) {
    return '"' + std::string(std::string_view(a)) + '"';
  } else {
    char text[17];
    auto end = std::to_chars(text, text + sizeof text, staticHash(a), 16).ptr;
    return "#" + std::string(text, end);
  }
}

} // namespace weft::detail

#endif // WEFT_DETAIL_TREESTATIC_H
