// Reductions by a function of the user's: it is traced on scalars. What it
// turns out to be decides whether the op is one of those with derivatives.
#include "ArithmeticOps.h"
#include "BodyReduceOps.h"
#include "LogicOps.h"
#include "ReduceOps.h"
#include "ScalarBody.h"
#include "WindowOps.h"
#include "Api/WindowHelpers.h"
#include "Transforms/Simplify.h"
#include "weft/Reducers.h"
using namespace weft;
using namespace weft::api;
using weft::detail::describe;
using weft::detail::FlatFn;
using weft::detail::Leaves;
using weft::detail::Where;

namespace {
/// The operands, of one shape, with inits of their dtypes; the traced body.
struct Reducer {
  Leaves xs, inits;
  std::vector<bool> weak;
  ir::TracedFunction fn;

  Reducer(const Site &site, FlatFn f, const Leaves &xs, const Leaves &inits);
  SmallVector<ir::Type> results(ArrayRef<int64_t> dims) const;
  /// The one operation of the body, where it is f(acc, x) = acc ◦ x.
  ir::Operation *known() const;
};
} // namespace

Reducer::Reducer(const Site &site, FlatFn f, const Leaves &operands,
                 const Leaves &starts)
    : xs(operands) {
  if (xs.empty() || xs.size() != starts.size())
    failShape(site, "there must be a start value for each operand",
              std::to_string(xs.size()) + " operands and " +
                  std::to_string(starts.size()) + " start values");
  SmallVector<ir::Type> types;
  for (size_t i = 0; i < xs.size(); ++i) {
    const Node &x = nodeOf(site, xs[i]), &init = nodeOf(site, starts[i]);
    if (dimsOf(x) != dimsOf(xs[0]))
      failShape(site, "operands must have one shape", said(site, xs));
    if (!init.dims.empty())
      failShape(site, "start values must be scalars", describe(init));
    inits.push_back(init.weak ? astype(starts[i], x.dtype) : starts[i]);
    if (inits[i].dtype() != x.dtype)
      failDtype(site, "a start value must have its operand's dtype",
                said(site, {xs[i], starts[i]}), "convert it with astype");
    weak.push_back(x.weak);
    types.push_back(ir::tensorType(x.dtype, {}));
  }
  types.append(types.begin(), types.end());
  fn = ir::trace([&](const Arrays &in) { return f(in); }, types,
                 {ir::Tracer::Body});
  if (!fn.captures.empty())
    throw TraceError(Message{
        site.op, "its function must not use arrays from outside",
        describe(*fn.captures[0].get()), place(site.where),
        "scalars are fine; or make it an operand"});
  ir::Operation *ret = ir::terminator(*fn.body);
  if (ret->getNumOperands() != xs.size())
    failShape(site, "its function must give one scalar for each operand",
              std::to_string(ret->getNumOperands()) + " for " +
                  std::to_string(xs.size()));
  ir::OpBuilder b(ret);
  for (size_t i = 0; i < xs.size(); ++i) {
    Value v = ret->getOperand(i);
    auto has = ir::typeOf(v), wants = ir::tensorType(types[i]);
    if (has.getRank() != 0)
      failShape(site, "its function must give scalars",
                weft::detail::describe(ir::dtypeOf(has.getElementType()),
                                       has.getShape()));
    if (has == wants)
      continue;
    if (!fn.weak[i])
      failDtype(site, "its function must keep the dtypes of its operands",
                weft::detail::describe(ir::dtypeOf(has.getElementType()), {}) +
                    " for " + describe(*xs[i].get()),
                "convert it with astype");
    ret->setOperand(i, ir::ConvertOp::create(b, ret->getLoc(), wants, v));
  }
  ir::simplify(*fn.body);
  if (ir::Operation *other = ir::notElementwise(*fn.body))
    throw TraceError(Message{
        site.op, "its function must be of elementwise operations on scalars",
        other->getName().stripDialect().str(),
        place(site.where), ""});
}
SmallVector<ir::Type> Reducer::results(ArrayRef<int64_t> dims) const {
  SmallVector<ir::Type> types;
  for (const Array &x : xs)
    types.push_back(ir::tensorType(x.dtype(), dims));
  return types;
}
ir::Operation *Reducer::known() const {
  ir::Operation *ret = ir::terminator(*fn.body);
  if (xs.size() != 1)
    return nullptr;
  ir::Operation *op = ret->getOperand(0).getDefiningOp();
  auto &block = fn.body->front();
  bool single = op && block.getOperations().size() == 2 &&
                op->getNumOperands() == 2 && op->getNumRegions() == 0;
  if (!single)
    return nullptr;
  Value a = block.getArgument(0), x = block.getArgument(1);
  bool both = (op->getOperand(0) == a && op->getOperand(1) == x) ||
              (op->getOperand(0) == x && op->getOperand(1) == a);
  // The order of complex numbers is the body's; reduce_max has none.
  if (isComplex(xs[0].dtype()) && !isa<ir::AddOp, ir::MulOp>(op))
    return nullptr;
  return both && isa<ir::AddOp, ir::MulOp, ir::MaxOp, ir::MinOp, ir::AndOp,
                     ir::OrOp, ir::XorOp>(op)
             ? op
             : nullptr;
}
/// Whether `init` is known to change nothing under the operation.
static bool isNeutral(ir::Operation *op, const Array &init) {
  if (init.isTraced() || isComplex(init.dtype()))
    return false;
  double v = init.item<double>();
  Dtype d = init.dtype();
  if (isa<ir::AddOp, ir::OrOp, ir::XorOp>(op))
    return v == 0;
  if (isa<ir::MulOp>(op) || (isa<ir::AndOp>(op) && isBool(d)))
    return v == 1;
  bool max = isa<ir::MaxOp>(op);
  if ((max || isa<ir::MinOp>(op)) && isFloat(d))
    return std::isinf(v) && (v < 0) == max;
  return false;
}
/// The reduction combined with the start value, as the body would.
static Value withInit(const Words &w, ir::Operation *op, Value y, Value init) {
  Value spread = w.broadcast(init, ir::typeOf(y).getShape(), {});
  ir::OperationState state(w.loc, op->getName(), {y, spread}, y.getType());
  return w.b.create(state)->getResult(0);
}
static Leaves marked(Leaves results, const std::vector<bool> &weak) {
  for (size_t i = 0; i < results.size(); ++i)
    results[i].get()->weak = weak[i];
  return results;
}
static Leaves operandsOf(const Reducer &r) {
  Leaves all = r.xs;
  all.insert(all.end(), r.inits.begin(), r.inits.end());
  return all;
}

//===-- reduce ------------------------------------------------------------===//
static Value reducedBy(const Words &w, ir::Operation *op, Value x,
                       ArrayRef<int64_t> dims) {
  auto make = [&](auto tag) -> Value {
    return decltype(tag)::create(w.b, w.loc, x, dims);
  };
  return llvm::TypeSwitch<ir::Operation *, Value>(op)
      .Case([&](ir::AddOp) { return make(ir::ReduceSumOp()); })
      .Case([&](ir::MulOp) { return make(ir::ReduceProdOp()); })
      .Case([&](ir::MaxOp) { return make(ir::ReduceMaxOp()); })
      .Case([&](ir::MinOp) { return make(ir::ReduceMinOp()); })
      .Case([&](ir::AndOp) { return make(ir::ReduceAndOp()); })
      .Case([&](ir::OrOp) { return make(ir::ReduceOrOp()); })
      .Case([&](ir::XorOp) { return make(ir::ReduceXorOp()); });
}
Leaves weft::detail::flatReduce(FlatFn f, const Leaves &xs, const Leaves &inits,
                                const AxisSet &axes, Where where) {
  Site site("reduce", where);
  Reducer r(site, f, xs, inits);
  List dims = sortedAxesOf(site, r.xs[0], axes), kept;
  for (int64_t d = 0; d < r.xs[0].rank(); ++d)
    if (!llvm::is_contained(dims, d))
      kept.push_back(r.xs[0].get()->dims[d]);
  auto build = [&](ir::OpBuilder &b, ir::Location loc, ValueRange in) {
    Words w{b, loc};
    if (ir::Operation *op = r.known()) {
      Value y = reducedBy(w, op, in[0], dims);
      bool neutral = isNeutral(op, r.inits[0]);
      return SmallVector<Value>{neutral ? y : withInit(w, op, y, in[1])};
    }
    size_t n = r.xs.size();
    auto op = ir::ReduceOp::create(b, loc, r.results(kept), in.take_front(n),
                                   in.drop_front(n), dims);
    op.getBody().takeBody(*r.fn.body);
    return SmallVector<Value>(op.getResults());
  };
  return marked(ir::stage(site.op, site.where, operandsOf(r), build), r.weak);
}

//===-- reduceWindow ------------------------------------------------------===//
static Value windowedBy(const Words &w, ir::Operation *op, Value x,
                        const FullWindow &in) {
  auto make = [&](auto tag) -> Value {
    return decltype(tag)::create(w.b, w.loc, x, in.size, in.strides, in.low,
                                 in.high, in.base, in.dilation);
  };
  return llvm::TypeSwitch<ir::Operation *, Value>(op)
      .Case([&](ir::AddOp) { return make(ir::ReduceWindowSumOp()); })
      .Case([&](ir::MulOp) { return make(ir::ReduceWindowProdOp()); })
      .Case([&](ir::MaxOp) { return make(ir::ReduceWindowMaxOp()); })
      .Case([&](ir::MinOp) { return make(ir::ReduceWindowMinOp()); })
      .Case([&](ir::AndOp) { return make(ir::ReduceWindowAndOp()); })
      .Case([&](ir::OrOp) { return make(ir::ReduceWindowOrOp()); })
      .Default([](ir::Operation *) { return Value(); });
}
Leaves weft::detail::flatReduceWindow(FlatFn f, const Leaves &xs,
                                      const Leaves &inits, const Window &window,
                                      Where where) {
  Site site("reduceWindow", where);
  Reducer r(site, f, xs, inits);
  FullWindow full = resolve(site, r.xs[0], window);
  auto build = [&](ir::OpBuilder &b, ir::Location loc, ValueRange in) {
    Words w{b, loc};
    ir::Operation *op = r.known();
    bool neutral = op && isNeutral(op, r.inits[0]);
    if (op && !isa<ir::XorOp>(op)) {
      Value y = windowedBy(w, op, in[0], full);
      return SmallVector<Value>{neutral ? y : withInit(w, op, y, in[1])};
    }
    size_t n = r.xs.size();
    auto made = ir::ReduceWindowOp::create(
        b, loc, r.results(full.result), in.take_front(n), in.drop_front(n),
        full.size, full.strides, full.low, full.high, full.base,
        full.dilation);
    made.getBody().takeBody(*r.fn.body);
    return SmallVector<Value>(made.getResults());
  };
  return marked(ir::stage(site.op, site.where, operandsOf(r), build), r.weak);
}
