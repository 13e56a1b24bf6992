// Windows of an array, at places that another array gives.
#include "GatherOps.h"
#include "Windows.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;

//===-- gather ------------------------------------------------------------===//
LogicalResult GatherOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> loc, Adaptor a,
                                         SmallVectorImpl<Type> &out) {
  auto x = typeOf(a.getX()), indices = typeOf(a.getIndices());
  Windows w = gatherWindows(a);
  int64_t outer = indices.getRank() - (w.vector < indices.getRank());
  int64_t rank = outer + w.offset.size();
  auto error = [&] {
    return loc ? mlir::emitError(*loc) : InFlightDiagnostic();
  };
  WindowNames names{"gather",
                    "offset_dims",
                    "collapsed_slice_dims",
                    "operand_batching_dims",
                    "start_indices_batching_dims",
                    "start_index_map",
                    "the result"};
  if (failed(verifyWindows(w, x, indices, rank, names, error)))
    return failure();
  auto sizes = a.getSliceSizes();
  auto inner = w.inner(x.getRank());
  bool fits = static_cast<int64_t>(sizes.size()) == x.getRank();
  bool nothing = false; // to read
  for (int64_t i = 0; fits && i < x.getRank(); ++i) {
    fits = sizes[i] >= 0 && sizes[i] <= x.getDimSize(i) &&
           (sizes[i] <= 1 || llvm::is_contained(inner, i));
    nothing |= sizes[i] == 0;
  }
  List shape(rank);
  for (auto [at, axis] :
       llvm::zip(w.outer(rank), w.indexOuter(indices.getRank())))
    shape[at] = indices.getDimSize(axis);
  if (fits)
    for (auto [at, axis] : llvm::zip(w.offset, inner))
      shape[at] = sizes[axis];
  if (!fits || (nothing && !llvm::is_contained(shape, 0)))
    return emitOptionalError(
        loc,
        "[gather] (gather-C8) slice_sizes must have one entry per axis, at "
        "least 0 and at most the axis, and 1 on collapsed and batching axes (0 "
        "where the result is empty). Received slice_sizes = ",
        said(sizes), ", shape = ", saidShape(x));
  out.push_back(x.clone(shape));
  return success();
}
OpFoldResult GatherOp::fold(FoldAdaptor a) {
  if (auto s = dyn_cast_or_null<SplatElementsAttr>(a.getX()))
    return s.resizeSplat(tensorType(getType()));
  return {};
}
LogicalResult GatherOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, makeGather(b, getLoc(), t[0], getIndices(),
                              gatherWindows(*this), getSliceSizes()));
}
LogicalResult GatherOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                  ArrayRef<Value> cts, Values &out) {
  Windows w = gatherWindows(*this);
  Type x = getX().getType();
  // Order by components is lost where only some of them are moved.
  w.sorted = w.sorted && w.map.size() <= 1;
  Value indices = clampedIndices(b, getLoc(), in[1], w, x, getSliceSizes());
  out.push_back(makeScatter<ScatterAddOp>(b, getLoc(), zeros(b, getLoc(), x),
                                          indices, cts[0], w));
  out.push_back({});
  return success();
}
LogicalResult GatherOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                              int64_t n, Values &out, Mask &outBatched) {
  outBatched.set();
  Windows w = gatherWindows(*this).batched(batched[0], batched[1]);
  List sizes(getSliceSizes());
  if (batched[0])
    sizes.insert(sizes.begin(), batched[1] ? std::min<int64_t>(n, 1) : n);
  return give(out, makeGather(b, getLoc(), in[0], in[1], w, sizes));
}
/// Both operands are read as arrays (see Fusion.h).
AffineMap GatherOp::operandMap(unsigned) { return {}; }
Value GatherOp::emitElement(OpBuilder &b, ValueRange in, IndexFn index) {
  Windows w = gatherWindows(*this);
  auto loc = getLoc();
  auto x = typeOf(getX()), indices = typeOf(getIndices());
  auto number = [&](int64_t n) -> Value {
    return arith::ConstantIndexOp::create(b, loc, n);
  };
  SmallVector<Value> at(x.getRank()), vector(indices.getRank());
  for (auto [axis, y] : llvm::zip(w.indexOuter(indices.getRank()),
                                  w.outer(typeOf(getY()).getRank())))
    vector[axis] = index(y);
  for (auto [axis, other] : llvm::zip(w.batching, w.indexBatching))
    at[axis] = vector[other];
  for (auto [k, axis] : llvm::enumerate(w.map)) {
    int64_t bound = x.getDimSize(axis) - getSliceSizes()[axis];
    if (bound == 0)
      continue;
    if (w.vector < indices.getRank())
      vector[w.vector] = number(k);
    Value start = tensor::ExtractOp::create(b, loc, in[1], vector);
    at[axis] = startPlace(b, loc, start, indices.getElementType(), bound);
  }
  for (auto [axis, y] : llvm::zip(w.inner(x.getRank()), w.offset)) {
    if (x.getDimSize(axis) == 1)
      continue;
    Value i = index(y);
    at[axis] = at[axis] ? arith::AddIOp::create(b, loc, at[axis], i) : i;
  }
  for (Value &v : at)
    if (!v)
      v = number(0);
  return tensor::ExtractOp::create(b, loc, in[0], at);
}
