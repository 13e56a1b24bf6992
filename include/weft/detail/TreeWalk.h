// The walk over a tree that every tree function is a visitor of. The visitor is
// virtual, so that the compiler makes one walk per type and not one per type
// and function.
#ifndef WEFT_DETAIL_TREEWALK_H
#define WEFT_DETAIL_TREEWALK_H

#include "weft/detail/TreeCheck.h"

#include <iterator>

namespace weft::detail {

/// A static value of any type.
struct StaticValue {
  const void *value;
  std::uint64_t (*hash)(const void *);
  std::string (*text)(const void *);
};

template <class S> StaticValue staticValue(const S &value) {
  return {&value,
          [](const void *v) { return staticHash(*static_cast<const S *>(v)); },
          [](const void *v) { return staticText(*static_cast<const S *>(v)); }};
}

/// What a visitor does unless it says otherwise: nothing.
class TreeVisitor {
public:
  /// Whether leaf() assigns.
  const bool changes = false;
  /// Whether open, close, index, field and leave are called.
  const bool named = false;

  TreeVisitor() = default;
  TreeVisitor(bool changes, bool named) : changes(changes), named(named) {}

  virtual void leaf(Array &) = 0;
  virtual void fixed(StaticValue) {}
  // Of a Sequence, Map or Optional; then, for each value of a Map, its key.
  virtual void size(TreeKind, std::size_t) {}
  virtual void key(StaticValue) {}
  // Around a Sequence, Map or Product; then before and after each part. The
  // name of a field may be null.
  virtual void open(TreeKind) {}
  virtual void close(TreeKind) {}
  virtual void index(std::size_t) {}
  virtual void field(std::size_t, const char *) {}
  virtual void leave() {}

protected:
  ~TreeVisitor() = default;
};

/// The name of field i of T, or null.
template <class T> const char *fieldName(std::size_t i) {
  if constexpr (HasNamedFields<T>)
    return weftFieldNames(std::type_identity<T>())[i];
  else if constexpr (requires { std::size(TreeTraits<T>::names); })
    return i < std::size(TreeTraits<T>::names) ? TreeTraits<T>::names[i]
                                               : nullptr;
  return nullptr;
}

template <class T> void walk(TreeVisitor &v, T &t);

template <class T> void walkSequence(TreeVisitor &v, T &t) {
  const std::size_t size = t.size();
  v.size(TreeKind::Sequence, size);
  for (std::size_t i = 0; i < size; ++i) {
    if (v.named)
      v.index(i);
    walk(v, t[i]);
    if (v.named)
      v.leave();
  }
}

template <class T> void walkMap(TreeVisitor &v, T &t) {
  v.size(TreeKind::Map, t.size());
  for (auto &[key, value] : t) {
    v.key(staticValue(key));
    walk(v, value);
    if (v.named)
      v.leave();
  }
}

template <class T, class F>
void walkField(TreeVisitor &v, std::size_t i, F &field) {
  if (v.named)
    v.field(i, fieldName<std::remove_cv_t<T>>(i));
  walk(v, field);
  if (v.named)
    v.leave();
}

// The tree is not const, so that one walk serves the visitors that assign and
// those that read; only the former assign.
template <class T> void walk(TreeVisitor &v, T &t) {
  constexpr TreeKind kind = verdict<T>.kind;
  [[maybe_unused]] constexpr TreeCheck<T> check;
  constexpr bool isList = kind == TreeKind::Sequence || kind == TreeKind::Map ||
                          kind == TreeKind::Product;
  if (isList && v.named)
    v.open(kind);
  if constexpr (kind == TreeKind::Leaf) {
    if constexpr (!std::is_const_v<T>)
      v.leaf(t);
  } else if constexpr (kind == TreeKind::Static) {
    v.fixed(staticValue(t));
  } else if constexpr (kind == TreeKind::Sequence) {
    walkSequence(v, t);
  } else if constexpr (kind == TreeKind::Map) {
    walkMap(v, t);
  } else if constexpr (kind == TreeKind::Optional) {
    v.size(kind, t.has_value());
    if (t)
      walk(v, *t);
  } else if constexpr (kind == TreeKind::Product) {
    visitFields(t, [&v](auto &...fields) {
      [[maybe_unused]] std::size_t i = 0;
      (walkField<T>(v, i++, fields), ...);
    });
  } else if constexpr (kind == TreeKind::Rebuilt) {
    auto parts = TreeTraits<std::remove_cv_t<T>>::flatten(std::as_const(t));
    walk(v, parts);
    if constexpr (!std::is_const_v<T>)
      if (v.changes)
        t = TreeTraits<T>::unflatten(std::move(parts));
  }
  if (isList && v.named)
    v.close(kind);
}

/// The entry of visitors that do not assign.
template <class T> void readTree(TreeVisitor &v, const T &t) {
  walk(v, const_cast<T &>(t));
}

/// Whether sizes, keys, presence and static fields are equal.
template <class T> bool equalStructure(T &a, T &b) {
  constexpr TreeKind kind = verdict<T>.kind;
  [[maybe_unused]] constexpr TreeCheck<T> check;
  if constexpr (kind == TreeKind::Static) {
    return staticEqual<std::remove_cv_t<T>>(a, b);
  } else if constexpr (kind == TreeKind::Sequence) {
    if (a.size() != b.size())
      return false;
    for (std::size_t i = 0; i < a.size(); ++i)
      if (!equalStructure(a[i], b[i]))
        return false;
  } else if constexpr (kind == TreeKind::Map) {
    if (a.size() != b.size())
      return false;
    for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y)
      if (!staticEqual(x->first, y->first) ||
          !equalStructure(x->second, y->second))
        return false;
  } else if constexpr (kind == TreeKind::Optional) {
    return a.has_value() == b.has_value() && (!a || equalStructure(*a, *b));
  } else if constexpr (kind == TreeKind::Product) {
    return visitFields(a, [&b](auto &...x) {
      return visitFields(
          b, [&](auto &...y) { return (equalStructure(x, y) && ...); });
    });
  } else if constexpr (kind == TreeKind::Rebuilt) {
    auto x = TreeTraits<std::remove_cv_t<T>>::flatten(std::as_const(a));
    auto y = TreeTraits<std::remove_cv_t<T>>::flatten(std::as_const(b));
    return equalStructure(x, y);
  }
  return true;
}

} // namespace weft::detail

#endif // WEFT_DETAIL_TREEWALK_H
