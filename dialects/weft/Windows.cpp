// See Windows.h.
#include "Windows.h"
#include "ArithmeticOps.h"
#include "IndexOps.h"
#include "LogicOps.h"
#include "ReduceOps.h"
#include "ShapeOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
using namespace weft::ir;

//===-- Dimension numbers -------------------------------------------------===//
List Windows::inner(int64_t xRank) const {
  List gone(collapsed);
  llvm::append_range(gone, batching);
  return otherAxes(xRank, gone);
}
List Windows::indexOuter(int64_t indexRank) const {
  return otherAxes(indexRank, vector);
}
List Windows::sizes(int64_t xRank, ArrayRef<int64_t> yShape) const {
  List out(xRank, 1);
  for (auto [axis, at] : llvm::zip(inner(xRank), offset))
    out[axis] = yShape[at];
  return out;
}
Windows Windows::batched(bool x, bool indices) const {
  Windows w = *this;
  // Without an axis in indices a window has all of the new one.
  w.offset = shifted(offset, /*lead=*/!indices);
  if (x) {
    w.collapsed = shifted(collapsed);
    w.batching = shifted(batching, /*lead=*/indices);
    w.map = shifted(map);
  }
  if (indices) {
    w.indexBatching = shifted(indexBatching, /*lead=*/x);
    w.vector = vector + 1;
    w.sorted = false;
  }
  return w;
}
Value weft::ir::makeGather(OpBuilder &b, Location loc, Value x, Value indices,
                           const Windows &w, ArrayRef<int64_t> sizes) {
  return GatherOp::create(b, loc, x, indices, w.offset, w.collapsed,
                          w.batching, w.indexBatching, w.map, w.vector, sizes,
                          w.sorted);
}

static bool namedOnce(List dims, int64_t rank) {
  llvm::sort(dims);
  return areAxes(dims, rank);
}
LogicalResult
weft::ir::verifyWindows(const Windows &w, Type xType, Type indexType,
                        int64_t yRank, const WindowNames &names,
                        llvm::function_ref<InFlightDiagnostic()> error) {
  auto x = tensorType(xType), indices = tensorType(indexType);
  int64_t rank = x.getRank(), indexRank = indices.getRank();
  auto fail = [&](int id, const Twine &rule) {
    return error() << "[" << names.op << "] (" << names.op << "-C" << id << ") "
                   << rule << ". Received " << names.offset << " = "
                   << said(w.offset) << ", " << names.collapsed << " = "
                   << said(w.collapsed) << ", " << names.batching << " = "
                   << said(w.batching) << ", " << names.indexBatching << " = "
                   << said(w.indexBatching) << ", " << names.map << " = "
                   << said(w.map) << ", index_vector_dim = " << w.vector
                   << ", shape = " << saidShape(x)
                   << ", indices' shape = " << saidShape(indices);
  };
  size_t named = w.offset.size() + w.collapsed.size() + w.batching.size();
  if (static_cast<int64_t>(named) != rank)
    return fail(1, names.offset + ", " + names.collapsed + " and " +
                       names.batching +
                       " together must be as many as the operand's axes");
  if (w.vector < 0 || w.vector > indexRank)
    return fail(2, "index_vector_dim must be at least 0 and at most the rank "
                   "of indices");
  int64_t components =
      w.vector == indexRank ? 1 : indices.getDimSize(w.vector);
  if (static_cast<int64_t>(w.map.size()) != components)
    return fail(3, names.map + " must have one entry per component of an "
                               "index vector");
  if (!areAxes(w.offset, yRank))
    return fail(4, names.offset + " must be axes of " + names.y +
                       ", ascending");
  List gone(w.collapsed);
  llvm::append_range(gone, w.batching);
  if (!areAxes(w.collapsed, rank) || !areAxes(w.batching, rank) ||
      !namedOnce(gone, rank))
    return fail(5, names.collapsed + " and " + names.batching +
                       " must be axes of the operand, each ascending, none in "
                       "both");
  bool paired = w.batching.size() == w.indexBatching.size() &&
                namedOnce(w.indexBatching, indexRank) &&
                !llvm::is_contained(w.indexBatching, w.vector);
  for (auto [i, j] : llvm::zip(w.batching, w.indexBatching))
    paired = paired && x.getDimSize(i) == indices.getDimSize(j);
  if (!paired)
    return fail(6, names.indexBatching +
                       " must be axes of indices, each named once, without "
                       "index_vector_dim, of the sizes of " +
                       names.batching);
  List starts(w.map);
  llvm::append_range(starts, w.batching);
  if (!namedOnce(starts, rank))
    return fail(7, names.map + " must name axes of the operand once, none of "
                               "them in " +
                       names.batching);
  return success();
}

//===-- Places, in rules --------------------------------------------------===//
/// The greatest start of each component, as far as the dtype of indices goes.
static List boundsOf(const Windows &w, Type x, ArrayRef<int64_t> sizes,
                     Type dtype) {
  unsigned bits = dtype.getIntOrFloatBitWidth() - !isUnsigned(dtype);
  int64_t most = std::numeric_limits<int64_t>::max();
  if (bits < 63)
    most = (int64_t(1) << bits) - 1;
  List out;
  for (int64_t axis : w.map)
    out.push_back(
        std::min(most, tensorType(x).getDimSize(axis) - sizes[axis]));
  return out;
}
/// One number per component, in the shape of `indices`.
static Value perComponent(OpBuilder &b, Location loc, Value indices,
                          const Windows &w, ArrayRef<int64_t> numbers) {
  auto type = typeOf(indices);
  Type dtype = type.getElementType();
  SmallVector<APInt> values;
  for (int64_t n : numbers)
    values.push_back(APInt(dtype.getIntOrFloatBitWidth(), n));
  auto list = type.clone({static_cast<int64_t>(numbers.size())});
  if (llvm::all_equal(numbers) && !numbers.empty())
    return ConstantOp::create(b, loc, DenseElementsAttr::get(type, values[0]));
  Value c = ConstantOp::create(b, loc, DenseElementsAttr::get(list, values));
  return BroadcastInDimOp::create(b, loc, type, c, w.vector);
}
Value weft::ir::clampedIndices(OpBuilder &b, Location loc, Value indices,
                               const Windows &w, Type x,
                               ArrayRef<int64_t> sizes) {
  if (w.map.empty())
    return indices;
  Type dtype = elementOf(indices.getType());
  if (!isUnsigned(dtype))
    indices =
        MaxOp::create(b, loc, indices, zeros(b, loc, indices.getType()));
  return MinOp::create(
      b, loc, indices,
      perComponent(b, loc, indices, w, boundsOf(w, x, sizes, dtype)));
}
Value weft::ir::insideWindows(OpBuilder &b, Location loc, Value y,
                              Value indices, const Windows &w, Type x,
                              ArrayRef<int64_t> sizes) {
  if (w.map.empty())
    return {};
  auto type = typeOf(indices);
  Type dtype = type.getElementType();
  Value most = perComponent(b, loc, indices, w, boundsOf(w, x, sizes, dtype));
  Value fits = CompareOp::create(b, loc, Direction::Le, indices, most);
  if (!isUnsigned(dtype))
    fits = AndOp::create(b, loc, fits,
                         CompareOp::create(b, loc, Direction::Ge, indices,
                                           zeros(b, loc, type)));
  if (w.vector < type.getRank())
    fits = ReduceAndOp::create(b, loc, fits, w.vector);
  auto yType = typeOf(y);
  return BroadcastInDimOp::create(b, loc, yType.clone(b.getI1Type()), fits,
                                  w.outer(yType.getRank()));
}
Value weft::ir::zeroOutside(OpBuilder &b, Location loc, Value y, Value indices,
                            const Windows &w, Type x,
                            ArrayRef<int64_t> sizes) {
  Value inside = insideWindows(b, loc, y, indices, w, x, sizes);
  if (!inside)
    return y;
  return SelectOp::create(b, loc, inside, y, zeros(b, loc, y.getType()));
}
Value weft::ir::indexVectors(OpBuilder &b, Location loc, ValueRange scalars,
                             ArrayRef<bool> batched, int64_t n) {
  SmallVector<Value> columns;
  for (auto [v, has] : llvm::zip(scalars, batched)) {
    List dims;
    if (has)
      dims.push_back(0);
    auto type = typeOf(v).clone({n, 1});
    columns.push_back(BroadcastInDimOp::create(b, loc, type, v, dims));
  }
  return ConcatenateOp::create(b, loc, columns, 1);
}

//===-- Places, in lowering -----------------------------------------------===//
static Value widened(OpBuilder &b, Location loc, Value start, Type dtype) {
  Type i64 = b.getI64Type();
  if (start.getType() == i64)
    return start;
  if (isUnsigned(dtype))
    return arith::ExtUIOp::create(b, loc, i64, start);
  return arith::ExtSIOp::create(b, loc, i64, start);
}
static Value number(OpBuilder &b, Location loc, int64_t n) {
  return arith::ConstantOp::create(b, loc, b.getI64IntegerAttr(n));
}
Value weft::ir::startPlace(OpBuilder &b, Location loc, Value start, Type dtype,
                           int64_t bound) {
  if (bound == 0)
    return arith::ConstantIndexOp::create(b, loc, 0);
  Value v = widened(b, loc, start, dtype), most = number(b, loc, bound);
  if (isUnsigned(dtype)) {
    v = arith::MinUIOp::create(b, loc, v, most);
  } else {
    v = arith::MaxSIOp::create(b, loc, v, number(b, loc, 0));
    v = arith::MinSIOp::create(b, loc, v, most);
  }
  return arith::IndexCastOp::create(b, loc, b.getIndexType(), v);
}
Value weft::ir::startFits(OpBuilder &b, Location loc, Value start, Type dtype,
                          int64_t bound) {
  // A negative start is a very large unsigned one.
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ule,
                               widened(b, loc, start, dtype),
                               number(b, loc, bound));
}
