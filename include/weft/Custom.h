// Derivatives that the user gives.
#ifndef WEFT_CUSTOM_H
#define WEFT_CUSTOM_H

#include "weft/detail/Call.h"

namespace weft {

namespace detail {
/// backward: (residuals…, ct of f's results…) → (ct of x…).
Leaves flatCustomVjp(FlatFn f, FlatFn forward, FlatFn backward, const Leaves &x,
                     Where where);
} // namespace detail

/// f with a reverse rule: forward(args…) gives {f(args…), residuals}, and
/// backward(residuals, ct of the result) the cotangent of the argument (a
/// tuple of them where there are several). None of the three may capture a
/// traced array. \throws TraceError where one does.
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

} // namespace weft

#endif // WEFT_CUSTOM_H
