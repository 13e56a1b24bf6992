// How a user tells Weft about the fields of a type that Weft cannot take
// apart by itself, and how the fields of a type get names.
#ifndef WEFT_TREETRAITS_H
#define WEFT_TREETRAITS_H

#include <span>
#include <type_traits>

namespace weft {

/// Specialise this for a type that is not a plain aggregate (one with a base,
/// a constructor, private members, C arrays, more than 32 fields). It has
/// either
///
///   static auto fields(T &t) { return std::tie(t.w, t.b); }
///
/// which is also called for objects that must not change, and so may do
/// nothing but refer to fields; and, if they are to have names,
///
///   static constexpr const char *names[] = {"w", "b"};
///
/// or, for a type that does not hold its parts as members,
///
///   static auto flatten(const T &t);          // any tree, e.g. a std::tuple
///   static T unflatten(decltype(flatten(std::declval<const T &>())) parts);
///
/// where `unflatten` must accept parts whose Arrays are null (`Array()`).
template <class T> struct TreeTraits { using NotSpecialised = void; };

} // namespace weft

/// Names the fields of a struct, in the namespace of the struct and after it:
///
///   struct Params { Array w, b; };
///   WEFT_FIELDS(Params, w, b)
///
/// Leaf paths then read `.w` where they would read `.0`. The type may be any
/// class whose named members are accessible, so this also makes a tree of a
/// class with a base or a constructor. All fields of an aggregate must be
/// named; leaves come in the order of the names, at most 64.
#define WEFT_FIELDS(Type, ...)                                                 \
  template <class Value, class Visit>                                          \
  constexpr decltype(auto) weftVisitFields(::std::type_identity<Type>,         \
                                           Value &value, Visit &&visit) {      \
    return visit(WEFT_DETAIL_LIST(WEFT_DETAIL_MEMBER, __VA_ARGS__));           \
  }                                                                            \
  inline ::std::span<const char *const> weftFieldNames(                        \
      ::std::type_identity<Type>) {                                            \
    static constexpr const char *names[] = {                                   \
        WEFT_DETAIL_LIST(WEFT_DETAIL_STRING, __VA_ARGS__)};                    \
    return names;                                                              \
  }

#define WEFT_DETAIL_MEMBER(name) value.name
#define WEFT_DETAIL_STRING(name) #name

// M(first), M(second), ...: the usual deferred recursion over __VA_OPT__. Each
// step of it needs one of the 64 rescans that WEFT_DETAIL_RESCAN makes.
#define WEFT_DETAIL_PARENS ()
#define WEFT_DETAIL_RESCAN(...)                                                \
  WEFT_DETAIL_RESCAN2(WEFT_DETAIL_RESCAN2(                                     \
      WEFT_DETAIL_RESCAN2(WEFT_DETAIL_RESCAN2(__VA_ARGS__))))
#define WEFT_DETAIL_RESCAN2(...)                                               \
  WEFT_DETAIL_RESCAN1(WEFT_DETAIL_RESCAN1(                                     \
      WEFT_DETAIL_RESCAN1(WEFT_DETAIL_RESCAN1(__VA_ARGS__))))
#define WEFT_DETAIL_RESCAN1(...)                                               \
  WEFT_DETAIL_RESCAN0(WEFT_DETAIL_RESCAN0(                                     \
      WEFT_DETAIL_RESCAN0(WEFT_DETAIL_RESCAN0(__VA_ARGS__))))
#define WEFT_DETAIL_RESCAN0(...) __VA_ARGS__
#define WEFT_DETAIL_LIST(M, first, ...)                                        \
  M(first) __VA_OPT__(WEFT_DETAIL_RESCAN(WEFT_DETAIL_STEP(M, __VA_ARGS__)))
#define WEFT_DETAIL_STEP(M, first, ...)                                        \
  , M(first)                                                                   \
        __VA_OPT__(WEFT_DETAIL_STEP_LATER WEFT_DETAIL_PARENS(M, __VA_ARGS__))
#define WEFT_DETAIL_STEP_LATER() WEFT_DETAIL_STEP

#endif // WEFT_TREETRAITS_H
