// linearSolve, customRoot, fixedPoint.
#include "Api/Elements.h"
#include "Api/OpsHelpers.h"
#include "Api/Regions.h"
#include "SolveOps.h"
#include "weft/Ops.h"
#include "weft/Solve.h"
using namespace weft;
using namespace weft::ir;
using namespace weft::api;
using weft::detail::DiffOptions;
using weft::detail::Solver;

/// Captures become the first arguments: (captures…, explicit…).
static void capturesFirst(TracedFunction &fn) {
  unsigned n = fn.body->getNumArguments(), nc = fn.captures.size();
  SmallVector<unsigned> order;
  for (unsigned i = 0; i < n; ++i)
    order.push_back((i + n - nc) % n);
  permuteArgs(fn.body->front(), order);
}
static void checkTypes(const char *op, const char *who,
                       const TracedFunction &fn, TypeRange wanted,
                       const Where &where) {
  if (resultsOf(fn) != wanted)
    throwDiffer(resultsOf(fn), wanted,
                {op, std::string(who) + " must give the types it takes",
                 describeTypes(resultsOf(fn)) + " for " + describeTypes(wanted),
                 place(where), ""});
}
static void checkFloats(const char *op, const Leaves &xs, const Where &where) {
  for (const Array &x : xs)
    if (!isFloat(x.dtype()) && !isComplex(x.dtype()))
      throw DtypeError(Message{op, "the unknowns must be floats",
                               weft::detail::describe(nodeOf(x, op)),
                               weft::place(where), "convert them with astype"});
}
/// Arrays that are not weak, so that bodies keep their types.
static Leaves strong(const Leaves &xs, const char *op, const Where &where) {
  Leaves out;
  for (const Array &x : xs) {
    nodeOf(x, op);
    out.push_back(x.isWeak() ? astype(Operand(x, where), x.dtype()) : x);
  }
  return out;
}

Leaves weft::detail::flatLinearSolve(FlatFn matvec, const Leaves &rhs,
                                     const Solver &solve,
                                     const Solver &transposeSolve,
                                     bool symmetric, Where where) {
  const char *op = "linearSolve";
  Leaves b = strong(rhs, op, where);
  checkFloats(op, b, where);
  auto types = typesOf(b, op);
  TracedFunction mv = traceBody(matvec, types);
  checkTypes(op, "matvec", mv, types, where);
  auto forwards = [&](const Leaves &in) { return solve(matvec, in); };
  TracedFunction fwd = traceBody(forwards, types, {}, &mv.captures);
  checkTypes(op, "solve", fwd, types, where);
  TracedFunction bwd;
  auto backwards = [&](const Leaves &in) {
    // Linear, so it is its own derivative, anywhere.
    auto [y, linear] = flatLinearize(matvec, in, DiffOptions{op}, where);
    auto vecmat = [&, linear = linear](const Leaves &ct) {
      return pullBack(*linear, ct, where);
    };
    return transposeSolve(vecmat, in);
  };
  std::vector<TracedFunction *> all{&mv, &fwd};
  if (transposeSolve) {
    bwd = traceBody(backwards, types, {}, &fwd.captures);
    checkTypes(op, "transposeSolve", bwd, types, where);
    all.push_back(&bwd);
  }
  shareCaptures(all);
  size_t nc = all.back()->captures.size();
  for (TracedFunction *fn : all)
    capturesFirst(*fn);
  return stage(op, where, ::append(all.back()->captures, b),
               [&](OpBuilder &builder, Location loc, ValueRange in) {
                 auto made = LinearSolveOp::create(builder, loc,
                                                   TypeRange(types),
                                                   in.take_front(nc),
                                                   in.drop_front(nc));
                 made.getMatvec().takeBody(*mv.body);
                 IRMapping map;
                 if (symmetric)
                   fwd.body->cloneInto(&made.getTransposeSolve(), map);
                 else if (bwd.body)
                   made.getTransposeSolve().takeBody(*bwd.body);
                 made.getSolve().takeBody(*fwd.body);
                 return SmallVector<Value>(made.getResults());
               });
}

Leaves weft::detail::flatRoot(FlatFn f, const Leaves &from, FlatFn solve,
                              const Solver &tangentSolve, Where where) {
  const char *op = "customRoot";
  Leaves start = strong(from, op, where);
  checkFloats(op, start, where);
  auto types = typesOf(start, op);
  TracedFunction fn = traceBody(f, types);
  checkTypes(op, "f", fn, types, where);
  TracedFunction run = traceBody(solve, types, {}, &fn.captures);
  checkTypes(op, "solve", run, types, where);
  auto along = [&](const Leaves &in) {
    Leaves x(in.begin(), in.begin() + start.size()),
        b(in.begin() + start.size(), in.end());
    auto g = [&](const Leaves &v) {
      return flatJvp(f, x, v, DiffOptions{op}, where).second;
    };
    return tangentSolve(g, b);
  };
  SmallVector<Type> twice(types);
  twice.append(types);
  TracedFunction tangent = traceBody(along, twice, {}, &run.captures);
  checkTypes(op, "tangentSolve", tangent, types, where);
  std::vector<TracedFunction *> all{&fn, &run, &tangent};
  shareCaptures(all);
  size_t nc = tangent.captures.size();
  for (TracedFunction *one : all)
    capturesFirst(*one);
  return stage(op, where, ::append(tangent.captures, start),
               [&](OpBuilder &b, Location loc, ValueRange in) {
                 auto made =
                     RootOp::create(b, loc, TypeRange(types), in.take_front(nc),
                                    in.drop_front(nc));
                 made.getF().takeBody(*fn.body);
                 made.getSolve().takeBody(*run.body);
                 made.getTangentSolve().takeBody(*tangent.body);
                 return SmallVector<Value>(made.getResults());
               });
}

//===-- fixedPoint --------------------------------------------------------===//
/// Whether an element of x has moved, by more than it may.
static Array hasMoved(const Leaves &before, const Leaves &after,
                      double tolerance) {
  Array any = false;
  for (size_t i = 0; i < before.size(); ++i) {
    Array distance = abs(after[i] - before[i]);
    double least = std::max(tolerance, 4 * epsilonOf(after[i].dtype()));
    // Not finite: it moves.
    any = any | weft::any(!(distance < least * (abs(after[i]) + 1.)));
  }
  return any;
}
Leaves weft::detail::iterate(FlatFn step, const Leaves &start,
                             const FixedPointOptions &options, Where where) {
  // (x…, how many steps, whether it still moves)
  size_t n = start.size();
  auto more = [&](const Leaves &in) {
    return Leaves{in[n + 1] & (in[n] < options.maxSteps)};
  };
  auto body = [&](const Leaves &in) {
    Leaves x(in.begin(), in.begin() + n), next = step(x);
    Array moves = hasMoved(x, next, options.tolerance);
    return ::append(next, {in[n] + 1, moves});
  };
  Leaves all = ::append(start, {scalar<int32_t>(0), scalar<bool>(true)});
  Leaves out = flatWhile(more, body, all, where);
  Array moves = out[n + 1];
  out.resize(n);
  for (Array &x : out)
    x = weft::where(moves, api::scalarOf(x.dtype(), NAN), x);
  return out;
}
static Leaves combined(const Leaves &a, const Leaves &b,
                       Array (*f)(const Operand &, const Operand &)) {
  Leaves out;
  for (size_t i = 0; i < a.size(); ++i)
    out.push_back(f(a[i], b[i]));
  return out;
}
Leaves weft::detail::flatFixedPoint(FlatFn f, const Leaves &start,
                                    const FixedPointOptions &options,
                                    Where where) {
  Leaves from = strong(start, "fixedPoint", where);
  auto types = typesOf(from, "fixedPoint");
  checkTypes("fixedPoint", "f", traceBody(f, types), types, where);
  auto residual = [&](const Leaves &x) { return combined(x, f(x), sub); };
  auto solve = [&](const Leaves &x) { return iterate(f, x, options, where); };
  // (1 − ∂f) v = b: v ← b + ∂f v, which contracts as f does.
  Solver neumann = [&](FlatFn g, const Leaves &b) {
    auto step = [&](const Leaves &v) {
      return combined(b, combined(v, g(v), sub), add);
    };
    return iterate(step, b, options, where);
  };
  Solver tangent = [&](FlatFn g, const Leaves &b) {
    return flatLinearSolve(g, b, neumann, neumann, false, where);
  };
  return flatRoot(residual, from, solve, tangent, where);
}
