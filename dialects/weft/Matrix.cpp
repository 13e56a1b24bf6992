// See Matrix.h.
#include "Matrix.h"
#include "ArithmeticOps.h"
#include "ComplexOps.h"
#include "ContractOps.h"
#include "IndexOps.h"
#include "LinalgOps.h"
#include "LogicOps.h"
#include "ReduceOps.h"
#include "ShapeOps.h"
using namespace weft::ir;

static int64_t rankOf(Value x) { return typeOf(x).getRank(); }
static bool isComplexArray(Value x) {
  return isa<ComplexType>(elementOf(x.getType()));
}

Value Matrices::matmul(Value x, Value y) const {
  int64_t lead = rankOf(x) - 2;
  SmallVector<int64_t> shape(typeOf(x).getShape());
  shape.back() = typeOf(y).getShape().back();
  auto batch = axes(0, lead);
  return DotGeneralOp::create(b, loc, typeOf(x).clone(shape), x, y, batch,
                              batch, ArrayRef<int64_t>{lead + 1},
                              ArrayRef<int64_t>{lead});
}
Value Matrices::transposed(Value x) const {
  auto perm = axes(0, rankOf(x));
  std::swap(perm[perm.size() - 1], perm[perm.size() - 2]);
  return TransposeOp::create(b, loc, x, perm);
}
Value Matrices::conj(Value x) const {
  return isComplexArray(x) ? ConjOp::create(b, loc, x).getResult() : x;
}
Value Matrices::adjoint(Value x) const { return conj(transposed(x)); }
Value Matrices::real(Value x) const {
  return isComplexArray(x) ? RealOp::create(b, loc, x).getResult() : x;
}
Value Matrices::as(Value x, Value like) const {
  Type to = elementOf(like.getType());
  if (elementOf(x.getType()) == to)
    return x;
  return ConvertOp::create(
      b, loc, RankedTensorType::get(typeOf(x).getShape(), to), x);
}

/// Where column - row ◦ k.
Value Matrices::within(Value x, Direction d, int64_t k) const {
  auto type = RankedTensorType::get(typeOf(x).getShape(), b.getI32Type());
  Value row = IotaOp::create(b, loc, type, rankOf(x) - 2);
  Value column = IotaOp::create(b, loc, type, rankOf(x) - 1);
  return compare(d, sub(column, row), splat(b, loc, type, k));
}
Value Matrices::lowerHalf(Value x, int64_t k) const {
  return select(within(x, Direction::Le, k), x, constant(x, 0));
}
Value Matrices::upperHalf(Value x, int64_t k) const {
  return select(within(x, Direction::Ge, k), x, constant(x, 0));
}
Value Matrices::eye(Value x) const {
  return select(within(x, Direction::Eq, 0), constant(x, 1), constant(x, 0));
}
Value Matrices::onDiagonal(Value x) const {
  return select(within(x, Direction::Eq, 0), x, constant(x, 0));
}
Value Matrices::diagonal(Value x) const {
  auto shape = typeOf(x).getShape().take_back(2);
  int64_t n = std::min(shape[0], shape[1]);
  Value square = part(x, 0, n, 0, n);
  return ReduceSumOp::create(b, loc, onDiagonal(square),
                             ArrayRef<int64_t>{rankOf(x) - 2});
}
static Value spread(const Emit &e, Value v, Value shape, int64_t at) {
  auto dims = axes(0, rankOf(v));
  dims.back() = at;
  auto type = RankedTensorType::get(typeOf(shape).getShape(),
                                    elementOf(v.getType()));
  return BroadcastInDimOp::create(e.b, e.loc, type, v, dims);
}
Value Matrices::acrossRows(Value v, Value shape) const {
  return spread(*this, v, shape, rankOf(shape) - 1);
}
Value Matrices::acrossColumns(Value v, Value shape) const {
  return spread(*this, v, shape, rankOf(shape) - 2);
}
Value Matrices::part(Value x, int64_t row, int64_t endRow, int64_t column,
                     int64_t endColumn) const {
  SmallVector<int64_t> start(rankOf(x), 0), stride(rankOf(x), 1);
  SmallVector<int64_t> limit(typeOf(x).getShape());
  int64_t r = rankOf(x) - 2;
  start[r] = row, limit[r] = endRow;
  start[r + 1] = column, limit[r + 1] = endColumn;
  return b.createOrFold<SliceOp>(loc, x, start, limit, stride);
}
Value Matrices::padded(Value x, int64_t rows, int64_t columns) const {
  SmallVector<int64_t> none(rankOf(x), 0), high(rankOf(x), 0);
  auto shape = typeOf(x).getShape().take_back(2);
  high[rankOf(x) - 2] = rows - shape[0];
  high[rankOf(x) - 1] = columns - shape[1];
  Value zero = zeros(b, loc, typeOf(x).clone(ArrayRef<int64_t>()));
  return b.createOrFold<PadOp>(loc, x, zero, none, high, none);
}
Value Matrices::solve(Value a, Value y, Triangle t) const {
  return TriangularSolveOp::create(b, loc, a, y, t.left, t.lower, t.transpose,
                                   t.conjugate, t.unitDiagonal);
}

Value Matrices::solve(Value a, Value y) const {
  auto lu = LuOp::create(b, loc, a);
  y = permuted(lu.getPermutation(), y);
  y = solve(lu.getLu(), y, {.unitDiagonal = true});
  return solve(lu.getLu(), y, {.lower = false});
}
Value Matrices::permuted(Value permutation, Value x) const {
  SmallVector<int64_t> shape(typeOf(permutation).getShape());
  shape.push_back(shape.back());
  auto ints = RankedTensorType::get(shape, b.getI32Type());
  Value place = IotaOp::create(b, loc, ints, shape.size() - 1);
  Value ones =
      compare(Direction::Eq, place, acrossColumns(permutation, place));
  return matmul(as(ones, x), x);
}
Value Matrices::hermitian(Value x, bool lower) const {
  Value half = lower ? lowerHalf(x, -1) : upperHalf(x, 1);
  return add(add(half, adjoint(half)), as(real(onDiagonal(x)), x));
}

LogicalResult weft::ir::needsSquare(std::optional<Location> loc, StringRef op,
                                    Value x) {
  if (isSquare(x.getType()))
    return success();
  return emitOptionalError(loc, "[", op, "] (", op,
                           "-C1) the last two axes must have one size. "
                           "Received ",
                           x.getType());
}
LogicalResult weft::ir::notDifferentiable(Operation *op, StringRef hint) {
  StringRef name = op->getName().stripDialect();
  return op->emitError("[")
         << name << "] has no derivative" << hint;
}
