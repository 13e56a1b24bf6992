// Reductions by a body over scalars: reduce, reduce_window. verify · reach ·
// jvp · batch · unzip · lowering. The jvp is the same op on the operands and
// their tangents: of an associative body, the body's jvp is associative, too.
// It is not linear in the tangents alone, so there is no reverse rule; the
// public functions make reduce_sum and its like of bodies that they know.
#include "BodyReduceOps.h"
#include "RuleHelpers.h"
#include "ScalarBody.h"
#include "WindowShape.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;
using List = SmallVector<int64_t>;

//===-- What both have in common ------------------------------------------===//
static SmallVector<Type> elementsOf(ValueRange values) {
  return llvm::map_to_vector(values,
                             [](Value v) { return elementOf(v.getType()); });
}
/// One shape of all operands.
static bool haveOneShape(ValueRange xs) {
  return !xs.empty() && llvm::all_of(xs, [&](Value x) {
    return typeOf(x).getShape() == typeOf(xs[0]).getShape();
  });
}
/// inits match the first axes, of which `free` says whether they may.
static bool fitInits(ValueRange xs, ValueRange inits,
                     llvm::function_ref<bool(int64_t)> free) {
  return llvm::all_of(llvm::zip(xs, inits), [&](auto pair) {
    auto x = typeOf(std::get<0>(pair)), init = typeOf(std::get<1>(pair));
    int64_t rank = init.getRank();
    if (x.getElementType() != init.getElementType() || rank > x.getRank() ||
        x.getShape().take_front(rank) != init.getShape())
      return false;
    return llvm::all_of(axes(0, rank), free);
  });
}
template <class Op>
static LogicalResult verifyShared(Op op, StringRef c, ArrayRef<int64_t> shape) {
  auto elements = elementsOf(op.getXs());
  SmallVector<Type> args(elements);
  llvm::append_range(args, elements);
  std::string id = (op->getName().stripDialect() + "-C" + c).str();
  if (failed(verifyScalarBody(op, op.getBody(), args, elements, id)))
    return failure();
  bool fit = op.getNumResults() == elements.size();
  for (unsigned i = 0; fit && i < elements.size(); ++i)
    fit = op.getResult(i).getType() ==
          RankedTensorType::get(shape, elements[i]);
  if (fit)
    return success();
  return op.emitOpError() << "(" << op->getName().stripDialect() << "-C"
                          << (c == "4" ? "5" : "7")
                          << ") results must have shape " << said(shape)
                          << " and the operands' dtypes";
}
/// The op with these operands and body; attributes are the first one's.
static Operation *remade(Operation *op, OpBuilder &b, ValueRange operands,
                         TypeRange results, Region &body) {
  OperationState state(op->getLoc(), op->getName(), operands, results,
                       llvm::to_vector(op->getAttrs()));
  state.addRegion()->takeBody(body);
  return b.create(state);
}
template <class Op>
static LogicalResult jvpShared(Op op, OpBuilder &b, ValueRange in,
                               ArrayRef<Value> ts, Values &out,
                               Values &outTs) {
  // Operand k has a tangent where it or its init does.
  unsigned n = op.getXs().size();
  Mask active(n);
  for (unsigned i = 0; i < n; ++i)
    active[i] = isInexact(op.getXs()[i].getType());
  Mask both = concat(active, active);
  Region body;
  if (failed(jvpBody(op.getBody(), both, active, body)))
    return failure();
  // jvpBody takes (acc…, x…, acc tangents…, x tangents…).
  unsigned m = active.count();
  SmallVector<unsigned> order;
  auto push = [&](unsigned from, unsigned count) {
    for (unsigned i = 0; i < count; ++i)
      order.push_back(from + i);
  };
  push(0, n), push(2 * n, m), push(n, n), push(2 * n + m, m);
  permuteArgs(body.front(), order);
  SmallVector<Value> operands, inits;
  auto tangent = [&](unsigned i) {
    return ts[i] ? ts[i] : zeros(b, op.getLoc(), in[i].getType());
  };
  llvm::append_range(operands, in.take_front(n));
  for (unsigned i : active.set_bits())
    operands.push_back(tangent(i));
  llvm::append_range(operands, in.drop_front(n));
  for (unsigned i : active.set_bits())
    operands.push_back(tangent(n + i));
  SmallVector<Type> types(op->getResultTypes());
  llvm::append_range(types, keep(op->getResultTypes(), active));
  Operation *made = remade(op, b, operands, types, body);
  llvm::append_range(out, made->getResults().take_front(n));
  expand(made->getResults().drop_front(n), active, outTs);
  return success();
}
/// Every result depends on every operand.
static Mask reachShared(Operation *op, Reach kind) {
  Mask out(op->getNumResults(), true);
  if (kind == Reach::Floats)
    for (auto [i, v] : llvm::enumerate(op->getResults()))
      out[i] = isInexact(v.getType());
  return out;
}
static LogicalResult refuseReverse(Operation *op) {
  StringRef name =
      op->getName().stripDialect() == "reduce" ? "reduce" : "reduceWindow";
  return op->emitError("[" + name + "] a reduction by a body has forward "
                       "derivatives only. Hint: sum, prod, max, min and "
                       "logsumexp have gradients, and scan has of any body");
}
template <class Op>
static SmallVector<Value> batchedOperands(Op op, OpBuilder &b, ValueRange in,
                                          const Mask &batched, int64_t n) {
  // Inits get the axis in front of the axes that they share with the operands.
  unsigned k = op.getXs().size();
  SmallVector<Value> out = broadcastRest(
      b, in.take_front(k), slice(batched, 0, k), n);
  for (unsigned i = 0; i < k; ++i) {
    Value init = in[k + i];
    bool scalar = tensorType(op.getInits()[i].getType()).getRank() == 0;
    out.push_back(batched[k + i] || scalar ? init
                                           : broadcastLeading(b, init, n));
  }
  return out;
}
/// The op on batched operands; the caller puts the attributes right.
template <class Op>
static Op batchShared(Op op, OpBuilder &b, ValueRange in, const Mask &batched,
                      int64_t n, Values &out, Mask &outBatched) {
  SmallVector<Type> types;
  for (Type t : op->getResultTypes())
    types.push_back(withLeading(t, n));
  Region body;
  IRMapping map;
  op.getBody().cloneInto(&body, map);
  auto made = cast<Op>(
      remade(op, b, batchedOperands(op, b, in, batched, n), types, body));
  llvm::append_range(out, made->getResults());
  outBatched.set();
  return made;
}
/// init in each place of an array: new memory. Lowered values.
static Value spreadInit(OpBuilder &b, Location loc, Value init,
                        ArrayRef<int64_t> shape) {
  auto type = typeOf(init);
  if (type.getRank() == 0)
    return filledWith(b, loc, shape,
                      tensor::ExtractOp::create(b, loc, init, ValueRange()));
  Value empty =
      tensor::EmptyOp::create(b, loc, shape, type.getElementType());
  List added;
  for (int64_t d = type.getRank(); d < int64_t(shape.size()); ++d)
    added.push_back(d);
  return linalg::BroadcastOp::create(b, loc, init, empty, added)
      ->getResult(0);
}
/// One nest: ins by `read`, accumulators by `write`; `insideShape` says how long
/// the loops are that no accumulator has. A mask, where there is one, says what
/// is folded.
static LogicalResult foldNest(Operation *op, OpBuilder &b, ValueRange ins,
                              Value mask, ValueRange outs, AffineMap read,
                              AffineMap write, AffineMap inside,
                              ArrayRef<int64_t> insideShape, Values &results) {
  unsigned n = ins.size();
  SmallVector<Value> operands(ins);
  if (mask)
    operands.push_back(mask);
  SmallVector<AffineMap> maps(operands.size(), read);
  if (!insideShape.empty()) {
    operands.push_back(
        tensor::EmptyOp::create(b, op->getLoc(), insideShape, b.getI1Type()));
    maps.push_back(inside);
  }
  maps.append(n, write);
  SmallVector<utils::IteratorType> kinds(read.getNumDims(),
                                         utils::IteratorType::reduction);
  for (AffineExpr e : write.getResults())
    kinds[cast<AffineDimExpr>(e).getPosition()] = utils::IteratorType::parallel;
  LogicalResult ok = success();
  auto body = [&](OpBuilder &b, Location loc, ValueRange v) {
    SmallVector<Value> args(v.take_back(n)), next;
    llvm::append_range(args, v.take_front(n));
    ok = emitScalars(op->getRegion(0), b, args, next);
    for (unsigned i = 0; mask && i < next.size(); ++i)
      next[i] = arith::SelectOp::create(b, loc, v[n], next[i], args[i]);
    linalg::YieldOp::create(b, loc, next);
  };
  auto g = linalg::GenericOp::create(b, op->getLoc(), outs.getTypes(), operands,
                                     outs, maps, kinds, body);
  llvm::append_range(results, g.getResults());
  return ok;
}

//===-- reduce ------------------------------------------------------------===//
LogicalResult ReduceOp::verify() {
  auto dims = getDims();
  if (!haveOneShape(getXs()))
    return emitOpError("(reduce-C2) there must be operands of one shape");
  auto x = typeOf(getXs()[0]);
  if (!areAxes(dims, x.getRank()))
    return emitOpError("(reduce-C1) dims must be axes of the operands, "
                       "ascending. Received dims = ")
           << said(dims) << ", shape = " << saidShape(x);
  if (!fitInits(getXs(), getInits(),
                [&](int64_t d) { return !llvm::is_contained(dims, d); }))
    return emitOpError("(reduce-C3) inits must have the operands' dtypes and "
                       "the sizes of their first axes, which are not reduced");
  List shape;
  for (int64_t d : otherAxes(x.getRank(), dims))
    shape.push_back(x.getDimSize(d));
  return verifyShared(*this, "4", shape);
}
Mask ReduceOp::reach(const Mask &, Reach kind) {
  return reachShared(*this, kind);
}
LogicalResult ReduceOp::jvpWhole(OpBuilder &b, ValueRange in,
                                 ArrayRef<Value> ts, Values &out,
                                 Values &outTs) {
  return jvpShared(*this, b, in, ts, out, outTs);
}
LogicalResult ReduceOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                              int64_t n, Values &out, Mask &outBatched) {
  batchShared(*this, b, in, batched, n, out, outBatched)
      .setDims(shifted(getDims()));
  return success();
}
LogicalResult ReduceOp::unzip(Unzip &, const Mask &) {
  return refuseReverse(*this);
}
LogicalResult ReduceOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                              Values &out) {
  unsigned n = getXs().size();
  auto shape = tensorType(getResult(0).getType()).getShape();
  SmallVector<Value> starts;
  for (Value init : in.drop_front(n))
    starts.push_back(spreadInit(b, getLoc(), init, shape));
  auto x = typeOf(in[0]);
  if (x.getNumElements() == 0) { // loops that never run
    llvm::append_range(out, starts);
    return success();
  }
  auto read = b.getMultiDimIdentityMap(x.getRank());
  auto kept = llvm::to_vector_of<unsigned>(otherAxes(x.getRank(), getDims()));
  return foldNest(*this, b, in.take_front(n), /*mask=*/{}, starts, read,
                  read.getSubMap(kept), {}, {}, out);
}

//===-- reduce_window -----------------------------------------------------===//
LogicalResult ReduceWindowOp::verify() {
  if (!haveOneShape(getXs()))
    return emitOpError("(reduce_window-C4) there must be operands of one shape");
  auto w = WindowSpec::of(*this);
  List padded, shape;
  auto x = typeOf(getXs()[0]);
  std::string rule = windowedShape(x.getShape(), w, padded, shape);
  if (!rule.empty())
    return emitOpError("(reduce_window-")
           << rule << ". Received " << said(w) << ", shape = " << saidShape(x);
  auto still = [&](int64_t d) {
    return w.size[d] == 1 && w.strides[d] == 1 && w.low[d] == 0 &&
           w.high[d] == 0 && w.base[d] == 1;
  };
  if (!fitInits(getXs(), getInits(), still))
    return emitOpError("(reduce_window-C5) inits must have the operands' dtypes "
                       "and the sizes of their first axes, along which nothing "
                       "moves");
  return verifyShared(*this, "6", shape);
}
Mask ReduceWindowOp::reach(const Mask &, Reach kind) {
  return reachShared(*this, kind);
}
LogicalResult ReduceWindowOp::jvpWhole(OpBuilder &b, ValueRange in,
                                       ArrayRef<Value> ts, Values &out,
                                       Values &outTs) {
  return jvpShared(*this, b, in, ts, out, outTs);
}
LogicalResult ReduceWindowOp::batch(OpBuilder &b, ValueRange in,
                                    const Mask &batched, int64_t n, Values &out,
                                    Mask &outBatched) {
  auto made = batchShared(*this, b, in, batched, n, out, outBatched);
  auto after = [](int64_t first, ArrayRef<int64_t> rest) {
    List all{first};
    llvm::append_range(all, rest);
    return all;
  };
  made.setWindow(after(1, getWindow()));
  made.setStrides(after(1, getStrides()));
  made.setLow(after(0, getLow()));
  made.setHigh(after(0, getHigh()));
  made.setBase(after(1, getBase()));
  made.setDilation(after(1, getDilation()));
  return success();
}
LogicalResult ReduceWindowOp::unzip(Unzip &, const Mask &) {
  return refuseReverse(*this);
}
LogicalResult ReduceWindowOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                    Values &out) {
  auto w = WindowSpec::of(*this);
  unsigned n = getXs().size();
  int64_t rank = w.size.size();
  List padded, shape, insideShape;
  windowedShape(typeOf(in[0]).getShape(), w, padded, shape);
  SmallVector<Value> xs, starts;
  auto zero = [](int64_t i) { return i == 0; };
  ArrayRef<int64_t> from = typeOf(in[0]).getShape();
  bool isPadded = from != ArrayRef(padded) || !llvm::all_of(w.low, zero);
  for (unsigned i = 0; i < n; ++i) {
    Value x = in[i], init = in[n + i];
    if (isPadded)
      x = placeInto(b, getLoc(), x, spreadInit(b, getLoc(), init, padded),
                    w.low, w.base);
    xs.push_back(x);
    starts.push_back(spreadInit(b, getLoc(), init, shape));
  }
  // Folding init where there is no element would count it again.
  Value mask;
  auto all = [&](ArrayRef<int64_t> shape, bool value) {
    return filledWith(b, getLoc(), shape,
                      scalar(b, getLoc(), b.getI1Type(), value));
  };
  if (isPadded)
    mask = placeInto(b, getLoc(), all(from, true), all(padded, false), w.low,
                     w.base);
  SmallVector<AffineExpr> reads, writes, insides;
  for (int64_t d = 0; d < rank; ++d) {
    writes.push_back(b.getAffineDimExpr(d));
    AffineExpr at = writes.back() * w.strides[d];
    if (w.size[d] > 1) {
      insides.push_back(b.getAffineDimExpr(rank + insides.size()));
      insideShape.push_back(w.size[d]);
      at = at + insides.back() * w.dilation[d];
    }
    reads.push_back(at);
  }
  auto map = [&](ArrayRef<AffineExpr> exprs) {
    return AffineMap::get(rank + insides.size(), 0, exprs, b.getContext());
  };
  return foldNest(*this, b, xs, mask, starts, map(reads), map(writes),
                  map(insides), insideShape, out);
}
