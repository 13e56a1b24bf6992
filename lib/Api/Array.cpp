// Arrays: making them from C++ values and files, and reading their elements.
#include "Extent.h"
#include "Api/Elements.h"
#include "Trace/Allocate.h"
#include "Trace/Trace.h"
#include "weft/io/Npy.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <optional>
#include <utility>

using namespace weft;
using namespace weft::api;
using weft::detail::describe;
using weft::detail::Dims;
using weft::detail::makeConcrete;
using weft::detail::Node;
using weft::detail::nodeOf;

//===-- Literals ----------------------------------------------------------===//
namespace {
/// Where a literal's value lies in its buffer, and the size of such a buffer,
/// which no other scalar has.
constexpr size_t literalOffset = 16, literalBytes = 32;
static_assert(literalOffset + sizeof(std::complex<double>) == literalBytes);
} // namespace

Array api::literal(Dtype dtype, std::complex<double> value) {
  auto buffer = rt::Buffer::allocate(literalBytes);
  if (!buffer.ok())
    throw DeviceError(Message{"array", "out of memory", "", "", ""});
  auto *bytes = static_cast<std::byte *>((*buffer)->data());
  std::memset(bytes, 0, literalBytes);
  storeElement(dtype, bytes, 0, value);
  std::memcpy(bytes + literalOffset, &value, sizeof(value));
  return makeConcrete(dtype, {}, !isBool(dtype), *std::move(buffer));
}

std::optional<std::complex<double>> api::literalValue(const Array &x) {
  const Node &node = nodeOf(x);
  if (node.isTraced() || !node.weak || !node.dims.empty())
    return std::nullopt;
  auto *bytes = static_cast<const std::byte *>(node.buffer->data());
  std::complex<double> value;
  if (node.buffer->size() != literalBytes)
    return loadElement<std::complex<double>>(node.dtype, bytes, 0);
  std::memcpy(&value, bytes + literalOffset, sizeof(value));
  return value;
}

Array api::scalarOf(Dtype dtype, std::complex<double> value) {
  Array x = makeConcrete(dtype, {});
  storeElement(dtype, x.get()->buffer->data(), 0, value);
  return x;
}

//===-- From C++ values ---------------------------------------------------===//
[[noreturn]] static void refuseWide(std::string text, bool isSigned,
                                    const detail::Where &where) {
  throw DtypeError(Message{"array", "a C++ integer becomes an i32", text,
                           place(where),
                           std::string("write scalar<") +
                               (isSigned ? "int64_t" : "uint64_t") + ">(" +
                               text + ")"});
}
template <class T>
static Array integerLiteral(T value, const detail::Where &where) {
  if (!std::in_range<int32_t>(value))
    refuseWide(std::to_string(value), std::in_range<int64_t>(value), where);
  return literal(Dtype::I32, static_cast<double>(value));
}

Array::Array(bool value) : Array(literal(Dtype::Bool, value)) {}
Array::Array(int value) : Array(literal(Dtype::I32, value)) {}
Array::Array(long value, detail::Where where)
    : Array(integerLiteral(value, where)) {}
Array::Array(long long value, detail::Where where)
    : Array(integerLiteral(value, where)) {}
Array::Array(unsigned value, detail::Where where)
    : Array(integerLiteral(value, where)) {}
Array::Array(unsigned long value, detail::Where where)
    : Array(integerLiteral(value, where)) {}
Array::Array(unsigned long long value, detail::Where where)
    : Array(integerLiteral(value, where)) {}
Array::Array(float value) : Array(literal(Dtype::F32, value)) {}
Array::Array(double value) : Array(literal(Dtype::F32, value)) {}
Array::Array(long double value)
    : Array(literal(Dtype::F32, static_cast<double>(value))) {}
Array::Array(std::complex<float> value)
    : Array(literal(Dtype::C64, std::complex<double>(value))) {}
Array::Array(std::complex<double> value) : Array(literal(Dtype::C64, value)) {}

/// Rows of equal length one after the other, as elements of the widest kind
/// among them.
static Array fromNumbers(const detail::Rows &rows, const Dims &shape,
                         detail::Number::Kind widest,
                         const detail::Where &where) {
  Array x = makeConcrete(widest == detail::Number::Float     ? Dtype::F32
                         : widest == detail::Number::Integer ? Dtype::I32
                                                             : Dtype::Bool,
                         shape);
  void *to = x.get()->buffer->data();
  size_t i = 0;
  for (auto &row : rows)
    for (const detail::Number &element : row) {
      long double value = element.value;
      if (widest == detail::Number::Integer &&
          (value < INT32_MIN || value > INT32_MAX)) {
        std::string text = std::to_string(value);
        refuseWide(text.substr(0, text.find('.')), value < 0x1p63L, where);
      }
      storeElement(x.dtype(), to, i++, static_cast<double>(value));
    }
  return x;
}
static detail::Number::Kind widestOf(const detail::Rows &rows) {
  std::optional<detail::Number::Kind> widest;
  for (auto &row : rows)
    for (const detail::Number &element : row)
      widest = std::max(widest.value_or(element.kind), element.kind);
  return widest.value_or(detail::Number::Float);
}

Array detail::arrayOfRow(const std::vector<Number> &row, const Where &where) {
  Rows rows{row};
  return fromNumbers(rows, {static_cast<int64_t>(row.size())}, widestOf(rows),
                     where);
}
Array detail::arrayOfRows(const Rows &rows, const Where &where) {
  size_t width = rows.empty() ? 0 : rows.front().size();
  for (auto &row : rows)
    if (row.size() != width)
      throw ShapeError(Message{"array", "rows must have one length",
                               "rows of " + std::to_string(width) + " and " +
                                   std::to_string(row.size()) + " elements",
                               place(where), ""});
  return fromNumbers(
      rows, {static_cast<int64_t>(rows.size()), static_cast<int64_t>(width)},
      widestOf(rows), where);
}

Array weft::arrayFromBytes(const void *bytes, Dtype dtype, const Shape &shape,
                           detail::Where where) {
  for (int64_t d : shape)
    if (d < 0)
      throw ShapeError(Message{"array", "sizes must not be negative",
                               detail::describeShape(shape), place(where), ""});
  Array x = detail::allocate("array", where, dtype,
                             Dims(shape.begin(), shape.end()));
  if (size_t n = x.get()->byteSize())
    std::memcpy(x.get()->buffer->data(), bytes, n);
  return x;
}

template <class T>
Array weft::array(std::span<const T> elements, const Shape &shape,
                  detail::Where where) {
  auto n = !ir::isCountable(shape)
               ? -1
               : std::accumulate(shape.begin(), shape.end(), int64_t(1),
                                 std::multiplies<>());
  if (n != static_cast<int64_t>(elements.size()))
    throw ShapeError(Message{"array",
                             "the shape must have as many elements as "
                             "are given",
                             std::to_string(elements.size()) +
                                 " elements and shape " +
                                 detail::describeShape(shape),
                             place(where), ""});
  return arrayFromBytes(elements.data(), dtypeOf<T>(), shape, where);
}

//===-- What an array is --------------------------------------------------===//
Shape Array::shape() const {
  const Node &n = nodeOf(*this, "shape");
  return Shape(n.dims.begin(), n.dims.end());
}
int64_t Array::dim(int64_t axis, detail::Where where) const {
  const Node &n = nodeOf(*this, "dim", &where);
  int64_t rank = n.dims.size(), at = axis < 0 ? axis + rank : axis;
  if (at < 0 || at >= rank)
    throw ShapeError(Message{
        "dim", "axis " + std::to_string(axis) + " is not an axis of the array",
        describe(n), place(where), ""});
  return n.dims[at];
}
int64_t Array::rank() const { return nodeOf(*this, "rank").dims.size(); }
int64_t Array::size() const { return nodeOf(*this, "size").size(); }
Dtype Array::dtype() const { return nodeOf(*this, "dtype").dtype; }
bool Array::isWeak() const { return nodeOf(*this, "isWeak").weak; }
bool Array::isTraced() const { return nodeOf(*this, "isTraced").isTraced(); }

//===-- Reading elements --------------------------------------------------===//
/// The array itself, or what a traced one evaluates to.
static Array known(const Array &x, const char *op,
                   const detail::Where *where) {
  return nodeOf(x, op, where).isTraced() ? ir::evaluate(x, op, where) : x;
}
/// `where` is null for a conversion to bool, which cannot be told its place.
template <class T>
static T itemAt(const Array &a, const detail::Where *where) {
  const Node &n = nodeOf(a, "item", where);
  if (n.isTraced()) // of a trace that has ended nothing else is to be said
    ir::traceOf(n, "item", where);
  if (n.size() != 1)
    throw ShapeError(
        where ? Message{"item", "the array must have one element", describe(n),
                        place(*where), "toVector gives all of them"}
              : Message{"bool",
                        "an array is true or false if it has one element",
                        describe(n), place(n.made), "reduce it by all or any"});
  Array x = known(a, "item", where);
  return loadElement<T>(n.dtype, x.get()->buffer->data(), 0);
}
template <class T> T Array::item(detail::Where where) const {
  return itemAt<T>(*this, &where);
}
Array::operator bool() const { return itemAt<bool>(*this, nullptr); }

template <class T>
std::vector<T> Array::toVector(detail::Where where) const {
  Array x = known(*this, "toVector", &where);
  const Node &n = *x.get();
  std::vector<T> out(n.size());
  withElementType(n.dtype, [&](auto zero) {
    using From = decltype(zero);
    auto *from = static_cast<const From *>(n.buffer->data());
    for (size_t i = 0; i < out.size(); ++i)
      out[i] = convertElement<T>(from[i]);
  });
  return out;
}

template <class T> std::span<const T> Array::data(detail::Where where) const {
  const Node &n = nodeOf(*this, "data", &where);
  if (n.dtype != weft::dtypeOf<T>())
    throw DtypeError(Message{"data",
                             std::string("the C++ type holds ") +
                                 shortName(weft::dtypeOf<T>()),
                             describe(n), place(where), "toVector converts"});
  return {static_cast<const T *>(bytes(where)), static_cast<size_t>(n.size())};
}

// A traced array's value lives as long as its trace, which keeps it.
const void *Array::bytes(detail::Where where) const {
  return known(*this, "data", &where).get()->buffer->data();
}

#define WEFT_READ(T)                                                           \
  template T Array::item<T>(detail::Where) const;                              \
  template std::vector<T> Array::toVector<T>(detail::Where) const;
#define WEFT_HOLD(T)                                                           \
  WEFT_READ(T)                                                                 \
  template std::span<const T> Array::data<T>(detail::Where) const;             \
  template Array weft::array<T>(std::span<const T>, const Shape &,             \
                                detail::Where);
WEFT_HOLD(bool)
WEFT_HOLD(int8_t)
WEFT_HOLD(int16_t)
WEFT_HOLD(int32_t)
WEFT_HOLD(int64_t)
WEFT_HOLD(long long)
WEFT_HOLD(uint8_t)
WEFT_HOLD(uint16_t)
WEFT_HOLD(uint32_t)
WEFT_HOLD(uint64_t)
WEFT_HOLD(Half)
WEFT_HOLD(BFloat16)
WEFT_HOLD(float)
WEFT_HOLD(double)
WEFT_HOLD(std::complex<float>)
WEFT_HOLD(std::complex<double>)

//===-- .npy files --------------------------------------------------------===//
Array weft::loadNpy(const std::string &path, detail::Where where) {
  io::NpyData file = io::readNpy(path, {}, where);
  return arrayFromBytes(file.bytes.data(), file.dtype, file.shape, where);
}

void weft::saveNpy(const std::string &path, const Array &x,
                   detail::Where where) {
  Array values = known(x, "saveNpy", &where);
  const Node &n = *values.get();
  io::writeNpy(path, {n.dtype, n.dims, n.buffer->data()}, where);
}
