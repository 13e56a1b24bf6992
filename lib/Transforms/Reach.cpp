// Which results depend on which arguments; builds no IR.
#include "Bodies.h"
#include "Traits.h"
using namespace weft::ir;

Mask weft::ir::reach(Region &body, const Mask &in, Reach kind) {
  Block &block = body.front();
  llvm::DenseSet<Value> hit;
  auto mark = [&](Value v) {
    if (kind == Reach::All || isInexact(v.getType()))
      hit.insert(v);
  };
  for (unsigned i : in.set_bits())
    mark(block.getArgument(i));
  for (Operation &op : block.without_terminator()) {
    Mask operands(op.getNumOperands());
    for (auto [i, v] : llvm::enumerate(op.getOperands()))
      operands[i] = hit.contains(v);
    if (operands.none() ||
        (kind == Reach::Floats && op.hasTrait<StopsTangents>()) ||
        (kind == Reach::All && op.hasTrait<OneForAllLanes>() && operands[1]))
      continue;
    Mask out(op.getNumResults(), true);
    if (auto whole = dyn_cast<HigherOrder>(op))
      out = whole.reach(operands, kind);
    for (unsigned i : out.set_bits())
      mark(op.getResult(i));
  }
  Operation *ret = block.getTerminator();
  Mask out(ret->getNumOperands());
  for (auto [i, v] : llvm::enumerate(ret->getOperands()))
    out[i] = hit.contains(v);
  return out;
}
