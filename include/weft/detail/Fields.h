// Takes a plain aggregate apart without a macro: how many fields it has, their
// declared types, and a call of a visitor with a reference to each.
#ifndef WEFT_DETAIL_FIELDS_H
#define WEFT_DETAIL_FIELDS_H

#include <cstddef>
#include <type_traits>
#include <utility>

namespace weft::detail {

inline constexpr std::size_t maxFields = 32;
inline constexpr std::size_t noCount = ~std::size_t(0);

// Stand-ins for the initialisers of fields. The operators are const, so that a
// field whose own constructor takes anything prefers that one instead of
// finding two equal ways.
struct AnyValue {
  template <class U> operator U() const;
};
struct AnyLvalue {
  template <class U> operator U &() const;
};
template <class T> struct AnyBaseOf {
  template <class U>
  requires(std::is_base_of_v<U, T> && !std::is_same_v<U, T>) operator U() const;
};

template <class Any, std::size_t> using Repeat = Any;

template <class T, class Any, std::size_t... I>
consteval bool isInitialisedBy(std::index_sequence<I...>) {
  return requires { T{Repeat<Any, I>{}...}; };
}

// `T{any, any, {}, any, any}` with I values before the braces and J after.
template <class T, std::size_t... I, std::size_t... J>
consteval bool takesBraces(std::index_sequence<I...>,
                           std::index_sequence<J...>) {
  return requires {
    T{Repeat<AnyValue, I>{}..., {}, Repeat<AnyValue, J>{}...};
  };
}

// The largest number of initialisers that T takes, or noCount. Too few are
// wrong too where a field has no default, so this looks for the first number
// that is right and goes on to the last. It stops past maxFields.
template <class T, class Any, std::size_t count, bool found>
consteval std::size_t countInitialisers() {
  if constexpr (count > maxFields + 1) {
    return found ? count - 1 : noCount;
  } else {
    constexpr bool fits =
        isInitialisedBy<T, Any>(std::make_index_sequence<count>());
    if constexpr (found && !fits)
      return count - 1;
    else
      return countInitialisers < T, Any, count + 1, found || fits > ();
  }
}

template <class T>
inline constexpr std::size_t
    fieldCount = countInitialisers<T, AnyValue, 0, false>();

// A value cannot be converted to a C array, so by brace elision the array
// takes one value per element, but one pair of braces for the whole of it:
// braces at its place leave too many values behind them, until some of those
// are dropped. Arrays of one element pass; their type is seen later.
template <class T, std::size_t at, std::size_t taken>
consteval bool isArrayAt() {
  if constexpr (at + taken > fieldCount<T>)
    return false;
  else if constexpr (takesBraces<T>(std::make_index_sequence<at>(),
                                    std::make_index_sequence<fieldCount<T> -
                                                             at - taken>()))
    return taken > 1;
  else
    return isArrayAt<T, at, taken + 1>();
}

template <class T, std::size_t... I>
consteval bool hasArrayField(std::index_sequence<I...>) {
  return (isArrayAt<T, I, 1>() || ...);
}

template <class T> consteval bool hasBase() {
  return isInitialisedBy<T, AnyBaseOf<T>>(std::index_sequence<0>());
}

// Whether an lvalue reference is among the fields: no value initialises it.
template <class T> consteval bool hasLvalueField() {
  return fieldCount<T> == noCount &&
         countInitialisers<T, AnyLvalue, 0, false>() != noCount;
}

template <class... T> struct TypeList {};

/// Stands for the type of a bit-field.
struct BitField {};
template <class T> void bindField(T &);
template <class T, bool binds>
using DeclaredField = std::conditional_t<binds, T, BitField>;

#define WEFT_FIELDS_1(M) M(a0)
#define WEFT_FIELDS_2(M) WEFT_FIELDS_1(M), M(a1)
#define WEFT_FIELDS_3(M) WEFT_FIELDS_2(M), M(a2)
#define WEFT_FIELDS_4(M) WEFT_FIELDS_3(M), M(a3)
#define WEFT_FIELDS_5(M) WEFT_FIELDS_4(M), M(a4)
#define WEFT_FIELDS_6(M) WEFT_FIELDS_5(M), M(a5)
#define WEFT_FIELDS_7(M) WEFT_FIELDS_6(M), M(a6)
#define WEFT_FIELDS_8(M) WEFT_FIELDS_7(M), M(a7)
#define WEFT_FIELDS_9(M) WEFT_FIELDS_8(M), M(a8)
#define WEFT_FIELDS_10(M) WEFT_FIELDS_9(M), M(a9)
#define WEFT_FIELDS_11(M) WEFT_FIELDS_10(M), M(a10)
#define WEFT_FIELDS_12(M) WEFT_FIELDS_11(M), M(a11)
#define WEFT_FIELDS_13(M) WEFT_FIELDS_12(M), M(a12)
#define WEFT_FIELDS_14(M) WEFT_FIELDS_13(M), M(a13)
#define WEFT_FIELDS_15(M) WEFT_FIELDS_14(M), M(a14)
#define WEFT_FIELDS_16(M) WEFT_FIELDS_15(M), M(a15)
#define WEFT_FIELDS_17(M) WEFT_FIELDS_16(M), M(a16)
#define WEFT_FIELDS_18(M) WEFT_FIELDS_17(M), M(a17)
#define WEFT_FIELDS_19(M) WEFT_FIELDS_18(M), M(a18)
#define WEFT_FIELDS_20(M) WEFT_FIELDS_19(M), M(a19)
#define WEFT_FIELDS_21(M) WEFT_FIELDS_20(M), M(a20)
#define WEFT_FIELDS_22(M) WEFT_FIELDS_21(M), M(a21)
#define WEFT_FIELDS_23(M) WEFT_FIELDS_22(M), M(a22)
#define WEFT_FIELDS_24(M) WEFT_FIELDS_23(M), M(a23)
#define WEFT_FIELDS_25(M) WEFT_FIELDS_24(M), M(a24)
#define WEFT_FIELDS_26(M) WEFT_FIELDS_25(M), M(a25)
#define WEFT_FIELDS_27(M) WEFT_FIELDS_26(M), M(a26)
#define WEFT_FIELDS_28(M) WEFT_FIELDS_27(M), M(a27)
#define WEFT_FIELDS_29(M) WEFT_FIELDS_28(M), M(a28)
#define WEFT_FIELDS_30(M) WEFT_FIELDS_29(M), M(a29)
#define WEFT_FIELDS_31(M) WEFT_FIELDS_30(M), M(a30)
#define WEFT_FIELDS_32(M) WEFT_FIELDS_31(M), M(a31)

#define WEFT_FIELD_NAME(a) a
#define WEFT_FIELD_TYPE(a)                                                     \
  DeclaredField<decltype(a), requires { bindField(a); }>
#define WEFT_FIELD_CASES(M)                                                    \
  M(1)                                                                         \
  M(2) M(3) M(4) M(5) M(6) M(7) M(8) M(9) M(10) M(11) M(12) M(13) M(14) M(15)  \
      M(16) M(17) M(18) M(19) M(20) M(21) M(22) M(23) M(24) M(25) M(26) M(27)  \
          M(28) M(29) M(30) M(31) M(32)

#define WEFT_FIELD_CASE(n)                                                     \
  else if constexpr (count == n) {                                             \
    auto &[WEFT_FIELDS_##n(WEFT_FIELD_NAME)] = t;                              \
    return visit(WEFT_FIELDS_##n(WEFT_FIELD_NAME));                            \
  }

/// Calls `visit` with a reference to each field of the aggregate.
template <class T, class Visit>
constexpr decltype(auto) visitAggregate([[maybe_unused]] T &t, Visit &&visit) {
  constexpr std::size_t count = fieldCount<std::remove_cv_t<T>>;
  if constexpr (count == 0) {
    return visit();
  }
  WEFT_FIELD_CASES(WEFT_FIELD_CASE)
}
#undef WEFT_FIELD_CASE

#define WEFT_FIELD_CASE(n)                                                     \
  else if constexpr (count == n) {                                             \
    [[maybe_unused]] auto &[WEFT_FIELDS_##n(WEFT_FIELD_NAME)] = t;             \
    return TypeList<WEFT_FIELDS_##n(WEFT_FIELD_TYPE)>();                       \
  }

/// The declared types of the fields, references and const included, BitField
/// for each bit-field. It is never called: its result's type is the answer.
template <class T> constexpr auto declaredFields([[maybe_unused]] T &t) {
  constexpr std::size_t count = fieldCount<std::remove_cv_t<T>>;
  if constexpr (count == 0) {
    return TypeList<>();
  }
  WEFT_FIELD_CASES(WEFT_FIELD_CASE)
}
#undef WEFT_FIELD_CASE
#undef WEFT_FIELD_CASES
#undef WEFT_FIELD_NAME
#undef WEFT_FIELD_TYPE

} // namespace weft::detail

#endif // WEFT_DETAIL_FIELDS_H
