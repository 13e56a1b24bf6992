// The structure of a tree as a value, apart from its leaves; and the axes that
// go with leaves, for vmap.
#ifndef WEFT_TREEDEF_H
#define WEFT_TREEDEF_H

#include "weft/Tree.h"

#include <initializer_list>
#include <memory>
#include <optional>
#include <typeinfo>

namespace weft {

/// The type, sizes, keys, presence and static fields of a tree: what a cache
/// of jit holds, and what turns the leaves of a result into the result.
/// Immutable; copies share it, and threads may.
class TreeDef {
public:
  /// The structure of nothing, equal to itself only.
  TreeDef() = default;
  template <class T> static TreeDef of(const T &t) {
    return TreeDef(detail::treeOps<T>(), new T(treeSkeleton(t)), treeHash(t));
  }

  explicit operator bool() const { return held != nullptr; }
  /// treeHash of the tree.
  std::uint64_t hash() const;
  std::size_t leafCount() const;

  /// Whether `t` has this structure. Neither hashes nor allocates.
  template <class T> bool matches(const T &t) const {
    const T *mine = skeleton<T>();
    return mine && treeStaticEqual(*mine, t);
  }
  friend bool operator==(const TreeDef &a, const TreeDef &b);

  /// The tree with null leaves, or null if it was of another type.
  template <class T> const T *skeleton() const {
    return static_cast<const T *>(skeletonOf(typeid(T)));
  }
  /// The tree with these leaves.
  /// \throws UserError unless there are leafCount() of them and it was a T.
  template <class T>
  T unflatten(std::span<const Array> leaves,
              std::source_location where =
                  std::source_location::current()) const {
    const T *mine = skeleton<T>();
    if (!mine)
      throwWrongType(where);
    return treeUnflatten(*mine, leaves, where);
  }
  /// As unflatten, of leaves that are given up: they are null then.
  template <class T>
  T unflattenMoved(std::span<Array> leaves,
                   std::source_location where =
                       std::source_location::current()) const {
    const T *mine = skeleton<T>();
    if (!mine)
      throwWrongType(where);
    detail::checkLeafCount(leafCount(), leaves.size(), /*exactly=*/true, where);
    return detail::withLeaves(*mine, leaves.data());
  }

  std::vector<std::string> leafPaths() const;
  /// For instance `{layers: [{w: *, b: *}], act: "relu"}`, `*` being a leaf.
  std::string toString() const;

private:
  struct Held;
  // Owns the skeleton.
  TreeDef(const detail::TreeOps &ops, void *skeleton, std::uint64_t hash);
  const void *skeletonOf(const std::type_info &type) const;
  [[noreturn]] static void throwWrongType(const std::source_location &where);

  std::shared_ptr<const Held> held;
};

bool operator==(const TreeDef &a, const TreeDef &b);

/// The axis of each leaf of one argument or result: one for all leaves
/// (`0`, `-1`, or `std::nullopt` for none), or one for each leaf in order
/// (`{0, std::nullopt, 1}`).
class Axes {
public:
  Axes(int axis) : list{axis} {}
  Axes(std::nullopt_t) : list{std::nullopt} {}
  Axes(std::optional<int> axis) : list{axis} {}
  Axes(std::initializer_list<std::optional<int>> perLeaf)
      : list(perLeaf), perLeaf(true) {}
  Axes(std::vector<std::optional<int>> perLeaf)
      : list(std::move(perLeaf)), perLeaf(true) {}

  /// One for each of so many leaves.
  /// \throws ShapeError if there is a list of another length.
  std::vector<std::optional<int>>
  forLeaves(std::size_t count, const char *op,
            const std::source_location &where = {}) const;

private:
  std::vector<std::optional<int>> list;
  bool perLeaf = false;
};

/// The axis of each leaf of `t`, where `axes` may stand for several.
/// \throws ShapeError as Axes::forLeaves does.
template <class T>
std::vector<std::optional<int>>
broadcastAxes(const Axes &axes, const T &t, const char *op = "vmap",
              const std::source_location &where = {}) {
  return axes.forLeaves(treeLeafCount(t), op, where);
}

} // namespace weft

#endif // WEFT_TREEDEF_H
