// How gather and scatter address windows of an array, and the arithmetic on
// places that the rules of DynamicSlice, Gather and Scatter share.
#pragma once
#include "GatherOps.h"
#include "ScatterOps.h"
#include "Bodies.h"
#include "RuleHelpers.h"

namespace weft::ir {
using List = SmallVector<int64_t>;

/// The dimension numbers of a gather or scatter in gather's words. Windows are
/// taken out of, or put into, x; they stand side by side in y (a gather's
/// result, a scatter's updates).
struct Windows {
  List offset;                  // axes of y that run inside a window
  List collapsed;               // axes of x with one element in a window
  List batching, indexBatching; // axes of x and of indices that go together
  List map;                     // the axis of x that component k is for
  int64_t vector = 0;           // the axis of indices that vectors lie along
  bool sorted = false, unique = false;

  /// Axes of x that run inside a window, as `offset` does in y.
  List inner(int64_t xRank) const;
  /// Axes of y that run over windows, as those of indices but `vector` do.
  List outer(int64_t yRank) const { return otherAxes(yRank, offset); }
  /// Axes of indices but `vector`.
  List indexOuter(int64_t indexRank) const;
  /// The size of a window along each axis of x, from the shape of y.
  List sizes(int64_t xRank, ArrayRef<int64_t> yShape) const;
  /// With a new leading axis that x and y have, and perhaps indices.
  Windows batched(bool x, bool indices) const;
};

/// Null, as a default is before an op is complete: empty.
inline List listOf(DenseI64ArrayAttr a) {
  return a ? List(a.asArrayRef()) : List();
}
/// Of a GatherOp or its adaptor.
template <class Op> Windows gatherWindows(Op op) {
  Windows w;
  w.offset = List(op.getOffsetDims());
  w.collapsed = List(op.getCollapsedSliceDims());
  w.batching = listOf(op.getOperandBatchingDimsAttr());
  w.indexBatching = listOf(op.getStartIndicesBatchingDimsAttr());
  w.map = List(op.getStartIndexMap());
  w.vector = op.getIndexVectorDim();
  w.sorted = op.getIndicesAreSorted();
  return w;
}
template <class Op> Windows scatterWindows(Op op) {
  Windows w;
  w.offset = List(op.getUpdateWindowDims());
  w.collapsed = List(op.getInsertedWindowDims());
  w.batching = listOf(op.getInputBatchingDimsAttr());
  w.indexBatching = listOf(op.getScatterIndicesBatchingDimsAttr());
  w.map = List(op.getScatterDimsToOperandDims());
  w.vector = op.getIndexVectorDim();
  w.sorted = op.getIndicesAreSorted();
  w.unique = op.getUniqueIndices();
  return w;
}
Value makeGather(OpBuilder &b, Location loc, Value x, Value indices,
                 const Windows &w, ArrayRef<int64_t> sizes);
template <class Op>
Value makeScatter(OpBuilder &b, Location loc, Value x, Value indices,
                  Value updates, const Windows &w) {
  return Op::create(b, loc, x, indices, updates, w.offset, w.collapsed,
                    w.batching, w.indexBatching, w.map, w.vector, w.sorted,
                    w.unique);
}

/// What messages call the parts of Windows.
struct WindowNames {
  StringRef op, offset, collapsed, batching, indexBatching, map, y;
};
/// Constraints C1 to C7 of gather and scatter.
LogicalResult verifyWindows(const Windows &w, Type x, Type indices,
                            int64_t yRank, const WindowNames &names,
                            llvm::function_ref<InFlightDiagnostic()> error);

//===-- Places, in rules --------------------------------------------------===//
/// Index vectors moved to where windows of these sizes fit.
Value clampedIndices(OpBuilder &b, Location loc, Value indices,
                     const Windows &w, Type x, ArrayRef<int64_t> sizes);
/// Bool, of y's shape: whether the window is in x as a whole. Null where it
/// always is.
Value insideWindows(OpBuilder &b, Location loc, Value y, Value indices,
                    const Windows &w, Type x, ArrayRef<int64_t> sizes);
/// y where the window fits in x as a whole, else 0.
Value zeroOutside(OpBuilder &b, Location loc, Value y, Value indices,
                  const Windows &w, Type x, ArrayRef<int64_t> sizes);
/// Scalars, some of them batched, as index vectors of a leading axis n.
Value indexVectors(OpBuilder &b, Location loc, ValueRange scalars,
                   ArrayRef<bool> batched, int64_t n);

//===-- Places, in lowering -----------------------------------------------===//
/// A start (of this dtype, lowered) as an index within [0, bound].
Value startPlace(OpBuilder &b, Location loc, Value start, Type dtype,
                 int64_t bound);
/// Whether it is within [0, bound] already.
Value startFits(OpBuilder &b, Location loc, Value start, Type dtype,
                int64_t bound);
} // namespace weft::ir
