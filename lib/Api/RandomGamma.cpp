// Gamma and what is made of it, and Poisson and binomial numbers: by rejection,
// in loops that run until every element has been accepted.
//
// Gamma: Marsaglia and Tsang, A simple method for generating gamma variables
// (2000). Poisson: Knuth's products below 10, above by Hörmann's transformed
// rejection (1993), as binomial numbers.
#include "Api/RandomHelpers.h"
#include "weft/Custom.h"
#include "weft/Loops.h"
#include "weft/Special.h"

#include <cmath>
using namespace weft;
using namespace weft::api;
using random::ShapeOr;

static Array number(const Array &like, double value) {
  return scalarOf(like.dtype(), value);
}

//===-- Gamma: a key per element ------------------------------------------===//
namespace {
using Words = std::pair<Array, Array>; // a key per element, as a tree
KeyWords keysOf(const Words &w) { return {w.first, w.second}; }
Words treeOf(const KeyWords &k) { return {k.high, k.low}; }

/// Elements where `take` holds are new.
Array updated(const Array &take, const Array &now, const Array &before) {
  return where(take, now, before);
}
Words updated(const Array &take, const KeyWords &now, const Words &before) {
  return {where(take, now.high, before.first),
          where(take, now.low, before.second)};
}

struct Gamma {
  Array d, c; // of each element's shape parameter, at least 1

  /// x normal and v = 1 + c x > 0.
  std::pair<Array, Array> positive(const KeyWords &keys) const {
    using Carry = std::tuple<Words, Array, Array>;
    auto wrong = [](const Carry &s) { return std::get<2>(s) <= 0.0; };
    auto again = [&](const Carry &s) -> Array { return any(wrong(s)); };
    auto step = [&](const Carry &s) {
      Array open = wrong(s);
      KeyWords key = keysOf(std::get<0>(s));
      Array x =
          normalFrom(fractionPerKey(child(key, 1), d.dtype()), d.dtype());
      Array v = number(d, 1) + x * c;
      return Carry{updated(open, child(key, 0), std::get<0>(s)),
                   updated(open, x, std::get<1>(s)),
                   updated(open, v, std::get<2>(s))};
    };
    Array zero = zerosLike(d);
    auto end = whileLoop(again, step, Carry{treeOf(keys), zero, zero - 1.0});
    return {std::get<1>(end), std::get<2>(end)};
  }
  /// V, so that d V is Gamma distributed.
  Array accepted(const KeyWords &keys) const {
    using Carry = std::tuple<Words, Array, Array, Array>;
    auto rejected = [&](const Carry &s) {
      const auto &[key, x, v, u] = s;
      Array squeezed = u >= number(d, 1) - number(d, 0.0331) * (x * x);
      Array bound = x * 0.5 + d * ((1.0 - v) + log(v));
      return squeezed & (log(u) >= bound);
    };
    auto again = [&](const Carry &s) -> Array { return any(rejected(s)); };
    auto step = [&](const Carry &s) {
      Array open = rejected(s);
      KeyWords key = keysOf(std::get<0>(s));
      auto [x, v] = positive(child(key, 1));
      Array u = fractionPerKey(child(key, 2), d.dtype());
      return Carry{updated(open, child(key, 0), std::get<0>(s)),
                   updated(open, x * x, std::get<1>(s)),
                   updated(open, (v * v) * v, std::get<2>(s)),
                   updated(open, u, std::get<3>(s))};
    };
    Array zero = zerosLike(d);
    auto end = whileLoop(
        again, step, Carry{treeOf(keys), zero, zero + 1.0, zero + 2.0});
    return std::get<2>(end);
  }
};
} // namespace

/// Below 1, a is raised by 1 and the sample lowered by U^(1/a).
static Array gammaSample(const Array &key, const Array &alpha, bool inLog) {
  int64_t n = alpha.size();
  Dtype dtype = alpha.dtype();
  Array a = reshape(alpha, {n}), one = number(a, 1);
  KeyWords keys = children(wordsOf(key), n);
  Array large = a >= one, third = number(a, 1. / 3);
  Array d = where(large, a, a + one) - third;
  Array v = Gamma{d, third / sqrt(d)}.accepted(child(keys, 0));
  Array u = fractionPerKey(child(keys, 1), dtype), y;
  if (inLog) {
    Array samples = log1p(-u);
    Array boost = where(large | (samples == 0.0), number(a, 0),
                        samples * (one / a));
    y = (log(d) + log(v)) + boost;
  } else {
    y = (d * v) * where(large, one, pow(one - u, one / a));
  }
  return reshape(y, alpha.shape());
}
/// The derivative is that of the sample at a fixed value of its distribution
/// function; that of ln y is 1/y of it.
static Array gammaDerivative(const Array &alpha, const Array &y, bool inLog) {
  if (!inLog)
    return randomGammaGrad(alpha, y);
  Array sample = exp(y);
  sample = where(sample == 0.0, number(y, tinyOf(y.dtype())), sample);
  return randomGammaGrad(alpha, sample) / sample;
}
static Array gammaOf(const Array &key, const Array &alpha, bool inLog) {
  Array sample = gammaSample(key, stopGradient(alpha), inLog);
  auto value = [](Array, Array y) { return y; };
  auto rule = [inLog](Array alpha, Array y, Array t, Array) {
    return std::pair{y, Array(t * gammaDerivative(alpha, y, inLog))};
  };
  return customJvp(value, rule)(alpha, sample);
}

//===-- Gamma: the distributions ------------------------------------------===//
namespace {
/// What all functions of this file check, and the parameters in one dtype and
/// shape.
struct Sampler {
  Site site;
  Array key;
  Arrays parameters;
  Dtype dtype;
  Shape shape;

  Sampler(const char *op, const Operand &key, const Arrays &parameters,
          const ShapeOr &wanted, Dtype dtype)
      : site(op, key.where), key(key.array), parameters(parameters),
        dtype(dtype) {
    checkKey(site, this->key);
    checkFloat(site, dtype);
    for (const Array &p : parameters)
      promote(site, p, Bools | Reals);
    shape = shapeOf(site, wanted, parameters);
  }
  Array operator()(llvm::function_ref<Array(const Arrays &)> f) const {
    Arrays all{key};
    for (const Array &p : parameters)
      all.push_back(literalAs(p, dtype));
    return composite(site, all, [&](const Arrays &in) {
      Arrays same{in[0]};
      for (size_t i = 1; i < in.size(); ++i)
        same.push_back(broadcastTo(astype(in[i], dtype), shape));
      return f(same);
    });
  }
};
} // namespace

Array random::gamma(const Operand &key, const Operand &a, const ShapeOr &shape,
                    Dtype dtype) {
  return Sampler("gamma", key, {a.array}, shape, dtype)(
      [](const Arrays &in) { return gammaOf(in[0], in[1], false); });
}
Array random::loggamma(const Operand &key, const Operand &a,
                       const ShapeOr &shape, Dtype dtype) {
  return Sampler("loggamma", key, {a.array}, shape, dtype)(
      [](const Arrays &in) { return gammaOf(in[0], in[1], true); });
}
Array random::beta(const Operand &key, const Operand &a, const Operand &b,
                   const ShapeOr &shape, Dtype dtype) {
  return Sampler("beta", key, {a.array, b.array}, shape, dtype)(
      [](const Arrays &in) {
        Array x = gammaOf(childKey(in[0], 0), in[1], true);
        Array y = gammaOf(childKey(in[0], 1), in[2], true);
        Array most = maximum(x, y), ex = exp(x - most), ey = exp(y - most);
        return ex / (ex + ey);
      });
}
Array random::dirichlet(const Operand &key, const Operand &alpha,
                        const ShapeOr &shape, Dtype dtype) {
  Site site("dirichlet", key.where);
  const Node &n = nodeOf(site, alpha.array);
  if (n.dims.empty())
    failShape(site, "alpha must have an axis", said(site, alpha.array));
  ShapeOr whole;
  if (shape) {
    whole = *shape;
    whole->push_back(n.dims.back());
  }
  return Sampler("dirichlet", key, {alpha.array}, whole, dtype)(
      [](const Arrays &in) { return softmax(gammaOf(in[0], in[1], true)); });
}
Array random::chisquare(const Operand &key, const Operand &df,
                        const ShapeOr &shape, Dtype dtype) {
  return Sampler("chisquare", key, {df.array}, shape, dtype)(
      [](const Arrays &in) {
        return exp(gammaOf(in[0], in[1] / 2.0, true)) * 2.0;
      });
}
Array random::f(const Operand &key, const Operand &numerator,
                const Operand &denominator, const ShapeOr &shape,
                Dtype dtype) {
  return Sampler("f", key, {numerator.array, denominator.array}, shape,
                 dtype)([](const Arrays &in) {
    auto scaled = [&](uint32_t i, const Array &df) -> Array {
      Array g = gammaOf(childKey(in[0], i), df / 2.0, true);
      return exp(g) * 2.0 / df;
    };
    return scaled(1, in[1]) / scaled(0, in[2]);
  });
}
Array random::t(const Operand &key, const Operand &df, const ShapeOr &shape,
                Dtype dtype) {
  Sampler sampler("t", key, {df.array}, shape, dtype);
  return sampler([&](const Arrays &in) {
    Array n = normalOf(childKey(in[0], 0), sampler.shape, dtype);
    Array half = in[1] / 2.0;
    return n * sqrt(half / gammaOf(childKey(in[0], 1), half, false));
  });
}

//===-- Poisson -----------------------------------------------------------===//
/// How many uniform numbers it takes for their product to fall below e^-λ.
static Array poissonByProducts(const Array &key, const Array &lambda) {
  using Carry = std::tuple<Array, Array, Array>; // count, key, ln product
  auto open = [&](const Carry &s) { return std::get<2>(s) > -lambda; };
  auto again = [&](const Carry &s) -> Array { return any(open(s)); };
  auto step = [&](const Carry &s) {
    const auto &[k, key, product] = s;
    Array u = fractionOf(childKey(key, 1), lambda.shape(), Dtype::F32);
    return Carry{k + astype(open(s), Dtype::I32), childKey(key, 0),
                 product + log(u)};
  };
  auto end = whileLoop(again, step,
                       Carry{zerosLike(lambda, Dtype::I32), key,
                             zerosLike(lambda)});
  return std::get<0>(end) - 1;
}
static Array poissonByRejection(const Array &key, const Array &lambda) {
  Array b = 0.931f + 2.53f * sqrt(lambda), a = -0.059f + 0.02483f * b;
  Array alpha = 1.1239f + 1.1328f / (b - 3.4f), vr = 0.9277f - 3.6224f / (b - 2.f);
  Array logLambda = log(lambda);
  using Carry = std::tuple<Array, Array, Array>; // result, accepted, key
  auto again = [](const Carry &s) -> Array { return any(!std::get<1>(s)); };
  auto step = [&](const Carry &s) {
    const auto &[result, done, key] = s;
    Array u = fractionOf(childKey(key, 1), lambda.shape(), Dtype::F32) - 0.5f;
    Array v = fractionOf(childKey(key, 2), lambda.shape(), Dtype::F32);
    Array us = 0.5f - abs(u);
    Array k = floor((2.f * a / us + b) * u + lambda + 0.43f);
    Array left = log(v * alpha / (a / (us * us) + b));
    Array right = -lambda + k * logLambda - lgamma(k + 1.f);
    Array surely = (us >= 0.07f) & (v <= vr);
    Array never = (k < 0.f) | ((us < 0.013f) & (v > us));
    Array accept = surely | (~never & (left <= right));
    // An element that is accepted again takes the later value, as in JAX.
    return Carry{where(accept, k, result), done | accept, childKey(key, 0)};
  };
  auto end = whileLoop(again, step,
                       Carry{zerosLike(lambda) - 1.f,
                             zerosLike(lambda, Dtype::Bool), key});
  return std::get<0>(end);
}
Array random::poisson(const Operand &key, const Operand &lambda,
                      const ShapeOr &shape, Dtype dtype) {
  Sampler sampler("poisson", key, {lambda.array}, shape, Dtype::F32);
  if (!isInteger(dtype))
    failDtype(sampler.site, "makes integers", shortName(dtype));
  return sampler([&](const Arrays &in) {
    Array x = stopGradient(in[1]), few = isNan(x) | (x < 10.f);
    Array k = poissonByProducts(in[0], where(few, x, 0.f));
    Array many = poissonByRejection(in[0], where(few, 1e5f, x));
    Array y = where(few, astype(k, dtype), astype(many, dtype));
    return where(x == 0.f, scalarOf(dtype, 0), y);
  });
}

//===-- Binomial ----------------------------------------------------------===//
/// Sums of geometric numbers.
static Array binomialBySums(const Array &key, const Array &count,
                            const Array &p) {
  Array rate = log1p(-p);
  using Carry = std::tuple<Array, Array, Array>; // how many, their sum, key
  auto open = [&](const Carry &s) { return std::get<1>(s) <= count; };
  auto again = [&](const Carry &s) -> Array { return any(open(s)); };
  auto step = [&](const Carry &s) {
    const auto &[n, sum, key] = s;
    Array u = fractionOf(childKey(key, 0), p.shape(), p.dtype());
    return Carry{where(open(s), n + 1.0, n), sum + ceil(log(u) / rate),
                 childKey(key, 1)};
  };
  auto end = whileLoop(again, step, Carry{zerosLike(p), zerosLike(p), key});
  return std::get<0>(end) - 1.0;
}
/// ln k! less Stirling's formula.
static Array stirlingTail(const Array &k) {
  static constexpr double small[] = {
      0.0810614667953272,  0.0413406959554092,  0.0276779256849983,
      0.02079067210376509, 0.0166446911898211,  0.0138761288230707,
      0.0118967099458917,  0.0104112652619720,  0.00925546218271273,
      0.00833056343336287};
  Array at = clip(k, 0.0, 9.0), square = (at + 1.0) * (at + 1.0);
  Array y = (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (at + 1.0);
  at = floor(at);
  for (int i = 0; i < 10; ++i)
    y = where((k <= 9.0) & (at == double(i)), number(k, small[i]), y);
  return y;
}
static Array binomialByRejection(const Array &key, const Array &count,
                                 const Array &p) {
  Array deviation = sqrt(count * p * (1.0 - p)), b = 1.15 + 2.53 * deviation;
  Array a = -0.0873 + 0.0248 * b + 0.01 * p, c = count * p + 0.5;
  Array vr = 0.92 - 4.2 / b, r = p / (1.0 - p);
  Array alpha = (2.83 + 5.1 / b) * deviation, m = floor((count + 1.0) * p);
  using Carry = std::tuple<Array, Array, Array>;
  auto again = [](const Carry &s) -> Array { return any(!std::get<1>(s)); };
  auto step = [&](const Carry &s) {
    const auto &[result, done, key] = s;
    Array u = fractionOf(childKey(key, 1), p.shape(), p.dtype()) - 0.5;
    Array v = fractionOf(childKey(key, 2), p.shape(), p.dtype());
    Array us = 0.5 - abs(u), surely = (us >= 0.07) & (v <= vr);
    Array k = floor((2.0 * a / us + b) * u + c);
    Array never = (k < 0.0) | (k > count);
    Array left = log(v * alpha / (a / (us * us) + b));
    Array right = (m + 0.5) * log((m + 1.0) / (r * (count - m + 1.0))) +
                  (count + 1.0) * log((count - m + 1.0) / (count - k + 1.0)) +
                  (k + 0.5) * log(r * (count - k + 1.0) / (k + 1.0)) +
                  stirlingTail(m) + stirlingTail(count - m) - stirlingTail(k) -
                  stirlingTail(count - k);
    Array accept = surely | (~never & (left <= right));
    return Carry{where(accept, k, result), done | accept, childKey(key, 0)};
  };
  auto end = whileLoop(
      again, step, Carry{zerosLike(p) - 1.0, zerosLike(p, Dtype::Bool), key});
  return std::get<0>(end);
}
Array random::binomial(const Operand &key, const Operand &n, const Operand &p,
                       const ShapeOr &shape, Dtype dtype) {
  return Sampler("binomial", key, {n.array, p.array}, shape, dtype)(
      [&](const Arrays &in) {
        Array count = stopGradient(in[1]), p = stopGradient(in[2]);
        Array half = p < 0.5, q = where(half, p, 1.0 - p);
        Array noCount = isNan(count) | (count < 0.0), infinite = isInf(count);
        Array noP = isNan(q) | (q < 0.0), wasNan = isNan(q);
        q = where(noP, number(q, 0.01), q);
        Array few = noCount | (count * q <= 10.0);
        count = floor(count);
        Array y = where(few,
                        binomialBySums(in[0], where(few, count, 0.0), q),
                        binomialByRejection(in[0], where(few, 1e4, count),
                                            where(few, 0.5, q)));
        Array invalid = noP | noCount;
        y = where(invalid, number(y, NAN), y);
        y = where(infinite & ~invalid, number(y, HUGE_VAL), y);
        return where(half | noCount | wasNan | infinite, y, count - y);
      });
}
