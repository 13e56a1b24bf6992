// Places and counts: searching sorted arrays, order statistics, histograms.
#include "Api/OpsHelpers.h"

#include <cmath>
using namespace weft;
using namespace weft::api;

/// Elements of an array of one axis, at places of any shape; those out of range
/// are moved to its ends.
static Array at(const Array &x, const Array &places) {
  return take(x, places, 0, Bounds::Clip);
}
static void checkVector(const Site &site, const Array &x) {
  if (nodeOf(site, x).dims.size() != 1)
    failShape(site, "takes an array of one axis", said(site, x));
}

//===-- By conditions -----------------------------------------------------===//
static void checkConditions(const Site &site, const Arrays &conditions) {
  if (conditions.empty())
    failShape(site, "there must be a condition", "none");
  for (const Array &c : conditions)
    promote(site, c, Bools);
}
Array weft::select(const std::vector<Array> &conditions,
                   const std::vector<Array> &choices,
                   const Operand &otherwise) {
  Site site("select", otherwise.where);
  checkConditions(site, conditions);
  if (conditions.size() != choices.size())
    failShape(site, "there must be a choice for each condition",
              std::to_string(conditions.size()) + " conditions and " +
                  std::to_string(choices.size()) + " choices");
  Arrays values(choices), all(conditions);
  values.push_back(otherwise.array);
  Dtype dtype = promote(site, values).dtype;
  for (const Array &v : values)
    all.push_back(literalAs(v, dtype));
  Dims dims = broadcastDims(site, all);
  return composite(site, all, [&](const Arrays &in) {
    size_t n = conditions.size();
    Array y = astype(in.back(), dtype);
    for (size_t i = n; i-- > 0;)
      y = where(in[i], astype(in[n + i], dtype), y);
    return broadcastTo(y, Shape(dims.begin(), dims.end()));
  });
}
Array weft::piecewise(
    const Operand &x, const std::vector<Array> &conditions,
    const std::vector<std::function<Array(const Array &)>> &functions) {
  Site site("piecewise", x.where);
  checkConditions(site, conditions);
  size_t n = conditions.size();
  if (functions.size() != n && functions.size() != n + 1)
    failShape(site,
              "there must be a function for each condition, and at most one "
              "more",
              std::to_string(n) + " conditions and " +
                  std::to_string(functions.size()) + " functions");
  Dtype dtype = promote(site, x.array).dtype;
  Arrays all{x.array};
  all.insert(all.end(), conditions.begin(), conditions.end());
  broadcastDims(site, all);
  return composite(site, all, [&](const Arrays &in) {
    auto valueOf = [&](size_t i) { return astype(functions[i](in[0]), dtype); };
    Array y = functions.size() > n ? valueOf(n) : zerosLike(in[0]);
    for (size_t i = 0; i < n; ++i)
      y = where(in[i + 1], valueOf(i), y);
    return y;
  });
}

//===-- Searching ---------------------------------------------------------===//
/// x stands before y.
static Array before(const Array &x, const Array &y) {
  return isFloat(x.dtype()) ? (x < y) | (isNan(y) & ~isNan(x)) : x < y;
}
/// Bisection, in as many steps as the size asks for.
static Array bisect(const Array &sorted, const Array &v, Side side) {
  int64_t n = sorted.size();
  Array low = zerosLike(v, Dtype::I32), high = low + scalar<int32_t>(n);
  for (int64_t left = n; left > 0; left /= 2) {
    Array middle = (low + high) >> scalar<int32_t>(1);
    Array e = at(sorted, middle);
    Array isAfter = side == Side::Left ? before(e, v) : ~before(v, e);
    Array open = low < high;
    low = where(open & isAfter, middle + scalar<int32_t>(1), low);
    high = where(open & ~isAfter, middle, high);
  }
  return low;
}
Array weft::searchsorted(const Operand &sorted, const Operand &v, Side side) {
  Site site("searchsorted", sorted.where);
  checkVector(site, sorted.array);
  Dtype dtype = promote(site, {sorted.array, v.array}, Ordered).dtype;
  return composite(site, {sorted.array, literalAs(v.array, dtype)},
                   [&](const Arrays &in) {
                     return bisect(astype(in[0], dtype), astype(in[1], dtype),
                                   side);
                   });
}
Array weft::digitize(const Operand &x, const Operand &edges, bool right) {
  Site site("digitize", x.where);
  checkVector(site, edges.array);
  Dtype dtype = promote(site, {x.array, edges.array}, Reals).dtype;
  int64_t n = edges.array.size();
  if (n == 0)
    failShape(site, "needs at least one edge", said(site, edges.array));
  return composite(site, {x.array, edges.array}, [&](const Arrays &in) {
    Array v = astype(in[0], dtype), e = astype(in[1], dtype);
    Array up = bisect(e, v, right ? Side::Left : Side::Right);
    Array down = scalar<int32_t>(n) -
                 bisect(flip(e), v, right ? Side::Left : Side::Right);
    return where(take(e, -1) >= take(e, 0), up, down);
  });
}
Array weft::isIn(const Operand &x, const Operand &values) {
  Site site("isIn", x.where);
  Dtype dtype = promote(site, {x.array, values.array}, Ordered).dtype;
  if (nodeOf(site, values.array).size() == 0)
    return zerosLike(x, Dtype::Bool);
  return composite(site, {x.array, values.array}, [&](const Arrays &in) {
    Array v = astype(in[0], dtype);
    Array all = sort(astype(ravel(in[1]), dtype));
    return at(all, bisect(all, v, Side::Left)) == v;
  });
}

//===-- Order statistics --------------------------------------------------===//
/// One row q of the quantiles of rows that are sorted along the last axis.
static Array quantileOf(const Array &sorted, const Array &q, Quantile method) {
  int64_t n = sorted.shape().back();
  Array place = q * double(n - 1), low = floor(place), high = ceil(place);
  Array part = place - low;
  // The two elements by weights of places: a sum that is linear in x, but for
  // infinities, which a weight of 0 must not touch.
  Array i = iota(n, sorted.dtype());
  auto pick = [&](const Array &at) {
    return sum(where(i == at, sorted, zerosLike(sorted)), -1);
  };
  Array below = pick(low), above = pick(high);
  switch (method) {
  case Quantile::Lower:
    return below;
  case Quantile::Higher:
    return above;
  case Quantile::Midpoint:
    return where(part == 0.0, below, (below + above) * 0.5);
  case Quantile::Nearest:
    return pick(round(place));
  default:
    return where(part == 0.0, below, below * (1.0 - part) + above * part);
  }
}
static Array quantiles(const Site &site, const Array &x, const Array &q,
                       std::optional<int64_t> axis, Quantile method,
                       double scale) {
  // A C++ scalar takes what x is made.
  Array both[] = {x, literalAs(q, promoteInexact(site, x, Floats).dtype)};
  promoteInexact(site, both, Floats);
  size_t rank = nodeOf(site, q).dims.size();
  if (rank > 1)
    failShape(site, "q must be a scalar or of one axis", said(site, q));
  if (!nodeOf(site, q).isTraced())
    for (double one : q.toVector<double>())
      if (one < 0 || one > scale)
        throw UserError(Message{site.op,
                                "q must be from 0 to " +
                                    std::to_string(static_cast<int>(scale)),
                                absl::StrCat(one), place(site.where), ""});
  int64_t dim = axis ? axisOf(site, x, *axis) : 0;
  int64_t n = axis ? x.get()->dims[dim] : x.size();
  if (n == 0)
    failShape(site, "no element has no quantile", said(site, x));
  return inFloats(site, both, Floats, [&](const Arrays &in) {
    Array v = in[0], at = clip(in[1] / scale, 0., 1.);
    Dtype dtype = v.dtype();
    v = axis ? moveaxis(v, dim, -1) : ravel(v);
    Array sorted = sort(v);
    Array bad = any(isNan(v), -1);
    auto one = [&](const Array &q) {
      return where(bad, scalarOf(dtype, NAN), quantileOf(sorted, q, method));
    };
    if (rank == 0)
      return one(at);
    std::vector<Array> all;
    for (int64_t i = 0; i < at.size(); ++i)
      all.push_back(one(take(at, i)));
    if (!all.empty())
      return stack(all);
    Shape none = bad.shape();
    none.insert(none.begin(), 0);
    return zeros(none, dtype);
  });
}
Array weft::quantile(const Operand &x, const Operand &q,
                     std::optional<int64_t> axis, Quantile method) {
  return quantiles(Site("quantile", x.where), x.array, q.array, axis, method,
                   1);
}
Array weft::percentile(const Operand &x, const Operand &q,
                       std::optional<int64_t> axis, Quantile method) {
  return quantiles(Site("percentile", x.where), x.array, q.array, axis, method,
                   100);
}
Array weft::median(const Operand &x, std::optional<int64_t> axis) {
  return quantiles(Site("median", x.where), x.array, Array(0.5), axis,
                   Quantile::Linear, 1);
}

//===-- Counts ------------------------------------------------------------===//
/// Places from `length` on do not count.
static Array sumsByBin(const Array &bins, const Array &weights,
                       int64_t length) {
  return zeros({length}, weights.dtype()).at(bins).add(weights);
}
static Array countsOf(const Array &bins, int64_t length) {
  return sumsByBin(bins, onesLike(bins, Dtype::I32), length);
}
Array weft::bincount(const Operand &x, int64_t length) {
  Site site("bincount", x.where);
  promote(site, x.array, Ints);
  checkVector(site, x.array);
  checkSizes(site, {&length, 1});
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array bins = clip(astype(in[0], Dtype::I64), scalar<int64_t>(0),
                      scalar<int64_t>(length));
    return countsOf(bins, length);
  });
}
Array weft::bincount(const Operand &x, const Operand &weights,
                     int64_t length) {
  Site site("bincount", x.where);
  promote(site, x.array, Ints);
  checkVector(site, x.array);
  checkSizes(site, {&length, 1});
  if (nodeOf(site, weights.array).dims != nodeOf(site, x.array).dims)
    failShape(site, "the weights must have the shape of x",
              said(site, {x.array, weights.array}));
  Dtype dtype = promoteInexact(site, weights.array, Floats).dtype;
  return composite(site, {x.array, weights.array}, [&](const Arrays &in) {
    Array bins = clip(astype(in[0], Dtype::I64), scalar<int64_t>(0),
                      scalar<int64_t>(length));
    return sumsByBin(bins, astype(in[1], dtype), length);
  });
}

static Array counted(const Array &bins, const Array &edges, bool density) {
  Array counts = countsOf(bins, edges.size() - 1);
  if (!density)
    return astype(counts, edges.dtype());
  Dtype steps = working(edges.dtype());
  counts = astype(counts, steps);
  return astype(counts / sum(counts) / diff(astype(edges, steps)),
                edges.dtype());
}
/// The number of bins stands for places outside of them.
static Array binned(const Array &x, const Array &edges, bool density) {
  int32_t size = edges.size() - 1;
  Array n = scalar<int32_t>(size), one = scalar<int32_t>(1);
  Array bins = bisect(edges, x, Side::Right) - one;
  bins = where(x == take(edges, -1), n - one, bins);
  return counted(where(bins < 0, n, bins), edges, density);
}
/// Edges that lie evenly: a bin is computed, and its neighbour taken where
/// rounding missed (as NumPy's histogram does).
static Array binnedEvenly(const Array &x, const Array &edges, bool density) {
  int64_t n = edges.size() - 1;
  Array low = take(edges, 0), high = take(edges, -1);
  Array at = (x - low) * (double(n) / (high - low));
  Array last = scalar<int32_t>(n - 1), one = scalar<int32_t>(1);
  Array bin = astype(clip(at, 0., double(n - 1)), Dtype::I32);
  bin = where(x < take(edges, bin, 0, Bounds::Clip), bin - one, bin);
  Array next = take(edges, bin + one, 0, Bounds::Clip);
  bin = where((x >= next) & (bin < last), bin + one, bin);
  Array inside = (x >= low) & (x <= high);
  return counted(where(inside, bin, scalar<int32_t>(n)), edges, density);
}
/// Beyond so many bins the edges of low precision are not even any more.
static constexpr int64_t maxEvenBins = 1024;
static Histogram even(const Site &site, const Array &x, int64_t bins,
                      const Array &edges, bool density) {
  Dtype dtype = edges.dtype();
  bool wide = dtype == Dtype::F32 || dtype == Dtype::F64;
  Array counts = composite(site, {x, edges}, [&](const Arrays &in) {
    auto how = bins <= maxEvenBins && wide ? binnedEvenly : binned;
    return how(stopGradient(astype(ravel(in[0]), dtype)), stopGradient(in[1]),
               density);
  });
  return {counts, edges};
}
static Dtype checkBins(const Site &site, const Array &x, int64_t bins) {
  Dtype dtype = promoteInexact(site, x, Floats).dtype;
  if (bins < 1)
    failShape(site, "needs at least one bin", std::to_string(bins) + " bins",
              "give the edges");
  return dtype;
}
Histogram weft::histogram(const Operand &x, int64_t bins, bool density) {
  Site site("histogram", x.where);
  Dtype dtype = checkBins(site, x.array, bins);
  if (x.array.size() == 0)
    return even(site, x.array, bins,
                linspace(0., 1., bins + 1, true, dtype), density);
  Array edges = composite(site, {x.array}, [&](const Arrays &in) {
    Array v = stopGradient(astype(in[0], dtype)), low = min(v), high = max(v);
    Array same = low == high;
    return linspace(where(same, low - 0.5, low), where(same, high + 0.5, high),
                    bins + 1, true, dtype);
  });
  return even(site, x.array, bins, edges, density);
}
Histogram weft::histogram(const Operand &x, int64_t bins,
                          std::pair<double, double> range, bool density) {
  Site site("histogram", x.where);
  Dtype dtype = checkBins(site, x.array, bins);
  if (!(range.first <= range.second) || !std::isfinite(range.first) ||
      !std::isfinite(range.second))
    failShape(site, "the range must be finite and not descend",
              std::to_string(range.first) + " to " +
                  std::to_string(range.second));
  if (range.first == range.second)
    range = {range.first - 0.5, range.second + 0.5};
  Array edges = linspace(range.first, range.second, bins + 1, true, dtype);
  return even(site, x.array, bins, edges, density);
}
Histogram weft::histogram(const Operand &x, const Operand &edges,
                          bool density) {
  Site site("histogram", x.where);
  Dtype dtype = promoteInexact(site, {x.array, edges.array}, Floats).dtype;
  checkVector(site, edges.array);
  if (edges.array.size() < 2)
    failShape(site, "needs at least two edges", said(site, edges.array));
  Array counts =
      composite(site, {x.array, edges.array}, [&](const Arrays &in) {
        return binned(stopGradient(astype(ravel(in[0]), dtype)),
                      stopGradient(astype(in[1], dtype)), density);
      });
  return {counts, edges.array};
}

//===-- unique ------------------------------------------------------------===//
Unique weft::unique(const Operand &x, int64_t size) {
  Site site("unique", x.where);
  promote(site, x.array, Ordered);
  int64_t n = nodeOf(site, x.array).size();
  checkSizes(site, {&size, 1});
  if (n == 0)
    failShape(site, "needs at least one element", said(site, x.array));
  Array flat = ravel(x);
  auto sorted = sort({flat, iota(n)}, 0);
  // A new value begins where an element differs from the one before.
  Array rank = composite(site, {sorted[0]}, [&](const Arrays &in) {
    Array isNew = sliceInDim(in[0], 1) != sliceInDim(in[0], 0, n - 1);
    if (isFloat(in[0].dtype()))
      isNew = isNew & ~(isNan(sliceInDim(in[0], 1)) &
                        isNan(sliceInDim(in[0], 0, n - 1)));
    return pad(cumsum(isNew, 0), {1}, {0});
  });
  Array first = composite(site, {rank}, [&](const Arrays &in) {
    return bisect(in[0], iota(size + 1), Side::Left);
  });
  auto part = [&](llvm::function_ref<Array(const Arrays &)> f) {
    return composite(site, {sorted[0], sorted[1], rank, first}, f);
  };
  auto places = [&](const Arrays &in) {
    Array begin = sliceInDim(in[3], 0, size);
    return where(begin < scalar<int32_t>(n), begin, scalar<int32_t>(0));
  };
  return {part([&](const Arrays &in) { return at(in[0], places(in)); }),
          part([&](const Arrays &in) { return at(in[1], places(in)); }),
          part([&](const Arrays &in) {
            return sort({in[1], in[2]}, 0)[1];
          }),
          part([&](const Arrays &in) { return diff(in[3]); })};
}

//===-- interp ------------------------------------------------------------===//
Array weft::interp(const Operand &x, const Operand &xp, const Operand &fp) {
  Site site("interp", x.where);
  checkVector(site, xp.array);
  checkVector(site, fp.array);
  Array all[] = {x.array, xp.array, fp.array};
  promoteInexact(site, all, Floats);
  int64_t n = xp.array.size();
  if (n == 0 || n != fp.array.size())
    failShape(site, "xp and fp must have one size, at least 1",
              said(site, {xp.array, fp.array}));
  return inFloats(site, all, Floats, [&](const Arrays &in) {
    Array v = in[0], px = in[1], pf = in[2];
    Array i = clip(bisect(px, v, Side::Right), scalar<int32_t>(1),
                   scalar<int32_t>(std::max<int64_t>(n - 1, 1)));
    Array j = i - scalar<int32_t>(1);
    Array x0 = at(px, j), dx = at(px, i) - x0, f0 = at(pf, j);
    Array flat = dx == 0.0;
    Array safe = where(flat, scalarOf(v.dtype(), 1), dx);
    Array y = where(flat, f0, f0 + (v - x0) / safe * (at(pf, i) - f0));
    y = where(v < take(px, 0), take(pf, 0), y);
    return where(v > take(px, -1), take(pf, -1), y);
  });
}
