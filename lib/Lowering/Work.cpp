// See Work.h.
#include "Lowering/Work.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace weft::ir {
using namespace mlir;

static double operationsOf(Operation &op) {
  if (op.getNumResults() != 1 ||
      op.hasTrait<OpTrait::ConstantLike>())
    return 0;
  if (isa<complex::AddOp, complex::SubOp>(op))
    return 2;
  if (isa<complex::MulOp>(op))
    return 6;
  if (!isa<FloatType>(op.getResult(0).getType()) ||
      isa<arith::SelectOp, arith::BitcastOp, arith::ExtFOp, arith::TruncFOp,
          arith::SIToFPOp, arith::UIToFPOp>(op))
    return 0;
  return isa<arith::ArithDialect, math::MathDialect>(op.getDialect());
}

static Work count(Block &block);

static Work count(Region &region) {
  Work sum;
  for (Block &block : region) {
    Work one = count(block);
    sum.operations += one.operations;
    sum.atLeast |= one.atLeast;
  }
  return sum;
}

static Work count(Block &block) {
  Work sum;
  for (Operation &op : block) {
    sum.operations += operationsOf(op);
    if (op.getNumRegions() == 0)
      continue;
    Work inside;
    for (Region &region : op.getRegions()) {
      Work one = count(region);
      inside.atLeast |= one.atLeast;
      // Of branches the longest; a loop's condition and body both.
      inside.operations = isa<scf::IfOp, scf::IndexSwitchOp>(op)
                              ? std::max(inside.operations, one.operations)
                              : inside.operations + one.operations;
    }
    double rounds = 1;
    if (auto nest = dyn_cast<linalg::LinalgOp>(op)) {
      for (int64_t size : nest.getStaticLoopRanges())
        rounds *= ShapedType::isDynamic(size) ? 1 : size;
    } else if (auto loop = dyn_cast<scf::ForOp>(op)) {
      if (auto trips = loop.getStaticTripCount())
        rounds = trips->getZExtValue();
      else
        inside.atLeast = true;
    } else if (isa<scf::WhileOp>(op)) {
      inside.atLeast = true;
    }
    sum.operations += rounds * inside.operations;
    sum.atLeast |= inside.atLeast;
  }
  return sum;
}

Work countWork(func::FuncOp func) { return count(func.getBody()); }

} // namespace weft::ir
