// Loops that are traced: whileLoop, foriLoop, mapOver, associativeScan. scan is
// in weft/Control.h.
#ifndef WEFT_LOOPS_H
#define WEFT_LOOPS_H

#include "weft/Control.h"

namespace weft {

namespace detail {
Leaves flatWhile(FlatFn cond, FlatFn body, const Leaves &init, Where where);
/// f: (i, carry…) → carry…
Leaves flatFori(FlatFn f, const Array &lower, const Array &upper,
                const Leaves &init, Where where);
Leaves flatMap(FlatFn f, const Leaves &xs, std::optional<int64_t> batchSize,
               Where where);
/// combine: (a…, b…) → c…
Leaves flatAssociativeScan(FlatFn combine, const Leaves &xs, int64_t axis,
                           bool reverse, Where where);

/// A step as a function over leaves that has kept the carry's structure.
template <class Call, class Carry>
auto keepingCarry(const char *op, Call &step, const Carry &carry,
                  const Where &where) {
  return [&step, &carry, op, where](const Leaves &leaves) {
    auto results = step(leaves);
    if (!treeStaticEqual(carry, *step.result))
      throwCarryStructure(op, TreeDef::of(carry), TreeDef::of(*step.result),
                          where);
    return results;
  };
}
} // namespace detail

/// carry = body(carry) for as long as condition(carry), a scalar bool, holds;
/// gives the last carry. The carry is a tree that keeps its structure, shapes
/// and dtypes; where it starts as a C++ scalar, it has the dtype that a step
/// gives it. It is updated in place.
///
/// Forward mode goes through it; reverse mode cannot, as nobody knows how many
/// steps there will be: use scan, or foriLoop with bounds that are numbers, or
/// a rule of its own (fixedPoint, customRoot, linearSolve, customVjp). Under vmap it
/// runs until the condition holds in no lane; a lane that is done keeps its
/// carry. A condition that does not depend on mapped values stays one test.
/// \throws ShapeError, DtypeError where the carry changes or the condition is
/// not a scalar bool.
template <class Condition, class Body, class Carry>
auto whileLoop(const Condition &condition, const Body &body, const Carry &init,
               detail::Where where = detail::Where::current()) {
  using C = detail::CallResult<Body, std::tuple<detail::Argument<Carry>>>;
  C carry(init);
  std::tuple<C> like(carry);
  detail::FlatCall<Condition, std::tuple<C>> test(condition, like);
  detail::FlatCall<Body, std::tuple<C>> step(body, like);
  auto checked = detail::keepingCarry("whileLoop", step, carry, where);
  auto out = detail::flatWhile(test, checked, treeLeaves(carry), where);
  return step.build(out);
}

/// carry = body(i, carry) for i from lower to upper - 1; gives the last carry.
/// Bounds are scalar integers, i is an array of their dtype. Where both bounds
/// have values while tracing (numbers, arrays that are not traced), it is a
/// scan, and reverse mode goes through; else it is a whileLoop.
/// \throws as whileLoop.
template <class Body, class Carry>
auto foriLoop(const Operand &lower, const Operand &upper, const Body &body,
              const Carry &init) {
  using C =
      detail::CallResult<Body, std::tuple<Array, detail::Argument<Carry>>>;
  C carry(init);
  std::tuple<Array, C> like(lower.array, carry);
  detail::FlatCall<Body, std::tuple<Array, C>> step(body, like);
  auto checked = detail::keepingCarry("foriLoop", step, carry, lower.where);
  auto out = detail::flatFori(checked, lower.array, upper.array,
                              treeLeaves(carry), lower.where);
  return step.build(out);
}

struct MapOptions {
  /// So many at once, as vmap does; the others one after another.
  std::optional<int64_t> batchSize = std::nullopt;
};
/// The results of f on each element of xs, stacked: vmap(f)(xs), computed one
/// after another, in memory for one. xs is a tree whose leaves have a leading
/// axis of one size.
template <class F, class Xs>
auto mapOver(const F &f, const Xs &xs, MapOptions options = {},
             detail::Where where = detail::Where::current()) {
  std::tuple<Xs> like(xs);
  detail::FlatCall<F, std::tuple<Xs>> call(f, like);
  auto y = detail::flatMap(call, treeLeaves(xs), options.batchSize, where);
  return call.build(y);
}

struct AssociativeScanOptions {
  bool reverse = false;
  int64_t axis = 0;
};
/// All prefixes x₀, f(x₀, x₁), f(f(x₀, x₁), x₂), … of an associative f along an
/// axis, in a number of steps logarithmic in its size (G. E. Blelloch, "Prefix
/// Sums and Their Applications", 1990). f takes and gives trees like xs whose
/// leaves hold many elements along the axis at once; it is called several
/// times. In reverse: all suffixes, f's first argument being what comes later.
template <class F, class Xs>
Xs associativeScan(const F &f, const Xs &xs,
                   AssociativeScanOptions options = {},
                   detail::Where where = detail::Where::current()) {
  std::tuple<Xs, Xs> like(xs, xs);
  detail::FlatCall<F, std::tuple<Xs, Xs>> call(f, like);
  auto y = detail::flatAssociativeScan(call, treeLeaves(xs), options.axis,
                                       options.reverse, where);
  return treeUnflatten(xs, y);
}

} // namespace weft

#endif // WEFT_LOOPS_H
