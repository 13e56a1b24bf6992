// psum, pmax, pmin, ppermute, all_to_all, all_gather, psum_scatter: verify ·
// jvp · transpose · batch.
//
// A mapped `lane` is the mark of the map that owns the name: its axis is the
// lanes, and the op becomes what it means. Any other map adds an axis to x.
#include "CollectiveOps.h"
#include "IndexOps.h"
#include "LogicOps.h"
#include "ReduceOps.h"
#include "RuleHelpers.h"
using namespace weft::ir;

static LogicalResult verifyLane(Operation *op, Value lane, Type want,
                                Type has) {
  StringRef name = op->getName().stripDialect();
  auto type = typeOf(lane);
  if (type.getRank() != 0 || !type.getElementType().isSignlessInteger(32))
    return op->emitOpError("(") << name << "-C1) lane must be a scalar i32. "
                                << "Received " << type;
  if (want != has)
    return op->emitOpError("(") << name << "-C2) must be of type " << want
                                << ". Received " << has;
  return success();
}
/// x in every lane, though it does not depend on it.
static Value inEveryLane(OpBuilder &b, Value x, bool batched, int64_t n) {
  return batched ? x : broadcastLeading(b, x, n);
}
/// Σ over the lanes of x, which need not depend on them.
static Value sumOfLanes(OpBuilder &b, Operation *op, Value x, bool batched,
                        int64_t n) {
  if (batched)
    return ReduceSumOp::create(b, op->getLoc(), x, ArrayRef<int64_t>{0});
  Emit e(b, op);
  return e.mul(x, e.constant(x, n));
}

//===-- psum --------------------------------------------------------------===//
LogicalResult PsumOp::verify() {
  return verifyLane(*this, getLane(), getX().getType(), getType());
}
LogicalResult PsumOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, PsumOp::create(b, getLoc(), getType(), t[0], getLane(),
                                  getAxisAttr(), getSizeAttr()));
}
LogicalResult PsumOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                ArrayRef<Value> cts, Values &out) {
  out.push_back(PsumOp::create(b, getLoc(), getType(), cts[0], in[1],
                               getAxisAttr(), getSizeAttr()));
  return give(out, {});
}
LogicalResult PsumOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                            int64_t n, Values &out, Mask &outBatched) {
  if (batched[1])
    return give(out, sumOfLanes(b, *this, in[0], batched[0], n));
  outBatched.set();
  return give(out, PsumOp::create(b, getLoc(), in[0].getType(), in[0], in[1],
                                  getAxisAttr(), getSizeAttr()));
}

//===-- pmax, pmin --------------------------------------------------------===//
/// The mean of the tangents of the lanes where the extremum is.
template <class Op>
static LogicalResult extremumTangent(Op op, OpBuilder &b, Value t,
                                     Values &out) {
  Emit e(b, op);
  Value at = e.compare(Direction::Eq, op.getX(), op.getY());
  Value zero = e.constant(op.getX(), 0);
  auto sum = [&](Value v) -> Value {
    return PsumOp::create(b, op.getLoc(), op.getType(), e.select(at, v, zero),
                          op.getLane(), op.getAxisAttr(), op.getSizeAttr());
  };
  Value lanes = sum(e.constant(op.getX(), 1));
  return give(out, e.div(sum(t), lanes));
}
template <class Op, class Reduction>
static LogicalResult batchExtremum(Op op, OpBuilder &b, ValueRange in,
                                   const Mask &batched, Values &out,
                                   Mask &outBatched) {
  if (!batched[1]) {
    outBatched.set();
    return give(out, Op::create(b, op.getLoc(), in[0].getType(), in[0], in[1],
                                op.getAxisAttr(), op.getSizeAttr()));
  }
  if (!batched[0])
    return give(out, in[0]);
  return give(out, Reduction::create(b, op.getLoc(), in[0],
                                     ArrayRef<int64_t>{0}));
}
LogicalResult PmaxOp::verify() {
  return verifyLane(*this, getLane(), getX().getType(), getType());
}
LogicalResult PmaxOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return extremumTangent(*this, b, t[0], out);
}
LogicalResult PmaxOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                            int64_t, Values &out, Mask &outBatched) {
  return batchExtremum<PmaxOp, ReduceMaxOp>(*this, b, in, batched, out,
                                            outBatched);
}
LogicalResult PminOp::verify() {
  return verifyLane(*this, getLane(), getX().getType(), getType());
}
LogicalResult PminOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return extremumTangent(*this, b, t[0], out);
}
LogicalResult PminOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                            int64_t, Values &out, Mask &outBatched) {
  return batchExtremum<PminOp, ReduceMinOp>(*this, b, in, batched, out,
                                            outBatched);
}

//===-- ppermute ----------------------------------------------------------===//
LogicalResult PpermuteOp::verify() {
  auto areLanes = [&](ArrayRef<int64_t> lanes) {
    llvm::SmallDenseSet<int64_t> seen;
    return llvm::all_of(lanes, [&](int64_t lane) {
      return lane >= 0 && lane < int64_t(getSize()) && seen.insert(lane).second;
    });
  };
  if (getFrom().size() != getTo().size() || !areLanes(getFrom()) ||
      !areLanes(getTo()))
    return emitOpError("(ppermute-C3) from and to must be lanes below ")
           << getSize() << ", each named once. Received " << said(getFrom())
           << " and " << said(getTo());
  return verifyLane(*this, getLane(), getX().getType(), getType());
}
LogicalResult PpermuteOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out,
              PpermuteOp::create(b, getLoc(), getType(), t[0], getLane(),
                                 getAxisAttr(), getSizeAttr(), getFromAttr(),
                                 getToAttr()));
}
LogicalResult PpermuteOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                    ArrayRef<Value> cts, Values &out) {
  out.push_back(PpermuteOp::create(b, getLoc(), getType(), cts[0], in[1],
                                   getAxisAttr(), getSizeAttr(), getToAttr(),
                                   getFromAttr()));
  return give(out, {});
}
LogicalResult PpermuteOp::batch(OpBuilder &b, ValueRange in,
                                const Mask &batched, int64_t n, Values &out,
                                Mask &outBatched) {
  outBatched.set();
  if (!batched[1])
    return give(out, PpermuteOp::create(b, getLoc(), in[0].getType(), in[0],
                                        in[1], getAxisAttr(), getSizeAttr(),
                                        getFromAttr(), getToAttr()));
  Value x = inEveryLane(b, in[0], batched[0], n);
  SmallVector<int64_t> source(n, -1);
  for (auto [from, to] : llvm::zip(getFrom(), getTo()))
    source[to] = from;
  // Neighbours that come from neighbours are one slice.
  SmallVector<Value> parts;
  auto shape = typeOf(x).getShape();
  for (int64_t at = 0; at < n;) {
    int64_t end = at + 1;
    while (end < n && (source[at] < 0 ? source[end] < 0
                                      : source[end] == source[end - 1] + 1))
      ++end;
    SmallVector<int64_t> start(shape.size(), 0), limit(shape),
        stride(shape.size(), 1);
    start[0] = source[at];
    limit[0] = source[at] + end - at;
    if (source[at] < 0)
      parts.push_back(
          zeros(b, getLoc(), withLeading(getType(), end - at)));
    else
      parts.push_back(SliceOp::create(b, getLoc(), x, start, limit, stride));
    at = end;
  }
  if (parts.size() == 1)
    return give(out, parts[0]);
  return give(out, ConcatenateOp::create(b, getLoc(), parts, 0));
}

//===-- all_to_all --------------------------------------------------------===//
LogicalResult AllToAllOp::verify() {
  return verifyLane(*this, getLane(), getX().getType(), getType());
}
static Value allToAll(OpBuilder &b, AllToAllOp like, Value x, Value lane) {
  return AllToAllOp::create(b, like.getLoc(), x.getType(), x, lane,
                            like.getAxisAttr(), like.getSizeAttr());
}
LogicalResult AllToAllOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, allToAll(b, *this, t[0], getLane()));
}
LogicalResult AllToAllOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                    ArrayRef<Value> cts, Values &out) {
  out.push_back(allToAll(b, *this, cts[0], in[1]));
  return give(out, {});
}
LogicalResult AllToAllOp::batch(OpBuilder &b, ValueRange in,
                                const Mask &batched, int64_t n, Values &out,
                                Mask &outBatched) {
  outBatched.set();
  if (batched[1])
    return give(out,
                swapLeadingAxes(b, inEveryLane(b, in[0], batched[0], n)));
  return give(out, swapLeadingAxes(
                       b, allToAll(b, *this, swapLeadingAxes(b, in[0]),
                                   in[1])));
}

//===-- all_gather --------------------------------------------------------===//
LogicalResult AllGatherOp::verify() {
  return verifyLane(*this, getLane(), withLeading(getX().getType(), getSize()),
                    getType());
}
static Value allGather(OpBuilder &b, Location loc, Value x, Value lane,
                       StringAttr axis, IntegerAttr size) {
  return AllGatherOp::create(b, loc, withLeading(x.getType(), size.getInt()), x,
                             lane, axis, size);
}
static Value psumScatter(OpBuilder &b, Location loc, Value x, Value lane,
                         StringAttr axis, IntegerAttr size) {
  auto type = typeOf(x);
  return PsumScatterOp::create(b, loc,
                               type.clone(type.getShape().drop_front()), x,
                               lane, axis, size);
}
LogicalResult AllGatherOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, allGather(b, getLoc(), t[0], getLane(), getAxisAttr(),
                             getSizeAttr()));
}
LogicalResult AllGatherOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                     ArrayRef<Value> cts, Values &out) {
  out.push_back(psumScatter(b, getLoc(), cts[0], in[1], getAxisAttr(),
                            getSizeAttr()));
  return give(out, {});
}
LogicalResult AllGatherOp::batch(OpBuilder &b, ValueRange in,
                                 const Mask &batched, int64_t n, Values &out,
                                 Mask &outBatched) {
  if (batched[1])
    return give(out, inEveryLane(b, in[0], batched[0], n));
  outBatched.set();
  return give(out,
              swapLeadingAxes(b, allGather(b, getLoc(), in[0], in[1],
                                           getAxisAttr(), getSizeAttr())));
}

//===-- psum_scatter ------------------------------------------------------===//
LogicalResult PsumScatterOp::verify() {
  return verifyLane(*this, getLane(), withLeading(getType(), getSize()),
                    getX().getType());
}
LogicalResult PsumScatterOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, psumScatter(b, getLoc(), t[0], getLane(), getAxisAttr(),
                               getSizeAttr()));
}
LogicalResult PsumScatterOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                       ArrayRef<Value> cts, Values &out) {
  out.push_back(
      allGather(b, getLoc(), cts[0], in[1], getAxisAttr(), getSizeAttr()));
  return give(out, {});
}
LogicalResult PsumScatterOp::batch(OpBuilder &b, ValueRange in,
                                   const Mask &batched, int64_t n, Values &out,
                                   Mask &outBatched) {
  outBatched.set(); // lane i takes row i
  if (batched[1])
    return give(out, sumOfLanes(b, *this, in[0], batched[0], n));
  return give(out, psumScatter(b, getLoc(), swapLeadingAxes(b, in[0]), in[1],
                               getAxisAttr(), getSizeAttr()));
}
