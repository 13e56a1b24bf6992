// Where elements are, not what they are.
#include "ArithmeticOps.h"
#include "IndexOps.h"
#include "LogicOps.h"
#include "ShapeOps.h"
#include "Api/OpsHelpers.h"

#include <numeric>

using namespace weft;
using namespace weft::api;
using weft::detail::describeShape;

//===-- The same elements in the same order -------------------------------===//
Array weft::reshape(const Operand &x, const Shape &shape) {
  Site site("reshape", x.where);
  int64_t size = nodeOf(site, x.array).size(), known = 1, open = 0;
  for (int64_t d : shape)
    if (d == -1)
      ++open;
    else
      known = product(site, known, d);
  List dims(shape.begin(), shape.end());
  auto fail = [&](const char *rule, const char *hint = "") {
    failShape(site, rule,
              said(site, x.array) + " and shape " + describeShape(shape), hint);
  };
  if (open > 1)
    fail("only one size can be -1");
  if (open && (known == 0 || size % known))
    fail("the size that is -1 cannot be found");
  for (int64_t &d : dims)
    if (d == -1)
      d = size / known;
  for (int64_t d : dims)
    if (d < 0)
      fail("sizes must not be negative", "one may be -1 and is then found");
  if (std::accumulate(dims.begin(), dims.end(), int64_t(1),
                      std::multiplies<>()) != size)
    fail("both shapes must have as many elements");
  return withShape(site, x.array, dims);
}
Array weft::ravel(const Operand &x) {
  Site site("ravel", x.where);
  return withShape(site, x.array, nodeOf(site, x.array).size());
}
Array weft::expandDims(const Operand &x, const AxisSet &axes) {
  Site site("expandDims", x.where);
  const Node &n = nodeOf(site, x.array);
  if (!axes.list())
    failShape(site, "needs to know where", said(site, x.array), "name an axis");
  int64_t rank = n.dims.size() + axes.list()->size();
  auto at = axesOf(site, x.array, axes, rank);
  llvm::sort(at);
  if (n.isTraced())
    return stage(site, x.array, n.weak, [&](const Words &w, ValueRange in) {
      return w.expand(in[0], at);
    });
  List dims(dimsOf(n));
  for (int64_t i : at)
    dims.insert(dims.begin() + i, 1);
  return withShape(site, x.array, dims);
}
Array weft::squeeze(const Operand &x, const AxisSet &axes) {
  Site site("squeeze", x.where);
  const Node &n = nodeOf(site, x.array);
  auto at = axesOf(site, x.array, axes);
  List dims;
  for (int64_t i = 0, rank = n.dims.size(); i < rank; ++i) {
    bool named = llvm::is_contained(at, i);
    if (named && axes.list() && n.dims[i] != 1)
      failShape(site, "axis " + std::to_string(i) + " must have size 1",
                said(site, x.array));
    if (!named || n.dims[i] != 1)
      dims.push_back(n.dims[i]);
  }
  return withShape(site, x.array, dims);
}

//===-- The order of axes and elements ------------------------------------===//
static Array permuted(const Site &site, const Array &x,
                      ArrayRef<int64_t> perm) {
  if (llvm::is_sorted(perm))
    return x;
  return stage(site, x, x.get()->weak, [&](const Words &w, ValueRange in) {
    return w.transpose(in[0], perm);
  });
}
Array weft::transpose(const Operand &x, const Shape &perm) {
  Site site("transpose", x.where);
  size_t rank = nodeOf(site, x.array).dims.size();
  List order = ir::axes(0, rank);
  if (perm.empty()) {
    std::reverse(order.begin(), order.end());
  } else {
    if (perm.size() != rank)
      failShape(site, "perm must name every axis once",
                said(site, x.array) + " and perm " + describeShape(perm));
    order = axesOf(site, x.array, perm);
  }
  return permuted(site, x.array, order);
}
Array weft::swapaxes(const Operand &x, int64_t axis1, int64_t axis2) {
  Site site("swapaxes", x.where);
  List order = ir::axes(0, nodeOf(site, x.array).dims.size());
  std::swap(order[axisOf(site, x.array, axis1)],
            order[axisOf(site, x.array, axis2)]);
  return permuted(site, x.array, order);
}
Array weft::moveaxis(const Operand &x, const AxisSet &from, const AxisSet &to) {
  Site site("moveaxis", x.where);
  size_t rank = nodeOf(site, x.array).dims.size();
  auto source = axesOf(site, x.array, from);
  auto target = axesOf(site, x.array, to);
  if (source.size() != target.size())
    failShape(site, "as many axes must be named on both sides",
              describeShape(source) + " and " + describeShape(target));
  List order(rank, -1), rest = ir::axes(0, rank);
  for (auto [s, t] : llvm::zip(source, target)) {
    order[t] = s;
    llvm::erase(rest, s);
  }
  size_t next = 0;
  for (int64_t &o : order)
    if (o < 0)
      o = rest[next++];
  return permuted(site, x.array, order);
}
Array weft::flip(const Operand &x, const AxisSet &axes) {
  Site site("flip", x.where);
  auto dims = sortedAxesOf(site, x.array, axes);
  return stage(site, x.array, x.array.isWeak(),
               [&](const Words &w, ValueRange in) {
                 return ir::RevOp::create(w.b, w.loc, in[0], dims);
               });
}

//===-- Repetition --------------------------------------------------------===//
Array weft::broadcastTo(const Operand &x, const Shape &shape) {
  Site site("broadcastTo", x.where);
  const Node &n = nodeOf(site, x.array);
  checkSizes(site, shape);
  size_t rank = n.dims.size();
  bool fits = rank <= shape.size();
  for (size_t i = 0; fits && i < rank; ++i)
    fits = n.dims[i] == 1 || n.dims[i] == shape[shape.size() - rank + i];
  if (!fits)
    failShape(site, "the shape is not one that the array broadcasts to",
              said(site, x.array) + " and shape " + describeShape(shape));
  if (dimsOf(n) == ArrayRef(shape))
    return x.array;
  return stage(site, x.array, n.weak, [&](const Words &w, ValueRange in) {
    return w.broadcast(in[0], shape);
  });
}
Array weft::tile(const Operand &x, const Shape &reps) {
  Site site("tile", x.where);
  const Node &n = nodeOf(site, x.array);
  checkSizes(site, reps);
  size_t rank = std::max(n.dims.size(), reps.size());
  List wide, dims, at;
  for (size_t i = 0; i < rank; ++i) {
    int64_t d = i + n.dims.size() < rank ? 1 : n.dims[i + n.dims.size() - rank];
    int64_t r = i + reps.size() < rank ? 1 : reps[i + reps.size() - rank];
    wide.append({r, d});
    dims.push_back(product(site, r, d));
    if (i + n.dims.size() >= rank)
      at.push_back(2 * i + 1);
  }
  return stage(site, x.array, n.weak, [&](const Words &w, ValueRange in) {
    return w.reshape(w.broadcast(in[0], wide, at), dims);
  });
}
Array weft::repeat(const Operand &x, int64_t times,
                   std::optional<int64_t> axis) {
  Site site("repeat", x.where);
  checkSizes(site, {&times, 1});
  Array from =
      axis ? x.array : withShape(site, x.array, nodeOf(site, x.array).size());
  int64_t at = axis ? axisOf(site, from, *axis) : 0;
  List dims(dimsOf(from)), wide = dims, places;
  wide.insert(wide.begin() + at + 1, times);
  dims[at] = product(site, dims[at], times);
  for (int64_t i = 0, rank = dims.size(); i < rank; ++i)
    places.push_back(i <= at ? i : i + 1);
  return stage(site, from, from.isWeak(), [&](const Words &w, ValueRange in) {
    return w.reshape(w.broadcast(in[0], wide, places), dims);
  });
}

//===-- Several arrays ----------------------------------------------------===//
/// Arrays of one dtype one after another; their shapes are known to fit.
static Array joined(const Site &site, ArrayRef<Array> xs, int64_t axis,
                    std::optional<List> first) {
  Typed type = promote(site, xs);
  SmallVector<Array> exact;
  for (const Array &x : xs)
    exact.push_back(literalAs(x, type.dtype));
  return stage(site, exact, type.weak, [&](const Words &w, ValueRange in) {
    SmallVector<Value> parts;
    for (Value v : in)
      parts.push_back(w.reshape(w.convert(v, type.dtype),
                                first ? ArrayRef<int64_t>(*first)
                                      : ir::typeOf(v).getShape()));
    return ir::ConcatenateOp::create(w.b, w.loc, parts, axis);
  });
}
Array weft::concatenate(const std::vector<Array> &xs, int64_t axis,
                        std::source_location where) {
  Site site("concatenate", where);
  if (xs.empty())
    failShape(site, "needs at least one array", "none");
  int64_t at = axisOf(site, xs[0], axis);
  List first(dimsOf(xs[0]));
  for (const Array &x : xs) {
    List dims(dimsOf(nodeOf(site, x)));
    if (dims.size() == first.size())
      dims[at] = first[at];
    if (dims != first)
      failShape(site, "sizes must agree on all axes but " + std::to_string(at),
                said(site, xs));
  }
  return joined(site, xs, at, std::nullopt);
}
Array weft::stack(const std::vector<Array> &xs, int64_t axis,
                  std::source_location where) {
  Site site("stack", where);
  if (xs.empty())
    failShape(site, "needs at least one array", "none");
  List dims(dimsOf(nodeOf(site, xs[0])));
  for (const Array &x : xs)
    if (dimsOf(nodeOf(site, x)) != ArrayRef(dims))
      failShape(site, "shapes must be alike", said(site, xs));
  int64_t at = axisOf(site, xs[0], axis, dims.size() + 1);
  dims.insert(dims.begin() + at, 1);
  return joined(site, xs, at, dims);
}

std::vector<Array> weft::splitAt(const Operand &x, const Shape &indices,
                                 int64_t axis) {
  Site site("split", x.where);
  const Node &n = nodeOf(site, x.array);
  int64_t at = axisOf(site, x.array, axis), before = 0;
  for (int64_t i : indices) {
    if (i < before || i > n.dims[at])
      failShape(site, "indices must be ascending and in the axis",
                said(site, x.array) + " and indices " + describeShape(indices));
    before = i;
  }
  auto build = [&](ir::OpBuilder &b, ir::Location loc, ValueRange in) {
    Words w{b, loc};
    List start(n.dims.size(), 0), limit(dimsOf(n)), ones(start.size(), 1);
    SmallVector<Value> parts;
    for (size_t i = 0; i <= indices.size(); ++i) {
      start[at] = i ? indices[i - 1] : 0;
      limit[at] = i < indices.size() ? indices[i] : n.dims[at];
      parts.push_back(w.slice(in[0], start, limit, ones));
    }
    return parts;
  };
  return ir::stage(site.op, site.where, x.array, build, n.weak);
}
std::vector<Array> weft::split(const Operand &x, int64_t sections,
                               int64_t axis) {
  Site site("split", x.where);
  int64_t size = nodeOf(site, x.array).dims[axisOf(site, x.array, axis)];
  if (sections < 1 || size % sections)
    failShape(site, "the axis must fall into equal parts",
              said(site, x.array) + " and " + std::to_string(sections) +
                  " sections",
              "splitAt takes the places of the cuts");
  Shape indices;
  for (int64_t i = 1; i < sections; ++i)
    indices.push_back(i * (size / sections));
  return splitAt(x, indices, axis);
}

//===-- Composites --------------------------------------------------------===//
Array weft::roll(const Operand &x, int64_t shift, std::optional<int64_t> axis) {
  Site site("roll", x.where);
  const Node &n = nodeOf(site, x.array);
  int64_t at = axis ? axisOf(site, x.array, *axis) : 0;
  int64_t size = axis ? n.dims[at] : n.size();
  shift = size ? ((shift % size) + size) % size : 0;
  if (shift == 0)
    return x.array;
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array flat = axis ? in[0] : ravel(in[0]);
    auto parts = splitAt(flat, {size - shift}, at);
    return reshape(concatenate({parts[1], parts[0]}, at),
                   Shape(n.dims.begin(), n.dims.end()));
  });
}

/// x where the column less the row is at least (`upper`) or at most k.
static Array triangle(const Site &site, const Array &x, int64_t k, bool upper) {
  const Node &n = nodeOf(site, x);
  size_t rank = n.dims.size();
  if (rank < 2)
    failShape(site, "needs two axes", said(site, x));
  return stage(site, x, n.weak, [&](const Words &w, ValueRange in) {
    List matrix{n.dims[rank - 2], n.dims[rank - 1]};
    auto type = ir::tensorType(Dtype::I64, matrix);
    Value row = ir::IotaOp::create(w.b, w.loc, type, 0);
    Value column = ir::IotaOp::create(w.b, w.loc, type, 1);
    Value reach = ir::AddOp::create(w.b, w.loc, row, w.like(row, k));
    auto direction = upper ? ir::Direction::Ge : ir::Direction::Le;
    Value kept = w.broadcast(
        ir::CompareOp::create(w.b, w.loc, direction, column, reach), n.dims);
    return ir::SelectOp::create(w.b, w.loc, kept, in[0], w.like(in[0], 0));
  });
}
Array weft::triu(const Operand &x, int64_t k) {
  return triangle(Site("triu", x.where), x.array, k, true);
}
Array weft::tril(const Operand &x, int64_t k) {
  return triangle(Site("tril", x.where), x.array, k, false);
}
