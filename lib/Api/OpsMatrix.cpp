// Products and parts of matrices.
#include "Api/LinalgHelpers.h"
#include "weft/Loops.h"

#include <cmath>

using namespace weft;
using namespace weft::api;

//===-- Powers ------------------------------------------------------------===//
Array weft::matrixPower(const Operand &x, int64_t n) {
  Site site("matrixPower", x.where);
  promote(site, x.array, Numbers);
  Matrix m = matrixOf(site, x.array, true);
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array square = n < 0 ? inv(in[0]) : in[0], power;
    uint64_t left = n < 0 ? -static_cast<uint64_t>(n) : n;
    if (left == 0)
      return unitMatrices(m.leading, m.rows, in[0].dtype());
    for (; left; left /= 2) {
      if (left & 1)
        power = power.isNull() ? square : matmul(power, square);
      if (left > 1)
        square = matmul(square, square);
    }
    return power;
  });
}

namespace {
/// Coefficients of the diagonal Padé approximant of eˣ, degree 13 or 7, and
/// the 1-norm up to which it is exact to rounding (Higham's tables).
struct Pade {
  std::vector<double> b;
  double reach;
  explicit Pade(bool wide) : reach(wide ? 5.371920351148152 : 3.925724783138660) {
    int degree = wide ? 13 : 7;
    double c = 1;
    for (int k = 0; k <= degree; ++k) {
      b.push_back(c);
      c *= static_cast<double>(degree - k) / ((2 * degree - k) * (k + 1));
    }
  }
};
} // namespace
static constexpr int64_t mostSquarings = 16;

/// p(x) / p(-x), p by even and odd powers.
static Array approximant(const Array &x, const Pade &pade, const Array &unit) {
  Array square = matmul(x, x), power = unit, even = pade.b[0] * unit,
        odd = pade.b[1] * unit;
  for (size_t k = 2; k < pade.b.size(); k += 2) {
    power = k == 2 ? square : matmul(power, square);
    even = even + pade.b[k] * power;
    odd = odd + pade.b[k + 1] * power;
  }
  odd = matmul(x, odd);
  return solve(even - odd, even + odd);
}
Array weft::expm(const Operand &x) {
  Site site("expm", x.where);
  Dtype dtype = linalgDtype(site, x.array);
  Matrix m = matrixOf(site, x.array, true);
  if (m.rows == 0)
    return astype(x, dtype);
  bool wide = dtype == Dtype::F64 || dtype == Dtype::C128;
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array a = astype(in[0], dtype);
    Pade pade(wide);
    // As many halvings as bring the norm within reach.
    Array size = stopGradient(matrixNorm(a, MatrixNorm::One));
    Array count = ceil(log(maximum(size / pade.reach, 1)) / std::log(2.));
    count = expandDims(minimum(count, mostSquarings), {-2, -1});
    Array scaled = a * astype(exp2(-count), dtype);
    Array r = approximant(scaled, pade,
                          unitMatrices(m.leading, m.rows, dtype));
    return foriLoop(0, static_cast<int32_t>(mostSquarings),
                    [&](Array i, Array y) -> Array {
                      return where(astype(i, count.dtype()) < count,
                                   matmul(y, y), y);
                    },
                    r);
  });
}

//===-- multiDot ----------------------------------------------------------===//
/// Where to cut the product of matrices first…last - 1: by dynamic programming
/// (Cormen et al., Introduction to Algorithms, 15.2).
static Array chain(const Arrays &xs, const std::vector<std::vector<size_t>> &cut,
                   size_t first, size_t last) {
  if (last - first == 1)
    return xs[first];
  size_t at = cut[first][last];
  return matmul(chain(xs, cut, first, at), chain(xs, cut, at, last));
}
Array weft::multiDot(const std::vector<Array> &xs, std::source_location where) {
  Site site("multiDot", where);
  if (xs.size() < 2)
    failShape(site, "there must be two arrays at least",
              std::to_string(xs.size()) + " of them");
  promote(site, xs, Numbers);
  size_t n = xs.size();
  std::vector<double> sizes;
  for (size_t i = 0; i < n; ++i) {
    ArrayRef<int64_t> dims = dimsOf(nodeOf(site, xs[i]));
    bool end = i == 0 || i + 1 == n;
    if (dims.size() != 2 && !(end && dims.size() == 1))
      failShape(site,
                "arrays must have two axes; the first and the last may have "
                "one",
                said(site, xs[i]));
    int64_t rows = dims.size() == 2 ? dims[0] : i == 0 ? 1 : dims[0];
    if (i > 0 && rows != static_cast<int64_t>(sizes.back()))
      failShape(site, "columns of one must be as many as rows of the next",
                said(site, {xs[i - 1], xs[i]}));
    if (i == 0)
      sizes.push_back(static_cast<double>(rows));
    sizes.push_back(
        static_cast<double>(dims.size() == 2 ? dims[1] : i == 0 ? dims[0] : 1));
  }
  std::vector cost(n + 1, std::vector<double>(n + 1, 0));
  std::vector cut(n + 1, std::vector<size_t>(n + 1, 0));
  for (size_t length = 2; length <= n; ++length)
    for (size_t i = 0; i + length <= n; ++i) {
      size_t j = i + length;
      cost[i][j] = HUGE_VAL;
      for (size_t at = i + 1; at < j; ++at) {
        double c = cost[i][at] + cost[at][j] + sizes[i] * sizes[at] * sizes[j];
        if (c < cost[i][j])
          cost[i][j] = c, cut[i][j] = at;
      }
    }
  return composite(site, xs,
                   [&](const Arrays &in) { return chain(in, cut, 0, n); });
}
