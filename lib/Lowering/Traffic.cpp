// See Traffic.h.
#include "Lowering/Traffic.h"

#include "Lowering/Buffers/Arena.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include <limits>

namespace weft::ir {
using namespace mlir;

namespace {
constexpr double unknown = std::numeric_limits<double>::infinity();

double sizeOf(Value v) {
  return double(cast<RankedTensorType>(v.getType()).getNumElements());
}
double bytesOf(Value v) {
  return double(elementBytes(getElementTypeOrSelf(v.getType())));
}

/// How often `op` runs each time that `v` is made. Of a nest: its body.
double roundsSince(Value v, Operation *op) {
  double rounds = 1;
  for (Operation *up = op->getParentOp();
       up && up != v.getParentBlock()->getParentOp(); up = up->getParentOp()) {
    if (auto nest = dyn_cast<linalg::LinalgOp>(up)) {
      for (int64_t size : nest.getStaticLoopRanges())
        rounds *= ShapedType::isDynamic(size) ? unknown : double(size);
    } else if (auto loop = dyn_cast<scf::ForOp>(up)) {
      auto trips = loop.getStaticTripCount();
      rounds *= trips ? trips->getZExtValue() : unknown;
    } else if (isa<scf::WhileOp>(up)) {
      rounds = unknown;
    }
  }
  return rounds;
}

/// Elements of one array that are read, at most as many as it has.
class Reads {
public:
  double of(Value v) {
    if (!seen.insert(v).second)
      return 0; // counted where it was met first
    double read = 0;
    for (OpOperand &use : v.getUses())
      read += times(roundsSince(v, use.getOwner()), by(use));
    return std::min(read, sizeOf(v));
  }

private:
  static double times(double rounds, double read) {
    return read == 0 ? 0 : rounds * read; // not NaN
  }

  double by(OpOperand &use) {
    Operation *op = use.getOwner();
    if (auto nest = dyn_cast<linalg::LinalgOp>(op))
      return byNest(nest, use);
    if (isa<tensor::ExtractSliceOp, tensor::CastOp, tensor::CollapseShapeOp,
            tensor::ExpandShapeOp, tensor::ReshapeOp>(op))
      return use.getOperandNumber() == 0 ? of(op->getResult(0)) : unknown;
    if (isa<tensor::ExtractOp>(op))
      return 1;
    if (isa<tensor::DimOp>(op))
      return 0;
    if (auto loop = dyn_cast<scf::ForOp>(op)) {
      unsigned i = use.getOperandNumber() - loop.getNumControlOperands();
      return of(loop.getRegionIterArgs()[i]) + of(loop.getResult(i));
    }
    if (auto loop = dyn_cast<scf::WhileOp>(op)) {
      unsigned i = use.getOperandNumber();
      return of(loop.getBeforeArguments()[i]);
    }
    if (isa<scf::ConditionOp>(op) && use.getOperandNumber() > 0) {
      auto loop = cast<scf::WhileOp>(op->getParentOp());
      unsigned i = use.getOperandNumber() - 1;
      return of(loop.getAfterArguments()[i]) + of(loop.getResult(i));
    }
    if (isa<scf::YieldOp>(op) && isa<scf::IfOp>(op->getParentOp()))
      return of(op->getParentOp()->getResult(use.getOperandNumber()));
    return unknown; // all of it: a kernel, a copy, a result
  }

  static double byNest(linalg::LinalgOp nest, OpOperand &use) {
    if (!nest.payloadUsesValueFromOperand(&use))
      return 0; // its shape only
    double read = 1;
    auto loops = nest.getStaticLoopRanges();
    auto shape = cast<RankedTensorType>(use.get().getType()).getShape();
    AffineMap map = nest.getMatchingIndexingMap(&use);
    for (auto [expr, size] : llvm::zip(map.getResults(), shape)) {
      double met = double(size);
      if (auto dim = dyn_cast<AffineDimExpr>(expr))
        met = std::min(met, double(loops[dim.getPosition()]));
      else if (isa<AffineConstantExpr>(expr))
        met = 1;
      read *= met;
    }
    return read;
  }

  llvm::SmallPtrSet<Value, 16> seen;
};
} // namespace

double countTraffic(func::FuncOp func) {
  double bytes = 0;
  auto read = [&](Value v) { bytes += Reads().of(v) * bytesOf(v); };
  for (Value argument : func.getArguments())
    read(argument);
  func.walk([&](arith::ConstantOp op) {
    if (isa<RankedTensorType>(op.getType()) &&
        !isa<SplatElementsAttr>(op.getValue()))
      read(op.getResult());
  });
  for (Value v : func.getBody().back().getTerminator()->getOperands())
    bytes += sizeOf(v) * bytesOf(v);
  return bytes;
}

} // namespace weft::ir
