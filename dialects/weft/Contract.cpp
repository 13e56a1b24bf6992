// Sums of products.
#include "ContractOps.h"
#include "LogicOps.h"
#include "ShapeOps.h"
#include "Bodies.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;

//===-- dot_general -------------------------------------------------------===//
namespace {
/// One side of a contraction: which of its axes are what.
struct Side {
  ArrayRef<int64_t> batch, contract;
  SmallVector<int64_t> free;
  Side(Value v, ArrayRef<int64_t> batch, ArrayRef<int64_t> contract)
      : batch(batch), contract(contract) {
    SmallVector<int64_t> bound(batch);
    llvm::append_range(bound, contract);
    free = otherAxes(typeOf(v).getRank(), bound);
  }
};
} // namespace
static Side xSide(DotGeneralOp op) {
  return {op.getX(), op.getXBatch(), op.getXContract()};
}
static Side ySide(DotGeneralOp op) {
  return {op.getY(), op.getYBatch(), op.getYContract()};
}
static bool namedOnce(ArrayRef<int64_t> batch, ArrayRef<int64_t> contract,
                      int64_t rank) {
  SmallVector<int64_t> all(batch);
  llvm::append_range(all, contract);
  llvm::sort(all);
  return areAxes(all, rank);
}
static SmallVector<int64_t> resultShape(Value xValue, const Side &x,
                                        Value yValue, const Side &y) {
  SmallVector<int64_t> shape;
  auto add = [&](Value v, ArrayRef<int64_t> dims) {
    for (int64_t d : dims)
      shape.push_back(typeOf(v).getDimSize(d));
  };
  add(xValue, x.batch);
  add(xValue, x.free);
  add(yValue, y.free);
  return shape;
}
/// 0 integer, 1 float, 2 complex, 3 bool.
static int kindOf(Type t) {
  Type e = elementOf(t);
  return isa<ComplexType>(e) ? 2
         : isa<FloatType>(e) ? 1
         : e.isInteger(1)    ? 3
                             : 0;
}
LogicalResult DotGeneralOp::verify() {
  auto x = typeOf(getX()), y = typeOf(getY()), z = tensorType(getType());
  auto xb = getXBatch(), yb = getYBatch();
  auto xc = getXContract(), yc = getYContract();
  auto fail = [&](StringRef rule) {
    return emitError() << "[dot_general] " << rule
                       << ". Received batch = " << said(xb) << " " << said(yb)
                       << ", contract = " << said(xc) << " " << said(yc)
                       << ", types = " << x << ", " << y << " -> " << z;
  };
  if (xb.size() != yb.size() || xc.size() != yc.size())
    return fail("(dot_general-C1) both operands must have as many batch axes "
                "and as many contracted axes");
  if (!namedOnce(xb, xc, x.getRank()) || !namedOnce(yb, yc, y.getRank()))
    return fail("(dot_general-C2) axes must be in range and named once");
  auto agree = [&](ArrayRef<int64_t> xs, ArrayRef<int64_t> ys) {
    return llvm::all_of(llvm::zip(xs, ys), [&](auto pair) {
      auto [i, j] = pair;
      return x.getDimSize(i) == y.getDimSize(j);
    });
  };
  if (!agree(xb, yb) || !agree(xc, yc))
    return fail("(dot_general-C3) paired axes must have one size");
  if (z.getShape() !=
      ArrayRef(resultShape(getX(), xSide(*this), getY(), ySide(*this))))
    return fail("(dot_general-C4) the result's shape must be the batch axes, "
                "the free axes of x, the free axes of y");
  if (kindOf(x) != kindOf(z) || kindOf(y) != kindOf(z))
    return fail("(dot_general-C5) operands and result must all be bools, or "
                "integers, or floats, or complex numbers");
  return success();
}
/// A transposed operand is read in place where its free axes keep their order.
static bool takeTransposed(DotGeneralOp op, OpOperand &operand, Side side,
                           bool isX) {
  auto inner = operand.get().getDefiningOp<TransposeOp>();
  if (!inner)
    return false;
  auto through = [&](ArrayRef<int64_t> dims) {
    SmallVector<int64_t> out;
    for (int64_t d : dims)
      out.push_back(inner.getPerm()[d]);
    return out;
  };
  if (!llvm::is_sorted(through(side.free)))
    return false;
  auto batch = through(side.batch), contract = through(side.contract);
  operand.set(inner.getX());
  isX ? op.setXBatch(batch) : op.setYBatch(batch);
  isX ? op.setXContract(contract) : op.setYContract(contract);
  return true;
}
/// Signed bytes are multiplied as they are and summed in the result's i32, as
/// there are instructions for that: they need not be widened first.
static bool takeBytes(DotGeneralOp op) {
  auto bytes = [](Value v) -> Value {
    auto convert = v.getDefiningOp<ConvertOp>();
    bool fits =
        convert && elementOf(convert.getX().getType()).isSignlessInteger(8);
    return fits ? convert.getX() : Value();
  };
  Value x = bytes(op.getX()), y = bytes(op.getY());
  if (!x || !y || !elementOf(op.getType()).isSignlessInteger(32))
    return false;
  op.getXMutable().set(x);
  op.getYMutable().set(y);
  return true;
}
OpFoldResult DotGeneralOp::fold(FoldAdaptor) {
  bool bytes = takeBytes(*this);
  bool x = takeTransposed(*this, getXMutable(), xSide(*this), /*isX=*/true);
  bool y = takeTransposed(*this, getYMutable(), ySide(*this), /*isX=*/false);
  return x || y || bytes ? getResult() : OpFoldResult();
}
LogicalResult DotGeneralOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  auto dot = [&](Value x, Value y) -> Value {
    return DotGeneralOp::create(b, getLoc(), getType(), x, y, getXBatch(),
                                getYBatch(), getXContract(), getYContract());
  };
  Value l = t[0] ? dot(t[0], getY()) : Value();
  Value r = t[1] ? dot(getX(), t[1]) : Value();
  return give(out, addTangents(b, getLoc(), l, r));
}
/// ct has axes: batch, free of x, free of y. The cotangent of one side is ct
/// contracted (from axis `at`) with the other's free axes, in that side's
/// order of axes.
static Value cotangent(OpBuilder &b, DotGeneralOp op, Value ct, int64_t at,
                       const Side &side, Type type, Value other,
                       const Side &others) {
  auto byOther = axes(0, side.contract.size());
  llvm::sort(byOther, [&](int64_t i, int64_t j) {
    return others.contract[i] < others.contract[j];
  });
  SmallVector<int64_t> contracted; // in the order of `other`
  for (int64_t i : byOther)
    contracted.push_back(side.contract[i]);
  // What comes out: batch, free, contracted if ct stands first, else batch,
  // contracted, free. The latter where that needs no transpose.
  auto ordered = [&](ArrayRef<int64_t> first, ArrayRef<int64_t> second) {
    SmallVector<int64_t> order(side.batch);
    llvm::append_range(order, first);
    llvm::append_range(order, second);
    return order;
  };
  auto order = ordered(contracted, side.free);
  bool swap = llvm::is_sorted(order);
  if (!swap)
    order = ordered(side.free, contracted);
  SmallVector<int64_t> shape;
  for (int64_t d : order)
    shape.push_back(tensorType(type).getDimSize(d));
  auto ctBatch = axes(0, others.batch.size());
  auto ctContract = axes(at, others.free.size());
  auto result = tensorType(type).clone(shape);
  Value r =
      swap
          ? DotGeneralOp::create(b, op.getLoc(), result, other, ct,
                                 others.batch, ctBatch, others.free, ctContract)
          : DotGeneralOp::create(b, op.getLoc(), result, ct, other, ctBatch,
                                 others.batch, ctContract, others.free);
  if (llvm::is_sorted(order))
    return r;
  return TransposeOp::create(b, op.getLoc(), r, inversePermutation(order));
}
LogicalResult DotGeneralOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                      ArrayRef<Value> cts, Values &out) {
  if (!in[0] && !in[1])
    return emitOpError("[transpose] weft.dot_general is not linear in both "
                       "operands at once");
  Side x = xSide(*this), y = ySide(*this);
  int64_t freeX = x.batch.size(), freeY = freeX + x.free.size();
  Value ctX, ctY;
  if (!in[0])
    ctX = cotangent(b, *this, cts[0], freeY, x, getX().getType(), in[1], y);
  if (!in[1])
    ctY = cotangent(b, *this, cts[0], freeX, y, getY().getType(), in[0], x);
  out.append({ctX, ctY});
  return success();
}
LogicalResult DotGeneralOp::batch(OpBuilder &b, ValueRange in,
                                  const Mask &batched, int64_t, Values &out,
                                  Mask &outBatched) {
  bool both = batched[0] && batched[1];
  auto dims = [&](ArrayRef<int64_t> d, bool on, bool lead) {
    return on ? shifted(d, lead) : SmallVector<int64_t>(d);
  };
  auto xb = dims(getXBatch(), batched[0], both);
  auto yb = dims(getYBatch(), batched[1], both);
  auto xc = dims(getXContract(), batched[0], false);
  auto yc = dims(getYContract(), batched[1], false);
  auto type = tensorType(getType()).clone(
      resultShape(in[0], {in[0], xb, xc}, in[1], {in[1], yb, yc}));
  Value r =
      DotGeneralOp::create(b, getLoc(), type, in[0], in[1], xb, yb, xc, yc);
  // With one side batched the new axis is that side's first free axis.
  int64_t at = both         ? 0
               : batched[0] ? xb.size()
                            : typeOf(in[0]).getRank() - xc.size();
  outBatched.set();
  return give(out, moveAxis(b, r, at, 0));
}

static Value filledWithZero(OpBuilder &b, Location loc, ArrayRef<int64_t> shape,
                            Type element) {
  Value empty = tensor::EmptyOp::create(b, loc, shape, element);
  return linalg::FillOp::create(b, loc, scalar(b, loc, element, 0), empty)
      .getResult(0);
}
/// Rounds an array of f32 to a half type.
static Value roundedTo(OpBuilder &b, Location loc, Type type, Value v) {
  auto t = tensorType(type);
  Value empty =
      tensor::EmptyOp::create(b, loc, t.getShape(), t.getElementType());
  auto map = b.getMultiDimIdentityMap(t.getRank());
  SmallVector<utils::IteratorType> loops(t.getRank(),
                                         utils::IteratorType::parallel);
  auto round = [&](OpBuilder &b, Location loc, ValueRange v) {
    Value r = convertElement(b, loc, v[0], v[0].getType(), t.getElementType());
    linalg::YieldOp::create(b, loc, r);
  };
  return linalg::GenericOp::create(b, loc, type, v, empty,
                                   ArrayRef<AffineMap>{map, map}, loops, round)
      .getResult(0);
}
/// Columns that lie together in y, of which a kernel has too few.
static constexpr int64_t fewColumns = 16;
/// Whether y is little beside the product and its columns (free axes) lie apart
/// with few together, as vmap over a narrow matrix makes them.
static bool columnsLieApart(Value x, const Side &xs, Value y, const Side &ys) {
  int64_t rows = 1, columns = 1, together = 1;
  for (int64_t d : xs.free)
    rows *= typeOf(x).getDimSize(d);
  for (int64_t d : ys.free)
    columns *= typeOf(y).getDimSize(d);
  for (size_t i = ys.free.size(); i-- > 0;) {
    together *= typeOf(y).getDimSize(ys.free[i]);
    if (i > 0 && ys.free[i - 1] + 1 != ys.free[i])
      break;
  }
  return together < fewColumns && columns >= 2 * together &&
         columns >= fewColumns && rows >= fewColumns;
}
/// y with these axes, in this order.
static Value permuted(OpBuilder &b, Location loc, Value y,
                      ArrayRef<int64_t> order) {
  auto type = typeOf(y);
  SmallVector<int64_t> shape;
  for (int64_t d : order)
    shape.push_back(type.getDimSize(d));
  auto written = b.getMultiDimIdentityMap(order.size());
  SmallVector<AffineExpr> from(order.size());
  for (auto [i, d] : llvm::enumerate(order))
    from[d] = b.getAffineDimExpr(i);
  auto read = AffineMap::get(order.size(), 0, from, b.getContext());
  SmallVector<utils::IteratorType> loops(order.size(),
                                         utils::IteratorType::parallel);
  Value out = tensor::EmptyOp::create(b, loc, shape, type.getElementType());
  auto body = [&](OpBuilder &b, Location loc, ValueRange v) {
    linalg::YieldOp::create(b, loc, v[0]);
  };
  return linalg::GenericOp::create(b, loc, out.getType(), y, out,
                                   ArrayRef<AffineMap>{read, written}, loops,
                                   body)
      .getResult(0);
}
/// Loops: batch, free of x, free of y, contracted; both operands are read in
/// place, however their axes lie, but where y's columns would be too few. The
/// backend recognises this form.
LogicalResult DotGeneralOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                  Values &out) {
  if (!in[0] && !in[1])
    return emitOpError("[transpose] weft.dot_general is not linear in both "
                       "operands at once");
  Side x = xSide(*this), y = ySide(*this);
  int64_t freeX = x.batch.size(), freeY = freeX + x.free.size();
  int64_t rank = freeY + y.free.size(), loops = rank + x.contract.size();
  SmallVector<Value> operands(in);
  auto yBatch = axes(0, y.batch.size());
  auto yContract = axes(yBatch.size(), y.contract.size());
  if (columnsLieApart(in[0], x, in[1], y)) {
    SmallVector<int64_t> order(y.batch);
    llvm::append_range(order, y.contract);
    llvm::append_range(order, y.free);
    operands[1] = permuted(b, getLoc(), in[1], order);
    y = Side(operands[1], yBatch, yContract);
  }
  auto map = [&](Value v, const Side &side, int64_t free) {
    SmallVector<AffineExpr> exprs(typeOf(v).getRank());
    auto place = [&](ArrayRef<int64_t> dims, int64_t loop) {
      for (int64_t d : dims)
        exprs[d] = b.getAffineDimExpr(loop++);
    };
    place(side.batch, 0);
    place(side.free, free);
    place(side.contract, rank);
    return AffineMap::get(loops, 0, exprs, b.getContext());
  };
  SmallVector<AffineExpr> first;
  for (int64_t i = 0; i < rank; ++i)
    first.push_back(b.getAffineDimExpr(i));
  auto written = AffineMap::get(loops, 0, first, b.getContext());
  SmallVector<utils::IteratorType> kinds(rank, utils::IteratorType::parallel);
  kinds.resize(loops, utils::IteratorType::reduction);

  auto z = tensorType(signless(getType()));
  Type to = elementOf(getType()), sum = z.getElementType();
  if (auto f = dyn_cast<FloatType>(sum); f && f.getWidth() < 32)
    to = sum = b.getF32Type();
  Type xType = elementOf(getX().getType()), yType = elementOf(getY().getType());
  auto body = [&](OpBuilder &b, Location loc, ValueRange v) {
    auto as = [&](Value e, Type from) {
      return from == to ? e : convertElement(b, loc, e, from, to);
    };
    Value r = multiplyAdd(b, loc, as(v[0], xType), as(v[1], yType), v[2]);
    linalg::YieldOp::create(b, loc, r);
  };
  Value start = filledWithZero(b, getLoc(), z.getShape(), sum);
  Value r = linalg::GenericOp::create(
                b, getLoc(), start.getType(), operands, start,
                ArrayRef<AffineMap>{map(operands[0], x, freeX),
                                    map(operands[1], y, freeY), written},
                kinds, body)
                .getResult(0);
  return give(out,
              sum == z.getElementType() ? r : roundedTo(b, getLoc(), z, r));
}
