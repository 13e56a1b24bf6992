// Rows of Sort.
#include "ShapeOps.h"
#include "IndexOps.h"
#include "Interchange/Stablehlo/Import.h"
#include "Bodies.h"
#include "LogicOps.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
LogicalResult sort(Import &i) {
  int64_t rank = i.in.empty() ? 0 : typeOf(i.in[0]).getRank();
  int64_t dim = i.integer("dimension", -1);
  Operation *made = i.build("sort", i.op->getResultTypes(), i.in,
                            Attrs()
                                .number("dim", dim < 0 ? dim + rank : dim)
                                .mark("isStable", i.flag("is_stable")),
                            1);
  if (failed(i.closedBody(0, made->getRegion(0))))
    return failure();
  return i.give(made);
}

constexpr Row rows[] = {
    {"stablehlo.sort", flat, sort},
};
} // namespace

ArrayRef<Row> stablehlo::sortRows() { return rows; }
