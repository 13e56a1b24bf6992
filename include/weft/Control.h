// Control flow that is traced: cond and scan.
#ifndef WEFT_CONTROL_H
#define WEFT_CONTROL_H

#include "weft/detail/Call.h"

namespace weft {

namespace detail {
Leaves flatCond(const Array &pred, FlatFn whenTrue, FlatFn whenFalse,
                const Leaves &args, Where where);
/// f: (carry…, x…) → (carry…, y…)
Leaves flatScan(FlatFn f, const Leaves &init, const Leaves &xs,
                std::optional<int64_t> length, bool reverse, Where where);
[[noreturn]] void throwCarryStructure(const TreeDef &before,
                                      const TreeDef &after, Where where);
} // namespace detail

/// whenTrue(args…) or whenFalse(args…), by a scalar bool. Both are traced,
/// and give results of one structure, shape and dtype; one is run.
/// Differentiable in args and in what the branches capture.
/// \throws ShapeError, DtypeError where the results differ or pred is not a
/// scalar bool.
template <class T, class E, class... A>
auto cond(const Operand &pred, const T &whenTrue, const E &whenFalse,
          const A &...args) {
  auto in = detail::argumentTuple<T>(args...);
  detail::FlatCall<T, decltype(in)> t(whenTrue, in);
  detail::FlatCall<E, decltype(in)> e(whenFalse, in);
  auto y = detail::flatCond(pred.array, t, e, treeLeaves(in), pred.where);
  return t.build(y);
}

struct ScanOptions {
  bool reverse = false;
  /// Needed only where xs has no leaf.
  std::optional<int64_t> length = std::nullopt;
};

/// for x in xs: carry, y = f(carry, x). Gives {the last carry, the ys
/// stacked}. xs is a tree whose leaves have a leading axis of one size.
/// The carry keeps its structure, shapes and dtypes; where it starts as a C++
/// scalar, it has the dtype that a step gives it.
/// \throws ShapeError, DtypeError where it does not, or where sizes differ.
template <class F, class Carry, class Xs>
auto scan(const F &f, const Carry &init, const Xs &xs, ScanOptions options = {},
          detail::Where where = detail::Where::current()) {
  using C = std::tuple_element_t<
      0, typename detail::CallResult<F, std::tuple<Carry, Xs>>>;
  C carry(init);
  std::tuple<C, Xs> like(carry, xs);
  detail::FlatCall<F, std::tuple<C, Xs>> step(f, like);
  auto checked = [&](const detail::Leaves &leaves) {
    auto results = step(leaves);
    const C &after = std::get<0>(*step.result);
    if (!treeStaticEqual(carry, after))
      detail::throwCarryStructure(TreeDef::of(carry), TreeDef::of(after),
                                  where);
    return results;
  };
  auto out = detail::flatScan(checked, treeLeaves(carry), treeLeaves(xs),
                              options.length, options.reverse, where);
  return step.build(out);
}

} // namespace weft

#endif // WEFT_CONTROL_H
