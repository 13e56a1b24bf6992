// See Invariants.h. One walk notes for each loop the buffers that ops inside
// write; a view or a carried buffer counts as the buffer it is (rootBuffer).
#include "Lowering/Buffers/Invariants.h"

#include "ExternOps.h"
#include "Lowering/Nests/Nest.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace weft::ir {
using namespace mlir;

static bool isLoop(Operation *op) { return isa<scf::ForOp, scf::WhileOp>(op); }

static bool isBuffer(Value root) {
  if (auto arg = dyn_cast<BlockArgument>(root))
    return isa<func::FuncOp>(arg.getOwner()->getParentOp());
  return isa<memref::AllocOp, memref::GetGlobalOp>(root.getDefiningOp());
}

/// The memrefs that `op` itself may write: all that it is given, where it is
/// no op that we know.
static SmallVector<Value> writtenBy(Operation *op) {
  if (auto linalg = dyn_cast<linalg::LinalgOp>(op))
    return llvm::to_vector(linalg.getDpsInits());
  if (auto copy = dyn_cast<memref::CopyOp>(op))
    return {copy.getTarget()};
  if (auto store = dyn_cast<memref::StoreOp>(op))
    return {store.getMemRef()};
  SmallVector<Value> out;
  if (isa<ViewLikeOpInterface, memref::LoadOp>(op) ||
      op->hasTrait<OpTrait::IsTerminator>() || op->getNumRegions() > 0 ||
      isPure(op))
    return out;
  auto call = dyn_cast<ExternCallOp>(op);
  for (Value v : call ? call->getOperands().drop_front(call.getIns().size())
                      : op->getOperands())
    if (isa<MemRefType>(v.getType()))
      out.push_back(v);
  return out;
}

Invariants::Invariants(func::FuncOp func) {
  func.walk([&](Operation *op) {
    Operation *parent = op->getParentOp();
    if (op == func || isa<linalg::LinalgOp>(parent))
      return;
    for (Value v : writtenBy(op)) {
      Value root = rootBuffer(v);
      for (Operation *up = parent; up && up != func; up = up->getParentOp()) {
        if (!isLoop(up))
          continue;
        Written &written = writtenIn[up];
        written.roots.insert(root);
        written.unknown |= !isBuffer(root);
      }
    }
  });
}

static bool isInside(Operation *loop, Value v) {
  return loop->isAncestor(v.getParentRegion()->getParentOp());
}

/// Whether inFrontOf can say it.
static bool canStandInFrontOf(Operation *loop, Value v) {
  while (isInside(loop, v)) {
    if (Value before = beforeLoop(v)) {
      v = before;
      continue;
    }
    Operation *def = v.getDefiningOp();
    if (!def || !isa<ViewLikeOpInterface>(def) || def->getNumOperands() != 1)
      return false;
    v = def->getOperand(0);
  }
  return true;
}

Value Invariants::inFrontOf(Operation *loop, Value v) {
  if (!isInside(loop, v))
    return v;
  if (Value before = beforeLoop(v))
    return inFrontOf(loop, before);
  Operation *def = v.getDefiningOp();
  IRMapping map;
  map.map(def->getOperand(0), inFrontOf(loop, def->getOperand(0)));
  return OpBuilder(loop).clone(*def, map)->getResult(0);
}

Operation *Invariants::loopThatKeeps(Operation *op, Value memref) const {
  Value root = rootBuffer(memref);
  Operation *found = nullptr;
  if (!isBuffer(root))
    return found;
  for (Operation *up = op->getParentOp(); up && isLoop(up);
       up = up->getParentOp()) {
    auto written = writtenIn.find(up);
    if (written != writtenIn.end() &&
        (written->second.unknown || written->second.roots.contains(root)))
      break;
    if (!canStandInFrontOf(up, memref))
      break;
    found = up;
  }
  return found;
}

} // namespace weft::ir
