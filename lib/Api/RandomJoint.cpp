// Distributions made of others, and of vectors and matrices.
#include "Api/RandomHelpers.h"
#include "weft/Control.h"
#include "weft/Linalg.h"
using namespace weft;
using namespace weft::api;
using random::ShapeOr;

static Shape with(Shape front, std::initializer_list<int64_t> rest) {
  front.insert(front.end(), rest);
  return front;
}

//===-- Scalars -----------------------------------------------------------===//
/// -1 or 1. JAX has doubles only where its coins are doubles.
static Array signOf(const Array &key, const Shape &shape, Dtype dtype) {
  Dtype coin = dtype == Dtype::F64 ? Dtype::F64 : Dtype::F32;
  Array heads = fractionOf(key, shape, coin) < 0.5;
  return where(heads, scalarOf(dtype, 1), scalarOf(dtype, -1));
}
Array random::doubleSidedMaxwell(const Operand &key, const Operand &loc,
                                 const Operand &scale, const ShapeOr &shape,
                                 Dtype dtype) {
  Site site("doubleSidedMaxwell", key.where);
  Shape dims = shapeOf(site, shape, {loc.array, scale.array});
  return drawn(site, key.array, {loc.array, scale.array}, dtype,
               [&](const Arrays &in) {
                 Array size = maxwell(childKey(in[0], 0), dims, dtype);
                 Array sign = signOf(childKey(in[0], 1), dims, dtype);
                 return sign * size * in[2] + in[1];
               });
}
Array random::generalizedNormal(const Operand &key, const Operand &p,
                                const Shape &shape, Dtype dtype) {
  Site site("generalizedNormal", key.where);
  shapeOf(site, shape, {p.array});
  return drawn(site, key.array, {p.array}, dtype, [&](const Arrays &in) {
    Array g = gamma(childKey(in[0], 0), 1.0 / in[1], shape, dtype);
    Array sign = signOf(childKey(in[0], 1), shape, dtype);
    return sign * pow(g, 1.0 / in[1]);
  });
}

//===-- Vectors -----------------------------------------------------------===//
/// One category after another takes its share of the draws that are left.
Array random::multinomial(const Operand &key, const Operand &n,
                          const Operand &p, const ShapeOr &shape,
                          Dtype dtype) {
  Site site("multinomial", key.where);
  Shape dims = shapeOf(site, shape, {p.array});
  if (dims.empty())
    failShape(site, "p must have an axis of categories", said(site, p.array));
  Shape batch(dims.begin(), dims.end() - 1);
  shapeOf(site, batch, {n.array});
  return drawn(
      site, key.array, {n.array, p.array}, dtype, [&](const Arrays &in) {
        Array count = broadcastTo(in[1], batch);
        Array share = moveaxis(broadcastTo(in[2], dims), -1, 0);
        Array left = cumsum(share, 0, /*reverse=*/true);
        Array ratios = share / where(left == 0.0, 1.0, left);
        Array keys = random::split(in[0], dims.back());
        auto step = [&](Array left, std::pair<Array, Array> x) {
          Array k = binomial(x.second, left, clip(x.first, 0.0, 1.0), batch,
                             dtype);
          return std::pair{Array(left - k), k};
        };
        auto [rest, counts] = scan(step, count, std::pair{ratios, keys});
        return moveaxis(counts, 0, -1);
      });
}
Array random::multivariateNormal(const Operand &key, const Operand &mean,
                                 const Operand &cov, const ShapeOr &shape,
                                 Dtype dtype, Factor factor) {
  Site site("multivariateNormal", key.where);
  auto m = dimsOf(nodeOf(site, mean.array)), c = dimsOf(nodeOf(site, cov.array));
  if (m.empty() || c.size() < 2 || c[c.size() - 1] != m.back() ||
      c[c.size() - 2] != m.back())
    failShape(site, "the mean must be (..., n) and the covariance (..., n, n)",
              said(site, {mean.array, cov.array}));
  int64_t n = m.back();
  Array batches[] = {zeros(Shape(m.begin(), m.end() - 1)),
                     zeros(Shape(c.begin(), c.end() - 2))};
  Shape dims = shapeOf(site, shape, batches);
  return drawn(
      site, key.array, {mean.array, cov.array}, dtype, [&](const Arrays &in) {
        Array root;
        if (factor == Factor::Cholesky) {
          root = cholesky(in[2]);
        } else if (factor == Factor::Eigh) {
          Eigh e = eigh(in[2]);
          root = e.v * expandDims(sqrt(e.w), -2);
        } else {
          Svd s = svd(in[2]);
          root = s.u * expandDims(sqrt(s.s), -2);
        }
        Array z = normalOf(in[0], with(dims, {n}), dtype);
        return in[1] + squeeze(matmul(root, expandDims(z, -1)), -1);
      });
}
Array random::ball(const Operand &key, int64_t d, const Operand &p,
                   const Shape &shape, Dtype dtype) {
  Site site("ball", key.where);
  checkSizes(site, with(shape, {d}));
  if (!nodeOf(site, p.array).dims.empty())
    failShape(site, "p must be a scalar", said(site, p.array));
  return drawn(site, key.array, {p.array}, dtype, [&](const Arrays &in) {
    Array g = generalizedNormal(childKey(in[0], 0), in[1], with(shape, {d}),
                                dtype);
    Array e = exponentialOf(childKey(in[0], 1), shape, dtype);
    Array size = pow(sum(pow(abs(g), in[1]), -1) + e, 1.0 / in[1]);
    return g / expandDims(size, -1);
  });
}

//===-- Matrices ----------------------------------------------------------===//
Array random::orthogonal(const Operand &key, int64_t n, const Shape &shape,
                         Dtype dtype, std::optional<int64_t> columns) {
  Site site("orthogonal", key.where);
  int64_t m = columns.value_or(n);
  checkSizes(site, with(shape, {n, m}));
  return drawn(site, key.array, {}, dtype, [&](const Arrays &in) {
    Shape dims = with(shape, {std::max(n, m), std::min(n, m)});
    Qr f = qr(normalOf(in[0], dims, dtype));
    // Signs of r's diagonal make the factors unique, and the measure Haar's.
    Array x = f.q * expandDims(sign(diagonal(f.r, 0, -2, -1)), -2);
    return n < m ? swapaxes(x, -2, -1) : x;
  });
}
