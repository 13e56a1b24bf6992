// sort and what follows from it without looking elements up.
#include "ComplexOps.h"
#include "LogicOps.h"
#include "ShapeOps.h"
#include "SortOps.h"
#include "Api/OpsHelpers.h"
#include "Transforms/Simplify.h"
using namespace weft;
using namespace weft::api;
using mlir::Location;
using mlir::OpBuilder;

//===-- JAX's order -------------------------------------------------------===//
namespace {
/// Formulas of a comparator, on scalars x and y.
struct Order {
  const Words &w;

  Value is(ir::Direction d, Value x, Value y) const {
    return ir::CompareOp::create(w.b, w.loc, d, x, y);
  }
  Value either(Value p, Value q) const {
    return ir::OrOp::create(w.b, w.loc, p, q);
  }
  Value both(Value p, Value q) const {
    return ir::AndOp::create(w.b, w.loc, p, q);
  }
  Value before(Value x, Value y) const {
    Value less = is(ir::Direction::Lt, x, y);
    if (!isa<mlir::FloatType>(ir::elementOf(x.getType())))
      return less;
    Value ordered = is(ir::Direction::Eq, x, x);
    return either(less, both(ordered, is(ir::Direction::Ne, y, y)));
  }
  Value equal(Value x, Value y) const {
    Value same = is(ir::Direction::Eq, x, y);
    if (!isa<mlir::FloatType>(ir::elementOf(x.getType())))
      return same;
    return either(same, both(is(ir::Direction::Ne, x, x),
                             is(ir::Direction::Ne, y, y)));
  }
};
} // namespace

/// A complex key is two: its real and its imaginary part.
static void appendParts(const Words &w, Value v, SmallVector<Value> &out) {
  if (!isa<mlir::ComplexType>(ir::elementOf(v.getType())))
    return out.push_back(v);
  out.push_back(ir::RealOp::create(w.b, w.loc, v));
  out.push_back(ir::ImagOp::create(w.b, w.loc, v));
}
static void fillComparator(mlir::Region &body, Location loc,
                           mlir::TypeRange types, int64_t numKeys,
                           bool descending) {
  SmallVector<mlir::Type> scalars;
  for (mlir::Type t : types)
    scalars.append(2, ir::tensorType(t).clone(ArrayRef<int64_t>()));
  OpBuilder b = ir::openBody(body, scalars);
  Words w{b, loc};
  SmallVector<Value> xs, ys;
  for (int64_t i = 0; i < numKeys; ++i) {
    appendParts(w, body.getArgument(2 * i + descending), xs);
    appendParts(w, body.getArgument(2 * i + !descending), ys);
  }
  Order order{w};
  Value p;
  for (auto [x, y] : llvm::reverse(llvm::zip(xs, ys)))
    p = p ? order.either(order.before(x, y), order.both(order.equal(x, y), p))
          : order.before(x, y);
  ir::closeBody(b, loc, p);
}
static ir::SortOp makeSort(OpBuilder &b, Location loc, ValueRange xs,
                           int64_t dim, int64_t numKeys,
                           bool descending = false) {
  auto op =
      ir::SortOp::create(b, loc, xs.getTypes(), xs, dim, /*isStable=*/true,
                         b.getI64IntegerAttr(numKeys), descending);
  fillComparator(op.getComparator(), loc, xs.getTypes(), numKeys, descending);
  return op;
}

//===-- Several arrays ----------------------------------------------------===//
static int64_t checkTogether(const Site &site, ArrayRef<Array> xs,
                             int64_t axis) {
  if (xs.empty())
    failShape(site, "needs at least one array", "none");
  for (const Array &x : xs)
    if (dimsOf(nodeOf(site, x)) != dimsOf(nodeOf(site, xs[0])))
      failShape(site, "the arrays must have one shape", said(site, xs),
                "use broadcastTo");
  return axisOf(site, xs[0], axis);
}
std::vector<Array> weft::sort(const std::vector<Array> &xs, int64_t axis,
                              int64_t numKeys, std::source_location where) {
  Site site("sort", where);
  int64_t dim = checkTogether(site, xs, axis);
  if (numKeys < 1 || numKeys > static_cast<int64_t>(xs.size()))
    failShape(site, "numKeys must be 1 to the number of arrays",
              std::to_string(numKeys) + " and " + std::to_string(xs.size()) +
                  " arrays");
  return ir::stage(site.op, where, xs,
                   [&](OpBuilder &b, Location loc, ValueRange in) {
                     auto op = makeSort(b, loc, in, dim, numKeys);
                     return SmallVector<Value>(op.getResults());
                   });
}

std::vector<Array> weft::detail::flatSort(FlatFn before,
                                          const std::vector<Array> &xs,
                                          int64_t axis, Where where) {
  Site site("sortBy", where);
  int64_t dim = checkTogether(site, xs, axis);
  SmallVector<mlir::Type> scalars;
  for (const Array &x : xs)
    scalars.append(2, ir::tensorType(x.dtype(), {}));
  auto fn = ir::trace([&](const Arrays &in) { return before(in); }, scalars,
                      {ir::Tracer::Body});
  ir::simplify(*fn.body);
  if (!fn.captures.empty())
    throw TraceError(Message{site.op,
                             "the comparator must not use arrays from outside",
                             describe(nodeOf(fn.captures[0])), place(where),
                             "sort them along as further arrays"});
  auto result = ir::typeOf(ir::terminator(*fn.body)->getOperand(0));
  if (result.getRank() != 0 || !result.getElementType().isInteger(1))
    failDtype(site, "the comparator must give a scalar bool",
              describe(ir::dtypeOf(result.getElementType()),
                       result.getShape()));
  return ir::stage(site.op, where, xs,
                   [&](OpBuilder &b, Location loc, ValueRange in) {
                     auto op = ir::SortOp::create(b, loc, in.getTypes(), in,
                                                  dim, /*isStable=*/true,
                                                  mlir::IntegerAttr(),
                                                  /*descending=*/false);
                     op.getComparator().takeBody(*fn.body);
                     return SmallVector<Value>(op.getResults());
                   });
}

//===-- One array ---------------------------------------------------------===//
namespace {
/// x as it is sorted: along `dim`, or flat.
struct Rows {
  int64_t dim = 0;
  List shape;
};
} // namespace
static Rows rowsOf(const Site &site, const Array &x,
                   std::optional<int64_t> axis) {
  const Node &n = nodeOf(site, x);
  if (!axis)
    return {0, {n.size()}};
  return {axisOf(site, x, *axis), List(dimsOf(n))};
}

/// Descending is ascending read backwards, NaNs first.
Array weft::sort(const Operand &x, std::optional<int64_t> axis,
                 SortOptions options) {
  Site site("sort", x.where);
  Rows rows = rowsOf(site, x.array, axis);
  return stage(site, x.array, x.array.isWeak(),
               [&](const Words &w, ValueRange in) {
                 Value v = w.reshape(in[0], rows.shape);
                 auto op = makeSort(w.b, w.loc, v, rows.dim, 1);
                 Value up = op.getResult(0);
                 return options.descending
                            ? Value(ir::RevOp::create(w.b, w.loc, up, rows.dim))
                            : up;
               });
}

/// v in order, and where each element was; equal ones keep their order.
static SmallVector<Value> withPlaces(const Words &w, Value v, int64_t dim,
                                     bool descending) {
  auto type = ir::typeOf(v).clone(w.b.getI32Type());
  Value places = ir::IotaOp::create(w.b, w.loc, type, dim);
  auto op = makeSort(w.b, w.loc, {v, places}, dim, 1, descending);
  return SmallVector<Value>(op.getResults());
}
static void checkPlaces(const Site &site, const Array &x, const Rows &rows) {
  if (rows.shape[rows.dim] > INT32_MAX)
    failShape(site, "places are i32", said(site, x));
}
Array weft::argsort(const Operand &x, std::optional<int64_t> axis,
                    SortOptions options) {
  Site site("argsort", x.where);
  Rows rows = rowsOf(site, x.array, axis);
  checkPlaces(site, x.array, rows);
  return stage(site, x.array, false, [&](const Words &w, ValueRange in) {
    Value v = w.reshape(in[0], rows.shape);
    return withPlaces(w, v, rows.dim, options.descending)[1];
  });
}

Array weft::lexsort(const std::vector<Array> &keys, int64_t axis,
                    std::source_location where) {
  Site site("lexsort", where);
  int64_t dim = checkTogether(site, keys, axis);
  checkPlaces(site, keys[0], {dim, List(dimsOf(keys[0]))});
  return stage(site, keys, false, [&](const Words &w, ValueRange in) {
    SmallVector<Value> xs(llvm::reverse(in));
    auto type = ir::typeOf(in[0]).clone(w.b.getI32Type());
    xs.push_back(ir::IotaOp::create(w.b, w.loc, type, dim));
    return Value(makeSort(w.b, w.loc, xs, dim, keys.size()).getResults().back());
  });
}

TopK weft::topK(const Operand &x, int64_t k, int64_t axis) {
  Site site("topK", x.where);
  promote(site, x.array, Ordered);
  Rows rows = rowsOf(site, x.array, axis);
  checkPlaces(site, x.array, rows);
  if (k < 0 || k > rows.shape[rows.dim])
    failShape(site, "k must be 0 to the size of the axis",
              said(site, x.array) + " and k " + std::to_string(k));
  auto build = [&](OpBuilder &b, Location loc, ValueRange in) {
    Words w{b, loc};
    List start(rows.shape.size(), 0), ones(rows.shape.size(), 1),
        limit(rows.shape);
    limit[rows.dim] = k;
    auto all = withPlaces(w, in[0], rows.dim, /*descending=*/true);
    return SmallVector<Value>{w.slice(all[0], start, limit, ones),
                              w.slice(all[1], start, limit, ones)};
  };
  auto out = ir::stage(site.op, x.where, x.array, build);
  return {out[0], out[1]};
}
