// call, checkpoint and name: verify · reach · jvp · batch · unzip · transpose ·
// lowering. Each rule transforms the body and builds the op anew.
#include "CallOps.h"
#include "ElementCost.h"
#include "RegionHelpers.h"
#include "Residuals.h"
using namespace weft::ir;

SmallVector<Value> weft::ir::mapped(IRMapping &map, ArrayRef<Value> values) {
  SmallVector<Value> out;
  for (Value v : values)
    out.push_back(map.lookup(v));
  return out;
}
SmallVector<Value> weft::ir::joined(ValueRange a, ValueRange b) {
  SmallVector<Value> out(a);
  out.append(b.begin(), b.end());
  return out;
}
void weft::ir::spread(ValueRange values, const Mask &found, ArrayRef<Value> in,
                      Values &out) {
  Mask mask(in.size());
  unsigned n = 0;
  for (unsigned i = 0; i < in.size(); ++i)
    if (!in[i])
      mask[i] = found[n++];
  expand(values, mask, out);
}
LogicalResult weft::ir::verifyBody(Operation *op, Region &body,
                                   TypeRange operands, TypeRange results,
                                   StringRef id, StringRef what) {
  if (!body.hasOneBlock() || body.front().empty() ||
      !isa<ReturnOp>(body.front().back()))
    return op->emitOpError() << "(" << id << ") " << what
                             << " must be one block that ends in weft.return";
  if (body.front().getArgumentTypes() != operands)
    return op->emitOpError()
           << "(" << id << ") " << what << " must take " << operands
           << ". Received " << body.front().getArgumentTypes();
  if (terminator(body)->getOperandTypes() != results)
    return op->emitOpError()
           << "(" << id << ") " << what << " must return " << results
           << ". Received " << terminator(body)->getOperandTypes();
  return success();
}
/// An op like `from` with another body.
static CallOp another(CallOp from, OpBuilder &b, Region &body,
                      ValueRange args) {
  auto op = CallOp::create(b, from.getLoc(), terminator(body)->getOperandTypes(),
                           args, from.getNameAttr());
  op.getBody().takeBody(body);
  return op;
}
static CheckpointOp another(CheckpointOp from, OpBuilder &b, Region &body,
                            ValueRange args) {
  auto op = CheckpointOp::create(b, from.getLoc(),
                                 terminator(body)->getOperandTypes(), args,
                                 from.getSaveOpsAttr(), from.getSaveNamesAttr(),
                                 from.getButNames());
  op.getBody().takeBody(body);
  return op;
}
void weft::ir::copyBody(Region &from, Region &to) {
  IRMapping map;
  from.cloneInto(&to, map);
}
SmallVector<Value> weft::ir::broadcastWhere(OpBuilder &b, ValueRange operands,
                                            const Mask &batched,
                                            const Mask &always, int64_t n) {
  SmallVector<Value> out(operands);
  for (unsigned i : always.set_bits())
    if (!batched[i])
      out[i] = broadcastLeading(b, out[i], n);
  return out;
}
SmallVector<Value> weft::ir::callCopy(OpBuilder &b, Location loc, Region &body,
                                      ValueRange args) {
  Region copy;
  IRMapping map;
  body.cloneInto(&copy, map);
  auto op = CallOp::create(b, loc, terminator(copy)->getOperandTypes(), args,
                           StringAttr());
  op.getBody().takeBody(copy);
  return llvm::to_vector_of<Value>(op.getResults());
}

//===-- What call and checkpoint share ------------------------------------===//
template <class Op>
static LogicalResult jvpCall(Op op, OpBuilder &b, ValueRange operands,
                             ArrayRef<Value> ts, Values &out, Values &outTs) {
  Mask active = nonNull(ts), outActive = op.reach(active, Reach::Floats);
  Region body;
  if (failed(jvpBody(op.getBody(), active, outActive, body)))
    return failure();
  auto call = another(op, b, body, joined(operands, keep(ts, active)));
  unsigned n = op.getNumResults();
  llvm::append_range(out, call.getResults().take_front(n));
  expand(call.getResults().drop_front(n), outActive, outTs);
  return success();
}
template <class Op>
static LogicalResult batchCall(Op op, OpBuilder &b, ValueRange operands,
                               const Mask &batched, int64_t n, Values &out,
                               Mask &outBatched) {
  outBatched = op.reach(batched, Reach::All);
  Region body;
  if (failed(batchBody(op.getBody(), batched, outBatched, n, body)))
    return failure();
  auto call = another(op, b, body, operands);
  llvm::append_range(out, call.getResults());
  return success();
}

//===-- call --------------------------------------------------------------===//
LogicalResult CallOp::verify() {
  return verifyBody(*this, getBody(), getOperandTypes(), getResultTypes(),
                    "call-C1", "the body");
}
Mask CallOp::reach(const Mask &in, Reach kind) {
  return ir::reach(getBody(), in, kind);
}
LogicalResult CallOp::jvpWhole(OpBuilder &b, ValueRange operands,
                               ArrayRef<Value> ts, Values &out, Values &outTs) {
  return jvpCall(*this, b, operands, ts, out, outTs);
}
LogicalResult CallOp::batch(OpBuilder &b, ValueRange operands,
                            const Mask &batched, int64_t n, Values &out,
                            Mask &outBatched) {
  return batchCall(*this, b, operands, batched, n, out, outBatched);
}
LogicalResult CallOp::unzip(Unzip &u, const Mask &linear) {
  Mask other = complement(linear), outLinear = reach(linear, Reach::Floats);
  Region fwd, lin;
  SmallVector<Value> residuals;
  if (failed(unzipBody(getBody(), linear, outLinear, fwd, lin, residuals)))
    return failure();
  unsigned n = terminator(fwd)->getNumOperands();
  terminator(fwd)->insertOperands(n, residuals);
  auto f = another(*this, u.fwd, fwd,
                   mapped(u.fwdMap, keep(getOperands(), other)));
  auto args = mapped(u.linMap, keep(getOperands(), linear));
  for (Value r : f.getResults().drop_front(n))
    args.push_back(u.residual(r));
  auto l = another(*this, u.lin, lin, args);
  u.fwdMap.map(keep(getResults(), complement(outLinear)),
               f.getResults().take_front(n));
  u.linMap.map(keep(getResults(), outLinear), l.getResults());
  return success();
}
LogicalResult CallOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                ArrayRef<Value> cts, Values &out) {
  Mask other = nonNull(in), hasCt = nonNull(cts), found;
  Region body;
  if (failed(transposeBody(getBody(), complement(other), hasCt, body, found)))
    return failure();
  auto call =
      another(*this, b, body, joined(keep(in, other), keep(cts, hasCt)));
  spread(call.getResults(), found, in, out);
  return success();
}
Region *CallOp::plainBody() { return &getBody(); }
LogicalResult CallOp::lower(Lowering &l, OpBuilder &b, ValueRange operands,
                            Values &out) {
  return l.body(getBody(), b, operands, out);
}

//===-- checkpoint --------------------------------------------------------===//
LogicalResult CheckpointOp::verify() {
  return verifyBody(*this, getBody(), getOperandTypes(), getResultTypes(),
                    "checkpoint-C1", "the body");
}
Mask CheckpointOp::reach(const Mask &in, Reach kind) {
  return ir::reach(getBody(), in, kind);
}
LogicalResult CheckpointOp::jvpWhole(OpBuilder &b, ValueRange operands,
                                     ArrayRef<Value> ts, Values &out,
                                     Values &outTs) {
  return jvpCall(*this, b, operands, ts, out, outTs);
}
LogicalResult CheckpointOp::batch(OpBuilder &b, ValueRange operands,
                                  const Mask &batched, int64_t n, Values &out,
                                  Mask &outBatched) {
  return batchCall(*this, b, operands, batched, n, out, outBatched);
}
/// Whether the policy keeps what `op` computes. Beside what has a name, which
/// may be compared with anything that is computed again, sums are kept, as they
/// would have other bits.
static bool isSaved(CheckpointOp checkpoint, Operation &op) {
  auto lists = [](ArrayAttr list, StringRef word) {
    return list && llvm::any_of(list.getAsValueRange<StringAttr>(),
                                [&](StringRef s) { return s == word; });
  };
  if (auto named = dyn_cast<NameOp>(op))
    return checkpoint.getSaveNamesAttr() &&
           lists(checkpoint.getSaveNamesAttr(), named.getName()) !=
               checkpoint.getButNames();
  if (checkpoint.getSaveNamesAttr() && dependsOnOrder(&op))
    return true;
  return lists(checkpoint.getSaveOpsAttr(), op.getName().stripDialect());
}
/// Puts the bodies of calls in their places, and those of the calls in them.
static void inlineCalls(Block &block) {
  for (auto it = block.begin(); it != block.end();) {
    auto call = dyn_cast<CallOp>(*it);
    if (!call) {
      ++it;
      continue;
    }
    Operation *before = call->getPrevNode();
    OpBuilder b(call);
    auto results = inlineBody(b, call.getBody(), call.getOperands());
    call.replaceAllUsesWith(results);
    call.erase();
    it = before ? std::next(before->getIterator()) : block.begin();
  }
}
/// What does not depend on `linear` arguments has the same bits in both bodies
/// that are made of this one. Loops and branches are marked only: what they hold
/// may be linear in part.
static void decideBits(Block &block, const Mask &linear) {
  llvm::DenseSet<Value> reached;
  for (unsigned i : linear.set_bits())
    reached.insert(block.getArgument(i));
  SmallVector<Operation *> own;
  SmallVector<Value> none;
  for (Operation &op : block.without_terminator()) {
    bool isReached = llvm::any_of(
        op.getOperands(), [&](Value v) { return reached.contains(v); });
    if (isReached)
      reached.insert_range(op.getResults());
    if (op.getNumRegions() > 0)
      markSameBits(&op);
    else if (!isReached)
      own.push_back(&op);
  }
  sameBitsIn(own, none);
}
/// A copy of the body without calls, whose ops that are kept are numbered.
static constexpr llvm::StringLiteral savedAttr = "saved";
static void numberSaved(CheckpointOp op, const Mask &linear, Region &copy) {
  IRMapping map;
  op.getBody().cloneInto(&copy, map);
  inlineCalls(copy.front());
  decideBits(copy.front(), linear);
  removeDeadOps(copy); // products that were taken up
  unsigned next = 0;
  for (Operation &inner : copy.front())
    if (isSaved(op, inner))
      inner.setAttr(savedAttr,
                    IntegerAttr::get(IntegerType::get(op.getContext(), 32),
                                     next++));
}
LogicalResult CheckpointOp::unzip(Unzip &u, const Mask &linear) {
  // Forward: the other results, and what is kept; no residuals. Linear: the
  // whole body again, for its linear results, over the operands themselves
  // and over what was kept, which is not computed again.
  Mask outLinear = reach(linear, Reach::Floats), other = complement(linear);
  Region whole, fwd, lin;
  numberSaved(*this, linear, whole);
  SmallVector<Value> residuals, saved;
  if (failed(unzipBody(whole, linear, outLinear, fwd, lin, residuals)))
    return failure();
  llvm::DenseMap<Attribute, Operation *> kept;
  for (Operation &op : fwd.front())
    if (Attribute number = op.getAttr(savedAttr)) {
      kept[number] = &op;
      op.removeAttr(savedAttr);
    }
  for (Operation &op : whole.front()) {
    Attribute number = op.getAttr(savedAttr);
    if (!number)
      continue;
    op.removeAttr(savedAttr);
    Operation *inFwd = kept.lookup(number);
    if (!inFwd)
      continue; // linear
    for (auto [v, f] : llvm::zip(op.getResults(), inFwd->getResults())) {
      v.replaceAllUsesWith(whole.front().addArgument(v.getType(), v.getLoc()));
      saved.push_back(f);
    }
  }
  Operation *ret = terminator(whole);
  ret->setOperands(keep(ret->getOperands(), outLinear));
  removeDeadOps(whole);
  unsigned n = terminator(fwd)->getNumOperands();
  terminator(fwd)->insertOperands(n, saved);
  auto f = another(*this, u.fwd, fwd,
                   mapped(u.fwdMap, keep(getOperands(), other)));
  SmallVector<Value> args;
  for (Value v : getOperands())
    args.push_back(u.inLin(v));
  for (Value v : f.getResults().drop_front(n))
    args.push_back(u.residual(v));
  auto l = another(*this, u.lin, whole, args);
  u.fwdMap.map(keep(getResults(), complement(outLinear)),
               f.getResults().take_front(n));
  u.linMap.map(keep(getResults(), outLinear), l.getResults());
  return success();
}
LogicalResult CheckpointOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                      ArrayRef<Value> cts, Values &out) {
  // The body is not all linear: unzip it, then run its forward half in front
  // of the transpose of its linear half.
  Mask other = nonNull(in), linear = complement(other), hasCt = nonNull(cts);
  Mask found;
  Region fwd, lin, back, body;
  SmallVector<Value> residuals;
  if (failed(unzipBody(getBody(), linear, Mask(cts.size(), true), fwd, lin,
                       residuals)))
    return failure();
  terminator(fwd)->insertOperands(0, residuals);
  unsigned n = linear.count();
  if (failed(transposeBody(lin, concat(Mask(n, true), Mask(residuals.size())),
                           hasCt, back, found)))
    return failure();
  auto args = joined(keep(in, other), keep(cts, hasCt));
  OpBuilder bb = openBody(body, ValueRange(args).getTypes());
  auto saved = inlineBody(
      bb, fwd, ValueRange(body.getArguments()).take_front(other.count()));
  auto result = inlineBody(
      bb, back,
      joined(saved, ValueRange(body.getArguments()).drop_front(other.count())));
  closeBody(bb, getLoc(), result);
  auto call = another(*this, b, body, args);
  spread(call.getResults(), found, in, out);
  return success();
}
Region *CheckpointOp::plainBody() { return &getBody(); }
LogicalResult CheckpointOp::lower(Lowering &l, OpBuilder &b,
                                  ValueRange operands, Values &out) {
  return l.body(getBody(), b, operands, out);
}

//===-- name --------------------------------------------------------------===//
LogicalResult NameOp::jvp(OpBuilder &, ArrayRef<Value> t, Values &out) {
  return give(out, t[0]);
}
LogicalResult NameOp::transpose(OpBuilder &, ArrayRef<Value>,
                                ArrayRef<Value> cts, Values &out) {
  return give(out, cts[0]);
}
LogicalResult NameOp::batch(OpBuilder &b, ValueRange in, const Mask &, int64_t,
                            Values &out, Mask &outBatched) {
  outBatched.set();
  return give(out, NameOp::create(b, getLoc(), in[0], getName()));
}
AffineMap NameOp::operandMap(unsigned) { return identityMap(*this); }
Value NameOp::emitElement(OpBuilder &, ValueRange in, IndexFn) { return in[0]; }
bool NameOp::isCheap() { return true; }
