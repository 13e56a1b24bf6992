// Looking at a function without running it.
#ifndef WEFT_INSPECT_H
#define WEFT_INSPECT_H

#include "weft/detail/Call.h"

namespace weft {

namespace detail {
template <class F, class... A>
std::string show(const F &f, const char *form, const A &...args) {
  auto in = argumentTuple<F>(args...);
  FlatCall<F, decltype(in)> call(f, in);
  return flatShow(call, treeLeaves(in), form);
}
} // namespace detail

/// f as JAX prints it: `{ lambda ; a:f32[3]. let b:f32[3] = sin a in (b,) }`.
/// The arguments say the structure, shapes and dtypes.
template <class F> auto makeJaxpr(F f) {
  return [f = std::move(f)](const auto &...args) {
    return detail::show(f, "jaxpr", args...);
  };
}
/// f in the weft dialect, as MLIR text.
template <class F> auto makeIr(F f) {
  return [f = std::move(f)](const auto &...args) {
    return detail::show(f, "weft", args...);
  };
}
/// The shapes and dtypes of f's result, in its structure. The arrays have no
/// values: any use but shape(), dtype() and the like is a TraceError.
template <class F, class... A> auto evalShape(F f, const A &...args) {
  auto in = detail::argumentTuple<F>(args...);
  detail::FlatCall<F, decltype(in)> call(f, in);
  auto out = detail::flatEvalShape(call, treeLeaves(in));
  return call.build(out);
}

} // namespace weft

#endif // WEFT_INSPECT_H
