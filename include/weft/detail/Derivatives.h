// What grad, vjp, linearize and their kin give: callables over trees.
#ifndef WEFT_DETAIL_DERIVATIVES_H
#define WEFT_DETAIL_DERIVATIVES_H

#include "weft/detail/Call.h"

namespace weft {

struct GradOptions {
  /// Gradients of integer leaves are bools, all false, instead of an error.
  bool allowInt = false;
  /// The function is holomorphic: complex in, complex out, ∂f/∂z.
  bool holomorphic = false;
};

namespace detail {

template <bool hasAux, class F, size_t... N> struct ValueAndGradFn {
  F f;
  GradOptions options;
  Where where;

  template <class... A> auto operator()(const A &...args) const {
    auto in = argumentTuple<F>(args...);
    constexpr bool areArguments =
        ((N < std::tuple_size_v<decltype(in)>) && ...);
    static_assert(areArguments,
                  "Weft: grad<N> counts arguments from 0, and the function has "
                  "no argument N");
    FlatCall<F, decltype(in)> call(f, in);
    if constexpr (areArguments)
      return of(call, in);
  }

private:
  template <class Call, class In> auto of(Call &call, const In &in) const {
    DiffOptions diff{"grad",           activeLeaves<N...>(in),
                     options.allowInt, options.holomorphic,
                     leafPaths(in),    hasAux};
    Leaves value;
    Leaves g = flatValueAndGrad(call, treeLeaves(in), diff, where, value);
    return std::pair{call.build(value), pickArguments<N...>(in, g)};
  }
};
template <bool hasAux, class F, size_t... N> struct GradFn {
  ValueAndGradFn<hasAux, F, N...> both;

  template <class... A> auto operator()(const A &...args) const {
    auto [value, g] = both(args...);
    if constexpr (hasAux)
      return std::pair{g, std::get<1>(value)};
    else
      return g;
  }
};

/// What vjp and linearTranspose give. A type and not a lambda: its parameter
/// is known to vmap and its kin, which then convert arguments.
template <class In, class Result> struct Pullback {
  In in;
  std::shared_ptr<const Linear> linear;
  Where where;

  auto operator()(const Result &ct) const {
    auto leaves = pullBack(*linear, treeLeaves(ct), where);
    return oneOrTuple(treeUnflatten(in, leaves));
  }
};
template <class F, class... A>
auto vjpAt(Where where, const F &f, const A &...args) {
  auto in = argumentTuple<F>(args...);
  FlatCall<F, decltype(in)> call(f, in);
  auto [y, linear] =
      flatLinearize(call, treeLeaves(in), DiffOptions{"vjp"}, where);
  auto result = call.build(y);
  using Result = decltype(result);
  return std::pair{std::move(result),
                   Pullback<decltype(in), Result>{in, linear, where}};
}
template <class F, class... A>
auto linearizeAt(Where where, const F &f, const A &...args) {
  auto in = argumentTuple<F>(args...);
  FlatCall<F, decltype(in)> call(f, in);
  auto [y, linear] =
      flatLinearize(call, treeLeaves(in), DiffOptions{"linearize"}, where);
  auto result = call.build(y);
  auto pushforward = [like = result, in, linear,
                      where](const auto &...tangents) {
    decltype(in) t(tangents...);
    return treeUnflatten(like, pushForward(*linear, treeLeaves(t), where));
  };
  return std::pair{std::move(result), std::move(pushforward)};
}
template <class F, class... A>
auto linearTransposeAt(Where where, const F &f, const A &...like) {
  auto in = argumentTuple<F>(like...);
  FlatCall<F, decltype(in)> call(f, in);
  auto linear = flatLinearTranspose(call, treeLeaves(in), where);
  using Result = typename decltype(call)::Result;
  return Pullback<decltype(in), Result>{in, linear, where};
}

} // namespace detail
} // namespace weft

#endif // WEFT_DETAIL_DERIVATIVES_H
