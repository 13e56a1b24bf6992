// The halves of trees that need no type: their text, their paths, where two of
// them differ, TreeDef and Axes.
#include "weft/Tree.h"
#include "weft/Error.h"
#include "weft/TreeDef.h"

#include <utility>

using namespace weft;
using namespace weft::detail;

namespace {

/// A tree in words.
struct Description {
  struct Entry {
    std::string path, what;
    bool isLeaf = false;
  };
  /// The whole on one line.
  std::string text;
  /// Leaves, static values, sizes and keys, in order.
  std::vector<Entry> entries;
};

class Describer final : public TreeVisitor {
public:
  Description result;

  Describer() : TreeVisitor(/*changes=*/false, /*named=*/true) {}

  void leaf(Array &) override {
    note("an Array", true);
    result.text += '*';
  }
  void fixed(StaticValue value) override {
    std::string text = value.text(value.value);
    note(text);
    result.text += text;
  }
  void size(TreeKind kind, std::size_t size) override {
    if (kind != TreeKind::Optional)
      return note(std::to_string(size) +
                  (size == 1 ? " element" : " elements"));
    note(size ? "a value" : "an empty optional");
    if (!size)
      result.text += "none";
  }

  void open(TreeKind kind) override {
    result.text += kind == TreeKind::Sequence ? '[' : '{';
    isFirst = true;
  }
  void close(TreeKind kind) override {
    result.text += kind == TreeKind::Sequence ? ']' : '}';
  }
  void index(std::size_t i) override {
    enter('[' + std::to_string(i) + ']', "");
  }
  void key(StaticValue key) override {
    std::string text = key.text(key.value);
    note("the key " + text);
    enter('[' + text + ']', text);
  }
  void field(std::size_t i, const char *name) override {
    std::string label = name ? name : "";
    enter('.' + (name ? label : std::to_string(i)), label);
  }
  void leave() override {
    path.resize(lengths.back());
    lengths.pop_back();
    isFirst = false;
  }

private:
  void note(std::string what, bool isLeaf = false) {
    result.entries.push_back({path, std::move(what), isLeaf});
  }
  void enter(const std::string &step, const std::string &label) {
    if (!isFirst)
      result.text += ", ";
    if (!label.empty())
      result.text += label + ": ";
    lengths.push_back(path.size());
    path += step;
  }

  std::string path;
  std::vector<std::size_t> lengths;
  bool isFirst = true;
};

Description describe(const TreeOps &ops, const void *tree) {
  Describer describer;
  ops.walk(describer, const_cast<void *>(tree));
  return std::move(describer.result);
}

std::string counted(std::size_t n, const char *one, const char *many) {
  return std::to_string(n) + ' ' + (n == 1 ? one : many);
}

std::string difference(const Description &a, const Description &b,
                       std::size_t numberOfB) {
  const std::string inB = " in tree " + std::to_string(numberOfB);
  for (std::size_t i = 0; i < a.entries.size() && i < b.entries.size(); ++i) {
    const auto &x = a.entries[i], &y = b.entries[i];
    if (x.what == y.what)
      continue;
    const std::string at = x.path.empty() ? "" : " at " + x.path;
    return x.what + at + " in tree 0 and " + y.what + inB;
  }
  // Static values without a text, whose hashes are equal.
  return "static values that compare unequal in tree 0 and" + inB;
}

} // namespace

std::vector<std::string> detail::leafPathsOf(const TreeOps &ops,
                                             const void *tree) {
  std::vector<std::string> paths;
  for (auto &entry : describe(ops, tree).entries)
    if (entry.isLeaf)
      paths.push_back(std::move(entry.path));
  return paths;
}

std::string detail::textOf(const TreeOps &ops, const void *tree) {
  return describe(ops, tree).text;
}

void detail::gatherOther(const char *op, const std::source_location &where,
                         const TreeOps &ops, const void *first,
                         const void *other, std::size_t number,
                         std::vector<Array> &leaves) {
  if (!ops.equal(const_cast<void *>(first), const_cast<void *>(other)))
    throw UserError(
        Message{.op = op,
                .rule = "trees must have the same structure",
                .received = difference(describe(ops, first),
                                       describe(ops, other), number),
                .where = place(where),
                .hint = {}});
  FlattenVisitor flatten(leaves);
  ops.walk(flatten, const_cast<void *>(other));
}

void detail::checkLeafCount(std::size_t needed, std::size_t given, bool exactly,
                            const std::source_location &where) {
  if (given == needed || (given > needed && !exactly))
    return;
  throw UserError(
      Message{.op = "treeUnflatten",
              .rule = "there must be one leaf for each Array of the tree",
              .received = counted(given, "leaf", "leaves") + " for a tree of " +
                          std::to_string(needed),
              .where = place(where),
              .hint = {}});
}

struct TreeDef::Held {
  const TreeOps &ops;
  void *skeleton;
  std::uint64_t hash;
  std::size_t leafCount;

  Held(const TreeOps &ops, void *skeleton, std::uint64_t hash)
      : ops(ops), skeleton(skeleton), hash(hash) {
    CountVisitor count;
    ops.walk(count, skeleton);
    leafCount = count.count;
  }
  Held(const Held &) = delete;
  ~Held() { ops.destroy(skeleton); }
};

TreeDef::TreeDef(const TreeOps &ops, void *skeleton, std::uint64_t hash)
    : held(std::make_shared<const Held>(ops, skeleton, hash)) {}

std::uint64_t TreeDef::hash() const { return held ? held->hash : 0; }

std::size_t TreeDef::leafCount() const { return held ? held->leafCount : 0; }

bool weft::operator==(const TreeDef &a, const TreeDef &b) {
  if (!a.held || !b.held)
    return a.held == b.held;
  return a.held->hash == b.held->hash && a.held->ops.type == b.held->ops.type &&
         a.held->ops.equal(a.held->skeleton, b.held->skeleton);
}

const void *TreeDef::skeletonOf(const std::type_info &type) const {
  return held && held->ops.type == type ? held->skeleton : nullptr;
}

void TreeDef::throwWrongType(const std::source_location &where) {
  throw UserError(
      Message{.op = "TreeDef",
              .rule = "a tree is put together as the type it was taken from",
              .received = {},
              .where = place(where),
              .hint = {}});
}

std::vector<std::string> TreeDef::leafPaths() const {
  return held ? leafPathsOf(held->ops, held->skeleton)
              : std::vector<std::string>();
}

std::string TreeDef::toString() const {
  return held ? textOf(held->ops, held->skeleton) : std::string();
}

std::vector<std::optional<int>>
Axes::forLeaves(std::size_t count, const char *op,
                const std::source_location &where) const {
  if (!perLeaf)
    return std::vector<std::optional<int>>(count, list.front());
  if (list.size() != count)
    throw ShapeError(
        Message{.op = op,
                .rule = "axes are one for all leaves or one for each leaf",
                .received = counted(list.size(), "axis", "axes") + " for " +
                            counted(count, "leaf", "leaves"),
                .where = place(where),
                .hint = {}});
  return list;
}
