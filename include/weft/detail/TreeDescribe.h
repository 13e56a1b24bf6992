// Trees in words: the text of a structure, the path of each leaf, and the
// place where two structures differ. Used by messages and files, not by the
// dispatch of jit.
#ifndef WEFT_DETAIL_TREEDESCRIBE_H
#define WEFT_DETAIL_TREEDESCRIBE_H

#include "weft/Error.h"
#include "weft/detail/TreeWalk.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace weft::detail {

/// The name of field i of T, or null.
template <class T> const char *fieldName(std::size_t i) {
  if constexpr (HasNamedFields<T>) {
    return weftFieldNames(std::type_identity<T>())[i];
  } else if constexpr (requires { std::size(TreeTraits<T>::names); }) {
    return i < std::size(TreeTraits<T>::names) ? TreeTraits<T>::names[i]
                                               : nullptr;
  }
  return nullptr;
}

struct TreeDescription {
  struct Entry {
    std::string path, what;
    bool isLeaf = false;
  };
  std::string text;
  std::vector<Entry> entries;
};

class Describer : public TreeVisitor {
public:
  TreeDescription result;

  void leaf(Array &) { add("an Array", "*", true); }
  template <class S> void fixed(const S &value) {
    std::string text = staticText(value);
    add(text, text);
  }
  void optional(bool present) {
    if (present)
      result.entries.push_back({path, "a value"});
    else
      add("an empty optional", "none");
  }

  void open(TreeKind kind, std::size_t size) {
    if (kind != TreeKind::Product)
      result.entries.push_back(
          {path,
           std::to_string(size) + (size == 1 ? " element" : " elements")});
    result.text += kind == TreeKind::Sequence ? '[' : '{';
  }
  void close(TreeKind kind) {
    result.text += kind == TreeKind::Sequence ? ']' : '}';
  }

  void index(std::size_t i) { enter('[' + std::to_string(i) + ']', i == 0); }
  template <class K> void key(const K &key) {
    std::string text = staticText(key);
    result.entries.push_back({path, "the key " + text});
    enter('[' + text + ']', result.text.ends_with('{'));
    result.text += text + ": ";
  }
  template <class Parent> void field(std::size_t i) {
    const char *name = fieldName<Parent>(i);
    enter('.' + (name ? std::string(name) : std::to_string(i)), i == 0);
    if (name)
      result.text += std::string(name) + ": ";
  }
  void leave() {
    path.resize(lengths.back());
    lengths.pop_back();
  }

private:
  void add(std::string what, const std::string &text, bool isLeaf = false) {
    result.entries.push_back({path, std::move(what), isLeaf});
    result.text += text;
  }
  void enter(const std::string &step, bool isFirst) {
    if (!isFirst)
      result.text += ", ";
    lengths.push_back(path.size());
    path += step;
  }

  std::string path;
  std::vector<std::size_t> lengths;
};

template <class T> TreeDescription describe(const T &t) {
  return visitTree(Describer(), t).result;
}

/// Where and how two structures differ, e.g.
/// "3 elements at .layers in tree 0 and 2 elements in tree 2".
inline std::string difference(const TreeDescription &a,
                              const TreeDescription &b, std::size_t numberOfB) {
  const std::string inB = " in tree " + std::to_string(numberOfB);
  for (std::size_t i = 0; i < a.entries.size() && i < b.entries.size(); ++i) {
    const auto &x = a.entries[i], &y = b.entries[i];
    if (x.what == y.what && x.path == y.path)
      continue;
    std::string at = x.path.empty() ? "" : " at " + x.path;
    return x.what + at + " in tree 0 and " + y.what + inB;
  }
  return "static fields that compare unequal in tree 0 and" + inB;
}

[[noreturn]] inline void throwMismatch(const char *op, const TreeDescription &a,
                                       const TreeDescription &b,
                                       std::size_t numberOfB) {
  throw UserError(Message{.op = op,
                          .rule = "trees must have the same structure",
                          .received = difference(a, b, numberOfB),
                          .where = {},
                          .hint = {}});
}

} // namespace weft::detail

#endif // WEFT_DETAIL_TREEDESCRIBE_H
