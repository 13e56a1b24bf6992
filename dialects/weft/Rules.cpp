// Words that rules of several families are written in.
#include "ArithmeticOps.h"
#include "LogicOps.h"
#include "ShapeOps.h"
#include "Bodies.h"
#include "RuleHelpers.h"
using namespace weft::ir;

RankedTensorType weft::ir::withLeading(Type t, int64_t n) {
  auto type = tensorType(t);
  SmallVector<int64_t> shape{n};
  llvm::append_range(shape, type.getShape());
  return type.clone(shape);
}

static Attribute elementAttr(Type element, double value) {
  if (auto f = dyn_cast<FloatType>(element))
    return FloatAttr::get(f, value);
  if (auto c = dyn_cast<ComplexType>(element)) {
    auto part = [&](double v) { return elementAttr(c.getElementType(), v); };
    return ArrayAttr::get(element.getContext(), {part(value), part(0)});
  }
  return IntegerAttr::get(element, APInt(element.getIntOrFloatBitWidth(),
                                         static_cast<int64_t>(value), true,
                                         /*implicitTrunc=*/true));
}
Value weft::ir::splat(OpBuilder &b, Location loc, Type t, double value) {
  auto type = tensorType(t);
  if (auto c = dyn_cast<ComplexType>(type.getElementType())) {
    auto part = [&](double v) {
      return cast<FloatAttr>(elementAttr(c.getElementType(), v)).getValue();
    };
    std::complex<APFloat> z(part(value), part(0));
    return ConstantOp::create(b, loc, DenseElementsAttr::get(type, z));
  }
  return ConstantOp::create(
      b, loc,
      DenseElementsAttr::get(type, elementAttr(type.getElementType(), value)));
}
Value weft::ir::zeros(OpBuilder &b, Location loc, Type t) {
  return splat(b, loc, t, 0);
}
Value weft::ir::addTangents(OpBuilder &b, Location loc, Value x, Value y) {
  if (!x || !y)
    return x ? x : y;
  return AddOp::create(b, loc, x, y);
}
Value weft::ir::subTangents(OpBuilder &b, Location loc, Value x, Value y) {
  if (!y)
    return x;
  return x ? Value(SubOp::create(b, loc, x, y)) : NegOp::create(b, loc, y);
}
Value weft::ir::broadcastLeading(OpBuilder &b, Value v, int64_t n) {
  if (auto c = v.getDefiningOp<ConstantOp>())
    if (auto e = dyn_cast<SplatElementsAttr>(c.getValue()))
      return ConstantOp::create(b, v.getLoc(),
                                e.resizeSplat(withLeading(v.getType(), n)));
  return BroadcastInDimOp::create(b, v.getLoc(), withLeading(v.getType(), n), v,
                                  axes(1, typeOf(v).getRank()));
}
Value weft::ir::swapLeadingAxes(OpBuilder &b, Value v) {
  return moveAxis(b, v, 0, 1);
}
Value weft::ir::moveAxis(OpBuilder &b, Value v, int64_t from, int64_t to) {
  if (from == to)
    return v;
  auto perm = axes(0, typeOf(v).getRank());
  perm.erase(perm.begin() + from);
  perm.insert(perm.begin() + to, from);
  return TransposeOp::create(b, v.getLoc(), v, perm);
}
SmallVector<Value> weft::ir::broadcastRest(OpBuilder &b, ValueRange operands,
                                           const Mask &batched, int64_t n) {
  SmallVector<Value> out;
  for (auto [i, v] : llvm::enumerate(operands))
    out.push_back(batched[i] ? v : broadcastLeading(b, v, n));
  return out;
}

SmallVector<int64_t> weft::ir::axes(int64_t from, int64_t n) {
  return llvm::to_vector(llvm::seq<int64_t>(from, from + n));
}
SmallVector<int64_t> weft::ir::shifted(ArrayRef<int64_t> dims, bool lead) {
  SmallVector<int64_t> out;
  if (lead)
    out.push_back(0);
  for (int64_t d : dims)
    out.push_back(d + 1);
  return out;
}
SmallVector<int64_t> weft::ir::otherAxes(int64_t rank, ArrayRef<int64_t> dims) {
  SmallVector<int64_t> out;
  for (int64_t i = 0; i < rank; ++i)
    if (!llvm::is_contained(dims, i))
      out.push_back(i);
  return out;
}
SmallVector<int64_t> weft::ir::inversePermutation(ArrayRef<int64_t> perm) {
  SmallVector<int64_t> out(perm.size());
  for (auto [i, p] : llvm::enumerate(perm))
    out[p] = i;
  return out;
}

bool weft::ir::areAxes(ArrayRef<int64_t> dims, int64_t rank) {
  int64_t last = -1;
  for (int64_t d : dims) {
    if (d <= last || d >= rank)
      return false;
    last = d;
  }
  return true;
}
static std::string joined(ArrayRef<int64_t> list) {
  std::string out;
  llvm::raw_string_ostream s(out);
  llvm::interleaveComma(list, s);
  return out;
}
std::string weft::ir::said(ArrayRef<int64_t> list) {
  return "[" + joined(list) + "]";
}
std::string weft::ir::saidShape(Type t) {
  return "(" + joined(tensorType(t).getShape()) + ")";
}

Value Emit::add(Value x, Value y) const { return AddOp::create(b, loc, x, y); }
Value Emit::sub(Value x, Value y) const { return SubOp::create(b, loc, x, y); }
Value Emit::mul(Value x, Value y) const { return MulOp::create(b, loc, x, y); }
Value Emit::div(Value x, Value y) const { return DivOp::create(b, loc, x, y); }
Value Emit::neg(Value x) const { return NegOp::create(b, loc, x); }
Value Emit::compare(Direction d, Value x, Value y) const {
  return CompareOp::create(b, loc, d, x, y);
}
Value Emit::select(Value p, Value x, Value y) const {
  return SelectOp::create(b, loc, p, x, y);
}

//===-- Every elementwise op ----------------------------------------------===//
LogicalResult weft::ir::batchElementwise(Operation *op, OpBuilder &b,
                                         ValueRange operands,
                                         const Mask &batched, int64_t n,
                                         Values &out, Mask &outBatched) {
  auto in = broadcastRest(b, operands, batched, n);
  SmallVector<Type> types;
  for (Type t : op->getResultTypes())
    types.push_back(withLeading(t, n));
  SmallVector<NamedAttribute> attrs(op->getDiscardableAttrs());
  OperationState state(op->getLoc(), op->getName(), in, types, attrs);
  Operation *c = b.create(state);
  if (op->getPropertiesStorageSize() > 0)
    c->copyProperties(op->getPropertiesStorage());
  llvm::append_range(out, c->getResults());
  outBatched.set();
  return success();
}
AffineMap weft::ir::identityMap(Operation *op) {
  return AffineMap::getMultiDimIdentityMap(
      tensorType(op->getResult(0).getType()).getRank(), op->getContext());
}
