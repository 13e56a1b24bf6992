// Running totals along one axis. What all have in common (verify, batch,
// lowering) comes first and takes what differs: how two elements are combined.
#include "ArithmeticOps.h"
#include "CumulativeOps.h"
#include "ExternHelpers.h"
#include "IndexOps.h"
#include "LogicOps.h"
#include "UnaryOps.h"
#include "LoopHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;

//===-- All of them -------------------------------------------------------===//
template <class Op> static LogicalResult verifyCumulative(Op op) {
  int64_t dim = op.getDim();
  if (dim >= 0 && dim < tensorType(op.getType()).getRank())
    return success();
  StringRef name = op->getName().stripDialect();
  return emitError(op.getLoc())
         << "[" << name << "] (" << name
         << "-C1) dim must be an axis of x. Received dim = " << dim
         << ", shape = " << saidShape(op.getType());
}
template <class Op>
static LogicalResult batchCumulative(Op op, OpBuilder &b, Value x, Values &out,
                                     Mask &outBatched) {
  outBatched.set();
  return give(out, Op::create(b, op.getLoc(), x, op.getDim() + 1,
                              op.getReverse()));
}

/// v moved by `by` places in the direction of the running total; `fill` comes
/// in.
template <class Op>
static Value movedOn(OpBuilder &b, Op op, Value v, int64_t by, double fill) {
  auto type = typeOf(v);
  SmallVector<int64_t> low(type.getRank(), 0), high(low), none(low);
  int64_t dim = op.getDim();
  low[dim] = op.getReverse() ? -by : by;
  high[dim] = -low[dim];
  Value value =
      splat(b, op.getLoc(), type.clone(ArrayRef<int64_t>()), fill);
  return PadOp::create(b, op.getLoc(), v, value, low, high, none);
}
/// t where t[k] = d[k] t[k - 1] + u[k], in ⌈log₂ n⌉ steps that are linear in u
/// (Hillis and Steele, 1986). d[0] has no part in it.
template <class Op>
static Value recurrence(OpBuilder &b, Op op, Value d, Value u) {
  Emit e(b, op);
  int64_t n = tensorType(op.getType()).getDimSize(op.getDim());
  for (int64_t by = 1; by < n; by *= 2) {
    u = e.add(u, e.mul(d, movedOn(b, op, u, by, 0)));
    if (2 * by < n)
      d = e.mul(d, movedOn(b, op, d, by, 0));
  }
  return u;
}

/// Half types are accumulated in f32.
static Type accumulatorOf(OpBuilder &b, Type t) {
  Type element = elementOf(signless(t));
  auto f = dyn_cast<FloatType>(element);
  return f && f.getWidth() < 32 ? Type(b.getF32Type()) : element;
}
using Combine = llvm::function_ref<Value(OpBuilder &, Value, Value)>;

/// The axis is the last one: a scalar runs along it.
template <class Op>
static LogicalResult lowerRows(Op op, OpBuilder &b, Value x, Value init,
                               Combine combine, Values &out) {
  Location loc = op.getLoc();
  auto type = typeOf(x);
  Type element = type.getElementType(), wide = init.getType();
  int64_t dim = op.getDim(), n = type.getDimSize(dim);
  bool reverse = op.getReverse();
  Value y = tensor::EmptyOp::create(b, loc, type.getShape(), element);
  auto row = [&](OpBuilder &b, ValueRange outer, ValueRange ys) {
    auto step = [&](OpBuilder &b, ValueRange k, ValueRange carried) {
      auto at = indexWith(outer, dim, backwards(b, loc, k[0], n, reverse));
      Value v = tensor::ExtractOp::create(b, loc, x, at);
      Value acc = combine(b, carried[0],
                          convertElement(b, loc, v, element, wide));
      Value kept = convertElement(b, loc, acc, wide, element);
      Value next = tensor::InsertOp::create(b, loc, kept, carried[1], at);
      return SmallVector<Value>{acc, next};
    };
    auto r = nestedLoops(b, loc, n, {init, ys[0]}, step);
    return SmallVector<Value>{r[1]};
  };
  y = nestedLoops(b, loc, type.getShape().drop_back(), y, row)[0];
  if (type.getRank() > 1)
    shareRows(b, y, 0.5 * type.getNumElements() / type.getDimSize(0));
  return give(out, y);
}

/// Other axes follow: the accumulator is an array over them, and each step one
/// loop nest, which is a vector loop.
template <class Op>
static LogicalResult lowerSlices(Op op, OpBuilder &b, Value x, Value init,
                                 Combine combine, Values &out) {
  Location loc = op.getLoc();
  auto type = typeOf(x);
  Type element = type.getElementType(), wide = init.getType();
  int64_t dim = op.getDim(), n = type.getDimSize(dim);
  auto inner = type.getShape().drop_front(dim + 1);
  SmallVector<OpFoldResult> sizes(dim + 1, b.getIndexAttr(1));
  llvm::append_range(sizes, getAsIndexOpFoldResult(b.getContext(), inner));
  SmallVector<OpFoldResult> ones(type.getRank(), b.getIndexAttr(1));
  auto map = b.getMultiDimIdentityMap(inner.size());
  SmallVector<utils::IteratorType> loops(inner.size(),
                                         utils::IteratorType::parallel);
  auto body = [&](OpBuilder &b, Location loc, ValueRange v) {
    Value acc = combine(b, v[1], convertElement(b, loc, v[0], element, wide));
    linalg::YieldOp::create(
        b, loc, ValueRange{acc, convertElement(b, loc, acc, wide, element)});
  };
  auto slab = [&](OpBuilder &b, ValueRange outer, ValueRange ys) {
    Value acc = tensor::EmptyOp::create(b, loc, inner, wide);
    acc = linalg::FillOp::create(b, loc, init, acc).getResult(0);
    auto step = [&](OpBuilder &b, ValueRange k, ValueRange carried) {
      SmallVector<OpFoldResult> at(outer.begin(), outer.end());
      at.push_back(backwards(b, loc, k[0], n, op.getReverse()));
      at.resize(type.getRank(), b.getIndexAttr(0));
      auto part = RankedTensorType::get(inner, element);
      Value v =
          tensor::ExtractSliceOp::create(b, loc, part, x, at, sizes, ones);
      Value kept = tensor::EmptyOp::create(b, loc, inner, element);
      auto g = linalg::GenericOp::create(
          b, loc, TypeRange{carried[0].getType(), part}, v,
          ValueRange{carried[0], kept}, ArrayRef<AffineMap>{map, map, map},
          loops, body);
      Value next = tensor::InsertSliceOp::create(b, loc, g.getResult(1),
                                                 carried[1], at, sizes, ones);
      return SmallVector<Value>{g.getResult(0), next};
    };
    auto r = nestedLoops(b, loc, n, {acc, ys[0]}, step);
    return SmallVector<Value>{r[1]};
  };
  Value y = tensor::EmptyOp::create(b, loc, type.getShape(), element);
  return give(out, nestedLoops(b, loc, type.getShape().take_front(dim), y,
                               slab)[0]);
}
template <class Op>
static LogicalResult lowerCumulative(Op op, OpBuilder &b, Value x, Value init,
                                     Combine combine, Values &out) {
  bool last = static_cast<int64_t>(op.getDim()) + 1 == typeOf(x).getRank();
  return last ? lowerRows(op, b, x, init, combine, out)
              : lowerSlices(op, b, x, init, combine, out);
}
/// One of three ops by the element type.
template <class OnInt, class OnFloat, class OnComplex>
static Value byType(OpBuilder &b, Location loc, Value x, Value y) {
  if (isa<ComplexType>(x.getType()))
    return OnComplex::create(b, loc, x, y);
  if (isa<IntegerType>(x.getType()))
    return OnInt::create(b, loc, x, y);
  return OnFloat::create(b, loc, x, y);
}

//===-- cumsum ------------------------------------------------------------===//
LogicalResult CumsumOp::verify() { return verifyCumulative(*this); }
LogicalResult CumsumOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out,
              CumsumOp::create(b, getLoc(), t[0], getDim(), getReverse()));
}
LogicalResult CumsumOp::transpose(OpBuilder &b, ArrayRef<Value>,
                                  ArrayRef<Value> cts, Values &out) {
  return give(out,
              CumsumOp::create(b, getLoc(), cts[0], getDim(), !getReverse()));
}
LogicalResult CumsumOp::batch(OpBuilder &b, ValueRange in, const Mask &,
                              int64_t, Values &out, Mask &outBatched) {
  return batchCumulative(*this, b, in[0], out, outBatched);
}
/// Rows that are long enough for a call of lib/Kernels/Cumulative.cpp; null
/// for others. A loop waits for each sum, 1.2 ns an element.
static Value kernelSums(OpBuilder &b, CumsumOp op, Value x) {
  constexpr int64_t least = 128;
  auto type = typeOf(x);
  auto module =
      b.getInsertionBlock()->getParentOp()->getParentOfType<ModuleOp>();
  Type element = type.getElementType();
  int64_t n = type.getRank() ? type.getShape().back() : 0;
  if ((!element.isF32() && !element.isF64()) || n < least ||
      static_cast<int64_t>(op.getDim()) + 1 != type.getRank() ||
      (module && module->hasAttr(nestsOnly)))
    return {};
  int64_t rows = type.getNumElements() / n;
  return callPieces(b, op.getLoc(), kernelName("cumsum", element), x, type,
                    {n, op.getReverse()}, rows, 0.25 * n, /*stack=*/0,
                    /*streams=*/true)[0];
}
LogicalResult CumsumOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                              Values &out) {
  if (Value sums = kernelSums(b, *this, in[0]))
    return give(out, sums);
  auto add = [&](OpBuilder &b, Value x, Value y) {
    return byType<arith::AddIOp, arith::AddFOp, complex::AddOp>(b, getLoc(), x,
                                                                y);
  };
  Value zero = scalar(b, getLoc(), accumulatorOf(b, getType()), 0);
  return lowerCumulative(*this, b, in[0], zero, add, out);
}

//===-- cumprod -----------------------------------------------------------===//
LogicalResult CumprodOp::verify() { return verifyCumulative(*this); }
/// t[k] = x[k] t[k - 1] + y[k - 1] ẋ[k]: exact where factors are 0.
LogicalResult CumprodOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Value before = movedOn(b, *this, getY(), 1, 1);
  Value u = MulOp::create(b, getLoc(), before, t[0]);
  return give(out, recurrence(b, *this, getX(), u));
}
LogicalResult CumprodOp::batch(OpBuilder &b, ValueRange in, const Mask &,
                               int64_t, Values &out, Mask &outBatched) {
  return batchCumulative(*this, b, in[0], out, outBatched);
}
LogicalResult CumprodOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                               Values &out) {
  auto times = [&](OpBuilder &b, Value x, Value y) {
    return byType<arith::MulIOp, arith::MulFOp, complex::MulOp>(b, getLoc(), x,
                                                                y);
  };
  Value one = scalar(b, getLoc(), accumulatorOf(b, getType()), 1);
  return lowerCumulative(*this, b, in[0], one, times, out);
}

//===-- cummax, cummin ----------------------------------------------------===//
/// The share of x[k] in y[k]: 1 where it is a new extremum, 1/2 where it equals
/// the one so far (as max and min share), else 0; the first element has all.
template <class Op>
static Value extremumTangent(OpBuilder &b, Op op, Direction beats, Value t) {
  Emit e(b, op);
  Value x = op.getX(), one = e.constant(x, 1), zero = e.constant(x, 0);
  Value before = movedOn(b, op, op.getY(), 1, 0);
  Value tie = e.select(e.compare(Direction::Eq, x, before),
                       e.constant(x, 0.5), zero);
  Value share = e.select(e.compare(beats, x, before), one, tie);
  // The first place has no `before`.
  Value isFirst = e.sub(one, movedOn(b, op, one, 1, 0));
  share = MaxOp::create(b, e.loc, share, isFirst);
  return recurrence(b, op, e.sub(one, share), e.mul(share, t));
}
LogicalResult CummaxOp::verify() { return verifyCumulative(*this); }
LogicalResult CummaxOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, extremumTangent(b, *this, Direction::Gt, t[0]));
}
LogicalResult CummaxOp::batch(OpBuilder &b, ValueRange in, const Mask &,
                              int64_t, Values &out, Mask &outBatched) {
  return batchCumulative(*this, b, in[0], out, outBatched);
}
LogicalResult CummaxOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                              Values &out) {
  Type e = elementOf(getType());
  auto f = [&](OpBuilder &b, Value x, Value y) {
    return maxElement(b, getLoc(), x, y, e);
  };
  return lowerCumulative(*this, b, in[0],
                         extremeElement(b, getLoc(), e, /*least=*/true), f,
                         out);
}
LogicalResult CumminOp::verify() { return verifyCumulative(*this); }
LogicalResult CumminOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, extremumTangent(b, *this, Direction::Lt, t[0]));
}
LogicalResult CumminOp::batch(OpBuilder &b, ValueRange in, const Mask &,
                              int64_t, Values &out, Mask &outBatched) {
  return batchCumulative(*this, b, in[0], out, outBatched);
}
LogicalResult CumminOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                              Values &out) {
  Type e = elementOf(getType());
  auto f = [&](OpBuilder &b, Value x, Value y) {
    return minElement(b, getLoc(), x, y, e);
  };
  return lowerCumulative(*this, b, in[0],
                         extremeElement(b, getLoc(), e, /*least=*/false), f,
                         out);
}

//===-- cumlogsumexp ------------------------------------------------------===//
LogicalResult CumlogsumexpOp::verify() { return verifyCumulative(*this); }
/// ẏ[k] = e^(y[k - 1] - y[k]) ẏ[k - 1] + e^(x[k] - y[k]) ẋ[k]. No exponent is
/// positive; equal infinities would be ∞ - ∞.
LogicalResult CumlogsumexpOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                  Values &out) {
  Emit e(b, *this);
  Value y = getY();
  auto share = [&](Value part) -> Value {
    Value p = ExpOp::create(b, e.loc, e.sub(part, y));
    Value finite = IsFiniteOp::create(b, e.loc, part);
    Value equal = e.compare(Direction::Eq, part, y);
    return e.select(finite, p, e.select(equal, e.constant(y, 1), p));
  };
  Value d = share(movedOn(b, *this, y, 1, -HUGE_VAL));
  return give(out, recurrence(b, *this, d, e.mul(share(getX()), t[0])));
}
LogicalResult CumlogsumexpOp::batch(OpBuilder &b, ValueRange in, const Mask &,
                                    int64_t, Values &out, Mask &outBatched) {
  return batchCumulative(*this, b, in[0], out, outBatched);
}
/// max(x, y) + ln(1 + e^-|x - y|); the sum where infinities meet, or a NaN.
static Value logAddExp(OpBuilder &b, Location loc, Value x, Value y) {
  Value most = arith::MaximumFOp::create(b, loc, x, y);
  Value apart = arith::SubFOp::create(b, loc, x, y);
  Value size = math::AbsFOp::create(b, loc, apart);
  Value power = math::ExpOp::create(b, loc, arith::NegFOp::create(b, loc, size));
  Value rest = math::Log1pOp::create(b, loc, power);
  Value sum = arith::AddFOp::create(b, loc, most, rest);
  Value isNan = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::UNO, apart,
                                      apart);
  return arith::SelectOp::create(b, loc, isNan,
                                 arith::AddFOp::create(b, loc, x, y), sum);
}
LogicalResult CumlogsumexpOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                    Values &out) {
  auto f = [&](OpBuilder &b, Value x, Value y) {
    return logAddExp(b, getLoc(), x, y);
  };
  Value init = scalar(b, getLoc(), accumulatorOf(b, getType()), -HUGE_VAL);
  return lowerCumulative(*this, b, in[0], init, f, out);
}
