// Trees: values made of Arrays that transforms take apart and put together.
//
// A tree is an Array; a plain struct of up to 32 trees (no macro needed); a
// std::tuple, pair, array, vector, map or optional of trees; a type with
// WEFT_FIELDS or TreeTraits (weft/TreeTraits.h); or a static value: a number,
// a bool, an enum, a std::string, a function pointer, anything with == and
// std::hash but other pointers. Only the Arrays are traced. The rest (static values, sizes, keys
// of maps, presence of optionals) is the structure: jit compiles once for
// each, and a gradient has the structure of what it is the gradient of.
//
// No function here reads or writes elements of an Array.
#ifndef WEFT_TREE_H
#define WEFT_TREE_H

#include "weft/Error.h"
#include "weft/detail/TreeVisitors.h"

#include <cstdint>
#include <source_location>
#include <span>
#include <string>
#include <vector>

namespace weft {

/// Holds for what the functions below accept.
template <class T>
concept Tree = detail::isTree<std::remove_cvref_t<T>>();

/// The type that a transform gives for each leaf-shaped result of an argument
/// of type T: the gradient of a `const Params &` is a `Params`.
template <class T> using TreeOf = std::remove_cvref_t<T>;

/// Whether a reference to a leaf of a T lasts as long as the T. Not so for a
/// type whose TreeTraits make its parts with `flatten`, or that contains one:
/// its leaves end with the call that is given them.
template <class T>
inline constexpr bool
    treeHoldsLeaves = detail::holdsLeaves<std::remove_cvref_t<T>>();

/// Calls `visit(const Array &)` for each leaf, in order, and allocates nothing.
template <class T, class Visit>
void treeVisitLeaves(const T &t, Visit &&visit) {
  detail::LeafVisitor<std::remove_reference_t<Visit>> visitor(visit);
  detail::readTree(visitor, t);
}

/// Appends the leaves of `t`, in order.
template <class T> void treeFlatten(const T &t, std::vector<Array> &leaves) {
  detail::FlattenVisitor visitor(leaves);
  detail::readTree(visitor, t);
}

/// The leaves of `t`, in order.
template <class T> std::vector<Array> treeLeaves(const T &t) {
  std::vector<Array> leaves;
  treeFlatten(t, leaves);
  return leaves;
}

template <class T> std::size_t treeLeafCount(const T &t) {
  detail::CountVisitor visitor;
  detail::readTree(visitor, t);
  return visitor.count;
}

/// The hash of the types, sizes, keys, presence and static fields of one or
/// several trees; of no leaf. It allocates nothing and differs from process
/// to process.
template <class... T> std::uint64_t treeHash(const T &...trees) {
  detail::HashVisitor visitor;
  ((visitor.template addType<T>(), detail::readTree(visitor, trees)), ...);
  return visitor.hash;
}

/// Whether two trees of one type have the same structure. Allocates nothing.
/// Floating-point fields are compared bit by bit.
template <class T> bool treeStaticEqual(const T &a, const T &b) {
  return detail::equalStructure(const_cast<T &>(a), const_cast<T &>(b));
}

/// `t` with null leaves: its structure as a value.
template <class T> T treeSkeleton(const T &t) {
  return detail::withLeaves<T, const Array>(t, nullptr);
}

/// The place of each leaf: `.0` for the first field of a struct without names
/// (or of a tuple), `.w` for one with, `[3]` in a vector, `["key"]` in a map;
/// an optional adds nothing, and an Array by itself has the path "".
template <class T> std::vector<std::string> leafPaths(const T &t) {
  return detail::leafPathsOf(detail::treeOps<T>(), &t);
}

/// Leaves that are taken one after another.
class LeafCursor {
public:
  LeafCursor(std::span<const Array> leaves) : rest(leaves) {}

  std::size_t remaining() const { return rest.size(); }
  /// The next leaves, of which there must be as many.
  std::span<const Array> take(std::size_t count) {
    std::span<const Array> taken = rest.first(count);
    rest = rest.subspan(count);
    return taken;
  }

private:
  std::span<const Array> rest;
};

/// `like` with these leaves in the place of its own. Static fields are copied.
/// \throws UserError unless there are as many.
template <class T>
T treeUnflatten(const T &like, std::span<const Array> leaves,
                std::source_location where = std::source_location::current()) {
  detail::checkLeafCount(treeLeafCount(like), leaves.size(), /*exactly=*/true,
                         where);
  return detail::withLeaves(like, leaves.data());
}
/// As above, with the next leaves of a cursor, which it moves on.
/// \throws UserError if the cursor has too few; it is not moved then.
template <class T>
T treeUnflatten(const T &like, LeafCursor &leaves,
                std::source_location where = std::source_location::current()) {
  const std::size_t count = treeLeafCount(like);
  detail::checkLeafCount(count, leaves.remaining(), /*exactly=*/false, where);
  return treeUnflatten(like, leaves.take(count));
}
template <class T>
T treeUnflatten(const T &like, const std::vector<Array> &leaves,
                std::source_location where = std::source_location::current()) {
  return treeUnflatten(like, std::span<const Array>(leaves), where);
}

/// treeMap(t, others..., fn): a tree like `t` whose leaves are
/// `fn(leaf of t, leaf of each other...)`. The trees are of one type, and
/// static fields come from `t`. A place cannot follow a pack of arguments:
/// messages know the line of calls with up to three trees.
/// \throws UserError that names the first place where structures differ.
template <class T, class... OthersThenFn>
T treeMap(const T &t, OthersThenFn &&...rest) {
  return treeUnflatten(t, detail::mappedLeaves({}, t, rest...));
}
template <class T, class A, class Fn>
T treeMap(const T &t, A &&a, Fn &&fn,
          std::source_location where = std::source_location::current()) {
  return treeUnflatten(t, detail::mappedLeaves(where, t, a, fn));
}
template <class T, class A, class B, class Fn>
T treeMap(const T &t, A &&a, B &&b, Fn &&fn,
          std::source_location where = std::source_location::current()) {
  return treeUnflatten(t, detail::mappedLeaves(where, t, a, b, fn));
}

/// treeForEach(t, others..., fn): calls `fn(leaf of t, leaf of each other...)`
/// for each leaf, in order. Places as for treeMap.
/// \throws UserError that names the first place where structures differ.
template <class T, class... OthersThenFn>
void treeForEach(const T &t, OthersThenFn &&...rest) {
  detail::callForEach({}, t, rest...);
}
template <class T, class A, class Fn>
void treeForEach(const T &t, A &&a, Fn &&fn,
                 std::source_location where = std::source_location::current()) {
  detail::callForEach(where, t, a, fn);
}
template <class T, class A, class B, class Fn>
void treeForEach(const T &t, A &&a, B &&b, Fn &&fn,
                 std::source_location where = std::source_location::current()) {
  detail::callForEach(where, t, a, b, fn);
}

/// `fn(... fn(fn(init, leaf 0), leaf 1) ..., last leaf)`.
template <class T, class Value, class Fn>
Value treeReduce(const T &t, Value init, Fn &&fn) {
  treeVisitLeaves(t,
                  [&](const Array &leaf) { init = fn(std::move(init), leaf); });
  return init;
}

} // namespace weft

#endif // WEFT_TREE_H
