// More new arrays: spacings, grids, diagonals.
#include "Api/OpsHelpers.h"

#include <cmath>
#include <numeric>
using namespace weft;
using namespace weft::api;

//===-- Spacings ----------------------------------------------------------===//
static void checkSpacing(const Site &site, ArrayRef<Array> bounds, int64_t n,
                         Dtype dtype) {
  Shape shape{n};
  for (int64_t d : broadcastDims(site, bounds))
    shape.push_back(d);
  checkSizes(site, shape);
  if (!isFloat(dtype))
    failDtype(site, "makes floats", shortName(dtype));
}
Array weft::logspace(const Operand &start, const Operand &stop, int64_t n,
                     bool endpoint, const Operand &base, Dtype dtype) {
  Site site("logspace", start.where);
  checkSpacing(site, {start.array, stop.array}, n, dtype);
  if (!nodeOf(site, base.array).dims.empty())
    failShape(site, "the base must be a scalar", said(site, base.array));
  Dtype steps = working(dtype);
  return composite(site,
                   {literalAs(start.array, dtype), literalAs(stop.array, dtype),
                    literalAs(base.array, dtype)},
                   [&](const Arrays &in) {
                     Array y = pow(astype(astype(in[2], dtype), steps),
                                   linspace(in[0], in[1], n, endpoint, steps));
                     return inDtype(site, y, dtype);
                   });
}
/// Between the logarithms; both ends are exact. NaN where there is no such way
/// between the bounds, as JAX's.
Array weft::geomspace(const Operand &start, const Operand &stop, int64_t n,
                      bool endpoint, Dtype dtype) {
  Site site("geomspace", start.where);
  checkSpacing(site, {start.array, stop.array}, n, dtype);
  Dtype wide = working(dtype);
  return composite(
      site, {literalAs(start.array, dtype), literalAs(stop.array, dtype)},
      [&](const Arrays &in) {
        Array from = astype(in[0], wide), to = astype(in[1], wide);
        Array steps = linspace(log(abs(from)), log(abs(to)), n, endpoint, wide);
        Shape column(steps.rank(), 1);
        column[0] = n;
        Array y = sign(from) * exp(steps), i = reshape(iota(n), column);
        y = where(i == 0, from, y);
        if (endpoint && n > 1)
          y = where(i == n - 1, to, y);
        y = where(sign(from) * sign(to) > 0, y, scalarOf(wide, std::nan("")));
        return inDtype(site, y, dtype);
      });
}

//===-- Grids -------------------------------------------------------------===//
std::vector<Array> weft::meshgrid(const std::vector<Array> &xs,
                                  Indexing indexing,
                                  std::source_location where) {
  Site site("meshgrid", where);
  Shape shape;
  for (const Array &x : xs) {
    if (nodeOf(site, x).dims.size() > 1)
      failShape(site, "takes arrays of one axis", said(site, x));
    shape.push_back(x.size());
  }
  auto place = [&](size_t i) {
    bool swaps = indexing == Indexing::XY && xs.size() > 1 && i < 2;
    return swaps ? 1 - i : i;
  };
  Shape out(shape.size());
  for (size_t i = 0; i < shape.size(); ++i)
    out[place(i)] = shape[i];
  std::vector<Array> grids;
  for (size_t i = 0; i < xs.size(); ++i) {
    Shape one(shape.size(), 1);
    one[place(i)] = shape[i];
    grids.push_back(composite(site, {xs[i]}, [&](const Arrays &in) {
      return broadcastTo(reshape(in[0], one), out);
    }));
  }
  return grids;
}
Array weft::indices(const Shape &shape, Dtype dtype,
                    std::source_location where) {
  Site site("indices", where);
  checkSizes(site, shape);
  Shape whole{static_cast<int64_t>(shape.size())};
  whole.insert(whole.end(), shape.begin(), shape.end());
  return composite(site, {}, [&](const Arrays &) {
    std::vector<Array> each;
    for (size_t i = 0; i < shape.size(); ++i)
      each.push_back(iota(shape, static_cast<int64_t>(i), dtype));
    return each.empty() ? zeros(whole, dtype) : stack(each);
  });
}
Array weft::tri(int64_t n, std::optional<int64_t> m, int64_t k, Dtype dtype,
                std::source_location where) {
  Site site("tri", where);
  Shape shape{n, m.value_or(n)};
  checkSizes(site, shape);
  return composite(site, {}, [&](const Arrays &) {
    Array row = iota(shape, 0, Dtype::I64), column = iota(shape, 1, Dtype::I64);
    return astype(column <= row + scalar<int64_t>(k), dtype);
  });
}
Array weft::vander(const Operand &x, std::optional<int64_t> n,
                   bool increasing) {
  Site site("vander", x.where);
  const Node &node = nodeOf(site, x.array);
  if (node.dims.size() != 1)
    failShape(site, "takes an array of one axis", said(site, x.array));
  int64_t columns = n.value_or(node.dims[0]);
  checkSizes(site, {&columns, 1});
  promote(site, x.array, Numbers);
  return composite(site, {x.array}, [&](const Arrays &in) {
    Dtype dtype = in[0].dtype();
    Array v = inDtype(site, in[0], working(dtype));
    std::vector<Array> powers;
    for (int64_t i = 0; i < columns; ++i)
      powers.push_back(i == 0 ? onesLike(v) : powers.back() * v);
    if (!increasing)
      std::reverse(powers.begin(), powers.end());
    return powers.empty() ? zeros({v.shape()[0], 0}, dtype)
                          : inDtype(site, stack(powers, 1), dtype);
  });
}

//===-- Diagonals ---------------------------------------------------------===//
/// Rows behind one another, with m + 1 elements from one element of the
/// diagonal to the next.
static Array diagonalOf(const Array &x, int64_t k) {
  Shape shape = x.shape();
  int64_t rank = shape.size(), n = shape[rank - 2], m = shape[rank - 1];
  int64_t size = std::max<int64_t>(
      0, k >= 0 ? std::min(n, m - k) : std::min(n + k, m));
  Shape flat(shape.begin(), shape.end() - 2);
  flat.push_back(n * m);
  int64_t first = k >= 0 ? k : -k * m;
  int64_t limit = size == 0 ? 0 : first + (size - 1) * (m + 1) + 1;
  return sliceInDim(reshape(x, flat), size == 0 ? 0 : first, limit, m + 1, -1);
}
Array weft::diagonal(const Operand &x, int64_t k, int64_t axis1,
                     int64_t axis2) {
  Site site("diagonal", x.where);
  int64_t first = axisOf(site, x.array, axis1);
  int64_t second = axisOf(site, x.array, axis2);
  if (first == second)
    failShape(site, "needs two axes", said(site, x.array) + " and axis " +
                                          std::to_string(axis1) + " twice");
  return composite(site, {x.array}, [&](const Arrays &in) {
    return diagonalOf(moveaxis(in[0], {first, second}, {-2, -1}), k);
  });
}
Array weft::trace(const Operand &x, int64_t k, int64_t axis1, int64_t axis2) {
  Site site("trace", x.where);
  axisOf(site, x.array, axis1);
  return composite(site, {x.array}, [&](const Arrays &in) {
    return sum(diagonal(in[0], k, axis1, axis2), -1);
  });
}
Array weft::diag(const Operand &x, int64_t k) {
  Site site("diag", x.where);
  size_t rank = nodeOf(site, x.array).dims.size();
  if (rank != 1 && rank != 2)
    failShape(site, "takes an array of one or two axes", said(site, x.array));
  return composite(site, {x.array}, [&](const Arrays &in) {
    if (rank == 2)
      return diagonalOf(in[0], k);
    int64_t n = in[0].size(), size = n + std::abs(k);
    // Each element and a row of zeros behind it are a row moved on by one.
    Array rows = pad(reshape(in[0], {n, 1}), {0, 0}, {0, size});
    int64_t first = k >= 0 ? k : -k * size;
    Array flat = reshape(rows, {n * (size + 1)});
    flat = pad(flat, {first}, {size * size - first - n * (size + 1)});
    return reshape(flat, {size, size});
  });
}
