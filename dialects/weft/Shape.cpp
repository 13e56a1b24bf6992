// Where elements are, not what they are: constant, iota, broadcast_in_dim,
// reshape, transpose, rev.
#include "ReduceOps.h"
#include "ShapeOps.h"
#include "Bodies.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/DialectResourceBlobManager.h"
using namespace weft::ir;

static AffineExpr axis(Operation *op, int64_t i) {
  return getAffineDimExpr(i, op->getContext());
}
static AffineMap mapOf(Operation *op, ArrayRef<AffineExpr> exprs) {
  return AffineMap::get(tensorType(op->getResult(0).getType()).getRank(), 0,
                        exprs, op->getContext());
}
/// A constant that repeats one element, in another shape.
static Attribute splatIn(Attribute x, Type type) {
  if (auto s = dyn_cast_or_null<SplatElementsAttr>(x))
    return s.resizeSplat(tensorType(type));
  return {};
}

//===-- constant ----------------------------------------------------------===//
OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }

bool ConstantOp::isCheap() { return isa<SplatElementsAttr>(getValue()); }
AffineMap ConstantOp::operandMap(unsigned) { return {}; }
/// An attribute of a lowered type: integers without a sign.
static TypedAttr signlessElement(Attribute value) {
  if (auto i = dyn_cast<IntegerAttr>(value))
    return IntegerAttr::get(signless(i.getType()), i.getValue());
  return cast<TypedAttr>(value);
}
/// Null where elements differ: such a constant is an array (`lower`).
Value ConstantOp::emitElement(OpBuilder &b, ValueRange, IndexFn) {
  auto splat = dyn_cast<SplatElementsAttr>(getValue());
  if (!splat)
    return {};
  Attribute value = splat.getSplatValue<Attribute>();
  Type element = signless(elementOf(getType()));
  if (auto parts = dyn_cast<ArrayAttr>(value))
    return complex::ConstantOp::create(b, getLoc(), element, parts);
  return arith::ConstantOp::create(b, getLoc(), signlessElement(value));
}
LogicalResult ConstantOp::lower(Lowering &, OpBuilder &b, ValueRange,
                                Values &out) {
  auto type = cast<RankedTensorType>(signless(getType()));
  TypedAttr value = getValue();
  if (auto blob = dyn_cast<DenseResourceElementsAttr>(value))
    value = DenseResourceElementsAttr::get(type, blob.getRawHandle());
  else if (auto dense = dyn_cast<DenseElementsAttr>(value);
           dense && dense.getType() != type)
    value = dense.bitcast(type.getElementType());
  if (value.getType() != type)
    return emitError() << "[constant] elements are dense or a resource. "
                          "Received "
                       << getValue();
  return give(out, arith::ConstantOp::create(b, getLoc(), value));
}

//===-- iota --------------------------------------------------------------===//
LogicalResult IotaOp::verify() {
  int64_t dim = getDim(), rank = tensorType(getType()).getRank();
  if (dim < 0 || dim >= rank)
    return emitError() << "[iota] (iota-C1) dim must be an axis of the result. "
                          "Received dim = "
                       << dim << ", shape = " << saidShape(getType());
  return success();
}
bool IotaOp::isCheap() { return true; }
AffineMap IotaOp::operandMap(unsigned) { return {}; }
Value IotaOp::emitElement(OpBuilder &b, ValueRange, IndexFn index) {
  Type element = signless(elementOf(getType()));
  Value i = index(getDim());
  if (isa<IntegerType>(element))
    return arith::IndexCastOp::create(b, getLoc(), element, i);
  // Vector units convert from 32 bits, few from 64.
  int64_t size = tensorType(getType()).getDimSize(getDim());
  Type narrow = size <= std::numeric_limits<int32_t>::max() ? b.getI32Type()
                                                            : b.getI64Type();
  i = arith::IndexCastOp::create(b, getLoc(), narrow, i);
  auto complex = dyn_cast<ComplexType>(element);
  auto to = cast<FloatType>(complex ? complex.getElementType() : element);
  bool half = to.getWidth() < 32;
  Value f =
      arith::SIToFPOp::create(b, getLoc(), half ? Type(b.getF32Type()) : to, i);
  if (half)
    f = convertElement(b, getLoc(), f, f.getType(), to);
  if (!complex)
    return f;
  return complex::CreateOp::create(b, getLoc(), element, f,
                                   scalar(b, getLoc(), to, 0));
}

//===-- broadcast_in_dim --------------------------------------------------===//
LogicalResult BroadcastInDimOp::verify() {
  auto x = tensorType(getX().getType()), y = tensorType(getType());
  if (static_cast<int64_t>(getDims().size()) != x.getRank())
    return emitError() << "[broadcast_in_dim] (broadcast_in_dim-C1) dims must "
                          "have one entry per operand axis. Received dims = "
                       << said(getDims()) << ", shape = " << saidShape(x);
  if (!areAxes(getDims(), y.getRank()))
    return emitError() << "[broadcast_in_dim] (broadcast_in_dim-C2) dims must "
                          "be axes of the result, ascending. Received dims = "
                       << said(getDims())
                       << ", result shape = " << saidShape(y);
  for (auto [size, d] : llvm::zip(x.getShape(), getDims()))
    if (size != 1 && size != y.getDimSize(d))
      return emitError() << "[broadcast_in_dim] (broadcast_in_dim-C3) each "
                            "axis must have the result's size or 1. Received "
                            "shape = "
                         << saidShape(x) << ", dims = " << said(getDims())
                         << ", result shape = " << saidShape(y);
  return success();
}
OpFoldResult BroadcastInDimOp::fold(FoldAdaptor a) {
  if (getX().getType() == getType())
    return getX();
  if (Attribute s = splatIn(a.getX(), getType()))
    return s;
  auto inner = getX().getDefiningOp<BroadcastInDimOp>();
  if (!inner)
    return {};
  SmallVector<int64_t> dims;
  for (int64_t d : inner.getDims())
    dims.push_back(getDims()[d]);
  getXMutable().set(inner.getX());
  setDims(dims);
  return getResult();
}
LogicalResult BroadcastInDimOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                    Values &out) {
  return give(
      out, BroadcastInDimOp::create(b, getLoc(), getType(), t[0], getDims()));
}
LogicalResult BroadcastInDimOp::transpose(OpBuilder &b, ArrayRef<Value>,
                                          ArrayRef<Value> cts, Values &out) {
  auto x = tensorType(getX().getType()), y = tensorType(getType());
  auto repeated = otherAxes(y.getRank(), getDims());
  for (auto [size, d] : llvm::zip(x.getShape(), getDims()))
    if (size != y.getDimSize(d))
      repeated.push_back(d);
  llvm::sort(repeated);
  Value ct = cts[0];
  if (!repeated.empty())
    ct = ReduceSumOp::create(b, getLoc(), ct, repeated);
  if (ct.getType() != x)
    ct = ReshapeOp::create(b, getLoc(), x, ct);
  return give(out, ct);
}
LogicalResult BroadcastInDimOp::batch(OpBuilder &b, ValueRange in, const Mask &,
                                      int64_t n, Values &out,
                                      Mask &outBatched) {
  outBatched.set();
  return give(out,
              BroadcastInDimOp::create(b, getLoc(), withLeading(getType(), n),
                                       in[0], shifted(getDims(), true)));
}
bool BroadcastInDimOp::isCheap() { return true; }
AffineMap BroadcastInDimOp::operandMap(unsigned) {
  auto x = tensorType(getX().getType()), y = tensorType(getType());
  SmallVector<AffineExpr> exprs;
  for (auto [size, d] : llvm::zip(x.getShape(), getDims()))
    exprs.push_back(size == y.getDimSize(d)
                        ? axis(*this, d)
                        : getAffineConstantExpr(0, getContext()));
  return mapOf(*this, exprs);
}
Value BroadcastInDimOp::emitElement(OpBuilder &, ValueRange in, IndexFn) {
  return in[0];
}

//===-- reshape -----------------------------------------------------------===//
LogicalResult ReshapeOp::verify() {
  auto x = tensorType(getX().getType()), y = tensorType(getType());
  if (x.getNumElements() != y.getNumElements())
    return emitError() << "[reshape] (reshape-C1) both shapes must have as "
                          "many elements. Received "
                       << saidShape(x) << " with " << x.getNumElements() << ", "
                       << saidShape(y) << " with " << y.getNumElements();
  return success();
}
OpFoldResult ReshapeOp::fold(FoldAdaptor a) {
  if (getX().getType() == getType())
    return getX();
  if (Attribute s = splatIn(a.getX(), getType()))
    return s;
  auto inner = getX().getDefiningOp<ReshapeOp>();
  if (!inner)
    return {};
  if (inner.getX().getType() == getType())
    return inner.getX();
  getXMutable().set(inner.getX());
  return getResult();
}
LogicalResult ReshapeOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, ReshapeOp::create(b, getLoc(), getType(), t[0]));
}
LogicalResult ReshapeOp::transpose(OpBuilder &b, ArrayRef<Value>,
                                   ArrayRef<Value> cts, Values &out) {
  return give(out, ReshapeOp::create(b, getLoc(), getX().getType(), cts[0]));
}
LogicalResult ReshapeOp::batch(OpBuilder &b, ValueRange in, const Mask &,
                               int64_t n, Values &out, Mask &outBatched) {
  outBatched.set();
  return give(out,
              ReshapeOp::create(b, getLoc(), withLeading(getType(), n), in[0]));
}
/// Only where axes of size 1 come and go does an element keep its place; any
/// other reshape is made of views (`lower`).
bool ReshapeOp::isCheap() {
  auto sizes = [](Type t) {
    auto out = llvm::to_vector(tensorType(t).getShape());
    llvm::erase(out, 1);
    return out;
  };
  return sizes(getX().getType()) == sizes(getType());
}
AffineMap ReshapeOp::operandMap(unsigned) {
  auto x = tensorType(getX().getType()), y = tensorType(getType());
  SmallVector<AffineExpr> exprs;
  int64_t j = 0;
  for (int64_t size : x.getShape()) {
    if (size == 1) {
      exprs.push_back(getAffineConstantExpr(0, getContext()));
      continue;
    }
    while (y.getDimSize(j) == 1)
      ++j;
    exprs.push_back(axis(*this, j++));
  }
  return mapOf(*this, exprs);
}
Value ReshapeOp::emitElement(OpBuilder &, ValueRange in, IndexFn) {
  return in[0];
}
/// The finest shape that both shapes are refinements of, and which axes of
/// either make up each of its axes. No size is 0.
static SmallVector<int64_t>
commonShape(ArrayRef<int64_t> x, ArrayRef<int64_t> y,
            SmallVectorImpl<ReassociationIndices> &xGroups,
            SmallVectorImpl<ReassociationIndices> &yGroups) {
  SmallVector<int64_t> common;
  size_t i = 0, j = 0;
  while (i < x.size() && j < y.size()) {
    ReassociationIndices xs{static_cast<int64_t>(i)};
    ReassociationIndices ys{static_cast<int64_t>(j)};
    int64_t nx = x[i++], ny = y[j++];
    while (nx != ny) {
      bool takeX = nx < ny;
      (takeX ? xs : ys).push_back(takeX ? i : j);
      (takeX ? nx : ny) *= takeX ? x[i++] : y[j++];
    }
    common.push_back(nx);
    xGroups.push_back(xs);
    yGroups.push_back(ys);
  }
  // What is left are axes of size 1; they join the last axis, if there is one.
  if (!common.empty()) {
    for (; i < x.size(); ++i)
      xGroups.back().push_back(i);
    for (; j < y.size(); ++j)
      yGroups.back().push_back(j);
  }
  return common;
}
LogicalResult ReshapeOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                               Values &out) {
  Value x = in[0];
  auto from = typeOf(x);
  auto to = from.clone(tensorType(getType()).getShape());
  if (to.getNumElements() == 0)
    return give(out, tensor::EmptyOp::create(b, getLoc(), to.getShape(),
                                             to.getElementType()));
  SmallVector<ReassociationIndices> xGroups, yGroups;
  auto common =
      from.clone(commonShape(from.getShape(), to.getShape(), xGroups, yGroups));
  if (from != common)
    x = tensor::CollapseShapeOp::create(b, getLoc(), common, x, xGroups);
  if (common != to)
    x = tensor::ExpandShapeOp::create(b, getLoc(), to, x, yGroups);
  return give(out, x);
}

//===-- transpose ---------------------------------------------------------===//
LogicalResult TransposeOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor a,
                                            SmallVectorImpl<Type> &out) {
  auto x = typeOf(a.getX());
  auto sorted = llvm::to_vector(a.getPerm());
  llvm::sort(sorted);
  if (static_cast<int64_t>(sorted.size()) != x.getRank() ||
      !areAxes(sorted, x.getRank()))
    return emitOptionalError(
        loc,
        "[transpose] (transpose-C1) perm must be a permutation of the "
        "operand's axes. Received perm = ",
        said(a.getPerm()), ", shape = ", saidShape(x));
  SmallVector<int64_t> shape;
  for (int64_t p : a.getPerm())
    shape.push_back(x.getDimSize(p));
  out.push_back(x.clone(shape));
  return success();
}
OpFoldResult TransposeOp::fold(FoldAdaptor a) {
  if (llvm::is_sorted(getPerm()))
    return getX();
  if (Attribute s = splatIn(a.getX(), getType()))
    return s;
  auto inner = getX().getDefiningOp<TransposeOp>();
  if (!inner)
    return {};
  SmallVector<int64_t> perm;
  for (int64_t p : getPerm())
    perm.push_back(inner.getPerm()[p]);
  if (llvm::is_sorted(perm))
    return inner.getX();
  getXMutable().set(inner.getX());
  setPerm(perm);
  return getResult();
}
LogicalResult TransposeOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, TransposeOp::create(b, getLoc(), t[0], getPerm()));
}
LogicalResult TransposeOp::transpose(OpBuilder &b, ArrayRef<Value>,
                                     ArrayRef<Value> cts, Values &out) {
  return give(out, TransposeOp::create(b, getLoc(), cts[0],
                                       inversePermutation(getPerm())));
}
LogicalResult TransposeOp::batch(OpBuilder &b, ValueRange in, const Mask &,
                                 int64_t, Values &out, Mask &outBatched) {
  outBatched.set();
  return give(
      out, TransposeOp::create(b, getLoc(), in[0], shifted(getPerm(), true)));
}
bool TransposeOp::isCheap() { return true; }
AffineMap TransposeOp::operandMap(unsigned) {
  SmallVector<AffineExpr> exprs;
  for (int64_t i : inversePermutation(getPerm()))
    exprs.push_back(axis(*this, i));
  return mapOf(*this, exprs);
}
Value TransposeOp::emitElement(OpBuilder &, ValueRange in, IndexFn) {
  return in[0];
}

//===-- rev ---------------------------------------------------------------===//
LogicalResult RevOp::verify() {
  if (!areAxes(getDims(), tensorType(getType()).getRank()))
    return emitError() << "[rev] (rev-C1) dims must be axes of the operand, "
                          "ascending. Received dims = "
                       << said(getDims())
                       << ", shape = " << saidShape(getType());
  return success();
}
OpFoldResult RevOp::fold(FoldAdaptor a) {
  if (getDims().empty())
    return getX();
  if (Attribute s = splatIn(a.getX(), getType()))
    return s;
  auto inner = getX().getDefiningOp<RevOp>();
  return inner && inner.getDims() == getDims() ? inner.getX() : Value();
}
LogicalResult RevOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, RevOp::create(b, getLoc(), t[0], getDims()));
}
LogicalResult RevOp::transpose(OpBuilder &b, ArrayRef<Value>,
                               ArrayRef<Value> cts, Values &out) {
  return give(out, RevOp::create(b, getLoc(), cts[0], getDims()));
}
LogicalResult RevOp::batch(OpBuilder &b, ValueRange in, const Mask &, int64_t,
                           Values &out, Mask &outBatched) {
  outBatched.set();
  return give(out, RevOp::create(b, getLoc(), in[0], shifted(getDims())));
}
bool RevOp::isCheap() { return true; }
AffineMap RevOp::operandMap(unsigned) {
  auto type = tensorType(getType());
  SmallVector<AffineExpr> exprs;
  for (int64_t i = 0; i < type.getRank(); ++i)
    exprs.push_back(llvm::is_contained(getDims(), i)
                        ? type.getDimSize(i) - 1 - axis(*this, i)
                        : axis(*this, i));
  return mapOf(*this, exprs);
}
Value RevOp::emitElement(OpBuilder &, ValueRange in, IndexFn) { return in[0]; }
