// cond and switch: verify · reach · jvp · batch · unzip · transpose ·
// lowering. Each rule transforms the bodies and builds the op anew; both ops
// are a selector, the operands of every body, and one region per body.
#include "ControlOps.h"
#include "LogicOps.h"
#include "ShapeOps.h"
#include "RegionHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <deque>
using namespace weft::ir;

//===-- What they share ---------------------------------------------------===//
using Bodies = std::deque<Region>; // a region cannot be moved

static OperandRange argsOf(Operation *op) {
  return op->getOperands().drop_front();
}
/// An op of the same kind with other bodies, which are left empty.
static Operation *makeBranch(Operation *like, OpBuilder &b, Value selector,
                             Bodies &bodies, ValueRange args) {
  OperationState state(like->getLoc(), like->getName());
  state.addOperands(selector);
  state.addOperands(args);
  state.addTypes(terminator(bodies[0])->getOperandTypes());
  for (Region &body : bodies)
    state.addRegion()->takeBody(body);
  return b.create(state);
}
static LogicalResult verifyBranches(Operation *op, StringRef id) {
  for (auto [i, body] : llvm::enumerate(op->getRegions()))
    if (failed(verifyBody(op, body, argsOf(op).getTypes(), op->getResultTypes(),
                          id, "body " + std::to_string(i))))
      return failure();
  return success();
}
static Mask reachBranches(Operation *op, const Mask &in, Reach kind) {
  Mask out(op->getNumResults(), in[0]);
  Mask args = slice(in, 1, in.size() - 1);
  for (Region &body : op->getRegions())
    out |= weft::ir::reach(body, args, kind);
  return out;
}
static LogicalResult jvpBranches(Operation *op, OpBuilder &b,
                                 ValueRange operands, ArrayRef<Value> ts,
                                 Values &out, Values &outTs) {
  Mask outActive = reachBranches(op, nonNull(ts), Reach::Floats);
  ts = ts.drop_front();
  Mask active = nonNull(ts);
  Bodies bodies(op->getNumRegions());
  for (auto [from, to] : llvm::zip(op->getRegions(), bodies))
    if (failed(jvpBody(from, active, outActive, to)))
      return failure();
  Operation *made =
      makeBranch(op, b, operands[0], bodies,
                 joined(operands.drop_front(), keep(ts, active)));
  unsigned n = op->getNumResults();
  llvm::append_range(out, made->getResults().take_front(n));
  expand(made->getResults().drop_front(n), outActive, outTs);
  return success();
}

/// With a mapped selector all bodies are run; `choose(i)` says for each lane
/// whether it is body i, where it is none of those before it.
static LogicalResult
batchBranches(Operation *op, OpBuilder &b, ValueRange operands,
              const Mask &batched, int64_t n, Values &out, Mask &outBatched,
              llvm::function_ref<Value(unsigned)> choose) {
  outBatched = reachBranches(op, batched, Reach::All);
  Mask args = slice(batched, 1, batched.size() - 1);
  Bodies bodies(op->getNumRegions());
  for (auto [from, to] : llvm::zip(op->getRegions(), bodies))
    if (failed(batchBody(from, args, outBatched, n, to)))
      return failure();
  if (!batched[0]) { // one body for the whole batch: it stays a branch
    Operation *made =
        makeBranch(op, b, operands[0], bodies, operands.drop_front());
    llvm::append_range(out, made->getResults());
    return success();
  }
  SmallVector<SmallVector<Value>> results;
  for (Region &body : bodies)
    results.push_back(inlineBody(b, body, operands.drop_front()));
  out.append(results.back());
  for (unsigned i = bodies.size() - 1; i-- > 0;) {
    Value chosen = choose(i);
    for (auto [x, y] : llvm::zip(results[i], out)) {
      auto type = typeOf(x).clone(b.getI1Type());
      Value p = chosen;
      if (type.getRank() > 1)
        p = BroadcastInDimOp::create(b, op->getLoc(), type, p,
                                     ArrayRef<int64_t>{0});
      y = SelectOp::create(b, op->getLoc(), p, x, y);
    }
  }
  return success();
}

/// Makes body i give the residuals of all, its own and ones for those of the
/// others, from result `at` on. After vmap all linear halves run for all lanes:
/// a lane in which a residual is a zero, as another body's may be, divides by
/// it, which is a NaN in a later derivative. So no two bodies share one.
static void giveResiduals(Region &fwd, ArrayRef<SmallVector<Value>> residuals,
                          unsigned i, unsigned at) {
  Operation *ret = terminator(fwd);
  OpBuilder b(ret);
  SmallVector<Value> filled;
  for (auto [k, own] : llvm::enumerate(residuals))
    for (Value r : own)
      filled.push_back(k == i ? r : splat(b, ret->getLoc(), r.getType(), 1));
  ret->insertOperands(at, filled);
}
/// Makes linear half i, whose residuals are its arguments from `from` on, take
/// those of all bodies.
static void takeResiduals(Region &lin, ArrayRef<SmallVector<Value>> residuals,
                          unsigned i, unsigned from) {
  Block &block = lin.front();
  for (auto [k, own] : llvm::enumerate(residuals))
    if (k != i)
      for (Value r : own)
        block.insertArgument(k < i ? from++ : block.getNumArguments(),
                             r.getType(), terminator(lin)->getLoc());
}
static LogicalResult unzipBranches(Operation *op, Unzip &u,
                                   const Mask &linear) {
  Mask outLinear = reachBranches(op, linear, Reach::Floats);
  Mask args = slice(linear, 1, linear.size() - 1), other = complement(args);
  unsigned count = op->getNumRegions();
  Bodies fwd(count), lin(count);
  SmallVector<SmallVector<Value>> residuals(count);
  for (unsigned i = 0; i < count; ++i)
    if (failed(unzipBody(op->getRegion(i), args, outLinear, fwd[i], lin[i],
                         residuals[i])))
      return failure();
  unsigned n = op->getNumResults() - outLinear.count();
  for (unsigned i = 0; i < count; ++i) {
    giveResiduals(fwd[i], residuals, i, n);
    takeResiduals(lin[i], residuals, i, args.count());
  }
  Value selector = u.fwdMap.lookup(op->getOperand(0));
  Operation *f = makeBranch(op, u.fwd, selector, fwd,
                            mapped(u.fwdMap, keep(argsOf(op), other)));
  auto operands = mapped(u.linMap, keep(argsOf(op), args));
  for (Value r : f->getResults().drop_front(n))
    operands.push_back(u.residual(r));
  Operation *l = makeBranch(op, u.lin, u.residual(selector), lin, operands);
  u.fwdMap.map(keep(op->getResults(), complement(outLinear)),
               f->getResults().take_front(n));
  u.linMap.map(keep(op->getResults(), outLinear), l->getResults());
  return success();
}
static LogicalResult transposeBranches(Operation *op, OpBuilder &b,
                                       ArrayRef<Value> in, ArrayRef<Value> cts,
                                       Values &out) {
  Value selector = in[0];
  in = in.drop_front();
  Mask other = nonNull(in), hasCt = nonNull(cts), linear = complement(other);
  unsigned count = op->getNumRegions();
  Bodies bodies(count);
  SmallVector<Mask> found(count);
  Mask any(linear.count());
  for (unsigned i = 0; i < count; ++i) {
    if (failed(transposeBody(op->getRegion(i), linear, hasCt, bodies[i],
                             found[i])))
      return failure();
    any |= found[i];
  }
  auto types = keep(argsOf(op).getTypes(), linear);
  for (unsigned i = 0; i < count; ++i) { // a cotangent that a body lacks
    Operation *ret = terminator(bodies[i]);
    OpBuilder bb(ret);
    SmallVector<Value> own, filled;
    expand(ret->getOperands(), found[i], own);
    for (unsigned k : any.set_bits())
      filled.push_back(own[k] ? own[k] : zeros(bb, op->getLoc(), types[k]));
    ret->setOperands(filled);
  }
  Operation *made = makeBranch(op, b, selector, bodies,
                               joined(keep(in, other), keep(cts, hasCt)));
  out.push_back({});
  spread(made->getResults(), any, in, out);
  return success();
}

/// Whether the body to run stands in front of body `middle`.
using StandsBefore = llvm::function_ref<Value(OpBuilder &, unsigned middle)>;

/// One of the bodies `first` to `end`, found by a tree of ifs. (Bufferisation's
/// analysis does not see through an scf.index_switch.)
static LogicalResult lowerBodies(Operation *op, Lowering &l, OpBuilder &b,
                                 unsigned first, unsigned end, ValueRange args,
                                 StandsBefore standsBefore, Values &out) {
  if (end - first == 1)
    return l.body(op->getRegion(first), b, args, out);
  unsigned middle = (first + end) / 2;
  auto types = llvm::map_to_vector(
      op->getResultTypes(), [](Type t) { return Lowering::type(t); });
  auto made = scf::IfOp::create(b, op->getLoc(), types,
                                standsBefore(b, middle), /*withElse=*/true);
  llvm::append_range(out, made.getResults());
  auto branch = [&](Block &block, unsigned from, unsigned to) {
    if (!block.empty())
      block.back().erase();
    auto at = OpBuilder::atBlockEnd(&block);
    SmallVector<Value> results;
    if (failed(lowerBodies(op, l, at, from, to, args, standsBefore, results)))
      return failure();
    scf::YieldOp::create(at, op->getLoc(), results);
    return success();
  };
  return success(succeeded(branch(*made.thenBlock(), first, middle)) &&
                 succeeded(branch(*made.elseBlock(), middle, end)));
}

//===-- cond --------------------------------------------------------------===//
LogicalResult CondOp::verify() {
  if (typeOf(getPred()).getRank() != 0)
    return emitOpError("(cond-C1) pred must be a scalar. Received ")
           << getPred().getType();
  return verifyBranches(*this, "cond-C2");
}
Mask CondOp::reach(const Mask &in, Reach kind) {
  return reachBranches(*this, in, kind);
}
LogicalResult CondOp::jvpWhole(OpBuilder &b, ValueRange operands,
                               ArrayRef<Value> ts, Values &out, Values &outTs) {
  return jvpBranches(*this, b, operands, ts, out, outTs);
}
LogicalResult CondOp::batch(OpBuilder &b, ValueRange operands,
                            const Mask &batched, int64_t n, Values &out,
                            Mask &outBatched) {
  return batchBranches(*this, b, operands, batched, n, out, outBatched,
                       [&](unsigned) { return operands[0]; });
}
LogicalResult CondOp::unzip(Unzip &u, const Mask &linear) {
  return unzipBranches(*this, u, linear);
}
LogicalResult CondOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                ArrayRef<Value> cts, Values &out) {
  return transposeBranches(*this, b, in, cts, out);
}
LogicalResult CondOp::lower(Lowering &l, OpBuilder &b, ValueRange operands,
                            Values &out) {
  Value p = tensor::ExtractOp::create(b, getLoc(), operands[0], ValueRange());
  return lowerBodies(*this, l, b, 0, 2, operands.drop_front(),
                     [p](OpBuilder &, unsigned) { return p; }, out);
}

//===-- switch ------------------------------------------------------------===//
LogicalResult SwitchOp::verify() {
  auto index = typeOf(getIndex());
  if (index.getRank() != 0 || !index.getElementType().isSignlessInteger(32))
    return emitOpError("(switch-C1) index must be a scalar i32. Received ")
           << index;
  if (getBodies().empty())
    return emitOpError("(switch-C2) must have a body");
  return verifyBranches(*this, "switch-C2");
}
Mask SwitchOp::reach(const Mask &in, Reach kind) {
  return reachBranches(*this, in, kind);
}
LogicalResult SwitchOp::jvpWhole(OpBuilder &b, ValueRange operands,
                                 ArrayRef<Value> ts, Values &out,
                                 Values &outTs) {
  return jvpBranches(*this, b, operands, ts, out, outTs);
}
LogicalResult SwitchOp::batch(OpBuilder &b, ValueRange operands,
                              const Mask &batched, int64_t n, Values &out,
                              Mask &outBatched) {
  Emit e(b, *this);
  auto choose = [&](unsigned i) {
    return e.compare(Direction::Le, operands[0], e.constant(operands[0], i));
  };
  return batchBranches(*this, b, operands, batched, n, out, outBatched, choose);
}
LogicalResult SwitchOp::unzip(Unzip &u, const Mask &linear) {
  return unzipBranches(*this, u, linear);
}
LogicalResult SwitchOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                  ArrayRef<Value> cts, Values &out) {
  return transposeBranches(*this, b, in, cts, out);
}
LogicalResult SwitchOp::lower(Lowering &l, OpBuilder &b, ValueRange operands,
                              Values &out) {
  Value i =
      tensor::ExtractOp::create(b, getLoc(), operands[0], ValueRange());
  // An index out of range ends at the first or last body, as it is to.
  auto isBelow = [&](OpBuilder &at, unsigned body) -> Value {
    Value bound =
        arith::ConstantIntOp::create(at, getLoc(), i.getType(), body);
    return arith::CmpIOp::create(at, getLoc(), arith::CmpIPredicate::slt, i,
                                 bound);
  };
  return lowerBodies(*this, l, b, 0, getBodies().size(),
                     operands.drop_front(), isBelow, out);
}
