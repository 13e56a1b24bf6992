// The visitors behind the functions of weft/Tree.h.
#ifndef WEFT_DETAIL_TREEVISITORS_H
#define WEFT_DETAIL_TREEVISITORS_H

#include "weft/detail/TreeWalk.h"

#include <cstdint>
#include <source_location>
#include <typeinfo>

namespace weft::detail {

template <class Visit> class LeafVisitor final : public TreeVisitor {
public:
  explicit LeafVisitor(Visit &visit) : visit(visit) {}
  void leaf(Array &a) override { visit(std::as_const(a)); }

private:
  Visit &visit;
};

class CountVisitor final : public TreeVisitor {
public:
  std::size_t count = 0;
  void leaf(Array &) override { ++count; }
};

class FlattenVisitor final : public TreeVisitor {
public:
  explicit FlattenVisitor(std::vector<Array> &leaves) : leaves(leaves) {}
  void leaf(Array &a) override { leaves.push_back(a); }

private:
  std::vector<Array> &leaves;
};

/// Puts the leaves from `next` on into the tree, or null ones if that is null:
/// moved where Leaf is Array, copied where it is const Array.
template <class Leaf> class FillVisitor final : public TreeVisitor {
public:
  explicit FillVisitor(Leaf *next)
      : TreeVisitor(/*changes=*/true, /*named=*/false), next(next) {}
  void leaf(Array &a) override { a = next ? std::move(*next++) : Array(); }

private:
  Leaf *next;
};

/// The tree with the leaves from `next` on, or null ones. Out of line, because
/// the copy of a struct is much code and its callers are many.
template <class T, class Leaf>
[[gnu::noinline]] T withLeaves(const T &like, Leaf *next) {
  static_assert(std::is_copy_constructible_v<T>,
                "Weft: a tree must have a copy constructor");
  T result = like;
  FillVisitor fill(next);
  walk(fill, result);
  return result;
}

// Its address stands for the type. Two shared libraries that do not unify it
// only miss each other's cache entries.
template <class T> inline constexpr char typeMark = 0;

class HashVisitor final : public TreeVisitor {
public:
  std::uint64_t hash = 0;

  void add(std::uint64_t value) { hash = mixHash(hash, value); }
  template <class T> void addType() {
    add(reinterpret_cast<std::uintptr_t>(&typeMark<T>));
  }
  void leaf(Array &) override {}
  void fixed(StaticValue value) override { add(value.hash(value.value)); }
  void key(StaticValue key) override { add(key.hash(key.value)); }
  void size(TreeKind, std::size_t size) override { add(size); }
};

/// What can be done with a tree whose type is forgotten.
struct TreeOps {
  const std::type_info &type;
  void (*walk)(TreeVisitor &, void *);
  bool (*equal)(void *, void *);
  void (*destroy)(void *);
};
template <class T> const TreeOps &treeOps() {
  static constexpr TreeOps ops = {
      typeid(T), [](TreeVisitor &v, void *t) { walk(v, *static_cast<T *>(t)); },
      [](void *a, void *b) {
        return equalStructure(*static_cast<T *>(a), *static_cast<T *>(b));
      },
      [](void *t) { delete static_cast<T *>(t); }};
  return ops;
}

/// The path of each leaf, and the tree in words, with the leaves as `*`.
std::vector<std::string> leafPathsOf(const TreeOps &ops, const void *tree);
std::string textOf(const TreeOps &ops, const void *tree);

/// Appends the leaves of a tree for `op`.
/// \throws UserError unless it has the structure of `first`.
void gatherOther(const char *op, const std::source_location &where,
                 const TreeOps &ops, const void *first, const void *other,
                 std::size_t number, std::vector<Array> &leaves);

/// Calls step(fn, leaf of each tree...) for each leaf, where fn is the last
/// argument and the trees are all others.
template <class Step, class T, class... Rest>
void forEachLeaf(const char *op, const std::source_location &where, Step step,
                 const T &t, Rest &&...rest) {
  static_assert(sizeof...(Rest) > 0, "Weft: the last argument is a function");
  constexpr std::size_t others = sizeof...(Rest) - 1;
  auto all = std::forward_as_tuple(rest...);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    static_assert(
        (std::is_same_v<
             std::remove_cvref_t<std::tuple_element_t<I, decltype(all)>>, T> &&
         ...),
        "Weft: this takes trees of one type, and then a function");
    std::vector<Array> leaves[others + 1];
    FlattenVisitor flatten(leaves[0]);
    readTree(flatten, t);
    (gatherOther(op, where, treeOps<T>(), &t, &std::get<I>(all), I + 1,
                 leaves[I + 1]),
     ...);
    for (std::size_t k = 0; k < leaves[0].size(); ++k)
      step(std::get<others>(all), std::as_const(leaves[0][k]),
           std::as_const(leaves[I + 1][k])...);
  }
  (std::make_index_sequence<others>());
}

/// fn(leaf of each tree...) for each leaf, of treeMap and of treeForEach.
template <class T, class... OthersThenFn>
std::vector<Array> mappedLeaves(const std::source_location &where, const T &t,
                                OthersThenFn &...rest) {
  std::vector<Array> results;
  auto step = [&](auto &fn, const auto &...leaves) {
    results.push_back(fn(leaves...));
  };
  forEachLeaf("treeMap", where, step, t, rest...);
  return results;
}
template <class T, class... OthersThenFn>
void callForEach(const std::source_location &where, const T &t,
                 OthersThenFn &...rest) {
  auto step = [](auto &fn, const auto &...leaves) { fn(leaves...); };
  forEachLeaf("treeForEach", where, step, t, rest...);
}

/// \throws UserError unless there are enough leaves, or, if `exactly`, as many
/// as are needed.
void checkLeafCount(std::size_t needed, std::size_t given, bool exactly,
                    const std::source_location &where);

} // namespace weft::detail

#endif // WEFT_DETAIL_TREEVISITORS_H
