// See Views.h.
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace weft::ir {
using namespace mlir;

Value beforeLoop(Value v) {
  auto arg = dyn_cast<BlockArgument>(v);
  Operation *op = arg ? arg.getOwner()->getParentOp() : v.getDefiningOp();
  unsigned i =
      arg ? arg.getArgNumber() : cast<OpResult>(v).getResultNumber();
  if (auto loop = dyn_cast_or_null<scf::WhileOp>(op))
    return loop.getInits()[i];
  auto loop = dyn_cast_or_null<scf::ForOp>(op);
  if (!loop || (arg && i == 0))
    return {};
  return loop.getInitArgs()[arg ? i - 1 : i];
}

Value throughLoops(Value v) {
  while (Value before = beforeLoop(v))
    v = before;
  return v;
}

Value rootBuffer(Value v) {
  while (true) {
    if (auto view = v.getDefiningOp<ViewLikeOpInterface>())
      v = view.getViewSource();
    else if (Value before = beforeLoop(v))
      v = before;
    else
      return v;
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

/// Adds what a use of a memref gives another name of its memory.
static void addNames(OpOperand &use, SmallVectorImpl<Value> &names) {
  Operation *op = use.getOwner();
  unsigned i = use.getOperandNumber();
  if (isa<ViewLikeOpInterface>(op)) {
    names.push_back(op->getResult(0));
  } else if (auto loop = dyn_cast<scf::ForOp>(op)) {
    if (i < loop.getNumControlOperands())
      return;
    i -= loop.getNumControlOperands();
    names.push_back(loop.getRegionIterArgs()[i]);
    names.push_back(loop.getResult(i));
  } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
    names.push_back(loop.getBeforeArguments()[i]);
    names.push_back(loop.getAfterArguments()[i]);
    names.push_back(loop.getResult(i));
  } else if (isa<scf::YieldOp>(op) && !isa<scf::WhileOp>(op->getParentOp())) {
    names.push_back(op->getParentOp()->getResult(i));
  }
}

void forEachUse(Value name, function_ref<bool(OpOperand &)> visit, Value but) {
  SmallVector<Value> names{name};
  DenseSet<Value> seen{but};
  while (!names.empty()) {
    Value next = names.pop_back_val();
    if (!seen.insert(next).second)
      continue;
    for (OpOperand &use : next.getUses())
      if (visit(use))
        addNames(use, names);
  }
}

bool isWholeRow(memref::SubViewOp view) {
  ArrayRef<int64_t> shape = view.getSourceType().getShape(),
                    sizes = view.getStaticSizes();
  SmallVector<OpFoldResult> offsets = view.getMixedOffsets();
  return view.hasUnitStride() && sizes.front() == 1 &&
         sizes.drop_front() == shape.drop_front() &&
         llvm::all_of(llvm::drop_begin(offsets), [](OpFoldResult offset) {
           return isConstantIntValue(offset, 0);
         });
}

} // namespace weft::ir
