// NumPy's indexing, made of slices, gathers and scatters. An index is taken
// apart into what happens to each axis; slices come first (they are views), and
// one gather or scatter does the rest.
#include "Api/OpsHelpers.h"

#include <algorithm>
#include <limits>

using namespace weft;
using namespace weft::api;
using weft::detail::describeShape;

namespace {
/// One axis of the array, or a new one of the result.
struct Part {
  enum Kind { Kept, Fixed, Taken, New } kind;
  int64_t axis = -1;
  // Kept, Fixed: first, first + step, …; `flipped`: in the other order.
  int64_t first = 0, count = 1, step = 1;
  bool flipped = false;
  Array places = Array(); // Taken
};

class Plan {
public:
  Plan(const Site &site, const Array &x, const idx::Index &index);
  Array read(Bounds mode, std::optional<double> fill) const;

  using Combine = Array (*)(const Operand &, const Operand &);
  using Scatter = Array (*)(const Operand &, const Operand &, const Operand &,
                            const ScatterDims &, const ScatterOptions &);
  Array update(const Array &v, const ScatterOptions &options, Combine combine,
               Scatter scatter) const;

private:
  void parse(const std::vector<idx::Item> &items);
  void addSlice(const idx::Slice &s, int64_t axis);
  void addPlace(int64_t at, int64_t axis);
  std::vector<idx::Item> withoutMasks(const std::vector<idx::Item> &items);
  void lookAtTaken();
  Array sliced(bool flip) const;
  Array putBack(const Array &block) const;
  bool isWhole() const;
  Shape taken() const;
  Array vectors() const;
  Shape offsetDims() const;
  Shape resultShape(bool withNew) const;
  [[noreturn]] void fail(const std::string &rule) const {
    failShape(site, rule, said(site, x));
  }

  const Site &site;
  Array x;
  std::vector<Part> parts;
  Shape outer; // what the places broadcast to
  bool apart = false;
};
} // namespace

static bool broadcastsTo(const Array &v, const Shape &shape) {
  Shape from = v.shape();
  bool fits = from.size() <= shape.size();
  for (size_t d = 1; fits && d <= from.size(); ++d) {
    int64_t size = from[from.size() - d];
    fits = size == 1 || size == shape[shape.size() - d];
  }
  return fits;
}

//===-- What an index says ------------------------------------------------===//
/// They say how large the result is, and so are needed while tracing.
static std::vector<bool> maskValues(const Site &site, const Array &x,
                                    const Array &mask) {
  try {
    return mask.toVector<bool>(site.where);
  } catch (const TraceError &) {
    throw TraceError(
        Message{site.op,
                "the values of a mask must be known, as the size of the result "
                "depends on them",
                said(site, {x, mask}), place(site.where),
                "where(mask, x, 0) keeps the size"});
  }
}

/// A mask stands for the places, along each of its axes, where it is true.
std::vector<idx::Item>
Plan::withoutMasks(const std::vector<idx::Item> &items) {
  std::vector<idx::Item> out;
  size_t axis = 0;
  auto rank = [](const idx::Item &i) -> size_t {
    if (auto *a = std::get_if<Array>(&i.value))
      return isBool(a->dtype()) ? a->rank() : 1;
    return std::holds_alternative<int64_t>(i.value) ||
           std::holds_alternative<idx::Slice>(i.value);
  };
  for (size_t k = 0; k < items.size(); ++k) {
    const idx::Item &item = items[k];
    auto *mask = std::get_if<Array>(&item.value);
    if (!mask || !isBool(nodeOf(site, *mask).dtype)) {
      out.push_back(item);
      axis += rank(item);
      if (std::holds_alternative<idx::Ellipsis>(item.value)) {
        size_t rest = 0;
        for (size_t j = k + 1; j < items.size(); ++j)
          rest += rank(items[j]);
        size_t all = x.shape().size();
        axis = rest <= all ? all - rest : axis;
      }
      continue;
    }
    Shape dims = mask->shape(), own = x.shape();
    bool fits = !dims.empty() && axis + dims.size() <= own.size();
    for (size_t d = 0; fits && d < dims.size(); ++d)
      fits = dims[d] == own[axis + d];
    if (!fits)
      failShape(site, "a mask must have the shape of the axes it stands for",
                said(site, {x, *mask}));
    std::vector<std::vector<int64_t>> places(dims.size());
    auto bits = maskValues(site, x, *mask);
    for (size_t i = 0; i < bits.size(); ++i) {
      if (!bits[i])
        continue;
      size_t rest = i;
      for (size_t d = dims.size(); d-- > 0; rest /= dims[d])
        places[d].push_back(rest % dims[d]);
    }
    for (auto &p : places)
      out.push_back(idx::Item(array<int64_t>(p), item.where));
    axis += dims.size();
  }
  return out;
}
void Plan::addSlice(const idx::Slice &s, int64_t axis) {
  int64_t n = x.shape()[axis];
  if (s.step == 0)
    fail("the step of a slice must not be 0");
  auto place = [&](std::optional<int64_t> at, int64_t none, int64_t low,
                   int64_t high) {
    if (!at)
      return none;
    return std::clamp(*at < 0 ? *at + n : *at, low, high);
  };
  Part p{Part::Kept, axis};
  if (s.step > 0) {
    int64_t from = place(s.start, 0, 0, n), to = place(s.stop, n, 0, n);
    p.count = from < to ? (to - from - 1) / s.step + 1 : 0;
    p.first = from;
    p.step = s.step;
  } else {
    int64_t from = place(s.start, n - 1, -1, n - 1);
    int64_t to = place(s.stop, -1, -1, n - 1);
    p.count = from > to ? (from - to - 1) / -s.step + 1 : 0;
    p.step = -s.step;
    p.first = p.count ? from - (p.count - 1) * p.step : 0;
    p.flipped = true;
  }
  if (p.count <= 1)
    p.step = 1; // a step past the end says nothing
  parts.push_back(p);
}
void Plan::addPlace(int64_t at, int64_t axis) {
  int64_t n = x.shape()[axis];
  if (at < -n || at >= n)
    fail("index " + std::to_string(at) + " is out of range on axis " +
         std::to_string(axis));
  Part p{Part::Fixed, axis};
  p.first = at < 0 ? at + n : at;
  parts.push_back(p);
}
void Plan::parse(const std::vector<idx::Item> &items) {
  int64_t named = 0, dots = 0, rank = x.rank();
  for (const idx::Item &i : items) {
    dots += std::holds_alternative<idx::Ellipsis>(i.value);
    named += !std::holds_alternative<idx::Ellipsis>(i.value) &&
             !std::holds_alternative<idx::NewAxis>(i.value);
  }
  if (dots > 1)
    fail("an index has one ellipsis at most");
  if (named > rank)
    fail(std::to_string(named) + " axes are indexed, more than there are");
  int64_t axis = 0;
  auto keepRest = [&] {
    for (int64_t n = rank - named; n > 0; --n)
      addSlice({}, axis++);
  };
  for (const idx::Item &i : items) {
    if (std::holds_alternative<idx::Ellipsis>(i.value)) {
      keepRest();
    } else if (std::holds_alternative<idx::NewAxis>(i.value)) {
      parts.push_back({Part::New});
    } else if (auto *s = std::get_if<idx::Slice>(&i.value)) {
      addSlice(*s, axis++);
    } else if (auto *at = std::get_if<int64_t>(&i.value)) {
      addPlace(*at, axis++);
    } else {
      const Array &a = std::get<Array>(i.value);
      if (!isInteger(nodeOf(site, a).dtype))
        failDtype(site, "an index must be integers or bools", said(site, a));
      if (!a.isTraced() && a.rank() == 0) {
        addPlace(a.item<int64_t>(), axis++);
        continue;
      }
      Part p{Part::Taken, axis++};
      p.places = a;
      parts.push_back(p);
    }
  }
  if (dots == 0)
    keepRest();
}
/// An i32, as far as that reaches.
static Array placeArray(int64_t at) {
  return at <= std::numeric_limits<int32_t>::max() ? Array(at)
                                                   : scalar<int64_t>(at);
}
/// Beside arrays, single places are arrays too (they decide whether the arrays
/// stand together).
void Plan::lookAtTaken() {
  auto isTaken = [](const Part &p) { return p.kind == Part::Taken; };
  if (llvm::none_of(parts, isTaken))
    return;
  SmallVector<Array> places;
  int last = -1;
  for (auto [i, p] : llvm::enumerate(parts)) {
    if (p.kind == Part::Fixed) {
      p.kind = Part::Taken;
      p.places = placeArray(p.first);
    }
    if (p.kind != Part::Taken)
      continue;
    apart |= last >= 0 && last + 1 != static_cast<int>(i);
    last = i;
    places.push_back(p.places);
  }
  auto dims = broadcastDims(site, places);
  outer = Shape(dims.begin(), dims.end());
  for (const Part &p : parts)
    if (isTaken(p) && x.shape()[p.axis] == 0 &&
        !llvm::is_contained(outer, int64_t(0)))
      fail("there is nothing on axis " + std::to_string(p.axis));
}
Plan::Plan(const Site &site, const Array &x, const idx::Index &index)
    : site(site), x(x) {
  nodeOf(site, x);
  parse(withoutMasks(index.items));
  lookAtTaken();
}

//===-- The slices --------------------------------------------------------===//
bool Plan::isWhole() const {
  return llvm::all_of(parts, [&](const Part &p) {
    bool keeps = p.kind == Part::Taken || p.kind == Part::New;
    return keeps || (p.kind == Part::Kept && p.count == x.shape()[p.axis]);
  });
}
/// The part of x that the slices leave, single places with size 1.
Array Plan::sliced(bool flip) const {
  Shape start(x.rank(), 0), limit = x.shape(), step(x.rank(), 1);
  List flipped;
  for (const Part &p : parts) {
    if (p.kind != Part::Kept && p.kind != Part::Fixed)
      continue;
    start[p.axis] = p.first;
    limit[p.axis] = p.count ? p.first + (p.count - 1) * p.step + 1 : p.first;
    step[p.axis] = p.step;
    if (p.flipped && p.count > 1)
      flipped.push_back(p.axis);
  }
  Array y = isWhole() ? x : weft::slice(x, start, limit, step);
  if (flip && !flipped.empty())
    y = weft::flip(y, std::vector<int64_t>(flipped.begin(), flipped.end()));
  return y;
}
/// x with `block` in place of that part.
Array Plan::putBack(const Array &block) const {
  if (isWhole())
    return block;
  if (block.size() == 0)
    return x;
  Shape low(x.rank(), 0), high(x.rank(), 0), between(x.rank(), 0);
  std::vector<Array> start(x.rank(), Array(0));
  bool dense = true;
  for (const Part &p : parts) {
    if (p.kind != Part::Kept && p.kind != Part::Fixed)
      continue;
    start[p.axis] = placeArray(p.first);
    low[p.axis] = p.first;
    between[p.axis] = p.step - 1;
    high[p.axis] =
        x.shape()[p.axis] - p.first - (p.count - 1) * p.step - 1;
    dense &= p.step == 1;
  }
  if (dense)
    return dynamicUpdateSlice(x, block, start);
  Array inside = pad(full(block.shape(), true), low, high, between, false);
  return where(inside, pad(block, low, high, between), x);
}

//===-- The rest ----------------------------------------------------------===//
Shape Plan::taken() const {
  Shape out;
  for (const Part &p : parts)
    if (p.kind == Part::Taken)
      out.push_back(p.axis);
  return out;
}
/// Axes of the result that are axes of x; those of the places stand together
/// where the first of them was, or in front.
Shape Plan::offsetDims() const {
  Shape out;
  bool before = !apart;
  for (const Part &p : parts) {
    before &= p.kind != Part::Taken;
    if (p.kind == Part::Kept)
      out.push_back(out.size() + (before ? 0 : outer.size()));
  }
  return out;
}
Shape Plan::resultShape(bool withNew) const {
  Shape out;
  bool done = outer.empty();
  auto addOuter = [&] {
    if (!done)
      out.insert(out.end(), outer.begin(), outer.end());
    done = true;
  };
  if (apart)
    addOuter();
  for (const Part &p : parts) {
    if (p.kind == Part::Taken)
      addOuter();
    else if (p.kind == Part::Kept)
      out.push_back(p.count);
    else if (p.kind == Part::New && withNew)
      out.push_back(1);
  }
  return out;
}
/// The places along the last axis, none of them negative unless out of range.
Array Plan::vectors() const {
  SmallVector<Array> all{Array(0)};
  for (const Part &p : parts)
    if (p.kind == Part::Taken)
      all.push_back(p.places);
  Dtype dtype = promote(site, all, Ints).dtype;
  if (itemSize(dtype) < 4) // the size of an axis is added
    dtype = Dtype::I32;
  Shape column = outer;
  column.push_back(1);
  std::vector<Array> columns;
  for (const Part &p : parts) {
    if (p.kind != Part::Taken)
      continue;
    Array at = astype(p.places, dtype);
    if (at.isTraced() || !literalValue(p.places))
      at = where(at < 0, at + x.shape()[p.axis], at);
    columns.push_back(reshape(broadcastTo(at, outer), column));
  }
  return columns.size() == 1 ? columns[0] : concatenate(columns, -1);
}

Array Plan::read(Bounds mode, std::optional<double> fill) const {
  return composite(site, {x}, [&](const Arrays &) {
    Array y = sliced(/*flip=*/true);
    Shape axes = taken(), sizes = y.shape();
    for (int64_t axis : axes)
      sizes[axis] = y.shape()[axis] ? 1 : 0;
    if (!axes.empty() && outer.empty() && mode == Bounds::Clip) {
      std::vector<Array> start(y.rank(), Array(0));
      for (const Part &p : parts)
        if (p.kind == Part::Taken)
          start[p.axis] = p.places;
      y = dynamicSlice(y, start, sizes);
    } else if (!axes.empty()) {
      y = gather(y, vectors(), {offsetDims(), axes, axes}, sizes, mode, fill);
    }
    return reshape(y, resultShape(/*withNew=*/true));
  });
}
Array Plan::update(const Array &v, const ScatterOptions &options,
                   Combine combine, Scatter scatterKind) const {
  Shape shape = resultShape(/*withNew=*/true);
  nodeOf(site, v);
  if (!broadcastsTo(v, shape))
    failShape(site, "the values do not broadcast to the place",
              said(site, v) + " and shape " + describeShape(shape));
  return composite(site, {x, v}, [&](const Arrays &) {
    Array u = broadcastTo(astype(literalAs(v, x.dtype()), x.dtype()), shape);
    Array block = sliced(/*flip=*/false);
    List flipped;
    Shape axes = taken();
    bool scattered = !axes.empty();
    Shape offset = scattered ? offsetDims() : Shape();
    size_t k = 0;
    for (const Part &p : parts) {
      if (p.kind == Part::Kept && p.flipped && p.count > 1)
        flipped.push_back(scattered ? offset[k] : p.axis);
      k += p.kind == Part::Kept;
    }
    u = reshape(u, scattered ? resultShape(/*withNew=*/false) : block.shape());
    if (!flipped.empty())
      u = weft::flip(u, std::vector<int64_t>(flipped.begin(), flipped.end()));
    if (scattered)
      u = scatterKind(block, vectors(), u, {offset, axes, axes}, options);
    else if (combine)
      u = combine(block, u);
    return putBack(u);
  });
}

//===-- x[…], x.at(…) -----------------------------------------------------===//
Array Array::operator[](const idx::Index &index) const {
  Site site("index", index.where);
  return Plan(site, *this, index).read(Bounds::Clip, std::nullopt);
}
IndexUpdate Array::at(const idx::Index &index) const { return {*this, index}; }

Array IndexUpdate::get(Bounds mode, std::optional<double> fillValue) const {
  Site site("at.get", index.where);
  return Plan(site, x, index).read(mode, fillValue);
}
/// Under one mask the values need not be known: the shape stays.
static std::optional<Array> masked(const Site &site, const Array &x,
                                   const idx::Index &index, const Array &v,
                                   Plan::Combine combine) {
  auto *mask = index.items.size() == 1
                   ? std::get_if<Array>(&index.items[0].value)
                   : nullptr;
  if (!mask || !isBool(nodeOf(site, *mask).dtype) || nodeOf(site, v).size() != 1)
    return std::nullopt;
  Shape dims = mask->shape(), own = nodeOf(site, x).dims.size() ? x.shape()
                                                               : Shape();
  if (dims.size() > own.size() || v.rank() > 0 ||
      !std::equal(dims.begin(), dims.end(), own.begin()))
    return std::nullopt;
  return composite(site, {x, *mask, v}, [&](const Arrays &) {
    Shape wide = dims;
    wide.resize(own.size(), 1);
    Array u = astype(literalAs(v, x.dtype()), x.dtype());
    return where(reshape(*mask, wide), combine ? combine(x, u) : u, x);
  });
}
static Array updated(const char *name, const Array &x, const idx::Index &index,
                     const Operand &v, const ScatterOptions &options,
                     Plan::Combine combine, Plan::Scatter scatterKind) {
  Site site(name, index.where);
  if (auto y = masked(site, x, index, v.array, combine))
    return *y;
  return Plan(site, x, index).update(v.array, options, combine, scatterKind);
}
Array IndexUpdate::set(const Operand &v, const ScatterOptions &options) const {
  return updated("at.set", x, index, v, options, nullptr, scatter);
}
Array IndexUpdate::add(const Operand &v, const ScatterOptions &options) const {
  return updated("at.add", x, index, v, options, weft::add, scatterAdd);
}
Array IndexUpdate::mul(const Operand &v, const ScatterOptions &options) const {
  return updated("at.mul", x, index, v, options, weft::mul, scatterMul);
}
Array IndexUpdate::min(const Operand &v, const ScatterOptions &options) const {
  return updated("at.min", x, index, v, options, weft::minimum, scatterMin);
}
Array IndexUpdate::max(const Operand &v, const ScatterOptions &options) const {
  return updated("at.max", x, index, v, options, weft::maximum, scatterMax);
}

//===-- Along an axis -----------------------------------------------------===//
static Array fromEnd(const Array &at, int64_t size) {
  Array wide = itemSize(at.dtype()) < 4 ? astype(at, Dtype::I32) : at;
  return where(wide < 0, wide + size, wide);
}
static void checkIntegers(const Site &site, const Array &indices) {
  if (!isInteger(nodeOf(site, indices).dtype))
    failDtype(site, "indices must be integers", said(site, indices));
}
Array weft::take(const Operand &x, const Operand &indices,
                 std::optional<int64_t> axis, Bounds mode,
                 std::optional<double> fillValue) {
  Site site("take", x.where);
  nodeOf(site, x.array);
  checkIntegers(site, indices.array);
  int64_t at = axis ? axisOf(site, x.array, *axis) : 0;
  Shape dims = axis ? x.array.shape() : Shape{x.array.size()};
  if (dims[at] == 0 && indices.array.size() != 0)
    failShape(site, "there is nothing on the axis",
              said(site, {x.array, indices.array}));
  return composite(site, {x.array, indices.array}, [&](const Arrays &in) {
    Array y = axis ? in[0] : ravel(in[0]), i = in[1];
    if (mode == Bounds::Wrap)
      i = dims[at] ? mod(itemSize(i.dtype()) < 4 ? astype(i, Dtype::I32)
                                                       : i,
                               dims[at])
                   : i;
    else if (mode == Bounds::Fill)
      i = fromEnd(i, dims[at]);
    GatherDims g;
    Shape sizes = dims;
    sizes[at] = dims[at] ? 1 : 0;
    int64_t rank = indices.array.rank();
    for (int64_t d = 0; d < static_cast<int64_t>(dims.size()); ++d)
      if (d != at)
        g.offsetDims.push_back(d < at ? d : d - 1 + rank);
    g.collapsedSliceDims = g.startIndexMap = {at};
    g.indexVectorDim = rank;
    return gather(y, i, g, sizes, mode == Bounds::Fill ? mode : Bounds::Clip,
                  fillValue);
  });
}

/// Both with as many axes; what the others broadcast to, and the axis as the
/// indices have it.
static Shape alongShape(const Site &site, const Array &x, const Array &indices,
                        int64_t axis) {
  checkIntegers(site, indices);
  Shape own = x.shape(), out = indices.shape();
  bool fits = own.size() == out.size();
  for (size_t d = 0; fits && d < own.size(); ++d) {
    if (static_cast<int64_t>(d) == axis)
      continue;
    fits = own[d] == out[d] || own[d] == 1 || out[d] == 1;
    if (out[d] == 1)
      out[d] = own[d];
  }
  if (!fits)
    failShape(site,
              "both must have as many axes, which broadcast but for axis " +
                  std::to_string(axis),
              said(site, {x, indices}));
  if (own[axis] == 0 && !llvm::is_contained(out, int64_t(0)))
    failShape(site, "there is nothing on the axis", said(site, {x, indices}));
  return out;
}
static Shape withAxis(Shape dims, int64_t axis, int64_t size) {
  dims[axis] = size;
  return dims;
}
/// All axes but one, and that one.
static Shape othersOf(int64_t rank, int64_t axis) {
  Shape out;
  for (int64_t d = 0; d < rank; ++d)
    if (d != axis)
      out.push_back(d);
  return out;
}
Array weft::takeAlongAxis(const Operand &x, const Operand &indices,
                          int64_t axis, Bounds mode,
                          std::optional<double> fillValue) {
  Site site("takeAlongAxis", x.where);
  int64_t at = axisOf(site, x.array, axis), n = x.array.shape()[at];
  Shape shape = alongShape(site, x.array, indices.array, at);
  if (mode == Bounds::Wrap)
    failShape(site, "places are clipped or filled, never wrapped",
              "Bounds::Wrap");
  return composite(site, {x.array, indices.array}, [&](const Arrays &in) {
    Array y = broadcastTo(in[0], withAxis(shape, at, n));
    Array i = broadcastTo(mode == Bounds::Clip ? in[1] : fromEnd(in[1], n),
                          shape);
    GatherDims g;
    g.collapsedSliceDims = g.startIndexMap = {at};
    g.operandBatchingDims = g.startIndicesBatchingDims =
        othersOf(shape.size(), at);
    g.indexVectorDim = shape.size();
    Shape sizes = y.shape();
    for (int64_t &s : sizes)
      s = std::min<int64_t>(s, 1);
    return gather(y, i, g, sizes, mode, fillValue);
  });
}
Array weft::putAlongAxis(const Operand &x, const Operand &indices,
                         const Operand &values, int64_t axis) {
  Site site("putAlongAxis", x.where);
  int64_t at = axisOf(site, x.array, axis), n = x.array.shape()[at];
  Shape shape = alongShape(site, x.array, indices.array, at);
  if (withAxis(shape, at, n) != x.array.shape())
    failShape(site, "the indices must broadcast to the array",
              said(site, {x.array, indices.array}));
  nodeOf(site, values.array);
  if (!broadcastsTo(values.array, shape))
    failShape(site, "the values must broadcast to the indices",
              said(site, {values.array, indices.array}));
  return composite(
      site, {x.array, indices.array, values.array}, [&](const Arrays &in) {
        Array i = broadcastTo(fromEnd(in[1], n), shape);
        Array v = broadcastTo(
            astype(literalAs(in[2], x.array.dtype()), x.array.dtype()), shape);
        ScatterDims s;
        s.insertedWindowDims = s.scatterDimsToOperandDims = {at};
        s.inputBatchingDims = s.scatterIndicesBatchingDims =
            othersOf(shape.size(), at);
        s.indexVectorDim = shape.size();
        return scatter(in[0], i, v, s);
      });
}
Array weft::choose(const Operand &index, const std::vector<Array> &choices) {
  Site site("choose", index.where);
  checkIntegers(site, index.array);
  if (choices.empty())
    failShape(site, "needs at least one choice", said(site, index.array));
  SmallVector<Array> all(choices.begin(), choices.end());
  promote(site, all);
  all.push_back(index.array);
  auto dims = broadcastDims(site, all);
  Shape shape(dims.begin(), dims.end());
  return composite(site, {index.array}, [&](const Arrays &in) {
    std::vector<Array> same;
    for (const Array &c : choices)
      same.push_back(broadcastTo(c, shape));
    Array i = expandDims(broadcastTo(in[0], shape), 0);
    return squeeze(takeAlongAxis(stack(same), i, 0, Bounds::Clip), 0);
  });
}
