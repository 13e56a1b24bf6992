// Windows that move over arrays, and pooling.
#include "WindowOps.h"
#include "Api/WindowHelpers.h"
using namespace weft;
using namespace weft::api;
using weft::detail::describeShape;

//===-- Windows as the user says them -------------------------------------===//
List api::onesOr(const Site &site, const char *what, const Shape &list,
                 size_t n) {
  if (list.empty())
    return List(n, 1);
  if (list.size() != n)
    failShape(site,
              std::string(what) + " must have one entry for each of " +
                  std::to_string(n) + " axes",
              describeShape(list));
  for (int64_t entry : list)
    if (entry < 1)
      failShape(site, std::string(what) + " must be at least 1",
                describeShape(list));
  return List(list.begin(), list.end());
}
void api::resolvePadding(const Site &site, const Padding &padding,
                         ArrayRef<int64_t> sizes, ArrayRef<int64_t> windows,
                         ArrayRef<int64_t> strides, List &low, List &high) {
  low.assign(sizes.size(), 0);
  high = low;
  if (padding.name().empty()) {
    if (padding.pairs().size() != sizes.size())
      failShape(site,
                "padding must have one pair for each of " +
                    std::to_string(sizes.size()) + " axes",
                std::to_string(padding.pairs().size()) + " pairs",
                "or say \"SAME\" or \"VALID\"");
    for (auto [i, pair] : llvm::enumerate(padding.pairs()))
      low[i] = pair.first, high[i] = pair.second;
    return;
  }
  const std::string &name = padding.name();
  bool same = name == "SAME", lower = name == "SAME_LOWER";
  if (!same && !lower && name != "VALID")
    failShape(site, "padding must be \"SAME\", \"SAME_LOWER\", \"VALID\" or "
                    "pairs of numbers",
              "\"" + name + "\"");
  for (size_t i = 0; i < sizes.size() && (same || lower); ++i) {
    int64_t results = (sizes[i] + strides[i] - 1) / strides[i];
    int64_t needed = std::max<int64_t>(
        (results - 1) * strides[i] + windows[i] - sizes[i], 0);
    low[i] = same ? needed / 2 : needed - needed / 2;
    high[i] = needed - low[i];
  }
}
bool FullWindow::isWithin() const {
  for (size_t d = 0; d < size.size(); ++d)
    if (low[d] > 0 || high[d] > 0 || base[d] > 1)
      return false;
  return true;
}
FullWindow api::resolve(const Site &site, const Array &x,
                        const Window &window) {
  const Node &n = nodeOf(site, x);
  size_t rank = n.dims.size();
  FullWindow w;
  if (window.size.size() != rank)
    failShape(site, "the window must have one size per axis",
              said(site, x) + " and window " + describeShape(window.size),
              "1 along axes that it does not move over");
  w.size = onesOr(site, "window sizes", window.size, rank);
  w.strides = onesOr(site, "strides", window.strides, rank);
  w.base = onesOr(site, "baseDilation", window.baseDilation, rank);
  w.dilation = onesOr(site, "dilation", window.dilation, rank);
  List sizes, windows;
  for (size_t d = 0; d < rank; ++d) {
    sizes.push_back(ir::dilatedSize(n.dims[d], w.base[d]));
    windows.push_back(ir::dilatedSize(w.size[d], w.dilation[d]));
  }
  resolvePadding(site, window.padding, sizes, windows, w.strides, w.low,
                 w.high);
  List padded;
  if (!ir::windowedShape(dimsOf(n), w.spec(), padded, w.result).empty())
    failShape(site, "no size may become negative or overflow",
              said(site, x) + " with padding " + describeShape(w.low) +
                  " before and " + describeShape(w.high) + " after");
  return w;
}

//===-- reduceWindow… -----------------------------------------------------===//
template <class Op>
static Array windowed(const char *name, const Operand &x, const Window &window,
                      unsigned kinds) {
  Site site(name, x.where);
  Typed type = promote(site, x.array, kinds);
  FullWindow w = resolve(site, x.array, window);
  return elementwise(site, x.array, type.dtype, type.weak,
                     [&](const Words &words, ValueRange in) -> Value {
                       return Op::create(words.b, words.loc, in[0], w.size,
                                         w.strides, w.low, w.high, w.base,
                                         w.dilation);
                     });
}
Array weft::reduceWindowSum(const Operand &x, const Window &w) {
  return windowed<ir::ReduceWindowSumOp>("reduceWindowSum", x, w, Numbers);
}
Array weft::reduceWindowProd(const Operand &x, const Window &w) {
  return windowed<ir::ReduceWindowProdOp>("reduceWindowProd", x, w, Numbers);
}
Array weft::reduceWindowMax(const Operand &x, const Window &w) {
  return windowed<ir::ReduceWindowMaxOp>("reduceWindowMax", x, w, Ordered);
}
Array weft::reduceWindowMin(const Operand &x, const Window &w) {
  return windowed<ir::ReduceWindowMinOp>("reduceWindowMin", x, w, Ordered);
}
Array weft::reduceWindowAnd(const Operand &x, const Window &w) {
  return windowed<ir::ReduceWindowAndOp>("reduceWindowAnd", x, w, Bits);
}
Array weft::reduceWindowOr(const Operand &x, const Window &w) {
  return windowed<ir::ReduceWindowOrOp>("reduceWindowOr", x, w, Bits);
}

//===-- select and gather, select and scatter -----------------------------===//
template <class Op>
static Array selecting(const Site &site, const Operand &t, const Operand &x,
                       const FullWindow &w, ArrayRef<int64_t> expected,
                       ArrayRef<int64_t> result, bool least) {
  promote(site, t.array, Numbers);
  promote(site, x.array, Ordered);
  const Node &n = nodeOf(site, t.array);
  if (dimsOf(n) != expected)
    failShape(site, "the first operand must have shape " +
                        describeShape(expected),
              said(site, {t.array, x.array}));
  return stage(site, {t.array, x.array}, n.weak,
               [&](const Words &words, ValueRange in) -> Value {
                 return Op::create(words.b, words.loc,
                                   ir::tensorType(n.dtype, result), in[0],
                                   in[1], least, w.size, w.strides, w.low,
                                   w.high, w.base, w.dilation);
               });
}
Array weft::selectAndGatherAdd(const Operand &t, const Operand &x,
                               const Window &window, bool least) {
  Site site("selectAndGatherAdd", t.where);
  FullWindow w = resolve(site, x.array, window);
  return selecting<ir::SelectAndGatherAddOp>(
      site, t, x, w, dimsOf(nodeOf(site, x.array)), w.result, least);
}
Array weft::selectAndScatterAdd(const Operand &t, const Operand &x,
                                const Window &window, bool least) {
  Site site("selectAndScatterAdd", t.where);
  FullWindow w = resolve(site, x.array, window);
  return selecting<ir::SelectAndScatterAddOp>(
      site, t, x, w, w.result, dimsOf(nodeOf(site, x.array)), least);
}

//===-- Pooling -----------------------------------------------------------===//
/// The window over all axes of x.
static Window poolWindow(const Site &site, const Array &x, const Shape &window,
                         const PoolOptions &o) {
  const Node &n = nodeOf(site, x);
  size_t space = window.size();
  if (n.dims.size() != space + 2)
    failShape(site, "the operand must have a batch, features, and an axis for "
                    "each size of the window",
              said(site, x) + " and window " + describeShape(window));
  List strides = o.strides.empty()
                     ? onesOr(site, "window sizes", window, space)
                     : onesOr(site, "strides", o.strides, space);
  List dilation = onesOr(site, "dilation", o.dilation, space);
  auto at = [&](size_t i) {
    return o.layout == Layout::ChannelsLast ? 1 + i : 2 + i;
  };
  Window w;
  w.size = Shape(space + 2, 1);
  w.strides = w.dilation = w.size;
  Padding::Pairs pairs(space + 2);
  for (size_t i = 0; i < space; ++i) {
    w.size[at(i)] = window[i];
    w.strides[at(i)] = strides[i];
    w.dilation[at(i)] = dilation[i];
    if (o.padding.name().empty() && i < o.padding.pairs().size())
      pairs[at(i)] = o.padding.pairs()[i];
  }
  if (!o.padding.name().empty())
    w.padding = o.padding; // nothing is padded where the window is 1
  else if (o.padding.pairs().size() == space)
    w.padding = pairs;
  else
    failShape(site, "padding must have one pair for each of " +
                        std::to_string(space) + " axes",
              std::to_string(o.padding.pairs().size()) + " pairs",
              "or say \"SAME\" or \"VALID\"");
  resolve(site, x, w); // checks
  return w;
}
Array weft::maxPool(const Operand &x, const Shape &window,
                    const PoolOptions &options) {
  Site site("maxPool", x.where);
  promote(site, x.array, Reals);
  Window w = poolWindow(site, x.array, window, options);
  return composite(site, {x.array}, [&](const Arrays &in) {
    return reduceWindowMax(in[0], w);
  });
}
Array weft::avgPool(const Operand &x, const Shape &window,
                    const PoolOptions &options) {
  Site site("avgPool", x.where);
  Dtype dtype = promoteInexact(site, x.array, Floats).dtype;
  Window w = poolWindow(site, x.array, window, options);
  double count = 1;
  for (int64_t n : window)
    count *= n;
  bool within = resolve(site, x.array, w).isWithin();
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array wide = astype(in[0], working(dtype));
    Array total = reduceWindowSum(wide, w);
    Array mean = options.countPadding || within
                     ? total / count
                     : total / reduceWindowSum(onesLike(wide), w);
    return astype(mean, dtype);
  });
}
