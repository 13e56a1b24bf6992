// Forward mode: each operation is copied and followed by its tangent.
#include "Bodies.h"
#include "RuleHelpers.h"
using namespace weft::ir;

namespace {
struct Forward {
  explicit Forward(OpBuilder b) : b(b) {}
  OpBuilder b;
  IRMapping primal;
  llvm::DenseMap<Value, Value> tangent;

  LogicalResult visit(Operation &op);
};
} // namespace

LogicalResult Forward::visit(Operation &op) {
  SmallVector<Value> tangents, outs, outTangents;
  for (Value v : op.getOperands())
    tangents.push_back(tangent.lookup(v));
  if (nonNull(tangents).none()) {
    b.clone(op, primal);
    return success();
  }
  if (auto whole = dyn_cast<HigherOrder>(op)) {
    SmallVector<Value> operands;
    for (Value v : op.getOperands())
      operands.push_back(primal.lookup(v));
    if (failed(whole.jvpWhole(b, operands, tangents, outs, outTangents)))
      return failure();
    primal.map(op.getResults(), outs);
  } else if (auto rule = dyn_cast<Differentiable>(b.clone(op, primal))) {
    if (failed(rule.jvp(b, tangents, outTangents)))
      return failure();
  } else {
    return op.emitError("[")
           << op.getName().stripDialect()
           << "] has no derivative; give one with customJvp or customVjp";
  }
  for (auto [v, t] : llvm::zip(op.getResults(), outTangents))
    if (t && isInexact(v.getType()))
      tangent[v] = t;
  return success();
}

LogicalResult weft::ir::jvpBody(Region &src, const Mask &active,
                                const Mask &outActive, Region &dst) {
  Block &from = src.front();
  unsigned n = from.getNumArguments();
  SmallVector<Type> types(from.getArgumentTypes());
  llvm::append_range(types, keep(from.getArgumentTypes(), active));
  Forward f(openBody(dst, types));
  f.primal.map(from.getArguments(), dst.getArguments().take_front(n));
  for (auto [v, t] : llvm::zip(keep(from.getArguments(), active),
                               dst.getArguments().drop_front(n)))
    f.tangent[v] = t;
  for (Operation &op : from.without_terminator())
    if (failed(f.visit(op)))
      return failure();
  Operation *ret = from.getTerminator();
  SmallVector<Value> results;
  for (Value v : ret->getOperands())
    results.push_back(f.primal.lookup(v));
  for (Value v : keep(ret->getOperands(), outActive)) {
    Value t = f.tangent.lookup(v);
    results.push_back(t ? t : zeros(f.b, ret->getLoc(), v.getType()));
  }
  closeBody(f.b, ret->getLoc(), results);
  return success();
}
