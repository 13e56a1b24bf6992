// Tracing, closure conversion, and the evaluation of traced values.
#include "ShapeOps.h"
#include "Trace/Trace.h"
#include "Extent.h"
#include "weft/Error.h"
using namespace weft;
using namespace weft::ir;
using weft::detail::Node;

namespace {
thread_local std::vector<std::unique_ptr<Trace>> traces;
// The last of them, which each call asks for: without a destructor, and in the
// static block of thread-local storage (as threadCache in Runtime/Buffer.cpp).
[[gnu::tls_model("initial-exec")]] thread_local Trace *innermost = nullptr;
std::atomic<uint64_t> nextId{1};
/// Larger concrete captures become hidden parameters.
constexpr size_t constantBudget = 64; // bytes
} // namespace

Arrays (*ir::executeBody)(Region &, const Arrays &, ArrayRef<bool>) = nullptr;

Trace *ir::currentTrace() { return innermost; }

Trace &ir::traceOf(const Node &a, const char *op,
                   const std::source_location *where) {
  if (a.depth < traces.size() && traces[a.depth]->id == a.trace)
    return *traces[a.depth];
  std::string at = where ? weft::place(*where) : "";
  if (a.depth == ~0u)
    throw TraceError(Message{op, "the array has a shape and a dtype only",
                             weft::detail::describe(a), at,
                             "evalShape runs nothing; call the function"});
  throw TraceError(Message{
      op, "a traced array was used after its trace ended, or on another thread",
      weft::detail::describe(a), at,
      "return it from the traced function instead of keeping it"});
}

bool TracedFunction::capturedTraced() const {
  return llvm::any_of(captures, [](const Array &a) { return a.isTraced(); });
}

//===-- Values entering a trace -------------------------------------------===//
Value Trace::capture(const void *key, Type type, const Array &outer) {
  captures.push_back(outer);
  return known[key] = body->addArgument(type, UnknownLoc::get(context()));
}

Array Trace::wrap(Value v, bool weak) const {
  auto type = typeOf(v);
  auto *node = new Node;
  node->dtype = dtypeOf(type.getElementType());
  node->weak = weak;
  node->dims.assign(type.getShape().begin(), type.getShape().end());
  node->value = v.getAsOpaquePointer();
  node->depth = depth;
  node->trace = id;
  return Array(node);
}

Value Trace::lift(const Array &a, const char *op,
                  const std::source_location *where) {
  const Node &node = weft::detail::nodeOf(a, op, where);
  if (node.isTraced()) {
    Trace &owner = traceOf(node, op, where);
    if (owner.depth == depth)
      return Value::getFromOpaquePointer(node.value);
  }
  const void *key = node.isTraced() ? node.value : &node;
  if (Value v = known.lookup(key))
    return v;
  if (!node.isTraced()) {
    alive.push_back(a);
    if (tracer != Tracer::Eager && node.byteSize() <= constantBudget) {
      // At the start, so that it stands before whatever uses it later.
      OpBuilder at(context());
      at.setInsertionPointToStart(&body->front());
      return known[key] = ConstantOp::create(at, UnknownLoc::get(context()),
                                             attributeOf(node));
    }
  }
  auto type = tensorType(node);
  // A concrete capture stays concrete: a jit that has no others can be kept.
  if (!node.isTraced())
    return capture(key, type, a);
  Trace &outer = *traces[depth - 1];
  Value v = outer.lift(a, op);
  // Of further out it is one capture with what the trace around calls it, as
  // it may have come by (another branch's captures are preset so).
  if (Value same = known.lookup(v.getAsOpaquePointer()))
    return known[key] = same;
  return known[v.getAsOpaquePointer()] =
             capture(key, type, outer.wrap(v, node.weak));
}

//===-- Tracing -----------------------------------------------------------===//
TracedFunction ir::trace(TraceFn f, TypeRange types,
                         const TraceOptions &options) {
  auto t = std::make_unique<Trace>();
  t->tracer = options.tracer;
  t->depth = traces.size();
  t->id = nextId.fetch_add(1, std::memory_order_relaxed);
  t->inputs = options.inputs;
  t->builder = openBody(*t->body, types);
  Arrays args;
  for (auto [i, v] : llvm::enumerate(t->body->getArguments()))
    args.push_back(t->wrap(v, i < options.weak.size() && options.weak[i]));
  struct Pushed {
    ~Pushed() {
      traces.pop_back();
      innermost = traces.empty() ? nullptr : traces.back().get();
    }
  };
  traces.push_back(std::move(t));
  innermost = traces.back().get();
  Pushed pushed;
  Trace &top = *innermost;
  if (options.preset)
    for (const Array &a : *options.preset)
      top.lift(a, "trace");
  SmallVector<Value> results;
  TracedFunction out;
  for (const Array &r : f(args)) {
    results.push_back(top.lift(r, "return", options.where));
    out.weak.push_back(r.isWeak());
  }
  closeBody(top.builder, UnknownLoc::get(context()), results);
  out.body = std::move(top.body);
  out.captures = std::move(top.captures);
  return out;
}

Arrays ir::stage(const char *op, const std::source_location &where,
                 ArrayRef<Array> operands, StageFn build, bool weak) {
  auto inTrace = [&](Trace &t) {
    SmallVector<Value> in;
    for (const Array &a : operands)
      in.push_back(t.lift(a, op, &where));
    Arrays out;
    for (Value v : build(t.builder, location(where), in)) {
      out.push_back(t.wrap(v, weak));
      if (!isCountable(out.back().get()->dims))
        throw ShapeError(Message{op, countableRule,
                                 weft::detail::describe(*out.back().get()),
                                 weft::place(where), ""});
    }
    return out;
  };
  if (Trace *t = currentTrace())
    return inTrace(*t);
  auto fn = trace([&](const Arrays &) { return inTrace(*currentTrace()); }, {},
                  {Tracer::Eager});
  SmallVector<bool> weakResults(fn.weak.begin(), fn.weak.end());
  Arrays out = executeBody(*fn.body, fn.captures, weakResults);
  for (const Array &y : out)
    y.get()->made = where;
  return out;
}

//===-- Evaluation --------------------------------------------------------===//
namespace {
/// Who asks for a value: what messages say, however far inside the reason is.
struct Question {
  const Node &node;
  const char *op;
  const std::source_location *where;
};
Array evaluateFor(const Question &q, const Node &node);

[[noreturn]] void refuse(const Trace &t, const Question &q) {
  const char *who = t.tracer == Tracer::Vmap   ? "vmap"
                    : t.tracer == Tracer::Body ? "a body of control flow"
                                               : "jit";
  // Where nobody knows the line of `if (x > 0)`, that of `x > 0` is known.
  Value value = Value::getFromOpaquePointer(q.node.value);
  throw TraceError(
      Message{q.op,
              std::string("the array is being traced by ") + who +
                  " and has no value yet",
              weft::detail::describe(q.node),
              q.where ? weft::place(*q.where) : ir::place(value.getLoc()),
              "use where, cond or whileLoop instead of C++ control flow"});
}

/// What an argument of `t` stands for, as a concrete array.
Array argumentValue(Trace &t, BlockArgument arg, const Question &q) {
  unsigned i = arg.getArgNumber();
  const Array &outer =
      i < t.inputs->size() ? (*t.inputs)[i] : t.captures[i - t.inputs->size()];
  return outer.isTraced() ? evaluateFor(q, *outer.get()) : outer;
}

/// Runs one operation on the values of its operands.
void evaluateOp(Trace &t, Operation *op) {
  Region body;
  OpBuilder b = openBody(body, op->getOperandTypes());
  IRMapping map;
  Arrays args;
  for (auto [v, arg] : llvm::zip(op->getOperands(), body.getArguments())) {
    map.map(v, arg);
    args.push_back(t.values.lookup(v));
  }
  Operation *copy = b.clone(*op, map);
  closeBody(b, op->getLoc(), copy->getResults());
  Arrays results = executeBody(body, args, {});
  for (auto [v, r] : llvm::zip(op->getResults(), results))
    t.values[v] = r;
}

Array evaluateFor(const Question &q, const Node &node) {
  Trace &t = traceOf(node, q.op, q.where);
  if (!t.inputs)
    refuse(t, q);
  // What the value depends on and has not been evaluated, operands first.
  SmallVector<Value> stack{Value::getFromOpaquePointer(node.value)};
  while (!stack.empty()) {
    Value v = stack.back();
    if (t.values.count(v)) {
      stack.pop_back();
      continue;
    }
    if (auto arg = dyn_cast<BlockArgument>(v)) {
      t.values[v] = argumentValue(t, arg, q);
      continue;
    }
    Operation *def = v.getDefiningOp();
    unsigned before = stack.size();
    for (Value o : def->getOperands())
      if (!t.values.count(o))
        stack.push_back(o);
    if (stack.size() == before)
      evaluateOp(t, def);
  }
  return t.values.lookup(Value::getFromOpaquePointer(node.value));
}
} // namespace

Array ir::evaluate(const Array &a, const char *op,
                   const std::source_location *where) {
  Question q{*a.get(), op, where};
  Trace &t = traceOf(q.node, op, where);
  // What jit keeps must not depend on values, not even on those of an outer
  // trace that has them.
  for (size_t i = t.depth + 1; i < traces.size(); ++i)
    if (traces[i]->tracer == Tracer::Jit)
      refuse(*traces[i], q);
  return evaluateFor(q, q.node);
}
