// Functions of functions: grad, jvp, vjp, vmap and their kin.
//
// Each takes a pure function over trees of Arrays (a function, a lambda, a
// generic lambda, a function object) and gives a callable, or a result. They
// nest in any order, and the function may use arrays of the enclosing scope.
// Arguments are converted to the function's parameter types; where those are
// not known (`auto`), floating-point numbers become Arrays, and integers are
// static.
#ifndef WEFT_TRANSFORMS_H
#define WEFT_TRANSFORMS_H

#include "weft/detail/Derivatives.h"

namespace weft {

/// grad and valueAndGrad with this tag are of functions that give a pair: the
/// scalar to differentiate, and a tree that is handed through.
struct Aux {};

/// The function that gives {f(args…), the gradient of f in argument N} for an
/// f whose one result is a scalar float. Several N: a tuple of gradients. A
/// gradient has the structure of its argument.
/// \throws ShapeError where the result is not a scalar, DtypeError where it,
/// or a leaf of argument N, is not a float.
template <size_t... N, class F>
auto valueAndGrad(F f, GradOptions options = {},
                  detail::Where where = detail::Where::current()) {
  if constexpr (sizeof...(N) == 0)
    return detail::ValueAndGradFn<false, F, 0>{std::move(f), options, where};
  else
    return detail::ValueAndGradFn<false, F, N...>{std::move(f), options, where};
}
/// `valueAndGrad<Aux>(f)`: f gives {scalar, anything}, and so does the result
/// in place of the value.
template <class A, size_t... N, class F>
requires std::same_as<A, Aux>
auto valueAndGrad(F f, GradOptions options = {},
                  detail::Where where = detail::Where::current()) {
  if constexpr (sizeof...(N) == 0)
    return detail::ValueAndGradFn<true, F, 0>{std::move(f), options, where};
  else
    return detail::ValueAndGradFn<true, F, N...>{std::move(f), options, where};
}
/// As valueAndGrad, without the value (with Aux: {gradient, anything}).
template <size_t... N, class F>
auto grad(F f, GradOptions options = {},
          detail::Where where = detail::Where::current()) {
  auto both = valueAndGrad<N...>(std::move(f), options, where);
  if constexpr (sizeof...(N) == 0)
    return detail::GradFn<false, F, 0>{std::move(both)};
  else
    return detail::GradFn<false, F, N...>{std::move(both)};
}
template <class A, size_t... N, class F>
requires std::same_as<A, Aux>
auto grad(F f, GradOptions options = {},
          detail::Where where = detail::Where::current()) {
  auto both = valueAndGrad<A, N...>(std::move(f), options, where);
  if constexpr (sizeof...(N) == 0)
    return detail::GradFn<true, F, 0>{std::move(both)};
  else
    return detail::GradFn<true, F, N...>{std::move(both)};
}

/// {f(x…), its derivative along t…} for tuples of arguments and of tangents
/// of the same structure. Tangents of integer leaves are ignored, and those of
/// integer results are bools, all false.
/// \throws ShapeError, DtypeError where a tangent does not fit its argument.
template <class F, class... X, class... T>
auto jvp(F f, const std::tuple<X...> &x, const std::tuple<T...> &t,
         detail::Where where = detail::Where::current()) {
  auto in = std::apply(
      [](const X &...a) { return detail::argumentTuple<F>(a...); }, x);
  decltype(in) tangents(t);
  detail::FlatCall<F, decltype(in)> call(f, in);
  auto [y, yt] = detail::flatJvp(call, treeLeaves(in), treeLeaves(tangents),
                                 detail::DiffOptions{"jvp"}, where);
  return std::pair{call.build(y), call.build(yt)};
}
/// For a function of one argument.
template <class F, class X>
auto jvp(F f, const X &x, const std::type_identity_t<X> &t,
         detail::Where where = detail::Where::current()) {
  return jvp(std::move(f), std::tuple<X>(x), std::tuple<X>(t), where);
}

/// {f(args…), pullback}: pullback(ct of f's result) gives the cotangent of
/// the argument, or a tuple of them where there are several. It may be called
/// any number of times, under later transforms too. A place cannot follow a
/// pack of arguments: messages know the line of calls with up to three.
template <class F, class... A> auto vjp(F f, const A &...args) {
  return detail::vjpAt(detail::Where(), f, args...);
}
template <class F, class A>
auto vjp(F f, const A &a, detail::Where where = detail::Where::current()) {
  return detail::vjpAt(where, f, a);
}
template <class F, class A, class B>
auto vjp(F f, const A &a, const B &b,
         detail::Where where = detail::Where::current()) {
  return detail::vjpAt(where, f, a, b);
}
template <class F, class A, class B, class C>
auto vjp(F f, const A &a, const B &b, const C &c,
         detail::Where where = detail::Where::current()) {
  return detail::vjpAt(where, f, a, b, c);
}

/// {f(args…), pushforward}: pushforward(tangents…) gives the tangent of f's
/// result. f is not run again. Places as for vjp.
template <class F, class... A> auto linearize(F f, const A &...args) {
  return detail::linearizeAt(detail::Where(), f, args...);
}
template <class F, class A>
auto linearize(F f, const A &a,
               detail::Where where = detail::Where::current()) {
  return detail::linearizeAt(where, f, a);
}
template <class F, class A, class B>
auto linearize(F f, const A &a, const B &b,
               detail::Where where = detail::Where::current()) {
  return detail::linearizeAt(where, f, a, b);
}
template <class F, class A, class B, class C>
auto linearize(F f, const A &a, const B &b, const C &c,
               detail::Where where = detail::Where::current()) {
  return detail::linearizeAt(where, f, a, b, c);
}

/// The transpose of f, which must be linear in all its arguments; those given
/// say the shapes. The result takes a cotangent of f's result. Places as for
/// vjp.
template <class F, class... A> auto linearTranspose(F f, const A &...like) {
  return detail::linearTransposeAt(detail::Where(), f, like...);
}
template <class F, class A>
auto linearTranspose(F f, const A &a,
                     detail::Where where = detail::Where::current()) {
  return detail::linearTransposeAt(where, f, a);
}
template <class F, class A, class B>
auto linearTranspose(F f, const A &a, const B &b,
                     detail::Where where = detail::Where::current()) {
  return detail::linearTransposeAt(where, f, a, b);
}
template <class F, class A, class B, class C>
auto linearTranspose(F f, const A &a, const B &b, const C &c,
                     detail::Where where = detail::Where::current()) {
  return detail::linearTransposeAt(where, f, a, b, c);
}

/// Axes of vmap: one entry of `in` per argument (none: 0 for all), each an
/// axis, `std::nullopt`, or a list with one of these per leaf. Negative axes
/// count from the end.
struct VmapOptions {
  std::vector<Axes> in = {};
  Axes out = 0;
  /// Needed only where no argument is mapped.
  std::optional<int64_t> axisSize = std::nullopt;
  /// By which psum and its kin (weft/ops/Collective.h) know the map.
  std::string axisName = {};
};

/// The function that maps f over an axis of its arguments.
/// \throws ShapeError where axes are out of range or sizes differ.
template <class F>
auto vmap(F f, VmapOptions options = {},
          detail::Where where = detail::Where::current()) {
  return [f = std::move(f), options = std::move(options),
          where](const auto &...args) {
    auto in = detail::argumentTuple<F>(args...);
    detail::FlatCall<F, decltype(in)> call(f, in);
    auto axes = detail::argumentAxes(options.in, in, where);
    auto y = detail::flatVmap(call, treeLeaves(in), axes, options.out,
                              options.axisSize, where, options.axisName,
                              detail::LeafNames::of(in));
    return call.build(y);
  };
}

/// f whose gradient computes f's intermediate values again instead of keeping
/// them, but for those that the policy keeps.
template <class F>
auto checkpoint(F f, CheckpointPolicy policy = {},
                detail::Where where = detail::Where::current()) {
  return [f = std::move(f), policy = std::move(policy),
          where](const auto &...args) {
    auto in = detail::argumentTuple<F>(args...);
    detail::FlatCall<F, decltype(in)> call(f, in);
    auto y = detail::flatCheckpoint(call, treeLeaves(in), policy, where);
    return call.build(y);
  };
}
/// x, under a name that checkpoint policies know.
Array checkpointName(const Operand &x, const std::string &name);

} // namespace weft

#endif // WEFT_TRANSFORMS_H
