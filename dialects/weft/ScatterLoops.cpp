// See ScatterLoops.h.
#include "ScatterLoops.h"
#include "ArithmeticOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
using namespace weft::ir;

namespace {
/// Loops over index vectors that carry the array and change one window of it
/// in place. Where an update is dropped the window gets what it had: a branch
/// would hide from bufferisation that both ways lead to the same memory.
class ScatterLoops {
public:
  ScatterLoops(Operation *op, Windows w, ValueRange in, Combine combine)
      : w(std::move(w)), loc(op->getLoc()), indices(in[1]), updates(in[2]),
        dtype(elementOf(op->getOperand(1).getType())), combine(combine) {
    outer = this->w.outer(typeOf(updates).getRank());
    inner = this->w.inner(typeOf(in[0]).getRank());
    sizes = this->w.sizes(typeOf(in[0]).getRank(), typeOf(updates).getShape());
    xShape.assign(typeOf(in[0]).getShape().begin(),
                  typeOf(in[0]).getShape().end());
    findRows();
    inside = isInside(op->getOperand(1));
  }
  Value emit(OpBuilder &b, Value x);

private:
  void findRows();
  bool isInside(Value indices);
  Value loop(OpBuilder &b, Value x, ArrayRef<int64_t> shape,
             llvm::function_ref<Value(OpBuilder &, Value, ArrayRef<Value>)>
                 body);
  Value updateAll(OpBuilder &b, Value x);
  /// Some of the indices: from `base` on, or where `own` is set that array,
  /// whose first is number `base`.
  struct Block {
    Value base, own;
  };
  Block blockOfIndices(OpBuilder &b, Value base, int64_t count);
  Value blocks(OpBuilder &b, Value x, int64_t count);
  Value checked(OpBuilder &b, Value x, const Block &block, Value from,
                Value to);
  SmallVector<Value> starts(OpBuilder &b, const Block &block, Value i);
  SmallVector<Value> starts(OpBuilder &b, ArrayRef<Value> at);
  Value fitting(OpBuilder &b, ValueRange starts);
  Value update(OpBuilder &b, Value x, ArrayRef<Value> at, ValueRange starts);
  SmallVector<Value> places(OpBuilder &b, Value x, ArrayRef<Value> at,
                            ValueRange starts);
  Value element(OpBuilder &b, Value x, Value fits, ArrayRef<Value> at,
                ArrayRef<Value> places);
  Value window(OpBuilder &b, Value x, Value fits, ArrayRef<Value> at,
               ArrayRef<Value> places);
  Value chosen(OpBuilder &b, Value fits, Value old, Value u) {
    Value next = combine(b, old, u);
    return fits ? arith::SelectOp::create(b, loc, fits, next, old) : next;
  }
  /// The greatest start on an axis of x.
  int64_t bound(int64_t axis) const { return xShape[axis] - sizes[axis]; }
  Value number(OpBuilder &b, int64_t n) {
    return arith::ConstantIndexOp::create(b, loc, n);
  }

  Windows w;
  Location loc;
  Value indices, updates;
  Type dtype; // of indices
  Combine combine;
  List outer, inner, sizes, xShape;
  bool inside = false; // no update is dropped
  /// Axes that all windows have as a whole, in front of those where they start:
  /// one loop around all updates goes over them, so that an update writes what
  /// lies together. As x and as updates have them.
  List rows, rowsOfUpdates;
  SmallVector<Value> row; // where that loop is
};
} // namespace

void ScatterLoops::findRows() {
  int64_t updated = 1, starts = xShape.size();
  for (int64_t axis : outer)
    updated *= typeOf(updates).getDimSize(axis);
  for (const List *list : {&w.map, &w.collapsed, &w.batching})
    for (int64_t axis : *list)
      starts = std::min(starts, axis);
  if (updated == 1) // a loop over its window is best
    return;
  for (auto [axis, y] : llvm::zip(inner, w.offset))
    if (axis < starts && sizes[axis] == xShape[axis]) {
      rows.push_back(axis);
      rowsOfUpdates.push_back(y);
      sizes[axis] = 1;
    }
}
/// Whether the indices are what `clampedIndices` gives, for one component.
bool ScatterLoops::isInside(Value indices) {
  auto most = indices.getDefiningOp<MinOp>();
  SplatElementsAttr high, low;
  if (!most || w.map.size() != 1 ||
      !matchPattern(most.getY(), m_Constant(&high)) ||
      high.getSplatValue<APInt>().ugt(bound(w.map[0])))
    return false;
  if (isUnsigned(dtype))
    return true;
  auto least = most.getX().getDefiningOp<MaxOp>();
  return least && matchPattern(least.getY(), m_Constant(&low)) &&
         !low.getSplatValue<APInt>().isNegative();
}

//===-- Blocks of elements ------------------------------------------------===//
/// Index vectors that are looked at together: a few KiB of the first cache.
static constexpr int64_t scatterBlock = 1024;

/// What makes `v`, one number per index vector, element by element; else null.
static linalg::GenericOp producerOf(Value v) {
  if (auto expand = v.getDefiningOp<tensor::ExpandShapeOp>())
    v = expand.getSrc();
  auto op = v.getDefiningOp<linalg::GenericOp>();
  bool plain = op && op.getNumResults() == 1 && op.getNumLoops() == 1 &&
               op.getNumParallelLoops() == 1 && !op.hasIndexSemantics() &&
               llvm::all_of(op.getIndexingMapsArray(),
                            [](AffineMap map) { return map.isIdentity(); }) &&
               llvm::all_of(op.getDpsInputs(), [](Value in) {
                 return isa<RankedTensorType>(in.getType());
               });
  return plain ? op : linalg::GenericOp();
}
/// Where the indices are computed from another array's elements (x.at(…) counts
/// negative ones from the end), a block's are computed here, and there never
/// is an array of them all.
ScatterLoops::Block ScatterLoops::blockOfIndices(OpBuilder &b, Value base,
                                                 int64_t count) {
  linalg::GenericOp op = producerOf(indices);
  if (!op || w.map.size() != 1)
    return {base, {}};
  SmallVector<OpFoldResult> from{base}, size{b.getIndexAttr(count)},
      one{b.getIndexAttr(1)};
  SmallVector<Value> in;
  for (Value v : op.getDpsInputs())
    in.push_back(tensor::ExtractSliceOp::create(
        b, loc, typeOf(v).clone({count}), v, from, size, one));
  auto type = typeOf(op.getResult(0)).clone({count});
  in.push_back(tensor::EmptyOp::create(b, loc, type.getShape(),
                                       type.getElementType()));
  IRMapping map;
  map.map(op->getOperands(), in);
  Operation *copy = b.clone(*op, map);
  copy->getResult(0).setType(type);
  return {base, copy->getResult(0)};
}
SmallVector<Value> ScatterLoops::starts(OpBuilder &b, const Block &block,
                                        Value i) {
  if (block.own)
    return {tensor::ExtractOp::create(b, loc, block.own, i).getResult()};
  Value at = arith::AddIOp::create(b, loc, block.base, i);
  return starts(b, at);
}
Value ScatterLoops::checked(OpBuilder &b, Value x, const Block &block,
                            Value from, Value to) {
  auto loop = scf::ForOp::create(b, loc, from, to, number(b, 1), x);
  auto inside = OpBuilder::atBlockEnd(loop.getBody());
  Value i = loop.getInductionVar();
  SmallVector<Value> index = starts(inside, block, i);
  Value at = arith::AddIOp::create(inside, loc, block.base, i);
  scf::YieldOp::create(
      inside, loc, update(inside, loop.getRegionIterArgs()[0], at, index));
  return loop.getResult(0);
}
/// Of each block, first whether all of it fits, in a loop of vectors; then a
/// loop that checks nothing, or where one does not fit, one that does. Which it
/// is is the number of their iterations: a branch would hide from bufferisation
/// that both change the same array in place.
Value ScatterLoops::blocks(OpBuilder &b, Value x, int64_t count) {
  constexpr int64_t together = 4;
  Value zero = number(b, 0), one = number(b, 1), size = number(b, scatterBlock);
  auto loop = scf::ForOp::create(b, loc, zero, number(b, count), one, x);
  auto in = OpBuilder::atBlockEnd(loop.getBody());
  Value base = arith::MulIOp::create(in, loc, loop.getInductionVar(), size);
  Block block = blockOfIndices(in, base, scatterBlock);
  Value yes = arith::ConstantOp::create(in, loc, b.getBoolAttr(true));
  auto check = scf::ForOp::create(in, loc, zero, size, one, yes);
  auto inside = OpBuilder::atBlockEnd(check.getBody());
  Value fits = fitting(inside, starts(inside, block, check.getInductionVar()));
  fits = arith::AndIOp::create(inside, loc, check.getRegionIterArgs()[0], fits);
  scf::YieldOp::create(inside, loc, fits);

  Value split =
      arith::SelectOp::create(in, loc, check.getResult(0), size, zero);
  auto fast = scf::ForOp::create(in, loc, zero, split, number(in, together),
                                 loop.getRegionIterArgs()[0]);
  inside = OpBuilder::atBlockEnd(fast.getBody());
  Value next = fast.getRegionIterArgs()[0];
  for (int64_t k = 0; k < together; ++k) {
    Value i = arith::AddIOp::create(inside, loc, fast.getInductionVar(),
                                    number(inside, k));
    SmallVector<Value> index = starts(inside, block, i);
    for (Value &v : index)
      v = arith::IndexCastUIOp::create(inside, loc, b.getIndexType(), v);
    Value at = arith::AddIOp::create(inside, loc, base, i);
    next = element(inside, next, /*fits=*/{}, at,
                   places(inside, next, at, index));
  }
  scf::YieldOp::create(inside, loc, next);
  Value done = checked(in, fast.getResult(0), block, split, size);
  scf::YieldOp::create(in, loc, done);
  return loop.getResult(0);
}

/// One loop over all places of this shape, in row-major order.
Value ScatterLoops::loop(
    OpBuilder &b, Value x, ArrayRef<int64_t> shape,
    llvm::function_ref<Value(OpBuilder &, Value, ArrayRef<Value>)> body) {
  int64_t n = 1;
  for (int64_t size : shape)
    n *= size;
  if (n == 1) {
    SmallVector<Value> zeros(shape.size(), number(b, 0));
    return body(b, x, zeros);
  }
  auto loop = scf::ForOp::create(b, loc, number(b, 0), number(b, n),
                                 number(b, 1), x);
  auto inside = OpBuilder::atBlockEnd(loop.getBody());
  SmallVector<Value> at(shape.size());
  Value rest = loop.getInductionVar();
  for (size_t d = shape.size(); d-- > 0;) {
    Value size = number(inside, shape[d]);
    at[d] = d == 0 ? rest
                   : Value(arith::RemUIOp::create(inside, loc, rest, size));
    if (d > 0)
      rest = arith::DivUIOp::create(inside, loc, rest, size);
  }
  Value next = body(inside, loop.getRegionIterArgs()[0], at);
  scf::YieldOp::create(inside, loc, next);
  return loop.getResult(0);
}
/// All windows, as they lie in updates.
Value ScatterLoops::updateAll(OpBuilder &b, Value x) {
  List shape;
  int64_t n = 1;
  for (int64_t axis : outer) {
    shape.push_back(typeOf(updates).getDimSize(axis));
    n *= shape.back();
  }
  bool elements = llvm::all_of(sizes, [](int64_t s) { return s == 1; });
  if (int64_t count = n / scatterBlock; count >= 4 && elements && !inside &&
                                        rows.empty() && outer.size() == 1 &&
                                        !w.map.empty()) {
    x = blocks(b, x, count);
    int64_t rest = n - count * scatterBlock;
    if (rest == 0)
      return x;
    Block block = blockOfIndices(b, number(b, n - rest), rest);
    return checked(b, x, block, number(b, 0), number(b, rest));
  }
  return loop(b, x, shape, [&](OpBuilder &b, Value x, ArrayRef<Value> at) {
    return update(b, x, at, starts(b, at));
  });
}
Value ScatterLoops::emit(OpBuilder &b, Value x) {
  List shape;
  for (int64_t axis : rows)
    shape.push_back(typeOf(x).getDimSize(axis));
  return loop(b, x, shape, [&](OpBuilder &b, Value x, ArrayRef<Value> at) {
    row.assign(at.begin(), at.end());
    return updateAll(b, x);
  });
}
/// The components of the index vector at `at`.
SmallVector<Value> ScatterLoops::starts(OpBuilder &b, ArrayRef<Value> at) {
  int64_t indexRank = typeOf(indices).getRank();
  SmallVector<Value> vector(indexRank);
  for (auto [axis, i] : llvm::zip(w.indexOuter(indexRank), at))
    vector[axis] = i;
  SmallVector<Value> out;
  for (size_t k = 0; k < w.map.size(); ++k) {
    if (w.vector < indexRank)
      vector[w.vector] = number(b, k);
    out.push_back(tensor::ExtractOp::create(b, loc, indices, vector));
  }
  return out;
}
/// Null: always.
Value ScatterLoops::fitting(OpBuilder &b, ValueRange starts) {
  Value fits;
  if (inside)
    return fits;
  for (auto [axis, start] : llvm::zip(w.map, starts)) {
    Value one = startFits(b, loc, start, dtype, bound(axis));
    fits = fits ? arith::AndIOp::create(b, loc, fits, one) : one;
  }
  return fits;
}
/// Where in x the window at `at` starts: `starts` on the axes that they are of.
SmallVector<Value> ScatterLoops::places(OpBuilder &b, Value x,
                                        ArrayRef<Value> at,
                                        ValueRange starts) {
  int64_t indexRank = typeOf(indices).getRank();
  SmallVector<Value> vector(indexRank),
      out(typeOf(x).getRank(), number(b, 0));
  for (auto [axis, i] : llvm::zip(w.indexOuter(indexRank), at))
    vector[axis] = i;
  for (auto [axis, other] : llvm::zip(w.batching, w.indexBatching))
    out[axis] = vector[other];
  for (auto [axis, start] : llvm::zip(w.map, starts))
    out[axis] = start;
  for (auto [axis, i] : llvm::zip(rows, row))
    out[axis] = i;
  return out;
}
Value ScatterLoops::update(OpBuilder &b, Value x, ArrayRef<Value> at,
                           ValueRange starts) {
  Value fits = fitting(b, starts);
  SmallVector<Value> clamped;
  for (auto [axis, start] : llvm::zip(w.map, starts))
    clamped.push_back(
        inside ? Value(arith::IndexCastUIOp::create(b, loc, b.getIndexType(),
                                                    start))
               : startPlace(b, loc, start, dtype, bound(axis)));
  bool isElement = llvm::all_of(sizes, [](int64_t s) { return s == 1; });
  auto to = places(b, x, at, clamped);
  return isElement ? element(b, x, fits, at, to) : window(b, x, fits, at, to);
}
Value ScatterLoops::element(OpBuilder &b, Value x, Value fits,
                            ArrayRef<Value> at, ArrayRef<Value> places) {
  SmallVector<Value> from(typeOf(updates).getRank(), number(b, 0));
  for (auto [axis, i] : llvm::zip(outer, at))
    from[axis] = i;
  for (auto [axis, i] : llvm::zip(rowsOfUpdates, row))
    from[axis] = i;
  Value u = tensor::ExtractOp::create(b, loc, updates, from);
  Value old = tensor::ExtractOp::create(b, loc, x, places);
  return tensor::InsertOp::create(b, loc, chosen(b, fits, old, u), x, places);
}
Value ScatterLoops::window(OpBuilder &b, Value x, Value fits,
                           ArrayRef<Value> at, ArrayRef<Value> places) {
  auto uType = typeOf(updates), xType = typeOf(x);
  SmallVector<OpFoldResult> from(uType.getRank(), b.getIndexAttr(0)),
      count(uType.getRank(), b.getIndexAttr(1)),
      ones(uType.getRank(), b.getIndexAttr(1));
  List shape;
  for (auto [axis, i] : llvm::zip(outer, at))
    from[axis] = i;
  for (auto [axis, i] : llvm::zip(rowsOfUpdates, row))
    from[axis] = i;
  for (int64_t axis : w.offset) {
    if (llvm::is_contained(rowsOfUpdates, axis))
      continue;
    shape.push_back(uType.getDimSize(axis));
    count[axis] = b.getIndexAttr(shape.back());
  }
  auto type = uType.clone(shape);
  Value u = tensor::ExtractSliceOp::create(b, loc, type, updates, from, count,
                                           ones);
  SmallVector<OpFoldResult> to(places.begin(), places.end()),
      xCount = getAsIndexOpFoldResult(b.getContext(), sizes),
      xOnes(xType.getRank(), b.getIndexAttr(1));
  Value old =
      tensor::ExtractSliceOp::create(b, loc, type, x, to, xCount, xOnes);
  auto id = b.getMultiDimIdentityMap(shape.size());
  SmallVector<utils::IteratorType> loops(shape.size(),
                                         utils::IteratorType::parallel);
  auto body = [&](OpBuilder &b, Location, ValueRange v) {
    linalg::YieldOp::create(b, loc, chosen(b, fits, v[1], v[0]));
  };
  Value next = linalg::GenericOp::create(b, loc, type, u, old,
                                         ArrayRef<AffineMap>{id, id}, loops,
                                         body)
                   .getResult(0);
  return tensor::InsertSliceOp::create(b, loc, next, x, to, xCount, xOnes);
}

Value weft::ir::scatterLoops(OpBuilder &b, Operation *op, Windows w,
                             ValueRange in, Combine combine) {
  return ScatterLoops(op, std::move(w), in, combine).emit(b, in[0]);
}
