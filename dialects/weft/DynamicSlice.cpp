// One block of an array, at a place that is computed: dynamic_slice,
// dynamic_update_slice.
#include "DynamicSliceOps.h"
#include "ShapeOps.h"
#include "Windows.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;

/// How messages write types: "tensor<3xf32>, tensor<i32>".
static std::string saidTypes(ValueRange values) {
  std::string out;
  llvm::raw_string_ostream s(out);
  llvm::interleaveComma(values.getTypes(), s);
  return out;
}
static bool areStarts(ValueRange start) {
  return llvm::all_of(start, [&](Value v) {
    return typeOf(v).getRank() == 0 && v.getType() == start[0].getType();
  });
}
/// A start of 0 like the others, for the axis that a batch adds.
static SmallVector<Value> after0(OpBuilder &b, Location loc, ValueRange start,
                                 Type other) {
  Type type = start.empty() ? other : start[0].getType();
  SmallVector<Value> out{zeros(b, loc, type)};
  llvm::append_range(out, start);
  return out;
}
static Type scalarI32(OpBuilder &b) {
  return RankedTensorType::get({}, b.getI32Type());
}
static SmallVector<bool> flags(const Mask &m, unsigned from) {
  SmallVector<bool> out;
  for (unsigned i = from; i < m.size(); ++i)
    out.push_back(m[i]);
  return out;
}
/// Windows that are whole blocks, one for each index vector of a batch.
static Windows blocks(int64_t rank, bool xBatched) {
  Windows w;
  w.offset = axes(1, rank);
  w.map = axes(xBatched, rank);
  w.vector = 1;
  if (xBatched)
    w.batching = w.indexBatching = {0};
  return w;
}
/// Lowered offsets of a block of x.
static SmallVector<OpFoldResult> places(OpBuilder &b, Location loc,
                                        ValueRange lowered, ValueRange start,
                                        Type x, ArrayRef<int64_t> sizes) {
  SmallVector<OpFoldResult> out;
  for (auto [i, v] : llvm::enumerate(lowered)) {
    int64_t bound = tensorType(x).getDimSize(i) - sizes[i];
    if (bound == 0) {
      out.push_back(b.getIndexAttr(0));
      continue;
    }
    Value e = tensor::ExtractOp::create(b, loc, v, ValueRange());
    out.push_back(
        startPlace(b, loc, e, elementOf(start[i].getType()), bound));
  }
  return out;
}
static SmallVector<OpFoldResult> attrs(OpBuilder &b, ArrayRef<int64_t> list) {
  return getAsIndexOpFoldResult(b.getContext(), list);
}

//===-- dynamic_slice -----------------------------------------------------===//
LogicalResult DynamicSliceOp::inferReturnTypes(MLIRContext *,
                                               std::optional<Location> loc,
                                               Adaptor a,
                                               SmallVectorImpl<Type> &out) {
  auto x = typeOf(a.getX());
  auto fail = [&](StringRef rule) {
    return emitOptionalError(loc, "[dynamic_slice] ", rule, ". Received ",
                             saidTypes(a.getOperands()),
                             ", sizes = ", said(a.getSizes()));
  };
  size_t rank = x.getRank();
  if (a.getStart().size() != rank || a.getSizes().size() != rank)
    return fail("(dynamic_slice-C1) there must be one start and one size per "
                "axis");
  if (!areStarts(a.getStart()))
    return fail("(dynamic_slice-C2) starts must be scalars of one dtype");
  for (auto [size, axis] : llvm::zip(a.getSizes(), x.getShape()))
    if (size < 0 || size > axis)
      return fail("(dynamic_slice-C3) sizes must be at least 0 and at most the "
                  "axis");
  out.push_back(x.clone(a.getSizes()));
  return success();
}
OpFoldResult DynamicSliceOp::fold(FoldAdaptor a) {
  if (getX().getType() == getType())
    return getX();
  if (auto s = dyn_cast_or_null<SplatElementsAttr>(a.getX()))
    return s.resizeSplat(tensorType(getType()));
  return {};
}
LogicalResult DynamicSliceOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                  Values &out) {
  return give(out, DynamicSliceOp::create(b, getLoc(), t[0], getStart(),
                                          getSizes()));
}
LogicalResult DynamicSliceOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                        ArrayRef<Value> cts, Values &out) {
  out.push_back(DynamicUpdateSliceOp::create(
      b, getLoc(), zeros(b, getLoc(), getX().getType()), cts[0],
      in.drop_front()));
  out.append(getStart().size(), Value());
  return success();
}
LogicalResult DynamicSliceOp::batch(OpBuilder &b, ValueRange in,
                                    const Mask &batched, int64_t n, Values &out,
                                    Mask &outBatched) {
  outBatched.set();
  auto start = in.drop_front();
  auto which = flags(batched, 1);
  List sizes(getSizes());
  if (!llvm::is_contained(which, true)) {
    sizes.insert(sizes.begin(), n);
    return give(out, DynamicSliceOp::create(
                         b, getLoc(), in[0],
                         after0(b, getLoc(), start, scalarI32(b)), sizes));
  }
  if (batched[0])
    sizes.insert(sizes.begin(), std::min<int64_t>(n, 1));
  Value indices = indexVectors(b, getLoc(), start, which, n);
  return give(out, makeGather(b, getLoc(), in[0], indices,
                              blocks(start.size(), batched[0]), sizes));
}
/// A view: who reads the block reads x. (Not computed inside a reader's loop:
/// the place is the same for every element.)
LogicalResult DynamicSliceOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                    Values &out) {
  List ones(getSizes().size(), 1);
  return give(out, tensor::ExtractSliceOp::create(
                       b, getLoc(), in[0],
                       places(b, getLoc(), in.drop_front(), getStart(),
                              getX().getType(), getSizes()),
                       attrs(b, getSizes()), attrs(b, ones)));
}

//===-- dynamic_update_slice ----------------------------------------------===//
LogicalResult DynamicUpdateSliceOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> loc, Adaptor a,
    SmallVectorImpl<Type> &out) {
  auto x = typeOf(a.getX()), u = typeOf(a.getUpdate());
  auto fail = [&](StringRef rule) {
    return emitOptionalError(loc, "[dynamic_update_slice] ", rule,
                             ". Received ", saidTypes(a.getOperands()));
  };
  bool fits = x.getElementType() == u.getElementType() &&
              x.getRank() == u.getRank();
  for (auto [size, axis] : llvm::zip(u.getShape(), x.getShape()))
    fits = fits && size <= axis;
  if (!fits)
    return fail("(dynamic_update_slice-C1) both must have one dtype and rank, "
                "and no axis of the update may be larger");
  if (static_cast<int64_t>(a.getStart().size()) != x.getRank())
    return fail("(dynamic_update_slice-C2) there must be one start per axis");
  if (!areStarts(a.getStart()))
    return fail("(dynamic_update_slice-C3) starts must be scalars of one "
                "dtype");
  out.push_back(x);
  return success();
}
OpFoldResult DynamicUpdateSliceOp::fold(FoldAdaptor) {
  if (getUpdate().getType() == getType())
    return getUpdate();
  return typeOf(getUpdate()).getNumElements() == 0 ? getX() : Value();
}
LogicalResult DynamicUpdateSliceOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                        Values &out) {
  Value x = t[0] ? t[0] : zeros(b, getLoc(), getX().getType());
  Value u = t[1] ? t[1] : zeros(b, getLoc(), getUpdate().getType());
  return give(out,
              DynamicUpdateSliceOp::create(b, getLoc(), x, u, getStart()));
}
LogicalResult DynamicUpdateSliceOp::transpose(OpBuilder &b,
                                              ArrayRef<Value> in,
                                              ArrayRef<Value> cts,
                                              Values &out) {
  auto start = in.drop_front(2);
  Type u = getUpdate().getType();
  out.push_back(in[0] ? Value()
                      : DynamicUpdateSliceOp::create(b, getLoc(), cts[0],
                                                     zeros(b, getLoc(), u),
                                                     start));
  out.push_back(in[1] ? Value()
                      : DynamicSliceOp::create(b, getLoc(), cts[0], start,
                                               tensorType(u).getShape()));
  out.append(start.size(), Value());
  return success();
}
LogicalResult DynamicUpdateSliceOp::batch(OpBuilder &b, ValueRange in,
                                          const Mask &batched, int64_t n,
                                          Values &out, Mask &outBatched) {
  outBatched.set();
  auto start = in.drop_front(2);
  auto which = flags(batched, 2);
  Value x = batched[0] ? in[0] : broadcastLeading(b, in[0], n);
  Value u = batched[1] ? in[1] : broadcastLeading(b, in[1], n);
  if (!llvm::is_contained(which, true))
    return give(out, DynamicUpdateSliceOp::create(
                         b, getLoc(), x, u,
                         after0(b, getLoc(), start, scalarI32(b))));
  Windows w = blocks(start.size(), /*xBatched=*/true);
  w.unique = true;
  // A scatter would drop what this op moves.
  List sizes = w.sizes(typeOf(x).getRank(), typeOf(u).getShape());
  Value indices = clampedIndices(
      b, getLoc(), indexVectors(b, getLoc(), start, which, n), w, x.getType(),
      sizes);
  return give(out, makeScatter<ScatterOp>(b, getLoc(), x, indices, u, w));
}
LogicalResult DynamicUpdateSliceOp::lower(Lowering &, OpBuilder &b,
                                          ValueRange in, Values &out) {
  auto sizes = typeOf(getUpdate()).getShape();
  if (typeOf(getUpdate()).getNumElements() == 0)
    return give(out, in[0]);
  List ones(sizes.size(), 1);
  return give(out, tensor::InsertSliceOp::create(
                       b, getLoc(), in[1], in[0],
                       places(b, getLoc(), in.drop_front(2), getStart(),
                              getX().getType(), sizes),
                       attrs(b, sizes), attrs(b, ones)));
}
