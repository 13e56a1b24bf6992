// while: verify · reach · jvp · batch · unzip · transpose · lowering. Each rule
// transforms the two bodies and builds the op anew.
#include "ControlOps.h"
#include "LogicOps.h"
#include "ReduceOps.h"
#include "ShapeOps.h"
#include "RegionHelpers.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;

namespace {
/// A mask over the operands by segment.
struct Segments {
  Mask carry, cond, body;
  Segments(WhileOp op, const Mask &m) {
    unsigned nk = op.getInits().size(), nc = op.getCondConsts().size();
    carry = slice(m, 0, nk);
    cond = slice(m, nk, nc);
    body = slice(m, nk + nc, m.size() - nk - nc);
  }
  /// Of the arguments of the condition, and of the body.
  Mask condArgs() const { return concat(carry, cond); }
  Mask bodyArgs() const { return concat(carry, body); }
};
} // namespace

static WhileOp makeWhile(OpBuilder &b, Location loc, Region &cond, Region &body,
                         ValueRange inits, ValueRange condConsts,
                         ValueRange bodyConsts) {
  auto op = WhileOp::create(b, loc, inits.getTypes(), inits, condConsts,
                            bodyConsts);
  op.getCond().takeBody(cond);
  op.getBody().takeBody(body);
  return op;
}
/// Grows the carries in `m` until the body maps them into themselves. Where
/// the condition depends on them, so does how many steps there are, and with
/// it every carry.
static Mask fixpoint(WhileOp op, Segments &m, Reach kind) {
  while (true) {
    Mask before = m.carry;
    m.carry |= weft::ir::reach(op.getBody(), m.bodyArgs(), kind);
    if (weft::ir::reach(op.getCond(), m.condArgs(), kind)[0])
      m.carry.set();
    if (m.carry == before)
      return before;
  }
}

LogicalResult WhileOp::verify() {
  auto type = RankedTensorType::get({}, IntegerType::get(getContext(), 1));
  SmallVector<Type> in(getInits().getTypes()), carry = in;
  llvm::append_range(in, getCondConsts().getTypes());
  if (failed(verifyBody(*this, getCond(), in, TypeRange(type), "while-C1",
                        "the condition")))
    return failure();
  if (getResultTypes() != TypeRange(carry))
    return emitOpError("(while-C2) must give ")
           << TypeRange(carry) << ". Received " << getResultTypes();
  in = carry;
  llvm::append_range(in, getBodyConsts().getTypes());
  return verifyBody(*this, getBody(), in, carry, "while-C2", "the body");
}
Mask WhileOp::reach(const Mask &in, Reach kind) {
  Segments m(*this, in);
  return fixpoint(*this, m, kind);
}
LogicalResult WhileOp::jvpWhole(OpBuilder &b, ValueRange operands,
                                ArrayRef<Value> ts, Values &out,
                                Values &outTs) {
  Segments active(*this, nonNull(ts));
  fixpoint(*this, active, Reach::Floats);
  Region cond, body;
  if (failed(jvpBody(getBody(), active.bodyArgs(), active.carry, body)))
    return failure();
  // (carry…, const…, their tangents…) → (carry…, their tangents, consts…)
  unsigned nk = getInits().size(), nc = getCondConsts().size(),
           nb = getBodyConsts().size(), nt = active.carry.count();
  SmallVector<unsigned> order;
  auto take = [&](unsigned from, unsigned n) {
    llvm::append_range(order, llvm::seq(from, from + n));
  };
  take(0, nk);
  take(nk + nb, nt);
  take(nk, nb);
  take(nk + nb + nt, active.body.count());
  permuteArgs(body.front(), order);
  copyBody(getCond(), cond); // it does not look at tangents
  auto types = keep(getInits().getTypes(), active.carry);
  for (unsigned i = 0; i < nt; ++i)
    cond.front().insertArgument(nk + i, types[i], getLoc());

  SmallVector<Value> inits(operands.take_front(nk)),
      consts(operands.drop_front(nk + nc));
  for (unsigned i : active.carry.set_bits())
    inits.push_back(ts[i] ? ts[i] : zeros(b, getLoc(), operands[i].getType()));
  llvm::append_range(consts, keep(ts.drop_front(nk + nc), active.body));
  auto op = makeWhile(b, getLoc(), cond, body, inits, operands.slice(nk, nc),
                      consts);
  llvm::append_range(out, op.getResults().take_front(nk));
  expand(op.getResults().drop_front(nk), active.carry, outTs);
  return success();
}

/// body(carry…, bodyConsts…) becomes
/// (carry…, condConsts…, bodyConsts…) → carry of the next step in the lanes
/// where the condition holds, and as it was in the others.
static void stepByLane(WhileOp op, Region &cond, Region &body) {
  unsigned nk = op.getInits().size(), nc = op.getCondConsts().size();
  Region whole;
  SmallVector<Type> types(cond.getArgumentTypes());
  llvm::append_range(types,
                     TypeRange(body.getArgumentTypes()).drop_front(nk));
  OpBuilder b = openBody(whole, types);
  ValueRange args = whole.getArguments();
  Region test;
  copyBody(cond, test);
  Value running = inlineBody(b, test, args.take_front(nk + nc))[0];
  auto results = inlineBody(
      b, body, joined(args.take_front(nk), args.drop_front(nk + nc)));
  for (auto [next, old] : llvm::zip(results, args)) {
    Value lanes = running;
    auto type = typeOf(next).clone(b.getI1Type());
    if (type.getRank() > 1)
      lanes = BroadcastInDimOp::create(b, op.getLoc(), type, lanes,
                                       ArrayRef<int64_t>{0});
    next = SelectOp::create(b, op.getLoc(), lanes, next, old);
  }
  closeBody(b, op.getLoc(), results);
  body.getBlocks().clear();
  body.takeBody(whole);
}
LogicalResult WhileOp::batch(OpBuilder &b, ValueRange operands,
                             const Mask &batched, int64_t n, Values &out,
                             Mask &outBatched) {
  Segments m(*this, batched);
  outBatched = fixpoint(*this, m, Reach::All);
  bool byLane = weft::ir::reach(getCond(), m.condArgs(), Reach::All)[0];
  Region cond, body;
  if (failed(batchBody(getCond(), m.condArgs(), Mask(1, byLane), n, cond)) ||
      failed(batchBody(getBody(), m.bodyArgs(), m.carry, n, body)))
    return failure();
  unsigned nk = getInits().size(), nc = getCondConsts().size();
  SmallVector<Value> inits(operands.take_front(nk)),
      consts(operands.drop_front(nk + nc));
  for (unsigned i : m.carry.set_bits())
    if (!batched[i])
      inits[i] = broadcastLeading(b, inits[i], n);
  auto condConsts = operands.slice(nk, nc);
  if (byLane) { // it runs until all lanes are done
    stepByLane(*this, cond, body);
    consts.insert(consts.begin(), condConsts.begin(), condConsts.end());
    Operation *ret = terminator(cond);
    OpBuilder at(ret);
    ret->setOperand(0, ReduceOrOp::create(at, getLoc(), ret->getOperand(0),
                                          ArrayRef<int64_t>{0}));
  }
  auto op = makeWhile(b, getLoc(), cond, body, inits, condConsts, consts);
  llvm::append_range(out, op.getResults());
  return success();
}
LogicalResult WhileOp::unzip(Unzip &u, const Mask &linear) {
  // Forward: the carries that are not linear. Linear: the whole loop again.
  // Nothing is saved by it, but forward mode goes through (linearize); the
  // transpose is what refuses.
  Segments m(*this, linear);
  Mask outLinear = fixpoint(*this, m, Reach::Floats);
  Mask other = complement(outLinear);
  Region fwd, lin, cond;
  SmallVector<Value> residuals;
  if (failed(
          unzipBody(getBody(), m.bodyArgs(), outLinear, fwd, lin, residuals)))
    return failure();
  copyBody(getCond(), cond);
  BitVector unused(cond.getNumArguments());
  for (unsigned i : outLinear.set_bits())
    unused.set(i);
  cond.front().eraseArguments(unused);
  auto of = [&](OperandRange values, const Mask &mask) {
    return mapped(u.fwdMap, keep(values, mask));
  };
  auto f = makeWhile(u.fwd, getLoc(), cond, fwd, of(getInits(), other),
                     mapped(u.fwdMap, SmallVector<Value>(getCondConsts())),
                     of(getBodyConsts(), complement(m.body)));
  u.fwdMap.map(keep(getResults(), other), f.getResults());

  Region allCond, allBody;
  copyBody(getCond(), allCond);
  copyBody(getBody(), allBody);
  SmallVector<Value> in;
  for (Value v : getOperands())
    in.push_back(u.inLin(v));
  unsigned nk = getInits().size(), nc = getCondConsts().size();
  ValueRange all(in);
  auto l = makeWhile(u.lin, getLoc(), allCond, allBody, all.take_front(nk),
                     all.slice(nk, nc), all.drop_front(nk + nc));
  u.linMap.map(keep(getResults(), outLinear), keep(l.getResults(), outLinear));
  return success();
}
LogicalResult WhileOp::transpose(OpBuilder &, ArrayRef<Value>, ArrayRef<Value>,
                                 Values &) {
  return emitOpError(
      "[whileLoop] reverse mode is not possible, as how many steps there are is "
      "not known; use scan, or foriLoop with bounds that are numbers, or "
      "fixedPoint, customRoot, linearSolve or customVjp, which have rules of "
      "their own");
}
LogicalResult WhileOp::lower(Lowering &l, OpBuilder &b, ValueRange operands,
                             Values &out) {
  Location loc = getLoc();
  unsigned nk = getInits().size(), nc = getCondConsts().size();
  ValueRange inits = operands.take_front(nk);
  auto loop = scf::WhileOp::create(b, loc, inits.getTypes(), inits);
  SmallVector<Location> locs(nk, loc);
  auto open = [&](Region &region) {
    Block &block = region.emplaceBlock();
    block.addArguments(inits.getTypes(), locs);
    return OpBuilder::atBlockEnd(&block);
  };
  auto before = open(loop.getBefore());
  SmallVector<Value> test, next;
  if (failed(l.body(getCond(), before,
                    joined(loop.getBeforeArguments(), operands.slice(nk, nc)),
                    test)))
    return failure();
  Value running =
      tensor::ExtractOp::create(before, loc, test[0], ValueRange());
  scf::ConditionOp::create(before, loc, running, loop.getBeforeArguments());
  auto after = open(loop.getAfter());
  if (failed(
          l.body(getBody(), after,
                 joined(loop.getAfterArguments(), operands.drop_front(nk + nc)),
                 next)))
    return failure();
  scf::YieldOp::create(after, loc, next);
  llvm::append_range(out, loop.getResults());
  return success();
}
