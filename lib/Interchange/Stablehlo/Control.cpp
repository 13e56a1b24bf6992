// Rows of calls, branches, loops, and of what is there for the order only.
#include "ControlOps.h"
#include "LogicOps.h"
#include "Interchange/Stablehlo/Import.h"
#include "Bodies.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
LogicalResult call(Import &i) {
  auto callee = dyn_cast_or_null<FlatSymbolRefAttr>(i.attr("callee"));
  return i.call(callee ? callee.getValue() : "");
}
LogicalResult composite(Import &i) {
  auto callee = dyn_cast_or_null<FlatSymbolRefAttr>(i.attr("decomposition"));
  return i.call(callee ? callee.getValue() : "");
}
LogicalResult through(Import &i) {
  i.out = i.in;
  return success();
}

/// Region a where pred holds, region b where not; what they use from outside
/// becomes arguments of both.
LogicalResult cond(Import &i, Value pred, unsigned a, unsigned b) {
  SmallVector<Value> args = i.captures();
  auto made = CondOp::create(i.b, i.loc, i.op->getResultTypes(), pred, args);
  if (failed(i.body(a, made.getThenBody())) ||
      failed(i.body(b, made.getElseBody())))
    return failure();
  llvm::append_range(i.out, made.getResults());
  return success();
}
LogicalResult ifElse(Import &i) { return cond(i, i.in[0], 0, 1); }
/// Branch k for index k, the last for an index that has none.
LogicalResult switchCase(Import &i) {
  if (i.op->getNumRegions() != 2)
    return i.refuse("of other than two branches is not supported");
  Value first = i.make<CompareOp>(Direction::Eq, i.in[0],
                                  i.splat(i.in[0].getType(), 0));
  return cond(i, first, 0, 1);
}

constexpr Row rows[] = {
    {"func.call", flat, call},
    {"stablehlo.composite", flat, composite},
    {"stablehlo.if", flat, ifElse},
    {"stablehlo.case", flat, switchCase},
    {"stablehlo.return", {parseReturn, ""}, nullptr},
    {"stablehlo.optimization_barrier", flat, through},
};
} // namespace

ArrayRef<Row> stablehlo::controlRows() { return rows; }
