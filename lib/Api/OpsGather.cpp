// Parts of arrays at computed places.
#include "ArithmeticOps.h"
#include "DynamicSliceOps.h"
#include "IndexOps.h"
#include "LogicOps.h"
#include "ShapeOps.h"
#include "Windows.h"
#include "Api/OpsHelpers.h"

#include <cmath>

using namespace weft;
using namespace weft::api;
using weft::detail::describeShape;
using ir::Windows;

//===-- Checks ------------------------------------------------------------===//
static void checkIndices(const Site &site, const Array &indices) {
  if (!isInteger(nodeOf(site, indices).dtype))
    failDtype(site, "indices must be integers", said(site, indices),
              isBool(indices.dtype()) ? "x[mask] takes bools"
                                      : "convert them with astype");
}
static void checkScalar(const Site &site, const Array &index) {
  checkIndices(site, index);
  if (!dimsOf(index).empty())
    failShape(site, "a start must be a scalar", said(site, index));
}
static bool isUnsigned(Dtype dtype) {
  return weft::detail::info(dtype).kind == weft::detail::DtypeKind::Unsigned;
}
/// The constraints that gather and scatter share, in the words of the caller.
static void checkWindows(const Site &site, const Windows &w, const Array &x,
                         const Array &indices, int64_t yRank,
                         const ir::WindowNames &names) {
  std::string text;
  mlir::ScopedDiagnosticHandler handler(
      ir::context(), [&](mlir::Diagnostic &d) {
        llvm::raw_string_ostream(text) << d;
        return mlir::success();
      });
  auto error = [] {
    return mlir::emitError(mlir::UnknownLoc::get(ir::context()));
  };
  auto type = [](const Array &a) {
    return ir::tensorType(a.dtype(), dimsOf(a));
  };
  if (succeeded(
          verifyWindows(w, type(x), type(indices), yRank, names, error)))
    return;
  // "[gather] (gather-C1) rule. Received …"
  llvm::StringRef rest = llvm::StringRef(text).split(") ").second;
  auto [rule, received] = rest.split(". Received ");
  failShape(site, rule.str(), received.str());
}
/// Of an update: x's dtype, weak or not.
static Array converted(const Site &site, const Array &u, Dtype dtype) {
  nodeOf(site, u);
  return literalAs(u, dtype);
}

//===-- One block ---------------------------------------------------------===//
/// Starts in one dtype; negative ones from the end.
static SmallVector<Value> startValues(const Words &w, ValueRange start,
                                      Dtype dtype, ArrayRef<int64_t> dims) {
  SmallVector<Value> out;
  for (auto [v, size] : llvm::zip(start, dims)) {
    Value s = w.convert(v, dtype);
    auto known = s.getDefiningOp<ir::ConstantOp>();
    auto splat = known ? llvm::dyn_cast<mlir::SplatElementsAttr>(
                             known.getValue())
                       : mlir::SplatElementsAttr();
    bool isZero = splat && splat.getSplatValue<llvm::APInt>().isZero();
    if (!isUnsigned(dtype) && !isZero) {
      Value less = ir::CompareOp::create(w.b, w.loc, ir::Direction::Lt, s,
                                         w.like(s, 0));
      Value moved = ir::AddOp::create(w.b, w.loc, s, w.like(s, size));
      s = ir::SelectOp::create(w.b, w.loc, less, moved, s);
    }
    out.push_back(s);
  }
  return out;
}
/// The dtype that starts are promoted to: i32 of literals, and of small ones,
/// which could not be moved by the size of an axis.
static Dtype startDtype(const Site &site, ArrayRef<Array> start) {
  for (const Array &s : start)
    checkScalar(site, s);
  if (start.empty())
    return Dtype::I32;
  Dtype dtype = promote(site, start, Ints).dtype;
  return itemSize(dtype) < 4 ? Dtype::I32 : dtype;
}
static void checkCount(const Site &site, const Array &x, size_t n,
                       const char *what) {
  if (n != nodeOf(site, x).dims.size())
    failShape(site, std::string("there must be one ") + what + " per axis",
              said(site, x) + " and " + std::to_string(n));
}
static Array dynamicSlice(const Site &site, const Array &x,
                          ArrayRef<Array> start, ArrayRef<int64_t> sizes) {
  checkCount(site, x, start.size(), "start");
  checkCount(site, x, sizes.size(), "size");
  for (auto [size, axis] : llvm::zip(sizes, dimsOf(x)))
    if (size < 0 || size > axis)
      failShape(site, "sizes must be at least 0 and at most the axis",
                said(site, x) + " and sizes " +
                    describeShape({sizes.data(), sizes.size()}));
  Dtype dtype = startDtype(site, start);
  SmallVector<Array> xs{x};
  llvm::append_range(xs, start);
  return stage(site, xs, x.isWeak(), [&](const Words &w, ValueRange in) {
    auto at = startValues(w, in.drop_front(), dtype,
                          ir::typeOf(in[0]).getShape());
    return ir::DynamicSliceOp::create(w.b, w.loc, in[0], at, sizes);
  });
}
static Array dynamicUpdate(const Site &site, const Array &x, const Array &u,
                           ArrayRef<Array> start) {
  checkCount(site, x, start.size(), "start");
  auto dims = dimsOf(nodeOf(site, u));
  bool fits = dims.size() == dimsOf(x).size();
  for (auto [size, axis] : llvm::zip(dims, dimsOf(x)))
    fits = fits && size <= axis;
  if (!fits)
    failShape(site,
              "the update must have the array's rank and no larger axis",
              said(site, {x, u}));
  Dtype dtype = startDtype(site, start);
  SmallVector<Array> xs{x, converted(site, u, x.dtype())};
  llvm::append_range(xs, start);
  return stage(site, xs, x.isWeak(), [&](const Words &w, ValueRange in) {
    auto at = startValues(w, in.drop_front(2), dtype,
                          ir::typeOf(in[0]).getShape());
    return ir::DynamicUpdateSliceOp::create(
        w.b, w.loc, in[0], w.convert(in[1], x.dtype()), at);
  });
}
Array weft::dynamicSlice(const Operand &x, const std::vector<Array> &start,
                         const Shape &sizes) {
  return ::dynamicSlice(Site("dynamicSlice", x.where), x.array, start, sizes);
}
Array weft::dynamicUpdateSlice(const Operand &x, const Operand &update,
                               const std::vector<Array> &start) {
  return dynamicUpdate(Site("dynamicUpdateSlice", x.where), x.array,
                       update.array, start);
}
/// `index` on one axis, 0 on the others.
static SmallVector<Array> startsAlong(const Site &site, const Array &x,
                                      const Array &index, int64_t axis) {
  SmallVector<Array> out(nodeOf(site, x).dims.size(), Array(0));
  out[axis] = index;
  return out;
}
Array weft::dynamicSliceInDim(const Operand &x, const Operand &start,
                              int64_t size, int64_t axis) {
  Site site("dynamicSliceInDim", x.where);
  int64_t at = axisOf(site, x.array, axis);
  List sizes(dimsOf(x.array));
  sizes[at] = size;
  return ::dynamicSlice(site, x.array,
                        startsAlong(site, x.array, start.array, at), sizes);
}
Array weft::dynamicUpdateSliceInDim(const Operand &x, const Operand &update,
                                    const Operand &start, int64_t axis) {
  Site site("dynamicUpdateSliceInDim", x.where);
  int64_t at = axisOf(site, x.array, axis);
  return dynamicUpdate(site, x.array, update.array,
                       startsAlong(site, x.array, start.array, at));
}
Array weft::dynamicIndexInDim(const Operand &x, const Operand &index,
                              int64_t axis, bool keepDims) {
  Site site("dynamicIndexInDim", x.where);
  int64_t at = axisOf(site, x.array, axis);
  return composite(site, {x.array, index.array}, [&](const Arrays &in) {
    Array y = dynamicSliceInDim(in[0], in[1], 1, at);
    return keepDims ? y : squeeze(y, at);
  });
}
Array weft::dynamicUpdateIndexInDim(const Operand &x, const Operand &update,
                                    const Operand &index, int64_t axis) {
  Site site("dynamicUpdateIndexInDim", x.where);
  int64_t at = axisOf(site, x.array, axis);
  bool lacks = nodeOf(site, update.array).dims.size() + 1 ==
               dimsOf(x.array).size();
  return composite(
      site, {x.array, update.array, index.array}, [&](const Arrays &in) {
        return dynamicUpdateSliceInDim(
            in[0], lacks ? expandDims(in[1], at) : in[1], in[2], at);
      });
}

//===-- Windows -----------------------------------------------------------===//
static double defaultFill(Dtype dtype) {
  if (isFloat(dtype) || isComplex(dtype))
    return NAN;
  if (isBool(dtype))
    return 0;
  // The least of the signed; unsigned ones are made of bits (see `filled`).
  return -std::ldexp(1, dtype == Dtype::I4 ? 3 : 8 * itemSize(dtype) - 1);
}
/// `fill` where the window is not in x as a whole.
static Value filled(const Words &w, Value y, Value indices, const Windows &win,
                    ir::Type x, ArrayRef<int64_t> sizes, Dtype dtype,
                    std::optional<double> fill) {
  Value inside = ir::insideWindows(w.b, w.loc, y, indices, win, x, sizes);
  if (!inside)
    return y;
  double value = fill ? *fill : defaultFill(dtype);
  Value other;
  if (!fill && isUnsigned(dtype)) // all bits: a double has 53
    other = ir::NotOp::create(w.b, w.loc, w.like(y, 0));
  else
    other = w.like(y, value);
  return ir::SelectOp::create(w.b, w.loc, inside, y, other);
}
Array weft::gather(const Operand &x, const Operand &indices,
                   const GatherDims &dims, const Shape &sliceSizes, Bounds mode,
                   std::optional<double> fillValue) {
  Site site("gather", x.where);
  const Node &n = nodeOf(site, x.array);
  checkIndices(site, indices.array);
  Windows w;
  w.offset = List(ArrayRef(dims.offsetDims));
  w.collapsed = List(ArrayRef(dims.collapsedSliceDims));
  w.map = List(ArrayRef(dims.startIndexMap));
  w.batching = List(ArrayRef(dims.operandBatchingDims));
  w.indexBatching = List(ArrayRef(dims.startIndicesBatchingDims));
  int64_t indexRank = dimsOf(indices.array).size();
  w.vector = dims.indexVectorDim.value_or(indexRank - 1);
  int64_t outer = indexRank - (w.vector < indexRank);
  checkWindows(site, w, x.array, indices.array, outer + w.offset.size(),
               {"gather", "offsetDims", "collapsedSliceDims",
                "operandBatchingDims", "startIndicesBatchingDims",
                "startIndexMap", "the result"});
  bool fits = sliceSizes.size() == n.dims.size();
  for (size_t i = 0; fits && i < n.dims.size(); ++i) {
    bool one = llvm::is_contained(w.collapsed, i) ||
               llvm::is_contained(w.batching, i);
    fits = sliceSizes[i] >= 0 && sliceSizes[i] <= n.dims[i] &&
           (!one || sliceSizes[i] == 1 ||
            (n.dims[i] == 0 && llvm::is_contained(dimsOf(indices.array), 0)));
  }
  if (!fits)
    failShape(site,
              "slice sizes must be at least 0 and at most the axis, one per "
              "axis, and 1 on collapsed and batching axes",
              said(site, x.array) + " and slice sizes " +
                  describeShape(sliceSizes));
  if (mode == Bounds::Wrap)
    failShape(site, "windows are clipped or filled, never wrapped",
              "Bounds::Wrap", "take has it");
  return stage(site, {x.array, indices.array}, n.weak,
               [&](const Words &words, ValueRange in) {
                 Value y = ir::makeGather(words.b, words.loc, in[0], in[1], w,
                                          sliceSizes);
                 return mode == Bounds::Clip
                            ? y
                            : filled(words, y, in[1], w, in[0].getType(),
                                     sliceSizes, n.dtype, fillValue);
               });
}

template <class Op>
static Array scatterOf(const char *name, const Operand &x,
                       const Operand &indices, const Operand &updates,
                       const ScatterDims &dims, const ScatterOptions &options,
                       unsigned kinds) {
  Site site(name, x.where);
  const Node &n = nodeOf(site, x.array);
  promote(site, x.array, kinds);
  checkIndices(site, indices.array);
  Windows w;
  w.offset = List(ArrayRef(dims.updateWindowDims));
  w.collapsed = List(ArrayRef(dims.insertedWindowDims));
  w.map = List(ArrayRef(dims.scatterDimsToOperandDims));
  w.batching = List(ArrayRef(dims.inputBatchingDims));
  w.indexBatching = List(ArrayRef(dims.scatterIndicesBatchingDims));
  w.sorted = options.indicesAreSorted;
  w.unique = options.uniqueIndices;
  auto at = dimsOf(indices.array), u = dimsOf(nodeOf(site, updates.array));
  w.vector = dims.indexVectorDim.value_or(static_cast<int64_t>(at.size()) - 1);
  checkWindows(site, w, x.array, indices.array, u.size(),
               {name, "updateWindowDims", "insertedWindowDims",
                "inputBatchingDims", "scatterIndicesBatchingDims",
                "scatterDimsToOperandDims", "updates"});
  auto outer = w.outer(u.size()), places = w.indexOuter(at.size());
  bool fits = outer.size() == places.size();
  for (auto [i, j] : llvm::zip(outer, places))
    fits = fits && u[i] == at[j];
  for (auto [i, j] : llvm::zip(w.offset, w.inner(n.dims.size())))
    fits = fits && u[i] <= n.dims[j];
  if (!fits)
    failShape(site,
              "updates must have the axes of indices (without index vectors) "
              "and windows that fit",
              said(site, {x.array, indices.array, updates.array}) +
                  " and updateWindowDims " +
                  describeShape(dims.updateWindowDims));
  if (options.mode == Bounds::Wrap)
    failShape(site, "windows are clipped or dropped, never wrapped",
              "Bounds::Wrap");
  Array exact = converted(site, updates.array, n.dtype);
  return stage(site, {x.array, indices.array, exact}, n.weak,
               [&](const Words &words, ValueRange in) {
                 Value i = in[1];
                 if (options.mode == Bounds::Clip)
                   i = ir::clampedIndices(words.b, words.loc, i, w,
                                          in[0].getType(),
                                          w.sizes(n.dims.size(), u));
                 return ir::makeScatter<Op>(words.b, words.loc, in[0], i,
                                            words.convert(in[2], n.dtype), w);
               });
}
Array weft::scatter(const Operand &x, const Operand &indices,
                    const Operand &updates, const ScatterDims &dims,
                    const ScatterOptions &options) {
  return scatterOf<ir::ScatterOp>("scatter", x, indices, updates, dims, options,
                                  Anything);
}
Array weft::scatterAdd(const Operand &x, const Operand &indices,
                       const Operand &updates, const ScatterDims &dims,
                       const ScatterOptions &options) {
  return scatterOf<ir::ScatterAddOp>("scatterAdd", x, indices, updates, dims,
                                     options, Numbers);
}
Array weft::scatterMul(const Operand &x, const Operand &indices,
                       const Operand &updates, const ScatterDims &dims,
                       const ScatterOptions &options) {
  return scatterOf<ir::ScatterMulOp>("scatterMul", x, indices, updates, dims,
                                     options, Numbers);
}
Array weft::scatterMin(const Operand &x, const Operand &indices,
                       const Operand &updates, const ScatterDims &dims,
                       const ScatterOptions &options) {
  return scatterOf<ir::ScatterMinOp>("scatterMin", x, indices, updates, dims,
                                     options, Ordered);
}
Array weft::scatterMax(const Operand &x, const Operand &indices,
                       const Operand &updates, const ScatterDims &dims,
                       const ScatterOptions &options) {
  return scatterOf<ir::ScatterMaxOp>("scatterMax", x, indices, updates, dims,
                                     options, Ordered);
}
