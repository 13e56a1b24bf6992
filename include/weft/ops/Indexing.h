// NumPy's indexing: x[idx::at(3, idx::all, idx::slice(1, 4))] reads, and
// x.at(idx::at(i, idx::all)).add(v) gives a changed copy (in a loop's carry
// nothing but the place is written).
//
//   3                      one element; the axis disappears
//   i (an Array)           integers, traced or not: advanced indexing, as NumPy
//                          has it; scalars as 3
//   m (a bool Array)       where it is true; its values must be known
//   idx::all               the axis as it is, as axes that are not named
//   idx::slice(a, b, s)    a, a + s, … before b; idx::none leaves one out
//   idx::newAxis           a new axis of size 1
//   idx::ellipsis          as many axes as are needed
//
// Negative places count from the end. C++ integers out of range are a
// ShapeError. Of what only a run can tell, reads take the nearest place, and
// updates are left out. Linear; differentiable in floats and complex numbers.
#ifndef WEFT_OPS_INDEXING_H
#define WEFT_OPS_INDEXING_H

#include "weft/ops/Gather.h"

#include <variant>

namespace weft {
namespace idx {

struct None {};
struct All {};
struct NewAxis {};
struct Ellipsis {};
inline constexpr None none{};
inline constexpr All all{};
inline constexpr NewAxis newAxis{};
inline constexpr Ellipsis ellipsis{};

/// A place of a slice, or none.
struct Bound {
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  constexpr Bound(T at) : at(static_cast<int64_t>(at)) {}
  constexpr Bound(None) {}
  std::optional<int64_t> at;
};
struct Slice {
  std::optional<int64_t> start, stop;
  int64_t step = 1;
};
constexpr Slice slice(Bound stop) { return {std::nullopt, stop.at}; }
constexpr Slice slice(Bound start, Bound stop, int64_t step = 1) {
  return {start.at, stop.at, step};
}

/// What one or more axes are indexed by.
struct Item {
  using Value = std::variant<int64_t, Slice, NewAxis, Ellipsis, Array>;
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  Item(T at, std::source_location where = std::source_location::current())
      : value(static_cast<int64_t>(at)), where(where) {}
  Item(All, std::source_location where = std::source_location::current())
      : value(Slice()), where(where) {}
  Item(Slice s, std::source_location where = std::source_location::current())
      : value(s), where(where) {}
  Item(NewAxis n, std::source_location where = std::source_location::current())
      : value(n), where(where) {}
  Item(Ellipsis e, std::source_location where = std::source_location::current())
      : value(e), where(where) {}
  Item(const Array &a,
       std::source_location where = std::source_location::current())
      : value(a), where(where) {}

  Value value;
  std::source_location where;
};

/// An item per axis, from the front.
struct Index {
  template <class T>
    requires std::convertible_to<const T &, Item>
  Index(const T &item,
        std::source_location where = std::source_location::current())
      : items{Item(item, where)}, where(where) {}
  explicit Index(std::vector<Item> list)
      : items(std::move(list)), where(items[0].where) {}

  std::vector<Item> items;
  std::source_location where;
};
inline Index at(Item a) { return Index(std::vector<Item>{a}); }
inline Index at(Item a, Item b) { return Index(std::vector<Item>{a, b}); }
inline Index at(Item a, Item b, Item c) {
  return Index(std::vector<Item>{a, b, c});
}
inline Index at(Item a, Item b, Item c, Item d) {
  return Index(std::vector<Item>{a, b, c, d});
}
inline Index at(Item a, Item b, Item c, Item d, Item e) {
  return Index(std::vector<Item>{a, b, c, d, e});
}
inline Index at(Item a, Item b, Item c, Item d, Item e, Item f) {
  return Index(std::vector<Item>{a, b, c, d, e, f});
}

} // namespace idx

/// A place in an array: x.at(i).
class IndexUpdate {
public:
  IndexUpdate(Array x, idx::Index index)
      : x(std::move(x)), index(std::move(index)) {}
  /// What is there; places out of range as `mode` says.
  Array get(Bounds mode = Bounds::Clip,
            std::optional<double> fillValue = std::nullopt) const;
  /// x with v there (it broadcasts and is converted to x's dtype), or with what
  /// is there and v combined; where a place is named several times each counts,
  /// and of set the last one.
  Array set(const Operand &v, const ScatterOptions &options = {}) const;
  Array add(const Operand &v, const ScatterOptions &options = {}) const;
  Array mul(const Operand &v, const ScatterOptions &options = {}) const;
  Array min(const Operand &v, const ScatterOptions &options = {}) const;
  Array max(const Operand &v, const ScatterOptions &options = {}) const;

private:
  Array x;
  idx::Index index;
};

} // namespace weft

#endif // WEFT_OPS_INDEXING_H
