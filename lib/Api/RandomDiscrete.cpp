// Distributions of bools and integers, and orders.
#include "Api/RandomHelpers.h"

#include <cmath>
using namespace weft;
using namespace weft::api;

//===-- Coins -------------------------------------------------------------===//
Array random::bernoulli(const Operand &key, const Operand &p,
                        const ShapeOr &shape) {
  Site site("bernoulli", key.where);
  checkKey(site, key.array);
  Dtype dtype = promoteInexact(site, p.array, Floats).dtype;
  checkFloat(site, dtype);
  Shape dims = shapeOf(site, shape, p.array);
  return composite(site, {key.array, p.array}, [&](const Arrays &in) {
    return fractionOf(in[0], dims, dtype) < in[1];
  });
}
Array random::rademacher(const Operand &key, const Shape &shape, Dtype dtype) {
  Site site("rademacher", key.where);
  checkKey(site, key.array);
  checkSizes(site, shape);
  if (isBool(dtype) || (isInteger(dtype) && !isSigned(dtype)))
    failDtype(site, "makes signed numbers", shortName(dtype));
  return composite(site, {key.array}, [&](const Arrays &in) {
    Array heads = fractionOf(in[0], shape, Dtype::F32) < 0.5;
    return where(heads, scalarOf(dtype, 1), scalarOf(dtype, -1));
  });
}
Array random::geometric(const Operand &key, const Operand &p,
                        const ShapeOr &shape, Dtype dtype) {
  Site site("geometric", key.where);
  checkKey(site, key.array);
  if (!isInteger(dtype))
    failDtype(site, "makes integers", shortName(dtype));
  Dtype inside = promoteInexact(site, p.array, Floats).dtype;
  checkFloat(site, inside);
  Shape dims = shapeOf(site, shape, p.array);
  return composite(site, {key.array, p.array}, [&](const Arrays &in) {
    Array u = fractionOf(in[0], dims, inside);
    u = where(u == 0.0, 1.0, u);
    Array trials = floor(log(u) / log1p(-astype(in[1], inside))) + 1.0;
    return astype(trials, dtype);
  });
}

//===-- Categories --------------------------------------------------------===//
namespace {
/// The shape of the samples, in front of the batch's.
struct Samples {
  Shape front, shape;
  int64_t axis; // of logits
  int64_t count() const {
    int64_t n = 1;
    for (int64_t d : front)
      n *= d;
    return n;
  }
};
} // namespace
static Samples samplesOf(const Site &site, const Array &logits, int64_t axis,
                         const random::ShapeOr &shape) {
  Samples s;
  s.axis = axisOf(site, logits, axis);
  Shape batch = logits.shape();
  batch.erase(batch.begin() + s.axis);
  s.shape = shape.value_or(batch);
  checkSizes(site, s.shape);
  if (s.shape.size() < batch.size() ||
      !std::equal(batch.rbegin(), batch.rend(), s.shape.rbegin()))
    failShape(site, "the shape must end with that of logits without the axis",
              said(site, logits) + " and shape " +
                  weft::detail::describeShape(s.shape));
  s.front.assign(s.shape.begin(), s.shape.end() - batch.size());
  return s;
}
/// The largest of logits and Gumbel noise; the k largest, to draw without
/// putting back.
Array random::categorical(const Operand &key, const Operand &logits,
                          int64_t axis, const ShapeOr &shape, bool replace) {
  Site site("categorical", key.where);
  checkKey(site, key.array);
  Dtype dtype = promoteInexact(site, logits.array, Floats).dtype;
  checkFloat(site, dtype);
  Samples s = samplesOf(site, logits.array, axis, shape);
  int64_t n = logits.array.shape()[s.axis];
  if (n == 0)
    failShape(site, "needs at least one category", said(site, logits.array));
  if (!replace && s.count() > n)
    failShape(site, "there are fewer categories than samples without replacement",
              said(site, logits.array) + " and " + std::to_string(s.count()) +
                  " samples");
  return composite(site, {key.array, logits.array}, [&](const Arrays &in) {
    Array x = astype(in[1], dtype);
    if (replace) {
      Shape dims = s.front, one = x.shape();
      dims.insert(dims.end(), one.begin(), one.end());
      int64_t at = static_cast<int64_t>(s.front.size()) + s.axis;
      return argmax(gumbelOf(in[0], dims, dtype) + x, at);
    }
    x = x + gumbelOf(in[0], x.shape(), dtype);
    Array drawn = topK(moveaxis(x, s.axis, -1), s.count()).indices;
    return reshape(moveaxis(drawn, -1, 0), s.shape);
  });
}

//===-- Orders ------------------------------------------------------------===//
/// Sorts by random keys, as often as it takes until ties do not matter.
static Array shuffled(Array key, Array x, int64_t axis) {
  double size = std::max<double>(1, static_cast<double>(x.size()));
  auto rounds = static_cast<int>(
      std::ceil(3 * std::log(size) / std::log(double(UINT32_MAX))));
  for (int i = 0; i < rounds; ++i) {
    Array sortKeys = bitsOf(childKey(key, 1), x.shape(), Dtype::U32);
    x = sort({sortKeys, x}, axis)[1];
    key = childKey(key, 0);
  }
  return x;
}
Array random::permutation(const Operand &key, int64_t n) {
  Site site("permutation", key.where);
  checkKey(site, key.array);
  checkSizes(site, {&n, 1});
  return composite(site, {key.array}, [&](const Arrays &in) {
    return shuffled(in[0], iota(n), 0);
  });
}

Array random::permutation(const Operand &key, const Operand &x, int64_t axis,
                          bool independent) {
  Site site("permutation", key.where);
  checkKey(site, key.array);
  int64_t dim = axisOf(site, x.array, axis);
  const Node &n = nodeOf(site, x.array);
  return composite(site, {key.array, x.array}, [&](const Arrays &in) {
    if (independent || n.dims.size() == 1)
      return shuffled(in[0], in[1], dim);
    return take(in[1], shuffled(in[0], iota(n.dims[dim]), 0), dim,
                Bounds::Clip);
  });
}

//===-- Choice ------------------------------------------------------------===//
/// Places below n, as many as the shape has.
static Array placesOf(const Array &key, const Array &p, int64_t n,
                      const Shape &shape, bool replace) {
  int64_t count = 1;
  for (int64_t d : shape)
    count *= d;
  if (p.isNull()) {
    if (replace)
      return random::randint(key, shape, 0, n);
    return reshape(sliceInDim(shuffled(key, iota(n), 0), 0, count), shape);
  }
  if (!replace)
    return reshape(topK(gumbelOf(key, {n}, p.dtype()) + log(p), count).indices,
                   shape);
  Array total = cumsum(p, 0);
  Array r = take(total, -1) * (1.0 - fractionOf(key, shape, p.dtype()));
  return searchsorted(total, r);
}
static void checkChoice(const Site &site, int64_t n, const Shape &shape,
                        const random::ChoiceOptions &options) {
  checkSizes(site, shape);
  int64_t count = 1;
  for (int64_t d : shape)
    count *= d;
  if (n < 1 && count > 0)
    failShape(site, "there is nothing to choose from", std::to_string(n));
  if (!options.replace && count > n)
    failShape(site, "there are fewer elements than samples without replacement",
              std::to_string(n) + " elements and " + std::to_string(count) +
                  " samples");
  if (options.p.isNull())
    return;
  checkFloat(site, promoteInexact(site, options.p, Floats).dtype);
  if (nodeOf(site, options.p).dims != Dims{n})
    failShape(site, "p must have a number for each element",
              said(site, options.p) + " and " + std::to_string(n) +
                  " elements");
}
/// `f` of the places, and of x where there is one.
static Array chosen(const Site &site, const Array &key, const Array &x,
                    int64_t n, const Shape &shape,
                    const random::ChoiceOptions &options,
                    llvm::function_ref<Array(const Array &, const Array &)> f) {
  bool weighted = !options.p.isNull();
  Arrays all{key};
  if (weighted)
    all.push_back(options.p);
  if (!x.isNull())
    all.push_back(x);
  return composite(site, all, [&](const Arrays &in) {
    Array p;
    if (weighted)
      p = astype(in[1], promoteInexact(site, in[1], Floats).dtype);
    Array places = placesOf(in[0], p, n, shape, options.replace);
    return f(places, x.isNull() ? x : in.back());
  });
}
Array random::choice(const Operand &key, int64_t n, const Shape &shape,
                     const ChoiceOptions &options) {
  Site site("choice", key.where);
  checkKey(site, key.array);
  checkChoice(site, n, shape, options);
  return chosen(site, key.array, Array(), n, shape, options,
                [](const Array &places, const Array &) { return places; });
}
Array random::choice(const Operand &key, const Operand &x, const Shape &shape,
                     const ChoiceOptions &options) {
  Site site("choice", key.where);
  checkKey(site, key.array);
  int64_t dim = axisOf(site, x.array, options.axis);
  Dims dims = x.array.get()->dims;
  checkChoice(site, dims[dim], shape, options);
  Shape out(dims.begin(), dims.begin() + dim);
  out.insert(out.end(), shape.begin(), shape.end());
  out.insert(out.end(), dims.begin() + dim + 1, dims.end());
  auto pick = [&](const Array &places, const Array &x) {
    return reshape(take(x, ravel(places), dim, Bounds::Clip), out);
  };
  // Without weights and replacement whole rows are shuffled, as JAX does.
  if (options.p.isNull() && !options.replace)
    return composite(site, {key.array, x.array}, [&](const Arrays &in) {
      int64_t count = 1;
      for (int64_t d : shape)
        count *= d;
      Array all = random::permutation(in[0], in[1], dim);
      return reshape(sliceInDim(all, 0, count, 1, dim), out);
    });
  return chosen(site, key.array, x.array, dims[dim], shape, options, pick);
}
