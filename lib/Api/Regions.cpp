// Public functions that become operations with bodies: checkpoint, cond,
// scan, customVjp.
#include "CallOps.h"
#include "ControlOps.h"
#include "CustomOps.h"
#include "LogicOps.h"
#include "Api/Errors.h"
#include "RuleHelpers.h"
#include "Trace/Trace.h"
#include "Transforms/Simplify.h"
#include "weft/Control.h"
#include "weft/Custom.h"
#include "weft/detail/Flat.h"
#include "weft/ops/Elementwise.h"
using namespace weft;
using namespace weft::ir;
using weft::detail::FlatFn;
using weft::detail::Leaves;
using weft::detail::nodeOf;
using weft::detail::Where;

static TracedFunction traceBody(FlatFn f, TypeRange types,
                                ArrayRef<bool> weak = {},
                                const Leaves *preset = nullptr) {
  TraceOptions options{Tracer::Body, std::nullopt, weak, preset};
  auto fn = trace([&](const Arrays &in) { return f(in); }, types, options);
  simplify(*fn.body);
  return fn;
}
static SmallVector<Type> typesOf(const Leaves &leaves, const char *op) {
  SmallVector<Type> types;
  for (const Array &a : leaves)
    types.push_back(ir::tensorType(nodeOf(a, op)));
  return types;
}
static SmallVector<bool> weakOf(const Leaves &leaves) {
  SmallVector<bool> weak;
  for (const Array &a : leaves)
    weak.push_back(a.isWeak());
  return weak;
}
/// The results of an op, weak where those of its body are.
static Leaves marked(Leaves results, const std::vector<bool> &weak) {
  for (size_t i = 0; i < results.size(); ++i)
    results[i].get()->weak = weak[i];
  return results;
}
static Leaves append(Leaves a, const Leaves &b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
static std::string describeTypes(TypeRange types) {
  std::string s = "(";
  for (auto [i, t] : llvm::enumerate(types)) {
    auto type = ir::tensorType(t);
    s += (i ? ", " : "") +
         weft::detail::describe(ir::dtypeOf(type.getElementType()),
                                type.getShape());
  }
  return s + ")";
}

/// Results that are weak (C++ scalars) take the dtypes that the others ask for.
static void fitWeakResults(TracedFunction &fn, TypeRange wanted) {
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
/// Weak results of either branch take the dtype of the other's; where both are
/// weak, the one that both are promoted to.
static void fitWeakBranches(TracedFunction &t, TracedFunction &e) {
  SmallVector<Type> wanted;
  for (auto [x, y] : llvm::zip(terminator(*t.body)->getOperands(),
                               terminator(*e.body)->getOperands())) {
    size_t i = wanted.size();
    auto type = typeOf(t.weak[i] ? y : x);
    if (t.weak[i] && e.weak[i])
      type = type.clone(ir::elementType(
          promoteTypes(ir::dtypeOf(typeOf(x).getElementType()),
                       ir::dtypeOf(typeOf(y).getElementType()))));
    wanted.push_back(type);
  }
  fitWeakResults(t, wanted);
  fitWeakResults(e, wanted);
}
/// A DtypeError where only dtypes differ, else a ShapeError.
[[noreturn]] static void throwDiffer(TypeRange a, TypeRange b,
                                     const Message &message) {
  bool sameShapes = a.size() == b.size();
  for (unsigned i = 0; sameShapes && i < a.size(); ++i)
    sameShapes =
        ir::tensorType(a[i]).getShape() == ir::tensorType(b[i]).getShape();
  if (sameShapes)
    throw DtypeError(message);
  throw ShapeError(message);
}

Leaves weft::detail::flatCheckpoint(FlatFn f, const Leaves &x, Where where) {
  auto types = ::typesOf(x, "checkpoint");
  TracedFunction fn = traceBody(f, types, weakOf(x));
  auto build = [&](OpBuilder &b, Location loc, ValueRange in) {
    auto op = CheckpointOp::create(b, loc,
                                   terminator(*fn.body)->getOperandTypes(), in);
    op.getBody().takeBody(*fn.body);
    return SmallVector<Value>(op.getResults());
  };
  return marked(stage("checkpoint", where, append(x, fn.captures), build),
                fn.weak);
}

//===-- cond --------------------------------------------------------------===//
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
  // Both bodies take the same arguments: the second starts with the captures
  // of the first, the first gets those that only the second has.
  auto types = ::typesOf(args, "cond");
  auto weak = weakOf(args);
  TracedFunction t = traceBody(whenTrue, types, weak);
  TracedFunction e = traceBody(whenFalse, types, weak, &t.captures);
  for (size_t i = t.captures.size(); i < e.captures.size(); ++i)
    t.body->addArgument(ir::tensorType(nodeOf(e.captures[i])),
                        UnknownLoc::get(context()));
  fitWeakBranches(t, e);
  TypeRange a = terminator(*t.body)->getOperandTypes(),
            b = terminator(*e.body)->getOperandTypes();
  if (a != b)
    throwDiffer(a, b,
                {"cond", "both branches must give the same types",
                 describeTypes(a) + " and " + describeTypes(b), place(where),
                 "use astype and broadcastTo"});
  auto build = [&](OpBuilder &b, Location loc, ValueRange in) {
    auto op = CondOp::create(b, loc, terminator(*t.body)->getOperandTypes(),
                             in[0], in.drop_front());
    op.getThenBody().takeBody(*t.body);
    op.getElseBody().takeBody(*e.body);
    return SmallVector<Value>(op.getResults());
  };
  for (size_t i = 0; i < t.weak.size(); ++i)
    t.weak[i] = t.weak[i] && e.weak[i];
  Leaves all = append(append({pred}, args), e.captures);
  return marked(stage("cond", where, all, build), t.weak);
}

//===-- scan --------------------------------------------------------------===//
/// The size that the leading axes of xs agree on.
static int64_t scanLength(const Leaves &xs, std::optional<int64_t> length,
                          const Where &where) {
  for (const Array &x : xs) {
    const auto &node = nodeOf(x, "scan");
    if (node.dims.empty())
      throw ShapeError(Message{"scan", "xs must have a leading axis",
                               weft::detail::describe(node), weft::place(where),
                               ""});
    if (length && *length != node.dims[0])
      throw ShapeError(Message{
          "scan", "the leading axes of xs must have one size",
          std::to_string(*length) + " and " + weft::detail::describe(node),
          weft::place(where), ""});
    length = node.dims[0];
  }
  if (!length)
    throw ShapeError(Message{"scan", "needs xs or a length", "neither",
                             weft::place(where), ""});
  return *length;
}

void weft::detail::throwCarryStructure(const TreeDef &before,
                                       const TreeDef &after, Where where) {
  throw ShapeError(Message{"scan", "the carry must keep its structure",
                           after.toString() + " after " + before.toString(),
                           place(where), ""});
}

Leaves weft::detail::flatScan(FlatFn f, const Leaves &init, const Leaves &xs,
                              std::optional<int64_t> length, bool reverse,
                              Where where) {
  int64_t n = scanLength(xs, length, where);
  auto types = ::typesOf(init, "scan");
  for (const Array &x : xs) {
    auto type = ir::tensorType(nodeOf(x));
    types.push_back(type.clone(type.getShape().drop_front()));
  }
  size_t nk = init.size(), nx = xs.size();
  TracedFunction fn = traceBody(f, types);
  // A carry that starts as a C++ scalar takes the dtype that a step gives it.
  Leaves start = init;
  bool again = false;
  for (size_t i = 0; i < nk; ++i) {
    auto has = ir::tensorType(types[i]);
    auto gets = typeOf(terminator(*fn.body)->getOperand(i));
    if (!init[i].isWeak() || has == gets || has.getShape() != gets.getShape())
      continue;
    start[i] =
        astype(Operand(init[i], where), ir::dtypeOf(gets.getElementType()));
    types[i] = gets;
    again = true;
  }
  if (again)
    fn = traceBody(f, types);
  TypeRange before = TypeRange(types).take_front(nk);
  fitWeakResults(fn, before);
  SmallVector<Type> results(terminator(*fn.body)->getOperandTypes());
  TypeRange carry = TypeRange(results).take_front(nk);
  if (carry != before)
    throwDiffer(carry, before,
                {"scan", "the carry must keep its types",
                 describeTypes(carry) + " after " + describeTypes(before),
                 place(where), "use astype and broadcastTo"});
  for (Type &type : llvm::drop_begin(results, nk))
    type = withLeading(type, n);
  return stage("scan", where, append(append(start, xs), fn.captures),
               [&](OpBuilder &b, Location loc, ValueRange in) {
                 auto op = ScanOp::create(b, loc, results, in.take_front(nk),
                                          in.slice(nk, nx),
                                          in.drop_front(nk + nx), n, reverse);
                 op.getBody().takeBody(*fn.body);
                 return SmallVector<Value>(op.getResults());
               });
}

//===-- customVjp ---------------------------------------------------------===//
Leaves weft::detail::flatCustomVjp(FlatFn f, FlatFn forward, FlatFn backward,
                                   const Leaves &x, Where where) {
  auto types = ::typesOf(x, "customVjp");
  TracedFunction body = traceBody(f, types), fwd = traceBody(forward, types);
  // backward: (residuals…, ct of y…)
  SmallVector<Type> in(terminator(*fwd.body)->getOperandTypes());
  size_t n = terminator(*body.body)->getNumOperands();
  if (in.size() < n ||
      TypeRange(in).take_front(n) != terminator(*body.body)->getOperandTypes())
    throw ShapeError(
        Message{"customVjp", "forward must give the function's result first",
                describeTypes(in) + " for " +
                    describeTypes(terminator(*body.body)->getOperandTypes()),
                place(where), "return std::pair{f(x), residuals}"});
  std::rotate(in.begin(), in.begin() + n, in.end());
  TracedFunction bwd = traceBody(backward, in);
  for (TracedFunction *fn : {&body, &fwd, &bwd})
    if (!fn->captures.empty())
      throw TraceError(Message{"customVjp",
                               "a rule must not capture arrays from outside",
                               describe(nodeOf(fn->captures[0])), place(where),
                               "make it an argument"});
  if (terminator(*bwd.body)->getOperandTypes() != TypeRange(types))
    throw ShapeError(
        Message{"customVjp", "backward must give a cotangent for each argument",
                describeTypes(terminator(*bwd.body)->getOperandTypes()) +
                    " for " + describeTypes(types),
                place(where), ""});
  return stage("customVjp", where, x,
               [&](OpBuilder &b, Location loc, ValueRange in) {
                 auto op = CustomVjpOp::create(
                     b, loc, terminator(*body.body)->getOperandTypes(), in);
                 op.getBody().takeBody(*body.body);
                 op.getForward().takeBody(*fwd.body);
                 op.getBackward().takeBody(*bwd.body);
                 return SmallVector<Value>(op.getResults());
               });
}
