// Decides what each type is as a tree, or why it is none, and says that in a
// static_assert.
#ifndef WEFT_DETAIL_TREEKIND_H
#define WEFT_DETAIL_TREEKIND_H

#include "weft/Array.h"
#include "weft/TreeTraits.h"
#include "weft/detail/Fields.h"
#include "weft/detail/TreeStatic.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
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
  Reference,
  TooMany,
  Undivided,
  Union,
  Unordered,
  Pointer,
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
    else if constexpr (HasReferences<Declared>::value)
      return NoTree::Reference;
    else
      return NoTree::Fine;
  }
}

/// Calls `visit` with a reference to each field of a Product.
template <class T, class Visit>
constexpr decltype(auto) visitFields(T &t, Visit &&visit) {
  using Plain = std::remove_cv_t<T>;
  if constexpr (HasTraitFields<Plain>)
    return std::apply(visit, TreeTraits<Plain>::fields(const_cast<Plain &>(t)));
  else if constexpr (HasNamedFields<Plain>)
    return weftVisitFields(std::type_identity<Plain>(), t, visit);
  else if constexpr (standardKind<Plain> == TreeKind::Product)
    return std::apply(visit, t);
  else
    return visitAggregate(t, visit);
}

struct TypesOf {
  template <class... F> TypeList<F...> operator()(F &...) const;
};
template <class... F> consteval std::size_t sizeOf(TypeList<F...>) {
  return sizeof...(F);
}
/// The fields' types as visitFields gives them: const stays, references go.
template <class T>
using FieldTypes =
    decltype(visitFields(std::declval<T &>(), std::declval<TypesOf>()));

template <class T> consteval bool namesAllFields() {
  if constexpr (std::is_aggregate_v<T> && !std::is_union_v<T>)
    if constexpr (judgeAggregate<T>() == NoTree::Fine)
      return fieldCount<T> == sizeOf(FieldTypes<T>());
  return true;
}

template <class T> consteval Verdict judge() {
  if constexpr (std::is_same_v<T, Array>)
    return TreeKind::Leaf;
  else if constexpr (HasTraitFields<T>)
    return TreeKind::Product;
  else if constexpr (HasTraitFlatten<T>)
    return TreeKind::Rebuilt;
  else if constexpr (HasTraits<T>)
    return NoTree::Traits;
  else if constexpr (HasNamedFields<T>)
    return namesAllFields<T>() ? Verdict(TreeKind::Product) : NoTree::Missing;
  else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
    return TreeKind::Static;
  else if constexpr (standardKind<T> != TreeKind::None)
    return judgeStandard<T>();
  else if constexpr (Unordered<T>)
    return NoTree::Unordered;
  else if constexpr (IsView<T>::value || isTextPointer<T>())
    return NoTree::View;
  else if constexpr (IsOwner<T>::value)
    return NoTree::Pointer;
  else if constexpr (std::is_aggregate_v<T>) {
    // One that cannot be divided can still be a static value.
    constexpr NoTree why = judgeAggregate<T>();
    if constexpr (why != NoTree::Fine && HasEqual<T> && HasHash<T>)
      return TreeKind::Static;
    return why == NoTree::Fine ? Verdict(TreeKind::Product) : why;
  } else if constexpr ((HasEqual<T> && HasHash<T>) || std::is_empty_v<T>)
    return TreeKind::Static;
  else
    return NoTree::Opaque;
}

template <class T>
inline constexpr Verdict verdict = judge<std::remove_cv_t<T>>();

template <class T, class Part>
using LikeConst = std::conditional_t<std::is_const_v<T>, const Part, Part>;

template <class T> consteval auto childTypes() {
  using Plain = std::remove_cv_t<T>;
  constexpr TreeKind kind = verdict<T>.kind;
  if constexpr (kind == TreeKind::Sequence || kind == TreeKind::Optional)
    return TypeList<LikeConst<T, typename Plain::value_type>>();
  else if constexpr (kind == TreeKind::Map)
    return TypeList<LikeConst<T, typename Plain::mapped_type>>();
  else if constexpr (kind == TreeKind::Product)
    return FieldTypes<T>();
  else if constexpr (kind == TreeKind::Rebuilt)
    return TypeList<decltype(TreeTraits<Plain>::flatten(
        std::declval<const Plain &>()))>();
  else
    return TypeList<>();
}

// Whether new leaves are assigned to an object of type T itself.
template <class T> consteval bool mustChange() {
  constexpr TreeKind kind = verdict<T>.kind;
  return kind == TreeKind::Leaf || kind == TreeKind::Rebuilt ||
         HasTraitFields<std::remove_cv_t<T>>;
}

template <class T, class... Above> consteval bool isTree();

template <class... Above, class... Child>
consteval bool areTrees(TypeList<Above...>, TypeList<Child...>) {
  return (isTree<Child, Above...>() && ...);
}

/// Whether T and all it is made of are trees. A type among its own parts
/// (struct Node { Array a; std::vector<Node> children; }) is judged once.
template <class T, class... Above> consteval bool isTree() {
  constexpr TreeKind kind = verdict<T>.kind;
  if constexpr ((std::is_same_v<T, Above> || ...))
    return true;
  else if constexpr (kind == TreeKind::None || std::is_reference_v<T>)
    return false;
  else if constexpr (std::is_const_v<T> && mustChange<T>())
    return false;
  else
    return areTrees(TypeList<T, Above...>(), childTypes<T>());
}

} // namespace weft::detail

#endif // WEFT_DETAIL_TREEKIND_H
