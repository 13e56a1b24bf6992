// The structure of a tree as a value, apart from its leaves; and the axes that
// go with leaves, for vmap.
#ifndef WEFT_TREEDEF_H
#define WEFT_TREEDEF_H

#include "weft/Tree.h"

#include <initializer_list>
#include <memory>
#include <optional>
#include <typeindex>
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
    return TreeDef(std::make_shared<const Model<T>>(t));
  }

  explicit operator bool() const { return held != nullptr; }
  /// treeHash of the tree.
  std::uint64_t hash() const { return held ? held->hash : 0; }
  std::size_t leafCount() const { return held ? held->leafCount : 0; }

  /// Whether `t` has this structure. Neither hashes nor allocates.
  template <class T> bool matches(const T &t) const {
    const T *mine = skeleton<T>();
    return mine && treeStaticEqual(*mine, t);
  }
  friend bool operator==(const TreeDef &a, const TreeDef &b) {
    if (!a.held || !b.held)
      return a.held == b.held;
    return a.held->type == b.held->type && a.held->hash == b.held->hash &&
           a.held->equals(*b.held);
  }

  /// The tree with null leaves, or null if it was of another type.
  template <class T> const T *skeleton() const {
    if (!held || held->type != typeid(T))
      return nullptr;
    return &static_cast<const Model<T> &>(*held).tree;
  }
  /// The tree with these leaves.
  /// \throws UserError unless there are leafCount() of them and it was a T.
  template <class T> T unflatten(std::span<const Array> leaves) const {
    if (const T *mine = skeleton<T>())
      return treeUnflatten(*mine, leaves);
    throw UserError(
        Message{.op = "TreeDef",
                .rule = "a tree is put together as the type it was taken from",
                .received = {},
                .where = {},
                .hint = {}});
  }

  std::vector<std::string> leafPaths() const {
    return held ? detail::leafPaths(held->describe())
                : std::vector<std::string>();
  }
  /// For instance `{layers: [{w: *, b: *}], act: "relu"}`, `*` being a leaf.
  std::string toString() const { return held ? held->describe().text : ""; }

private:
  struct Concept {
    std::type_index type;
    std::uint64_t hash;
    std::size_t leafCount;
    Concept(std::type_index type, std::uint64_t hash, std::size_t leafCount)
        : type(type), hash(hash), leafCount(leafCount) {}
    virtual ~Concept() = default;
    // `other` is of the same type.
    virtual bool equals(const Concept &other) const = 0;
    virtual detail::TreeDescription describe() const = 0;
  };
  template <class T> struct Model final : Concept {
    T tree;
    explicit Model(const T &t)
        : Concept(typeid(T), treeHash(t), treeLeafCount(t)),
          tree(treeSkeleton(t)) {}
    bool equals(const Concept &other) const override {
      return treeStaticEqual(tree, static_cast<const Model &>(other).tree);
    }
    detail::TreeDescription describe() const override {
      return detail::describe(tree);
    }
  };

  explicit TreeDef(std::shared_ptr<const Concept> held)
      : held(std::move(held)) {}
  std::shared_ptr<const Concept> held;
};

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
  std::vector<std::optional<int>> forLeaves(std::size_t count,
                                            const char *op) const {
    if (!perLeaf)
      return std::vector<std::optional<int>>(count, list.front());
    if (list.size() != count)
      throw ShapeError(
          Message{.op = op,
                  .rule = "axes are one for all leaves or one for each leaf",
                  .received = std::to_string(list.size()) + " axes for " +
                              std::to_string(count) +
                              (count == 1 ? " leaf" : " leaves"),
                  .where = {},
                  .hint = {}});
    return list;
  }

private:
  std::vector<std::optional<int>> list;
  bool perLeaf = false;
};

/// The axis of each leaf of `t`, where `axes` may stand for several.
/// \throws ShapeError as Axes::forLeaves does.
template <class T>
std::vector<std::optional<int>> broadcastAxes(const Axes &axes, const T &t,
                                              const char *op = "vmap") {
  return axes.forLeaves(treeLeafCount(t), op);
}

} // namespace weft

#endif // WEFT_TREEDEF_H
