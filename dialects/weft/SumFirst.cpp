// See SumFirst.h. Reverse mode writes such sums wherever what was repeated
// over rows (a mean, a bias) goes into a product linearly: the cotangents of
// all rows are multiplied, and only their sum is wanted. A sum goes through
// what is linear and is read by it alone, until it comes to a product.
#include "SumFirst.h"
#include "ArithmeticOps.h"
#include "Bodies.h"
#include "ContractOps.h"
#include "ReduceOps.h"
#include "RuleHelpers.h"
#include "ShapeOps.h"
using namespace weft::ir;
using List = SmallVector<int64_t>;

/// Operations between a sum and a product, at most.
static constexpr int maxDepth = 16;

/// Half types are rounded after each operation: an order of one's own would
/// round other numbers. Bools have no sums.
static bool isSummed(Type t) {
  Type e = elementOf(t);
  return isa<ComplexType>(e) || e.getIntOrFloatBitWidth() >= 32;
}
static bool contains(ArrayRef<int64_t> list, int64_t d) {
  return llvm::is_contained(list, d);
}

namespace {
/// The axes of either operand that stand along `dims` of a product's result.
struct Rows {
  List x, y;
};
} // namespace
/// Nothing where one of `dims` is a batch axis, or dtypes differ.
static std::optional<Rows> rowsOf(DotGeneralOp dot, ArrayRef<int64_t> dims) {
  Type e = elementOf(dot.getType());
  if (elementOf(dot.getX().getType()) != e ||
      elementOf(dot.getY().getType()) != e)
    return std::nullopt;
  auto free = [](Value v, ArrayRef<int64_t> batch, ArrayRef<int64_t> contract) {
    List bound(batch);
    llvm::append_range(bound, contract);
    return otherAxes(typeOf(v).getRank(), bound);
  };
  auto x = free(dot.getX(), dot.getXBatch(), dot.getXContract());
  auto y = free(dot.getY(), dot.getYBatch(), dot.getYContract());
  int64_t fromX = dot.getXBatch().size(), fromY = fromX + x.size();
  Rows rows;
  for (int64_t d : dims) {
    if (d < fromX)
      return std::nullopt;
    if (d < fromY)
      rows.x.push_back(x[d - fromX]);
    else
      rows.y.push_back(y[d - fromY]);
  }
  return rows;
}

/// `list` as it is once the axes `gone` are.
static List without(ArrayRef<int64_t> list, ArrayRef<int64_t> gone) {
  List out;
  for (int64_t d : list)
    if (!contains(gone, d))
      out.push_back(d - llvm::count_if(gone, [&](int64_t g) { return g < d; }));
  return out;
}
static RankedTensorType typeWithout(Type t, ArrayRef<int64_t> gone) {
  List shape;
  for (int64_t d : otherAxes(tensorType(t).getRank(), gone))
    shape.push_back(tensorType(t).getDimSize(d));
  return tensorType(t).clone(shape);
}
/// Which operand of the product element by element repeats along `dims`.
static std::optional<unsigned> repeatedIn(MulOp mul, ArrayRef<int64_t> dims) {
  for (unsigned i : {0, 1}) {
    auto repeat = mul->getOperand(i).getDefiningOp<BroadcastInDimOp>();
    if (repeat && llvm::none_of(repeat.getDims(), [&](int64_t d) {
          return contains(dims, d);
        }))
      return i;
  }
  return std::nullopt;
}
static List permuted(TransposeOp op, ArrayRef<int64_t> dims) {
  List out;
  for (int64_t d : dims)
    out.push_back(op.getPerm()[d]);
  llvm::sort(out);
  return out;
}

/// Whether the sum of v over `dims` comes to a product.
static bool gains(Value v, ArrayRef<int64_t> dims, int depth = 0) {
  Operation *def = v.getDefiningOp();
  if (!def || !v.hasOneUse() || depth == maxDepth || !isSummed(v.getType()))
    return false;
  auto next = [&](Value x) { return gains(x, dims, depth + 1); };
  if (auto dot = dyn_cast<DotGeneralOp>(def))
    return rowsOf(dot, dims).has_value();
  if (auto neg = dyn_cast<NegOp>(def))
    return next(neg.getX());
  if (isa<AddOp, SubOp>(def))
    return next(def->getOperand(0)) || next(def->getOperand(1));
  if (auto turned = dyn_cast<TransposeOp>(def))
    return gains(turned.getX(), permuted(turned, dims), depth + 1);
  if (auto mul = dyn_cast<MulOp>(def))
    if (auto repeated = repeatedIn(mul, dims))
      return next(mul->getOperand(1 - *repeated));
  return false;
}

namespace {
/// The sums of one block, in front of the operation that wants them.
class Sums {
public:
  explicit Sums(Operation *before) : b(before), loc(before->getLoc()) {}
  Value of(Value v, ArrayRef<int64_t> dims);

private:
  Value plain(Value v, ArrayRef<int64_t> dims);
  Value product(DotGeneralOp dot, const Rows &rows);
  Value scaled(MulOp mul, unsigned repeated, ArrayRef<int64_t> dims);

  OpBuilder b;
  Location loc;
  SmallVector<ReduceSumOp> made;
};
} // namespace

Value Sums::plain(Value v, ArrayRef<int64_t> dims) {
  if (dims.empty())
    return v;
  for (ReduceSumOp sum : made)
    if (sum.getX() == v && sum.getDims() == dims)
      return sum;
  made.push_back(ReduceSumOp::create(b, loc, v, dims));
  return made.back();
}
Value Sums::product(DotGeneralOp dot, const Rows &rows) {
  List dims; // of the result
  int64_t at = dot.getXBatch().size();
  auto addRows = [&](Value v, ArrayRef<int64_t> batch,
                     ArrayRef<int64_t> contract, ArrayRef<int64_t> gone) {
    for (int64_t d = 0; d < typeOf(v).getRank(); ++d) {
      if (contains(batch, d) || contains(contract, d))
        continue;
      if (contains(gone, d))
        dims.push_back(at);
      ++at;
    }
  };
  addRows(dot.getX(), dot.getXBatch(), dot.getXContract(), rows.x);
  addRows(dot.getY(), dot.getYBatch(), dot.getYContract(), rows.y);
  return DotGeneralOp::create(
      b, dot.getLoc(), typeWithout(dot.getType(), dims),
      plain(dot.getX(), rows.x), plain(dot.getY(), rows.y),
      without(dot.getXBatch(), rows.x), without(dot.getYBatch(), rows.y),
      without(dot.getXContract(), rows.x), without(dot.getYContract(), rows.y));
}
Value Sums::scaled(MulOp mul, unsigned repeated, ArrayRef<int64_t> dims) {
  auto repeat = mul->getOperand(repeated).getDefiningOp<BroadcastInDimOp>();
  Value scale = BroadcastInDimOp::create(
      b, repeat.getLoc(), typeWithout(repeat.getType(), dims), repeat.getX(),
      without(repeat.getDims(), dims));
  Value sum = of(mul->getOperand(1 - repeated), dims);
  return repeated == 0 ? MulOp::create(b, loc, scale, sum)
                       : MulOp::create(b, loc, sum, scale);
}
Value Sums::of(Value v, ArrayRef<int64_t> dims) {
  Operation *def = v.getDefiningOp();
  if (auto mul = dyn_cast_or_null<MulOp>(def); mul && v.hasOneUse())
    if (auto repeated = repeatedIn(mul, dims))
      return scaled(mul, *repeated, dims);
  if (!gains(v, dims))
    return plain(v, dims);
  if (auto dot = dyn_cast<DotGeneralOp>(def))
    return product(dot, *rowsOf(dot, dims));
  if (auto neg = dyn_cast<NegOp>(def))
    return NegOp::create(b, loc, of(neg.getX(), dims));
  if (auto turned = dyn_cast<TransposeOp>(def)) {
    List inner = permuted(turned, dims), perm;
    for (int64_t d : otherAxes(turned.getPerm().size(), dims))
      perm.push_back(turned.getPerm()[d]);
    return TransposeOp::create(b, loc, of(turned.getX(), inner),
                               without(perm, inner));
  }
  Value x = of(def->getOperand(0), dims), y = of(def->getOperand(1), dims);
  if (isa<SubOp>(def))
    return SubOp::create(b, loc, x, y);
  return AddOp::create(b, loc, x, y);
}

static bool gains(ReduceSumOp sum) {
  return gains(sum.getX(), sum.getDims());
}
std::unique_ptr<Region> weft::ir::sumsBeforeProducts(Region &body) {
  std::unique_ptr<Region> copy = copyWith(body, [](Operation *op) {
    auto sum = dyn_cast<ReduceSumOp>(op);
    return sum && gains(sum);
  });
  if (!copy)
    return nullptr;
  SmallVector<ReduceSumOp> all;
  copy->walk([&](ReduceSumOp sum) { all.push_back(sum); });
  for (ReduceSumOp sum : all) {
    if (!gains(sum))
      continue;
    Value better = Sums(sum).of(sum.getX(), sum.getDims());
    sum.replaceAllUsesWith(better);
    sum.erase();
  }
  removeDeadOps(*copy);
  return copy;
}
