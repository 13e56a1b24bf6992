// Derivatives and batching that the user gives.
//
// What functions and rules capture is handed to all of them alike. Nothing is
// differentiated in it: where a captured array depends on what a derivative is
// taken in, the derivative is a UserError that says so; make it an argument.
#ifndef WEFT_CUSTOM_H
#define WEFT_CUSTOM_H

#include "weft/detail/Call.h"

namespace weft {

namespace detail {
/// rule: (x…, ẋ…) → (y…, ẏ…), with a tangent for each leaf.
Leaves flatCustomJvp(FlatFn f, FlatFn rule, const Leaves &x, Where where);
/// backward: (residuals…, ct of f's results…) → (ct of x…).
Leaves flatCustomVjp(FlatFn f, FlatFn forward, FlatFn backward, const Leaves &x,
                     Where where);
/// A batching rule: (x…) → (y…), the x of `mapped` and all y with a leading
/// axis of size n. It lives as long as what may still be mapped by it.
using VmapRule = std::function<Leaves(int64_t n, const std::vector<bool> &mapped,
                                      const Leaves &x)>;
Leaves flatCustomVmap(FlatFn f, VmapRule rule, const Leaves &x, Where where);
} // namespace detail

/// f with a forward rule: rule(args…, tangents…) gives {f(args…), its tangent},
/// where each tangent has the structure of its argument (of leaves that are not
/// floats it is bools, all false, and so may be the result's). It must be
/// linear in the tangents; reverse mode transposes it.
/// \throws ShapeError, DtypeError where the rule's results have other types
/// than f's.
template <class F, class Rule>
auto customJvp(F f, Rule rule,
               detail::Where where = detail::Where::current()) {
  return [=](const auto &...args) {
    auto in = detail::argumentTuple<F>(args...);
    detail::FlatCall<F, decltype(in)> call(f, in);
    auto along = [&](const detail::Leaves &leaves) {
      LeafCursor cursor(leaves);
      auto x = treeUnflatten(in, cursor);
      auto t = treeUnflatten(in, cursor);
      auto all = std::tuple_cat(x, t);
      auto [y, dy] = std::apply(
          [&](auto &...a) { return std::invoke(rule, a...); }, all);
      auto out = treeLeaves(y), tangents = treeLeaves(dy);
      out.insert(out.end(), tangents.begin(), tangents.end());
      return out;
    };
    auto y = detail::flatCustomJvp(call, along, treeLeaves(in), where);
    return call.build(y);
  };
}

/// f with a reverse rule: forward(args…) gives {f(args…), residuals}, and
/// backward(residuals, ct of the result) the cotangent of the argument (a
/// tuple of them where there are several). Forward mode through it is an
/// error.
template <class F, class Forward, class Backward>
auto customVjp(F f, Forward forward, Backward backward,
               detail::Where where = detail::Where::current()) {
  return [=](const auto &...args) {
    auto in = detail::argumentTuple<F>(args...);
    using In = decltype(in);
    detail::FlatCall<F, In> call(f, in);
    detail::FlatCall<Forward, In> fwd(forward, in);
    auto back = [&](const detail::Leaves &leaves) {
      auto [y, residuals] = *fwd.result;
      LeafCursor cursor(leaves);
      auto r = treeUnflatten(residuals, cursor);
      auto ct = treeUnflatten(y, cursor);
      return treeLeaves(std::invoke(backward, r, ct));
    };
    auto y = detail::flatCustomVjp(call, fwd, back, treeLeaves(in), where);
    return call.build(y);
  };
}

/// f with a rule for vmap: rule(n, mapped, args…) gives f of n lanes at once,
/// all leaves of the result with a leading axis of size n. `mapped` says of
/// each leaf of the arguments whether it has that axis. The rule may capture
/// concrete arrays only. A derivative of f is mapped as that of any function.
template <class F, class Rule>
auto customVmap(F f, Rule rule,
                detail::Where where = detail::Where::current()) {
  return [=](const auto &...args) {
    auto in = detail::argumentTuple<F>(args...);
    detail::FlatCall<F, decltype(in)> call(f, in);
    auto flat = [rule, in = treeSkeleton(in)](int64_t n, const std::vector<bool> &mapped,
                           const detail::Leaves &x) {
      auto tree = treeUnflatten(in, x);
      return treeLeaves(std::apply(
          [&](auto &...a) { return std::invoke(rule, n, mapped, a...); },
          tree));
    };
    auto y = detail::flatCustomVmap(call, flat, treeLeaves(in), where);
    return call.build(y);
  };
}

} // namespace weft

#endif // WEFT_CUSTOM_H
