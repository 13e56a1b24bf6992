// Reverse mode's second half: a linear function run backwards, cotangents
// added where a value was used more than once.
#include "Bodies.h"
#include "Placed.h"
#include "RuleHelpers.h"
using namespace weft::ir;

namespace {
struct Backward {
  explicit Backward(OpBuilder b) : b(b) {}
  OpBuilder b;
  IRMapping map; // values that are not linear
  llvm::DenseMap<Value, Value> ct;
  llvm::DenseMap<Value, SmallVector<Value, 0>> placed; // not yet in ct

  void accumulate(Value v, Value c, Location loc) {
    if (!c || map.contains(v))
      return;
    if (isPlaced(c))
      return placed[v].push_back(c);
    Value &sum = ct[v];
    sum = addTangents(b, loc, sum, c);
  }
  /// The cotangent of v, to which nothing more will be added.
  Value take(Value v) {
    if (auto found = placed.find(v); found != placed.end()) {
      SmallVector<Value> parts;
      joinPlaced(b, v.getLoc(), found->second, parts);
      placed.erase(found);
      Value &sum = ct[v];
      for (Value part : parts)
        sum = addTangents(b, v.getLoc(), sum, part);
    }
    return ct.lookup(v);
  }
  LogicalResult visit(Operation *op);
};
} // namespace

LogicalResult Backward::visit(Operation *op) {
  SmallVector<Value> operands, cts, out;
  for (Value r : op->getResults())
    cts.push_back(take(r));
  if (nonNull(cts).none())
    return success();
  for (Value v : op->getOperands())
    operands.push_back(map.lookupOrNull(v));
  auto rule = dyn_cast<Transposable>(op);
  if (!rule)
    return op->emitOpError("[transpose] ")
           << op->getName() << " is not a linear operation";
  if (failed(rule.transpose(b, operands, cts, out)))
    return failure();
  for (auto [v, c] : llvm::zip(op->getOperands(), out))
    accumulate(v, c, op->getLoc());
  return success();
}

LogicalResult weft::ir::transposeBody(Region &src, const Mask &linear,
                                      const Mask &hasCt, Region &dst,
                                      Mask &found) {
  Block &from = src.front();
  Operation *ret = from.getTerminator();
  Mask other = complement(linear);
  auto types = keep(from.getArgumentTypes(), other);
  unsigned nOther = types.size();
  llvm::append_range(types, keep(ret->getOperandTypes(), hasCt));
  Backward back(openBody(dst, types));
  back.map.map(keep(from.getArguments(), other),
               dst.getArguments().take_front(nOther));
  SmallVector<Operation *> linearOps;
  for (Operation &op : from.without_terminator()) {
    if (llvm::all_of(op.getOperands(),
                     [&](Value v) { return back.map.contains(v); }))
      back.b.clone(op, back.map);
    else
      linearOps.push_back(&op);
  }
  for (auto [v, c] : llvm::zip(keep(ret->getOperands(), hasCt),
                               dst.getArguments().drop_front(nOther)))
    back.accumulate(v, c, ret->getLoc());
  for (Operation *op : llvm::reverse(linearOps))
    if (failed(back.visit(op)))
      return failure();
  SmallVector<Value> outs;
  for (Value v : keep(from.getArguments(), linear))
    outs.push_back(back.take(v));
  found = nonNull(outs);
  closeBody(back.b, ret->getLoc(), keep(outs, found));
  return success();
}
