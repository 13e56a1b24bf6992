// Public functions that become operations with bodies: checkpoint, cond,
// switchCase; and what they share with RegionsLoops.cpp and RegionsCustom.cpp.
#include "Api/Regions.h"
#include "CallOps.h"
#include "ControlOps.h"
#include "LogicOps.h"
#include "Transforms/Simplify.h"
#include "weft/Control.h"
#include "weft/Transforms.h"
#include "weft/ops/Elementwise.h"
using namespace weft;
using namespace weft::ir;
using namespace weft::api;

TracedFunction api::traceBody(FlatFn f, TypeRange types, ArrayRef<bool> weak,
                              const Leaves *preset) {
  TraceOptions options{Tracer::Body, std::nullopt, weak, preset};
  auto fn = trace([&](const Arrays &in) { return f(in); }, types, options);
  simplify(*fn.body);
  return fn;
}
SmallVector<Type> api::typesOf(const Leaves &leaves, const char *op) {
  SmallVector<Type> types;
  for (const Array &a : leaves)
    types.push_back(ir::tensorType(nodeOf(a, op)));
  return types;
}
SmallVector<bool> api::weakOf(const Leaves &leaves) {
  SmallVector<bool> weak;
  for (const Array &a : leaves)
    weak.push_back(a.isWeak());
  return weak;
}
Leaves api::marked(Leaves results, const std::vector<bool> &weak) {
  for (size_t i = 0; i < results.size(); ++i)
    results[i].get()->weak = weak[i];
  return results;
}
Leaves api::append(Leaves a, const Leaves &b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
void api::shareCaptures(ArrayRef<TracedFunction *> bodies) {
  const Leaves &all = bodies.back()->captures;
  for (TracedFunction *fn : bodies.drop_back()) {
    for (size_t i = fn->captures.size(); i < all.size(); ++i)
      fn->body->addArgument(ir::tensorType(nodeOf(all[i])),
                            UnknownLoc::get(context()));
    fn->captures = all;
  }
}
TypeRange api::resultsOf(const TracedFunction &fn) {
  return terminator(*fn.body)->getOperandTypes();
}
std::string api::describeTypes(TypeRange types) {
  std::string s = "(";
  for (auto [i, t] : llvm::enumerate(types)) {
    auto type = ir::tensorType(t);
    s += (i ? ", " : "") +
         weft::detail::describe(ir::dtypeOf(type.getElementType()),
                                type.getShape());
  }
  return s + ")";
}

void api::fitWeakResults(TracedFunction &fn, TypeRange wanted) {
  Operation *ret = terminator(*fn.body);
  OpBuilder b(ret);
  unsigned n = std::min<size_t>(ret->getNumOperands(), wanted.size());
  for (unsigned i = 0; i < n; ++i) {
    auto has = typeOf(ret->getOperand(i)), wants = ir::tensorType(wanted[i]);
    if (fn.weak[i] && has != wants && has.getShape() == wants.getShape())
      ret->setOperand(
          i, ConvertOp::create(b, ret->getLoc(), wants, ret->getOperand(i)));
  }
}
void api::throwDiffer(TypeRange a, TypeRange b, const Message &message) {
  bool sameShapes = a.size() == b.size();
  for (unsigned i = 0; sameShapes && i < a.size(); ++i)
    sameShapes =
        ir::tensorType(a[i]).getShape() == ir::tensorType(b[i]).getShape();
  if (sameShapes)
    throw DtypeError(message);
  throw ShapeError(message);
}


//===-- checkpoint --------------------------------------------------------===//
Leaves weft::detail::flatCheckpoint(FlatFn f, const Leaves &x,
                                    const CheckpointPolicy &policy,
                                    Where where) {
  auto types = typesOf(x, "checkpoint");
  TracedFunction fn = traceBody(f, types, weakOf(x));
  Builder b(context());
  auto list = [&](const std::vector<std::string> &words) {
    SmallVector<StringRef> refs(words.begin(), words.end());
    return b.getStrArrayAttr(refs);
  };
  using Kind = CheckpointPolicy::Kind;
  ArrayAttr ops, names;
  if (policy.kind == Kind::Dots)
    ops = list({"dot_general"});
  if (policy.kind == Kind::Names || policy.kind == Kind::AllNamesBut)
    names = list(policy.names);
  auto build = [&](OpBuilder &b, Location loc,
                   ValueRange in) -> SmallVector<Value> {
    if (policy.kind == Kind::Everything) {
      auto op = CallOp::create(b, loc, resultsOf(fn), in, StringAttr());
      op.getBody().takeBody(*fn.body);
      return op.getResults();
    }
    auto op = CheckpointOp::create(b, loc, resultsOf(fn), in, ops, names,
                                   policy.kind == Kind::AllNamesBut);
    op.getBody().takeBody(*fn.body);
    return op.getResults();
  };
  return marked(stage("checkpoint", where, append(x, fn.captures), build),
                fn.weak);
}
Array weft::checkpointName(const Operand &x, const std::string &name) {
  const auto &node = nodeOf(x.array, "checkpointName");
  auto build = [&](OpBuilder &b, Location loc, ValueRange in) {
    return SmallVector<Value>{NameOp::create(b, loc, in[0], name)};
  };
  return stage("checkpointName", x.where, x.array, build, node.weak)[0];
}

//===-- cond, switchCase --------------------------------------------------===//
/// Weak results of one body take the dtype of those of the others; where all
/// are weak, the one that they are promoted to.
static void fitWeakBranches(std::vector<TracedFunction> &bodies) {
  size_t n = bodies[0].weak.size();
  for (TracedFunction &fn : bodies)
    n = std::min(n, fn.weak.size());
  SmallVector<Type> wanted;
  for (size_t i = 0; i < n; ++i) {
    auto type = ir::tensorType(resultsOf(bodies[0])[i]);
    Dtype dtype = ir::dtypeOf(type.getElementType());
    bool weak = bodies[0].weak[i];
    for (TracedFunction &fn : llvm::drop_begin(bodies)) {
      Dtype other = ir::dtypeOf(elementOf(resultsOf(fn)[i]));
      if (weak && fn.weak[i])
        dtype = promoteTypes(dtype, other);
      else if (weak)
        dtype = other;
      weak = weak && fn.weak[i];
    }
    wanted.push_back(type.clone(ir::elementType(dtype)));
  }
  for (TracedFunction &fn : bodies)
    fitWeakResults(fn, wanted);
}
/// Traces bodies that all take the same arguments: each starts with the
/// captures of those before it, and in the end all get what the last has.
static std::vector<TracedFunction> traceBranches(const char *op,
                                                 std::span<const FlatFn> fs,
                                                 const Leaves &args,
                                                 const Where &where) {
  auto types = typesOf(args, op);
  auto weak = weakOf(args);
  std::vector<TracedFunction> bodies;
  for (const FlatFn &f : fs)
    bodies.push_back(traceBody(
        f, types, weak, bodies.empty() ? nullptr : &bodies.back().captures));
  shareCaptures(llvm::map_to_vector(
      bodies, [](TracedFunction &fn) { return &fn; }));
  fitWeakBranches(bodies);
  for (TracedFunction &fn : llvm::drop_begin(bodies))
    if (resultsOf(fn) != resultsOf(bodies[0]))
      throwDiffer(resultsOf(bodies[0]), resultsOf(fn),
                  {op,
                   bodies.size() == 2 ? "both branches must give the same types"
                                      : "all branches must give the same types",
                   describeTypes(resultsOf(bodies[0])) + " and " +
                       describeTypes(resultsOf(fn)),
                   place(where), "use astype and broadcastTo"});
  return bodies;
}
/// Stages what `build` makes of the selector and the arguments of the bodies.
static Leaves stageBranches(const char *op, const Where &where,
                            const Array &selector, const Leaves &args,
                            std::vector<TracedFunction> &bodies,
                            ir::StageFn build) {
  auto weak = bodies[0].weak;
  for (TracedFunction &fn : bodies)
    for (size_t i = 0; i < weak.size(); ++i)
      weak[i] = weak[i] && fn.weak[i];
  Leaves all = append(append({selector}, args), bodies.back().captures);
  return marked(stage(op, where, all, build), weak);
}

void weft::detail::throwBranchStructure(const char *op, const TreeDef &a,
                                        const TreeDef &b, Where where) {
  throw ShapeError(Message{op, "all branches must give the same structure",
                           a.toString() + " and " + b.toString(), place(where),
                           ""});
}

Leaves weft::detail::flatCond(const Array &pred, FlatFn whenTrue,
                              FlatFn whenFalse, const Leaves &args,
                              Where where) {
  const Node &p = nodeOf(pred, "cond");
  const Message message{"cond", "the predicate must be a scalar bool",
                        describe(p), place(where),
                        p.dtype == Dtype::Bool ? "reduce it with all or any"
                                               : "compare it with something"};
  if (p.dtype != Dtype::Bool)
    throw DtypeError(message);
  if (!p.dims.empty())
    throw ShapeError(message);
  FlatFn fs[] = {whenTrue, whenFalse};
  auto bodies = traceBranches("cond", fs, args, where);
  auto build = [&](OpBuilder &b, Location loc, ValueRange in) {
    auto op = CondOp::create(b, loc, resultsOf(bodies[0]), in[0],
                             in.drop_front());
    op.getThenBody().takeBody(*bodies[0].body);
    op.getElseBody().takeBody(*bodies[1].body);
    return SmallVector<Value>(op.getResults());
  };
  return stageBranches("cond", where, pred, args, bodies, build);
}

Leaves weft::detail::flatSwitch(const Array &index,
                                std::span<const FlatFn> branches,
                                const Leaves &args, Where where) {
  const Node &i = nodeOf(index, "switchCase");
  if (!isInteger(i.dtype))
    throw DtypeError(Message{"switchCase", "the index must be a scalar integer",
                             describe(i), place(where),
                             "cond takes a bool"});
  if (!i.dims.empty())
    throw ShapeError(Message{"switchCase", "the index must be a scalar integer",
                             describe(i), place(where), ""});
  if (branches.empty())
    throw UserError(Message{"switchCase", "there must be a branch", "none",
                            place(where), ""});
  auto bodies = traceBranches("switchCase", branches, args, where);
  // What does not fit an i32 is clamped in its own dtype, lest it wrap round.
  Operand fits(index, where);
  if (i.dtype == Dtype::I64 || i.dtype == Dtype::U32 || i.dtype == Dtype::U64)
    fits = Operand(clip(fits, 0, int(branches.size() - 1)), where);
  Array at = astype(fits, Dtype::I32);
  auto build = [&](OpBuilder &b, Location loc, ValueRange in) {
    auto op = SwitchOp::create(b, loc, resultsOf(bodies[0]), in[0],
                               in.drop_front(), bodies.size());
    for (auto [region, fn] : llvm::zip(op.getBodies(), bodies))
      region.takeBody(*fn.body);
    return SmallVector<Value>(op.getResults());
  };
  return stageBranches("switchCase", where, at, args, bodies, build);
}
