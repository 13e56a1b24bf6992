// linear_solve and root: verify · jvp · transpose · batch · lowering.
#include "ArithmeticOps.h"
#include "SolveOps.h"
#include "RegionHelpers.h"
using namespace weft::ir;

/// Batches a body whose first arguments are consts, mapped as in `consts`, and
/// whose others and results are all mapped.
static LogicalResult batchAll(Region &src, const Mask &consts, int64_t n,
                              Region &dst) {
  if (src.empty())
    return success();
  Mask rest(src.getNumArguments() - consts.size(), true);
  return batchBody(src, concat(consts, rest),
                   Mask(terminator(src)->getNumOperands(), true), n, dst);
}
/// linear_solve and root: operands are constants of the bodies, then what has
/// the results' types; all results and all bodies get the axis.
template <class Op>
static LogicalResult batchSolve(Op from, OpBuilder &b, ValueRange operands,
                                const Mask &batched, int64_t n, Values &out,
                                Mask &outBatched) {
  unsigned nc = from.getConsts().size();
  Mask consts = slice(batched, 0, nc);
  auto all = broadcastWhere(b, operands, batched,
                            complement(firstN(nc, operands.size())), n);
  ValueRange in(all);
  auto op = Op::create(b, from.getLoc(), in.drop_front(nc).getTypes(),
                       in.take_front(nc), in.drop_front(nc));
  for (auto [src, dst] : llvm::zip_equal(from->getRegions(), op->getRegions()))
    if (failed(batchAll(src, consts, n, dst)))
      return failure();
  llvm::append_range(out, op.getResults());
  outBatched.set();
  return success();
}
/// The derivative of `body`'s results in its first arguments along `ts`, at
/// `args`; null where there is none.
static LogicalResult alongConsts(Operation *op, OpBuilder &b, Region &body,
                                 ArrayRef<Value> args, ArrayRef<Value> ts,
                                 Values &out) {
  Mask active = nonNull(ts);
  active.resize(args.size());
  Mask reached = reach(body, active, Reach::Floats);
  Region both;
  if (failed(jvpBody(body, active, reached, both)))
    return failure();
  SmallVector<Value> in(args);
  llvm::append_range(in, keep(ts, nonNull(ts)));
  auto results = callCopy(b, op->getLoc(), both, in);
  expand(ValueRange(results).drop_front(reached.size()), reached, out);
  return success();
}

//===-- linear_solve ------------------------------------------------------===//
LogicalResult LinearSolveOp::verify() {
  if (getResultTypes() != getB().getTypes())
    return emitOpError("(linear_solve-C1) x must have the types of b, ")
           << getB().getTypes() << ". Received " << getResultTypes();
  auto check = [&](Region &body, StringRef what) {
    return verifyBody(*this, body, getOperandTypes(), getResultTypes(),
                      "linear_solve-C2", what);
  };
  return success(succeeded(check(getMatvec(), "matvec")) &&
                 succeeded(check(getSolve(), "solve")) &&
                 (getTransposeSolve().empty() ||
                  succeeded(check(getTransposeSolve(), "transposeSolve"))));
}
LogicalResult LinearSolveOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  unsigned nc = getConsts().size(), n = getNumResults();
  SmallVector<Value> rhs(t.drop_front(nc)), moved;
  if (nonNull(t.take_front(nc)).any()) {
    auto args = joined(getConsts(), getResults());
    if (failed(alongConsts(*this, b, getMatvec(), args, t.take_front(nc),
                           moved)))
      return failure();
    for (auto [r, m] : llvm::zip(rhs, moved))
      if (m)
        r = r ? Value(SubOp::create(b, getLoc(), r, m))
              : Value(NegOp::create(b, getLoc(), m));
  }
  if (nonNull(rhs).none()) {
    out.append(n, Value());
    return success();
  }
  for (auto [r, type] : llvm::zip(rhs, getResultTypes()))
    if (!r)
      r = zeros(b, getLoc(), type);
  auto op = LinearSolveOp::create(b, getLoc(), getResultTypes(), getConsts(),
                                  rhs);
  copyBody(getMatvec(), op.getMatvec());
  copyBody(getSolve(), op.getSolve());
  if (!getTransposeSolve().empty())
    copyBody(getTransposeSolve(), op.getTransposeSolve());
  llvm::append_range(out, op.getResults());
  return success();
}
/// matvec(consts…, x…) becomes (consts…, ct…) → (ct of x…).
static LogicalResult transposeMatvec(LinearSolveOp op, Region &dst) {
  unsigned nc = op.getConsts().size(), n = op.getNumResults();
  Region fwd, lin, back;
  SmallVector<Value> residuals;
  Mask found;
  if (failed(unzipBody(op.getMatvec(), concat(Mask(nc), Mask(n, true)),
                       Mask(n, true), fwd, lin, residuals)))
    return failure();
  terminator(fwd)->setOperands(residuals);
  if (failed(transposeBody(lin, firstN(n, n + residuals.size()), Mask(n, true),
                           back, found)))
    return failure();
  OpBuilder b = openBody(dst, op.getOperandTypes());
  ValueRange args = dst.getArguments();
  auto saved = inlineBody(b, fwd, args.take_front(nc));
  auto cts = inlineBody(b, back, joined(saved, args.drop_front(nc)));
  SmallVector<Value> all;
  expand(cts, found, all);
  for (auto [c, type] : llvm::zip(all, op.getResultTypes()))
    if (!c)
      c = zeros(b, op.getLoc(), type);
  closeBody(b, op.getLoc(), all);
  return success();
}
LogicalResult LinearSolveOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                       ArrayRef<Value> cts, Values &out) {
  unsigned nc = getConsts().size();
  if (getTransposeSolve().empty())
    return emitOpError("[linearSolve] reverse mode needs a solver of the "
                       "transposed system; give a transposeSolve, or say "
                       "symmetric");
  if (!nonNull(in.take_front(nc)).all())
    return emitOpError("[linearSolve] is linear in b only; differentiate it "
                       "instead of transposing it");
  SmallVector<Value> rhs(cts);
  for (auto [r, type] : llvm::zip(rhs, getResultTypes()))
    if (!r)
      r = zeros(b, getLoc(), type);
  auto op = LinearSolveOp::create(b, getLoc(), getResultTypes(),
                                  in.take_front(nc), rhs);
  if (failed(transposeMatvec(*this, op.getMatvec())))
    return failure();
  copyBody(getTransposeSolve(), op.getSolve());
  copyBody(getSolve(), op.getTransposeSolve());
  out.append(nc, Value());
  for (auto [v, x] : llvm::zip(in.drop_front(nc), op.getResults()))
    out.push_back(v ? Value() : Value(x));
  return success();
}
LogicalResult LinearSolveOp::batch(OpBuilder &b, ValueRange operands,
                                   const Mask &batched, int64_t n, Values &out,
                                   Mask &outBatched) {
  return batchSolve(*this, b, operands, batched, n, out, outBatched);
}
Region *LinearSolveOp::plainBody() { return &getSolve(); }
LogicalResult LinearSolveOp::lower(Lowering &l, OpBuilder &b,
                                   ValueRange operands, Values &out) {
  return l.body(getSolve(), b, operands, out);
}

//===-- root --------------------------------------------------------------===//
LogicalResult RootOp::verify() {
  if (getResultTypes() != getStart().getTypes())
    return emitOpError("(root-C1) x must have the types of start, ")
           << getStart().getTypes() << ". Received " << getResultTypes();
  SmallVector<Type> three(getOperandTypes());
  llvm::append_range(three, getResultTypes());
  auto check = [&](Region &body, TypeRange in, StringRef what) {
    return verifyBody(*this, body, in, getResultTypes(), "root-C2", what);
  };
  return success(succeeded(check(getF(), getOperandTypes(), "f")) &&
                 succeeded(check(getSolve(), getOperandTypes(), "solve")) &&
                 succeeded(check(getTangentSolve(), three, "tangentSolve")));
}
LogicalResult RootOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  unsigned nc = getConsts().size();
  SmallVector<Value> rhs;
  auto at = joined(getConsts(), getResults());
  if (nonNull(t.take_front(nc)).any() &&
      failed(alongConsts(*this, b, getF(), at, t.take_front(nc), rhs)))
    return failure();
  if (nonNull(rhs).none()) {
    out.append(getNumResults(), Value());
    return success();
  }
  for (auto [r, type] : llvm::zip(rhs, getResultTypes()))
    at.push_back(r ? Value(NegOp::create(b, getLoc(), r))
                   : zeros(b, getLoc(), type));
  llvm::append_range(out, callCopy(b, getLoc(), getTangentSolve(), at));
  return success();
}
LogicalResult RootOp::batch(OpBuilder &b, ValueRange operands,
                            const Mask &batched, int64_t n, Values &out,
                            Mask &outBatched) {
  return batchSolve(*this, b, operands, batched, n, out, outBatched);
}
Region *RootOp::plainBody() { return &getSolve(); }
LogicalResult RootOp::lower(Lowering &l, OpBuilder &b, ValueRange operands,
                            Values &out) {
  return l.body(getSolve(), b, operands, out);
}
