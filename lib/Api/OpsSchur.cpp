// Forms that unitary matrices turn a matrix into, and what Schur's is for.
#include "SchurOps.h"
#include "Api/LinalgHelpers.h"
#include "weft/Loops.h"

using namespace weft;
using namespace weft::api;

/// The reflectors begin one row below the diagonal: with a column (and a tau) of
/// zeros before them they are those of a product of n.
static Array shifted(const Array &v, int64_t axes) {
  Shape low(v.rank(), 0), none(low);
  low.back() = 1;
  Array first = axes == 2 ? sliceInDim(v, 0, v.shape().back() - 1, 1, -1) : v;
  return pad(first, low, none);
}
Hessenberg weft::hessenberg(const Operand &x) {
  Site site("hessenberg", x.where);
  linalgDtype(site, x.array);
  Matrix m = matrixOf(site, x.array, true);
  Arrays out = compositeAll(site, {x.array}, [&](const Arrays &in) {
    Arrays r = decomposed(
        site, in[0], true, nullptr, [](const Words &w, Value v) {
          return allOf(ir::HessenbergOp::create(w.b, w.loc, v));
        });
    if (m.rows == 0)
      return Arrays{r[0], r[0]};
    return Arrays{triu(r[0], -1),
                  householderProduct(shifted(r[0], 2), shifted(r[1], 1))};
  });
  return {out[0], out[1]};
}
Tridiagonal weft::tridiagonal(const Operand &x, bool lower) {
  Site site("tridiagonal", x.where);
  Arrays r = decomposed(
      site, x.array, true, nullptr, [&](const Words &w, Value v) {
        return allOf(ir::TridiagonalOp::create(w.b, w.loc, v, lower));
      });
  return {r[0], r[1], r[2], r[3]};
}

//===-- Schur -------------------------------------------------------------===//
static Dtype complexOf(Dtype dtype) {
  bool wide = dtype == Dtype::F64 || dtype == Dtype::C128;
  return wide ? Dtype::C128 : Dtype::C64;
}
static Schur schurOf(const Site &site, const Array &x, bool complex) {
  Dtype dtype = linalgDtype(site, x);
  Arrays r = decomposed(
      site, x, true,
      [&](const Array &a) {
        return complex ? astype(a, complexOf(dtype)) : a;
      },
      [](const Words &w, Value v) {
        return allOf(ir::SchurOp::create(w.b, w.loc, v));
      });
  return {r[0], r[1]};
}
Schur weft::schur(const Operand &x, bool complex) {
  return schurOf(Site("schur", x.where), x.array, complex);
}
/// Row or column `at` of matrices, or an element.
static Array partAt(const Array &x, const Array &row, const Array &column,
                    int64_t rows, int64_t columns) {
  Shape sizes = x.shape();
  std::vector<Array> start(sizes.size() - 2, Array(0));
  start.insert(start.end(), {row, column});
  sizes[sizes.size() - 2] = rows, sizes.back() = columns;
  return dynamicSlice(x, start, sizes);
}
/// u u = t for a triangle t: column by column, each from its diagonal up. Where
/// what is to be divided is 0 so is the quotient, as JAX has it.
static Array rootOfTriangle(const Array &t, const Array &unit) {
  int64_t n = t.shape().back();
  Array start = sqrt(t * unit) * unit;
  return foriLoop(
      0, static_cast<int32_t>(n),
      [&](Array j, Array u) -> Array {
        return foriLoop(
            0, j,
            [&](Array step, Array u) -> Array {
              Array i = j - 1 - step;
              Array sum = matmul(partAt(u, i, 0, 1, n), partAt(u, 0, j, n, 1));
              Array rest = partAt(t, i, j, 1, 1) - sum;
              Array roots = partAt(u, i, i, 1, 1) + partAt(u, j, j, 1, 1);
              Array none = rest == 0;
              Array element =
                  where(none, 0, rest / where(none, 1, roots));
              std::vector<Array> at(t.rank() - 2, Array(0));
              at.insert(at.end(), {i, j});
              return dynamicUpdateSlice(u, element, at);
            },
            u);
      },
      start);
}
Array weft::sqrtm(const Operand &x) {
  Site site("sqrtm", x.where);
  Dtype dtype = complexOf(linalgDtype(site, x.array));
  Matrix m = matrixOf(site, x.array, true);
  if (m.rows == 0)
    return astype(x, dtype);
  return composite(site, {x.array}, [&](const Arrays &in) {
    Schur s = schurOf(site, in[0], true);
    Array u = rootOfTriangle(s.t, unitMatrices(m.leading, m.rows, dtype));
    return matmul(matmul(s.z, u), adjoint(site, s.z));
  });
}
