// custom_vjp and custom_linear: verify · reach · jvp · batch · unzip ·
// transpose · lowering.
#include "CustomOps.h"
#include "RegionHelpers.h"
using namespace weft::ir;

static LogicalResult batchAll(Region &src, int64_t n, Region &dst) {
  return batchBody(src, Mask(src.getNumArguments(), true),
                   Mask(terminator(src)->getNumOperands(), true), n, dst);
}

//===-- custom_vjp --------------------------------------------------------===//
LogicalResult CustomVjpOp::verify() {
  if (failed(verifyBody(*this, getBody(), getOperandTypes(), getResultTypes(),
                        "custom_vjp-C1", "the body")))
    return failure();
  SmallVector<Type> all(terminator(getForward())->getOperandTypes());
  unsigned n = getNumResults();
  if (TypeRange(all).take_front(n) != getResultTypes())
    return emitOpError("(custom_vjp-C2) forward must give the results first");
  std::rotate(all.begin(), all.begin() + n, all.end());
  return verifyBody(*this, getBackward(), all, getOperandTypes(),
                    "custom_vjp-C3", "backward");
}
Mask CustomVjpOp::reach(const Mask &, Reach) {
  return Mask(getNumResults(), true);
}
LogicalResult CustomVjpOp::jvpWhole(OpBuilder &b, ValueRange operands,
                                    ArrayRef<Value> ts, Values &out,
                                    Values &outTs) {
  auto all = callCopy(b, getLoc(), getForward(), operands);
  ValueRange results(all);
  SmallVector<Value> tangents(ts);
  for (auto [t, v] : llvm::zip(tangents, operands))
    if (!t)
      t = zeros(b, getLoc(), v.getType());
  llvm::append_range(out, results.take_front(getNumResults()));
  auto lin =
      CustomLinearOp::create(b, getLoc(), getResultTypes(),
                             results.drop_front(getNumResults()), tangents);
  IRMapping map;
  getBackward().cloneInto(&lin.getBackward(), map);
  llvm::append_range(outTs, lin.getResults());
  return success();
}
LogicalResult CustomVjpOp::unzip(Unzip &, const Mask &) {
  return emitOpError("[unzip] is never linear");
}
LogicalResult CustomVjpOp::transpose(OpBuilder &, ArrayRef<Value>,
                                     ArrayRef<Value>, Values &) {
  return emitOpError("[transpose] is never linear");
}
LogicalResult CustomVjpOp::batch(OpBuilder &b, ValueRange operands,
                                 const Mask &batched, int64_t n, Values &out,
                                 Mask &outBatched) {
  // All operands get the axis, so that each one's cotangent has it, too; the
  // sum over it is then the transpose of the broadcast.
  Region body, forward, backward;
  if (failed(batchAll(getBody(), n, body)) ||
      failed(batchAll(getForward(), n, forward)) ||
      failed(batchAll(getBackward(), n, backward)))
    return failure();
  auto op =
      CustomVjpOp::create(b, getLoc(), terminator(body)->getOperandTypes(),
                          broadcastRest(b, operands, batched, n));
  op.getBody().takeBody(body);
  op.getForward().takeBody(forward);
  op.getBackward().takeBody(backward);
  llvm::append_range(out, op.getResults());
  outBatched.set();
  return success();
}
Region *CustomVjpOp::plainBody() { return &getBody(); }
LogicalResult CustomVjpOp::lower(Lowering &l, OpBuilder &b, ValueRange operands,
                                 Values &out) {
  return l.body(getBody(), b, operands, out);
}

//===-- custom_linear -----------------------------------------------------===//
LogicalResult CustomLinearOp::jvp(OpBuilder &, ArrayRef<Value>, Values &) {
  return emitOpError("[jvp] forward mode through a function with a custom vjp "
                     "is not defined; give it a custom jvp");
}
LogicalResult CustomLinearOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                        ArrayRef<Value> cts, Values &out) {
  unsigned n = getResiduals().size();
  SmallVector<Value> args(in.take_front(n));
  for (auto [c, r] : llvm::zip(cts, getResults()))
    args.push_back(c ? c : zeros(b, getLoc(), r.getType()));
  out.append(n, Value());
  auto given = callCopy(b, getLoc(), getBackward(), args);
  for (auto [g, v] : llvm::zip(given, in.drop_front(n)))
    out.push_back(v ? Value() : g);
  return success();
}
LogicalResult CustomLinearOp::batch(OpBuilder &b, ValueRange operands,
                                    const Mask &batched, int64_t n, Values &out,
                                    Mask &outBatched) {
  auto all = broadcastRest(b, operands, batched, n);
  ValueRange in(all);
  SmallVector<Type> types;
  for (Type t : getResultTypes())
    types.push_back(withLeading(t, n));
  auto op = CustomLinearOp::create(b, getLoc(), types,
                                   in.take_front(getResiduals().size()),
                                   in.drop_front(getResiduals().size()));
  if (failed(batchAll(getBackward(), n, op.getBackward())))
    return failure();
  llvm::append_range(out, op.getResults());
  outBatched.set();
  return success();
}
