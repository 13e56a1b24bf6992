// Linear algebra with forms that unitary matrices turn a matrix into:
// Hessenberg's, three diagonals, Schur's.
#include "SchurOps.h"
#include "ExternHelpers.h"
#include "Matrix.h"
using namespace weft::ir;

/// Places between n elements.
static int64_t between(int64_t n) { return std::max<int64_t>(n - 1, 0); }

//===-- hessenberg --------------------------------------------------------===//
LogicalResult HessenbergOp::inferReturnTypes(MLIRContext *,
                                             std::optional<Location> loc,
                                             Adaptor a,
                                             SmallVectorImpl<Type> &out) {
  if (failed(needsSquare(loc, "hessenberg", a.getX())))
    return failure();
  Type x = a.getX().getType();
  out.append({x, shapedLike(x, {between(Sizes(x).rows)})});
  return success();
}
LogicalResult HessenbergOp::batch(OpBuilder &b, ValueRange in,
                                  const Mask &batched, int64_t n, Values &out,
                                  Mask &outBatched) {
  return batchElementwise(*this, b, in, batched, n, out, outBatched);
}
LogicalResult HessenbergOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                  Values &out) {
  Type x = getX().getType();
  Sizes s(x);
  auto r = callExtern(b, getLoc(), kernelName("hessenberg", elementOf(x)), in,
                      {x, getTaus().getType(), scratch(x, 2 * s.rows)},
                      {s.batch, s.rows});
  out.append({r[0], r[1]});
  return success();
}

//===-- tridiagonal -------------------------------------------------------===//
LogicalResult TridiagonalOp::inferReturnTypes(MLIRContext *,
                                              std::optional<Location> loc,
                                              Adaptor a,
                                              SmallVectorImpl<Type> &out) {
  if (failed(needsSquare(loc, "tridiagonal", a.getX())))
    return failure();
  Type x = a.getX().getType(), real = realPartOf(elementOf(x));
  int64_t n = Sizes(x).rows;
  out.append({x, shapedLike(x, {n}, real), shapedLike(x, {between(n)}, real),
              shapedLike(x, {between(n)})});
  return success();
}
LogicalResult TridiagonalOp::batch(OpBuilder &b, ValueRange in,
                                   const Mask &batched, int64_t n, Values &out,
                                   Mask &outBatched) {
  return batchElementwise(*this, b, in, batched, n, out, outBatched);
}
LogicalResult TridiagonalOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                   Values &out) {
  Type x = getX().getType();
  Sizes s(x);
  int64_t n = s.rows;
  auto r = callExtern(b, getLoc(), kernelName("sytrd", elementOf(x)), in,
                      {x, getD().getType(), getE().getType(),
                       getTaus().getType(), scratch(x, n * n + 4 * n)},
                      {s.batch, n, getLower() ? 1 : 0});
  out.append(r.begin(), r.begin() + 4);
  return success();
}

//===-- schur -------------------------------------------------------------===//
LogicalResult SchurOp::inferReturnTypes(MLIRContext *,
                                        std::optional<Location> loc, Adaptor a,
                                        SmallVectorImpl<Type> &out) {
  if (failed(needsSquare(loc, "schur", a.getX())))
    return failure();
  out.append(2, a.getX().getType());
  return success();
}
LogicalResult SchurOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                             int64_t n, Values &out, Mask &outBatched) {
  return batchElementwise(*this, b, in, batched, n, out, outBatched);
}
LogicalResult SchurOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                             Values &out) {
  Type x = getX().getType();
  Sizes s(x);
  int64_t n = s.rows;
  auto r = callExtern(
      b, getLoc(), kernelName("schur", elementOf(x)), in,
      {x, x, scratch(x, n * n + 3 * n + reflectorScratch(n, n))},
      {s.batch, n});
  out.append({r[0], r[1]});
  return success();
}
