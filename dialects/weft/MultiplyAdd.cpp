// See MultiplyAdd.h.
#include "MultiplyAdd.h"
#include "ArithmeticOps.h"
#include "Bodies.h"
#include "MultiplyAddOps.h"
#include "Residuals.h"
#include "RuleHelpers.h"
#include "ShapeOps.h"
#include "UnaryOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
using namespace weft::ir;

//===-- Tangents ----------------------------------------------------------===//
/// That of the product of the first two operands; null: zero.
static Value productTangent(const Emit &e, Operation *op, ArrayRef<Value> t) {
  return addTangents(e.b, e.loc,
                     t[0] ? e.mul(t[0], op->getOperand(1)) : Value(),
                     t[1] ? e.mul(op->getOperand(0), t[1]) : Value());
}
LogicalResult MultiplyAddOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Value product = productTangent(Emit(b, *this), *this, t);
  return give(out, addTangents(b, getLoc(), product, t[2]));
}
LogicalResult MultiplySubOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Value product = productTangent(Emit(b, *this), *this, t);
  return give(out, subTangents(b, getLoc(), product, t[2]));
}
LogicalResult SubMultiplyOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Value product = productTangent(Emit(b, *this), *this, t);
  return give(out, subTangents(b, getLoc(), t[2], product));
}

//===-- Cotangents --------------------------------------------------------===//
static LogicalResult transposed(const Emit &e, Operation *op,
                                ArrayRef<Value> in, Value ctOfProduct,
                                Value ctOfOther, Values &out) {
  if (!in[0] && !in[1])
    return op->emitOpError("[transpose] ")
           << op->getName() << " is not linear in both factors at once";
  out.push_back(in[0] ? Value() : e.mul(ctOfProduct, in[1]));
  out.push_back(in[1] ? Value() : e.mul(ctOfProduct, in[0]));
  return give(out, in[2] ? Value() : ctOfOther);
}
LogicalResult MultiplyAddOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                       ArrayRef<Value> cts, Values &out) {
  return transposed(Emit(b, *this), *this, in, cts[0], cts[0], out);
}
LogicalResult MultiplySubOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                       ArrayRef<Value> cts, Values &out) {
  Emit e(b, *this);
  return transposed(e, *this, in, cts[0], e.neg(cts[0]), out);
}
LogicalResult SubMultiplyOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                       ArrayRef<Value> cts, Values &out) {
  Emit e(b, *this);
  return transposed(e, *this, in, e.neg(cts[0]), cts[0], out);
}

//===-- Elements ----------------------------------------------------------===//
/// ±x y ± z.
static Value fused(OpBuilder &b, Location loc, ValueRange in, bool minusProduct,
                   bool minusSum) {
  auto signedly = [&](Value v, bool minus) -> Value {
    return minus ? arith::NegFOp::create(b, loc, v) : v;
  };
  return inSingle(b, loc, in, [&](ValueRange v) -> Value {
    return math::FmaOp::create(b, loc, signedly(v[0], minusProduct), v[1],
                               signedly(v[2], minusSum));
  });
}
unsigned MultiplyAddOp::numInner() { return 2; }
unsigned MultiplySubOp::numInner() { return 2; }
unsigned SubMultiplyOp::numInner() { return 2; }
Value MultiplyAddOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return fused(b, getLoc(), in, false, false);
}
Value MultiplySubOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return fused(b, getLoc(), in, false, /*minusSum=*/true);
}
Value SubMultiplyOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return fused(b, getLoc(), in, /*minusProduct=*/true, false);
}

//===-- Sums that have products -------------------------------------------===//
/// Half types are rounded after each operation.
static bool isProductForSum(Value v, Block *block) {
  Type element = elementOf(v.getType());
  auto mul = v.getDefiningOp<MulOp>();
  return mul && v.hasOneUse() && mul->getBlock() == block &&
         !mul->hasAttr(sameBitsAttr) && (element.isF32() || element.isF64());
}
/// Which operand of a sum.
static std::optional<unsigned> productOf(Operation *op) {
  if (isa<AddOp, SubOp>(op) && !op->hasAttr(sameBitsAttr))
    for (unsigned i : {0, 1})
      if (isProductForSum(op->getOperand(i), op->getBlock()))
        return i;
  return std::nullopt;
}

static Value withProduct(Operation *sum, unsigned i) {
  OpBuilder b(sum);
  Location loc = sum->getLoc();
  auto mul = sum->getOperand(i).getDefiningOp<MulOp>();
  Value x = mul.getX(), y = mul.getY(), z = sum->getOperand(1 - i);
  if (isa<AddOp>(sum))
    return MultiplyAddOp::create(b, loc, x, y, z);
  return i == 0 ? Value(MultiplySubOp::create(b, loc, x, y, z))
                : SubMultiplyOp::create(b, loc, x, y, z);
}

std::unique_ptr<Region> weft::ir::productsInSums(Region &body) {
  std::unique_ptr<Region> copy = copyWith(
      body, [](Operation *op) { return productOf(op).has_value(); });
  if (!copy)
    return nullptr;
  SmallVector<Operation *> sums;
  copy->walk([&](Operation *op) {
    if (productOf(op))
      sums.push_back(op);
  });
  for (Operation *sum : sums) {
    unsigned i = *productOf(sum);
    Operation *product = sum->getOperand(i).getDefiningOp();
    sum->getResult(0).replaceAllUsesWith(withProduct(sum, i));
    sum->erase();
    product->erase();
  }
  return copy;
}

void weft::ir::takeUpProducts(SmallVectorImpl<Operation *> &ops,
                              Replaced replaced) {
  llvm::SmallPtrSet<Operation *, 16> among(ops.begin(), ops.end());
  for (Operation *&sum : ops) {
    std::optional<unsigned> i = productOf(sum);
    if (!i || !among.contains(sum->getOperand(*i).getDefiningOp()))
      continue;
    Value made = withProduct(sum, *i);
    sum->getResult(0).replaceAllUsesWith(made);
    replaced(sum->getResult(0), made);
    sum = made.getDefiningOp();
  }
}

//===-- Quotients by roots ------------------------------------------------===//
namespace {
class Inverses {
public:
  explicit Inverses(ArrayRef<Operation *> ops)
      : among(ops.begin(), ops.end()) {}
  /// 1 / v of a root v, or of one that is repeated; null for others.
  Value of(Value v);
  SmallVector<Operation *> made;

private:
  llvm::SmallPtrSet<Operation *, 16> among;
  llvm::DenseMap<Value, Value> known;
};
} // namespace

Value Inverses::of(Value v) {
  Operation *op = v.getDefiningOp();
  if (Value inverse = known.lookup(v))
    return inverse;
  if (!op || !among.contains(op))
    return {};
  OpBuilder b(op);
  b.setInsertionPointAfter(op);
  Value inverse;
  if (auto root = dyn_cast<SqrtOp>(op)) {
    inverse = RsqrtOp::create(b, op->getLoc(), root.getX());
  } else if (auto repeated = dyn_cast<BroadcastInDimOp>(op)) {
    Value once = of(repeated.getX());
    if (!once)
      return {};
    inverse = BroadcastInDimOp::create(b, op->getLoc(), repeated.getType(),
                                       once, repeated.getDims());
  } else {
    return {};
  }
  made.push_back(inverse.getDefiningOp());
  return known[v] = inverse;
}

void weft::ir::invertRoots(SmallVectorImpl<Operation *> &ops,
                           Replaced replaced) {
  Inverses inverses(ops);
  for (Operation *&op : ops) {
    auto quotient = dyn_cast<DivOp>(op);
    if (!quotient || !elementOf(quotient.getType()).isF32())
      continue;
    Value inverse = inverses.of(quotient.getY());
    if (!inverse)
      continue;
    OpBuilder b(op);
    Value made = MulOp::create(b, op->getLoc(), quotient.getX(), inverse);
    quotient.getResult().replaceAllUsesWith(made);
    replaced(quotient.getResult(), made);
    op = made.getDefiningOp();
  }
  llvm::append_range(ops, inverses.made);
  llvm::sort(ops, [](Operation *a, Operation *b) {
    return a->isBeforeInBlock(b);
  });
}
