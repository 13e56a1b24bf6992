// Equations whose solutions are differentiated through what they say, not
// through how they were found: linearSolve, customRoot, fixedPoint.
#ifndef WEFT_SOLVE_H
#define WEFT_SOLVE_H

#include "weft/Loops.h"
#include "weft/Transforms.h"
#include "weft/ops/Elementwise.h"
#include "weft/ops/Reduce.h"

namespace weft {

namespace detail {
using Solver = std::function<Leaves(FlatFn matvec, const Leaves &b)>;
/// `transposeSolve` may be empty; `symmetric`: it is solve.
Leaves flatLinearSolve(FlatFn matvec, const Leaves &b, const Solver &solve,
                       const Solver &transposeSolve, bool symmetric,
                       Where where);
/// solve: (start…) → (x…); tangentSolve: g linear, b → v with g(v) = b.
Leaves flatRoot(FlatFn f, const Leaves &start, FlatFn solve,
                const Solver &tangentSolve, Where where);

/// A solver of trees as one of leaves.
template <class X, class S> Solver flatSolver(const S &solve, const X &like) {
  return [&solve, &like](FlatFn matvec, const Leaves &b) {
    auto apply = [&](const X &x) -> X {
      return treeUnflatten(like, matvec(treeLeaves(x)));
    };
    X x = solve(std::function<X(const X &)>(apply), treeUnflatten(like, b));
    return treeLeaves(x);
  };
}
} // namespace detail

/// There is none: forward mode only.
struct NoTransposeSolve {};
/// The system is its own transpose.
struct Symmetric {};

/// x where matvec(x) = b, for a matvec that is linear: solve(matvec, b) is how.
/// b and x are trees of floats of one structure. Derivatives in b and in what
/// matvec captures solve the same system again; reverse mode solves the
/// transposed one by transposeSolve(vecmat, b), or by solve where that is
/// Symmetric{}. The solvers may do anything, whileLoop included.
/// \throws ShapeError, DtypeError where matvec or a solver gives other types.
template <class Matvec, class B, class Solve, class Transpose = NoTransposeSolve>
B linearSolve(const Matvec &matvec, const B &b, const Solve &solve,
              const Transpose &transposeSolve = {},
              detail::Where where = detail::Where::current()) {
  std::tuple<B> like(b);
  detail::FlatCall<Matvec, std::tuple<B>> call(matvec, like);
  constexpr bool symmetric = std::is_same_v<Transpose, Symmetric>;
  detail::Solver transposed;
  if constexpr (!symmetric && !std::is_same_v<Transpose, NoTransposeSolve>)
    transposed = detail::flatSolver<B>(transposeSolve, b);
  auto x = detail::flatLinearSolve(call, treeLeaves(b),
                                   detail::flatSolver<B>(solve, b), transposed,
                                   symmetric, where);
  return treeUnflatten(b, x);
}

/// x where f(x) = 0: solve(f, start) is how. tangentSolve(g, b) gives v with
/// g(v) = b for g the derivative of f at x, a linear function: `b / g(1)` for
/// scalars, a linearSolve in general. Derivatives in what f captures follow
/// from ∂f ẋ = −ḟ (implicit function theorem); start has none.
template <class F, class X, class Solve, class TangentSolve>
X customRoot(const F &f, const X &start, const Solve &solve,
       const TangentSolve &tangentSolve,
       detail::Where where = detail::Where::current()) {
  std::tuple<X> like(start);
  detail::FlatCall<F, std::tuple<X>> call(f, like);
  auto run = [&](const detail::Leaves &leaves) {
    return treeLeaves(X(solve(f, treeUnflatten(start, leaves))));
  };
  auto x =
      detail::flatRoot(call, treeLeaves(start), run,
                       detail::flatSolver<X>(tangentSolve, start), where);
  return treeUnflatten(start, x);
}

struct FixedPointOptions {
  /// It stops where no element moves by more than this, relative to 1 + |x|, or
  /// than four units in the last place of 1.
  double tolerance = 1e-6;
  int maxSteps = 1000;
};
namespace detail {
/// step(x) again and again.
Leaves iterate(FlatFn step, const Leaves &start,
               const FixedPointOptions &options, Where where);
Leaves flatFixedPoint(FlatFn f, const Leaves &start,
                      const FixedPointOptions &options, Where where);
} // namespace detail

/// x where f(x) = x, by iteration from start, for an f that contracts. NaN if
/// it still moves after maxSteps.
/// Derivatives in what f captures solve (1 − ∂f) ẋ = ḟ by iteration, too;
/// reverse mode the transposed system. Nothing of the way there is kept.
/// \throws ShapeError, DtypeError where f gives other types than it takes.
template <class F, class X>
X fixedPoint(const F &f, const X &start, FixedPointOptions options = {},
             detail::Where where = detail::Where::current()) {
  std::tuple<X> like(start);
  detail::FlatCall<F, std::tuple<X>> call(f, like);
  auto x = detail::flatFixedPoint(call, treeLeaves(start), options, where);
  return treeUnflatten(start, x);
}

} // namespace weft

#endif // WEFT_SOLVE_H
