// Rows of what makes axes disappear.
#include "ReduceOps.h"
#include "Interchange/Stablehlo/Import.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
/// x combined with the start value, which is most often the neutral one and
/// then folds away.
Value combine(Import &i, StringRef combiner, Value x, Value init) {
  Value start = i.spread(init, typeOf(x).getShape());
  return i.named(combiner, {x, start}, x.getType());
}

/// A body of one operation on its two arguments is a reduction of that name.
LogicalResult reduce(Import &i) {
  Region body;
  if (failed(i.closedBody(0, body)))
    return failure();
  StringRef combiner = combinerOf(body);
  if (i.in.size() != 2 || combiner.empty())
    return i.refuse("with this body is not supported");
  auto dims = i.ints("dimensions");
  llvm::sort(dims);
  StringRef reducer = llvm::StringSwitch<StringRef>(combiner)
                          .Case("add", "sum")
                          .Case("mul", "prod")
                          .Default(combiner);
  Value all =
      i.named(("reduce_" + reducer).str(), i.in[0], i.type(),
              i.b.getNamedAttr("dims", i.b.getDenseI64ArrayAttr(dims)));
  return i.give(combine(i, combiner, all, i.in[1]));
}

constexpr Row rows[] = {
    {"stablehlo.reduce", {parseReduce, ""}, reduce},
};
} // namespace

ArrayRef<Row> stablehlo::reduceRows() { return rows; }
