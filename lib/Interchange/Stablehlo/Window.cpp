// Rows of windows: Window, Convolve, Cumulative.
#include "Interchange/Stablehlo/Import.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
struct Windows {
  SmallVector<int64_t> size, strides, low, high, base, dilation;

  explicit Windows(const Import &i) {
    size = i.ints("window_dimensions");
    size_t n = size.size();
    strides = i.ints("window_strides", n, 1);
    base = i.ints("base_dilations", n, 1);
    dilation = i.ints("window_dilations", n, 1);
    auto padding = i.ints("padding", 2 * n, 0);
    if (padding.size() == 1) // a splat
      padding.assign(2 * n, padding[0]);
    for (size_t d = 0; d < n; ++d) {
      low.push_back(padding[2 * d]);
      high.push_back(padding[2 * d + 1]);
    }
  }
  Attrs attrs() const {
    Attrs out;
    out.list("window", size).list("strides", strides).list("low", low);
    out.list("high", high).list("base", base).list("dilation", dilation);
    return out;
  }
  /// The axis that windows of all elements up to each, or from each on, are
  /// along; and whether it is from.
  std::optional<std::pair<int64_t, bool>> cumulative(RankedTensorType x) const {
    std::optional<std::pair<int64_t, bool>> out;
    for (int64_t d = 0; d < x.getRank(); ++d) {
      if (strides[d] != 1 || base[d] != 1 || dilation[d] != 1)
        return std::nullopt;
      if (size[d] == 1 && low[d] == 0 && high[d] == 0)
        continue;
      int64_t rest = x.getDimSize(d) - 1;
      bool upTo = low[d] == rest && high[d] == 0;
      bool from = low[d] == 0 && high[d] == rest;
      if (size[d] != rest + 1 || (!upTo && !from) || out)
        return std::nullopt;
      out = {d, from};
    }
    return out;
  }
};

/// ln(eᵃ + eᵇ) as JAX writes it.
constexpr StringLiteral logaddexp =
    "(0,1) max 0 1; sub 0 1; compare ne 3 3; add 0 1; abs 3; neg 6; exp 7; "
    "log1p 8; add 2 9; select 4 5 10; return 11";

/// select_and_gather_add: of pairs (key, value) the one with the better key,
/// the first of equals.
StringRef gatherExtremum(StringRef body) {
  StringRef rest = "(0,1,2,3) compare ";
  if (!body.consume_front(rest))
    return "";
  bool max = body.consume_front("ge ");
  if (!max && !body.consume_front("le "))
    return "";
  if (body != "0 2; select 4 0 2; select 4 1 3; return 5 6")
    return "";
  return max ? "max" : "min";
}

LogicalResult reduceWindowGeneric(Import &i, const Windows &w, Region &body) {
  Operation *made =
      i.build("reduce_window", i.op->getResultTypes(), i.in, w.attrs(), 1);
  made->getRegion(0).takeBody(body);
  return i.give(made);
}
/// The start value meets the elements of each window once, and nothing stands
/// for what is not an element: that is what XLA does, where the text of
/// StableHLO would count the start value again for each such place.
LogicalResult reduceWindow(Import &i) {
  Region body;
  if (failed(i.closedBody(0, body)))
    return failure();
  Windows w(i);
  size_t n = i.in.size() / 2;
  for (size_t k = 0; k < n; ++k)
    i.in[k] = i.convert(i.in[k], elementOf(i.in[n + k].getType()));
  std::string text = bodyText(body);
  auto x = typeOf(i.in[0]);
  if (StringRef extremum = n == 2 ? gatherExtremum(text) : "";
      !extremum.empty() &&
      isNeutral(extremum, i.in[2]) && isNeutral("add", i.in[3])) {
    Value keys = i.named(("reduce_window_" + extremum).str(), i.in[0],
                         i.type(0), w.attrs());
    Attrs attrs = w.attrs();
    attrs.mark("least", extremum == "min");
    i.out = {keys, i.named("select_and_gather_add", {i.in[1], i.in[0]},
                           i.type(1), attrs)};
    return success();
  }
  StringRef combiner = n == 1 ? combinerOf(body) : "";
  bool logs = n == 1 && text == logaddexp && isNeutral("max", i.in[1]);
  bool neutral = !combiner.empty() && isNeutral(combiner, i.in[1]);
  bool known = !combiner.empty() && combiner != "xor";
  if (!known && !logs)
    return reduceWindowGeneric(i, w, body);
  if (auto axis = w.cumulative(x); axis && combiner != "and" &&
                                   combiner != "or" && (neutral || logs)) {
    StringRef name = llvm::StringSwitch<StringRef>(combiner)
                         .Case("add", "cumsum")
                         .Case("mul", "cumprod")
                         .Case("max", "cummax")
                         .Case("min", "cummin")
                         .Default("cumlogsumexp");
    return i.give(i.build(
        name, i.type(), i.in[0],
        Attrs().number("dim", axis->first).mark("reverse", axis->second)));
  }
  if (logs)
    return reduceWindowGeneric(i, w, body);
  StringRef name = llvm::StringSwitch<StringRef>(combiner)
                       .Case("add", "reduce_window_sum")
                       .Case("mul", "reduce_window_prod")
                       .Case("max", "reduce_window_max")
                       .Case("min", "reduce_window_min")
                       .Case("and", "reduce_window_and")
                       .Default("reduce_window_or");
  Value y = i.named(name, i.in[0], i.type(), w.attrs());
  if (!neutral)
    y = i.named(combiner, {y, i.spread(i.in[1], i.type().getShape())},
                i.type());
  return i.give(y);
}

/// The sum, for each element, of the sources whose windows select it.
LogicalResult selectAndScatter(Import &i) {
  Region select, scatter;
  if (failed(i.closedBody(0, select)) || failed(i.closedBody(1, scatter)))
    return failure();
  std::string text = bodyText(select);
  StringRef extremum = text == "(0,1) compare ge 0 1; return 2"   ? "max"
                       : text == "(0,1) compare le 0 1; return 2" ? "min"
                                                                  : "";
  // Of bools the sum says whether any source is true: they are counted.
  bool bools = i.type().getElementType().isInteger(1) &&
               combinerOf(scatter) == "or" && isNeutral("or", i.in[2]);
  if (extremum.empty() || (!bools && combinerOf(scatter) != "add"))
    return i.refuse("with these bodies is not supported: the first selects the "
                    "larger (GE) or the smaller (LE), the second adds");
  Attrs attrs = Windows(i).attrs();
  attrs.mark("least", extremum == "min");
  Type whole = bools ? Type(i.b.getI32Type()) : i.type().getElementType();
  Value sum = i.named(
      "select_and_scatter_add",
      {i.convert(i.in[1], whole), i.convert(i.in[0], whole)},
      i.type().clone(whole), attrs);
  if (bools)
    return i.give(i.convert(sum, i.type().getElementType()));
  if (!isNeutral("add", i.in[2]))
    sum = i.named("add", {sum, i.spread(i.in[2], i.type().getShape())},
                  i.type());
  return i.give(sum);
}

//===-- Convolution -------------------------------------------------------===//
/// Axes of batch (or output features), features (or input features) and
/// space: from `[b, 0, 1, f]`, or said one by one.
SmallVector<int64_t> axesOf(ArrayRef<Attribute> order, StringRef words) {
  SmallVector<int64_t> out(order.size(), -1);
  for (auto [axis, what] : llvm::enumerate(order)) {
    size_t at = out.size();
    if (auto word = dyn_cast<StringAttr>(what))
      at = words.find(word.getValue()[0]);
    else if (auto number = dyn_cast<IntegerAttr>(what))
      at = 2 + number.getInt();
    if (at < out.size())
      out[at] = axis;
  }
  return out;
}
SmallVector<int64_t> axesSaid(Attribute all, StringRef first, StringRef second,
                              StringRef space) {
  SmallVector<int64_t> out{Import::integer(all, first, 0),
                           Import::integer(all, second, 1)};
  llvm::append_range(out, Import::ints(all, space));
  return out;
}
LogicalResult convolution(Import &i) {
  Attribute said = i.attr("dimension_numbers");
  if (!said)
    said = i.attr("dim_numbers");
  SmallVector<int64_t> xDims, yDims, zDims;
  if (auto lists = dyn_cast_or_null<ArrayAttr>(said);
      lists && lists.size() == 3) {
    SmallVector<SmallVector<Attribute>> orders;
    for (Attribute list : lists)
      if (auto of = dyn_cast<ArrayAttr>(list))
        orders.emplace_back(of.begin(), of.end());
    if (orders.size() != 3)
      return i.refuse("has dimension numbers that are not three lists of axes, "
                      "[b, 0, f]x[0, i, o]->[b, 0, f]");
    xDims = axesOf(orders[0], "bf");
    yDims = axesOf(orders[1], "oi");
    zDims = axesOf(orders[2], "bf");
  } else {
    xDims = axesSaid(said, "input_batch_dimension", "input_feature_dimension",
                     "input_spatial_dimensions");
    yDims = axesSaid(said, "kernel_output_feature_dimension",
                     "kernel_input_feature_dimension",
                     "kernel_spatial_dimensions");
    zDims =
        axesSaid(said, "output_batch_dimension", "output_feature_dimension",
                 "output_spatial_dimensions");
  }
  size_t n = xDims.size() - 2;
  // The pretty form has these in a dictionary of shorter names.
  Attribute window = i.attr("window");
  auto of = [&](StringRef key, StringRef shorter, size_t count, int64_t rest) {
    auto list = window ? Import::ints(window, shorter) : i.ints(key);
    if (list.size() == 1 && count > 1)
      list.assign(count, list[0]);
    return list.empty() ? SmallVector<int64_t>(count, rest) : list;
  };
  auto padding = of("padding", "pad", 2 * n, 0);
  SmallVector<int64_t> low, high, reversed;
  for (size_t d = 0; d < n; ++d) {
    low.push_back(padding[2 * d]);
    high.push_back(padding[2 * d + 1]);
  }
  SmallVector<bool> turned =
      i.flags("window_reversal", n);
  if (auto all = dyn_cast_or_null<DictionaryAttr>(window))
    if (auto list = all.getAs<ArrayAttr>("reverse"))
      for (auto [d, one] : llvm::enumerate(list))
        turned[d] = isa<BoolAttr>(one) && cast<BoolAttr>(one).getValue();
  for (size_t d = 0; d < n; ++d)
    if (turned[d])
      reversed.push_back(d);
  Attrs attrs;
  attrs.list("xDims", xDims).list("yDims", yDims).list("zDims", zDims);
  attrs.list("strides", of("window_strides", "stride", n, 1))
      .list("low", low)
      .list("high", high)
      .list("xDilation", of("lhs_dilation", "lhs_dilate", n, 1))
      .list("yDilation", of("rhs_dilation", "rhs_dilate", n, 1))
      .list("reversed", reversed)
      .number("featureGroups", i.integer("feature_group_count", 1))
      .number("batchGroups", i.integer("batch_group_count", 1));
  return i.give(i.build("conv_general_dilated", i.type(), i.in, attrs));
}

constexpr Row rows[] = {
    {"stablehlo.reduce_window", flat, reduceWindow},
    {"stablehlo.select_and_scatter", flat, selectAndScatter},
    {"stablehlo.convolution", flat, convolution},
};
} // namespace

ArrayRef<Row> stablehlo::windowRows() { return rows; }
