// Parts of arrays at static places: slice, pad, concatenate.
#include "IndexOps.h"
#include "LogicOps.h"
#include "ReduceOps.h"
#include "ShapeOps.h"
#include "Bodies.h"
#include "Placed.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
using namespace weft::ir;

/// A list for axes that has one more in front.
static SmallVector<int64_t> after(int64_t first, ArrayRef<int64_t> rest) {
  SmallVector<int64_t> out{first};
  llvm::append_range(out, rest);
  return out;
}
static SmallVector<OpFoldResult> indexAttrs(OpBuilder &b,
                                            ArrayRef<int64_t> list) {
  return getAsIndexOpFoldResult(b.getContext(), list);
}
/// How far the elements of an axis reach with `interior` between them.
static int64_t dilated(int64_t size, int64_t interior) {
  return size == 0 ? 0 : size + (size - 1) * interior;
}

//===-- slice -------------------------------------------------------------===//
LogicalResult SliceOp::inferReturnTypes(MLIRContext *,
                                        std::optional<Location> loc, Adaptor a,
                                        SmallVectorImpl<Type> &out) {
  auto x = typeOf(a.getX());
  size_t rank = x.getRank();
  auto start = a.getStart(), limit = a.getLimit(), stride = a.getStride();
  if (start.size() != rank || limit.size() != rank || stride.size() != rank)
    return emitOptionalError(
        loc,
        "[slice] (slice-C1) start, limit and stride must have one entry per "
        "axis. Received start = ",
        said(start), ", limit = ", said(limit), ", stride = ", said(stride),
        ", shape = ", saidShape(x));
  SmallVector<int64_t> shape;
  for (size_t i = 0; i < rank; ++i) {
    if (start[i] < 0 || start[i] > limit[i] || limit[i] > x.getDimSize(i))
      return emitOptionalError(
          loc,
          "[slice] (slice-C2) start must be at least 0 and at most limit, and "
          "limit at most the size. Received start = ",
          said(start), ", limit = ", said(limit), ", shape = ", saidShape(x));
    if (stride[i] < 1)
      return emitOptionalError(
          loc,
          "[slice] (slice-C3) stride must be at least 1. Received stride "
          "= ",
          said(stride), ", shape = ", saidShape(x));
    // Written so that a huge stride does not overflow.
    int64_t n = limit[i] - start[i];
    shape.push_back(n == 0 ? 0 : (n - 1) / stride[i] + 1);
  }
  out.push_back(x.clone(shape));
  return success();
}
OpFoldResult SliceOp::fold(FoldAdaptor a) {
  if (getX().getType() == getType())
    return getX();
  if (auto s = dyn_cast_or_null<SplatElementsAttr>(a.getX()))
    return s.resizeSplat(tensorType(getType()));
  return {};
}
LogicalResult SliceOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, SliceOp::create(b, getLoc(), t[0], getStart(), getLimit(),
                                   getStride()));
}
LogicalResult SliceOp::transpose(OpBuilder &b, ArrayRef<Value>,
                                 ArrayRef<Value> cts, Values &out) {
  auto x = tensorType(getX().getType()), y = tensorType(getType());
  SmallVector<int64_t> high, interior;
  for (int64_t i = 0; i < x.getRank(); ++i) {
    // One element has no gaps; its stride may be larger than the axis.
    interior.push_back(y.getDimSize(i) > 1 ? getStride()[i] - 1 : 0);
    high.push_back(x.getDimSize(i) - getStart()[i] -
                   dilated(y.getDimSize(i), interior[i]));
  }
  Value zero = zeros(b, getLoc(), x.clone(ArrayRef<int64_t>()));
  return give(out, PadOp::create(b, getLoc(), cts[0], zero, getStart(), high,
                                 interior));
}
LogicalResult SliceOp::batch(OpBuilder &b, ValueRange in, const Mask &,
                             int64_t n, Values &out, Mask &outBatched) {
  outBatched.set();
  return give(out,
              SliceOp::create(b, getLoc(), in[0], after(0, getStart()),
                              after(n, getLimit()), after(1, getStride())));
}
bool SliceOp::isCheap() { return true; }
AffineMap SliceOp::operandMap(unsigned) {
  SmallVector<AffineExpr> exprs;
  for (auto [i, start, stride] : llvm::enumerate(getStart(), getStride()))
    exprs.push_back(getAffineDimExpr(i, getContext()) * stride + start);
  return AffineMap::get(exprs.size(), 0, exprs, getContext());
}
Value SliceOp::emitElement(OpBuilder &, ValueRange in, IndexFn) {
  return in[0];
}
/// A view. linalg takes a plain index for the whole axis of what it reads, so
/// a leading part cannot be read through `operandMap` where the map says d_i.
LogicalResult SliceOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                             Values &out) {
  return give(out, tensor::ExtractSliceOp::create(
                       b, getLoc(), in[0], indexAttrs(b, getStart()),
                       indexAttrs(b, tensorType(getType()).getShape()),
                       indexAttrs(b, getStride())));
}

//===-- pad ---------------------------------------------------------------===//
LogicalResult PadOp::inferReturnTypes(MLIRContext *,
                                      std::optional<Location> loc, Adaptor a,
                                      SmallVectorImpl<Type> &out) {
  auto x = typeOf(a.getX());
  size_t rank = x.getRank();
  auto low = a.getLow(), high = a.getHigh(), interior = a.getInterior();
  auto fail = [&](StringRef rule) {
    return emitOptionalError(
        loc, "[pad] ", rule, ". Received low = ", said(low),
        ", high = ", said(high), ", interior = ", said(interior),
        ", shape = ", saidShape(x));
  };
  if (low.size() != rank || high.size() != rank || interior.size() != rank)
    return fail("(pad-C1) low, high and interior must have one entry per axis");
  if (llvm::any_of(interior, [](int64_t i) { return i < 0; }))
    return fail("(pad-C2) interior must be at least 0");
  SmallVector<int64_t> shape;
  for (size_t i = 0; i < rank; ++i) {
    int64_t n = x.getDimSize(i), gaps = 0, size = 0;
    if (llvm::MulOverflow(std::max<int64_t>(n - 1, 0), interior[i], gaps) ||
        llvm::AddOverflow(n, gaps, size) ||
        llvm::AddOverflow(size, low[i], size) ||
        llvm::AddOverflow(size, high[i], size) || size < 0)
      return fail("(pad-C3) no size may become negative or overflow");
    shape.push_back(size);
  }
  out.push_back(x.clone(shape));
  return success();
}
OpFoldResult PadOp::fold(FoldAdaptor) {
  auto none = [](ArrayRef<int64_t> list) {
    return llvm::all_of(list, [](int64_t i) { return i == 0; });
  };
  bool same = none(getLow()) && none(getHigh()) && none(getInterior());
  return same ? getX() : Value();
}
LogicalResult PadOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Value x = t[0] ? t[0] : zeros(b, getLoc(), getX().getType());
  Value value = t[1] ? t[1] : zeros(b, getLoc(), getValue().getType());
  return give(out, PadOp::create(b, getLoc(), x, value, getLow(), getHigh(),
                                 getInterior()));
}
/// Bool, true where `op`'s result is the value and not an element of x.
static Value padding(OpBuilder &b, PadOp op) {
  auto bools = [&](Value like, double v) {
    return splat(b, op.getLoc(), typeOf(like).clone(b.getI1Type()), v);
  };
  return PadOp::create(b, op.getLoc(), bools(op.getX(), 0),
                       bools(op.getValue(), 1), op.getLow(), op.getHigh(),
                       op.getInterior());
}
LogicalResult PadOp::transpose(OpBuilder &b, ArrayRef<Value> operands,
                               ArrayRef<Value> cts, Values &out) {
  auto x = tensorType(getX().getType());
  Value ctX, ctValue;
  if (!operands[0]) {
    SmallVector<int64_t> low, high, limit, stride;
    for (int64_t i = 0; i < x.getRank(); ++i) {
      low.push_back(-getLow()[i]);
      high.push_back(-getHigh()[i]);
      limit.push_back(dilated(x.getDimSize(i), getInterior()[i]));
      stride.push_back(getInterior()[i] + 1);
    }
    Value zero = zeros(b, getLoc(), getValue().getType());
    SmallVector<int64_t> none(x.getRank(), 0);
    ctX = PadOp::create(b, getLoc(), cts[0], zero, low, high, none);
    ctX = SliceOp::create(b, getLoc(), ctX, none, limit, stride);
  }
  if (!operands[1]) {
    // Not sum(ct) - sum(ct of x), as in JAX: that cancels, and Inf - Inf is
    // NaN.
    Value ct = SelectOp::create(b, getLoc(), padding(b, *this), cts[0],
                                zeros(b, getLoc(), getType()));
    ctValue = ReduceSumOp::create(b, getLoc(), ct, axes(0, x.getRank()));
  }
  out.append({ctX, ctValue});
  return success();
}
LogicalResult PadOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                           int64_t n, Values &out, Mask &outBatched) {
  outBatched.set();
  Value x = batched[0] ? in[0] : broadcastLeading(b, in[0], n);
  Value value = batched[1] ? zeros(b, getLoc(), getValue().getType()) : in[1];
  Value y = PadOp::create(b, getLoc(), x, value, after(0, getLow()),
                          after(0, getHigh()), after(0, getInterior()));
  if (batched[1]) {
    Value each = BroadcastInDimOp::create(b, getLoc(), y.getType(), in[1],
                                          ArrayRef<int64_t>{0});
    Value where = broadcastLeading(b, padding(b, *this), n);
    y = SelectOp::create(b, getLoc(), where, each, y);
  }
  return give(out, y);
}
/// Puts x in the middle and fills what is around it, axis by axis: strips that
/// run over x's part of earlier axes and over the whole of later ones.
static Value framed(OpBuilder &b, PadOp op, Value x, Value value,
                    RankedTensorType y) {
  auto loc = op.getLoc();
  SmallVector<int64_t> at(y.getRank(), 0), ones(y.getRank(), 1);
  auto shape = llvm::to_vector(y.getShape());
  Value all = tensor::EmptyOp::create(b, loc, shape, y.getElementType());
  auto put = [&](Value part) {
    all = tensor::InsertSliceOp::create(b, loc, part, all, indexAttrs(b, at),
                                        indexAttrs(b, typeOf(part).getShape()),
                                        indexAttrs(b, ones));
  };
  auto strip = [&](int64_t axis, int64_t from, int64_t size) {
    if (size == 0)
      return;
    at[axis] = from;
    shape[axis] = size;
    Value empty = tensor::EmptyOp::create(b, loc, shape, y.getElementType());
    put(linalg::FillOp::create(b, loc, value, empty).getResult(0));
  };
  for (int64_t i = 0; i < y.getRank(); ++i) {
    int64_t low = op.getLow()[i], high = op.getHigh()[i];
    strip(i, 0, low);
    strip(i, y.getDimSize(i) - high, high);
    at[i] = low;
    shape[i] = typeOf(x).getDimSize(i);
  }
  put(x);
  return all;
}
/// Fills the result and inserts those elements of x that are not cut off.
LogicalResult PadOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                           Values &out) {
  auto loc = getLoc();
  auto x = typeOf(in[0]);
  auto y = cast<RankedTensorType>(signless(getType()));
  Value value = tensor::ExtractOp::create(b, loc, in[1], ValueRange());
  auto isFrame = [](auto axis) {
    auto [low, high, interior] = axis;
    return low >= 0 && high >= 0 && interior == 0;
  };
  // Narrow strips around little are more work than to fill all at once.
  if (2 * x.getNumElements() >= y.getNumElements() && x.getNumElements() > 0 &&
      llvm::all_of(llvm::zip(getLow(), getHigh(), getInterior()), isFrame))
    return give(out, framed(b, *this, in[0], value, y));
  Value empty =
      tensor::EmptyOp::create(b, loc, y.getShape(), y.getElementType());
  Value filled = linalg::FillOp::create(b, loc, value, empty).getResult(0);

  SmallVector<int64_t> from, count, to, stride, ones(x.getRank(), 1);
  for (int64_t i = 0; i < x.getRank(); ++i) {
    // Element k lands on low + k * step; keep first ≤ k < last.
    int64_t step = getInterior()[i] + 1, low = getLow()[i];
    int64_t first = low < 0 ? (-low + step - 1) / step : 0;
    int64_t room = y.getDimSize(i) - low;
    int64_t last = room <= 0 ? 0 : (room - 1) / step + 1;
    last = std::min(last, x.getDimSize(i));
    if (first >= last)
      return give(out, filled);
    from.push_back(first);
    count.push_back(last - first);
    to.push_back(low + first * step);
    stride.push_back(step);
  }
  Value kept = in[0];
  if (x.getShape() != ArrayRef(count))
    kept = tensor::ExtractSliceOp::create(b, loc, kept, indexAttrs(b, from),
                                          indexAttrs(b, count),
                                          indexAttrs(b, ones));
  return give(out, tensor::InsertSliceOp::create(
                       b, loc, kept, filled, indexAttrs(b, to),
                       indexAttrs(b, count), indexAttrs(b, stride)));
}

//===-- concatenate -------------------------------------------------------===//
LogicalResult ConcatenateOp::inferReturnTypes(MLIRContext *,
                                              std::optional<Location> loc,
                                              Adaptor a,
                                              SmallVectorImpl<Type> &out) {
  auto fail = [&](StringRef rule) {
    std::string received;
    for (Value x : a.getXs()) {
      llvm::raw_string_ostream s(received);
      s << (received.empty() ? "" : ", ") << x.getType();
    }
    return emitOptionalError(loc, "[concatenate] ", rule, ". Received ",
                             received.empty() ? "nothing" : received, " along ",
                             static_cast<int64_t>(a.getDim()));
  };
  StringRef c1 = "(concatenate-C1) there must be at least one operand, and "
                 "all of one dtype and rank";
  if (a.getXs().empty())
    return fail(c1);
  auto first = typeOf(a.getXs()[0]);
  int64_t dim = a.getDim(), total = 0;
  for (Value v : a.getXs())
    if (typeOf(v).getRank() != first.getRank() ||
        typeOf(v).getElementType() != first.getElementType())
      return fail(c1);
  if (dim < 0 || dim >= first.getRank())
    return fail("(concatenate-C2) dim must be an axis of the operands");
  for (Value v : a.getXs()) {
    for (int64_t i = 0; i < first.getRank(); ++i)
      if (i != dim && typeOf(v).getDimSize(i) != first.getDimSize(i))
        return fail("(concatenate-C3) sizes must agree on the other axes");
    total += typeOf(v).getDimSize(dim);
  }
  auto shape = llvm::to_vector(first.getShape());
  shape[dim] = total;
  out.push_back(first.clone(shape));
  return success();
}
OpFoldResult ConcatenateOp::fold(FoldAdaptor) {
  return getXs().size() == 1 ? getXs()[0] : Value();
}
LogicalResult ConcatenateOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  SmallVector<Value> xs;
  for (auto [x, tangent] : llvm::zip(getXs(), t))
    xs.push_back(tangent ? tangent : zeros(b, getLoc(), x.getType()));
  return give(out, ConcatenateOp::create(b, getLoc(), xs, getDim()));
}
LogicalResult ConcatenateOp::transpose(OpBuilder &b, ArrayRef<Value> operands,
                                       ArrayRef<Value> cts, Values &out) {
  auto y = tensorType(getType());
  SmallVector<int64_t> start(y.getRank(), 0), stride(y.getRank(), 1);
  auto limit = llvm::to_vector(y.getShape());
  int64_t dim = getDim();
  for (auto [x, primal] : llvm::zip(getXs(), operands)) {
    limit[dim] = start[dim] + typeOf(x).getDimSize(dim);
    out.push_back(
        primal ? Value()
               : SliceOp::create(b, getLoc(), cts[0], start, limit, stride));
    start[dim] = limit[dim];
  }
  return success();
}
LogicalResult ConcatenateOp::batch(OpBuilder &b, ValueRange in,
                                   const Mask &batched, int64_t n, Values &out,
                                   Mask &outBatched) {
  outBatched.set();
  return give(out, ConcatenateOp::create(b, getLoc(),
                                         broadcastRest(b, in, batched, n),
                                         getDim() + 1));
}
LogicalResult ConcatenateOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                   Values &out) {
  auto y = cast<RankedTensorType>(signless(getType()));
  SmallVector<int64_t> at(y.getRank(), 0), ones(y.getRank(), 1);
  Value all =
      tensor::EmptyOp::create(b, getLoc(), y.getShape(), y.getElementType());
  for (Value x : in) {
    if (typeOf(x).getNumElements() != 0)
      all = tensor::InsertSliceOp::create(
          b, getLoc(), x, all, indexAttrs(b, at),
          indexAttrs(b, typeOf(x).getShape()), indexAttrs(b, ones));
    at[getDim()] += typeOf(x).getDimSize(getDim());
  }
  return give(out, all);
}

//===-- sums of parts -----------------------------------------------------===//
/// The axis along which a pad puts its operand between zeros, if it is one.
static std::optional<int64_t> placedAxis(Value v) {
  auto pad = v.getDefiningOp<PadOp>();
  if (!pad || !(matchPattern(pad.getValue(), m_AnyZeroFloat()) ||
                matchPattern(pad.getValue(), m_Zero())))
    return std::nullopt;
  std::optional<int64_t> axis;
  for (auto [i, low] : llvm::enumerate(pad.getLow())) {
    int64_t high = pad.getHigh()[i];
    if (low < 0 || high < 0 || pad.getInterior()[i] != 0)
      return std::nullopt;
    if (low == 0 && high == 0)
      continue;
    if (axis)
      return std::nullopt;
    axis = i;
  }
  return axis;
}
bool weft::ir::isPlaced(Value v) { return placedAxis(v).has_value(); }

/// Pads along one axis, in order, none of which meets another.
static Value beside(OpBuilder &b, Location loc, MutableArrayRef<PadOp> pads,
                    int64_t axis) {
  auto type = tensorType(pads[0].getType());
  auto shape = llvm::to_vector(type.getShape());
  SmallVector<Value> parts;
  int64_t at = 0;
  auto zerosUpTo = [&](int64_t end) {
    if (shape[axis] = end - at; end > at)
      parts.push_back(zeros(b, loc, type.clone(shape)));
  };
  for (PadOp pad : pads) {
    zerosUpTo(pad.getLow()[axis]);
    parts.push_back(pad.getX());
    at = pad.getLow()[axis] + typeOf(pad.getX()).getDimSize(axis);
  }
  zerosUpTo(type.getDimSize(axis));
  return ConcatenateOp::create(b, loc, parts, axis);
}
void weft::ir::joinPlaced(OpBuilder &b, Location loc, ArrayRef<Value> placed,
                          SmallVectorImpl<Value> &out) {
  auto rest = llvm::to_vector(placed);
  llvm::stable_sort(rest, [](Value x, Value y) {
    int64_t i = *placedAxis(x), j = *placedAxis(y);
    return std::pair(i, x.getDefiningOp<PadOp>().getLow()[i]) <
           std::pair(j, y.getDefiningOp<PadOp>().getLow()[j]);
  });
  while (!rest.empty()) {
    int64_t axis = *placedAxis(rest[0]), end = 0;
    SmallVector<PadOp> row;
    SmallVector<Value> others;
    for (Value v : rest) {
      auto pad = v.getDefiningOp<PadOp>();
      if (*placedAxis(v) != axis || pad.getLow()[axis] < end) {
        others.push_back(v);
        continue;
      }
      row.push_back(pad);
      end = pad.getLow()[axis] + typeOf(pad.getX()).getDimSize(axis);
    }
    out.push_back(row.size() == 1 ? row[0].getResult()
                                  : beside(b, loc, row, axis));
    rest = std::move(others);
  }
}
