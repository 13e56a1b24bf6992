// Splits a function that is linear in some arguments into a forward half and
// a linear half over residuals.
#include "Bodies.h"
using namespace weft::ir;

Value Unzip::residual(Value v) {
  Value &slot = seen[v];
  if (slot)
    return slot;
  Operation *def = v.getDefiningOp();
  if (def && def->getNumOperands() == 0 && def->getNumRegions() == 0) {
    // A constant is cheaper to repeat than to carry (or to stack, in a scan).
    OpBuilder at(context());
    at.setInsertionPointToStart(linBlock);
    slot = at.clone(*def)->getResult(cast<OpResult>(v).getResultNumber());
  } else {
    slot = linBlock->addArgument(v.getType(), v.getLoc());
    residuals.push_back(v);
  }
  return slot;
}

Value Unzip::inLin(Value source) {
  if (Value v = linMap.lookupOrNull(source))
    return v;
  return residual(fwdMap.lookup(source));
}

static LogicalResult visit(Unzip &u, Operation &op) {
  Mask linear(op.getNumOperands());
  for (auto [i, v] : llvm::enumerate(op.getOperands()))
    linear[i] = u.linMap.contains(v);
  if (linear.none()) {
    u.fwd.clone(op, u.fwdMap);
    return success();
  }
  if (auto whole = dyn_cast<HigherOrder>(op))
    return whole.unzip(u, linear);
  IRMapping map;
  for (Value v : op.getOperands())
    map.map(v, u.inLin(v));
  u.linMap.map(op.getResults(), u.lin.clone(op, map)->getResults());
  return success();
}

LogicalResult weft::ir::unzipBody(Region &src, const Mask &linear,
                                  const Mask &outLinear, Region &fwd,
                                  Region &lin,
                                  SmallVectorImpl<Value> &residuals) {
  Block &from = src.front();
  Mask other = complement(linear);
  Unzip u;
  u.fwd = openBody(fwd, keep(from.getArgumentTypes(), other));
  u.lin = openBody(lin, keep(from.getArgumentTypes(), linear));
  u.linBlock = &lin.front();
  u.fwdMap.map(keep(from.getArguments(), other), fwd.getArguments());
  u.linMap.map(keep(from.getArguments(), linear), lin.getArguments());
  for (Operation &op : from.without_terminator())
    if (failed(visit(u, op)))
      return failure();
  Operation *ret = from.getTerminator();
  SmallVector<Value> outs, linOuts;
  for (auto [i, v] : llvm::enumerate(ret->getOperands()))
    if (outLinear[i])
      linOuts.push_back(u.inLin(v));
    else
      outs.push_back(u.fwdMap.lookup(v));
  closeBody(u.fwd, ret->getLoc(), outs);
  closeBody(u.lin, ret->getLoc(), linOuts);
  residuals = std::move(u.residuals);
  return success();
}
