// Differences, sums and polynomials of sampled functions.
#include "Api/OpsHelpers.h"
#include "weft/Linalg.h"
using namespace weft;
using namespace weft::api;

static Array from(const Array &x, int64_t axis, int64_t first, int64_t limit) {
  return sliceInDim(x, first, limit, 1, axis);
}

//===-- Differences -------------------------------------------------------===//
Array weft::diff(const Operand &x, int64_t n, int64_t axis) {
  Site site("diff", x.where);
  int64_t at = axisOf(site, x.array, axis);
  if (n < 0)
    failShape(site, "n must not be negative", std::to_string(n));
  Dtype dtype = nodeOf(site, x.array).dtype;
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array y = inDtype(site, in[0], working(dtype));
    for (int64_t i = 0; i < n; ++i) {
      int64_t size = y.shape()[at];
      if (size == 0)
        break;
      Array after = from(y, at, 1, size), before = from(y, at, 0, size - 1);
      y = isBool(y.dtype()) ? logicalXor(after, before) : after - before;
    }
    return inDtype(site, y, dtype);
  });
}

Array weft::gradientAlong(const Operand &x, int64_t axis,
                          const Operand &spacing) {
  Site site("gradient", x.where);
  Dtype dtype = promoteInexact(site, x.array).dtype, steps = working(dtype);
  int64_t at = axisOf(site, x.array, axis), n = x.array.get()->dims[at];
  if (n < 2)
    failShape(site, "an axis must have at least 2 elements",
              said(site, x.array));
  if (!nodeOf(site, spacing.array).dims.empty())
    failShape(site, "the distance must be a scalar", said(site, spacing.array));
  return composite(
      site, {x.array, literalAs(spacing.array, dtype)}, [&](const Arrays &in) {
        Array v = astype(in[0], steps), h = astype(in[1], steps);
        Array first = from(v, at, 1, 2) - from(v, at, 0, 1);
        Array last = from(v, at, n - 1, n) - from(v, at, n - 2, n - 1);
        Array inner = (from(v, at, 2, n) - from(v, at, 0, n - 2)) / 2.0;
        return inDtype(site, concatenate({first, inner, last}, at) / h, dtype);
      });
}
std::vector<Array> weft::gradient(const Operand &x, const Operand &spacing) {
  Site site("gradient", x.where);
  std::vector<Array> out;
  for (size_t i = 0; i < nodeOf(site, x.array).dims.size(); ++i)
    out.push_back(gradientAlong(x, static_cast<int64_t>(i), spacing));
  return out;
}

//===-- Sums --------------------------------------------------------------===//
/// Means of neighbours times their distance.
static Array trapezoids(const Array &y, const Array &dx, int64_t axis) {
  int64_t n = y.shape()[axis];
  if (n < 2)
    return sum(from(y, axis, 0, 0), axis);
  Array means = (from(y, axis, 1, n) + from(y, axis, 0, n - 1)) / 2.0;
  return sum(means * dx, axis);
}
Array weft::trapezoid(const Operand &y, const Operand &dx, int64_t axis) {
  Site site("trapezoid", y.where);
  // A C++ scalar takes what y is made.
  Array both[] = {y.array,
                  literalAs(dx.array, promoteInexact(site, y.array).dtype)};
  promoteInexact(site, both);
  int64_t at = axisOf(site, y.array, axis);
  if (!nodeOf(site, dx.array).dims.empty())
    failShape(site, "the distance must be a scalar", said(site, dx.array),
              "trapezoidAt takes places");
  return inFloats(site, both, Inexacts, [&](const Arrays &in) {
    return trapezoids(in[0], in[1], at);
  });
}
Array weft::trapezoidAt(const Operand &y, const Operand &x, int64_t axis) {
  Site site("trapezoidAt", y.where);
  Array both[] = {y.array, x.array};
  promoteInexact(site, both);
  int64_t at = axisOf(site, y.array, axis), rank = y.array.shape().size();
  const Node &places = nodeOf(site, x.array);
  bool one = places.dims.size() == 1 &&
             places.dims[0] == y.array.get()->dims[at];
  if (!one && places.dims != y.array.get()->dims)
    failShape(site, "the places must have the shape of y, or of its axis",
              said(site, {y.array, x.array}));
  return inFloats(site, both, Inexacts, [&](const Arrays &in) {
    Array dx = diff(in[1], 1, one ? 0 : at);
    if (one) {
      Shape shape(rank, 1);
      shape[at] = dx.size();
      dx = reshape(dx, shape);
    }
    return trapezoids(in[0], dx, at);
  });
}

//===-- Convolution -------------------------------------------------------===//
static void checkVectors(const Site &site, const Array &x, const Array &y) {
  for (const Array &v : {x, y})
    if (nodeOf(site, v).dims.size() != 1 || v.size() == 0)
      failShape(site, "takes arrays of one axis, not empty",
                said(site, {x, y}));
}
/// All n where x and y overlap: the matrix of x moved on by one in each column
/// times y.
static Array fullConvolution(const Array &x, const Array &y) {
  int64_t n = x.size(), m = y.size(), all = n + m - 1;
  // Rows of x and m zeros, read in rows that are one shorter: each is moved on
  // by one.
  Array rows = pad(broadcastTo(x, {m, n}), {0, 0}, {0, m});
  rows = sliceInDim(reshape(rows, {m * (n + m)}), 0, m * all);
  return matmul(y, reshape(rows, {m, all}));
}
static Array convolved(const Array &x, const Array &y, ConvolveMode mode) {
  Array full = fullConvolution(x, y);
  int64_t n = std::max(x.size(), y.size()), m = std::min(x.size(), y.size());
  if (mode == ConvolveMode::Full)
    return full;
  int64_t size = mode == ConvolveMode::Same ? n : n - m + 1;
  int64_t first = (full.size() - size) / 2;
  return sliceInDim(full, first, first + size);
}
Array weft::convolve(const Operand &x, const Operand &y, ConvolveMode mode) {
  Site site("convolve", x.where);
  checkVectors(site, x.array, y.array);
  promote(site, {x.array, y.array}, Numbers);
  return composite(site, {x.array, y.array}, [&](const Arrays &in) {
    return convolved(in[0], in[1], mode);
  });
}
/// NumPy's: of a shorter x, correlate(y, x) backwards.
Array weft::correlate(const Operand &x, const Operand &y, ConvolveMode mode) {
  Site site("correlate", x.where);
  checkVectors(site, x.array, y.array);
  Dtype dtype = promote(site, {x.array, y.array}, Numbers).dtype;
  return composite(site, {x.array, y.array}, [&](const Arrays &in) {
    Array y = isComplex(dtype) ? conj(in[1]) : in[1];
    if (in[0].size() >= y.size())
      return convolved(in[0], flip(y), mode);
    return flip(convolved(flip(in[0]), y, mode));
  });
}

//===-- Polynomials -------------------------------------------------------===//
static void checkPolynomial(const Site &site, const Array &p,
                            unsigned kinds = Numbers) {
  if (nodeOf(site, p).dims.size() != 1)
    failShape(site, "coefficients are an array of one axis", said(site, p));
  promote(site, p, kinds);
}
/// Horner's scheme.
Array weft::polyval(const Operand &p, const Operand &x) {
  Site site("polyval", p.where);
  checkPolynomial(site, p.array);
  Typed type = promote(site, {p.array, x.array}, Numbers);
  return composite(site, {p.array, x.array}, [&](const Arrays &in) {
    Dtype steps = working(type.dtype);
    Array c = astype(in[0], steps), at = astype(in[1], steps);
    Array y = zerosLike(at);
    for (int64_t i = 0; i < c.size(); ++i)
      y = y * at + take(c, i);
    return inDtype(site, y, type.dtype);
  });
}
/// Columns are scaled to one length, as in NumPy, so that large powers do not
/// drown the others.
Array weft::polyfit(const Operand &x, const Operand &y, int64_t degree,
                    const Array &weights) {
  Site site("polyfit", x.where);
  auto xs = dimsOf(nodeOf(site, x.array)), ys = dimsOf(nodeOf(site, y.array));
  if (xs.size() != 1 || xs[0] == 0 || ys.empty() || ys.size() > 2 ||
      ys[0] != xs[0])
    failShape(site,
              "x must have one axis that is not empty, y as many values on its "
              "first of at most two axes",
              said(site, {x.array, y.array}));
  if (degree < 0)
    failShape(site, "the degree must not be negative", std::to_string(degree));
  Arrays all{x.array, y.array};
  if (weights.get()) {
    if (dimsOf(nodeOf(site, weights)) != xs)
      failShape(site, "weights must have the shape of x",
                said(site, {x.array, weights}));
    all.push_back(weights);
  }
  Dtype dtype = promoteInexact(site, all).dtype;
  double epsilon = size_t(xs[0]) * epsilonOf(dtype);
  return composite(site, all, [&](const Arrays &in) {
    Array a = vander(astype(in[0], dtype), degree + 1);
    Array b = astype(in[1], dtype);
    if (in.size() == 3) {
      Array w = expandDims(astype(in[2], dtype), 1);
      a = a * w;
      b = ys.size() == 2 ? b * w : b * squeeze(w, 1);
    }
    Array scale = sqrt(sum(square(a), 0));
    Array c = lstsq(a / scale, b, epsilon).x;
    return c / (ys.size() == 2 ? expandDims(scale, 1) : scale);
  });
}
Array weft::polyadd(const Operand &p, const Operand &q) {
  Site site("polyadd", p.where);
  checkPolynomial(site, p.array);
  checkPolynomial(site, q.array);
  return composite(site, {p.array, q.array}, [](const Arrays &in) {
    int64_t n = in[0].size(), m = in[1].size(), all = std::max(n, m);
    return pad(in[0], {all - n}, {0}) + pad(in[1], {all - m}, {0});
  });
}
Array weft::polymul(const Operand &p, const Operand &q) {
  Site site("polymul", p.where);
  checkPolynomial(site, p.array);
  checkPolynomial(site, q.array);
  checkVectors(site, p.array, q.array);
  return composite(site, {p.array, q.array}, [](const Arrays &in) {
    return fullConvolution(in[0], in[1]);
  });
}
static void checkTimes(const Site &site, int64_t m) {
  if (m < 0)
    failShape(site, "m must not be negative", std::to_string(m));
}
Array weft::polyder(const Operand &p, int64_t m) {
  Site site("polyder", p.where);
  checkPolynomial(site, p.array);
  checkTimes(site, m);
  Dtype dtype = p.array.dtype();
  return composite(site, {p.array}, [&](const Arrays &in) {
    Array c = inDtype(site, in[0], working(dtype));
    for (int64_t i = 0; i < m && c.size() > 0; ++i) {
      int64_t n = c.size();
      c = sliceInDim(c, 0, n - 1) * flip(iota(n - 1, c.dtype()) +
                                         scalarOf(c.dtype(), 1));
    }
    return inDtype(site, c, dtype);
  });
}
Array weft::polyint(const Operand &p, int64_t m) {
  Site site("polyint", p.where);
  checkPolynomial(site, p.array, Anything);
  checkTimes(site, m);
  return inFloats(site, p.array, Inexacts, [&](const Arrays &in) {
    Array c = in[0];
    for (int64_t i = 0; i < m; ++i) {
      Dtype dtype = c.dtype();
      Array powers = flip(iota(c.size(), dtype) + scalarOf(dtype, 1));
      c = pad(c / powers, {0}, {1});
    }
    return c;
  });
}

//===-- cross -------------------------------------------------------------===//
Array weft::cross(const Operand &a, const Operand &b, int64_t axis) {
  Site site("cross", a.where);
  Dtype dtype = promote(site, {a.array, b.array}, Numbers).dtype;
  Dtype steps = working(dtype);
  int64_t atA = axisOf(site, a.array, axis), atB = axisOf(site, b.array, axis);
  int64_t n = a.array.shape()[atA], m = b.array.shape()[atB];
  if ((n != 2 && n != 3) || (m != 2 && m != 3))
    failShape(site, "the axis must have size 2 or 3",
              said(site, {a.array, b.array}));
  return composite(site, {a.array, b.array}, [&](const Arrays &in) {
    auto part = [&](int i, int64_t k) -> Array {
      Array v = moveaxis(inDtype(site, in[i], steps), i == 0 ? atA : atB, -1);
      if (k < v.shape().back())
        return take(v, k, -1);
      return zerosLike(take(v, 0, -1));
    };
    auto minor = [&](int64_t i, int64_t j) -> Array {
      return part(0, i) * part(1, j) - part(0, j) * part(1, i);
    };
    if (n == 2 && m == 2)
      return inDtype(site, minor(0, 1), dtype);
    std::vector<Array> all{minor(1, 2), minor(2, 0), minor(0, 1)};
    return inDtype(site, moveaxis(stack(all, -1), -1, axis), dtype);
  });
}
