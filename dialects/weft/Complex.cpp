// Complex numbers and their parts. Per op: inference, fold, jvp, transpose,
// emitElement.
//
// Transposition pairs x with its cotangent by Re(c · x), without conjugation,
// as jax.lax does: so the transpose of Im x = Re(-i x) is -i c.
#include "ArithmeticOps.h"
#include "ComplexOps.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
using namespace weft::ir;

static LogicalResult inferPart(Type x, SmallVectorImpl<Type> &out) {
  auto t = tensorType(x);
  out.push_back(t.clone(cast<ComplexType>(t.getElementType()).getElementType()));
  return success();
}

//===-- real, imag --------------------------------------------------------===//
LogicalResult RealOp::inferReturnTypes(MLIRContext *, std::optional<Location>,
                                       Adaptor a, SmallVectorImpl<Type> &out) {
  return inferPart(a.getX().getType(), out);
}
OpFoldResult RealOp::fold(FoldAdaptor) {
  if (auto z = getX().getDefiningOp<ComplexOp>())
    return z.getX();
  return {};
}
LogicalResult RealOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, RealOp::create(b, getLoc(), t[0]));
}
LogicalResult RealOp::transpose(OpBuilder &b, ArrayRef<Value>,
                                ArrayRef<Value> cts, Values &out) {
  Value zero = zeros(b, getLoc(), getType());
  return give(out, ComplexOp::create(b, getLoc(), cts[0], zero));
}
Value RealOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return complex::ReOp::create(b, getLoc(), in[0]);
}

LogicalResult ImagOp::inferReturnTypes(MLIRContext *, std::optional<Location>,
                                       Adaptor a, SmallVectorImpl<Type> &out) {
  return inferPart(a.getX().getType(), out);
}
OpFoldResult ImagOp::fold(FoldAdaptor) {
  if (auto z = getX().getDefiningOp<ComplexOp>())
    return z.getY();
  return {};
}
LogicalResult ImagOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, ImagOp::create(b, getLoc(), t[0]));
}
LogicalResult ImagOp::transpose(OpBuilder &b, ArrayRef<Value>,
                                ArrayRef<Value> cts, Values &out) {
  Value zero = zeros(b, getLoc(), getType());
  Value minus = NegOp::create(b, getLoc(), cts[0]);
  return give(out, ComplexOp::create(b, getLoc(), zero, minus));
}
Value ImagOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return complex::ImOp::create(b, getLoc(), in[0]);
}

//===-- conj --------------------------------------------------------------===//
OpFoldResult ConjOp::fold(FoldAdaptor) {
  if (auto inner = getX().getDefiningOp<ConjOp>())
    return inner.getX();
  return {};
}
LogicalResult ConjOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, ConjOp::create(b, getLoc(), t[0]));
}
LogicalResult ConjOp::transpose(OpBuilder &b, ArrayRef<Value>,
                                ArrayRef<Value> cts, Values &out) {
  return give(out, ConjOp::create(b, getLoc(), cts[0]));
}
Value ConjOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  Value re = complex::ReOp::create(b, getLoc(), in[0]);
  Value im = complex::ImOp::create(b, getLoc(), in[0]);
  im = arith::NegFOp::create(b, getLoc(), im);
  return complex::CreateOp::create(b, getLoc(), in[0].getType(), re, im);
}

//===-- complex -----------------------------------------------------------===//
LogicalResult ComplexOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location> loc,
                                          Adaptor a,
                                          SmallVectorImpl<Type> &out) {
  auto t = tensorType(a.getX().getType());
  Type part = t.getElementType();
  if (!part.isF32() && !part.isF64())
    return emitOptionalError(
        loc, "[complex] (complex-C1) x and y must be f32 or f64. Received type "
             "= ",
        t);
  out.push_back(t.clone(ComplexType::get(part)));
  return success();
}
LogicalResult ComplexOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Value zero = t[0] && t[1] ? Value() : zeros(b, getLoc(), getX().getType());
  return give(out, ComplexOp::create(b, getLoc(), t[0] ? t[0] : zero,
                                     t[1] ? t[1] : zero));
}
LogicalResult ComplexOp::transpose(OpBuilder &b, ArrayRef<Value> operands,
                                   ArrayRef<Value> cts, Values &out) {
  out.push_back(operands[0] ? Value()
                            : Value(RealOp::create(b, getLoc(), cts[0])));
  if (operands[1])
    return give(out, {});
  Value im = ImagOp::create(b, getLoc(), cts[0]);
  return give(out, NegOp::create(b, getLoc(), im));
}
Value ComplexOp::emitElement(OpBuilder &b, ValueRange in, IndexFn) {
  return complex::CreateOp::create(b, getLoc(), elementOf(getType()), in[0],
                                   in[1]);
}
