// The walk over a tree that every tree function is a visitor of, and the
// static_asserts that meet a type that is no tree.
#ifndef WEFT_DETAIL_TREEWALK_H
#define WEFT_DETAIL_TREEWALK_H

#include "weft/detail/TreeKind.h"

namespace weft::detail {

template <class T> struct TreeCheck {
  static constexpr NoTree why = verdict<T>.why;
  static_assert(why != NoTree::Base,
                "Weft: a struct with a base class is not a tree by itself. "
                "Specialise weft::TreeTraits or use WEFT_FIELDS");
  static_assert(why != NoTree::CArray,
                "Weft: a struct with a C array as a field is not a tree by "
                "itself. Use std::array, or specialise weft::TreeTraits");
  static_assert(why != NoTree::Reference,
                "Weft: a struct or tuple with a reference as a field is not a "
                "tree. Hold a value, or specialise weft::TreeTraits");
  static_assert(why != NoTree::TooMany,
                "Weft: a struct with more than 32 fields is not a tree by "
                "itself. Nest structs, use WEFT_FIELDS, or specialise "
                "weft::TreeTraits");
  static_assert(why != NoTree::Undivided,
                "Weft: the fields of this struct cannot be counted. Use "
                "WEFT_FIELDS or specialise weft::TreeTraits");
  static_assert(why != NoTree::Union,
                "Weft: a union is not a tree. Specialise weft::TreeTraits");
  static_assert(why != NoTree::Unordered,
                "Weft: an unordered container gives its elements no fixed "
                "order and is not a tree. Use std::map");
  static_assert(why != NoTree::Pointer,
                "Weft: a tree owns its parts by value; a smart pointer is not "
                "a tree. Specialise weft::TreeTraits for the type that holds "
                "it");
  static_assert(why != NoTree::View,
                "Weft: a view or a pointer to text would outlive what it "
                "refers to and is not a tree. Use std::string or std::vector");
  static_assert(why != NoTree::Key,
                "Weft: the keys of a map are static; their type needs "
                "operator== and std::hash");
  static_assert(why != NoTree::Traits,
                "Weft: this specialisation of weft::TreeTraits has neither "
                "fields(T &) nor a pair flatten(const T &), unflatten(parts)");
  static_assert(why != NoTree::Missing,
                "Weft: WEFT_FIELDS does not name all fields of the struct");
  static_assert(why != NoTree::Opaque,
                "Weft: this type is neither a tree of Arrays nor a static "
                "value. A static value needs operator== and std::hash; for a "
                "class with constructors or private members that holds "
                "Arrays, specialise weft::TreeTraits");
  static_assert(!std::is_const_v<T> || !mustChange<T>(),
                "Weft: new Arrays cannot be put into a const field. Remove "
                "the const");
};

/// What a visitor does unless it says otherwise: nothing.
struct TreeVisitor {
  // Whether leaf() assigns.
  static constexpr bool changes = false;
  void leaf(Array &) {}
  template <class S> void fixed(const S &) {}
  // A Sequence, Map or Product begins and ends; then what a child is called.
  void open(TreeKind, std::size_t) {}
  void close(TreeKind) {}
  template <class K> void key(const K &) {}
  void index(std::size_t) {}
  template <class Parent> void field(std::size_t) {}
  void leave() {}
  void optional(bool) {}
};

// The tree is not const, so that one walk serves the visitors that assign and
// those that read; only the former assign.
template <class V, class T> void walk(V &v, T &t) {
  constexpr TreeKind kind = verdict<T>.kind;
  [[maybe_unused]] constexpr TreeCheck<T> check;
  if constexpr (kind == TreeKind::Leaf) {
    if constexpr (!std::is_const_v<T>)
      v.leaf(t);
  } else if constexpr (kind == TreeKind::Static) {
    v.fixed(t);
  } else if constexpr (kind == TreeKind::Sequence) {
    const std::size_t size = t.size();
    v.open(kind, size);
    for (std::size_t i = 0; i < size; ++i) {
      v.index(i);
      walk(v, t[i]);
      v.leave();
    }
    v.close(kind);
  } else if constexpr (kind == TreeKind::Map) {
    v.open(kind, t.size());
    for (auto &[key, value] : t) {
      v.key(key);
      walk(v, value);
      v.leave();
    }
    v.close(kind);
  } else if constexpr (kind == TreeKind::Optional) {
    v.optional(t.has_value());
    if (t)
      walk(v, *t);
  } else if constexpr (kind == TreeKind::Product) {
    visitFields(t, [&v](auto &...fields) {
      [[maybe_unused]] std::size_t i = 0;
      v.open(kind, sizeof...(fields));
      ((v.template field<std::remove_cv_t<T>>(i++), walk(v, fields), v.leave()),
       ...);
      v.close(kind);
    });
  } else if constexpr (kind == TreeKind::Rebuilt) {
    auto parts = TreeTraits<std::remove_cv_t<T>>::flatten(std::as_const(t));
    walk(v, parts);
    if constexpr (V::changes && !std::is_const_v<T>)
      t = TreeTraits<T>::unflatten(std::move(parts));
  }
}

/// The entry: visitors that do not assign may take a const tree.
template <class V, class T> V &&visitTree(V &&v, const T &t) {
  static_assert(!std::remove_reference_t<V>::changes);
  walk(v, const_cast<T &>(t));
  return std::forward<V>(v);
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
