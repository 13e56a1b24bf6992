// Rows of what makes axes disappear: Reduce, BodyReduce.
#include "ReduceOps.h"
#include "ShapeOps.h"
#include "Interchange/Stablehlo/Import.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
/// x combined with the start value, which is most often the neutral one and
/// then folds away.
Value combine(Import &i, StringRef combiner, Value x, Value init) {
  if (isNeutral(combiner, init))
    return x;
  Value start = i.spread(init, typeOf(x).getShape());
  return i.named(combiner, {x, start}, x.getType());
}

/// JAX's argmax and argmin: pairs of an element and its index, of which the
/// better element wins, a NaN above all, the lower index among equals.
StringRef argReducer(Region &body) {
  static constexpr StringLiteral floats[] = {
      "(0,1,2,3) compare gt 0 2; compare ne 0 0; or 4 5; compare eq 0 2; "
      "compare lt 1 3; and 7 8; or 6 9; select 6 0 2; select 10 1 3; "
      "return 11 12",
      "(0,1,2,3) compare lt 0 2; compare ne 0 0; or 4 5; compare eq 0 2; "
      "compare lt 1 3; and 7 8; or 6 9; select 6 0 2; select 10 1 3; "
      "return 11 12"};
  static constexpr StringLiteral others[] = {
      "(0,1,2,3) compare gt 0 2; compare eq 0 2; compare lt 1 3; and 5 6; "
      "or 4 7; select 4 0 2; select 8 1 3; return 9 10",
      "(0,1,2,3) compare lt 0 2; compare eq 0 2; compare lt 1 3; and 5 6; "
      "or 4 7; select 4 0 2; select 8 1 3; return 9 10"};
  std::string text = bodyText(body);
  if (text == floats[0] || text == others[0])
    return "max";
  return text == floats[1] || text == others[1] ? "min" : "";
}
/// Whether v counts along an axis.
bool isIota(Value v, int64_t dim) {
  auto iota = v.getDefiningOp<IotaOp>();
  return iota && static_cast<int64_t>(iota.getDim()) == dim;
}
LogicalResult argReduce(Import &i, StringRef extremum, int64_t dim) {
  Value best = i.named(("reduce_" + extremum).str(), i.in[0], i.type(0),
                       Attrs().list("dims", dim));
  i.out = {best, i.named(("arg" + extremum).str(), i.in[0], i.type(1),
                         Attrs().number("dim", dim))};
  return success();
}

/// A body of one operation on its two arguments is a reduction of that name;
/// others are kept as they are.
LogicalResult reduce(Import &i) {
  Region body;
  if (failed(i.closedBody(0, body)))
    return failure();
  size_t n = i.in.size() / 2;
  for (size_t k = 0; k < n; ++k) // XLA sums in the dtype of the start
    i.in[k] = i.convert(i.in[k], elementOf(i.in[n + k].getType()));
  auto dims = i.ints("dimensions");
  llvm::sort(dims);
  StringRef combiner = n == 1 ? combinerOf(body) : "";
  if (!combiner.empty()) {
    StringRef reducer = llvm::StringSwitch<StringRef>(combiner)
                            .Case("add", "sum")
                            .Case("mul", "prod")
                            .Default(combiner);
    Value all = i.named(("reduce_" + reducer).str(), i.in[0], i.type(),
                        Attrs().list("dims", dims));
    return i.give(combine(i, combiner, all, i.in[1]));
  }
  if (StringRef extremum = n == 2 ? argReducer(body) : "";
      !extremum.empty() && dims.size() == 1 && isIota(i.in[1], dims[0]))
    return argReduce(i, extremum, dims[0]);
  Operation *made = i.build("reduce", i.op->getResultTypes(), i.in,
                            Attrs().list("dims", dims), 1);
  made->getRegion(0).takeBody(body);
  return i.give(made);
}

constexpr Row rows[] = {
    {"stablehlo.reduce", {parseReduce, ""}, reduce},
};
} // namespace

ArrayRef<Row> stablehlo::reduceRows() { return rows; }
