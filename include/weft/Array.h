// Arrays: what Weft's functions take and give.
#ifndef WEFT_ARRAY_H
#define WEFT_ARRAY_H

#include "weft/Dtype.h"
#include "weft/detail/Number.h"

#include <complex>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <source_location>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace weft {

using Shape = std::vector<int64_t>;

namespace idx {
struct Index;
}
class IndexUpdate;

namespace detail {
struct Node;
void retain(Node *node) noexcept;
void release(Node *node) noexcept;
} // namespace detail

/// An n-dimensional array: either values in memory, in row-major order, or,
/// while a transform runs the function it was given, a value that is being
/// traced. Immutable, and as cheap to copy as a pointer.
///
/// C++ scalars are *weak*: `x * 2.0` has the dtype of x. Alone they are f32,
/// i32 (an integer that does not fit is a DtypeError; unsigned ones are i32
/// too, as Python's numbers have no sign), c64 and bool; 64-bit
/// types are there where they are asked for: `array<double>({1, 2})`,
/// `astype(x, Dtype::F64)`.
///
/// Threads: concrete arrays may be read, copied and dropped by any thread at
/// once. A traced array belongs to the thread that traces.
class Array {
public:
  /// No array at all; every use but assignment and `operator!` is an error.
  Array() = default;

  Array(bool value);
  Array(int value);
  Array(long value, detail::Where where = detail::Where::current());
  Array(long long value, detail::Where where = detail::Where::current());
  Array(unsigned value, detail::Where where = detail::Where::current());
  Array(unsigned long value, detail::Where where = detail::Where::current());
  Array(unsigned long long value,
        detail::Where where = detail::Where::current());
  Array(float value);
  Array(double value);
  Array(long double value);
  Array(std::complex<float> value);
  Array(std::complex<double> value);

  /// One axis of f32 where an element is a floating-point number (a double,
  /// too), of i32 where none is, of bool where all are bools.
  Array(detail::Braced<detail::Number> values,
        detail::Where where = detail::Where::current())
      : Array(detail::arrayOfRow(values, where)) {}
  /// The same of one type: C++ would take ({1.0}) for the scalar 1.0.
  template <class T>
    requires std::is_arithmetic_v<T>
  Array(detail::Braced<T> values,
        detail::Where where = detail::Where::current())
      : Array(detail::arrayOfRow({values.begin(), values.end()}, where)) {}
  /// Two axes; rows of different length are a ShapeError.
  Array(detail::Braced<detail::Braced<detail::Number>> rows,
        detail::Where where = detail::Where::current())
      : Array(detail::arrayOfRows(detail::rowsOf(rows), where)) {}
  /// The same of one type: C++ would take {{1}} for a list of numbers, too.
  template <class T>
    requires std::is_arithmetic_v<T>
  Array(detail::Braced<detail::Braced<T>> rows,
        detail::Where where = detail::Where::current())
      : Array(detail::arrayOfRows(detail::rowsOf(rows), where)) {}

  Array(const Array &other) noexcept : node(other.node) {
    if (node)
      detail::retain(node);
  }
  Array(Array &&other) noexcept : node(std::exchange(other.node, nullptr)) {}
  Array &operator=(Array other) noexcept {
    std::swap(node, other.node);
    return *this;
  }
  ~Array() {
    if (node)
      detail::release(node);
  }

  bool isNull() const { return !node; }
  Shape shape() const;
  /// The size of one axis; negative ones count from the end.
  int64_t dim(int64_t axis,
              detail::Where where = detail::Where::current()) const;
  int64_t rank() const;
  /// How many elements there are.
  int64_t size() const;
  Dtype dtype() const;
  /// Whether the dtype gives way to that of another operand.
  bool isWeak() const;
  /// Whether the array is a value of a live trace.
  bool isTraced() const;

  /// The one element of an array of size 1, converted to T (float, double,
  /// int32_t, int64_t, bool, std::complex<double>). Of a traced array: works
  /// under grad, jvp, vjp and linearize of concrete arrays, and evaluates what
  /// the value depends on; throws TraceError inside jit, vmap and bodies of
  /// control flow.
  template <class T = double>
  T item(detail::Where where = detail::Where::current()) const;
  /// The elements in row-major order, converted to T.
  template <class T = double>
  std::vector<T>
  toVector(detail::Where where = detail::Where::current()) const;
  /// The elements where they lie; T must hold the dtype.
  template <class T>
  std::span<const T>
  data(detail::Where where = detail::Where::current()) const;
  const void *bytes(detail::Where where = detail::Where::current()) const;
  /// As item<bool>(). A message names the line of the operation that made the
  /// array: a conversion has none of its own.
  explicit operator bool() const;

  /// NumPy's indexing (ops/Indexing.h): x[3], x[i], x[idx::at(i, idx::all)];
  /// x.at(i).set(v) gives a changed copy.
  Array operator[](const idx::Index &index) const;
  IndexUpdate at(const idx::Index &index) const;

  /// As NumPy prints it; a traced array prints its type.
  std::string toString() const;

  /// For Weft itself.
  explicit Array(detail::Node *adopted) noexcept : node(adopted) {}
  detail::Node *get() const { return node; }

private:
  detail::Node *node = nullptr;
};

std::ostream &operator<<(std::ostream &os, const Array &x);

/// An array with these elements; `shape` defaults to one axis. f32 of float,
/// f64 of double, i64 of int64_t, and so on. Throws ShapeError where the
/// number of elements is another.
template <class T>
Array array(std::span<const T> elements, const Shape &shape,
            detail::Where where = detail::Where::current());
template <class T> Array array(const std::vector<T> &elements) {
  return array<T>(std::span<const T>(elements),
                  Shape{static_cast<int64_t>(elements.size())});
}
template <class T>
Array array(const std::vector<T> &elements, const Shape &shape,
            detail::Where where = detail::Where::current()) {
  return array<T>(std::span<const T>(elements), shape, where);
}
template <class T> Array array(std::initializer_list<T> elements) {
  return array<T>(std::span<const T>(elements.begin(), elements.size()),
                  Shape{static_cast<int64_t>(elements.size())});
}
/// A scalar that is not weak: `scalar<double>(0.1)` is an f64.
template <class T> Array scalar(T value) {
  return array<T>(std::span<const T>(&value, 1), Shape{});
}
/// An array over a copy of `bytes`, which hold shape's elements in row-major
/// order.
Array arrayFromBytes(const void *bytes, Dtype dtype, const Shape &shape,
                     detail::Where where = detail::Where::current());

/// Reads and writes .npy files. Throw IoError.
Array loadNpy(const std::string &path,
              detail::Where where = detail::Where::current());
void saveNpy(const std::string &path, const Array &x,
             detail::Where where = detail::Where::current());

/// What a function over arrays takes: an Array or a scalar, and the line of
/// the user's program where it was given.
struct Operand {
  template <class T>
    requires std::convertible_to<const T &, Array>
  Operand(const T &x,
          std::source_location where = std::source_location::current())
      : array(made(x, where)), where(where) {}

  Array array;
  std::source_location where;

private:
  template <class T>
  static Array made(const T &x, const std::source_location &where) {
    if constexpr (std::integral<T> && std::is_constructible_v<
                                          Array, const T &, detail::Where>)
      return Array(x, where); // an error is the caller's
    else
      return x;
  }
};

} // namespace weft

#endif // WEFT_ARRAY_H
