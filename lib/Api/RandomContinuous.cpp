// Distributions of floats that are one formula on uniform numbers.
#include "Api/RandomHelpers.h"
#include "weft/Special.h"

#include <cmath>
#include <numbers>
using namespace weft;
using namespace weft::api;

static Array sampled(const char *op, const Operand &key,
                     std::initializer_list<Array> parameters, Dtype dtype,
                     llvm::function_ref<Array(const Arrays &)> f) {
  return drawn(Site(op, key.where), key.array, parameters, dtype, f);
}
static Shape shapeFor(const char *op, const Operand &key,
                      const random::ShapeOr &shape,
                      std::initializer_list<Array> parameters) {
  Site site(op, key.where);
  for (const Array &p : parameters)
    nodeOf(site, p);
  return shapeOf(site, shape, parameters);
}
static void checkShape(const char *op, const Operand &key, const Shape &shape) {
  checkSizes(Site(op, key.where), shape);
}

//===-- Normal ------------------------------------------------------------===//
Array api::normalFrom(const Array &fraction, Dtype dtype) {
  // The float after -1; 1 less it is rounded to 2.
  double low = -1 + epsilonOf(dtype) / 2;
  Array u = fraction * scalarOf(dtype, 2) + scalarOf(dtype, low);
  u = maximum(scalarOf(dtype, low), u);
  return erfInv(u) * scalarOf(dtype, std::numbers::sqrt2);
}
Array api::normalOf(const Array &key, const Shape &shape, Dtype dtype) {
  return normalFrom(fractionOf(key, shape, dtype), dtype);
}
Array random::normal(const Operand &key, const Shape &shape, Dtype dtype) {
  Site site("normal", key.where);
  checkKey(site, key.array);
  checkSizes(site, shape);
  if (!isComplex(dtype)) {
    checkFloat(site, dtype);
    return composite(site, {key.array}, [&](const Arrays &in) {
      return normalOf(in[0], shape, dtype);
    });
  }
  Dtype part = dtype == Dtype::C64 ? Dtype::F32 : Dtype::F64;
  return composite(site, {key.array}, [&](const Arrays &in) {
    Array re = normalOf(childKey(in[0], 0), shape, part);
    Array im = normalOf(childKey(in[0], 1), shape, part);
    Array i = scalarOf(dtype, {0, 1});
    return (astype(re, dtype) + i * astype(im, dtype)) /
           scalarOf(dtype, std::numbers::sqrt2);
  });
}
Array random::truncatedNormal(const Operand &key, const Operand &lower,
                              const Operand &upper, const ShapeOr &shape,
                              Dtype dtype) {
  const char *op = "truncatedNormal";
  Shape dims = shapeFor(op, key, shape, {lower.array, upper.array});
  return sampled(
      op, key, {lower.array, upper.array}, dtype, [&](const Arrays &in) {
        Array root = scalarOf(dtype, std::numbers::sqrt2);
        Array a = erf(in[1] / root), b = erf(in[2] / root);
        Array y = root * erfInv(uniformOf(in[0], dims, a, b, dtype));
        Array infinity = scalarOf(dtype, HUGE_VAL);
        return clip(y, nextafter(stopGradient(in[1]), infinity),
                    nextafter(stopGradient(in[2]), -infinity));
      });
}
Array random::lognormal(const Operand &key, const Operand &sigma,
                        const ShapeOr &shape, Dtype dtype) {
  Shape dims = shapeFor("lognormal", key, shape, {sigma.array});
  return sampled("lognormal", key, {sigma.array}, dtype,
                 [&](const Arrays &in) {
                   return exp(normalOf(in[0], dims, dtype) * in[1]);
                 });
}

//===-- Without parameters ------------------------------------------------===//
Array api::exponentialOf(const Array &key, const Shape &shape, Dtype dtype) {
  return -log1p(-fractionOf(key, shape, dtype));
}
Array random::exponential(const Operand &key, const Shape &shape,
                          Dtype dtype) {
  checkShape("exponential", key, shape);
  return sampled("exponential", key, {}, dtype, [&](const Arrays &in) {
    return exponentialOf(in[0], shape, dtype);
  });
}
Array api::gumbelOf(const Array &key, const Shape &shape, Dtype dtype) {
  return -log(-log(uniformOf(key, shape, tinyOf(dtype), 1, dtype)));
}
Array random::gumbel(const Operand &key, const Shape &shape, Dtype dtype) {
  checkShape("gumbel", key, shape);
  return sampled("gumbel", key, {}, dtype, [&](const Arrays &in) {
    return gumbelOf(in[0], shape, dtype);
  });
}
Array random::laplace(const Operand &key, const Shape &shape, Dtype dtype) {
  checkShape("laplace", key, shape);
  return sampled("laplace", key, {}, dtype, [&](const Arrays &in) {
    double low = -1 + epsilonOf(dtype) / 2;
    Array u = uniformOf(in[0], shape, low, 1, dtype);
    return sign(u) * log1p(-abs(u));
  });
}
Array random::logistic(const Operand &key, const Shape &shape, Dtype dtype) {
  checkShape("logistic", key, shape);
  return sampled("logistic", key, {}, dtype, [&](const Arrays &in) {
    Array u = uniformOf(in[0], shape, tinyOf(dtype), 1, dtype);
    return log(u) - log1p(-u);
  });
}
Array random::cauchy(const Operand &key, const Shape &shape, Dtype dtype) {
  checkShape("cauchy", key, shape);
  return sampled("cauchy", key, {}, dtype, [&](const Arrays &in) {
    Array u = uniformOf(in[0], shape, epsilonOf(dtype), 1, dtype);
    return tan(scalarOf(dtype, std::numbers::pi) * (u - 0.5));
  });
}
Array random::maxwell(const Operand &key, const Shape &shape, Dtype dtype) {
  checkShape("maxwell", key, shape);
  return sampled("maxwell", key, {}, dtype, [&](const Arrays &in) {
    Shape dims = shape;
    dims.push_back(3);
    return norm(normalOf(in[0], dims, dtype), -1);
  });
}

//===-- With parameters ---------------------------------------------------===//
Array random::pareto(const Operand &key, const Operand &b,
                     const ShapeOr &shape, Dtype dtype) {
  Shape dims = shapeFor("pareto", key, shape, {b.array});
  return sampled("pareto", key, {b.array}, dtype, [&](const Arrays &in) {
    return exp(exponentialOf(in[0], dims, dtype) / in[1]);
  });
}
Array random::rayleigh(const Operand &key, const Operand &scale,
                       const ShapeOr &shape, Dtype dtype) {
  Shape dims = shapeFor("rayleigh", key, shape, {scale.array});
  return sampled("rayleigh", key, {scale.array}, dtype, [&](const Arrays &in) {
    return in[1] * sqrt(log(fractionOf(in[0], dims, dtype)) * -2.0);
  });
}
Array random::weibullMin(const Operand &key, const Operand &scale,
                      const Operand &concentration, const ShapeOr &shape,
                      Dtype dtype) {
  Shape dims =
      shapeFor("weibullMin", key, shape, {scale.array, concentration.array});
  return sampled("weibullMin", key, {scale.array, concentration.array}, dtype,
                 [&](const Arrays &in) {
                   return pow(exponentialOf(in[0], dims, dtype), 1.0 / in[2]) *
                          in[1];
                 });
}
Array random::triangular(const Operand &key, const Operand &left,
                         const Operand &mode, const Operand &right,
                         const ShapeOr &shape, Dtype dtype) {
  std::initializer_list<Array> bounds = {left.array, mode.array, right.array};
  Shape dims = shapeFor("triangular", key, shape, bounds);
  return sampled("triangular", key, bounds, dtype, [&](const Arrays &in) {
    Array a = in[1], c = in[2], b = in[3], u = fractionOf(in[0], dims, dtype);
    Array below = a + sqrt(u * (b - a) * (c - a));
    Array above = b - sqrt((1.0 - u) * (b - a) * (b - c));
    return where(u < (c - a) / (b - a), below, above);
  });
}
Array random::wald(const Operand &key, const Operand &mean,
                   const ShapeOr &shape, Dtype dtype) {
  Shape dims = shapeFor("wald", key, shape, {mean.array});
  return sampled("wald", key, {mean.array}, dtype, [&](const Arrays &in) {
    Array m = in[1], y = square(normalOf(childKey(in[0], 0), dims, dtype));
    Array z = fractionOf(childKey(in[0], 1), dims, dtype);
    Array root = sqrt(4.0 * m * y + square(m) * square(y));
    Array x = m + square(m) * y / 2.0 - m / 2.0 * root;
    return where(z <= m / (m + x), x, square(m) / x);
  });
}
