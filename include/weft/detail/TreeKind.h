// Decides what each type is as a tree, or why it is none.
#ifndef WEFT_DETAIL_TREEKIND_H
#define WEFT_DETAIL_TREEKIND_H

#include "weft/Array.h"
#include "weft/detail/TreeTypes.h"

namespace weft::detail {

// std::apply without what it asks of std::invoke, which is slow to compile and
// long in messages.
template <class Tuple, class Visit, std::size_t... I>
constexpr decltype(auto) visitTuple(Tuple &&t, Visit &&visit,
                                    std::index_sequence<I...>) {
  return visit(std::get<I>(t)...);
}

/// Calls `visit` with a reference to each field of a Product.
template <class T, class Visit>
constexpr decltype(auto) visitFields(T &t, Visit &&visit) {
  using Plain = std::remove_cv_t<T>;
  if constexpr (HasTraitFields<Plain>)
    return visitTuple(
        TreeTraits<Plain>::fields(const_cast<Plain &>(t)), visit,
        std::make_index_sequence<std::tuple_size_v<
            decltype(TreeTraits<Plain>::fields(const_cast<Plain &>(t)))>>());
  else if constexpr (HasNamedFields<Plain>)
    return weftVisitFields(std::type_identity<Plain>(), t, visit);
  else if constexpr (standardKind<Plain> == TreeKind::Product)
    return visitTuple(t, visit,
                      std::make_index_sequence<std::tuple_size_v<Plain>>());
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
  else if constexpr (RawPointer<T>)
    return NoTree::RawPointer;
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

template <class T, class... Above> consteval bool holdsLeaves();

template <class... Above, class... Child>
consteval bool allHoldLeaves(TypeList<Above...>, TypeList<Child...>) {
  return (holdsLeaves<Child, Above...>() && ...);
}

/// Whether the leaves lie in the tree itself, so that a reference to one lasts
/// as long as the tree: not so where TreeTraits::flatten makes them.
template <class T, class... Above> consteval bool holdsLeaves() {
  if constexpr ((std::is_same_v<T, Above> || ...))
    return true;
  else if constexpr (verdict<T>.kind == TreeKind::Rebuilt)
    return false;
  else
    return allHoldLeaves(TypeList<T, Above...>(), childTypes<T>());
}

} // namespace weft::detail

#endif // WEFT_DETAIL_TREEKIND_H
