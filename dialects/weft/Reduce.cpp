// Axes that disappear: sums, products, extrema, and where an extremum is.
// What all reductions share (inference, fold, batch) their class in Reduce.td
// calls; the rest follows op by op.
#include "ArithmeticOps.h"
#include "IndexOps.h"
#include "ReduceOps.h"
#include "ShapeOps.h"
#include "Bodies.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;
using Scalars = SmallVector<Value>;

//===-- Every reduction ---------------------------------------------------===//
LogicalResult weft::ir::inferReduction(std::optional<Location> loc,
                                       StringRef op, Type x,
                                       ArrayRef<int64_t> dims,
                                       SmallVectorImpl<Type> &out) {
  auto type = tensorType(x);
  if (!areAxes(dims, type.getRank()))
    return emitOptionalError(loc, "[", op, "] (", op,
                             "-C1) dims must be axes of the operand, "
                             "ascending. Received dims = ",
                             said(dims), ", shape = ", saidShape(x));
  SmallVector<int64_t> shape;
  for (int64_t d : otherAxes(type.getRank(), dims))
    shape.push_back(type.getDimSize(d));
  out.push_back(type.clone(shape));
  return success();
}
LogicalResult weft::ir::batchReduction(Operation *op, OpBuilder &b, Value x,
                                       int64_t n, Values &out,
                                       Mask &outBatched) {
  OperationState state(op->getLoc(), op->getName(), x,
                       withLeading(op->getResult(0).getType(), n),
                       llvm::to_vector(op->getDiscardableAttrs()));
  if (auto dims = op->getAttrOfType<DenseI64ArrayAttr>("dims"))
    state.addAttribute("dims",
                       b.getDenseI64ArrayAttr(shifted(dims.asArrayRef())));
  else
    state.addAttribute("dim",
                       b.getI64IntegerAttr(
                           op->getAttrOfType<IntegerAttr>("dim").getInt() + 1));
  outBatched.set();
  return give(out, b.create(state)->getResult(0));
}
/// A value of the result's shape, repeated over the axes that disappeared.
static Value spread(OpBuilder &b, Location loc, Value y, Type like,
                    ArrayRef<int64_t> dims) {
  return BroadcastInDimOp::create(b, loc, like, y,
                                  otherAxes(tensorType(like).getRank(), dims));
}
/// What sums and products are accumulated in.
static Type accumulator(OpBuilder &b, Type t) {
  Type element = signless(elementOf(t));
  auto f = dyn_cast<FloatType>(element);
  return f && f.getWidth() < 32 ? Type(b.getF32Type()) : element;
}
/// A partial result already has the accumulator's type.
static Value widened(OpBuilder &b, Location loc, Value x, Type to) {
  return x.getType() == to ? x
                           : convertElement(b, loc, x, x.getType(), to);
}
/// One of three ops by the type of its operands: x is the accumulator.
template <class OnInt, class OnFloat, class OnComplex>
static Scalars combined(OpBuilder &b, Location loc, Value x, Value y) {
  y = widened(b, loc, y, x.getType());
  if (isa<ComplexType>(x.getType()))
    return {OnComplex::create(b, loc, x, y)};
  if (isa<IntegerType>(x.getType()))
    return {OnInt::create(b, loc, x, y)};
  return {OnFloat::create(b, loc, x, y)};
}

//===-- reduce_sum --------------------------------------------------------===//
LogicalResult ReduceSumOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, ReduceSumOp::create(b, getLoc(), t[0], getDims()));
}
LogicalResult ReduceSumOp::transpose(OpBuilder &b, ArrayRef<Value>,
                                     ArrayRef<Value> cts, Values &out) {
  return give(out, spread(b, getLoc(), cts[0], getX().getType(), getDims()));
}
Scalars ReduceSumOp::emitInit(OpBuilder &b) {
  return {scalar(b, getLoc(), accumulator(b, getType()), 0)};
}
Scalars ReduceSumOp::emitCombine(OpBuilder &b, ValueRange acc, ValueRange in,
                                 IndexFn) {
  return combined<arith::AddIOp, arith::AddFOp, complex::AddOp>(b, getLoc(),
                                                                acc[0], in[0]);
}

//===-- reduce_prod -------------------------------------------------------===//
/// The tangent of multiplying x's rows in pairs until one is left. Sums of
/// products of the other factors: exact where factors are 0, and so are its
/// derivatives (y / x is neither).
static Value productTangent(OpBuilder &b, Location loc, Value x, Value t) {
  auto part = [&](Value v, int64_t from, int64_t to) {
    SmallVector<int64_t> start(typeOf(v).getRank(), 0);
    SmallVector<int64_t> ones(start.size(), 1);
    auto limit = llvm::to_vector(typeOf(v).getShape());
    start[0] = from;
    limit[0] = to;
    return SliceOp::create(b, loc, v, start, limit, ones);
  };
  auto grown = [&](Value v, int64_t by, double with) -> Value {
    if (by == 0)
      return v;
    SmallVector<int64_t> none(typeOf(v).getRank(), 0), high(none);
    high[0] = by;
    Value value = splat(b, loc, typeOf(v).clone(ArrayRef<int64_t>()), with);
    return PadOp::create(b, loc, v, value, none, high, none);
  };
  for (int64_t n = typeOf(x).getDimSize(0); n > 1; n = (n + 1) / 2) {
    int64_t half = (n + 1) / 2, lacks = n % 2;
    Value x1 = part(x, 0, half), x2 = grown(part(x, half, n), lacks, 1);
    Value t1 = part(t, 0, half), t2 = grown(part(t, half, n), lacks, 0);
    t = AddOp::create(b, loc, MulOp::create(b, loc, t1, x2),
                      MulOp::create(b, loc, t2, x1));
    x = MulOp::create(b, loc, x1, x2);
  }
  return t;
}
LogicalResult ReduceProdOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  auto type = tensorType(getX().getType());
  SmallVector<int64_t> order(getDims()), shape{1};
  llvm::append_range(order, otherAxes(type.getRank(), getDims()));
  for (int64_t d : getDims())
    shape[0] *= type.getDimSize(d);
  if (shape[0] == 0)
    return give(out, {});
  llvm::append_range(shape, tensorType(getType()).getShape());
  auto rows = [&](Value v) -> Value {
    if (!llvm::is_sorted(order))
      v = TransposeOp::create(b, getLoc(), v, order);
    return ReshapeOp::create(b, getLoc(), type.clone(shape), v);
  };
  Value tangent = productTangent(b, getLoc(), rows(getX()), rows(t[0]));
  return give(out, ReshapeOp::create(b, getLoc(), getType(), tangent));
}
Scalars ReduceProdOp::emitInit(OpBuilder &b) {
  return {scalar(b, getLoc(), accumulator(b, getType()), 1)};
}
Scalars ReduceProdOp::emitCombine(OpBuilder &b, ValueRange acc, ValueRange in,
                                  IndexFn) {
  return combined<arith::MulIOp, arith::MulFOp, complex::MulOp>(b, getLoc(),
                                                                acc[0], in[0]);
}

//===-- reduce_max, reduce_min --------------------------------------------===//
/// The mean of the tangents where the extremum is. A NaN equals nothing, so
/// 0 / 0 makes the tangent NaN too.
static Value extremumTangent(OpBuilder &b, Operation *op,
                             ArrayRef<int64_t> dims, Value t) {
  Emit e(b, op);
  Value x = op->getOperand(0), y = op->getResult(0);
  if (typeOf(x).getNumElements() == 0)
    return {};
  Value at =
      e.compare(Direction::Eq, x, spread(b, e.loc, y, x.getType(), dims));
  Value zero = e.constant(x, 0);
  auto sum = [&](Value v) -> Value {
    return ReduceSumOp::create(b, e.loc, e.select(at, v, zero), dims);
  };
  return e.div(sum(t), sum(e.constant(x, 1)));
}
LogicalResult ReduceMaxOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, extremumTangent(b, *this, getDims(), t[0]));
}
Scalars ReduceMaxOp::emitInit(OpBuilder &b) {
  return {extremeElement(b, getLoc(), elementOf(getType()), /*least=*/true)};
}
Scalars ReduceMaxOp::emitCombine(OpBuilder &b, ValueRange acc, ValueRange in,
                                 IndexFn) {
  return {maxElement(b, getLoc(), acc[0], in[0], elementOf(getType()))};
}
LogicalResult ReduceMinOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, extremumTangent(b, *this, getDims(), t[0]));
}
Scalars ReduceMinOp::emitInit(OpBuilder &b) {
  return {extremeElement(b, getLoc(), elementOf(getType()), /*least=*/false)};
}
Scalars ReduceMinOp::emitCombine(OpBuilder &b, ValueRange acc, ValueRange in,
                                 IndexFn) {
  return {minElement(b, getLoc(), acc[0], in[0], elementOf(getType()))};
}

//===-- reduce_and, reduce_or, reduce_xor ---------------------------------===//
LogicalResult ReduceAndOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Scalars ReduceAndOp::emitInit(OpBuilder &b) {
  Type e = signless(elementOf(getType()));
  APInt all = APInt::getAllOnes(e.getIntOrFloatBitWidth());
  return {arith::ConstantOp::create(b, getLoc(), IntegerAttr::get(e, all))};
}
Scalars ReduceAndOp::emitCombine(OpBuilder &b, ValueRange acc, ValueRange in,
                                 IndexFn) {
  return {arith::AndIOp::create(b, getLoc(), acc[0], in[0])};
}
LogicalResult ReduceOrOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Scalars ReduceOrOp::emitInit(OpBuilder &b) {
  return {scalar(b, getLoc(), signless(elementOf(getType())), 0)};
}
Scalars ReduceOrOp::emitCombine(OpBuilder &b, ValueRange acc, ValueRange in,
                                IndexFn) {
  return {arith::OrIOp::create(b, getLoc(), acc[0], in[0])};
}
LogicalResult ReduceXorOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
Scalars ReduceXorOp::emitInit(OpBuilder &b) {
  return {scalar(b, getLoc(), signless(elementOf(getType())), 0)};
}
Scalars ReduceXorOp::emitCombine(OpBuilder &b, ValueRange acc, ValueRange in,
                                 IndexFn) {
  return {arith::XOrIOp::create(b, getLoc(), acc[0], in[0])};
}

//===-- argmax, argmin ----------------------------------------------------===//
LogicalResult weft::ir::verifyArgReduction(Operation *op, int64_t dim) {
  auto x = tensorType(op->getOperand(0).getType());
  auto y = tensorType(op->getResult(0).getType());
  StringRef name = op->getName().stripDialect();
  auto fail = [&](StringRef id, StringRef rule) {
    return emitError(op->getLoc())
           << "[" << name << "] (" << name << id << ") " << rule
           << ". Received dim = " << dim << ", shape = " << saidShape(x)
           << ", result shape = " << saidShape(y);
  };
  if (dim < 0 || dim >= x.getRank() || x.getDimSize(dim) == 0)
    return fail("-C1", "dim must be an axis of the operand and not empty");
  auto shape = llvm::to_vector(x.getShape());
  shape.erase(shape.begin() + dim);
  if (y.getShape() != ArrayRef(shape))
    return fail("-C2", "the result must have the operand's shape without dim");
  return success();
}
/// Along the innermost axis, of at least this many elements, where an extremum
/// is is looked for once it is known.
static constexpr int64_t longRow = 16;
/// Whether x is the extremum; a NaN is, as it makes the extremum one.
static Value isExtremum(OpBuilder &b, Location loc, Type element, Value x,
                        Value extremum) {
  if (!isa<FloatType>(element))
    return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, x, extremum);
  if (element.getIntOrFloatBitWidth() < 32) {
    x = convertElement(b, loc, x, element, b.getF32Type());
    extremum = convertElement(b, loc, extremum, element, b.getF32Type());
  }
  auto compare = [&](arith::CmpFPredicate p, Value y) -> Value {
    return arith::CmpFOp::create(b, loc, p, x, y);
  };
  return arith::OrIOp::create(b, loc,
                              compare(arith::CmpFPredicate::OEQ, extremum),
                              compare(arith::CmpFPredicate::UNO, x));
}
/// Two nests that vectors do, where one with two accumulators is a chain of
/// comparisons: the extremum, then the first place that has it. Any other
/// counts as the last.
static Value lowerLongArg(Operation *op, OpBuilder &b, Value x, bool max) {
  Location loc = op->getLoc();
  Type element = elementOf(op->getOperand(0).getType());
  Type index = elementOf(op->getResult(0).getType());
  auto y = tensorType(signless(op->getResult(0).getType()));
  auto nest = [&](ValueRange in, Value start, auto body) {
    Value out = tensor::EmptyOp::create(b, loc, y.getShape(), start.getType());
    out = linalg::FillOp::create(b, loc, start, out).getResult(0);
    int64_t rank = typeOf(x).getRank();
    auto all = b.getMultiDimIdentityMap(rank), kept = all.dropResult(rank - 1);
    SmallVector<AffineMap> maps(in.size() + 1, kept);
    maps[0] = all;
    SmallVector<utils::IteratorType> loops(rank, utils::IteratorType::parallel);
    loops.back() = utils::IteratorType::reduction;
    auto yields = [&](OpBuilder &b, Location loc, ValueRange v) {
      linalg::YieldOp::create(b, loc, body(b, loc, v));
    };
    return linalg::GenericOp::create(b, loc, out.getType(), in, out, maps,
                                     loops, yields)
        .getResult(0);
  };
  Value best = nest(
      x, extremeElement(b, loc, element, /*least=*/max),
      [&](OpBuilder &b, Location loc, ValueRange v) -> Value {
        return max ? maxElement(b, loc, v[1], v[0], element)
                   : minElement(b, loc, v[1], v[0], element);
      });
  Value last = scalar(b, loc, y.getElementType(),
                      double(typeOf(x).getShape().back() - 1));
  auto first = [&](OpBuilder &b, Location loc, ValueRange v) -> Value {
    Value i = linalg::IndexOp::create(b, loc, typeOf(x).getRank() - 1);
    i = arith::IndexCastOp::create(b, loc, y.getElementType(), i);
    Value hit = isExtremum(b, loc, element, v[0], v[1]);
    i = arith::SelectOp::create(b, loc, hit, i, last);
    if (isUnsigned(index))
      return arith::MinUIOp::create(b, loc, v[2], i);
    return arith::MinSIOp::create(b, loc, v[2], i);
  };
  return nest({x, best}, last, first);
}
/// One loop nest with two accumulators, the value and its index. They start
/// at the extreme value and 0: right also if every element is that extreme.
static LogicalResult lowerArg(Operation *op, OpBuilder &b, Value x, int64_t dim,
                              bool max, Values &out) {
  Location loc = op->getLoc();
  Type element = elementOf(op->getOperand(0).getType());
  auto y = cast<RankedTensorType>(signless(op->getResult(0).getType()));
  if (dim == typeOf(x).getRank() - 1 && typeOf(x).getDimSize(dim) >= longRow &&
      !element.isInteger(1))
    return give(out, lowerLongArg(op, b, x, max));
  auto filled = [&](Value v) -> Value {
    Value e = tensor::EmptyOp::create(b, loc, y.getShape(), v.getType());
    return linalg::FillOp::create(b, loc, v, e).getResult(0);
  };
  Value best = filled(extremeElement(b, loc, element, /*least=*/max));
  Value where = filled(scalar(b, loc, y.getElementType(), 0));
  int64_t rank = typeOf(x).getRank();
  auto read = b.getMultiDimIdentityMap(rank);
  auto write = read.dropResult(dim);
  SmallVector<utils::IteratorType> loops(rank, utils::IteratorType::parallel);
  loops[dim] = utils::IteratorType::reduction;
  auto body = [&](OpBuilder &b, Location loc, ValueRange v) {
    Value i = arith::IndexCastOp::create(b, loc, y.getElementType(),
                                         linalg::IndexOp::create(b, loc, dim));
    Value take = isBeyond(b, loc, element, max, v[0], i, v[1], v[2]);
    Value value = arith::SelectOp::create(b, loc, take, v[0], v[1]);
    Value index = arith::SelectOp::create(b, loc, take, i, v[2]);
    linalg::YieldOp::create(b, loc, ValueRange{value, index});
  };
  auto g = linalg::GenericOp::create(
      b, loc, TypeRange{best.getType(), where.getType()}, x,
      ValueRange{best, where}, ArrayRef<AffineMap>{read, write, write}, loops,
      body);
  return give(out, g.getResult(1));
}
LogicalResult ArgmaxOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                              Values &out) {
  return lowerArg(*this, b, in[0], getDim(), /*max=*/true, out);
}
LogicalResult ArgminOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                              Values &out) {
  return lowerArg(*this, b, in[0], getDim(), /*max=*/false, out);
}
