// Linear algebra with triangles: factors that are triangles, and solves.
#include "LinalgOps.h"
#include "ExternHelpers.h"
#include "IndexOps.h"
#include "LogicOps.h"
#include "Matrix.h"
#include "ShapeOps.h"
using namespace weft::ir;

//===-- cholesky ----------------------------------------------------------===//
LogicalResult CholeskyOp::verify() {
  if (isSquare(getType()))
    return success();
  return emitError("[cholesky] (cholesky-C1) the last two axes must have one "
                   "size. Received ")
         << getType();
}
/// L̇ = L Φ(L⁻¹ Ẋ L⁻ᴴ), Φ the lower half with half of the diagonal (Murray,
/// arXiv:1602.07527).
LogicalResult CholeskyOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Matrices m(b, *this);
  Value l = getL();
  Value s = m.solve(l, m.hermitian(t[0], true),
                    {.left = false, .transpose = true, .conjugate = true});
  s = m.solve(l, s, {});
  Value phi = m.div(m.lowerHalf(s), m.add(m.eye(s), m.constant(s, 1)));
  return give(out, m.matmul(l, phi));
}
LogicalResult CholeskyOp::batch(OpBuilder &b, ValueRange in,
                                const Mask &batched, int64_t n, Values &out,
                                Mask &outBatched) {
  return batchElementwise(*this, b, in, batched, n, out, outBatched);
}
LogicalResult CholeskyOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                Values &out) {
  Sizes s(getType());
  return give(out, callExtern(b, getLoc(),
                              kernelName("cholesky", elementOf(getType())), in,
                              {getType(), scratch(getType(), 64 * s.rows)},
                              {s.batch, s.rows})[0]);
}

//===-- triangular_solve --------------------------------------------------===//
LogicalResult TriangularSolveOp::verify() {
  auto a = typeOf(getA()), y = typeOf(getB());
  auto fail = [&](StringRef rule) {
    return emitError("[triangular_solve] ")
           << rule << ". Received " << a << " and " << y;
  };
  if (!isSquare(a))
    return fail("(triangular_solve-C1) the last two axes of a must have one "
                "size");
  if (a.getElementType() != y.getElementType() || y.getRank() != a.getRank() ||
      leading(a) != leading(y))
    return fail("(triangular_solve-C2) a and b must have one dtype and the "
                "same leading axes");
  Sizes of(y);
  if (Sizes(a).rows != (getLeft() ? of.rows : of.columns))
    return fail("(triangular_solve-C3) the last axis but one of b, or the last "
                "where a is on the right, must have a's size");
  return success();
}
static Triangle triangleOf(TriangularSolveOp op) {
  return {op.getLeft(), op.getLower(), op.getTranspose(), op.getConjugate(),
          op.getUnitDiagonal()};
}
/// op(a) x = b: op(a) ẋ = ḃ - op(ȧ) x; what is multiplied first is what is
/// less, as in JAX.
LogicalResult TriangularSolveOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                     Values &out) {
  Matrices m(b, *this);
  Triangle how = triangleOf(*this);
  Value ofB = t[1] ? m.solve(getA(), t[1], how) : Value(), ofA;
  if (t[0]) {
    int64_t k = getUnitDiagonal() ? 1 : 0;
    Value da = m.neg(getLower() ? m.lowerHalf(t[0], -k) : m.upperHalf(t[0], k));
    da = getTranspose() ? m.transposed(da) : da;
    da = getConjugate() ? m.conj(da) : da;
    Sizes s(getType());
    if (getLeft())
      ofA = s.rows > s.columns ? m.solve(getA(), m.matmul(da, getX()), how)
                               : m.matmul(m.solve(getA(), da, how), getX());
    else
      ofA = s.rows < s.columns ? m.solve(getA(), m.matmul(getX(), da), how)
                               : m.matmul(getX(), m.solve(getA(), da, how));
  }
  return give(out, addTangents(b, getLoc(), ofB, ofA));
}
LogicalResult TriangularSolveOp::transpose(OpBuilder &b,
                                           ArrayRef<Value> operands,
                                           ArrayRef<Value> cts, Values &out) {
  Triangle how = triangleOf(*this);
  how.transpose = !how.transpose;
  out.append({Value(), Matrices(b, *this).solve(operands[0], cts[0], how)});
  return success();
}
/// One triangle for many right-hand sides: they stand side by side.
LogicalResult TriangularSolveOp::batch(OpBuilder &b, ValueRange in,
                                       const Mask &batched, int64_t n,
                                       Values &out, Mask &outBatched) {
  if (batched[0])
    return batchElementwise(*this, b, in, batched, n, out, outBatched);
  Matrices m(b, *this);
  // Left: […, rows, n, columns] → […, rows, n · columns]; right: […, n, rows,
  // columns] → […, n · rows, columns].
  int64_t at = typeOf(in[1]).getRank() - (getLeft() ? 2 : 3);
  Value y = moveAxis(b, in[1], 0, at);
  SmallVector<int64_t> apart(typeOf(y).getShape()), flat(apart);
  flat[at + 1] *= n;
  flat.erase(flat.begin() + at);
  y = ReshapeOp::create(b, getLoc(), typeOf(y).clone(flat), y);
  Value x = m.solve(in[0], y, triangleOf(*this));
  x = ReshapeOp::create(b, getLoc(), typeOf(x).clone(apart), x);
  outBatched.set();
  return give(out, moveAxis(b, x, at, 0));
}
LogicalResult TriangularSolveOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                       Values &out) {
  Sizes s(getType());
  int64_t n = Sizes(getA().getType()).rows;
  // As enum Solve in lib/Kernels/Triangular.cpp.
  int64_t flags = (getLeft() ? 0 : 1) | (getLower() ? 0 : 2) |
                  (getTranspose() ? 4 : 0) | (getConjugate() ? 8 : 0) |
                  (getUnitDiagonal() ? 16 : 0);
  return give(
      out, callExtern(b, getLoc(), kernelName("trsm", elementOf(getType())), in,
                      {getType(),
                       scratch(getType(), n * n + s.rows * s.columns)},
                      {s.batch, n, s.rows, s.columns, flags})[0]);
}

//===-- lu ----------------------------------------------------------------===//
LogicalResult LuOp::inferReturnTypes(MLIRContext *ctx,
                                     std::optional<Location> loc, Adaptor a,
                                     SmallVectorImpl<Type> &out) {
  auto x = typeOf(a.getX());
  if (x.getRank() < 2)
    return emitOptionalError(
        loc, "[lu] (lu-C1) x must have two axes at least. Received ", x);
  Sizes s(x);
  Type i32 = IntegerType::get(ctx, 32);
  SmallVector<int64_t> pivots(leading(x)), perm(leading(x));
  pivots.push_back(std::min(s.rows, s.columns));
  perm.push_back(s.rows);
  out.append({x, RankedTensorType::get(pivots, i32),
              RankedTensorType::get(perm, i32)});
  return success();
}
/// With P X = L U: L̇ = L · tril(L⁻¹ P Ẋ U⁻¹, -1), U̇ = triu(L⁻¹ P Ẋ U⁻¹) · U,
/// l and u filled up with units to square ones (de Hoog, Anderssen and Lukas,
/// Math. Comp. 80, 2011, as JAX's _lu_jvp_inner).
LogicalResult LuOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Matrices m(b, *this);
  Sizes s(getLu().getType());
  int64_t rows = s.rows, columns = s.columns, k = std::min(rows, columns);
  Value dx = m.permuted(getPermutation(), t[0]);
  Value l = m.padded(m.lowerHalf(m.part(getLu(), 0, rows, 0, k), -1), rows,
                     rows);
  l = m.add(l, m.eye(l));
  Value u =
      m.padded(m.upperHalf(m.part(getLu(), 0, k, 0, columns)), columns, columns);
  if (columns > k) {
    Value unit = m.eye(u);
    u = m.add(u, m.sub(unit, m.padded(m.part(unit, 0, k, 0, k), columns,
                                      columns)));
  }
  Value f = m.solve(l, dx, {.unitDiagonal = true});
  f = m.solve(u, f, {.left = false, .lower = false});
  Value dlu = m.add(m.matmul(l, m.lowerHalf(f, -1)),
                    m.matmul(m.upperHalf(f), u));
  out.append({dlu, Value(), Value()});
  return success();
}
LogicalResult LuOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                          int64_t n, Values &out, Mask &outBatched) {
  return batchElementwise(*this, b, in, batched, n, out, outBatched);
}
LogicalResult LuOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                          Values &out) {
  Sizes s(getLu().getType());
  llvm::append_range(
      out, callExtern(b, getLoc(), kernelName("lu", elementOf(getX().getType())),
                      in, getResultTypes(), {s.batch, s.rows, s.columns}));
  return success();
}

//===-- tridiagonal_solve -------------------------------------------------===//
LogicalResult TridiagonalSolveOp::verify() {
  auto d = typeOf(getDiagonal()), y = typeOf(getB());
  if (d.getRank() >= 1 && leading(y, 1) == d.getShape() &&
      d.getElementType() == y.getElementType())
    return success();
  return emitError("[tridiagonal_solve] (tridiagonal_solve-C1) b must have the "
                   "diagonals' axes and one more, and their dtype. Received ")
         << d << " and " << y;
}
/// x moved by one place along an axis counted from the end, a zero coming in;
/// the first element goes up to the end, or the last one down.
static Value moved(Matrices &m, Value x, int64_t fromEnd, bool down) {
  int64_t rank = typeOf(x).getRank(), at = rank - fromEnd;
  SmallVector<int64_t> low(rank, 0), high(rank, 0), none(rank, 0);
  low[at] = down ? 1 : -1;
  high[at] = down ? -1 : 1;
  Value zero = zeros(m.b, m.loc, typeOf(x).clone(ArrayRef<int64_t>()));
  return PadOp::create(m.b, m.loc, x, zero, low, high, none);
}
/// a ẋ = ḃ - ȧ x.
LogicalResult TridiagonalSolveOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                      Values &out) {
  Matrices m(b, *this);
  Value x = getX(), right = t[3];
  auto take = [&](Value dot, Value rows) {
    if (dot)
      right = addTangents(b, getLoc(), right,
                          m.neg(m.mul(m.acrossColumns(dot, x), rows)));
  };
  take(t[0], t[0] ? moved(m, x, 2, true) : Value());
  take(t[1], x);
  take(t[2], t[2] ? moved(m, x, 2, false) : Value());
  return give(out, TridiagonalSolveOp::create(b, getLoc(), getLower(),
                                              getDiagonal(), getUpper(),
                                              right));
}
/// aᵀ has the diagonals of a, the outer ones swapped and moved by one.
LogicalResult TridiagonalSolveOp::transpose(OpBuilder &b,
                                            ArrayRef<Value> operands,
                                            ArrayRef<Value> cts, Values &out) {
  Matrices m(b, *this);
  Value ct = TridiagonalSolveOp::create(
      b, getLoc(), moved(m, operands[2], 1, true), operands[1],
      moved(m, operands[0], 1, false), cts[0]);
  out.append({Value(), Value(), Value(), ct});
  return success();
}
LogicalResult TridiagonalSolveOp::batch(OpBuilder &b, ValueRange in,
                                        const Mask &batched, int64_t n,
                                        Values &out, Mask &outBatched) {
  return batchElementwise(*this, b, in, batched, n, out, outBatched);
}
LogicalResult TridiagonalSolveOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                        Values &out) {
  Sizes s(getType());
  return give(
      out,
      callExtern(b, getLoc(), kernelName("tridiagonal", elementOf(getType())),
                 in, {getType(), scratch(getType(), 3 * s.rows)},
                 {s.batch, s.rows, s.columns})[0]);
}
