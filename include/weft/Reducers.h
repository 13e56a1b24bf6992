// Reductions by a function of one's own.
#ifndef WEFT_REDUCERS_H
#define WEFT_REDUCERS_H

#include "weft/detail/Flat.h"
#include "weft/ops/Shape.h"
#include "weft/ops/Window.h"

namespace weft {

namespace detail {
/// f: (accumulators…, elements…) → accumulators…, over scalars.
Leaves flatReduce(FlatFn f, const Leaves &xs, const Leaves &inits,
                  const AxisSet &axes, Where where);
Leaves flatReduceWindow(FlatFn f, const Leaves &xs, const Leaves &inits,
                        const Window &window, Where where);
} // namespace detail

/// f(… f(f(init, x0), x1) …) over the axes (left out: all), in any order: f
/// is associative and made of elementwise operations. f is called once, with
/// scalars. Where it is one of + · max min & | ^, this is that reduction, with
/// its derivatives; of others there are forward ones only.
/// \throws ShapeError, DtypeError where init is no scalar or f gives another
/// dtype; TraceError where f uses arrays from outside.
template <class F>
Array reduce(const Operand &x, const Operand &init, const F &f,
             const AxisSet &axes = {}) {
  auto flat = [&](const detail::Leaves &in) {
    return detail::Leaves{Array(f(in[0], in[1]))};
  };
  return detail::flatReduce(flat, {x.array}, {init.array}, axes, x.where)[0];
}
/// The same of several arrays of one shape in step: f takes a list of
/// accumulators and a list of elements, and gives the next accumulators.
template <class F>
std::vector<Array>
reduce(const std::vector<Array> &xs, const std::vector<Array> &inits,
       const F &f, const AxisSet &axes = {},
       detail::Where where = detail::Where::current()) {
  auto flat = [&](const detail::Leaves &in) -> detail::Leaves {
    auto middle = in.begin() + in.size() / 2;
    return f(std::vector<Array>(in.begin(), middle),
             std::vector<Array>(middle, in.end()));
  };
  return detail::flatReduce(flat, xs, inits, axes, where);
}

/// The same of the windows that move over x; padding is left out, as in
/// jax.lax.reduce_window.
template <class F>
Array reduceWindow(const Operand &x, const Operand &init, const F &f,
                   const Window &window) {
  auto flat = [&](const detail::Leaves &in) {
    return detail::Leaves{Array(f(in[0], in[1]))};
  };
  return detail::flatReduceWindow(flat, {x.array}, {init.array}, window,
                                  x.where)[0];
}
template <class F>
std::vector<Array>
reduceWindow(const std::vector<Array> &xs, const std::vector<Array> &inits,
             const F &f, const Window &window,
             detail::Where where = detail::Where::current()) {
  auto flat = [&](const detail::Leaves &in) -> detail::Leaves {
    auto middle = in.begin() + in.size() / 2;
    return f(std::vector<Array>(in.begin(), middle),
             std::vector<Array>(middle, in.end()));
  };
  return detail::flatReduceWindow(flat, xs, inits, window, where);
}

} // namespace weft

#endif // WEFT_REDUCERS_H
