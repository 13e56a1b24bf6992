// Parts of arrays at places that are known while tracing.
#include "IndexOps.h"
#include "ShapeOps.h"
#include "Api/OpsHelpers.h"
#include "Trace/Trace.h"
using namespace weft;
using namespace weft::api;
using weft::detail::describeShape;

static void checkCount(const Site &site, const Node &n, const Shape &list,
                       const char *what) {
  if (list.size() != n.dims.size())
    failShape(site, std::string(what) + " must have one entry per axis",
              describe(n) + " and " + describeShape(list));
}

//===-- slice -------------------------------------------------------------===//
static Array sliced(const Site &site, const Array &x, ArrayRef<int64_t> start,
                    ArrayRef<int64_t> limit, ArrayRef<int64_t> strides) {
  return stage(site, x, x.get()->weak, [&](const Words &w, ValueRange in) {
    return w.slice(in[0], start, limit, strides);
  });
}
/// x[start:limit:stride] along an axis, all of the others.
static Array slicedAlong(const Site &site, const Array &x, int64_t axis,
                         int64_t start, int64_t limit, int64_t stride) {
  List from(x.get()->dims.size(), 0), to(dimsOf(x)), by(from.size(), 1);
  from[axis] = start;
  to[axis] = limit;
  by[axis] = stride;
  return sliced(site, x, from, to, by);
}

Array weft::slice(const Operand &x, const Shape &start, const Shape &limit,
                  const Shape &strides) {
  Site site("slice", x.where);
  const Node &n = nodeOf(site, x.array);
  Shape by = strides.empty() ? Shape(n.dims.size(), 1) : strides;
  checkCount(site, n, start, "start");
  checkCount(site, n, limit, "limit");
  checkCount(site, n, by, "strides");
  for (size_t i = 0; i < by.size(); ++i) {
    if (start[i] < 0 || start[i] > limit[i] || limit[i] > n.dims[i])
      failShape(site, "0 ≤ start ≤ limit ≤ size must hold on every axis",
                describe(n) + ", start " + describeShape(start) +
                    " and limit " + describeShape(limit),
                "sliceInDim counts negative places from the end");
    if (by[i] < 1)
      failShape(site, "strides must be positive",
                describe(n) + " and strides " + describeShape(by),
                "flip turns an axis round");
  }
  return sliced(site, x.array, start, limit, by);
}

Array weft::sliceInDim(const Operand &x, int64_t start,
                       std::optional<int64_t> limit, int64_t stride,
                       int64_t axis) {
  Site site("sliceInDim", x.where);
  const Node &n = nodeOf(site, x.array);
  int64_t at = axisOf(site, x.array, axis), size = n.dims[at];
  int64_t from = start < 0 ? start + size : start;
  int64_t to = !limit ? size : *limit < 0 ? *limit + size : *limit;
  if (from < 0 || from > to || to > size || stride < 1)
    failShape(site, "start ≤ limit must be places of the axis, and stride ≥ 1",
              describe(n) + ", start " + std::to_string(start) +
                  (limit ? ", limit " + std::to_string(*limit) : "") +
                  ", stride " + std::to_string(stride) + " and axis " +
                  std::to_string(axis));
  return slicedAlong(site, x.array, at, from, to, stride);
}

/// A place of an axis counted from its front.
static int64_t indexOf(const Site &site, const Array &x, int64_t index,
                       int64_t axis) {
  int64_t size = x.get()->dims[axis];
  if (index < -size || index >= size)
    failShape(site,
              "index " + std::to_string(index) + " is out of range on axis " +
                  std::to_string(axis),
              said(site, x));
  return index < 0 ? index + size : index;
}
static Array element(const Site &site, const Array &x, int64_t index,
                     int64_t axis, bool keepDims) {
  int64_t at = axisOf(site, x, axis), i = indexOf(site, x, index, at);
  if (keepDims)
    return slicedAlong(site, x, at, i, i + 1, 1);
  return composite(site, {x}, [&](const Arrays &in) {
    return squeeze(slicedAlong(site, in[0], at, i, i + 1, 1), at);
  });
}
Array weft::indexInDim(const Operand &x, int64_t index, int64_t axis,
                       bool keepDims) {
  return element(Site("indexInDim", x.where), x.array, index, axis, keepDims);
}

//===-- take --------------------------------------------------------------===//
Array weft::take(const Operand &x, int64_t index, int64_t axis) {
  return element(Site("take", x.where), x.array, index, axis, false);
}
/// A list of places is part of the program, not data that it captured: what
/// becomes of the derivative depends on it. Long ones, which the context would
/// keep, are data all the same.
static Array listed(const Site &site, const std::vector<int64_t> &places) {
  constexpr size_t maxListed = 4096;
  ir::Trace *trace = ir::currentTrace();
  std::vector<int32_t> narrow(places.begin(), places.end());
  bool fits = std::equal(places.begin(), places.end(), narrow.begin());
  if (!trace || trace->tracer == ir::Tracer::Eager || !fits ||
      places.size() > maxListed)
    return array(places);
  return stage(site, {}, false, [&](const Words &w, ValueRange) {
    auto type = ir::tensorType(Dtype::I32, {int64_t(narrow.size())});
    return ir::ConstantOp::create(
        w.b, w.loc,
        mlir::DenseElementsAttr::get(type, ArrayRef<int32_t>(narrow)));
  });
}
/// Runs of neighbours are one slice each.
Array weft::take(const Operand &x, const std::vector<int64_t> &indices,
                 int64_t axis) {
  Site site("take", x.where);
  int64_t at = axisOf(site, x.array, axis);
  SmallVector<std::pair<int64_t, int64_t>> runs; // [first, last)
  std::vector<int64_t> places;
  for (int64_t index : indices) {
    int64_t i = indexOf(site, x.array, index, at);
    places.push_back(i);
    if (!runs.empty() && runs.back().second == i)
      ++runs.back().second;
    else
      runs.push_back({i, i + 1});
  }
  if (runs.empty())
    runs.push_back({0, 0});
  // A few runs are views; many of them would be as many copies to compile.
  if (runs.size() > 8)
    return take(x, Operand(listed(site, places), x.where), at, Bounds::Clip);
  return composite(site, {x.array}, [&](const Arrays &in) {
    std::vector<Array> parts;
    for (auto [first, last] : runs)
      parts.push_back(slicedAlong(site, in[0], at, first, last, 1));
    return parts.size() == 1 ? parts[0] : concatenate(parts, at);
  });
}

//===-- pad ---------------------------------------------------------------===//
Array weft::pad(const Operand &x, const Shape &low, const Shape &high,
                const Shape &interior, const Operand &value) {
  Site site("pad", x.where);
  const Node &n = nodeOf(site, x.array);
  Shape between = interior.empty() ? Shape(n.dims.size(), 0) : interior;
  checkCount(site, n, low, "low");
  checkCount(site, n, high, "high");
  checkCount(site, n, between, "interior");
  if (!nodeOf(site, value.array).dims.empty())
    failShape(site, "the value must be a scalar", said(site, value.array));
  for (size_t i = 0; i < between.size(); ++i) {
    if (between[i] < 0)
      failShape(site, "interior must not be negative",
                describe(n) + " and interior " + describeShape(between));
    int64_t spread = 0, gaps = n.dims[i] ? n.dims[i] - 1 : 0;
    bool over = llvm::MulOverflow(gaps, between[i], spread) ||
                llvm::AddOverflow(spread, n.dims[i], spread) ||
                llvm::AddOverflow(spread, low[i], spread) ||
                llvm::AddOverflow(spread, high[i], spread);
    if (over)
      failShape(site, "no size may overflow",
                describe(n) + ", low " + describeShape(low) + ", high " +
                    describeShape(high) + " and interior " +
                    describeShape(between));
    if (spread < 0)
      failShape(site, "more is cut off than there is",
                describe(n) + ", low " + describeShape(low) + " and high " +
                    describeShape(high));
  }
  return stage(site, {x.array, literalAs(value.array, n.dtype)}, n.weak,
               [&](const Words &w, ValueRange in) {
                 return ir::PadOp::create(w.b, w.loc, in[0],
                                          w.convert(in[1], n.dtype), low, high,
                                          between);
               });
}
