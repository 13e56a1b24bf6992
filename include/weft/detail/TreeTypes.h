// What can be told of a type by itself: the standard containers, what a user
// has said of it, what an aggregate must not contain.
#ifndef WEFT_DETAIL_TREETYPES_H
#define WEFT_DETAIL_TREETYPES_H

#include "weft/TreeTraits.h"
#include "weft/detail/Fields.h"
#include "weft/detail/TreeStatic.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

namespace weft::detail {

enum class TreeKind {
  Leaf,     // an Array
  Static,   // a value that is part of the structure
  Sequence, // std::vector, std::array
  Map,      // std::map; the keys are static
  Optional, // std::optional; the presence is static
  Product,  // a fixed list of fields
  Rebuilt,  // TreeTraits with flatten and unflatten
  None
};

enum class NoTree {
  Fine,
  Base,
  CArray,
  BitField,
  Reference,
  TooMany,
  Undivided,
  Union,
  Unordered,
  Pointer,
  RawPointer,
  View,
  Key,
  Traits,
  Missing,
  Opaque
};

struct Verdict {
  TreeKind kind;
  NoTree why = NoTree::Fine;
  constexpr Verdict(TreeKind kind) : kind(kind) {}
  constexpr Verdict(NoTree why) : kind(TreeKind::None), why(why) {}
};

template <class T> struct StandardKind {
  static constexpr TreeKind value = TreeKind::None;
};
template <TreeKind k> struct KindIs { static constexpr TreeKind value = k; };
template <class T, class A>
struct StandardKind<std::vector<T, A>> : KindIs<TreeKind::Sequence> {};
// Has no references to its elements; it has == and a hash.
template <class A>
struct StandardKind<std::vector<bool, A>> : KindIs<TreeKind::Static> {};
template <class T, std::size_t n>
struct StandardKind<std::array<T, n>> : KindIs<TreeKind::Sequence> {};
template <class K, class T, class C, class A>
struct StandardKind<std::map<K, T, C, A>> : KindIs<TreeKind::Map> {};
template <class T>
struct StandardKind<std::optional<T>> : KindIs<TreeKind::Optional> {};
template <class... T>
struct StandardKind<std::tuple<T...>> : KindIs<TreeKind::Product> {};
template <class A, class B>
struct StandardKind<std::pair<A, B>> : KindIs<TreeKind::Product> {};
template <class T>
inline constexpr TreeKind standardKind = StandardKind<T>::value;

template <class T> struct HasReferences : std::false_type {};
template <template <class...> class List, class... T>
struct HasReferences<List<T...>>
    : std::bool_constant<(std::is_reference_v<T> || ...)> {};
template <class T> struct HasArrays;
template <class... T>
struct HasArrays<TypeList<T...>>
    : std::bool_constant<(std::is_array_v<T> || ...)> {};
template <class T> struct HasBitFields;
template <class... T>
struct HasBitFields<TypeList<T...>>
    : std::bool_constant<(std::is_same_v<T, BitField> || ...)> {};

template <class T> consteval Verdict judgeStandard() {
  constexpr TreeKind kind = standardKind<T>;
  if constexpr (kind == TreeKind::Map)
    if constexpr (!HasEqual<typename T::key_type> ||
                  !HasHash<typename T::key_type>)
      return NoTree::Key;
  if constexpr (kind == TreeKind::Product)
    if constexpr (HasReferences<T>::value)
      return NoTree::Reference;
  return kind;
}

template <class T>
concept HasNamedFields = requires {
  weftFieldNames(std::type_identity<T>());
};
template <class T>
concept HasTraits = !requires {
  typename TreeTraits<T>::NotSpecialised;
};
template <class T>
concept HasTraitFields = HasTraits<T> && requires(T &t) {
  TreeTraits<T>::fields(t);
};
template <class T>
concept HasTraitFlatten = HasTraits<T> && requires(const T &t) {
  { TreeTraits<T>::unflatten(TreeTraits<T>::flatten(t)) } -> std::same_as<T>;
};
// The unordered containers, and what resembles them.
template <class T>
concept Unordered = requires {
  typename T::hasher;
};

template <class T> struct IsOwner : std::false_type {};
template <class T, class D>
struct IsOwner<std::unique_ptr<T, D>> : std::true_type {};
template <class T> struct IsOwner<std::shared_ptr<T>> : std::true_type {};
template <class T> struct IsOwner<std::weak_ptr<T>> : std::true_type {};
// == of pointers says nothing of what they point to; a function is what it is.
template <class T>
concept RawPointer =
    std::is_pointer_v<T> && !std::is_function_v<std::remove_pointer_t<T>>;
template <class T> struct IsView : std::false_type {};
template <class C, class R>
struct IsView<std::basic_string_view<C, R>> : std::true_type {};
template <class T, std::size_t n>
struct IsView<std::span<T, n>> : std::true_type {};

template <class T> consteval NoTree judgeAggregate() {
  if constexpr (std::is_union_v<T>)
    return NoTree::Union;
  else if constexpr (hasBase<T>())
    return NoTree::Base;
  else if constexpr (hasLvalueField<T>())
    return NoTree::Reference;
  else if constexpr (fieldCount<T> == noCount)
    return NoTree::Undivided;
  else if constexpr (hasArrayField<T>(
                         std::make_index_sequence<fieldCount<T>>()))
    return NoTree::CArray;
  else if constexpr (fieldCount<T> > maxFields)
    return NoTree::TooMany;
  else {
    using Declared = decltype(declaredFields(std::declval<T &>()));
    if constexpr (HasArrays<Declared>::value)
      return NoTree::CArray;
    else if constexpr (HasBitFields<Declared>::value)
      return NoTree::BitField;
    else if constexpr (HasReferences<Declared>::value)
      return NoTree::Reference;
    else
      return NoTree::Fine;
  }
}

} // namespace weft::detail

#endif // WEFT_DETAIL_TREETYPES_H
