// See Work.h.
#include "Lowering/Work.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace weft::ir {
using namespace mlir;

/// What v is widened from, as ToLinalg does it (bf16 by its bits).
static Type storedType(Value v) {
  while (Operation *def = v.getDefiningOp()) {
    if (!isa<arith::ExtFOp, arith::ExtSIOp, arith::ExtUIOp, arith::BitcastOp,
             arith::ShLIOp>(def))
      break;
    v = def->getOperand(0);
  }
  return v.getType();
}
static bool isBf16(Type t) { // and what bf16 holds exactly
  return t.isBF16() || (isa<FloatType>(t) && t.getIntOrFloatBitWidth() == 8);
}
/// A product, or the sum that takes it up, of a contraction.
template <class Mul, class Add, class F>
static bool isOfProducts(Operation &op, F isNarrow) {
  auto nest = dyn_cast<linalg::LinalgOp>(op.getParentOp());
  if (!nest || nest.getNumReductionLoops() == 0)
    return false;
  auto product = dyn_cast<Mul>(op);
  if (auto sum = dyn_cast<Add>(op))
    for (Value v : sum->getOperands())
      if (auto one = v.getDefiningOp<Mul>())
        product = one;
  return product && isNarrow(storedType(product.getLhs())) &&
         isNarrow(storedType(product.getRhs())) &&
         llvm::all_of(product->getUsers(),
                      [](Operation *user) { return isa<Add>(user); });
}

static Work::Kind floatKind(Operation &op, Type type) {
  if (isOfProducts<arith::MulFOp, arith::AddFOp>(op, isBf16))
    return Work::Bf16Products;
  bool rounded = op.hasOneUse() && isa<arith::TruncFOp>(*op.user_begin()) &&
                 op.user_begin()->getResult(0).getType().isF16();
  return rounded || type.isF16() ? Work::F16
         : type.isF64()          ? Work::F64
                                 : Work::F32;
}
static Work::Kind integerKind(Operation &op, Type type) {
  auto isByte = [](Type t) { return t.isInteger(8); };
  if (isOfProducts<arith::MulIOp, arith::AddIOp>(op, isByte))
    return Work::I8Products;
  unsigned bits = type.getIntOrFloatBitWidth();
  return bits <= 8    ? Work::I8
         : bits <= 16 ? Work::I16
         : bits <= 32 ? Work::I32
                      : Work::I64;
}

namespace {
class Counter {
public:
  explicit Counter(func::FuncOp func) {
    integers = llvm::any_of(func.getResultTypes(), [](Type t) {
      Type element = getElementTypeOrSelf(t);
      return element.isInteger() && !element.isInteger(1);
    });
    func.walk([&](Operation *op) {
      integers &= !isa<tensor::ExtractOp, tensor::InsertOp>(op);
    });
  }

  Work count(Region &region) {
    Work sum;
    for (Block &block : region)
      for (Operation &op : block)
        add(sum, ofOne(op));
    return sum;
  }

private:
  static void add(Work &sum, const Work &one, double times = 1) {
    for (int k = 0; k < Work::Kinds; ++k)
      sum.operations[k] += times * one.operations[k];
    sum.atLeast |= one.atLeast;
  }

  /// Of the operation but not what is inside.
  Work alone(Operation &op) const {
    Work work;
    if (op.getNumResults() != 1 || op.hasTrait<OpTrait::ConstantLike>())
      return work;
    Type type = op.getResult(0).getType();
    if (auto complex = dyn_cast<ComplexType>(type)) {
      double n = isa<complex::AddOp, complex::SubOp>(op) ? 2
                 : isa<complex::MulOp>(op)               ? 6
                                                         : 0;
      bool wide = complex.getElementType().isF64();
      work.operations[wide ? Work::F64 : Work::F32] = n;
    } else if (isa<FloatType>(type)) {
      if (isa<arith::ArithDialect, math::MathDialect>(op.getDialect()) &&
          !isa<arith::SelectOp, arith::BitcastOp, arith::ExtFOp,
               arith::TruncFOp, arith::SIToFPOp, arith::UIToFPOp>(op))
        work.operations[floatKind(op, type)] = 1;
    } else if (integers && makesIntegers(op) &&
               isa<arith::AddIOp, arith::SubIOp, arith::MulIOp, arith::MaxSIOp,
                   arith::MaxUIOp, arith::MinSIOp, arith::MinUIOp,
                   arith::AndIOp, arith::OrIOp, arith::XOrIOp, arith::ShLIOp,
                   arith::ShRSIOp, arith::ShRUIOp, arith::DivSIOp,
                   arith::DivUIOp, arith::RemSIOp, arith::RemUIOp>(op)) {
      work.operations[integerKind(op, type)] = 1;
    }
    return work;
  }
  /// Elsewhere they are the bits of a float, or indices.
  static bool makesIntegers(Operation &op) {
    Type type = op.getResult(0).getType();
    return type.isInteger() && !type.isInteger(1) &&
           isa<linalg::LinalgOp>(op.getParentOp()) &&
           llvm::all_of(op.getBlock()->getTerminator()->getOperandTypes(),
                        [](Type t) { return t.isInteger(); });
  }

  Work ofOne(Operation &op) {
    Work work = alone(op);
    Work inside;
    for (Region &region : op.getRegions()) {
      Work one = count(region);
      // Of branches the longest; a loop's condition and body both.
      if (!isa<scf::IfOp>(op)) {
        add(inside, one);
        continue;
      }
      for (int k = 0; k < Work::Kinds; ++k)
        inside.operations[k] =
            std::max(inside.operations[k], one.operations[k]);
      inside.atLeast |= one.atLeast;
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
    add(work, inside, rounds);
    return work;
  }

  bool integers; // whether those of whole numbers count
};
} // namespace

Work countWork(func::FuncOp func) {
  return Counter(func).count(func.getBody());
}

} // namespace weft::ir
