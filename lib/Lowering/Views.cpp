// See Views.h.
#include "Lowering/Views.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace weft::ir {
using namespace mlir;

Value throughLoops(Value v) {
  while (true) {
    Value next;
    if (auto result = dyn_cast<OpResult>(v)) {
      unsigned i = result.getResultNumber();
      if (auto loop = dyn_cast<scf::ForOp>(result.getOwner()))
        next = loop.getInitArgs()[i];
      else if (auto loop = dyn_cast<scf::WhileOp>(result.getOwner()))
        next = loop.getInits()[i];
    } else if (auto arg = dyn_cast<BlockArgument>(v)) {
      auto loop = dyn_cast<scf::ForOp>(arg.getOwner()->getParentOp());
      if (loop && arg.getArgNumber() > 0)
        next = loop.getInitArgs()[arg.getArgNumber() - 1];
    }
    if (!next)
      return v;
    v = next;
  }
}

Value withoutReshapes(Value v) {
  while (Operation *def = v.getDefiningOp()) {
    if (!isa<memref::ExpandShapeOp, memref::CollapseShapeOp, memref::CastOp>(
            def))
      break;
    v = def->getOperand(0);
  }
  return v;
}

} // namespace weft::ir
