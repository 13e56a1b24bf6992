// sort: verify · reach · jvp · batch · unzip · lowering.
#include "ExternHelpers.h"
#include "GatherOps.h"
#include "IndexOps.h"
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
                           like.getIsStable(), like.getNumKeysAttr(),
                           like.getDescending());
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
// Short rows, and any comparator: a bottom-up merge sort of one row at a time,
// in a buffer of two rows. Every pass merges neighbouring runs of `width` of one
// row into the other, in one loop without branches.

namespace {
/// The comparator, and buffers of one row of each operand.
struct Rows {
  Lowering &lowering;
  SortOp op;
  int64_t n;
  LogicalResult ok = success();

  SmallVector<Value> empty(OpBuilder &b, int64_t size);
  /// `elements`: of each operand the one that may come before, and the other.
  Value isBefore(OpBuilder &b, ValueRange elements);
};
struct Merge : Rows {
  int64_t passes() const { return llvm::Log2_64_Ceil(n); }
  SmallVector<Value> pass(OpBuilder &b, Value p, ValueRange rows);
};
} // namespace

SmallVector<Value> Rows::empty(OpBuilder &b, int64_t size) {
  SmallVector<Value> out;
  for (Type t : op.getOperandTypes())
    out.push_back(
        tensor::EmptyOp::create(b, op.getLoc(), size, elementOf(signless(t))));
  return out;
}
Value Rows::isBefore(OpBuilder &b, ValueRange elements) {
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

//===-- sort: the first of a row ------------------------------------------===//
// Where only the first few of each row are used, they are kept in order while
// the row passes; most elements are only compared with the last that is kept.

namespace {
struct First : Rows {
  int64_t k; // how many are kept

  /// Puts element i of a row, if it is to be kept, in its place.
  SmallVector<Value> keep(OpBuilder &b, Value i, ValueRange element,
                          ValueRange kept);
};
} // namespace

/// How many elements of each row are used: n, or what all slices take.
static int64_t usedOf(SortOp op) {
  int64_t used = 0, dim = op.getDim();
  for (Operation *user : op->getUsers()) {
    auto slice = dyn_cast<SliceOp>(user);
    if (!slice || slice.getStart()[dim] != 0)
      return typeOf(op.getXs()[0]).getShape()[dim];
    used = std::max(used, slice.getLimit()[dim]);
  }
  return used;
}

SmallVector<Value> First::keep(OpBuilder &b, Value i, ValueRange element,
                               ValueRange kept) {
  Location loc = op.getLoc();
  Value zero = indexConstant(b, loc, 0), one = indexConstant(b, loc, 1),
        size = indexConstant(b, loc, k), last = indexConstant(b, loc, k - 1);
  auto or_ = [&](OpBuilder &b, Value x, Value y) -> Value {
    return arith::OrIOp::create(b, loc, x, y);
  };
  auto beside = [&](OpBuilder &b, ValueRange x, ValueRange rows, Value at) {
    SmallVector<Value> both;
    for (auto [v, row] : llvm::zip(x, rows)) {
      both.push_back(v);
      both.push_back(tensor::ExtractOp::create(b, loc, row, at));
    }
    return both;
  };
  Value isFilling =
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ult, i, size);
  Value enters =
      or_(b, isFilling, isBefore(b, beside(b, element, kept, last)));
  // From its place on, each is put where the one before it was.
  SmallVector<Value> carried{scalar(b, loc, b.getI1Type(), 0)};
  llvm::append_range(carried, element);
  llvm::append_range(carried, kept);
  auto steps = arith::SelectOp::create(b, loc, enters, size, zero);
  auto loop = scf::ForOp::create(b, loc, zero, steps, one, carried);
  OpBuilder inner = OpBuilder::atBlockEnd(loop.getBody());
  Value j = loop.getInductionVar();
  ValueRange args = loop.getRegionIterArgs();
  ValueRange moving = args.slice(1, element.size()),
             rows = args.drop_front(1 + element.size());
  auto both = beside(inner, moving, rows, j);
  Value isFree =
      arith::CmpIOp::create(inner, loc, arith::CmpIPredicate::uge, j, i);
  Value moves = or_(inner, or_(inner, args[0], isFree), isBefore(inner, both));
  SmallVector<Value> next{moves}, nextRows;
  for (auto [m, row] : llvm::enumerate(rows)) {
    Value mine = both[2 * m], there = both[2 * m + 1];
    next.push_back(arith::SelectOp::create(inner, loc, moves, there, mine));
    Value v = arith::SelectOp::create(inner, loc, moves, mine, there);
    nextRows.push_back(tensor::InsertOp::create(inner, loc, v, row, j));
  }
  llvm::append_range(next, nextRows);
  scf::YieldOp::create(inner, loc, next);
  return SmallVector<Value>(loop.getResults().take_back(kept.size()));
}

/// By a kernel: rows of f32 or f64 in JAX's order, beside any number of
/// indices along them. Only the first k of each row are written.
static bool firstByKernel(SortOp op, OpBuilder &b, Value x, int64_t k,
                          Values &out) {
  auto type = typeOf(x);
  int64_t dim = op.getDim(), n = type.getShape()[dim];
  auto isIndex = [&](Value v) {
    auto iota = v.getDefiningOp<IotaOp>();
    return iota && static_cast<int64_t>(iota.getDim()) == dim &&
           elementOf(signless(v.getType())).isInteger(32);
  };
  bool plain = type.getElementType().isF32() || type.getElementType().isF64();
  auto module = b.getInsertionBlock()->getParentOp()->getParentOfType<ModuleOp>();
  if (!plain || op.getNumKeys() != 1 || dim + 1 != type.getRank() ||
      n > INT32_MAX || !llvm::all_of(op.getXs().drop_front(), isIndex) ||
      (module && module->hasAttr(nestsOnly)))
    return false;
  int64_t rows = type.getNumElements() / n;
  auto made = callPieces(
      b, op.getLoc(), kernelName("first", type.getElementType()), x,
      {type, type.clone(b.getI32Type())}, {n, k, op.getDescending()}, rows,
      0.3 * static_cast<double>(n));
  out.assign(op.getNumResults(), made[1]);
  out[0] = made[0];
  return true;
}

//===-- sort: by digits ---------------------------------------------------===//
// Long rows by one plain key: the key's bits, made unsigned numbers in the
// same order, are counted by digits, and each pass moves every element behind
// those with smaller digits, the least digit first (D. Knuth, The Art of
// Computer Programming 3, 5.2.5). Each pass keeps the order of equals. Its
// loops are kept rolled: unrolled they are as fast, and take a fifth longer to
// compile.

namespace {
struct Digits {
  SortOp op;
  int64_t n;

  /// Whether the order is JAX's of one key whose bits can be counted.
  bool serves() {
    Type key = elementOf(op.getXs()[0].getType());
    bool plain = key.isF32() || key.isF64() || key.isF16() || key.isBF16();
    if (auto i = dyn_cast<IntegerType>(key))
      plain = i.getWidth() >= 8 && llvm::isPowerOf2_64(i.getWidth());
    return plain && op.getNumKeys() && *op.getNumKeys() == 1 && n >= 128 &&
           n <= INT32_MAX;
  }
  /// A table of counts should be short beside the row, and in the first cache.
  int64_t bits() { return n < 4096 || width() <= 16 ? 8 : 11; }
  int64_t width() {
    return elementOf(op.getXs()[0].getType()).getIntOrFloatBitWidth();
  }
  int64_t passes() { return llvm::divideCeil(width(), bits()); }
  int64_t buckets() { return int64_t(1) << bits(); }
  Value keyOf(OpBuilder &b, Value v);
  /// The place in the table of counts, for pass p.
  Value place(OpBuilder &b, Value key, int64_t p);
  SmallVector<Value> sorted(OpBuilder &b, ValueRange rows);

private:
  Value counts(OpBuilder &b, Value row);
  Value number(OpBuilder &b, Value like, int64_t v) {
    return arith::ConstantOp::create(
        b, op.getLoc(), b.getIntegerAttr(like.getType(), v));
  }
};
} // namespace

Value Digits::keyOf(OpBuilder &b, Value v) {
  Location loc = op.getLoc();
  Type type = elementOf(op.getXs()[0].getType());
  Type word = b.getIntegerType(width());
  APInt sign = APInt::getSignMask(width()), ones = APInt::getAllOnes(width());
  auto constant = [&](APInt n) -> Value {
    return arith::ConstantOp::create(b, loc, b.getIntegerAttr(word, n));
  };
  auto ordered = [&](Value key) -> Value {
    return op.getDescending()
               ? arith::XOrIOp::create(b, loc, key, constant(ones))
               : key;
  };
  if (!isa<FloatType>(type))
    return ordered(isUnsigned(type) ? v
                                    : arith::XOrIOp::create(b, loc, v,
                                                            constant(sign)));
  using P = arith::CmpFPredicate;
  Value zero = scalar(b, loc, type, 0);
  Value isZero = arith::CmpFOp::create(b, loc, P::OEQ, v, zero);
  Value isNan = arith::CmpFOp::create(b, loc, P::UNO, v, v);
  Value bits = arith::BitcastOp::create(b, loc, word, v);
  bits = arith::SelectOp::create(b, loc, isZero, constant(APInt(width(), 0)),
                                 bits);
  Value negative = arith::ShRSIOp::create(
      b, loc, bits, constant(APInt(width(), width() - 1)));
  Value flipped = arith::OrIOp::create(b, loc, negative, constant(sign));
  Value key = arith::XOrIOp::create(b, loc, bits, flipped);
  return ordered(arith::SelectOp::create(b, loc, isNan, constant(ones), key));
}
Value Digits::place(OpBuilder &b, Value key, int64_t p) {
  Location loc = op.getLoc();
  if (p > 0)
    key = arith::ShRUIOp::create(b, loc, key, number(b, key, p * bits()));
  Value digit = key;
  if (bits() < width())
    digit = arith::AndIOp::create(b, loc, key, number(b, key, buckets() - 1));
  Value i = arith::IndexCastUIOp::create(b, loc, b.getIndexType(), digit);
  return arith::AddIOp::create(b, loc, i,
                               indexConstant(b, loc, p * buckets()));
}
/// For each pass and digit, how many elements have a smaller one.
Value Digits::counts(OpBuilder &b, Value row) {
  Location loc = op.getLoc();
  Type i32 = b.getI32Type();
  Value none = arith::ConstantIntOp::create(b, loc, 0, 32);
  Value one = arith::ConstantIntOp::create(b, loc, 1, 32);
  int64_t size = passes() * buckets();
  Value table = tensor::EmptyOp::create(b, loc, size, i32);
  auto clear = [&](OpBuilder &b, ValueRange at, ValueRange t) {
    return SmallVector<Value>{
        tensor::InsertOp::create(b, loc, none, t[0], at)};
  };
  table = nestedLoops(b, loc, size, table, clear)[0];
  auto count = [&](OpBuilder &b, ValueRange at, ValueRange t) {
    Value key = keyOf(b, tensor::ExtractOp::create(b, loc, row, at));
    Value next = t[0];
    for (int64_t p = 0; p < passes(); ++p) {
      Value i = place(b, key, p);
      Value old = tensor::ExtractOp::create(b, loc, next, i);
      Value more = arith::AddIOp::create(b, loc, old, one);
      next = tensor::InsertOp::create(b, loc, more, next, i);
    }
    return SmallVector<Value>{next};
  };
  table = nestedLoops(b, loc, n, table, count)[0];
  keepRolled(table.getDefiningOp());
  auto pass = [&](OpBuilder &b, ValueRange p, ValueRange t) {
    Value first = arith::MulIOp::create(b, loc, p[0],
                                        indexConstant(b, loc, buckets()));
    auto add = [&](OpBuilder &b, ValueRange d, ValueRange c) {
      Value i = arith::AddIOp::create(b, loc, first, d[0]);
      Value here = tensor::ExtractOp::create(b, loc, c[1], i);
      Value rest = tensor::InsertOp::create(b, loc, c[0], c[1], i);
      return SmallVector<Value>{arith::AddIOp::create(b, loc, c[0], here),
                                rest};
    };
    Value sums = nestedLoops(b, loc, buckets(), {none, t[0]}, add)[1];
    keepRolled(sums.getDefiningOp());
    return SmallVector<Value>{sums};
  };
  return nestedLoops(b, loc, passes(), table, pass)[0];
}
/// Rows of 2 n, sorted; the result is where Merge would leave it.
SmallVector<Value> Digits::sorted(OpBuilder &b, ValueRange rows) {
  Location loc = op.getLoc();
  Value one = arith::ConstantIntOp::create(b, loc, 1, 32);
  SmallVector<Value> carried{counts(b, rows[0])};
  llvm::append_range(carried, rows);
  for (int64_t p = 0; p < passes(); ++p) {
    Value from = indexConstant(b, loc, p % 2 * n);
    Value to = indexConstant(b, loc, (p + 1) % 2 * n);
    auto move = [&](OpBuilder &b, ValueRange k, ValueRange c) {
      Value source = arith::AddIOp::create(b, loc, from, k[0]);
      SmallVector<Value> elements;
      for (Value row : c.drop_front())
        elements.push_back(tensor::ExtractOp::create(b, loc, row, source));
      Value i = place(b, keyOf(b, elements[0]), p);
      Value at = tensor::ExtractOp::create(b, loc, c[0], i);
      SmallVector<Value> next{tensor::InsertOp::create(
          b, loc, arith::AddIOp::create(b, loc, at, one), c[0], i)};
      Value target = arith::AddIOp::create(
          b, loc, to,
          arith::IndexCastUIOp::create(b, loc, b.getIndexType(), at));
      for (auto [row, e] : llvm::zip(c.drop_front(), elements))
        next.push_back(tensor::InsertOp::create(b, loc, e, row, target));
      return next;
    };
    carried = nestedLoops(b, loc, n, carried, move);
    keepRolled(carried[0].getDefiningOp());
  }
  return SmallVector<Value>(llvm::drop_begin(carried));
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
  Merge merge{{l, *this, n}};
  First first{{l, *this, n}, usedOf(*this)};
  Digits digits{*this, n};
  bool selects = first.k >= 1 && first.k <= 64 && 8 * first.k <= n;
  if (selects && firstByKernel(*this, b, in[0], first.k, out))
    return success();
  bool counted = digits.serves();
  int64_t passes = counted ? digits.passes() : merge.passes();
  SmallVector<int64_t> others(shape);
  others.erase(others.begin() + dim);
  SmallVector<Value> ys;
  for (Value x : in)
    ys.push_back(tensor::EmptyOp::create(b, loc, shape,
                                         typeOf(x).getElementType()));
  auto row = [&](OpBuilder &b, ValueRange outer, ValueRange ys) {
    auto elements = [&](OpBuilder &b, Value k) {
      return llvm::map_to_vector(in, [&](Value x) -> Value {
        return tensor::ExtractOp::create(b, loc, x, indexWith(outer, dim, k));
      });
    };
    auto select = [&](OpBuilder &b, ValueRange i, ValueRange kept) {
      return first.keep(b, i[0], elements(b, i[0]), kept);
    };
    auto read = [&](OpBuilder &b, ValueRange k, ValueRange rows) {
      SmallVector<Value> next;
      for (auto [v, r] : llvm::zip(elements(b, k[0]), rows))
        next.push_back(tensor::InsertOp::create(b, loc, v, r, k));
      return next;
    };
    auto pass = [&](OpBuilder &b, ValueRange p, ValueRange rows) {
      return merge.pass(b, p[0], rows);
    };
    auto sort = [&] {
      auto rows = nestedLoops(b, loc, n, merge.empty(b, 2 * n), read);
      return counted ? digits.sorted(b, rows)
                     : nestedLoops(b, loc, passes, rows, pass);
    };
    auto sorted = selects
                      ? nestedLoops(b, loc, n, first.empty(b, first.k), select)
                      : sort();
    Value at = indexConstant(b, loc, selects ? 0 : passes % 2 * n);
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
    return nestedLoops(b, loc, selects ? first.k : n, ys, write);
  };
  llvm::append_range(out, nestedLoops(b, loc, others, ys, row));
  return success(succeeded(merge.ok) && succeeded(first.ok));
}
