// custom_jvp, custom_vjp, custom_linear and custom_vmap: verify · reach · jvp ·
// batch · unzip · transpose · lowering.
#include "CustomOps.h"
#include "RegionHelpers.h"
using namespace weft::ir;

/// Batches a body whose last arguments are consts, mapped as in `consts`, and
/// whose others and results are all mapped.
static LogicalResult batchAll(Region &src, const Mask &consts, int64_t n,
                              Region &dst) {
  Mask args(src.getNumArguments() - consts.size(), true);
  return batchBody(src, concat(args, consts),
                   Mask(terminator(src)->getNumOperands(), true), n, dst);
}
/// Refuses a tangent of what a rule captures.
static LogicalResult refuseCaptured(Operation *op, StringRef name,
                                    ArrayRef<Value> ts) {
  if (nonNull(ts).none())
    return success();
  return op->emitOpError("[")
         << name
         << "] a captured array depends on what is differentiated; make it an "
            "argument";
}
static SmallVector<Type> inexactOf(TypeRange types) {
  SmallVector<Type> out;
  for (Type t : types)
    if (isInexact(t))
      out.push_back(t);
  return out;
}

//===-- custom_jvp --------------------------------------------------------===//
LogicalResult CustomJvpOp::verify() {
  if (failed(verifyBody(*this, getBody(), getOperandTypes(), getResultTypes(),
                        "custom_jvp-C1", "the body")))
    return failure();
  SmallVector<Type> in(getArgs().getTypes()), out(getResultTypes());
  in.append(inexactOf(getArgs().getTypes()));
  llvm::append_range(in, getConsts().getTypes());
  out.append(inexactOf(getResultTypes()));
  return verifyBody(*this, getRule(), in, out, "custom_jvp-C2", "the rule");
}
Mask CustomJvpOp::reach(const Mask &, Reach kind) {
  // The rule may give a tangent where the body has no path.
  if (kind == Reach::All)
    return Mask(getNumResults(), true);
  Mask out(getNumResults());
  for (auto [i, type] : llvm::enumerate(getResultTypes()))
    out[i] = isInexact(type);
  return out;
}
LogicalResult CustomJvpOp::jvpWhole(OpBuilder &b, ValueRange operands,
                                    ArrayRef<Value> ts, Values &out,
                                    Values &outTs) {
  unsigned na = getArgs().size();
  if (failed(refuseCaptured(*this, "customJvp", ts.drop_front(na))))
    return failure();
  SmallVector<Value> in(operands.take_front(na));
  for (unsigned i = 0; i < na; ++i)
    if (isInexact(operands[i].getType()))
      in.push_back(ts[i] ? ts[i] : zeros(b, getLoc(), operands[i].getType()));
  llvm::append_range(in, operands.drop_front(na));
  auto all = callCopy(b, getLoc(), getRule(), in);
  unsigned n = getNumResults();
  ValueRange results(all);
  llvm::append_range(out, results.take_front(n));
  Mask inexact(n);
  for (auto [i, type] : llvm::enumerate(getResultTypes()))
    inexact[i] = isInexact(type);
  expand(results.drop_front(n), inexact, outTs);
  return success();
}
LogicalResult CustomJvpOp::unzip(Unzip &, const Mask &) {
  return emitOpError("[customJvp] a function with a rule of its own is not "
                     "linear; differentiate it instead of transposing it");
}
LogicalResult CustomJvpOp::transpose(OpBuilder &, ArrayRef<Value>,
                                     ArrayRef<Value>, Values &) {
  return emitOpError("[customJvp] a function with a rule of its own is not "
                     "linear; differentiate it instead of transposing it");
}
LogicalResult CustomJvpOp::batch(OpBuilder &b, ValueRange operands,
                                 const Mask &batched, int64_t n, Values &out,
                                 Mask &outBatched) {
  unsigned na = getArgs().size();
  Mask consts = slice(batched, na, getConsts().size());
  Region body, rule;
  if (failed(batchAll(getBody(), consts, n, body)) ||
      failed(batchAll(getRule(), consts, n, rule)))
    return failure();
  auto in = broadcastWhere(b, operands, batched,
                           firstN(na, operands.size()), n);
  ValueRange all(in);
  auto op =
      CustomJvpOp::create(b, getLoc(), terminator(body)->getOperandTypes(),
                          all.take_front(na), all.drop_front(na));
  op.getBody().takeBody(body);
  op.getRule().takeBody(rule);
  llvm::append_range(out, op.getResults());
  outBatched.set();
  return success();
}
Region *CustomJvpOp::plainBody() { return &getBody(); }
LogicalResult CustomJvpOp::lower(Lowering &l, OpBuilder &b, ValueRange operands,
                                 Values &out) {
  return l.body(getBody(), b, operands, out);
}

//===-- custom_vjp --------------------------------------------------------===//
LogicalResult CustomVjpOp::verify() {
  if (failed(verifyBody(*this, getBody(), getOperandTypes(), getResultTypes(),
                        "custom_vjp-C1", "the body")))
    return failure();
  SmallVector<Type> all(terminator(getForward())->getOperandTypes());
  unsigned n = getNumResults();
  if (all.size() < n || TypeRange(all).take_front(n) != getResultTypes())
    return emitOpError("(custom_vjp-C2) forward must give the results first");
  if (failed(verifyBody(*this, getForward(), getOperandTypes(), all,
                        "custom_vjp-C1", "forward")))
    return failure();
  std::rotate(all.begin(), all.begin() + n, all.end());
  llvm::append_range(all, getConsts().getTypes());
  return verifyBody(*this, getBackward(), all, getArgs().getTypes(),
                    "custom_vjp-C3", "backward");
}
Mask CustomVjpOp::reach(const Mask &, Reach) {
  return Mask(getNumResults(), true);
}
LogicalResult CustomVjpOp::jvpWhole(OpBuilder &b, ValueRange operands,
                                    ArrayRef<Value> ts, Values &out,
                                    Values &outTs) {
  unsigned na = getArgs().size();
  if (failed(refuseCaptured(*this, "customVjp", ts.drop_front(na))))
    return failure();
  auto all = callCopy(b, getLoc(), getForward(), operands);
  ValueRange results(all);
  SmallVector<Value> tangents(ts.take_front(na));
  for (auto [t, v] : llvm::zip(tangents, operands))
    if (!t)
      t = zeros(b, getLoc(), v.getType());
  llvm::append_range(out, results.take_front(getNumResults()));
  auto lin = CustomLinearOp::create(
      b, getLoc(), getResultTypes(), results.drop_front(getNumResults()),
      operands.drop_front(na), tangents);
  copyBody(getBackward(), lin.getBackward());
  llvm::append_range(outTs, lin.getResults());
  return success();
}
LogicalResult CustomVjpOp::unzip(Unzip &, const Mask &) {
  return emitOpError("[customVjp] a function with a rule of its own is not "
                     "linear; differentiate it instead of transposing it");
}
LogicalResult CustomVjpOp::transpose(OpBuilder &, ArrayRef<Value>,
                                     ArrayRef<Value>, Values &) {
  return emitOpError("[customVjp] a function with a rule of its own is not "
                     "linear; differentiate it instead of transposing it");
}
LogicalResult CustomVjpOp::batch(OpBuilder &b, ValueRange operands,
                                 const Mask &batched, int64_t n, Values &out,
                                 Mask &outBatched) {
  // All arguments get the axis, so that each one's cotangent has it, too; the
  // sum over it is then the transpose of the broadcast.
  unsigned na = getArgs().size();
  Mask consts = slice(batched, na, getConsts().size());
  Region body, forward, backward;
  if (failed(batchAll(getBody(), consts, n, body)) ||
      failed(batchAll(getForward(), consts, n, forward)) ||
      failed(batchAll(getBackward(), consts, n, backward)))
    return failure();
  auto in = broadcastWhere(b, operands, batched,
                           firstN(na, operands.size()), n);
  ValueRange all(in);
  auto op =
      CustomVjpOp::create(b, getLoc(), terminator(body)->getOperandTypes(),
                          all.take_front(na), all.drop_front(na));
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
  unsigned nr = getResiduals().size(), nc = getConsts().size();
  SmallVector<Value> args(in.take_front(nr));
  for (auto [c, r] : llvm::zip(cts, getResults()))
    args.push_back(c ? c : zeros(b, getLoc(), r.getType()));
  llvm::append_range(args, in.slice(nr, nc));
  out.append(nr + nc, Value());
  auto given = callCopy(b, getLoc(), getBackward(), args);
  for (auto [g, v] : llvm::zip(given, in.drop_front(nr + nc)))
    out.push_back(v ? Value() : g);
  return success();
}
LogicalResult CustomLinearOp::batch(OpBuilder &b, ValueRange operands,
                                    const Mask &batched, int64_t n, Values &out,
                                    Mask &outBatched) {
  unsigned nr = getResiduals().size(), nc = getConsts().size();
  Mask always(operands.size(), true);
  always.reset(nr, nr + nc);
  auto all = broadcastWhere(b, operands, batched, always, n);
  ValueRange in(all);
  SmallVector<Type> types;
  for (Type t : getResultTypes())
    types.push_back(withLeading(t, n));
  auto op = CustomLinearOp::create(b, getLoc(), types, in.take_front(nr),
                                   in.slice(nr, nc), in.drop_front(nr + nc));
  if (failed(batchAll(getBackward(), slice(batched, nr, nc), n,
                      op.getBackward())))
    return failure();
  llvm::append_range(out, op.getResults());
  outBatched.set();
  return success();
}

//===-- custom_vmap -------------------------------------------------------===//
LogicalResult CustomVmapOp::verify() {
  return verifyBody(*this, getBody(), getOperandTypes(), getResultTypes(),
                    "custom_vmap-C1", "the body");
}
Mask CustomVmapOp::reach(const Mask &in, Reach kind) {
  return kind == Reach::All ? Mask(getNumResults(), true)
                            : ir::reach(getBody(), in, kind);
}
LogicalResult CustomVmapOp::jvpWhole(OpBuilder &b, ValueRange operands,
                                     ArrayRef<Value> ts, Values &out,
                                     Values &outTs) {
  Mask active = nonNull(ts), outActive = reach(active, Reach::Floats);
  Region body;
  if (failed(jvpBody(getBody(), active, outActive, body)))
    return failure();
  auto all = callCopy(b, getLoc(), body, joined(operands, keep(ts, active)));
  ValueRange results(all);
  llvm::append_range(out, results.take_front(getNumResults()));
  expand(results.drop_front(getNumResults()), outActive, outTs);
  return success();
}
LogicalResult CustomVmapOp::batch(OpBuilder &b, ValueRange operands,
                                  const Mask &batched, int64_t n, Values &out,
                                  Mask &outBatched) {
  Region body;
  if (ClosureRef rule = getRule(); rule.closure)
    static_cast<const BatchingRule &>(*rule.closure)
        .write(getBody(), batched, n, body);
  else if (failed(batchBody(getBody(), batched, Mask(getNumResults(), true), n,
                            body)))
    return failure();
  llvm::append_range(out, callCopy(b, getLoc(), body, operands));
  outBatched.set();
  return success();
}
LogicalResult CustomVmapOp::unzip(Unzip &, const Mask &) {
  return emitOpError("[customVmap] is not linear; differentiate it instead of "
                     "transposing it");
}
LogicalResult CustomVmapOp::transpose(OpBuilder &, ArrayRef<Value>,
                                      ArrayRef<Value>, Values &) {
  return emitOpError("[customVmap] is not linear; differentiate it instead of "
                     "transposing it");
}
Region *CustomVmapOp::plainBody() { return &getBody(); }
LogicalResult CustomVmapOp::lower(Lowering &l, OpBuilder &b,
                                  ValueRange operands, Values &out) {
  return l.body(getBody(), b, operands, out);
}
