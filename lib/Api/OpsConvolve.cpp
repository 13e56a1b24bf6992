// Convolution: letters become axes, "SAME" becomes numbers.
#include "ConvolveOps.h"
#include "Api/WindowHelpers.h"
using namespace weft;
using namespace weft::api;
using weft::detail::describeShape;

namespace {
/// What each axis is, in JAX's order: batch (or output features), features,
/// space.
struct ConvAxes {
  List lhs, rhs, out;
};
} // namespace

static std::string saidDims(const ConvDims &dims) {
  return "\"" + dims.lhs + "\", \"" + dims.rhs + "\", \"" + dims.out + "\"";
}
/// ConvAxes of `text` by its two letters and the space letters in their order.
static List axesOfLetters(const Site &site, const ConvDims &dims,
                          const std::string &text, char first, char second,
                          const std::string &space) {
  std::string wanted = std::string{first, second} + space;
  List out;
  for (char c : wanted)
    if (size_t at = text.find(c);
        at != std::string::npos && text.rfind(c) == at)
      out.push_back(at);
  if (out.size() != wanted.size() || text.size() != wanted.size())
    failShape(site,
              std::string("dims must name each axis once: N and C, O and I, N "
                          "and C, and the same letters for space"),
              saidDims(dims));
  return out;
}
static ConvAxes parse(const Site &site, ConvDims dims, size_t rank,
                  bool featuresLast) {
  if (dims.lhs.empty() && dims.rhs.empty() && dims.out.empty()) {
    std::string space;
    for (size_t i = 2; i < rank; ++i)
      space += static_cast<char>('0' + (i - 2));
    dims.lhs = featuresLast ? "N" + space + "C" : "NC" + space;
    dims.rhs = featuresLast ? space + "IO" : "OI" + space;
    dims.out = dims.lhs;
  }
  std::string space;
  for (char c : dims.rhs)
    if (c != 'O' && c != 'I')
      space += c;
  ConvAxes axes{axesOfLetters(site, dims, dims.lhs, 'N', 'C', space),
            axesOfLetters(site, dims, dims.rhs, 'O', 'I', space),
            axesOfLetters(site, dims, dims.out, 'N', 'C', space)};
  if (axes.lhs.size() != rank)
    failShape(site, "dims must have a letter for each axis",
              saidDims(dims) + " for " + std::to_string(rank) + " axes");
  return axes;
}
static List sizesAlong(const Array &x, ArrayRef<int64_t> axes) {
  List out;
  for (int64_t axis : axes)
    out.push_back(x.get()->dims[axis]);
  return out;
}
/// Both operands have one rank of at least 2.
static size_t rankOf(const Site &site, const Array &lhs, const Array &rhs) {
  size_t rank = nodeOf(site, lhs).dims.size();
  if (rank < 2 || nodeOf(site, rhs).dims.size() != rank)
    failShape(site, "both operands must have as many axes, two or more",
              said(site, {lhs, rhs}),
              "a batch and features, output and input features, and space");
  return rank;
}
static void checkGroups(const Site &site, const Array &lhs, const Array &rhs,
                        const ConvAxes &axes, const ConvOptions &o) {
  int64_t batch = lhs.get()->dims[axes.lhs[0]];
  int64_t features = lhs.get()->dims[axes.lhs[1]];
  int64_t outs = rhs.get()->dims[axes.rhs[0]];
  int64_t ins = rhs.get()->dims[axes.rhs[1]];
  auto received = [&] {
    return said(site, {lhs, rhs}) + " with " +
           std::to_string(o.featureGroups) + " feature groups and " +
           std::to_string(o.batchGroups) + " batch groups";
  };
  if (o.featureGroups < 1 || o.batchGroups < 1)
    failShape(site, "there must be at least one group", received());
  if (o.featureGroups > 1 && o.batchGroups > 1)
    failShape(site, "either features or the batch may be in groups", received());
  if (features % o.featureGroups || batch % o.batchGroups ||
      outs % (o.featureGroups * o.batchGroups))
    failShape(site,
              "groups must divide the kernel's output features and what they "
              "share",
              received());
  if (ins != features / o.featureGroups)
    failShape(site,
              "the kernel's input features must be the features per group (" +
                  std::to_string(features / o.featureGroups) + ")",
              received());
}
/// Stages it; low and high are resolved.
static Array convolution(const Site &site, const Array &lhs, const Array &rhs,
                         const ConvAxes &axes, const ConvOptions &o,
                         ArrayRef<int64_t> low, ArrayRef<int64_t> high) {
  checkGroups(site, lhs, rhs, axes, o);
  size_t space = axes.lhs.size() - 2;
  ArrayRef<int64_t> lhsSpace = ArrayRef(axes.lhs).drop_front(2);
  ArrayRef<int64_t> rhsSpace = ArrayRef(axes.rhs).drop_front(2);
  List strides = onesOr(site, "strides", o.strides, space);
  List base = onesOr(site, "lhsDilation", o.lhsDilation, space);
  List dilation = onesOr(site, "rhsDilation", o.rhsDilation, space);
  List size = sizesAlong(rhs, rhsSpace), padded, windows;
  if (llvm::is_contained(size, 0) ||
      !ir::windowedShape(sizesAlong(lhs, lhsSpace),
                         {size, strides, low, high, base, dilation}, padded,
                         windows)
           .empty())
    failShape(site,
              "the kernel must not be empty, and no size negative after padding",
              said(site, {lhs, rhs}) + " with padding " + describeShape(low) +
                  " before and " + describeShape(high) + " after");
  List reversed;
  for (int64_t axis : o.reversed) {
    if (axis < 0 || axis >= int64_t(space) || llvm::is_contained(reversed, axis))
      failShape(site, "reversed must name axes of space, each once",
                describeShape(o.reversed));
    reversed.push_back(axis);
  }
  llvm::sort(reversed);
  Typed type = promote(site, {lhs, rhs}, Numbers);
  Dtype result = o.dtype.value_or(type.dtype);
  auto kind = [](Dtype d) { return isComplex(d) ? 2 : isFloat(d) ? 1 : 0; };
  if (isBool(result) || kind(result) != kind(type.dtype))
    failDtype(site, "the result must be of the operands' kind of number",
              said(site, {lhs, rhs}));
  List dims(space + 2);
  dims[axes.out[0]] = lhs.get()->dims[axes.lhs[0]] / o.batchGroups;
  dims[axes.out[1]] = rhs.get()->dims[axes.rhs[0]];
  for (size_t i = 0; i < space; ++i)
    dims[axes.out[2 + i]] = windows[i];
  Array exact[] = {literalAs(lhs, type.dtype), literalAs(rhs, type.dtype)};
  return stage(site, exact, type.weak && !o.dtype,
               [&](const Words &w, ValueRange in) -> Value {
                 return ir::ConvGeneralDilatedOp::create(
                     w.b, w.loc, ir::tensorType(result, dims),
                     w.convert(in[0], type.dtype), w.convert(in[1], type.dtype),
                     axes.lhs, axes.rhs, axes.out, strides, low, high, base,
                     dilation, reversed, o.featureGroups, o.batchGroups);
               });
}
/// Along each axis of space: sizes, the kernel's reach, strides.
static Array padded(const Site &site, const Array &lhs, const Array &rhs,
                    const ConvAxes &axes, const ConvOptions &o) {
  size_t space = axes.lhs.size() - 2;
  List base = onesOr(site, "lhsDilation", o.lhsDilation, space);
  List strides = onesOr(site, "strides", o.strides, space);
  List dilation = onesOr(site, "rhsDilation", o.rhsDilation, space);
  const std::string &name = o.padding.name();
  if (!name.empty() && name != "VALID" &&
      llvm::any_of(base, [](int64_t n) { return n > 1; }))
    failShape(site, "padding of a dilated operand must be given in numbers",
              "\"" + name + "\"", "use convTranspose");
  List sizes = sizesAlong(lhs, ArrayRef(axes.lhs).drop_front(2));
  List reach = sizesAlong(rhs, ArrayRef(axes.rhs).drop_front(2)), low, high;
  for (size_t i = 0; i < space; ++i)
    reach[i] = ir::dilatedSize(reach[i], dilation[i]);
  resolvePadding(site, o.padding, sizes, reach, strides, low, high);
  return convolution(site, lhs, rhs, axes, o, low, high);
}

Array weft::convGeneralDilated(const Operand &lhs, const Operand &rhs,
                               const ConvOptions &options) {
  Site site("convGeneralDilated", lhs.where);
  size_t rank = rankOf(site, lhs.array, rhs.array);
  return padded(site, lhs.array, rhs.array,
                parse(site, options.dims, rank, false), options);
}
Array weft::conv(const Operand &lhs, const Operand &rhs, const Shape &strides,
                 const Padding &padding) {
  Site site("conv", lhs.where);
  size_t rank = rankOf(site, lhs.array, rhs.array);
  ConvOptions o;
  o.strides = strides;
  o.padding = padding;
  return padded(site, lhs.array, rhs.array, parse(site, {}, rank, false), o);
}

/// As _conv_transpose_padding of JAX: what a gradient is padded by.
static std::pair<int64_t, int64_t> transposedPads(int64_t reach, int64_t stride,
                                                  bool same) {
  int64_t total = reach + stride - 2, low = reach - 1;
  if (!same)
    total += std::max<int64_t>(reach - stride, 0);
  else if (stride <= reach - 1)
    low = (total + 1) / 2;
  return {low, total - low};
}
Array weft::convTranspose(const Operand &lhs, const Operand &rhs,
                          const Shape &strides,
                          const ConvTransposeOptions &options) {
  Site site("convTranspose", lhs.where);
  size_t rank = rankOf(site, lhs.array, rhs.array);
  ConvAxes axes = parse(site, options.dims, rank, true);
  List by = onesOr(site, "strides", strides, rank - 2);
  List dilation = onesOr(site, "rhsDilation", options.rhsDilation, rank - 2);
  ArrayRef<int64_t> space = ArrayRef(axes.rhs).drop_front(2);
  const std::string &name = options.padding.name();
  List low, high;
  if (name == "SAME" || name == "VALID") {
    for (auto [i, axis] : llvm::enumerate(space)) {
      int64_t reach = ir::dilatedSize(rhs.array.get()->dims[axis], dilation[i]);
      auto [before, after] = transposedPads(reach, by[i], name == "SAME");
      low.push_back(before), high.push_back(after);
    }
  } else if (name.empty()) {
    resolvePadding(site, options.padding, List(rank - 2, 1), List(rank - 2, 1),
                   List(rank - 2, 1), low, high);
  } else {
    failShape(site, "padding must be \"SAME\", \"VALID\" or pairs of numbers",
              "\"" + name + "\"");
  }
  ConvOptions o;
  o.lhsDilation = Shape(by.begin(), by.end());
  o.rhsDilation = options.rhsDilation;
  o.dtype = options.dtype;
  if (options.transposeKernel) {
    std::swap(axes.rhs[0], axes.rhs[1]);
    for (size_t i = 0; i + 2 < rank; ++i)
      o.reversed.push_back(i);
  }
  return convolution(site, lhs.array, rhs.array, axes, o, low, high);
}
