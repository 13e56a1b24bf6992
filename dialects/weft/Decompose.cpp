// Linear algebra with orthogonal factors and spectra.
#include "DecomposeOps.h"
#include "ArithmeticOps.h"
#include "ComplexOps.h"
#include "ExternHelpers.h"
#include "IndexOps.h"
#include "Matrix.h"
#include "ReduceOps.h"
#include "ShapeOps.h"
using namespace weft::ir;

static LogicalResult needsAxes(std::optional<Location> loc, StringRef op,
                               Value x) {
  if (typeOf(x).getRank() >= 2)
    return success();
  return emitOptionalError(loc, "[", op, "] (", op,
                           "-C1) x must have two axes at least. Received ",
                           x.getType());
}

//===-- The derivative of qr ----------------------------------------------===//
/// For a q r of at least as many rows as columns, with c = qᴴ ẋ r⁻¹: q̇ = q (ω
/// - c) + ẋ r⁻¹ and ṙ = (c - ω) r, where ω is skew-Hermitian, below the diagonal
/// as c, its diagonal the imaginary part of c's (Townsend, Differentiating the
/// QR decomposition; as JAX's _thin_qr_jvp).
static std::pair<Value, Value> thinQr(const Matrices &m, Value q, Value r,
                                      Value dx) {
  Value right = m.solve(r, dx, {.left = false, .lower = false});
  Value c = m.matmul(m.adjoint(q), right);
  Value below = m.lowerHalf(c, -1), skew = m.sub(below, m.adjoint(below));
  if (isa<ComplexType>(elementOf(c.getType()))) {
    Value diagonal = m.onDiagonal(c);
    skew = m.add(skew, m.sub(diagonal, m.as(m.real(diagonal), diagonal)));
  }
  return {m.add(m.matmul(q, m.sub(skew, c)), right),
          m.matmul(m.sub(c, skew), r)};
}
static Value sideBySide(const Matrices &m, Value x, Value y) {
  return ConcatenateOp::create(m.b, m.loc, ValueRange{x, y},
                               typeOf(x).getRank() - 1);
}
static Value above(const Matrices &m, Value x, Value y) {
  return ConcatenateOp::create(m.b, m.loc, ValueRange{x, y},
                               typeOf(x).getRank() - 2);
}
/// A wide x = (x₁ x₂) has q and r₁ of x₁, and r₂ = qᴴ x₂.
static std::pair<Value, Value> reducedQr(const Matrices &m, Value x, Value q,
                                         Value r, Value dx) {
  Sizes s(x.getType());
  int64_t rows = s.rows, n = s.columns;
  if (rows >= n)
    return thinQr(m, q, r, dx);
  auto columns = [&](Value v, int64_t from, int64_t to) {
    return m.part(v, 0, rows, from, to);
  };
  auto [dq, dr] = thinQr(m, q, columns(r, 0, rows), columns(dx, 0, rows));
  Value dr2 = m.add(m.matmul(m.adjoint(dq), columns(x, rows, n)),
                    m.matmul(m.adjoint(q), columns(dx, rows, n)));
  return {dq, sideBySide(m, dr, dr2)};
}

//===-- geqrf -------------------------------------------------------------===//
LogicalResult GeqrfOp::inferReturnTypes(MLIRContext *,
                                        std::optional<Location> loc, Adaptor a,
                                        SmallVectorImpl<Type> &out) {
  if (failed(needsAxes(loc, "geqrf", a.getX())))
    return failure();
  Type x = a.getX().getType();
  Sizes s(x);
  out.append({x, shapedLike(x, {std::min(s.rows, s.columns)})});
  return success();
}
/// The reflectors v below the diagonal of `packed`, with their ones on it.
static Value reflectors(const Matrices &m, Value packed) {
  return m.add(m.lowerHalf(packed, -1), m.eye(packed));
}
/// 1 - q = v u, where u = t vᴴ is an upper triangle with taus on its diagonal (t
/// as below): the lower-upper factors of 1 - q, and so are their derivatives
/// (Ballard and others, Reconstructing Householder vectors, 2014). A reflector
/// with a tau of 0 has nothing below its diagonal, whatever it is divided by.
static std::pair<Value, Value> packedTangents(const Matrices &m, Value x,
                                              Value factored, Value taus,
                                              Value dx) {
  Sizes s(x.getType());
  int64_t rows = s.rows, n = s.columns, k = std::min(rows, n);
  Value packed = m.part(factored, 0, rows, 0, k);
  Value q = HouseholderProductOp::create(m.b, m.loc, packed, taus);
  Value r = m.upperHalf(m.part(factored, 0, k, 0, n));
  auto [dq, dr] = reducedQr(m, x, q, r, dx);
  Value v = reflectors(m, packed), top = m.part(v, 0, k, 0, k);
  Triangle unitLower{.unitDiagonal = true};
  Value u = m.upperHalf(m.solve(
      top, m.part(m.sub(m.eye(q), q), 0, k, 0, k), unitLower));
  Value one = m.constant(taus, 1), zero = m.constant(taus, 0);
  Value isNone = m.compare(Direction::Eq, taus, zero);
  Value some = m.acrossRows(m.select(isNone, one, zero), u);
  Value divisor = m.add(u, m.onDiagonal(some));
  auto overU = [&](Value x) {
    return m.solve(divisor, x, {.left = false, .lower = false});
  };
  Value d = overU(m.solve(top, m.neg(m.part(dq, 0, k, 0, k)), unitLower));
  Value du = m.matmul(m.upperHalf(d), divisor);
  Value dv = m.matmul(top, m.lowerHalf(d, -1));
  if (rows > k) {
    Value rest = m.matmul(m.part(v, k, rows, 0, k), du);
    dv = above(m, dv, overU(m.sub(m.neg(m.part(dq, k, rows, 0, k)), rest)));
  }
  return {m.add(m.padded(m.upperHalf(dr), rows, n), m.padded(dv, rows, n)),
          m.diagonal(du)};
}
LogicalResult GeqrfOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  auto [factored, taus] = packedTangents(Matrices(b, *this), getX(),
                                         getFactored(), getTaus(), t[0]);
  out.append({factored, taus});
  return success();
}
LogicalResult GeqrfOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                             int64_t n, Values &out, Mask &outBatched) {
  return batchElementwise(*this, b, in, batched, n, out, outBatched);
}
LogicalResult GeqrfOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                             Values &out) {
  Type x = getX().getType();
  Sizes s(x);
  auto r = callExtern(b, getLoc(), kernelName("geqrf", elementOf(x)), in,
                      {x, getTaus().getType(),
                       scratch(x, reflectorScratch(s.rows, s.columns))},
                      {s.batch, s.rows, s.columns});
  out.append({r[0], r[1]});
  return success();
}

//===-- geqp3 -------------------------------------------------------------===//
LogicalResult Geqp3Op::inferReturnTypes(MLIRContext *ctx,
                                        std::optional<Location> loc, Adaptor a,
                                        SmallVectorImpl<Type> &out) {
  if (failed(needsAxes(loc, "geqp3", a.getX())))
    return failure();
  Type x = a.getX().getType();
  Sizes s(x);
  out.append({x, shapedLike(x, {s.columns}, IntegerType::get(ctx, 32)),
              shapedLike(x, {std::min(s.rows, s.columns)})});
  return success();
}
/// That of geqrf, of the columns in the order that was found.
LogicalResult Geqp3Op::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Matrices m(b, *this);
  auto ordered = [&](Value x) {
    return m.transposed(m.permuted(getPermutation(), m.transposed(x)));
  };
  auto [factored, taus] = packedTangents(m, ordered(getX()), getFactored(),
                                         getTaus(), ordered(t[0]));
  out.append({factored, Value(), taus});
  return success();
}
LogicalResult Geqp3Op::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                             int64_t n, Values &out, Mask &outBatched) {
  return batchElementwise(*this, b, in, batched, n, out, outBatched);
}
LogicalResult Geqp3Op::lower(Lowering &, OpBuilder &b, ValueRange in,
                             Values &out) {
  Type x = getX().getType();
  Sizes s(x);
  auto reals = RankedTensorType::get(2 * s.columns, realPartOf(elementOf(x)));
  auto r = callExtern(b, getLoc(), kernelName("geqp3", elementOf(x)), in,
                      {x, getPermutation().getType(), getTaus().getType(),
                       scratch(x, s.columns), reals},
                      {s.batch, s.rows, s.columns});
  out.append(r.begin(), r.begin() + 3);
  return success();
}

//===-- householder_product -----------------------------------------------===//
LogicalResult HouseholderProductOp::verify() {
  auto x = typeOf(getX()), taus = typeOf(getTaus());
  auto fail = [&](StringRef rule) {
    return emitError("[householder_product] ")
           << rule << ". Received " << x << " and " << taus;
  };
  if (x.getRank() < 2 || Sizes(x).rows < Sizes(x).columns)
    return fail("(householder_product-C1) x must be a batch of matrices with "
                "as many rows as columns at least");
  if (taus.getRank() + 1 != x.getRank() || leading(x) != leading(taus, 1) ||
      elementOf(x) != elementOf(taus) ||
      taus.getShape().back() > Sizes(x).columns)
    return fail("(householder_product-C2) taus must have x's dtype and leading "
                "axes, and at most as many elements as x has columns");
  return success();
}
/// q = 1 - v t wᴴ with w the first rows of v: t = (1 + d s)⁻¹ d, where d has taus
/// on its diagonal and s is vᴴ v above it (Schreiber and Van Loan, 1989).
LogicalResult HouseholderProductOp::jvp(OpBuilder &b, ArrayRef<Value> tangents,
                                        Values &out) {
  Matrices m(b, *this);
  int64_t rows = Sizes(getX().getType()).rows,
          n = Sizes(getX().getType()).columns,
          k = typeOf(getTaus()).getShape().back();
  auto columns = [&](Value x) { return m.part(x, 0, rows, 0, k); };
  auto first = [&](Value x) { return m.adjoint(m.part(x, 0, n, 0, k)); };
  auto aboveDiagonal = [&](Value x) { return m.upperHalf(x, 1); };
  Value v = reflectors(m, columns(getX())), vh = m.adjoint(v);
  Value s = aboveDiagonal(m.matmul(vh, v));
  auto byTaus = [&](Value taus, Value x) {
    return m.mul(m.acrossColumns(taus, x), x);
  };
  Value system = m.add(m.eye(s), byTaus(getTaus(), s));
  auto solved = [&](Value x) {
    return m.solve(system, x, {.lower = false, .unitDiagonal = true});
  };
  Value t = solved(byTaus(getTaus(), m.eye(s))), dt, dq;
  if (tangents[1])
    dt = solved(byTaus(tangents[1], m.sub(m.eye(s), m.matmul(s, t))));
  if (tangents[0]) {
    Value dv = m.lowerHalf(columns(tangents[0]), -1);
    Value half = m.matmul(vh, dv);
    Value ds = aboveDiagonal(m.add(half, m.adjoint(half)));
    Value byV = m.neg(solved(byTaus(getTaus(), m.matmul(ds, t))));
    dt = dt ? m.add(dt, byV) : byV;
    dq = m.add(m.matmul(m.matmul(dv, t), first(v)),
               m.matmul(m.matmul(v, t), first(dv)));
  }
  Value byT = m.matmul(m.matmul(v, dt), first(v));
  return give(out, m.neg(dq ? m.add(dq, byT) : byT));
}
LogicalResult HouseholderProductOp::batch(OpBuilder &b, ValueRange in,
                                          const Mask &batched, int64_t n,
                                          Values &out, Mask &outBatched) {
  return batchElementwise(*this, b, in, batched, n, out, outBatched);
}
LogicalResult HouseholderProductOp::lower(Lowering &, OpBuilder &b,
                                          ValueRange in, Values &out) {
  Type x = getX().getType();
  Sizes s(x);
  return give(
      out,
      callExtern(b, getLoc(), kernelName("orgqr", elementOf(x)), in,
                 {x, scratch(x, reflectorScratch(s.rows, s.columns))},
                 {s.batch, s.rows, s.columns,
                  typeOf(getTaus()).getShape().back()})[0]);
}

//===-- qr ----------------------------------------------------------------===//
LogicalResult QrOp::inferReturnTypes(MLIRContext *, std::optional<Location> loc,
                                     Adaptor a, SmallVectorImpl<Type> &out) {
  if (failed(needsAxes(loc, "qr", a.getX())))
    return failure();
  Type x = a.getX().getType();
  Sizes s(x);
  int64_t k = a.getFull() ? s.rows : std::min(s.rows, s.columns);
  out.append({shapedLike(x, {s.rows, k}), shapedLike(x, {k, s.columns})});
  return success();
}
/// The columns that `full` adds turn with the others (arXiv:2409.13374, (32) and
/// (33), as JAX).
LogicalResult QrOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Matrices m(b, *this);
  Sizes s(getX().getType());
  int64_t rows = s.rows, n = s.columns;
  Value q = getQ(), r = getR(), dx = t[0];
  if (!getFull() || rows <= n) {
    auto [dq, dr] = reducedQr(m, getX(), q, r, dx);
    out.append({dq, dr});
    return success();
  }
  Value thin = m.part(q, 0, rows, 0, n);
  auto [dq, dr] = thinQr(m, thin, m.part(r, 0, n, 0, n), dx);
  Value top = m.part(q, 0, n, 0, n), rest = m.part(q, n, rows, 0, n);
  Value more = m.part(q, 0, rows, n, rows);
  // (top - 1)ᴴ zᴴ = restᴴ
  Value zh = m.solve(m.adjoint(m.sub(top, m.eye(top))), m.adjoint(rest));
  Value z = m.adjoint(zh);
  Value turned = m.sub(m.part(dq, n, rows, 0, n),
                       m.matmul(z, m.part(dq, 0, n, 0, n)));
  Value dmore =
      m.sub(m.matmul(dq, zh),
            m.matmul(m.add(thin, m.matmul(more, z)), m.adjoint(turned)));
  out.append({sideBySide(m, dq, dmore), m.padded(dr, rows, n)});
  return success();
}
LogicalResult QrOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                          int64_t n, Values &out, Mask &outBatched) {
  return batchElementwise(*this, b, in, batched, n, out, outBatched);
}
LogicalResult QrOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                          Values &out) {
  Type x = getX().getType(), q = getQ().getType(), r = getR().getType();
  Sizes s(x);
  int64_t columns = Sizes(q).columns;
  int64_t memory = s.rows * s.columns + std::min(s.rows, s.columns) +
                   reflectorScratch(s.rows, std::max(s.columns, columns));
  auto made = callExtern(b, getLoc(), kernelName("qr", elementOf(x)), in,
                         {q, r, scratch(x, memory)},
                         {s.batch, s.rows, s.columns, columns});
  out.append({made[0], made[1]});
  return success();
}

//===-- eigh --------------------------------------------------------------===//
LogicalResult EighOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc, Adaptor a,
                                       SmallVectorImpl<Type> &out) {
  if (failed(needsSquare(loc, "eigh", a.getX())))
    return failure();
  Type x = a.getX().getType();
  out.append({x, shapedLike(x, {Sizes(x).rows}, realPartOf(elementOf(x)))});
  return success();
}
/// 1 / (w[j] - w[i]) off the diagonal, 0 on it.
static Value inverseGaps(const Matrices &m, Value w, Value like) {
  Value across = m.acrossRows(w, like), eye = m.eye(across);
  Value gaps = m.add(eye, m.sub(across, m.acrossColumns(w, like)));
  return m.sub(m.div(m.constant(gaps, 1), gaps), eye);
}
/// With p = vᴴ ẋ v: v̇ = v (p[i, j] / (w[j] - w[i])), ẇ = diag p, for distinct
/// eigenvalues (Giles, NA-08-01, 3.1).
LogicalResult EighOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Matrices m(b, *this);
  Value v = getV();
  Value p = m.matmul(m.matmul(m.adjoint(v), m.hermitian(t[0], getLower())), v);
  Value gaps = m.as(inverseGaps(m, getW(), v), v);
  out.append({m.matmul(v, m.mul(gaps, p)), m.diagonal(m.real(p))});
  return success();
}
LogicalResult EighOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                            int64_t n, Values &out, Mask &outBatched) {
  return batchElementwise(*this, b, in, batched, n, out, outBatched);
}
LogicalResult EighOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                            Values &out) {
  Type x = getX().getType(), w = getW().getType();
  Sizes s(x);
  int64_t n = s.rows;
  auto made = callExtern(
      b, getLoc(), kernelName("eigh", elementOf(x)), in,
      {x, w, scratch(x, n * n + 5 * n + reflectorScratch(n, n)),
       scratch(w, 3 * n + n * n)},
      {s.batch, n, getLower() ? 1 : 0});
  out.append({made[0], made[1]});
  return success();
}

//===-- svd ---------------------------------------------------------------===//
LogicalResult SvdOp::inferReturnTypes(MLIRContext *,
                                      std::optional<Location> loc, Adaptor a,
                                      SmallVectorImpl<Type> &out) {
  if (failed(needsAxes(loc, "svd", a.getX())))
    return failure();
  Type x = a.getX().getType();
  Sizes s(x);
  int64_t k = std::min(s.rows, s.columns);
  out.push_back(shapedLike(x, {k}, realPartOf(elementOf(x))));
  if (a.getVectors())
    out.append({shapedLike(x, {s.rows, a.getFull() ? s.rows : k}),
                shapedLike(x, {a.getFull() ? s.columns : k, s.columns})});
  return success();
}
/// Giles, NA-08-01, 3.2, and for complex numbers the imaginary diagonal of uᴴ ẋ
/// v, which goes to u; as JAX's _svd_jvp_rule.
LogicalResult SvdOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Matrices m(b, *this);
  Sizes size(getX().getType());
  if (getVectors() && getFull() && size.rows != size.columns)
    return notDifferentiable(*this, " with full matrices; take the thin ones");
  Value s = getS(), u, vh, dx = t[0];
  if (getVectors()) {
    u = getUv()[0], vh = getUv()[1];
  } else {
    auto whole = SvdOp::create(b, getLoc(), getX(), false, true);
    u = whole.getUv()[0], vh = whole.getUv()[1];
  }
  Value uh = m.adjoint(u), v = m.adjoint(vh);
  Value ds = m.matmul(m.matmul(uh, dx), v);
  out.push_back(m.diagonal(m.real(ds)));
  if (!getVectors())
    return success();
  // f = 1 / (s[j]² - s[i]²), by products of sum and difference.
  Value likeReal = m.real(ds);
  Value across = m.acrossRows(s, likeReal), down = m.acrossColumns(s, likeReal);
  Value eye = m.eye(likeReal);
  Value f = m.mul(m.add(across, down), m.sub(across, down));
  f = m.sub(m.div(m.constant(f, 1), m.add(f, eye)), eye);
  f = m.as(f, ds);
  Value byColumn = m.mul(m.as(across, ds), ds);
  Value byRow = m.mul(m.as(down, ds), ds);
  Value du = m.matmul(u, m.mul(f, m.add(byColumn, m.adjoint(byColumn))));
  Value dv = m.matmul(v, m.mul(f, m.add(byRow, m.adjoint(byRow))));
  // 1 / s, and 0 where s is.
  Value zero = m.constant(s, 0), isZero = m.compare(Direction::Eq, s, zero);
  Value inverse = m.div(m.constant(s, 1), m.select(isZero, m.constant(s, 1), s));
  inverse = m.select(isZero, zero, inverse);
  if (isa<ComplexType>(elementOf(ds.getType()))) {
    Value skew = m.scaled(m.sub(ds, m.adjoint(ds)), 0.5);
    skew = m.mul(m.onDiagonal(skew), m.as(m.acrossRows(inverse, skew), skew));
    du = m.add(du, m.matmul(u, skew));
  }
  if (size.rows > size.columns) {
    Value dxv = m.matmul(dx, v);
    Value rest = m.sub(dxv, m.matmul(u, m.matmul(uh, dxv)));
    du = m.add(du, m.mul(rest, m.as(m.acrossRows(inverse, rest), rest)));
  }
  if (size.rows < size.columns) {
    Value dxu = m.matmul(m.adjoint(dx), u);
    Value rest = m.sub(dxu, m.matmul(v, m.matmul(vh, dxu)));
    dv = m.add(dv, m.mul(rest, m.as(m.acrossRows(inverse, rest), rest)));
  }
  out.append({du, m.adjoint(dv)});
  return success();
}
LogicalResult SvdOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                           int64_t n, Values &out, Mask &outBatched) {
  return batchElementwise(*this, b, in, batched, n, out, outBatched);
}
LogicalResult SvdOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                           Values &out) {
  Type x = getX().getType(), none = scratch(x, 1);
  Sizes s(x);
  int64_t k = std::min(s.rows, s.columns), l = std::max(s.rows, s.columns);
  int64_t columns = getFull() ? l : k;
  int64_t memory = l * k + 4 * k * k + 2 * k + reflectorScratch(l, columns) +
                   (s.rows < s.columns ? l * columns : 0);
  bool vectors = getVectors();
  auto made = callExtern(
      b, getLoc(), kernelName("svd", elementOf(x)), in,
      {getS().getType(), vectors ? getUv()[0].getType() : none,
       vectors ? getUv()[1].getType() : none, scratch(x, memory)},
      {s.batch, s.rows, s.columns, vectors ? 1 : 0, getFull() ? 1 : 0});
  out.append(made.begin(), made.begin() + (vectors ? 3 : 1));
  return success();
}

//===-- eig ---------------------------------------------------------------===//
LogicalResult EigOp::inferReturnTypes(MLIRContext *,
                                      std::optional<Location> loc, Adaptor a,
                                      SmallVectorImpl<Type> &out) {
  if (failed(needsSquare(loc, "eig", a.getX())))
    return failure();
  Type x = a.getX().getType(), e = elementOf(x);
  Type complex = isa<ComplexType>(e) ? e : Type(ComplexType::get(e));
  int64_t n = Sizes(x).rows;
  out.push_back(shapedLike(x, {n}, complex));
  if (a.getVectors())
    out.push_back(shapedLike(x, {n, n}, complex));
  return success();
}
/// v̇ up to a factor per column is v (p[i, j] / (w[j] - w[i])), p = v⁻¹ ẋ v (Giles,
/// NA-08-01, 3.1). The factor keeps each column's length and the largest
/// component real, as JAX's _eig_vec_jvp.
static Value vectorTangent(const Matrices &m, Value w, Value v, Value p) {
  Value u = m.matmul(v, m.mul(inverseGaps(m, w, v), p));
  int64_t rows = typeOf(v).getRank() - 2;
  auto sumRows = [&](Value x) -> Value {
    return ReduceSumOp::create(m.b, m.loc, x, ArrayRef<int64_t>{rows});
  };
  auto imaginary = [&](Value x) -> Value {
    return ImagOp::create(m.b, m.loc, x);
  };
  Value re = m.real(v), im = imaginary(v);
  Value modulus = m.add(m.square(re), m.square(im));
  auto whole = RankedTensorType::get(typeOf(v).getShape(), m.b.getI32Type());
  auto places = whole.clone(typeOf(w).getShape());
  Value largest = ArgmaxOp::create(m.b, m.loc, places, modulus, rows);
  Value row = IotaOp::create(m.b, m.loc, whole, rows);
  Value here = m.compare(Direction::Eq, row, m.acrossRows(largest, row));
  auto atLargest = [&](Value x) {
    return sumRows(m.select(here, x, m.constant(x, 0)));
  };
  Value length = m.neg(m.real(sumRows(m.mul(m.conj(v), u))));
  Value phase = m.neg(m.div(atLargest(imaginary(u)), atLargest(re)));
  Value c = ComplexOp::create(m.b, m.loc, length, phase);
  return m.add(u, m.mul(v, m.acrossRows(c, v)));
}
LogicalResult EigOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  Matrices m(b, *this);
  Value v = getVectors()
                ? Value(getV()[0])
                : EigOp::create(b, getLoc(), getX(), true).getV()[0];
  Value p = m.matmul(m.solve(v, m.as(t[0], v)), v);
  out.push_back(m.diagonal(p));
  if (getVectors())
    out.push_back(vectorTangent(m, getW(), v, p));
  return success();
}
LogicalResult EigOp::batch(OpBuilder &b, ValueRange in, const Mask &batched,
                           int64_t n, Values &out, Mask &outBatched) {
  return batchElementwise(*this, b, in, batched, n, out, outBatched);
}
LogicalResult EigOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                           Values &out) {
  Type x = getX().getType(), w = getW().getType();
  Sizes s(x);
  int64_t n = s.rows;
  bool vectors = getVectors();
  auto made = callExtern(
      b, getLoc(), kernelName("eig", elementOf(x)), in,
      {w, vectors ? getV()[0].getType() : scratch(w, 1),
       scratch(w, 3 * n * n + 3 * n + reflectorScratch(n, n)),
       RankedTensorType::get(n, realPartOf(elementOf(x)))},
      {s.batch, n, vectors ? 1 : 0});
  out.append(made.begin(), made.begin() + (vectors ? 2 : 1));
  return success();
}
