// Which results depend on which arguments; builds no IR.
#include "Bodies.h"
#include "Traits.h"
#include "llvm/ADT/ScopeExit.h"
using namespace weft::ir;

/// What the bodies inside of the body that was asked about first have answered.
/// A loop asks its body until the masks of its carries no longer grow, so
/// without this a nest of loops costs a power of its depth. No IR changes
/// before the first has its answer; then all is forgotten, since a body made
/// later may stand where one of these stood.
namespace {
struct Answer {
  Reach kind;
  Mask in, out;
};
struct Memory {
  llvm::DenseMap<Region *, SmallVector<Answer, 2>> answers;
  bool asked = false;
};
} // namespace
static thread_local Memory memory;

static Mask reachThrough(Region &body, const Mask &in, Reach kind) {
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

Mask weft::ir::reach(Region &body, const Mask &in, Reach kind) {
  if (!memory.asked) {
    memory.asked = true;
    llvm::scope_exit forget([] {
      memory.answers.clear();
      memory.asked = false;
    });
    return reachThrough(body, in, kind);
  }
  if (auto known = memory.answers.find(&body); known != memory.answers.end())
    for (const Answer &a : known->second)
      if (a.kind == kind && a.in == in)
        return a.out;
  Mask out = reachThrough(body, in, kind);
  memory.answers[&body].push_back({kind, in, out});
  return out;
}
