// Rows out: reductions, running totals, sorts: what has a body of scalars.
#include "Interchange/Stablehlo/Export.h"
#include "Bodies.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
RankedTensorType scalarOf(Type type) {
  return RankedTensorType::get({}, elementOf(type));
}
/// What a combination starts from.
Value neutral(Export &e, StringRef combine, Type element) {
  auto type = RankedTensorType::get({}, element);
  if (combine == "maximum" || combine == "minimum")
    return e.extreme(element, combine == "maximum");
  if (combine == "and")
    return e.constant(DenseElementsAttr::get(
        type, APInt::getAllOnes(element.getIntOrFloatBitWidth())));
  return e.splat(type, combine == "multiply");
}
/// Region 0 combines its two arguments by one operation.
LogicalResult combiner(Export &e, Operation *made, StringRef combine,
                       Type scalar) {
  return e.region(made, 0, {scalar, scalar},
                  [&](ValueRange args, Values &out) {
                    out.push_back(e.make(combine, scalar, args));
                    return success();
                  });
}

template <Name combine> LogicalResult reduce(Export &e) {
  Type element = e.type().getElementType();
  Operation *made =
      e.build("reduce", e.type(), {e.in[0], neutral(e, combine.text, element)},
              Attrs().list("dimensions", e.ints("dims")), 1);
  if (failed(combiner(e, made, combine.text, scalarOf(e.type()))))
    return failure();
  return e.give(made);
}

/// Of pairs (element, index): the better element, NaN above all, then the
/// lower index, as JAX writes it.
LogicalResult argReduce(Export &e, StringRef better, bool max) {
  auto x = typeOf(e.in[0]);
  Type index = e.type().getElementType();
  int64_t dim = e.integer("dim");
  Value iota = e.make("iota", x.clone(index), {},
                      Attrs().number("iota_dimension", dim));
  auto one = scalarOf(x), at = RankedTensorType::get({}, index);
  Value zero = e.splat(at, 0);
  Operation *made = e.build(
      "reduce", {e.type().clone(x.getElementType()), e.type()},
      {e.in[0], iota, e.extreme(x.getElementType(), max), zero},
      Attrs().list("dimensions", dim), 1);
  auto body = [&](ValueRange a, Values &out) {
    Type bit = RankedTensorType::get({}, e.b.getI1Type());
    Value wins = e.compare(better, a[0], a[2]);
    if (isa<FloatType>(x.getElementType()))
      wins = e.make("or", bit, {wins, e.compare("NE", a[0], a[0])});
    Value tie =
        e.make("and", bit,
               {e.compare("EQ", a[0], a[2]), e.compare("LT", a[1], a[3])});
    Value first = e.make("or", bit, {wins, tie});
    out.push_back(e.make("select", one, {wins, a[0], a[2]}));
    out.push_back(e.make("select", at, {first, a[1], a[3]}));
    return success();
  };
  if (failed(e.region(made, 0, {one, at, one, at}, body)))
    return failure();
  return e.give(made->getResult(1));
}
LogicalResult argmax(Export &e) { return argReduce(e, "GT", true); }
LogicalResult argmin(Export &e) { return argReduce(e, "LT", false); }

/// A body of Weft's over scalars as region 0.
LogicalResult scalarBody(Export &e, Operation *made, Region &body) {
  return e.region(made, 0, body.getArgumentTypes(),
                  [&](ValueRange args, Values &out) {
                    return e.body(body, args, out);
                  });
}
LogicalResult reduceBody(Export &e) {
  for (Value init : ValueRange(e.in).drop_front(e.in.size() / 2))
    if (typeOf(init).getRank() != 0)
      return e.refuse("with a start for each row has no counterpart in "
                      "StableHLO");
  Operation *made = e.build("reduce", e.op->getResultTypes(), e.in,
                            Attrs().list("dimensions", e.ints("dims")), 1);
  if (failed(scalarBody(e, made, e.op->getRegion(0))))
    return failure();
  return e.give(made);
}

//===-- Windows of all elements up to each --------------------------------===//
Attribute paddingOf(Export &e, ArrayRef<int64_t> low, ArrayRef<int64_t> high) {
  SmallVector<int64_t> pairs;
  for (auto [a, b] : llvm::zip_equal(low, high))
    pairs.append({a, b});
  auto type = RankedTensorType::get({static_cast<int64_t>(low.size()), 2},
                                    e.b.getI64Type());
  return DenseIntElementsAttr::get(type, pairs);
}
Operation *runningWindow(Export &e, Value init) {
  auto x = e.type();
  SmallVector<int64_t> window(x.getRank(), 1), low(x.getRank()),
      high(x.getRank());
  int64_t dim = e.integer("dim"), n = x.getDimSize(dim);
  window[dim] = n;
  (e.flag("reverse") ? high : low)[dim] = n - 1;
  return e.build("reduce_window", x, {e.in[0], init},
                 Attrs()
                     .list("window_dimensions", window)
                     .set("padding", paddingOf(e, low, high)),
                 1);
}
template <Name combine> LogicalResult cumulative(Export &e) {
  if (e.type().getDimSize(e.integer("dim")) == 0)
    return e.give(e.in[0]); // a window has an element at least
  Operation *made = runningWindow(
      e, neutral(e, combine.text, e.type().getElementType()));
  if (failed(combiner(e, made, combine.text, scalarOf(e.type()))))
    return failure();
  return e.give(made);
}
/// max + ln(1 + e^-|a - b|), and a + b where that is NaN.
LogicalResult cumlogsumexp(Export &e) {
  if (e.type().getDimSize(e.integer("dim")) == 0)
    return e.give(e.in[0]);
  Operation *made =
      runningWindow(e, e.extreme(e.type().getElementType(), true));
  auto s = scalarOf(e.type());
  auto body = [&](ValueRange a, Values &out) {
    Value larger = e.make("maximum", s, a);
    Value difference = e.make("subtract", s, a);
    Value isNan = e.compare("NE", difference, difference);
    Value sum = e.make("add", s, a);
    Value size = e.make("negate", s, e.make("abs", s, difference));
    Value rest = e.make("log_plus_one", s, e.make("exponential", s, size));
    out.push_back(e.make("select", s,
                         {isNan, sum, e.make("add", s, {larger, rest})}));
    return success();
  };
  if (failed(e.region(made, 0, {s, s}, body)))
    return failure();
  return e.give(made);
}

LogicalResult sort(Export &e) {
  Operation *made = e.build("sort", e.op->getResultTypes(), e.in,
                            Attrs()
                                .number("dimension", e.integer("dim"))
                                .truth("is_stable", true),
                            1);
  if (failed(scalarBody(e, made, e.op->getRegion(0))))
    return failure();
  return e.give(made);
}

constexpr OutRow rows[] = {
    {"weft.argmax", argmax},
    {"weft.argmin", argmin},
    {"weft.cumlogsumexp", cumlogsumexp},
    {"weft.cummax", cumulative<"maximum">},
    {"weft.cummin", cumulative<"minimum">},
    {"weft.cumprod", cumulative<"multiply">},
    {"weft.cumsum", cumulative<"add">},
    {"weft.reduce", reduceBody},
    {"weft.reduce_and", reduce<"and">},
    {"weft.reduce_max", reduce<"maximum">},
    {"weft.reduce_min", reduce<"minimum">},
    {"weft.reduce_or", reduce<"or">},
    {"weft.reduce_prod", reduce<"multiply">},
    {"weft.reduce_sum", reduce<"add">},
    {"weft.reduce_xor", reduce<"xor">},
    {"weft.sort", sort},
};
} // namespace

ArrayRef<OutRow> stablehlo::reduceOut() { return rows; }
