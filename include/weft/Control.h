// Control flow that is traced: cond, switchCase and scan; weft/Loops.h has the
// other loops.
#ifndef WEFT_CONTROL_H
#define WEFT_CONTROL_H

#include "weft/detail/Call.h"

namespace weft {

struct ScanOptions {
  bool reverse = false;
  /// Needed only where xs has no leaf.
  std::optional<int64_t> length = std::nullopt;
  /// Reverse mode keeps the carry of every so many steps and computes the
  /// others again: k + length / k carries (and residuals of k steps) in memory
  /// instead of all, for one more forward pass. `sqrt` is √length; 0 keeps all.
  int64_t checkpointEvery = 0;
  static constexpr int64_t sqrt = -1;
};

namespace detail {
Leaves flatCond(const Array &pred, FlatFn whenTrue, FlatFn whenFalse,
                const Leaves &args, Where where);
Leaves flatSwitch(const Array &index, std::span<const FlatFn> branches,
                  const Leaves &args, Where where);
[[noreturn]] void throwBranchStructure(const char *op, const TreeDef &a,
                                       const TreeDef &b, Where where);
/// f: (carry…, x…) → (carry…, y…)
Leaves flatScan(FlatFn f, const Leaves &init, const Leaves &xs,
                const ScanOptions &options, Where where);
[[noreturn]] void throwCarryStructure(const char *op, const TreeDef &before,
                                      const TreeDef &after, Where where);
/// Bodies of one selector give trees of one structure.
template <class A, class B>
void checkBranches(const char *op, const A &a, const B &b, Where where) {
  TreeDef mine = TreeDef::of(a), other = TreeDef::of(b);
  if (!(mine == other))
    throwBranchStructure(op, mine, other, where);
}
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
  detail::checkBranches("cond", *t.result, *e.result, pred.where);
  return t.build(y);
}

/// branches[index](args…): all are traced, one is run. An index below 0 is 0,
/// one that is too large is that of the last branch. The branches are a tuple
/// of functions, or a vector of one type of function. Differentiable in args
/// and in what the branches capture.
/// \throws ShapeError, DtypeError where the results differ or the index is not
/// a scalar integer.
template <class... F, class... A>
auto switchCase(const Operand &index, const std::tuple<F...> &branches,
                const A &...args) {
  static_assert(sizeof...(F) > 0, "weft: switchCase needs a branch");
  using First = std::tuple_element_t<0, std::tuple<F...>>;
  auto in = detail::argumentTuple<First>(args...);
  return std::apply(
      [&](const F &...f) {
        std::tuple<detail::FlatCall<F, decltype(in)>...> calls(
            detail::FlatCall<F, decltype(in)>(f, in)...);
        return std::apply(
            [&](auto &first, auto &...rest) {
              std::vector<detail::FlatFn> all{first, rest...};
              auto y = detail::flatSwitch(index.array, all, treeLeaves(in),
                                          index.where);
              (detail::checkBranches("switchCase", *first.result, *rest.result,
                                     index.where),
               ...);
              return first.build(y);
            },
            calls);
      },
      branches);
}
template <class F, class... A>
auto switchCase(const Operand &index, const std::vector<F> &branches,
                const A &...args) {
  auto in = detail::argumentTuple<F>(args...);
  std::vector<detail::FlatCall<F, decltype(in)>> calls;
  for (const F &f : branches)
    calls.emplace_back(f, in);
  std::vector<detail::FlatFn> all(calls.begin(), calls.end());
  auto y = detail::flatSwitch(index.array, all, treeLeaves(in), index.where);
  for (const auto &call : calls)
    detail::checkBranches("switchCase", *calls[0].result, *call.result,
                          index.where);
  return calls[0].build(y);
}

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
      detail::throwCarryStructure("scan", TreeDef::of(carry),
                                  TreeDef::of(after), where);
    return results;
  };
  auto out = detail::flatScan(checked, treeLeaves(carry), treeLeaves(xs),
                              options, where);
  return step.build(out);
}

/// What a step gives that stacks nothing: `std::pair{carry, nothing}`.
using Nothing = std::tuple<>;
inline constexpr Nothing nothing{};

/// The same without xs: carry, y = f(carry), `options.length` times.
template <class F, class Carry>
auto scan(const F &f, const Carry &init, ScanOptions options,
          detail::Where where = detail::Where::current()) {
  using C = std::tuple_element_t<
      0, detail::CallResult<F, std::tuple<detail::Argument<Carry>>>>;
  auto step = [&](const C &carry, Nothing) { return std::invoke(f, carry); };
  return scan(step, C(init), nothing, options, where);
}

} // namespace weft

#include "weft/Loops.h"

#endif // WEFT_CONTROL_H
