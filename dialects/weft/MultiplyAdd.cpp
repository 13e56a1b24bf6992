// See MultiplyAdd.h.
#include "MultiplyAdd.h"
#include "ArithmeticOps.h"
#include "Bodies.h"
#include "MultiplyAddOps.h"
#include "Residuals.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
using namespace weft::ir;

//===-- Elements ----------------------------------------------------------===//
static Value negative(OpBuilder &b, Value v) {
  return arith::NegFOp::create(b, v.getLoc(), v);
}
static Value fused(OpBuilder &b, Location loc, Value x, Value y, Value z) {
  return math::FmaOp::create(b, loc, x, y, z);
}
Value MultiplyAddOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return fused(b, getLoc(), in[0], in[1], in[2]);
}
Value MultiplySubOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return fused(b, getLoc(), in[0], in[1], negative(b, in[2]));
}
Value SubMultiplyOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return fused(b, getLoc(), negative(b, in[0]), in[1], in[2]);
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
