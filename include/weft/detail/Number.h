// Lists of C++ numbers, from which arrays are made.
#ifndef WEFT_DETAIL_NUMBER_H
#define WEFT_DETAIL_NUMBER_H

#include <initializer_list>
#include <source_location>
#include <type_traits>
#include <vector>

namespace weft {
class Array;

namespace detail {
/// The line of the user's program that an error names.
using Where = std::source_location;

/// An element of a list, of any arithmetic type. A long double holds the 64-bit
/// integers, so that an error can say which of them is too large for an i32.
struct Number {
  enum Kind { Bool, Integer, Float } kind;
  long double value;

  template <class T>
    requires std::is_arithmetic_v<T>
  Number(T value)
      : kind(std::is_floating_point_v<T> ? Float
             : std::is_same_v<T, bool>   ? Bool
                                         : Integer),
        value(value) {}
};

template <class T> using Braced = std::initializer_list<T>;
using Rows = std::vector<std::vector<Number>>;

template <class T> Rows rowsOf(Braced<Braced<T>> rows) {
  Rows out;
  for (const Braced<T> &row : rows)
    out.emplace_back(row.begin(), row.end());
  return out;
}

Array arrayOfRow(const std::vector<Number> &row, const Where &where);
Array arrayOfRows(const Rows &rows, const Where &where);
} // namespace detail
} // namespace weft

#endif // WEFT_DETAIL_NUMBER_H
