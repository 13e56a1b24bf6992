// See Copies.h. One-shot bufferisation copies the old contents of a buffer
// that a reduction starts in, as it does not know initAttr; and a value that
// was made in its destination is still "materialised" there.
#include "Lowering/Buffers/Copies.h"

#include "Lowering/Buffers/Bufferise.h"
#include "Lowering/Nests/Nest.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/OperationSupport.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace weft::ir {
using namespace mlir;

/// Whether two memrefs are the same elements of the same buffer.
static bool sameView(Value a, Value b) {
  a = throughLoops(a);
  b = throughLoops(b);
  if (a == b)
    return true;
  Operation *x = a.getDefiningOp(), *y = b.getDefiningOp();
  if (!x || !y || x->getName() != y->getName() ||
      !isa<ViewLikeOpInterface>(x) || a.getType() != b.getType() ||
      x->getAttrDictionary() != y->getAttrDictionary() ||
      x->getNumOperands() != y->getNumOperands() ||
      !sameView(x->getOperand(0), y->getOperand(0)))
    return false;
  return llvm::equal(x->getOperands().drop_front(),
                     y->getOperands().drop_front());
}

/// Whether `op` writes all of `buffer` and reads none of it.
static bool overwrites(Operation *op, Value buffer) {
  auto linalg = dyn_cast<linalg::LinalgOp>(op);
  if (!linalg)
    return false;
  auto inits = op->getAttrOfType<ArrayAttr>(initAttr);
  bool found = false;
  for (OpOperand &operand : op->getOpOperands()) {
    if (operand.get() != buffer)
      continue;
    if (!linalg.isDpsInit(&operand) ||
        !linalg.getMatchingIndexingMap(&operand).isProjectedPermutation())
      return false;
    unsigned i = operand.getOperandNumber() - linalg.getNumDpsInputs();
    bool constant = inits && !isa<UnitAttr>(inits[i]);
    if (!constant && linalg.payloadUsesValueFromOperand(&operand))
      return false;
    found = true;
  }
  return found;
}

/// The next op of the block that touches the allocation `buffer`; null if
/// something other than plain ops of this block uses it.
static Operation *nextUse(Operation *after, Value buffer) {
  Operation *next = nullptr;
  for (Operation *user : buffer.getUsers()) {
    if (isa<ViewLikeOpInterface>(user) && user != after)
      return nullptr;
    Operation *top = after->getBlock()->findAncestorOpInBlock(*user);
    if (!top || !after->isBeforeInBlock(top))
      continue;
    if (!next || top->isBeforeInBlock(next))
      next = top;
  }
  return next;
}

void eraseDeadCopies(func::FuncOp func) {
  SmallVector<memref::CopyOp> dead;
  func.walk([&](memref::CopyOp copy) {
    Value target = copy.getTarget();
    if (sameView(copy.getSource(), target)) {
      dead.push_back(copy);
      return;
    }
    if (!target.getDefiningOp<memref::AllocOp>() ||
        target.getParentBlock() != copy->getBlock())
      return;
    Operation *next = nextUse(copy, target);
    if (next && overwrites(next, target))
      dead.push_back(copy);
  });
  for (memref::CopyOp copy : dead)
    copy.erase();
}

} // namespace weft::ir
