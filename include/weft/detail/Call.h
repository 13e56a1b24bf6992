// How a transform calls the function it was given: which parameters it has,
// and what of a result has to be put together again.
#ifndef WEFT_DETAIL_CALL_H
#define WEFT_DETAIL_CALL_H

#include "weft/detail/Flat.h"

#include <tuple>

namespace weft::detail {

//===-- Parameters --------------------------------------------------------===//
/// The parameter types of a function that is not overloaded or generic;
/// `void` for those that are.
template <class F> struct Parameters { using Types = void; };
template <class R, class... P> struct Parameters<R (*)(P...)> {
  using Types = std::tuple<std::remove_cvref_t<P>...>;
};
template <class R, class... P>
struct Parameters<R (*)(P...) noexcept> : Parameters<R (*)(P...)> {};
template <class C, class R, class... P> struct Parameters<R (C::*)(P...)> {
  using Types = std::tuple<std::remove_cvref_t<P>...>;
};
template <class C, class R, class... P>
struct Parameters<R (C::*)(P...) const> : Parameters<R (C::*)(P...)> {};
template <class C, class R, class... P>
struct Parameters<R (C::*)(P...) noexcept> : Parameters<R (C::*)(P...)> {};
template <class C, class R, class... P>
struct Parameters<R (C::*)(P...) const noexcept> : Parameters<R (C::*)(P...)> {
};
template <class F>
requires requires { &F::operator(); }
struct Parameters<F> : Parameters<decltype(&F::operator())> {};

/// What an argument becomes where the parameter's type is not known: floats
/// are arrays, the rest is as it is (integers are static).
template <class A>
using Argument = std::conditional_t<
    std::is_floating_point_v<std::remove_cvref_t<A>>, Array,
    std::conditional_t<std::is_same_v<std::remove_cvref_t<A>, Operand>, Array,
                       std::remove_cvref_t<A>>>;

/// The arguments as the function's parameter types.
template <class F, class... A> struct Arguments {
  using Declared = typename Parameters<std::decay_t<F>>::Types;
  static constexpr bool known = !std::is_void_v<Declared>;
  template <class D, class... B> struct Pick {
    static_assert(std::tuple_size_v<D> == sizeof...(B),
                  "weft: the function takes another number of arguments");
    using Type = D;
  };
  template <class... B> struct Pick<void, B...> {
    using Type = std::tuple<Argument<B>...>;
  };
  using Tuple = typename Pick<Declared, A...>::Type;
};
template <class F, class... A>
using ArgumentTuple = typename Arguments<F, A...>::Tuple;
template <class F, class... A>
ArgumentTuple<F, A...> argumentTuple(const A &...args) {
  return ArgumentTuple<F, A...>(args...);
}
/// Stands for the result of a function that has none, which is refused.
struct NoResult {};
template <class F, class Tuple> struct ResultOfTuple;
template <class F, class... P> struct ResultOfTuple<F, std::tuple<P...>> {
  using Given = std::remove_cvref_t<std::invoke_result_t<const F &, P &...>>;
  static_assert(!std::is_void_v<Given>,
                "Weft: this function returns nothing; what a transform is "
                "given must return a tree of Arrays");
  using Type = std::conditional_t<std::is_void_v<Given>, NoResult, Given>;
};
/// What the function gives for these arguments.
template <class F, class Tuple>
using CallResult = typename ResultOfTuple<F, Tuple>::Type;

template <class T> inline constexpr bool isTuple = false;
template <class... T> inline constexpr bool isTuple<std::tuple<T...>> = true;

//===-- Calls -------------------------------------------------------------===//
/// A user's function as a function over leaves. After a call `result` has the
/// structure of what it gave.
template <class F, class Tuple> struct FlatCall {
  using Result = CallResult<F, Tuple>;
  const F &f;
  const Tuple &like;
  std::optional<Result> result;

  FlatCall(const F &f, const Tuple &like) : f(f), like(like) {}
  Leaves operator()(const Leaves &in) {
    Tuple args = treeUnflatten(like, in);
    if constexpr (std::is_same_v<Result, NoResult>)
      return {};
    else
      result.emplace(std::apply(
          [&](auto &...a) -> Result { return std::invoke(f, a...); }, args));
    Leaves out = treeLeaves(*result);
    result.emplace(treeSkeleton(*result));
    return out;
  }
  Result build(std::span<const Array> leaves) const {
    return treeUnflatten(*result, leaves);
  }
};

/// One thing as itself, several as a tuple.
template <class... T> auto oneOrTuple(std::tuple<T...> t) {
  if constexpr (sizeof...(T) == 1)
    return std::get<0>(std::move(t));
  else
    return t;
}

template <size_t I, size_t... N>
inline constexpr bool isOneOf = ((I == N) || ...);

/// Marks the leaves of the arguments numbered N.
template <size_t... N, class Tuple>
std::vector<bool> activeLeaves(const Tuple &args) {
  std::vector<bool> out;
  [&]<size_t... I>(std::index_sequence<I...>) {
    (out.insert(out.end(), treeLeafCount(std::get<I>(args)), isOneOf<I, N...>),
     ...);
  }
  (std::make_index_sequence<std::tuple_size_v<Tuple>>());
  return out;
}
/// The arguments numbered N, made of `leaves` (of all arguments, in order).
template <size_t... N, class Tuple>
auto pickArguments(const Tuple &like, const Leaves &leaves) {
  Tuple all = treeUnflatten(like, leaves);
  return oneOrTuple(std::make_tuple(std::get<N>(all)...));
}

/// The axis of each leaf of all arguments.
template <class Tuple>
std::vector<std::optional<int>> argumentAxes(const std::vector<Axes> &axes,
                                             const Tuple &args, Where where) {
  constexpr size_t n = std::tuple_size_v<Tuple>;
  if (!axes.empty() && axes.size() != n)
    throwAxesCount(axes.size(), n, where);
  std::vector<std::optional<int>> out;
  [&]<size_t... I>(std::index_sequence<I...>) {
    auto one = [&](const auto &arg, const Axes &a) {
      auto some = broadcastAxes(a, arg, "vmap", where);
      out.insert(out.end(), some.begin(), some.end());
    };
    (one(std::get<I>(args), axes.empty() ? Axes(0) : axes[I]), ...);
  }
  (std::make_index_sequence<n>());
  return out;
}

} // namespace weft::detail

#endif // WEFT_DETAIL_CALL_H
