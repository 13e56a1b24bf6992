// See ElementCost.h.
#include "ElementCost.h"
#include "IndexOps.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Math/IR/Math.h"
using namespace weft::ir;

static bool isFree(Operation &op) {
  return op.hasTrait<OpTrait::ConstantLike>() ||
         isa<complex::ConstantOp, complex::CreateOp, complex::ReOp,
             complex::ImOp, arith::BitcastOp>(op);
}
bool weft::ir::isInstruction(Operation &op) {
  return isa<math::AbsFOp, math::AbsIOp, math::CopySignOp, math::FmaOp,
             math::FloorOp, math::CeilOp, math::TruncOp, math::RoundEvenOp>(op);
}
static bool isSlow(Operation &op) {
  if (isInstruction(op))
    return false;
  if (isa<arith::DivSIOp, arith::DivUIOp, arith::RemFOp, arith::RemSIOp,
          arith::RemUIOp>(op))
    return true;
  return !isa<arith::ArithDialect>(op.getDialect()) &&
         !isa<complex::AddOp, complex::SubOp>(op);
}

/// One element of each operand, as arguments of the block.
static SmallVector<Value> elementsOf(Operation *op, Block &block) {
  return llvm::map_to_vector(op->getOperandTypes(), [&](Type t) -> Value {
    return block.addArgument(signless(elementOf(t)), op->getLoc());
  });
}

std::optional<ElementCost> weft::ir::elementCost(Operation *op) {
  if (isa<ConcatenateOp, PadOp>(op))
    return ElementCost{/*light=*/1};
  auto fusible = dyn_cast<Fusible>(op);
  if (!fusible)
    return std::nullopt;
  for (unsigned i = 0; i < op->getNumOperands(); ++i)
    if (!fusible.operandMap(i)) // its place has to be computed
      return std::nullopt;
  Block scratch;
  OpBuilder b(op->getContext());
  b.setInsertionPointToEnd(&scratch);
  SmallVector<Value> in = elementsOf(op, scratch);
  Value i = scratch.addArgument(b.getIndexType(), op->getLoc());
  if (!fusible.emitElement(b, in, [&](unsigned) { return i; }))
    return std::nullopt;
  ElementCost cost;
  for (Operation &made : scratch) {
    if (isFree(made))
      continue;
    if (isa<arith::DivFOp, math::SqrtOp, math::RsqrtOp>(made))
      ++cost.divisions;
    else
      ++(isSlow(made) ? cost.slow : cost.light);
  }
  return cost;
}

bool weft::ir::dependsOnOrder(Operation *op) {
  auto reducing = dyn_cast<Reducing>(op);
  if (!reducing)
    return false;
  int64_t folded = 1;
  for (int64_t axis : reducing.reducedAxes())
    folded *= tensorType(op->getOperand(0).getType()).getDimSize(axis);
  if (folded <= 2)
    return false;
  Block scratch;
  OpBuilder b(op->getContext());
  b.setInsertionPointToEnd(&scratch);
  Value i = scratch.addArgument(b.getIndexType(), op->getLoc());
  SmallVector<Value> start = reducing.emitInit(b),
                     in = elementsOf(op, scratch);
  reducing.emitCombine(b, start, in, [&](unsigned) { return i; });
  return llvm::any_of(scratch, [](Operation &made) {
    return isa<arith::AddFOp, arith::MulFOp, complex::AddOp, complex::MulOp>(
        made);
  });
}
