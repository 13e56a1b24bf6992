// A scatter whose places are known when it is compiled, as a gather: each
// element is the sum of the updates that a table names. That is what the
// derivative of taking elements by constant lists becomes.
#include "ScatterLoops.h"
#include "ArithmeticOps.h"
#include "ShapeOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Matchers.h"
using namespace weft::ir;

/// Updates whose places are looked at while compiling.
static constexpr int64_t maxUpdates = 1 << 16;
/// Updates of an element that are added in a row, without a loop.
static constexpr int64_t maxUnrolled = 16;

/// The elements of a constant, perhaps moved into bounds by `clampedIndices`.
static std::optional<List> constantPlaces(Value v) {
  auto isUns = isUnsigned(elementOf(v.getType()));
  if (isa_and_nonnull<MinOp, MaxOp>(v.getDefiningOp())) {
    Operation *op = v.getDefiningOp();
    SplatElementsAttr bound;
    auto places = constantPlaces(op->getOperand(0));
    if (!places || !matchPattern(op->getOperand(1), m_Constant(&bound)))
      return std::nullopt;
    APInt n = bound.getSplatValue<APInt>();
    int64_t at = isUns ? n.getZExtValue() : n.getSExtValue();
    for (int64_t &p : *places)
      p = isa<MinOp>(op) ? std::min(p, at) : std::max(p, at);
    return places;
  }
  Attribute value;
  if (!matchPattern(v, m_Constant(&value)))
    return std::nullopt;
  auto bits = elementOf(v.getType()).getIntOrFloatBitWidth();
  List out;
  if (auto dense = dyn_cast<DenseIntElementsAttr>(value)) {
    for (const APInt &n : dense.getValues<APInt>())
      out.push_back(isUns ? n.getZExtValue() : n.getSExtValue());
    return out;
  }
  auto resource = dyn_cast<DenseResourceElementsAttr>(value);
  auto *blob = resource ? resource.getRawHandle().getBlob() : nullptr;
  if (!blob || (bits != 32 && bits != 64) || (bits == 64 && isUns))
    return std::nullopt;
  ArrayRef<char> data = blob->getData();
  for (size_t i = 0; i + bits / 8 <= data.size(); i += bits / 8) {
    int64_t wide;
    uint32_t narrow;
    if (bits == 64)
      std::memcpy(&wide, data.data() + i, 8);
    else
      std::memcpy(&narrow, data.data() + i, 4);
    out.push_back(bits == 64 ? wide
                  : isUns    ? int64_t(narrow)
                             : int64_t(int32_t(narrow)));
  }
  return out;
}

namespace {
/// Of each place, as many updates as the place with most has: their numbers in
/// order, and `none` where there are fewer.
struct Inverse {
  int64_t places, most = 0, none;
  bool full = false; // `none` does not appear
  List table;        // [most, places] or, where rows are added in a loop,
                     // [places, most]
  bool unrolled() const { return most <= maxUnrolled; }
};
} // namespace

/// Nothing where the table would be much longer than the updates.
static std::optional<Inverse> inverseOf(ArrayRef<int64_t> at, int64_t places) {
  Inverse inv;
  inv.places = places;
  inv.none = at.size();
  List count(places, 0);
  int64_t inside = 0;
  for (int64_t p : at)
    if (p >= 0 && p < places) {
      inv.most = std::max(inv.most, ++count[p]);
      ++inside;
    }
  int64_t size = inv.most * places;
  if (inv.most == 0 || size > 2 * inv.none)
    return std::nullopt;
  inv.full = size == inside;
  inv.table.assign(size, inv.none);
  count.assign(places, 0);
  for (auto [i, p] : llvm::enumerate(at))
    if (p >= 0 && p < places) {
      int64_t k = count[p]++;
      inv.table[inv.unrolled() ? k * places + p : p * inv.most + k] = i;
    }
  return inv;
}

/// Rows of single elements: x is [rows…, places], updates [rows…, updates].
static bool isRows(const Windows &w, RankedTensorType x, RankedTensorType u,
                   RankedTensorType indices) {
  int64_t last = x.getRank() - 1;
  if (w.map != List{last} || w.collapsed != List{last} || !w.batching.empty() ||
      u.getRank() != x.getRank() || w.offset != axes(0, last) ||
      indices.getNumElements() != u.getDimSize(last))
    return false;
  return x.getShape().drop_back() == u.getShape().drop_back();
}

Value weft::ir::gatheredUpdates(OpBuilder &b, Operation *op, const Windows &w,
                                ValueRange in, Combine combine) {
  auto x = typeOf(in[0]), u = typeOf(in[2]);
  Value indices = op->getOperand(1);
  int64_t rank = x.getRank();
  if (rank == 0 || !isRows(w, x, u, typeOf(indices)) ||
      u.getDimSize(rank - 1) > maxUpdates || x.getNumElements() == 0)
    return {};
  auto at = constantPlaces(indices);
  if (!at)
    return {};
  auto inv = inverseOf(*at, x.getDimSize(rank - 1));
  if (!inv)
    return {};
  Location loc = op->getLoc();
  Type i32 = b.getI32Type(), index = b.getIndexType();
  SmallVector<int32_t> table(inv->table.begin(), inv->table.end());
  // The update with number n of the table, added if there is one.
  auto added = [&](OpBuilder &b, Value sum, Value n) -> Value {
    SmallVector<Value> from;
    for (int64_t d = 0; d + 1 < rank; ++d)
      from.push_back(linalg::IndexOp::create(b, loc, d));
    Value is;
    if (!inv->full) {
      Value none = scalar(b, loc, i32, double(inv->none));
      Value last = scalar(b, loc, i32, double(inv->none - 1));
      is = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, n, none);
      n = arith::MinUIOp::create(b, loc, n, last);
    }
    from.push_back(arith::IndexCastOp::create(b, loc, index, n));
    Value update = tensor::ExtractOp::create(b, loc, in[2], from);
    Value next = combine(b, sum, update);
    return is ? Value(arith::SelectOp::create(b, loc, is, next, sum)) : next;
  };
  int64_t loops = rank + !inv->unrolled();
  SmallVector<utils::IteratorType> kinds(rank, utils::IteratorType::parallel);
  kinds.resize(loops, utils::IteratorType::reduction);
  auto dim = [&](int64_t d) { return b.getAffineDimExpr(d); };
  auto map = [&](ArrayRef<AffineExpr> exprs) {
    return AffineMap::get(loops, 0, exprs, b.getContext());
  };
  auto constant = [&](ArrayRef<int32_t> values, ArrayRef<int64_t> shape) {
    auto type = RankedTensorType::get(shape, i32);
    return arith::ConstantOp::create(
               b, loc, DenseElementsAttr::get(type, values))
        .getResult();
  };
  SmallVector<AffineExpr> whole;
  for (int64_t d = 0; d < rank; ++d)
    whole.push_back(dim(d));
  SmallVector<Value> tables;
  SmallVector<AffineMap> maps;
  if (inv->unrolled()) {
    for (int64_t k = 0; k < inv->most; ++k) {
      tables.push_back(constant(
          ArrayRef(table).slice(k * inv->places, inv->places), inv->places));
      maps.push_back(map(dim(rank - 1)));
    }
  } else {
    tables.push_back(constant(table, {inv->places, inv->most}));
    maps.push_back(map({dim(rank - 1), dim(rank)}));
  }
  maps.push_back(map(whole));
  // Nothing but zeros, as in a derivative, need not be written first.
  bool fresh = inv->unrolled() && (matchPattern(op->getOperand(0), m_Zero()) ||
                                   matchPattern(op->getOperand(0),
                                                m_AnyZeroFloat()));
  Value start = in[0];
  if (fresh)
    start = tensor::EmptyOp::create(b, loc, x.getShape(), x.getElementType());
  auto body = [&](OpBuilder &b, Location loc, ValueRange v) {
    Value sum = fresh ? scalar(b, loc, x.getElementType(), 0) : v.back();
    for (Value n : v.drop_back())
      sum = added(b, sum, n);
    linalg::YieldOp::create(b, loc, sum);
  };
  return linalg::GenericOp::create(b, loc, x, tables, start, maps, kinds, body)
      .getResult(0);
}
