// Rows out: windows and convolutions.
#include "Interchange/Stablehlo/Export.h"
#include "Bodies.h"
#include "RuleHelpers.h"
#include "llvm/ADT/StringExtras.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
RankedTensorType scalarOf(Type type) {
  return RankedTensorType::get({}, elementOf(type));
}
Attribute paddingOf(Export &e) {
  SmallVector<int64_t> pairs;
  auto low = e.ints("low");
  for (auto [a, b] : llvm::zip_equal(low, e.ints("high")))
    pairs.append({a, b});
  auto type = RankedTensorType::get({static_cast<int64_t>(low.size()), 2},
                                    e.b.getI64Type());
  return DenseIntElementsAttr::get(type, pairs);
}
Attrs windowAttrs(Export &e) {
  Attrs out;
  out.list("window_dimensions", e.ints("window"))
      .list("window_strides", e.ints("strides"))
      .list("base_dilations", e.ints("base"))
      .list("window_dilations", e.ints("dilation"))
      .set("padding", paddingOf(e));
  return out;
}

template <Name combine> LogicalResult reduceWindow(Export &e) {
  StringRef by = combine.text;
  Type element = e.type().getElementType();
  auto s = scalarOf(e.type());
  Value init;
  if (by == "maximum" || by == "minimum")
    init = e.extreme(element, by == "maximum");
  else if (by == "and")
    init = e.constant(DenseElementsAttr::get(
        s, APInt::getAllOnes(element.getIntOrFloatBitWidth())));
  else
    init = e.splat(s, by == "multiply");
  Operation *made =
      e.build("reduce_window", e.type(), {e.in[0], init}, windowAttrs(e), 1);
  if (failed(e.region(made, 0, {s, s}, [&](ValueRange args, Values &out) {
        out.push_back(e.make(by, s, args));
        return success();
      })))
    return failure();
  return e.give(made);
}
LogicalResult reduceWindowBody(Export &e) {
  for (Value init : ValueRange(e.in).drop_front(e.in.size() / 2))
    if (typeOf(init).getRank() != 0)
      return e.refuse("with a start for each row has no counterpart in "
                      "StableHLO");
  Operation *made = e.build("reduce_window", e.op->getResultTypes(), e.in,
                            windowAttrs(e), 1);
  Region &body = e.op->getRegion(0);
  if (failed(e.region(made, 0, body.getArgumentTypes(),
                      [&](ValueRange args, Values &out) {
                        return e.body(body, args, out);
                      })))
    return failure();
  return e.give(made);
}

bool takesMax(Export &e) { return !e.op->hasAttr("least"); }

/// Windows of pairs (key, value), of which the better key wins.
LogicalResult selectAndGatherAdd(Export &e) {
  Value t = e.in[0], x = e.in[1];
  auto key = scalarOf(x.getType()), value = scalarOf(t.getType());
  bool max = takesMax(e);
  Operation *made = e.build(
      "reduce_window", {e.type().clone(key.getElementType()), e.type()},
      {x, t, e.extreme(key.getElementType(), max), e.splat(value, 0)},
      windowAttrs(e), 1);
  auto body = [&](ValueRange a, Values &out) {
    Value first = e.compare(max ? "GE" : "LE", a[0], a[2]);
    out.push_back(e.make("select", key, {first, a[0], a[2]}));
    out.push_back(e.make("select", value, {first, a[1], a[3]}));
    return success();
  };
  if (failed(e.region(made, 0, {key, value, key, value}, body)))
    return failure();
  return e.give(made->getResult(1));
}
LogicalResult selectAndScatterAdd(Export &e) {
  auto spread = [](ArrayRef<int64_t> list) {
    return llvm::any_of(list, [](int64_t n) { return n != 1; });
  };
  if (spread(e.ints("base")) || spread(e.ints("dilation")))
    return e.refuse("with dilation has no counterpart in StableHLO");
  Value t = e.in[0], x = e.in[1];
  auto key = scalarOf(x.getType()), value = scalarOf(t.getType());
  Operation *made =
      e.build("select_and_scatter", e.type(), {x, t, e.splat(value, 0)},
              Attrs()
                  .list("window_dimensions", e.ints("window"))
                  .list("window_strides", e.ints("strides"))
                  .set("padding", paddingOf(e)),
              2);
  if (failed(e.region(made, 0, {key, key},
                      [&](ValueRange a, Values &out) {
                        out.push_back(e.compare(takesMax(e) ? "GE" : "LE",
                                                a[0], a[1]));
                        return success();
                      })) ||
      failed(e.region(made, 1, {value, value}, [&](ValueRange a, Values &out) {
        out.push_back(e.make("add", value, a));
        return success();
      })))
    return failure();
  return e.give(made);
}

//===-- Convolution -------------------------------------------------------===//
/// "[b, 0, 1, f]": which axis is what; dims are those of batch, features and
/// space.
std::string orderText(ArrayRef<int64_t> dims, StringRef words) {
  SmallVector<std::string> names(dims.size());
  for (auto [k, axis] : llvm::enumerate(dims))
    names[axis] = k < 2 ? std::string(1, words[k]) : std::to_string(k - 2);
  return "[" + llvm::join(names, ", ") + "]";
}
LogicalResult convolution(Export &e) {
  std::string text = "conv<" + orderText(e.ints("xDims"), "bf") + "x" +
                     orderText(e.ints("yDims"), "oi") + "->" +
                     orderText(e.ints("zDims"), "bf") + ">";
  SmallVector<bool> turned(e.ints("strides").size());
  for (int64_t axis : e.ints("reversed"))
    turned[axis] = true;
  return e.give(e.make(
      "convolution", e.type(), e.in,
      Attrs()
          .set("dimension_numbers", textAttr(context(), text))
          .list("window_strides", e.ints("strides"))
          .set("padding", paddingOf(e))
          .list("lhs_dilation", e.ints("xDilation"))
          .list("rhs_dilation", e.ints("yDilation"))
          .set("window_reversal", e.b.getDenseBoolArrayAttr(turned))
          .number("feature_group_count", e.integer("featureGroups"))
          .number("batch_group_count", e.integer("batchGroups"))));
}

constexpr OutRow rows[] = {
    {"weft.conv_general_dilated", convolution},
    {"weft.reduce_window", reduceWindowBody},
    {"weft.reduce_window_and", reduceWindow<"and">},
    {"weft.reduce_window_max", reduceWindow<"maximum">},
    {"weft.reduce_window_min", reduceWindow<"minimum">},
    {"weft.reduce_window_or", reduceWindow<"or">},
    {"weft.reduce_window_prod", reduceWindow<"multiply">},
    {"weft.reduce_window_sum", reduceWindow<"add">},
    {"weft.select_and_gather_add", selectAndGatherAdd},
    {"weft.select_and_scatter_add", selectAndScatterAdd},
};
} // namespace

ArrayRef<OutRow> stablehlo::windowOut() { return rows; }
