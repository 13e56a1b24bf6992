// Rows of what Weft has no operation of its own for and composes: batch
// normalisation, contractions of ragged groups, bodies over elements, and
// forms with computed sizes whose sizes are constants.
#include "ArithmeticOps.h"
#include "ContractOps.h"
#include "ControlOps.h"
#include "LogicOps.h"
#include "ShapeOps.h"
#include "IndexOps.h"
#include "Bodies.h"
#include "Interchange/Stablehlo/Import.h"
#include "UnaryOps.h"
#include "Windows.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
//===-- Batch normalisation -----------------------------------------------===//
/// Over all axes but that of the features; formulas as the StableHLO
/// specification has them.
struct BatchNorm {
  Import &i;
  RankedTensorType type;
  int64_t feature;
  Emit e;

  explicit BatchNorm(Import &i)
      : i(i), type(typeOf(i.in[0])), feature(i.integer("feature_index", 0)),
        e(i.b, i.op) {}
  Value spread(Value v) {
    return i.make<BroadcastInDimOp>(type, v, ArrayRef<int64_t>{feature});
  }
  Value sum(Value v) {
    auto over = otherAxes(type.getRank(), {feature});
    auto each = RankedTensorType::get({type.getDimSize(feature)},
                                      type.getElementType());
    return i.named("reduce_sum", v, each, Attrs().list("dims", over));
  }
  double count() const {
    return double(type.getNumElements()) / type.getDimSize(feature);
  }
  Value mean(Value v) {
    Value total = sum(v);
    return e.div(total, e.constant(total, count()));
  }
  Value shifted(Value variance) {
    auto epsilon = dyn_cast_or_null<FloatAttr>(i.attr("epsilon"));
    return e.add(variance,
                 e.constant(variance,
                            epsilon ? epsilon.getValueAsDouble() : 0));
  }
  Value deviation(Value variance) {
    Value v = shifted(variance);
    return i.make<SqrtOp>(v.getType(), v);
  }
  Value normal(Value mean, Value variance) {
    return e.div(e.sub(i.in[0], spread(mean)), spread(deviation(variance)));
  }
  LogicalResult check() {
    if (feature < 0 || feature >= type.getRank())
      return i.refuse("names an axis of features that is not there. Received "
                      "axis " +
                      Twine(feature) + " of " + Twine(type.getRank()));
    return success();
  }
};
LogicalResult batchNormInference(Import &i) {
  BatchNorm n(i);
  if (failed(n.check()))
    return failure();
  Value y = n.e.mul(n.normal(i.in[3], i.in[4]), n.spread(i.in[1]));
  return i.give(n.e.add(y, n.spread(i.in[2])));
}
LogicalResult batchNormTraining(Import &i) {
  BatchNorm n(i);
  if (failed(n.check()))
    return failure();
  Value mean = n.mean(i.in[0]);
  Value variance = n.mean(n.e.square(n.e.sub(i.in[0], n.spread(mean))));
  Value y = n.e.mul(n.normal(mean, variance), n.spread(i.in[1]));
  i.out = {n.e.add(y, n.spread(i.in[2])), mean, variance};
  return success();
}
LogicalResult batchNormGrad(Import &i) {
  BatchNorm n(i);
  if (failed(n.check()))
    return failure();
  Emit &e = n.e;
  Value scale = i.in[1], mean = i.in[2], variance = i.in[3], ct = i.in[4];
  Value centered = e.sub(i.in[0], n.spread(mean));
  Value spreadSum = n.spread(n.sum(ct));
  Value slope = n.spread(e.div(n.sum(e.mul(ct, centered)),
                               n.shifted(variance)));
  Value inner = e.sub(e.sub(e.mul(ct, e.constant(ct, n.count())), spreadSum),
                      e.mul(slope, centered));
  Value factor = e.div(e.div(scale, n.deviation(variance)),
                       e.constant(scale, n.count()));
  i.out = {e.mul(n.spread(factor), inner),
           n.sum(e.mul(ct, n.normal(mean, variance))), n.sum(ct)};
  return success();
}

//===-- Ragged contraction ------------------------------------------------===//
/// Rows of x (or terms of the sum) belong to groups of given sizes. x is laid
/// out once for each group, 0 where another's rows are; then it is a
/// contraction. Rows after the last group give 0.
struct Ragged {
  Import &i;
  SmallVector<int64_t> xBatch, yBatch, xDims, yDims, ragged, group;

  explicit Ragged(Import &i) : i(i) {
    Attribute all = i.attr("ragged_dot_dimension_numbers");
    xBatch = Import::ints(all, "lhs_batching_dimensions");
    yBatch = Import::ints(all, "rhs_batching_dimensions");
    xDims = Import::ints(all, "lhs_contracting_dimensions");
    yDims = Import::ints(all, "rhs_contracting_dimensions");
    ragged = Import::ints(all, "lhs_ragged_dimensions");
    group = Import::ints(all, "rhs_group_dimensions");
  }
  bool sums() const { return llvm::is_contained(xDims, ragged[0]); }
  SmallVector<int64_t> rows() const {
    SmallVector<int64_t> used(xBatch);
    llvm::append_range(used, xDims);
    return otherAxes(typeOf(i.in[0]).getRank(), used);
  }
  /// The axes of x that sizes differ along, in their order.
  SmallVector<int64_t> prefix() const {
    SmallVector<int64_t> out(xBatch), rest = sums() ? xDims : rows();
    for (int64_t axis : rest) {
      if (axis == ragged[0])
        break;
      out.push_back(axis);
    }
    return out;
  }
  /// One of sizes' shape in that of x with the groups last.
  Value spread(Value v, RankedTensorType type) const {
    int64_t last = type.getRank() - 1;
    SmallVector<int64_t> dims;
    if (typeOf(v).getRank() > 1)
      dims = prefix();
    dims.push_back(last);
    SmallVector<int64_t> order = axes(0, dims.size()), sorted, shape;
    llvm::sort(order, [&](int64_t a, int64_t b) { return dims[a] < dims[b]; });
    for (int64_t k : order) {
      sorted.push_back(dims[k]);
      shape.push_back(typeOf(v).getDimSize(k));
    }
    if (!llvm::is_sorted(order))
      v = i.make<TransposeOp>(
          RankedTensorType::get(shape, elementOf(v.getType())), v, order);
    return i.make<BroadcastInDimOp>(
        type.clone(elementOf(v.getType())), v, sorted);
  }
  Value grouped() const;
};
Value Ragged::grouped() const {
  auto sizes = typeOf(i.in[2]), x = typeOf(i.in[0]);
  int64_t last = sizes.getRank() - 1;
  SmallVector<int64_t> shape(x.getShape());
  shape.push_back(sizes.getDimSize(last));
  auto type = x.clone(shape), places = type.clone(sizes.getElementType()),
       bools = type.clone(i.b.getI1Type());
  Value ends = i.named("cumsum", i.in[2], sizes, Attrs().number("dim", last));
  Value starts = i.make<SubOp>(sizes, ends, i.in[2]);
  Value at = i.make<IotaOp>(places, ragged[0]);
  Value from = i.make<CompareOp>(bools, Direction::Ge, at, spread(starts, type));
  Value to = i.make<CompareOp>(bools, Direction::Lt, at, spread(ends, type));
  Value within = i.make<AndOp>(bools, from, to);
  Value all = i.make<BroadcastInDimOp>(type, i.in[0], axes(0, x.getRank()));
  return i.make<SelectOp>(type, within, all, i.splat(type, 0));
}
LogicalResult raggedDot(Import &i) {
  Ragged r(i);
  if (r.ragged.size() != 1 || r.group.size() > 1 ||
      typeOf(i.in[2]).getRank() == 0)
    return i.refuse("must have one ragged axis, one axis of groups at most, "
                    "and a list of their sizes. Received " +
                    Twine(r.ragged.size()) + " ragged axes, " +
                    Twine(r.group.size()) + " of groups, and sizes of rank " +
                    Twine(typeOf(i.in[2]).getRank()));
  if (llvm::is_contained(r.xBatch, r.ragged[0])) // groups make no difference
    return i.give<DotGeneralOp>(i.type(), i.in[0], i.in[1], r.xBatch, r.yBatch,
                                r.xDims, r.yDims);
  Value x = r.grouped();
  int64_t last = typeOf(x).getRank() - 1;
  if (!r.sums()) {
    if (r.group.empty())
      return i.refuse("must have an axis of groups in its second operand, as "
                      "its ragged axis is not summed over");
    r.xDims.push_back(last);
    r.yDims.push_back(r.group[0]);
    return i.give<DotGeneralOp>(i.type(), x, i.in[1], r.xBatch, r.yBatch,
                                r.xDims, r.yDims);
  }
  // The groups come last of x's rows and are to be the first axis.
  int64_t at = r.xBatch.size() + r.rows().size();
  SmallVector<int64_t> shape(i.type().getShape());
  if (static_cast<size_t>(at) >= shape.size())
    return i.refuse("has a result of too few axes. Received " +
                    Twine(shape.size()) + " for the groups and " + Twine(at) +
                    " of its first operand");
  std::rotate(shape.begin(), shape.begin() + 1, shape.begin() + at + 1);
  Value y = i.make<DotGeneralOp>(i.type().clone(shape), x, i.in[1], r.xBatch,
                                 r.yBatch, r.xDims, r.yDims);
  return i.give(moveAxis(i.b, y, at, 0));
}

//===-- Bodies over elements ----------------------------------------------===//
/// A body over scalars on arrays of one shape: batched over their elements.
LogicalResult applyBody(OpBuilder &b, Location loc, Region &body,
                        ValueRange xs, ArrayRef<int64_t> shape,
                        SmallVectorImpl<Value> &out) {
  auto shaped = [&](Value v, ArrayRef<int64_t> to) -> Value {
    return ReshapeOp::create(
        b, loc, RankedTensorType::get(to, elementOf(v.getType())), v);
  };
  int64_t n = ShapedType::getNumElements(shape);
  SmallVector<Value> lists;
  for (Value x : xs)
    lists.push_back(shaped(x, {n}));
  Region batched;
  Mask in(body.getNumArguments(), true),
      all(terminator(body)->getNumOperands(), true);
  if (failed(batchBody(body, in, all, n, batched)))
    return failure();
  for (Value v : inlineBody(b, batched, lists))
    out.push_back(shaped(v, shape));
  return success();
}
LogicalResult otherOperands(Import &i, Region &body, size_t wanted) {
  return i.refuse("has a body that takes other operands. Received " +
                  Twine(body.getNumArguments()) + " arguments for " +
                  Twine(wanted));
}
LogicalResult map(Import &i) {
  Region body;
  if (failed(i.closedBody(0, body)))
    return failure();
  if (body.getNumArguments() != i.in.size())
    return otherOperands(i, body, i.in.size());
  return applyBody(i.b, i.loc, body, i.in, i.type().getShape(), i.out);
}

/// A scatter whose body is none of Weft's kinds: a loop over the windows, as
/// they lie in updates, that reads one, applies the body, and puts it back. A
/// window that does not lie within the array is left out by either.
struct ScatterLoop {
  Import &i;
  weft::ir::Windows w;
  unsigned n; // arrays
  int64_t xRank;
  SmallVector<Value> updates;
  Value indices; // one row a window

  explicit ScatterLoop(Import &i);
  void flatten();
  LogicalResult emit(Region &body);
};
ScatterLoop::ScatterLoop(Import &i)
    : i(i), n(i.in.size() / 2), xRank(typeOf(i.in[0]).getRank()) {
  Attribute all = i.attr("scatter_dimension_numbers");
  w.offset = Import::ints(all, "update_window_dims");
  w.collapsed = Import::ints(all, "inserted_window_dims");
  w.map = Import::ints(all, "scatter_dims_to_operand_dims");
  w.batching = Import::ints(all, "input_batching_dims");
  w.indexBatching = Import::ints(all, "scatter_indices_batching_dims");
  w.vector = Import::integer(all, "index_vector_dim", 0);
}
/// Windows one after another; axes of a batch become components of indices.
void ScatterLoop::flatten() {
  Value at = i.in[n];
  auto shaped = [&](Value v, ArrayRef<int64_t> to) -> Value {
    return i.make<ReshapeOp>(
        RankedTensorType::get(to, elementOf(v.getType())), v);
  };
  if (elementOf(at.getType()).getIntOrFloatBitWidth() < 32)
    at = i.convert(at, i.b.getI32Type());
  SmallVector<int64_t> shape(typeOf(at).getShape());
  if (w.vector == static_cast<int64_t>(shape.size())) {
    shape.push_back(1);
    at = shaped(at, shape);
  }
  auto outer = otherAxes(shape.size(), {w.vector});
  at = moveAxis(i.b, at, w.vector, shape.size() - 1);
  SmallVector<int64_t> places(typeOf(at).getShape().drop_back());
  int64_t windows = ShapedType::getNumElements(places);
  SmallVector<Value> parts{shaped(at, {windows, shape[w.vector]})};
  Type dtype = elementOf(at.getType());
  for (auto [axis, of] : llvm::zip_equal(w.batching, w.indexBatching)) {
    int64_t k = llvm::find(outer, of) - outer.begin();
    Value place = i.make<IotaOp>(RankedTensorType::get(places, dtype), k);
    parts.push_back(shaped(place, {windows, 1}));
    w.map.push_back(axis);
    w.collapsed.push_back(axis);
  }
  llvm::sort(w.collapsed);
  int64_t components = w.map.size();
  indices = i.make<ConcatenateOp>(
      RankedTensorType::get({windows, components}, dtype), parts, 1);
  for (Value u : ValueRange(i.in).drop_front(n + 1)) {
    auto type = typeOf(u);
    auto order = otherAxes(type.getRank(), w.offset);
    llvm::append_range(order, w.offset);
    SmallVector<int64_t> moved, flat{windows};
    for (int64_t axis : order)
      moved.push_back(type.getDimSize(axis));
    for (int64_t axis : w.offset)
      flat.push_back(type.getDimSize(axis));
    u = i.make<TransposeOp>(type.clone(moved), u, order);
    updates.push_back(shaped(u, flat));
  }
  w.offset = axes(0, w.offset.size());
  w.batching.clear();
  w.indexBatching.clear();
  w.vector = 0;
}
LogicalResult ScatterLoop::emit(Region &body) {
  flatten();
  SmallVector<Value> inits(i.in.begin(), i.in.begin() + n), xs{indices};
  llvm::append_range(xs, updates);
  SmallVector<Type> args(ValueRange(inits).getTypes());
  for (Value x : xs)
    args.push_back(typeOf(x).clone(typeOf(x).getShape().drop_front()));
  auto loop = ScanOp::create(i.b, i.loc, ValueRange(inits).getTypes(), inits,
                             xs, ValueRange(), typeOf(indices).getDimSize(0),
                             /*reverse=*/false);
  OpBuilder b = openBody(loop.getBody(), args);
  ValueRange given = loop.getBody().getArguments();
  Value at = given[n];
  ArrayRef<int64_t> window = typeOf(given[n + 1]).getShape();
  auto sizes = w.sizes(xRank, window);
  SmallVector<Value> operands, made, results;
  for (Value x : given.take_front(n))
    operands.push_back(makeGather(b, i.loc, x, at, w, sizes));
  llvm::append_range(operands, given.drop_front(n + 1));
  if (failed(applyBody(b, i.loc, body, operands, window, made)))
    return failure();
  for (auto [x, u] : llvm::zip_equal(given.take_front(n), made))
    results.push_back(makeScatter<ScatterOp>(b, i.loc, x, at, u, w));
  closeBody(b, i.loc, results);
  llvm::append_range(i.out, loop.getResults());
  return success();
}

//===-- Sizes that are operands -------------------------------------------===//
LogicalResult dynamicReshape(Import &i) {
  return i.give<ReshapeOp>(i.type(), i.in[0]);
}
LogicalResult dynamicIota(Import &i) {
  return i.give<IotaOp>(i.type(), i.integer("iota_dimension", 0));
}
/// The constants that operands from the first on are.
FailureOr<SmallVector<SmallVector<int64_t>>> constants(Import &i,
                                                       unsigned first) {
  SmallVector<SmallVector<int64_t>> out;
  for (Value v : ValueRange(i.in).drop_front(first)) {
    auto list = i.constant(v);
    if (!list)
      return i.refuse("has sizes that depend on data; shapes are static: "
                      "export the program with concrete sizes");
    out.push_back(*list);
  }
  return out;
}
LogicalResult realDynamicSlice(Import &i) {
  auto lists = constants(i, 1);
  if (failed(lists))
    return failure();
  return i.give<SliceOp>(i.type(), i.in[0], (*lists)[0], (*lists)[1],
                         (*lists)[2]);
}
LogicalResult dynamicPad(Import &i) {
  auto lists = constants(i, 2);
  if (failed(lists))
    return failure();
  return i.give<PadOp>(i.type(), i.in[0], i.in[1], (*lists)[0], (*lists)[1],
                       (*lists)[2]);
}
LogicalResult setDimensionSize(Import &i) {
  auto size = i.constant(i.in[1]);
  int64_t dim = i.integer("dimension", 0);
  if (!size || size->size() != 1 || dim < 0 || dim >= i.type().getRank() ||
      (*size)[0] != i.type().getDimSize(dim))
    return i.refuse("sets a size that depends on data, or another than the "
                    "axis has; shapes are static: export the program with "
                    "concrete sizes");
  return i.give(i.in[0]);
}

constexpr Row rows[] = {
    {"stablehlo.batch_norm_grad", flat, batchNormGrad},
    {"stablehlo.batch_norm_inference", flat, batchNormInference},
    {"stablehlo.batch_norm_training", flat, batchNormTraining},
    {"stablehlo.map", flat, map},
    {"stablehlo.dynamic_reshape", flat, dynamicReshape},
    {"stablehlo.dynamic_iota", flatWith("dim=iota_dimension"), dynamicIota},
    {"stablehlo.dynamic_pad", flat, dynamicPad},
    {"stablehlo.real_dynamic_slice", flat, realDynamicSlice},
    {"stablehlo.set_dimension_size", flatWith("dim=dimension"),
     setDimensionSize},
    {"chlo.ragged_dot", flat, raggedDot},
};
} // namespace

LogicalResult stablehlo::scatterByBody(Import &i, Region &body) {
  unsigned n = i.in.size() / 2;
  if (i.in.size() % 2 == 0 || body.getNumArguments() != 2 * n)
    return otherOperands(i, body, 2 * n);
  return ScatterLoop(i).emit(body);
}
ArrayRef<Row> stablehlo::composedRows() { return rows; }
