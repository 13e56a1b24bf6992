// Linear algebra with orthogonal factors and spectra, and what follows from
// singular values.
#include "DecomposeOps.h"
#include "Api/LinalgHelpers.h"
#include "weft/Custom.h"
#include "weft/Transforms.h"

#include <limits>

using namespace weft;
using namespace weft::api;

Arrays api::decomposed(
    const Site &site, const Array &x, bool square,
    llvm::function_ref<Array(const Array &)> prepare,
    llvm::function_ref<SmallVector<Value>(const Words &, Value)> build) {
  Dtype dtype = linalgDtype(site, x);
  matrixOf(site, x, square);
  return compositeAll(site, {x}, [&](const Arrays &in) {
    Array a = astype(in[0], dtype);
    return stageAll(site, prepare ? prepare(a) : a,
                    [&](const Words &w, ValueRange v) {
                      return build(w, v[0]);
                    });
  });
}

//===-- QR ----------------------------------------------------------------===//
Qr weft::qr(const Operand &x, bool full) {
  Site site("qr", x.where);
  Arrays r = decomposed(site, x.array, false, nullptr,
                        [&](const Words &w, Value v) {
                          return allOf(ir::QrOp::create(w.b, w.loc, v, full));
                        });
  return {r[0], r[1]};
}
Reflectors weft::geqrf(const Operand &x) {
  Site site("geqrf", x.where);
  Arrays r =
      decomposed(site, x.array, false, nullptr, [](const Words &w, Value v) {
        return allOf(ir::GeqrfOp::create(w.b, w.loc, v));
      });
  return {r[0], r[1]};
}
Array weft::householderProduct(const Operand &factored, const Operand &taus) {
  Site site("householderProduct", factored.where);
  Array both[] = {factored.array, taus.array};
  Dtype dtype = linalgDtype(site, both);
  Matrix m = matrixOf(site, both[0], false);
  ArrayRef<int64_t> dims = dimsOf(nodeOf(site, both[1]));
  if (m.rows < m.columns)
    failShape(site, "there must be as many rows as columns at least",
              said(site, both));
  if (dims.size() != m.leading.size() + 1 ||
      dims.drop_back() != ArrayRef(m.leading) || dims.back() > m.columns)
    failShape(site,
              "taus must have the leading axes of the reflectors, and at most "
              "as many elements as they have columns",
              said(site, both));
  return composite(site, {both[0], both[1]}, [&](const Arrays &in) {
    Array exact[] = {astype(in[0], dtype), astype(in[1], dtype)};
    return stage(site, exact, false, [](const Words &w, ValueRange v) {
      return ir::HouseholderProductOp::create(w.b, w.loc, v[0].getType(), v[0],
                                              v[1]);
    });
  });
}

/// The first `columns` of v, or all of them and zeros.
static Array withColumns(const Array &v, int64_t columns) {
  int64_t more = columns - v.shape().back();
  if (more <= 0)
    return sliceInDim(v, 0, columns, 1, -1);
  Shape none(v.rank(), 0), high(none);
  high.back() = more;
  return pad(v, none, high);
}
PivotedQr weft::pivotedQr(const Operand &x, bool full) {
  Site site("pivotedQr", x.where);
  linalgDtype(site, x.array);
  Matrix m = matrixOf(site, x.array, false);
  int64_t columns = full ? m.rows : std::min(m.rows, m.columns);
  Arrays out = compositeAll(site, {x.array}, [&](const Arrays &in) {
    Arrays r = decomposed(site, in[0], false, nullptr,
                          [&](const Words &w, Value v) {
                            return allOf(ir::Geqp3Op::create(w.b, w.loc, v));
                          });
    Array q = householderProduct(withColumns(r[0], columns), r[2]);
    int64_t rows = std::min(columns, m.rows);
    return Arrays{q, triu(sliceInDim(r[0], 0, rows, 1, -2)), r[1]};
  });
  return {out[0], out[1], out[2]};
}

//===-- Spectra -----------------------------------------------------------===//
static Eigh hermitian(const char *op, const Operand &x, bool lower,
                      bool symmetrize) {
  Site site(op, x.where);
  Arrays r = decomposed(
      site, x.array, true,
      [&](const Array &a) {
        return symmetrize ? (a + adjoint(site, a)) / 2 : a;
      },
      [&](const Words &w, Value v) {
        return allOf(ir::EighOp::create(w.b, w.loc, v, lower));
      });
  return {r[1], r[0]};
}
Eigh weft::eigh(const Operand &x, bool lower, bool symmetrize) {
  return hermitian("eigh", x, lower, symmetrize);
}
Array weft::eigvalsh(const Operand &x, bool lower, bool symmetrize) {
  return hermitian("eigvalsh", x, lower, symmetrize).w;
}
static Arrays singular(const Site &site, const Array &x, bool full,
                       bool vectors) {
  return decomposed(site, x, false, nullptr, [&](const Words &w, Value v) {
    return allOf(ir::SvdOp::create(w.b, w.loc, v, full, vectors));
  });
}
Svd weft::svd(const Operand &x, bool full) {
  Arrays r = singular(Site("svd", x.where), x.array, full, true);
  return {r[1], r[0], r[2]};
}
Array weft::svdvals(const Operand &x) {
  return singular(Site("svdvals", x.where), x.array, false, false)[0];
}
static Arrays general(const Site &site, const Array &x, bool vectors) {
  return decomposed(site, x, true, nullptr, [&](const Words &w, Value v) {
    return allOf(ir::EigOp::create(w.b, w.loc, v, vectors));
  });
}
Eig weft::eig(const Operand &x) {
  Arrays r = general(Site("eig", x.where), x.array, true);
  return {r[0], r[1]};
}
Array weft::eigvals(const Operand &x) {
  return general(Site("eigvals", x.where), x.array, false)[0];
}

//===-- By singular values ------------------------------------------------===//
static double largestSize(const Matrix &m) {
  return static_cast<double>(std::max(m.rows, m.columns));
}
/// The least singular value that counts, as a batch of vectors of one.
static Array cutoff(const Array &s, double rtol) {
  return rtol * sliceInDim(s, 0, 1, 1, -1);
}
/// Which singular values count.
using Counts = llvm::function_ref<Array(const Array &)>;
static Array reciprocals(const Array &s, const Array &counts) {
  return where(counts, 1 / where(counts, s, 1), 0);
}
static Array pseudoInverse(const Site &site, const Array &a, Counts counts) {
  Arrays r = singular(site, a, false, true);
  Array inverse = reciprocals(r[0], counts(r[0]));
  return matmul(adjoint(site, r[2]) * expandDims(inverse, -2),
                adjoint(site, r[1]));
}
/// The same as a function that all derivatives may be taken of, none of which
/// meets that of the singular vectors: these are constants. With u s vᴴ = a at
/// the point, d = 1 where s counts, b = a v s⁻¹ d and c = d s⁻¹ uᴴ a, every a
/// of the rank nearby is b n⁻¹ c for n = d s⁻¹ uᴴ a v s⁻¹ d, and its
/// pseudo-inverse c⁺ n b⁺. bᴴ b and c cᴴ are d at the point: well conditioned.
static Array smoothInverse(const Site &site, const Array &a, Counts counts) {
  Arrays r = singular(site, stopGradient(a), false, true);
  Array kept = counts(r[0]), inverse = reciprocals(r[0], kept);
  Array v = adjoint(site, r[2]) * expandDims(inverse, -2);
  Array uh = adjoint(site, r[1]) * expandDims(inverse, -1);
  Array b = matmul(a, v), c = matmul(uh, a), n = matmul(uh, b);
  int64_t k = r[0].shape().back();
  Array rest = eye(k, std::nullopt, 0, a.dtype()) *
               astype(expandDims(!kept, -1), a.dtype());
  Array bh = adjoint(site, b), ch = adjoint(site, c);
  Array right = solve(matmul(bh, b) + rest, bh);
  return matmul(ch, solve(matmul(c, ch) + rest, matmul(n, right)));
}
/// ṗ of p = a⁺ (Golub and Pereyra, SIAM J. Numer. Anal. 10, 1973; as JAX).
static Array inverseTangent(const Site &site, const Array &a, const Array &p,
                            const Array &t) {
  Array ph = adjoint(site, p), th = adjoint(site, t);
  if (a.shape()[a.rank() - 2] >= a.shape().back()) {
    Array s = matmul(matmul(p, ph), th), q = matmul(matmul(th, ph), p);
    return s - matmul(matmul(p, t), p) - matmul(matmul(s, a), p) + q -
           matmul(matmul(p, a), q);
  }
  Array s = matmul(p, matmul(ph, th)), q = matmul(th, matmul(ph, p));
  return s - matmul(p, matmul(t, p)) - matmul(s, matmul(a, p)) + q -
         matmul(p, matmul(a, q));
}
Array weft::pinv(const Operand &x, std::optional<double> rtol) {
  Site site("pinv", x.where);
  Dtype dtype = linalgDtype(site, x.array);
  Matrix m = matrixOf(site, x.array, false);
  if (m.rows == 0 || m.columns == 0)
    return zeros(shapeOf(m.leading, m.columns, m.rows), dtype);
  double least = rtol ? *rtol : 10 * largestSize(m) * epsilonOf(dtype);
  auto counts = [=](const Array &s) -> Array { return s > cutoff(s, least); };
  auto value = [&](Array a) { return pseudoInverse(site, a, counts); };
  auto rule = [&](Array a, Array t) {
    Array p = smoothInverse(site, a, counts);
    return std::pair{p, inverseTangent(site, a, p, t)};
  };
  return composite(site, {x.array}, [&](const Arrays &in) {
    return customJvp(value, rule, site.where)(astype(in[0], dtype));
  });
}

namespace {
/// x, rank and s of lstsq for matrices a and b.
struct LeastSquares {
  using Parts = std::tuple<Array, Array, Array>;
  Site site;
  double least;

  Array counts(const Array &s) const {
    return (s > 0) & (s >= cutoff(s, least));
  }
  Parts value(const Array &a, const Array &b) const {
    Arrays r = singular(site, a, false, true);
    Array kept = counts(r[0]), inverse = reciprocals(r[0], kept);
    Array x = matmul(adjoint(site, r[1]), b) * expandDims(inverse, -1);
    return {matmul(adjoint(site, r[2]), x), sum(astype(kept, Dtype::I32)),
            r[0]};
  }
  std::pair<Parts, Parts> rule(const Array &a, const Array &b, const Array &ta,
                               const Array &tb) const {
    auto kept = [&](const Array &s) { return counts(s); };
    Array p = smoothInverse(site, a, kept);
    auto values = [&](Array x) { return singular(site, x, false, false)[0]; };
    auto [s, ts] = jvp(values, a, ta);
    Array rank = sum(astype(counts(s), Dtype::I32));
    Array tx = matmul(inverseTangent(site, a, p, ta), b) + matmul(p, tb);
    return {{matmul(p, b), rank, s}, {tx, zeros({}, Dtype::Bool), ts}};
  }
};
} // namespace
Lstsq weft::lstsq(const Operand &a, const Operand &b,
                  std::optional<double> rcond) {
  Site site("lstsq", a.where);
  Array both[] = {a.array, b.array};
  Dtype dtype = linalgDtype(site, both);
  Matrix m = matrixOf(site, both[0], false);
  size_t rank = nodeOf(site, both[1]).dims.size();
  if (!m.leading.empty() || rank < 1 || rank > 2)
    failShape(site, "a must have two axes, and b one or two",
              said(site, both));
  if (both[1].get()->dims[0] != m.rows)
    failShape(site, "b must have as many rows as a", said(site, both));
  bool vector = rank == 1, empty = m.rows == 0 || m.columns == 0;
  LeastSquares squares{
      site, rcond ? *rcond : largestSize(m) * epsilonOf(dtype)};
  auto value = [&](Array a, Array b) { return squares.value(a, b); };
  auto rule = [&](Array a, Array b, Array ta, Array tb) {
    return squares.rule(a, b, ta, tb);
  };
  Arrays out = compositeAll(site, {both[0], both[1]}, [&](const Arrays &in) {
    Array x = astype(in[0], dtype), y = astype(in[1], dtype);
    y = vector ? expandDims(y, 1) : y;
    auto [w, rank, s] =
        empty ? LeastSquares::Parts(
                    zeros({m.columns, y.shape()[1]}, dtype),
                    zeros({}, Dtype::I32),
                    realPart(site, zeros({0}, dtype)))
              : customJvp(value, rule, site.where)(x, y);
    Array error = matmul(x, w) - y;
    Array residuals = sum(realPart(site, error * conjugated(site, error)), 0);
    return Arrays{vector ? squeeze(w, 1) : w, residuals, rank, s};
  });
  return {out[0], out[1], out[2], out[3]};
}
Array weft::matrixRank(const Operand &x, std::optional<double> rtol) {
  Site site("matrixRank", x.where);
  Dtype dtype = linalgDtype(site, x.array);
  Matrix m = matrixOf(site, x.array, false);
  if (m.rows == 0 || m.columns == 0)
    return zeros(Shape(m.leading.begin(), m.leading.end()), Dtype::I32);
  double least = rtol ? *rtol : largestSize(m) * epsilonOf(dtype);
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array s = singular(site, astype(in[0], dtype), false, false)[0];
    return sum(astype(s > cutoff(s, least), Dtype::I32), -1);
  });
}

//===-- Norms -------------------------------------------------------------===//
static Array modulus(const Site &site, const Array &x) {
  return isComplex(x.dtype()) ? abs(x) : abs(realPart(site, x));
}
static Array largest(const Array &sizes) {
  if (sizes.shape().back() > 0)
    return max(sizes, -1);
  return sum(sizes, -1); // of nothing: 0
}
static Array normOf(const Site &site, const Array &x, MatrixNorm kind) {
  switch (kind) {
  case MatrixNorm::Frobenius:
    return sqrt(sum(realPart(site, x * conjugated(site, x)), {-2, -1}));
  case MatrixNorm::Nuclear:
    return sum(singular(site, x, false, false)[0], -1);
  case MatrixNorm::One:
    return largest(sum(modulus(site, x), -2));
  case MatrixNorm::MinusOne:
    return min(sum(modulus(site, x), -2), -1);
  case MatrixNorm::Two:
    return largest(singular(site, x, false, false)[0]);
  case MatrixNorm::MinusTwo:
    return min(singular(site, x, false, false)[0], -1);
  case MatrixNorm::Infinity:
    return largest(sum(modulus(site, x), -1));
  case MatrixNorm::MinusInfinity:
    return min(sum(modulus(site, x), -1), -1);
  }
  return x;
}
/// The least of nothing is refused; the largest is 0, as JAX has it.
static void checkHasLeast(const Site &site, const Array &x, MatrixNorm kind) {
  Matrix m = matrixOf(site, x, false);
  if ((kind == MatrixNorm::MinusOne && m.columns == 0) ||
      (kind == MatrixNorm::MinusInfinity && m.rows == 0) ||
      (kind == MatrixNorm::MinusTwo && (m.rows == 0 || m.columns == 0)))
    failShape(site, "nothing has no least element", said(site, x));
}
Array weft::matrixNorm(const Operand &x, MatrixNorm kind, bool keepDims) {
  Site site("matrixNorm", x.where);
  Dtype dtype = linalgDtype(site, x.array);
  checkHasLeast(site, x.array, kind);
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array n = normOf(site, astype(in[0], dtype), kind);
    return keepDims ? expandDims(n, {-2, -1}) : n;
  });
}
Array weft::conditionNumber(const Operand &x, MatrixNorm kind) {
  Site site("conditionNumber", x.where);
  Dtype dtype = linalgDtype(site, x.array);
  bool bySingular = kind == MatrixNorm::Two || kind == MatrixNorm::MinusTwo;
  Matrix m = matrixOf(site, x.array, !bySingular);
  if (m.rows == 0 || m.columns == 0)
    failShape(site, "the matrix must have elements", said(site, x.array));
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array a = astype(in[0], dtype);
    if (!bySingular)
      return normOf(site, a, kind) * normOf(site, inv(a), kind);
    Array s = singular(site, a, false, false)[0];
    Array ratio = take(s, 0, -1) / take(s, std::min(m.rows, m.columns) - 1, -1);
    return kind == MatrixNorm::Two ? ratio : 1 / ratio;
  });
}
