// Windows of an array that another one is put in, or combined with, at places
// that a third one gives. What all kinds share comes first.
#include "ScatterOps.h"
#include "ArithmeticOps.h"
#include "LogicOps.h"
#include "ScatterLoops.h"
#include "ShapeOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
using namespace weft::ir;

//===-- Every scatter -----------------------------------------------------===//
template <class Op> static LogicalResult verifyScatter(Op op) {
  auto x = typeOf(op.getX()), indices = typeOf(op.getIndices()),
       u = typeOf(op.getUpdates());
  Windows w = scatterWindows(op);
  WindowNames names{Op::getOperationName().split('.').second,
                    "update_window_dims",
                    "inserted_window_dims",
                    "input_batching_dims",
                    "scatter_indices_batching_dims",
                    "scatter_dims_to_operand_dims",
                    "updates"};
  auto error = [&] { return mlir::emitError(op.getLoc()); };
  if (failed(verifyWindows(w, x, indices, u.getRank(), names, error)))
    return failure();
  auto outer = w.outer(u.getRank()), places = w.indexOuter(indices.getRank());
  bool fits = u.getElementType() == x.getElementType() &&
              outer.size() == places.size();
  for (auto [i, j] : llvm::zip(outer, places))
    fits = fits && u.getDimSize(i) == indices.getDimSize(j);
  for (auto [i, j] : llvm::zip(w.offset, w.inner(x.getRank())))
    fits = fits && u.getDimSize(i) <= x.getDimSize(j);
  if (fits)
    return success();
  return error() << "[" << names.op << "] (" << names.op
                 << "-C8) updates must have the operand's dtype, the axes of "
                    "indices without index_vector_dim, and windows that fit. "
                    "Received "
                 << x << ", " << indices << ", " << u
                 << ", update_window_dims = " << said(w.offset);
}
template <class Op> static OpFoldResult foldScatter(Op op) {
  return typeOf(op.getUpdates()).getNumElements() == 0 ? op.getX() : Value();
}
template <class Op>
static LogicalResult batchScatter(Op op, OpBuilder &b, ValueRange in,
                                  const Mask &batched, int64_t n, Values &out,
                                  Mask &outBatched) {
  outBatched.set();
  Windows w = scatterWindows(op).batched(/*x=*/true, batched[1]);
  Value x = batched[0] ? in[0] : broadcastLeading(b, in[0], n);
  Value u = batched[2] ? in[2] : broadcastLeading(b, in[2], n);
  return give(out, makeScatter<Op>(b, op.getLoc(), x, in[1], u, w));
}
template <class Op> static List windowSizes(Op op) {
  return scatterWindows(op).sizes(typeOf(op.getX()).getRank(),
                                  typeOf(op.getUpdates()).getShape());
}
/// What y has in the windows, 0 where one is dropped.
template <class Op>
static Value gathered(OpBuilder &b, Op op, Value y, Value indices) {
  Windows w = scatterWindows(op);
  auto sizes = windowSizes(op);
  Value g = makeGather(b, op.getLoc(), y, indices, w, sizes);
  return zeroOutside(b, op.getLoc(), g, indices, w, op.getX().getType(),
                     sizes);
}

template <class Op>
static LogicalResult lowerScatter(Op op, OpBuilder &b, ValueRange in,
                                  Values &out, Combine combine) {
  if (typeOf(in[2]).getNumElements() == 0)
    return give(out, in[0]);
  return give(out, scatterLoops(b, op, scatterWindows(op), in, combine));
}
/// One of three ops by the type of its operands.
template <class OnInt, class OnFloat, class OnComplex>
static Value combined(OpBuilder &b, Location loc, Value x, Value y) {
  return inSingle(b, loc, {x, y}, [&](ValueRange v) -> Value {
    if (isa<ComplexType>(v[0].getType()))
      return OnComplex::create(b, loc, v[0], v[1]);
    if (isa<IntegerType>(v[0].getType()))
      return OnInt::create(b, loc, v[0], v[1]);
    return OnFloat::create(b, loc, v[0], v[1]);
  });
}

//===-- scatter -----------------------------------------------------------===//
LogicalResult ScatterOp::verify() { return verifyScatter(*this); }
OpFoldResult ScatterOp::fold(FoldAdaptor) { return foldScatter(*this); }
/// Updates have an order here, so the tangents of those that win do, too. (JAX
/// has to find out which did.)
LogicalResult ScatterOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Value x = t[0] ? t[0] : zeros(b, getLoc(), getX().getType());
  Value u = t[2] ? t[2] : zeros(b, getLoc(), getUpdates().getType());
  return give(out, makeScatter<ScatterOp>(b, getLoc(), x, getIndices(), u,
                                          scatterWindows(*this)));
}
/// A number for each window, from 1 in order, in the shape of updates.
static Value numbered(OpBuilder &b, ScatterOp op, const Windows &w) {
  auto loc = op.getLoc();
  auto u = typeOf(op.getUpdates());
  List shape;
  for (int64_t axis : w.outer(u.getRank()))
    shape.push_back(u.getDimSize(axis));
  auto type = RankedTensorType::get(shape, b.getI64Type());
  auto flat = type.clone({type.getNumElements()});
  Value n = IotaOp::create(b, loc, flat, 0);
  n = AddOp::create(b, loc, n, splat(b, loc, flat, 1));
  n = ReshapeOp::create(b, loc, type, n);
  return BroadcastInDimOp::create(b, loc, u.clone(b.getI64Type()), n,
                                  w.outer(u.getRank()));
}
LogicalResult ScatterOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                   ArrayRef<Value> cts, Values &out) {
  Windows w = scatterWindows(*this);
  auto loc = getLoc();
  Type u = getUpdates().getType();
  Value ctX, ctU;
  if (!in[0])
    ctX = makeScatter<ScatterOp>(b, loc, cts[0], in[1], zeros(b, loc, u), w);
  if (!in[2]) {
    ctU = gathered(b, *this, cts[0], in[1]);
    if (!w.unique) { // the last update of an element gets all
      Value ids = numbered(b, *this, w);
      auto type = typeOf(getX()).clone(b.getI64Type());
      Value last = makeScatter<ScatterOp>(b, loc, zeros(b, loc, type), in[1],
                                          ids, w);
      last = makeGather(b, loc, last, in[1], w, windowSizes(*this));
      Value wins = CompareOp::create(b, loc, Direction::Eq, ids, last);
      ctU = SelectOp::create(b, loc, wins, ctU, zeros(b, loc, u));
    }
  }
  out.append({ctX, Value(), ctU});
  return success();
}
LogicalResult ScatterOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                               int64_t n, Values &out, Mask &outBatched) {
  return batchScatter(*this, b, in, batched, n, out, outBatched);
}
LogicalResult ScatterOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                               Values &out) {
  return lowerScatter(*this, b, in, out,
                      [](OpBuilder &, Value, Value u) { return u; });
}

//===-- scatter_add -------------------------------------------------------===//
LogicalResult ScatterAddOp::verify() { return verifyScatter(*this); }
OpFoldResult ScatterAddOp::fold(FoldAdaptor) { return foldScatter(*this); }
LogicalResult ScatterAddOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  if (!t[2])
    return give(out, t[0]);
  Value x = t[0] ? t[0] : zeros(b, getLoc(), getX().getType());
  return give(out, makeScatter<ScatterAddOp>(b, getLoc(), x, getIndices(), t[2],
                                             scatterWindows(*this)));
}
LogicalResult ScatterAddOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                      ArrayRef<Value> cts, Values &out) {
  Value ctX = in[0] ? Value() : cts[0];
  Value ctU = in[2] ? Value() : gathered(b, *this, cts[0], in[1]);
  out.append({ctX, Value(), ctU});
  return success();
}
LogicalResult ScatterAddOp::batch(OpBuilder &b, ValueRange in,
                                  const Mask &batched, int64_t n, Values &out,
                                  Mask &outBatched) {
  return batchScatter(*this, b, in, batched, n, out, outBatched);
}
LogicalResult ScatterAddOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                  Values &out) {
  auto add = [&](OpBuilder &b, Value x, Value u) {
    return combined<arith::AddIOp, arith::AddFOp, complex::AddOp>(b, getLoc(),
                                                                  x, u);
  };
  if (Value y = gatheredUpdates(b, *this, scatterWindows(*this), in, add))
    return give(out, y);
  return lowerScatter(*this, b, in, out, add);
}

//===-- scatter_mul -------------------------------------------------------===//
LogicalResult ScatterMulOp::verify() { return verifyScatter(*this); }
OpFoldResult ScatterMulOp::fold(FoldAdaptor) { return foldScatter(*this); }
static LogicalResult needsUnique(ScatterMulOp op) {
  return op.emitError()
         << "[scatter_mul] has a derivative in its updates only where "
            "unique_indices says that no two of them meet";
}
LogicalResult ScatterMulOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Windows w = scatterWindows(*this);
  auto loc = getLoc();
  Value byX, byU;
  if (t[0])
    byX = makeScatter<ScatterMulOp>(b, loc, t[0], getIndices(), getUpdates(),
                                    w);
  if (t[2]) {
    if (!w.unique)
      return needsUnique(*this);
    byU = makeScatter<ScatterAddOp>(b, loc, zeros(b, loc, getType()),
                                    getIndices(), t[2], w);
    byU = MulOp::create(b, loc, getX(), byU);
  }
  return give(out, addTangents(b, loc, byX, byU));
}
LogicalResult ScatterMulOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                      ArrayRef<Value> cts, Values &out) {
  Windows w = scatterWindows(*this);
  Value ctX, ctU;
  if (!in[0])
    ctX = makeScatter<ScatterMulOp>(b, getLoc(), cts[0], in[1], in[2], w);
  if (!in[2]) {
    if (!w.unique)
      return needsUnique(*this);
    ctU = gathered(b, *this, MulOp::create(b, getLoc(), cts[0], in[0]).getZ(),
                   in[1]);
  }
  out.append({ctX, Value(), ctU});
  return success();
}
LogicalResult ScatterMulOp::batch(OpBuilder &b, ValueRange in,
                                  const Mask &batched, int64_t n, Values &out,
                                  Mask &outBatched) {
  return batchScatter(*this, b, in, batched, n, out, outBatched);
}
LogicalResult ScatterMulOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                  Values &out) {
  return lowerScatter(
      *this, b, in, out, [&](OpBuilder &b, Value x, Value u) {
        return combined<arith::MulIOp, arith::MulFOp, complex::MulOp>(
            b, getLoc(), x, u);
      });
}

//===-- scatter_min, scatter_max ------------------------------------------===//
/// The mean of the tangents of x and of those updates that have the extremum.
template <class Op>
static Value extremumTangent(OpBuilder &b, Op op, ArrayRef<Value> t) {
  Emit e(b, op);
  Windows w = scatterWindows(op);
  Value x = op.getX(), u = op.getUpdates(), y = op.getY(), i = op.getIndices();
  // An x that is NaN stays: it is the result, though it equals nothing.
  Value stays = e.compare(Direction::Eq, x, y);
  Value isNan = e.compare(Direction::Ne, x, x);
  stays = OrOp::create(b, e.loc, stays, isNan);
  Value wins = e.compare(Direction::Eq, u,
                         makeGather(b, e.loc, y, i, w, windowSizes(op)));
  auto sum = [&](Value ofX, Value ofU) {
    Value from = e.select(stays, ofX, e.constant(x, 0));
    Value more = e.select(wins, ofU, e.constant(u, 0));
    return makeScatter<ScatterAddOp>(b, e.loc, from, i, more, w);
  };
  Value tx = t[0] ? t[0] : e.constant(x, 0);
  Value tu = t[2] ? t[2] : e.constant(u, 0);
  Value total = sum(tx, tu);
  Value oneX = e.constant(x, 1), oneU = e.constant(u, 1);
  return e.div(total, sum(oneX, oneU));
}
LogicalResult ScatterMinOp::verify() { return verifyScatter(*this); }
OpFoldResult ScatterMinOp::fold(FoldAdaptor) { return foldScatter(*this); }
LogicalResult ScatterMinOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, extremumTangent(b, *this, t));
}
LogicalResult ScatterMinOp::batch(OpBuilder &b, ValueRange in,
                                  const Mask &batched, int64_t n, Values &out,
                                  Mask &outBatched) {
  return batchScatter(*this, b, in, batched, n, out, outBatched);
}
LogicalResult ScatterMinOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                  Values &out) {
  Type element = elementOf(getType());
  return lowerScatter(*this, b, in, out,
                      [&](OpBuilder &b, Value x, Value u) {
                        return minElement(b, getLoc(), x, u, element);
                      });
}
LogicalResult ScatterMaxOp::verify() { return verifyScatter(*this); }
OpFoldResult ScatterMaxOp::fold(FoldAdaptor) { return foldScatter(*this); }
LogicalResult ScatterMaxOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, extremumTangent(b, *this, t));
}
LogicalResult ScatterMaxOp::batch(OpBuilder &b, ValueRange in,
                                  const Mask &batched, int64_t n, Values &out,
                                  Mask &outBatched) {
  return batchScatter(*this, b, in, batched, n, out, outBatched);
}
LogicalResult ScatterMaxOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                  Values &out) {
  Type element = elementOf(getType());
  return lowerScatter(*this, b, in, out,
                      [&](OpBuilder &b, Value x, Value u) {
                        return maxElement(b, getLoc(), x, u, element);
                      });
}
