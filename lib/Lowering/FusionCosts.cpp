// What an element of an op costs, measured on the code that it emits.
#include "Lowering/Fusion.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace weft::ir;

/// More instructions than these are not worth saving one write and one read.
static constexpr unsigned maxInstructions = 4;

static bool isFree(Operation &op) {
  return op.hasTrait<OpTrait::ConstantLike>() ||
         isa<complex::ConstantOp, complex::CreateOp, complex::ReOp,
             complex::ImOp, arith::BitcastOp>(op);
}
static bool isSlow(Operation &op) {
  if (isa<math::AbsFOp, math::AbsIOp, math::FloorOp, math::CeilOp,
          math::CopySignOp>(op))
    return false;
  if (isa<arith::DivFOp, arith::DivSIOp, arith::DivUIOp, arith::RemFOp,
          arith::RemSIOp, arith::RemUIOp>(op))
    return true;
  return !isa<arith::ArithDialect>(op.getDialect()) &&
         !isa<complex::AddOp, complex::SubOp>(op);
}
static bool measure(Operation *op) {
  for (unsigned i = 0; i < op->getNumOperands(); ++i)
    if (!cast<Fusible>(op).operandMap(i)) // its place has to be computed
      return false;
  Block scratch;
  OpBuilder b(op->getContext());
  b.setInsertionPointToEnd(&scratch);
  SmallVector<Value> in;
  for (Type t : op->getOperandTypes())
    in.push_back(scratch.addArgument(signless(elementOf(t)), op->getLoc()));
  Value i = scratch.addArgument(b.getIndexType(), op->getLoc());
  if (!cast<Fusible>(op).emitElement(b, in, [&](unsigned) { return i; }))
    return false;
  unsigned instructions = 0;
  for (Operation &made : scratch) {
    if (isSlow(made))
      return false;
    instructions += !isFree(made);
  }
  return instructions <= maxInstructions;
}
bool OpCosts::isLight(Operation *op) {
  // Attributes may decide what is emitted.
  if (op->getPropertiesStorageSize() != 0)
    return measure(op);
  std::pair key(op->getName(), elementOf(op->getOperand(0).getType()));
  auto [at, isNew] = known.insert({key, false});
  if (isNew)
    at->second = measure(op);
  return at->second;
}
