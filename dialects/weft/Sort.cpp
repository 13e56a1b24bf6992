// sort: verify · reach · jvp · batch · unzip · lowering.
#include "GatherOps.h"
#include "ShapeOps.h"
#include "SortOps.h"
#include "LoopHelpers.h"
#include "RegionHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/Support/MathExtras.h"
using namespace weft::ir;

//===-- sort --------------------------------------------------------------===//
LogicalResult SortOp::verify() {
  auto fail = [&](StringRef rule) {
    return emitOpError("[sort] ")
           << rule << ". Received " << getOperandTypes() << " along "
           << getDim();
  };
  if (getXs().empty() || !llvm::all_equal(llvm::map_range(
                             getXs(), [](Value x) -> ArrayRef<int64_t> {
                               return typeOf(x).getShape();
                             })))
    return fail("(sort-C1) there must be at least one operand, and all of one "
                "shape");
  int64_t rank = typeOf(getXs()[0]).getRank(), dim = getDim();
  if (dim < 0 || dim >= rank)
    return fail("(sort-C2) dim must be an axis of the operands");
  if (getResultTypes() != getOperandTypes())
    return fail("(sort-C4) results must have the operands' types");
  if (getNumKeys() && (*getNumKeys() < 1 || *getNumKeys() > getXs().size()))
    return fail("(sort-C5) numKeys must count operands");
  SmallVector<Type> scalars;
  for (Type t : getOperandTypes())
    scalars.append(2, tensorType(t).clone(ArrayRef<int64_t>()));
  auto boolean =
      RankedTensorType::get({}, IntegerType::get(getContext(), 1));
  return verifyBody(*this, getComparator(), scalars, boolean, "sort-C3",
                    "the comparator");
}
/// The order depends on all operands, the tangent of a result on one.
Mask SortOp::reach(const Mask &in, Reach kind) {
  if (kind == Reach::All)
    return Mask(getNumResults(), in.any());
  Mask out = in;
  for (auto [i, t] : llvm::enumerate(getOperandTypes()))
    out[i] = out[i] && isInexact(t);
  return out;
}
static SortOp makeSort(OpBuilder &b, SortOp like, ValueRange xs, int64_t dim) {
  auto op = SortOp::create(b, like.getLoc(), xs.getTypes(), xs, dim,
                           like.getIsStable(), like.getNumKeysAttr());
  IRMapping map;
  like.getComparator().cloneInto(&op.getComparator(), map);
  return op;
}
/// t in the order that idx says, along dim.
static Value inOrder(OpBuilder &b, Location loc, Value t, Value idx,
                     int64_t dim) {
  int64_t rank = typeOf(t).getRank();
  if (typeOf(t).getNumElements() == 0)
    return t;
  auto others = otherAxes(rank, dim);
  SmallVector<int64_t> none, ones(rank, 1);
  return GatherOp::create(b, loc, t, idx, none, ArrayRef<int64_t>(dim), others,
                          others, ArrayRef<int64_t>(dim), rank, ones,
                          /*indices_are_sorted=*/false);
}
/// One sort with an index beside the operands puts their tangents in order.
LogicalResult SortOp::jvpWhole(OpBuilder &b, ValueRange operands,
                               ArrayRef<Value> ts, Values &out, Values &outTs) {
  int64_t dim = getDim();
  auto type = typeOf(operands[0]).clone(b.getI32Type());
  SmallVector<Value> xs(operands);
  xs.push_back(IotaOp::create(b, getLoc(), type, dim));
  auto op = makeSort(b, *this, xs, dim);
  auto scalar = type.clone(ArrayRef<int64_t>());
  for (unsigned i = 0; i < 2; ++i)
    op.getComparator().front().addArgument(scalar, getLoc());
  Value idx = op.getResults().back();
  llvm::append_range(out, op.getResults().drop_back());
  for (Value t : ts)
    outTs.push_back(t ? inOrder(b, getLoc(), t, idx, dim) : Value());
  return success();
}
LogicalResult SortOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                            int64_t n, Values &out, Mask &outBatched) {
  outBatched.set();
  auto op = makeSort(b, *this, broadcastRest(b, in, batched, n), getDim() + 1);
  llvm::append_range(out, op.getResults());
  return success();
}
LogicalResult SortOp::unzip(Unzip &, const Mask &) {
  return emitOpError("[transpose] sort is not linear");
}

//===-- sort: lowering ----------------------------------------------------===//
// A bottom-up merge sort of one row at a time, in a buffer of two rows. Every
// pass merges neighbouring runs of `width` of one row into the other, in one
// loop without branches.

namespace {
struct Merge {
  Lowering &lowering;
  SortOp op;
  int64_t n;
  LogicalResult ok = success();

  int64_t passes() const { return llvm::Log2_64_Ceil(n); }
  SmallVector<Value> empty(OpBuilder &b);
  SmallVector<Value> pass(OpBuilder &b, Value p, ValueRange rows);
  Value isBefore(OpBuilder &b, ValueRange elements);
};
} // namespace

SmallVector<Value> Merge::empty(OpBuilder &b) {
  SmallVector<Value> out;
  for (Type t : op.getOperandTypes())
    out.push_back(
        tensor::EmptyOp::create(b, op.getLoc(), 2 * n, elementOf(signless(t))));
  return out;
}
Value Merge::isBefore(OpBuilder &b, ValueRange elements) {
  SmallVector<Value> results;
  if (failed(emitScalarBody(lowering, b, op.getLoc(), op.getComparator(),
                            elements, results))) {
    ok = failure();
    return scalar(b, op.getLoc(), b.getI1Type(), 0);
  }
  return results[0];
}

/// Pass p merges runs of 2^p.
SmallVector<Value> Merge::pass(OpBuilder &b, Value p, ValueRange rows) {
  Location loc = op.getLoc();
  using P = arith::CmpIPredicate;
  auto index = [&](int64_t v) { return indexConstant(b, loc, v); };
  Value size = index(n), last = index(n - 1), zero = index(0), one = index(1);
  Value width = arith::ShLIOp::create(b, loc, one, p);
  Value both = arith::AddIOp::create(b, loc, width, width);
  // Runs start where these bits are 0.
  Value mask = arith::SubIOp::create(b, loc, both, one);
  Value odd = arith::AndIOp::create(b, loc, p, one);
  Value from = arith::MulIOp::create(b, loc, odd, size);
  Value to = arith::SubIOp::create(b, loc, size, from);
  SmallVector<Value> carried{zero, zero};
  llvm::append_range(carried, rows);
  auto step = [&](OpBuilder &b, ValueRange at, ValueRange c) {
    Value k = at[0];
    auto add = [&](Value x, Value y) -> Value {
      return arith::AddIOp::create(b, loc, x, y);
    };
    auto least = [&](Value x, Value y) -> Value {
      return arith::MinUIOp::create(b, loc, x, y);
    };
    auto is = [&](P p, Value x, Value y) -> Value {
      return arith::CmpIOp::create(b, loc, p, x, y);
    };
    Value inRun = arith::AndIOp::create(b, loc, k, mask);
    Value start = arith::SubIOp::create(b, loc, k, inRun);
    Value middle = least(add(start, width), size);
    Value end = least(add(start, both), size);
    Value fresh = is(P::eq, inRun, zero);
    Value i = arith::SelectOp::create(b, loc, fresh, start, c[0]);
    Value j = arith::SelectOp::create(b, loc, fresh, middle, c[1]);
    // Places beyond a run are not taken, but must be in the row to be read.
    Value left = add(from, least(i, last)), right = add(from, least(j, last));
    SmallVector<Value> elements;
    for (Value row : c.drop_front(2))
      for (Value place : {right, left})
        elements.push_back(tensor::ExtractOp::create(b, loc, row, place));
    Value before = isBefore(b, elements);
    Value hasRight = is(P::ult, j, end), noLeft = is(P::uge, i, middle);
    Value takeRight = arith::AndIOp::create(
        b, loc, hasRight, arith::OrIOp::create(b, loc, noLeft, before));
    Value taken = arith::IndexCastUIOp::create(b, loc, b.getIndexType(),
                                               takeRight);
    SmallVector<Value> next{add(i, arith::SubIOp::create(b, loc, one, taken)),
                            add(j, taken)};
    for (auto [m, row] : llvm::enumerate(c.drop_front(2))) {
      Value v = arith::SelectOp::create(b, loc, takeRight, elements[2 * m],
                                        elements[2 * m + 1]);
      next.push_back(tensor::InsertOp::create(b, loc, v, row, add(to, k)));
    }
    return next;
  };
  auto r = nestedLoops(b, loc, n, carried, step);
  return SmallVector<Value>(llvm::drop_begin(r, 2));
}

LogicalResult SortOp::lower(Lowering &l, OpBuilder &b, ValueRange in,
                            Values &out) {
  Location loc = getLoc();
  auto shape = typeOf(in[0]).getShape();
  int64_t dim = getDim(), n = shape[dim];
  if (n == 1) {
    llvm::append_range(out, in);
    return success();
  }
  Merge merge{l, *this, n};
  SmallVector<int64_t> others(shape);
  others.erase(others.begin() + dim);
  SmallVector<Value> ys;
  for (Value x : in)
    ys.push_back(tensor::EmptyOp::create(b, loc, shape,
                                         typeOf(x).getElementType()));
  auto row = [&](OpBuilder &b, ValueRange outer, ValueRange ys) {
    auto read = [&](OpBuilder &b, ValueRange k, ValueRange rows) {
      SmallVector<Value> next;
      for (auto [x, r] : llvm::zip(in, rows)) {
        Value v = tensor::ExtractOp::create(b, loc, x,
                                            indexWith(outer, dim, k[0]));
        next.push_back(tensor::InsertOp::create(b, loc, v, r, k));
      }
      return next;
    };
    auto pass = [&](OpBuilder &b, ValueRange p, ValueRange rows) {
      return merge.pass(b, p[0], rows);
    };
    auto rows = nestedLoops(b, loc, n, merge.empty(b), read);
    auto sorted = nestedLoops(b, loc, merge.passes(), rows, pass);
    Value at = indexConstant(b, loc, merge.passes() % 2 * n);
    auto write = [&](OpBuilder &b, ValueRange k, ValueRange ys) {
      Value place = arith::AddIOp::create(b, loc, at, k[0]);
      SmallVector<Value> next;
      for (auto [y, r] : llvm::zip(ys, sorted)) {
        Value v = tensor::ExtractOp::create(b, loc, r, place);
        next.push_back(tensor::InsertOp::create(b, loc, v, y,
                                                indexWith(outer, dim, k[0])));
      }
      return next;
    };
    return nestedLoops(b, loc, n, ys, write);
  };
  llvm::append_range(out, nestedLoops(b, loc, others, ys, row));
  return merge.ok;
}
