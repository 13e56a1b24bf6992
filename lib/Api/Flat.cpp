// The type-erased transforms: trace, rewrite, then inline into the enclosing
// trace or run.
#include "weft/detail/Flat.h"
#include "Api/AxisNames.h"
#include "Api/Errors.h"
#include "Api/Execute.h"
#include "RuleHelpers.h"
#include "Trace/Trace.h"
#include "Transforms/Simplify.h"
#include "weft/ops/Create.h"
#include "weft/ops/Elementwise.h"
using namespace weft;
using namespace weft::ir;
using weft::detail::DiffOptions;
using weft::detail::FlatFn;
using weft::detail::Leaves;
using weft::detail::Node;
using weft::detail::nodeOf;
using weft::detail::Where;

static SmallVector<Type> typesOf(const Leaves &leaves, const char *op,
                                 const Where *where = nullptr) {
  SmallVector<Type> types;
  for (const Array &a : leaves)
    types.push_back(ir::tensorType(nodeOf(a, op, where)));
  return types;
}
/// Refuses what is left of a trace that has ended, before anything is traced.
static void checkLive(const Leaves &leaves, const char *op,
                      const Where &where) {
  for (const Array &a : leaves)
    if (const Node &node = nodeOf(a, op, &where); node.isTraced())
      traceOf(node, op, &where);
}
static SmallVector<bool> weakOf(const Leaves &leaves) {
  SmallVector<bool> weak;
  for (const Array &a : leaves)
    weak.push_back(a.isWeak());
  return weak;
}
static Leaves append(Leaves a, const Leaves &b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Arrays weft::ir::emitBody(Region &body, const Arrays &args, ArrayRef<bool> weak,
                          const char *op) {
#ifdef WEFT_VERIFY
  ir::verifyBody(body, op);
#endif
  Trace *top = currentTrace();
  if (!top)
    return executeBody(body, args, weak); // which simplifies
  // Whoever transforms the enclosing function simplifies it first.
  removeDeadOps(body);
  SmallVector<Value> in;
  for (const Array &a : args)
    in.push_back(top->lift(a, op));
  Leaves out;
  for (auto [i, v] : llvm::enumerate(inlineBody(top->builder, body, in)))
    out.push_back(top->wrap(v, i < weak.size() && weak[i]));
  return out;
}

static TracedFunction traceDiff(FlatFn f, const Leaves &x, const char *op,
                                const Where &where) {
  checkLive(x, op, where);
  auto types = typesOf(x, op, &where);
  auto weak = weakOf(x);
  TraceOptions options{Tracer::Grad, x, weak, nullptr, &where};
  return trace([&](const Arrays &in) { return f(in); }, types, options);
}

//===-- jvp ---------------------------------------------------------------===//
/// The tangent (or cotangent) `t` of `x`, in the dtype of x where t is weak.
static Array fitTangent(const Array &x, const Array &t, const char *op,
                        const char *what, const Where &where) {
  const Node &a = nodeOf(x, op, &where), &b = nodeOf(t, op, &where);
  auto received = [&] {
    return weft::detail::describe(b) + " for " + weft::detail::describe(a);
  };
  auto rule = [&](const char *end) {
    return std::string("a ") + what + " must have " + end;
  };
  if (a.dims != b.dims)
    throw ShapeError(Message{op, rule("the shape of its array"), received(),
                             weft::place(where), ""});
  if (a.dtype == b.dtype)
    return t;
  if (!b.weak)
    throw DtypeError(Message{op, rule("the dtype of its array"), received(),
                             weft::place(where), "convert it with astype"});
  return astype(Operand(t, where), a.dtype);
}
/// What stands for the tangent of an array: zeros of its dtype, and of bool
/// where there is no such thing as a derivative.
static Array zeroTangent(const Array &x) {
  if (isFloat(x.dtype()) || isComplex(x.dtype()))
    return weft::detail::zerosOf(x);
  return zeros(x.shape(), Dtype::Bool, Where());
}

std::pair<Leaves, Leaves> weft::detail::flatJvp(FlatFn f, const Leaves &x,
                                                const Leaves &t,
                                                const DiffOptions &options,
                                                Where where) {
  Diagnostics diagnostics(options.op);
  if (x.size() != t.size())
    throw UserError(Message{options.op, "there must be one tangent per leaf",
                            std::to_string(t.size()) + " tangents for " +
                                std::to_string(x.size()) + " leaves",
                            weft::place(where), ""});
  Mask active(x.size());
  Leaves tangents;
  for (auto [i, v] : llvm::enumerate(t)) {
    if (v.isNull() || !(isFloat(x[i].dtype()) || isComplex(x[i].dtype())))
      continue;
    tangents.push_back(fitTangent(x[i], v, options.op, "tangent", where));
    active.set(i);
  }
  TracedFunction fn = traceDiff(f, x, options.op, where);
  active.resize(x.size() + fn.captures.size());
  unsigned n = terminator(*fn.body)->getNumOperands();
  Mask all(n);
  for (auto [i, v] : llvm::enumerate(terminator(*fn.body)->getOperands()))
    all[i] = isInexact(v.getType());
  Region body;
  diagnostics.check(jvpBody(*fn.body, active, all, body), where);
  SmallVector<bool> weak(fn.weak.begin(), fn.weak.end());
  Leaves out =
      emitBody(body, append(append(x, fn.captures), tangents), weak, options.op);
  Leaves y(out.begin(), out.begin() + n), yt(n);
  for (unsigned i = 0, k = n; i < n; ++i) // an integer's tangent is zero
    yt[i] = all[i] ? out[k++] : zeroTangent(y[i]);
  return {y, yt};
}

//===-- linearize, vjp, grad ----------------------------------------------===//
/// lin: (ẋ of active…, residuals…) → (ẏ of reached…)
class weft::detail::Linear {
public:
  Region body;
  Leaves residuals;
  Leaves like;    // x, for shapes and zeros
  Mask active;    // of x
  Mask reached;   // of y
  Leaves likeOut; // y without values: shapes only
  bool allowInt = true;
};

static Mask activeMask(const Leaves &x, const DiffOptions &options,
                       const Where &where) {
  Mask active(x.size());
  for (auto [i, leaf] : llvm::enumerate(x)) {
    if (!options.active.empty() && !options.active[i])
      continue;
    Dtype d = nodeOf(leaf, options.op, &where).dtype;
    if (isFloat(d) || (isComplex(d))) {
      active.set(i);
      continue;
    }
    bool strict = std::string_view(options.op) == "grad";
    if (strict && !options.allowInt)
      throw DtypeError(Message{
          options.op, "the leaves to differentiate in must be floats",
          weft::detail::describe(nodeOf(leaf)) + " in argument " +
              (i < options.paths.size() ? options.paths[i].substr(1) : ""),
          weft::place(where),
          "convert it with astype, make it a static field, or pass allowInt"});
  }
  return active;
}

std::pair<Leaves, std::shared_ptr<const weft::detail::Linear>>
weft::detail::flatLinearize(FlatFn f, const Leaves &x,
                            const DiffOptions &options, Where where) {
  Diagnostics diagnostics(options.op);
  Mask active = activeMask(x, options, where);
  TracedFunction fn = traceDiff(f, x, options.op, where);
  unsigned nAll = x.size() + fn.captures.size();
  unsigned nOut = terminator(*fn.body)->getNumOperands();
  active.resize(nAll);
  auto linear = std::make_shared<Linear>();
  linear->like = x;
  linear->active = ir::slice(active, 0, x.size());
  linear->reached = reach(*fn.body, active, Reach::Floats);
  simplify(*fn.body);
  Region both, fwd;
  diagnostics.check(jvpBody(*fn.body, active, linear->reached, both), where);
  removeDeadOps(both);
  // both: (x…, captures…, ẋ…) → (y…, ẏ of reached…)
  unsigned n = active.count();
  SmallVector<Value> residuals;
  diagnostics.check(
      unzipBody(both, concat(Mask(nAll), Mask(n, true)),
                concat(Mask(nOut), Mask(linear->reached.count(), true)), fwd,
                linear->body, residuals),
      where);
  terminator(fwd)->insertOperands(nOut, residuals);
  SmallVector<bool> weak(fn.weak.begin(), fn.weak.end());
  Leaves y = emitBody(fwd, append(x, fn.captures), weak, options.op);
  linear->residuals.assign(y.begin() + nOut, y.end());
  y.resize(nOut);
  linear->likeOut = y;
  return {std::move(y), std::move(linear)};
}

Leaves weft::detail::pullBack(const Linear &linear, const Leaves &cts,
                              Where where) {
  Diagnostics diagnostics("vjp");
  if (cts.size() != linear.reached.size())
    throw UserError(Message{"vjp", "there must be one cotangent per result",
                            std::to_string(cts.size()) + " for " +
                                std::to_string(linear.reached.size()),
                            weft::place(where), ""});
  Leaves given;
  Mask hasCt(linear.reached.count());
  unsigned k = 0;
  for (unsigned i : linear.reached.set_bits()) {
    if (!cts[i].isNull()) {
      given.push_back(
          fitTangent(linear.likeOut[i], cts[i], "vjp", "cotangent", where));
      hasCt.set(k);
    }
    ++k;
  }
  unsigned n = linear.active.count();
  Region body;
  Mask found;
  auto &lin = const_cast<Region &>(linear.body);
  diagnostics.check(transposeBody(lin, firstN(n, n + linear.residuals.size()),
                                  hasCt, body, found),
                    where);
  unsigned at = 0, next = 0;
  SmallVector<bool> weak;
  for (auto [i, x] : llvm::enumerate(linear.like))
    if (linear.active[i] && found[at++])
      weak.push_back(x.isWeak());
  Leaves out = emitBody(body, append(linear.residuals, given), weak, "vjp");
  Leaves result(linear.like.size());
  at = 0;
  for (auto [i, x] : llvm::enumerate(linear.like)) {
    bool has = linear.active[i] && found[at++];
    result[i] = has ? out[next++] : zeroTangent(x);
  }
  return result;
}

Leaves weft::detail::pushForward(const Linear &linear, const Leaves &tangents,
                                 Where where) {
  if (tangents.size() != linear.like.size())
    throw UserError(Message{"linearize", "there must be one tangent per leaf",
                            std::to_string(tangents.size()) + " for " +
                                std::to_string(linear.like.size()),
                            weft::place(where), ""});
  Leaves given;
  for (unsigned i : linear.active.set_bits()) {
    given.push_back(tangents[i].isNull()
                        ? zerosOf(linear.like[i])
                        : fitTangent(linear.like[i], tangents[i], "linearize",
                                     "tangent", where));
  }
  Region body;
  IRMapping map;
  const_cast<Region &>(linear.body).cloneInto(&body, map);
  Leaves out = emitBody(body, append(given, linear.residuals), {}, "linearize");
  Leaves result(linear.reached.size());
  unsigned next = 0;
  for (unsigned i = 0; i < result.size(); ++i)
    result[i] =
        linear.reached[i] ? out[next++] : zeroTangent(linear.likeOut[i]);
  return result;
}

/// Whether a gradient of y can be meant.
static void checkScalar(const Leaves &y, const DiffOptions &options,
                        const Where &where) {
  if (y.empty() || y[0].rank() != 0)
    throw ShapeError(
        Message{options.op, "the function's result must be a scalar",
                y.empty() ? "no array" : weft::detail::describe(nodeOf(y[0])),
                weft::place(where), "sum it, or use jacrev or vjp"});
  if (y.size() > 1 && !options.aux)
    throw ShapeError(
        Message{options.op, "the function's result must be one scalar",
                std::to_string(y.size()) + " arrays", weft::place(where),
                "grad<Aux> is of functions that give {scalar, "
                "anything}"});
  Dtype d = y[0].dtype();
  if (!isFloat(d) && !(options.holomorphic && isComplex(d)))
    throw DtypeError(
        Message{options.op, "the function's result must be a float",
                weft::detail::describe(nodeOf(y[0])), weft::place(where),
                isComplex(d) ? "pass holomorphic" : ""});
}

Leaves weft::detail::flatValueAndGrad(FlatFn f, const Leaves &x,
                                      const DiffOptions &options, Where where,
                                      Leaves &value) {
  activeMask(x, options, where); // before anything is traced
  // One trace and one compiled function: both halves are inlined into it.
  auto both = [&](const Leaves &in) {
    auto [y, linear] = flatLinearize(f, in, options, where);
    checkScalar(y, options, where);
    Leaves cts(y.size());
    cts[0] = onesOf(y[0]);
    Leaves g = pullBack(*linear, cts, where);
    value = y;
    for (size_t i = 0; i < g.size(); ++i)
      if (options.active[i])
        y.push_back(g[i]);
    return y;
  };
  Leaves all;
  if (currentTrace()) {
    all = both(x);
  } else {
    TracedFunction fn = traceDiff(both, x, options.op, where);
    SmallVector<bool> weak(fn.weak.begin(), fn.weak.end());
    all = emitBody(*fn.body, append(x, fn.captures), weak, options.op);
  }
  size_t n = value.size();
  value.assign(all.begin(), all.begin() + n);
  Leaves gradients(x.size());
  for (size_t i = 0; i < x.size(); ++i)
    if (options.active[i])
      gradients[i] = all[n++];
  return gradients;
}

std::shared_ptr<const weft::detail::Linear>
weft::detail::flatLinearTranspose(FlatFn f, const Leaves &like, Where where) {
  auto types = typesOf(like, "linearTranspose", &where);
  for (const Array &a : like)
    if (Dtype d = a.dtype(); !isFloat(d) && !isComplex(d))
      throw DtypeError(Message{"linearTranspose",
                               "arguments must be floats or complex numbers",
                               weft::detail::describe(nodeOf(a)),
                               weft::place(where), "capture what is not"});
  TracedFunction fn =
      trace([&](const Arrays &in) { return f(in); }, types,
            {Tracer::Jit, std::nullopt, {}, nullptr, &where});
  auto linear = std::make_shared<Linear>();
  linear->like = like;
  linear->active = Mask(like.size(), true);
  Operation *ret = terminator(*fn.body);
  linear->reached = Mask(ret->getNumOperands(), true);
  linear->residuals = fn.captures;
  for (Value v : ret->getOperands()) {
    auto t = typeOf(v);
    linear->likeOut.push_back(
        shapeOnly(ir::dtypeOf(t.getElementType()), t.getShape()));
  }
  linear->body.takeBody(*fn.body);
  return linear;
}

//===-- vmap --------------------------------------------------------------===//
void weft::detail::throwAxesCount(size_t given, size_t arguments, Where where) {
  throw ShapeError(Message{"vmap", "there must be axes for each argument",
                           std::to_string(given) + " axes for " +
                               std::to_string(arguments) + " arguments",
                           weft::place(where), ""});
}
/// The axis in 0…rank-1.
static int64_t normalAxis(int axis, int64_t rank, const std::string &what,
                          const Where &where) {
  if (rank == 0)
    throw ShapeError(Message{"vmap", "a scalar has no axis to map",
                             "axis " + std::to_string(axis) + " of " + what,
                             weft::place(where),
                             "std::nullopt leaves it as it is"});
  if (axis < -rank || axis >= rank)
    throw ShapeError(Message{"vmap",
                             "an axis must be in [-" + std::to_string(rank) +
                                 ", " + std::to_string(rank) + ")",
                             "axis " + std::to_string(axis) + " of " + what,
                             weft::place(where), ""});
  return axis < 0 ? axis + rank : axis;
}

namespace {
/// The leaves of a vmap: which are mapped, along which axis, and their types in
/// one lane.
struct Lanes {
  int64_t n;
  Mask batched;
  SmallVector<Type> types;
  SmallVector<int64_t> fronts;
};
} // namespace

std::string weft::detail::LeafNames::operator[](size_t leaf) const {
  auto paths = ops ? leafPathsOf(*ops, tree) : std::vector<std::string>();
  return leaf < paths.size() ? "argument " + paths[leaf].substr(1)
                             : "leaf " + std::to_string(leaf);
}

static Lanes lanesOf(const Leaves &x, const std::vector<std::optional<int>> &axes,
                     std::optional<int64_t> n,
                     const weft::detail::LeafNames &names, const Where &where) {
  if (n && *n < 0)
    throw ShapeError(Message{"vmap", "axisSize must not be negative",
                             std::to_string(*n), weft::place(where), ""});
  Lanes lanes{0, Mask(x.size()), {}, SmallVector<int64_t>(x.size(), 0)};
  for (auto [i, a] : llvm::enumerate(x)) {
    const Node &node = nodeOf(a, "vmap", &where);
    auto type = ir::tensorType(node);
    if (axes[i]) {
      int64_t &front = lanes.fronts[i];
      front = normalAxis(*axes[i], node.dims.size(), describe(node), where);
      int64_t here = node.dims[front];
      if (n && *n != here)
        throw ShapeError(Message{
            "vmap", "mapped axes must have one size",
            std::to_string(*n) + " and " + std::to_string(here) + " (" +
                names[i] + ", " + describe(node) + ")",
            weft::place(where), ""});
      n = here;
      lanes.batched.set(i);
      SmallVector<int64_t> rest(type.getShape());
      rest.erase(rest.begin() + front);
      type = type.clone(rest);
    }
    lanes.types.push_back(type);
  }
  if (!n)
    throw ShapeError(Message{"vmap", "at least one argument must be mapped",
                             "no axis", weft::place(where),
                             "give an axis, or axisSize"});
  lanes.n = *n;
  return lanes;
}

/// What a psum gives depends on mapped arguments, and is one for all lanes.
static void checkUnmapped(Region &one, Region &all,
                          ArrayRef<std::optional<int>> outs,
                          const Where &where) {
  for (unsigned i = 0; i < outs.size(); ++i)
    if (!outs[i] && terminator(all)->getOperand(i).getType() !=
                        terminator(one)->getOperand(i).getType())
      throw ShapeError(Message{"vmap",
                               "a result with no out axis must not depend on "
                               "mapped arguments",
                               "result " + std::to_string(i),
                               weft::place(where), ""});
}

/// The axes are moved around the batched body `inner`, in one function; a
/// simplified transpose is free.
static void moveAxes(const Lanes &lanes, Region &inner, SmallVector<Type> types,
                     ArrayRef<std::optional<int>> outs, Region &body,
                     const Where &where) {
  llvm::append_range(
      types, TypeRange(inner.getArgumentTypes()).drop_front(types.size()));
  OpBuilder b = openBody(body, types);
  SmallVector<Value> in(body.getArguments());
  for (unsigned i : lanes.batched.set_bits())
    in[i] = moveAxis(b, in[i], lanes.fronts[i], 0);
  auto results = inlineBody(b, inner, in);
  for (unsigned i = 0; i < outs.size(); ++i)
    if (outs[i])
      results[i] = moveAxis(b, results[i], 0,
                            normalAxis(*outs[i], typeOf(results[i]).getRank(),
                                       "the result", where));
  closeBody(b, UnknownLoc::get(context()), results);
}

Leaves weft::detail::flatVmap(FlatFn f, const Leaves &given,
                              const std::vector<std::optional<int>> &axes,
                              const Axes &outAxes, std::optional<int64_t> size,
                              Where where, const std::string &axisName,
                              LeafNames names) {
  Diagnostics diagnostics("vmap");
  Leaves x = given;
  checkLive(x, "vmap", where);
  Lanes lanes = lanesOf(x, axes, size, names, where);
  // A named map has one operand more: the number of the lane.
  bool named = !axisName.empty();
  if (named) {
    lanes.types.push_back(ir::tensorType(Dtype::I32, {}));
    lanes.fronts.push_back(0);
    lanes.batched.resize(x.size() + 1, true);
    x.push_back(iota(lanes.n, Dtype::I32));
  }
  auto oneLane = [&](Arrays in) {
    if (!named)
      return f(in);
    api::BoundAxis bound({axisName, in.back(), lanes.n});
    in.pop_back();
    return f(in);
  };
  TracedFunction fn =
      trace(oneLane, lanes.types,
            {Tracer::Vmap, std::nullopt, weakOf(x), nullptr, &where});
  unsigned nOut = terminator(*fn.body)->getNumOperands();
  auto outs = outAxes.forLeaves(nOut, "vmap", where);
  simplify(*fn.body);
  Mask all = lanes.batched;
  all.resize(x.size() + fn.captures.size());
  Mask outBatched(nOut);
  for (unsigned i = 0; i < nOut; ++i)
    outBatched[i] = outs[i].has_value();
  Region inner, body;
  diagnostics.check(batchBody(*fn.body, all, outBatched, lanes.n, inner), where);
  checkUnmapped(*fn.body, inner, outs, where);
  SmallVector<Type> outer(typesOf(x, "vmap"));
  moveAxes(lanes, inner, std::move(outer), outs, body, where);
  SmallVector<bool> weakOut(fn.weak.begin(), fn.weak.end());
  return emitBody(body, append(x, fn.captures), weakOut, "vmap");
}

//===-- Ones, zeros, shapes -----------------------------------------------===//
static Array filled(const Array &like, double value) {
  const Node &node = nodeOf(like);
  auto type = ir::tensorType(node);
  return stage("full", Where(), {},
               [&](OpBuilder &b, Location loc, ValueRange) {
                 return SmallVector<Value>{splat(b, loc, type, value)};
               })[0];
}
Array weft::detail::zerosOf(const Array &like) { return filled(like, 0); }
Array weft::detail::onesOf(const Array &like) { return filled(like, 1); }
Array weft::detail::shapeOnly(Dtype dtype, std::span<const int64_t> dims,
                              bool weak) {
  auto *node = new Node;
  node->dtype = dtype;
  node->weak = weak;
  node->dims.assign(dims.begin(), dims.end());
  node->value = node; // traced by a trace that never was
  node->depth = ~0u;
  return Array(node);
}

Leaves weft::detail::flatEvalShape(FlatFn f, const Leaves &like) {
  auto types = typesOf(like, "evalShape");
  auto weak = weakOf(like);
  TracedFunction fn = trace([&](const Arrays &in) { return f(in); }, types,
                            {Tracer::Jit, std::nullopt, weak});
  Leaves out;
  for (auto [i, v] : llvm::enumerate(terminator(*fn.body)->getOperands()))
    out.push_back(shapeOnly(ir::dtypeOf(typeOf(v).getElementType()),
                            typeOf(v).getShape(), fn.weak[i]));
  return out;
}

bool weft::detail::isTracing() { return currentTrace() != nullptr; }
