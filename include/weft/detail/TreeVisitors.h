// The visitors behind the functions of weft/Tree.h.
#ifndef WEFT_DETAIL_TREEVISITORS_H
#define WEFT_DETAIL_TREEVISITORS_H

#include "weft/detail/TreeDescribe.h"

#include <cstdint>

namespace weft::detail {

template <class Visit> struct LeafVisitor : TreeVisitor {
  Visit &visit;
  explicit LeafVisitor(Visit &visit) : visit(visit) {}
  void leaf(Array &a) { visit(std::as_const(a)); }
};

template <class Source> struct FillVisitor : TreeVisitor {
  static constexpr bool changes = true;
  Source &source;
  explicit FillVisitor(Source &source) : source(source) {}
  void leaf(Array &a) { a = source.take(); }
};

struct NullLeaves {
  Array take() { return Array(); }
};

// Its address stands for the type. Two shared libraries that do not unify it
// only miss each other's cache entries.
template <class T> inline constexpr char typeMark = 0;

struct HashVisitor : TreeVisitor {
  std::uint64_t hash = 0;

  void add(std::uint64_t value) { hash = mixHash(hash, value); }
  template <class T> void type() {
    add(reinterpret_cast<std::uintptr_t>(&typeMark<T>));
  }
  template <class S> void fixed(const S &value) { add(staticHash(value)); }
  template <class K> void key(const K &key) { add(staticHash(key)); }
  void open(TreeKind kind, std::size_t size) {
    if (kind != TreeKind::Product)
      add(size);
  }
  void optional(bool present) { add(present); }
};

template <class T, class Visit> void visitLeaves(const T &t, Visit &&visit) {
  visitTree(LeafVisitor<std::remove_reference_t<Visit>>(visit), t);
}

/// Calls step(fn, leaf of each tree...) for each leaf, where fn is the last
/// argument and the trees are all others.
template <class Step, class T, class... Rest>
void forEachLeaf(const char *op, Step step, const T &t, Rest &&...rest) {
  static_assert(sizeof...(Rest) > 0, "Weft: the last argument is a function");
  constexpr std::size_t others = sizeof...(Rest) - 1;
  auto all = std::forward_as_tuple(rest...);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    static_assert(
        (std::is_same_v<
             std::remove_cvref_t<std::tuple_element_t<I, decltype(all)>>, T> &&
         ...),
        "Weft: this takes trees of one type, and then a function");
    [[maybe_unused]] auto check = [&](const T &other, std::size_t number) {
      if (!equalStructure(const_cast<T &>(t), const_cast<T &>(other)))
        throwMismatch(op, describe(t), describe(other), number);
    };
    (check(std::get<I>(all), I + 1), ...);
    std::array<std::vector<Array>, others + 1> leaves;
    auto gather = [](const T &from, std::vector<Array> &to) {
      visitLeaves(from, [&](const Array &leaf) { to.push_back(leaf); });
    };
    gather(t, leaves[0]);
    (gather(std::get<I>(all), leaves[I + 1]), ...);
    for (std::size_t k = 0; k < leaves[0].size(); ++k)
      step(std::get<others>(all), std::as_const(leaves[0][k]),
           std::as_const(leaves[I + 1][k])...);
  }
  (std::make_index_sequence<others>());
}

inline std::vector<std::string> leafPaths(const TreeDescription &tree) {
  std::vector<std::string> paths;
  for (const auto &entry : tree.entries)
    if (entry.isLeaf)
      paths.push_back(entry.path);
  return paths;
}

[[noreturn]] inline void throwLeafCount(const char *op, std::size_t needed,
                                        std::size_t given) {
  throw UserError(Message{
      .op = op,
      .rule = "there must be one leaf for each Array of the tree",
      .received = std::to_string(given) + (given == 1 ? " leaf" : " leaves") +
                  " for a tree of " + std::to_string(needed),
      .where = {},
      .hint = {}});
}

} // namespace weft::detail

#endif // WEFT_DETAIL_TREEVISITORS_H
