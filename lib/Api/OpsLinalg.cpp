// Linear algebra with triangles.
#include "LinalgOps.h"
#include "Api/LinalgHelpers.h"
#include "ComplexOps.h"

using namespace weft;
using namespace weft::api;

//===-- Checks and words --------------------------------------------------===//
Dtype api::linalgDtype(const Site &site, ArrayRef<Array> xs) {
  Dtype dtype = promoteInexact(site, xs).dtype;
  if (isFloat(dtype) && itemSize(dtype) < 4)
    failDtype(site, "takes f32, f64 and complex numbers", said(site, xs),
              "convert it with astype");
  return dtype;
}
Matrix api::matrixOf(const Site &site, const Array &x, bool square) {
  ArrayRef<int64_t> dims = dimsOf(nodeOf(site, x));
  if (dims.size() < 2)
    failShape(site, "a matrix must have two axes at least", said(site, x));
  Matrix m{dims[dims.size() - 2], dims.back(), List(dims.drop_back(2))};
  if (square && m.rows != m.columns)
    failShape(site, "the last two axes must have one size", said(site, x));
  return m;
}
Shape api::shapeOf(ArrayRef<int64_t> leading, int64_t rows, int64_t columns) {
  Shape s(leading.begin(), leading.end());
  s.insert(s.end(), {rows, columns});
  return s;
}
List api::commonLeading(const Site &site, ArrayRef<Array> xs,
                        ArrayRef<int64_t> a, ArrayRef<int64_t> b) {
  List out(std::max(a.size(), b.size()), 1);
  for (ArrayRef<int64_t> dims : {a, b})
    for (size_t i = 0; i < dims.size(); ++i) {
      int64_t &d = out[out.size() - dims.size() + i];
      if (d != dims[i] && d != 1 && dims[i] != 1)
        failShape(site, "leading axes do not broadcast", said(site, xs));
      d = d == 1 ? dims[i] : d;
    }
  return out;
}
Array api::matrixTransposed(const Array &x) { return swapaxes(x, -1, -2); }
Array api::conjugated(const Site &site, const Array &x) {
  if (!isComplex(x.dtype()))
    return x;
  return stage(site, x, false, [](const Words &w, ValueRange in) {
    return ir::ConjOp::create(w.b, w.loc, in[0]);
  });
}
Array api::adjoint(const Site &site, const Array &x) {
  return conjugated(site, matrixTransposed(x));
}
Array api::realPart(const Site &site, const Array &x) {
  if (!isComplex(x.dtype()))
    return x;
  return stage(site, x, false, [](const Words &w, ValueRange in) {
    return ir::RealOp::create(w.b, w.loc, in[0]);
  });
}
Array api::unitMatrices(ArrayRef<int64_t> leading, int64_t n, Dtype dtype) {
  return broadcastTo(eye(n, std::nullopt, 0, dtype), shapeOf(leading, n, n));
}
Array api::triangular(const Site &site, const Array &a, const Array &b,
                      const TriangularSolve &o) {
  Array both[] = {a, b};
  return stage(site, both, false, [&](const Words &w, ValueRange in) {
    return ir::TriangularSolveOp::create(w.b, w.loc, in[0], in[1], o.left,
                                         o.lower, o.transpose, o.conjugate,
                                         o.unitDiagonal);
  });
}

namespace {
/// a and b of a system a x = b, checked; b is a matrix, of one column where it
/// was a vector.
struct System {
  Dtype dtype;
  List leading;
  int64_t n, columns;
  bool vector;

  System(const Site &site, const Array &a, const Array &b, bool left = true) {
    Array both[] = {a, b};
    dtype = linalgDtype(site, both);
    Matrix m = matrixOf(site, a, true);
    n = m.rows;
    vector = nodeOf(site, b).dims.size() == 1;
    Matrix right{n, 1, {}};
    if (vector)
      (left ? right.rows : right.columns) = b.get()->dims[0];
    else
      right = matrixOf(site, b, false);
    if (vector && !left)
      right.rows = 1;
    if ((left ? right.rows : right.columns) != n)
      failShape(site,
                left ? "b must have as many rows as a"
                     : "b must have as many columns as a",
                said(site, both));
    columns = left ? right.columns : right.rows;
    leading = commonLeading(site, both, m.leading, right.leading);
  }
  Array a(const Array &x) const {
    return broadcastTo(astype(x, dtype), shapeOf(leading, n, n));
  }
  Array b(const Array &x, bool left = true) const {
    Array y = astype(x, dtype);
    if (vector)
      y = expandDims(y, left ? 1 : 0);
    return broadcastTo(y, left ? shapeOf(leading, n, columns)
                               : shapeOf(leading, columns, n));
  }
  Array result(const Array &x, bool left = true) const {
    return vector ? squeeze(x, left ? -1 : -2) : x;
  }
};
} // namespace

//===-- Cholesky ----------------------------------------------------------===//
Array weft::cholesky(const Operand &x, bool upper, bool symmetrize) {
  Site site("cholesky", x.where);
  Dtype dtype = linalgDtype(site, x.array);
  matrixOf(site, x.array, true);
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array a = astype(in[0], dtype);
    if (symmetrize)
      a = (a + adjoint(site, a)) / 2;
    else if (upper)
      a = adjoint(site, a);
    a = stage(site, a, false, [](const Words &w, ValueRange in) {
      return ir::CholeskyOp::create(w.b, w.loc, in[0]);
    });
    return upper ? adjoint(site, a) : a;
  });
}
Array weft::triangularSolve(const Operand &a, const Operand &b,
                            const TriangularSolve &options) {
  Site site("triangularSolve", a.where);
  bool left = options.left;
  System s(site, a.array, b.array, left);
  return composite(site, {a.array, b.array}, [&](const Arrays &in) {
    Array x = triangular(site, s.a(in[0]), s.b(in[1], left), options);
    return s.result(x, left);
  });
}
Array weft::choSolve(const Operand &factor, const Operand &b, bool lower) {
  Site site("choSolve", factor.where);
  System s(site, factor.array, b.array);
  return composite(site, {factor.array, b.array}, [&](const Arrays &in) {
    Array l = s.a(in[0]), x = s.b(in[1]);
    for (bool first : {true, false}) {
      bool adjoint = first != lower;
      x = triangular(site, l, x,
                     {.lower = lower, .transpose = adjoint,
                      .conjugate = adjoint && isComplex(s.dtype)});
    }
    return s.result(x);
  });
}

//===-- LU ----------------------------------------------------------------===//
static Arrays factored(const Site &site, const Array &x) {
  return stageAll(site, x, [](const Words &w, ValueRange in) {
    auto op = ir::LuOp::create(w.b, w.loc, in[0]);
    return SmallVector<Value>(op.getResults());
  });
}
/// Rows in the order of the permutation: ones to be multiplied with.
static Array permutationMatrix(const Array &permutation, Dtype dtype) {
  return oneHot(permutation, permutation.shape().back(), dtype);
}
/// P a = L U; x of op(a) x = b.
static Array solvedBy(const Site &site, const Array &lu, const Array &perm,
                      const Array &b, Transposed how) {
  Array p = permutationMatrix(perm, lu.dtype());
  TriangularSolve lower{.lower = true, .unitDiagonal = true}, upper{};
  if (how == Transposed::No) {
    Array y = triangular(site, lu, matmul(p, b), lower);
    return triangular(site, lu, y, upper);
  }
  lower.transpose = upper.transpose = true;
  lower.conjugate = upper.conjugate =
      how == Transposed::Adjoint && isComplex(lu.dtype());
  Array y = triangular(site, lu, triangular(site, lu, b, upper), lower);
  return matmul(matrixTransposed(p), y);
}
Lu weft::luFactor(const Operand &x) {
  Site site("luFactor", x.where);
  Dtype dtype = linalgDtype(site, x.array);
  matrixOf(site, x.array, false);
  Arrays r = compositeAll(site, {x.array}, [&](const Arrays &in) {
    return factored(site, astype(in[0], dtype));
  });
  return {r[0], r[1], r[2]};
}
Array weft::luSolve(const Lu &a, const Operand &b, Transposed how) {
  Site site("luSolve", b.where);
  System s(site, a.lu, b.array);
  Matrix m = matrixOf(site, a.lu, true);
  Array perm = a.permutation;
  List dims = m.leading;
  dims.push_back(m.rows);
  if (!isInteger(nodeOf(site, perm).dtype) || dimsOf(perm) != ArrayRef(dims))
    failShape(site, "permutation must have an integer per row of lu",
              said(site, {a.lu, perm}), "give what luFactor returned");
  return composite(site, {a.lu, perm, b.array}, [&](const Arrays &in) {
    Shape all(s.leading.begin(), s.leading.end());
    all.push_back(s.n);
    return s.result(solvedBy(site, s.a(in[0]), broadcastTo(in[1], all),
                             s.b(in[2]), how));
  });
}
Plu weft::lu(const Operand &x) {
  Site site("lu", x.where);
  Dtype dtype = linalgDtype(site, x.array);
  Matrix m = matrixOf(site, x.array, false);
  int64_t k = std::min(m.rows, m.columns);
  Arrays r = compositeAll(site, {x.array}, [&](const Arrays &in) {
    Arrays f = factored(site, astype(in[0], dtype));
    Array l = tril(sliceInDim(f[0], 0, k, 1, -1), -1) +
              eye(m.rows, k, 0, dtype);
    Array u = triu(sliceInDim(f[0], 0, k, 1, -2));
    return Arrays{matrixTransposed(permutationMatrix(f[2], dtype)), l, u};
  });
  return {r[0], r[1], r[2]};
}

//===-- Systems, inverse, determinant -------------------------------------===//
Array weft::solve(const Operand &a, const Operand &b) {
  Site site("solve", a.where);
  System s(site, a.array, b.array);
  return composite(site, {a.array, b.array}, [&](const Arrays &in) {
    Arrays f = factored(site, s.a(in[0]));
    return s.result(
        solvedBy(site, f[0], f[2], s.b(in[1]), Transposed::No));
  });
}
Array weft::inv(const Operand &x) {
  Site site("inv", x.where);
  Dtype dtype = linalgDtype(site, x.array);
  Matrix m = matrixOf(site, x.array, true);
  return composite(site, {x.array}, [&](const Arrays &in) {
    Arrays f = factored(site, astype(in[0], dtype));
    return solvedBy(site, f[0], f[2], unitMatrices(m.leading, m.rows, dtype),
                    Transposed::No);
  });
}
/// 1 or -1: whether the swaps of rows are an even number.
static Array signOf(const Array &pivots, Dtype dtype) {
  int64_t n = pivots.shape().back();
  Array swaps = sum(astype(pivots != iota(n), Dtype::I32), -1);
  return astype(1 - 2 * (swaps & 1), dtype);
}
/// By the definition: it and its derivatives hold for singular matrices, too.
static Array smallDet(const Array &x, int64_t n) {
  auto at = [&](int64_t i, int64_t j) {
    return take(take(x, i, -2), j, -1);
  };
  if (n == 0) {
    Shape leading = x.shape();
    leading.resize(leading.size() - 2);
    return ones(leading, x.dtype());
  }
  if (n == 1)
    return at(0, 0);
  if (n == 2)
    return at(0, 0) * at(1, 1) - at(0, 1) * at(1, 0);
  auto minor = [&](int64_t i, int64_t j) {
    return at(1, i) * at(2, j) - at(1, j) * at(2, i);
  };
  return at(0, 0) * minor(1, 2) - at(0, 1) * minor(0, 2) +
         at(0, 2) * minor(0, 1);
}
Array weft::det(const Operand &x) {
  Site site("det", x.where);
  Dtype dtype = linalgDtype(site, x.array);
  Matrix m = matrixOf(site, x.array, true);
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array a = astype(in[0], dtype);
    if (m.rows <= 3)
      return smallDet(a, m.rows);
    Arrays f = factored(site, a);
    return signOf(f[1], dtype) * prod(diagonal(f[0], 0, -2, -1), -1);
  });
}
/// z / |z|, or 0: sign, whose derivative is 0, where a phase has one.
static Array phaseOf(const Array &z) {
  if (!isComplex(z.dtype()))
    return sign(z);
  Array isZero = z == zeros({}, z.dtype());
  Array safe = where(isZero, ones({}, z.dtype()), z);
  return where(isZero, zeros({}, z.dtype()),
               safe / astype(abs(safe), z.dtype()));
}
Slogdet weft::slogdet(const Operand &x) {
  Site site("slogdet", x.where);
  Dtype dtype = linalgDtype(site, x.array);
  matrixOf(site, x.array, true);
  Arrays r = compositeAll(site, {x.array}, [&](const Arrays &in) {
    Arrays f = factored(site, astype(in[0], dtype));
    Array d = diagonal(f[0], 0, -2, -1);
    return Arrays{signOf(f[1], dtype) * prod(phaseOf(d), -1),
                  sum(log(abs(d)), -1)};
  });
  return {r[0], r[1]};
}
Array weft::tridiagonalSolve(const Operand &lower, const Operand &diagonal,
                             const Operand &upper, const Operand &b) {
  Site site("tridiagonalSolve", lower.where);
  Array xs[] = {lower.array, diagonal.array, upper.array, b.array};
  Dtype dtype = linalgDtype(site, xs);
  ArrayRef<int64_t> dims = dimsOf(nodeOf(site, xs[1]));
  if (dims.empty() || dimsOf(xs[0]) != dims || dimsOf(xs[2]) != dims ||
      xs[3].get()->dims.empty() || dimsOf(xs[3]).drop_back() != dims)
    failShape(site,
              "the diagonals must have one shape, and b one axis more at its "
              "end",
              said(site, xs));
  return composite(site, Arrays(xs, xs + 4), [&](const Arrays &in) {
    SmallVector<Array> same;
    for (const Array &x : in)
      same.push_back(astype(x, dtype));
    return stage(site, same, false, [](const Words &w, ValueRange v) {
      return ir::TridiagonalSolveOp::create(w.b, w.loc, v[0], v[1], v[2], v[3]);
    });
  });
}
