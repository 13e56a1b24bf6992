// Rows of calls, branches, loops, and of what is there for the order only.
#include "ControlOps.h"
#include "LogicOps.h"
#include "Interchange/Stablehlo/Import.h"
#include "Interchange/Stablehlo/Loops.h"
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
  unsigned n = i.op->getNumRegions();
  Value index = i.in[0];
  auto is = [&](Direction direction, int64_t k) -> Value {
    return i.make<CompareOp>(direction, index, i.splat(index.getType(), k));
  };
  if (n == 2)
    return cond(i, is(Direction::Eq, 0), 0, 1);
  // Weft's switch takes the first for a negative index.
  Value last = i.splat(index.getType(), n - 1);
  SmallVector<Value> operands{
      i.make<SelectOp>(index.getType(), is(Direction::Lt, 0), last, index)};
  llvm::append_range(operands, i.captures());
  Operation *made =
      i.build("switch", i.op->getResultTypes(), operands, {}, n);
  for (unsigned k = 0; k < n; ++k)
    if (failed(i.body(k, made->getRegion(k))))
      return failure();
  return i.give(made);
}

LogicalResult whileLoop(Import &i) {
  Loop loop;
  loop.inits = i.in;
  loop.condConsts = i.captures(0);
  if (failed(i.body(0, loop.cond)))
    return failure();
  loop.bodyConsts = i.captures(1);
  if (failed(i.body(1, loop.body)))
    return failure();
  if (auto results = scanOf(loop, i.b, i.loc)) {
    i.out = *results;
    return success();
  }
  SmallVector<Value> operands(loop.inits);
  llvm::append_range(operands, loop.condConsts);
  llvm::append_range(operands, loop.bodyConsts);
  auto size = [](auto &list) { return static_cast<int32_t>(list.size()); };
  Operation *made = i.build(
      "while", i.op->getResultTypes(), operands,
      Attrs().set("operandSegmentSizes",
                  i.b.getDenseI32ArrayAttr({size(loop.inits),
                                            size(loop.condConsts),
                                            size(loop.bodyConsts)})),
      2);
  made->getRegion(0).takeBody(loop.cond);
  made->getRegion(1).takeBody(loop.body);
  return i.give(made);
}

/// The body takes (x…, carry…) and gives (y…, carry…); Weft's takes carries
/// first.
LogicalResult scan(Import &i) {
  int64_t dim = i.integer("dimension", 0);
  auto in = i.ints("operandSegmentSizes"), out = i.ints("resultSegmentSizes");
  if (in.size() != 2 || out.size() != 2 || i.in.empty() || in[0] == 0)
    return i.refuse("has no array to go through");
  ValueRange given = i.in;
  SmallVector<Value> xs(given.take_front(in[0])),
      inits(given.drop_front(in[0]));
  int64_t length = typeOf(xs[0]).getDimSize(dim);
  for (Value &x : xs)
    x = moveAxis(i.b, x, dim, 0);
  SmallVector<Value> consts = i.captures();
  Region body;
  if (failed(i.body(0, body)))
    return failure();
  SmallVector<unsigned> order;
  for (unsigned k = 0; k < body.getNumArguments(); ++k)
    order.push_back(k < in[1]           ? in[0] + k
                    : k < in[0] + in[1] ? k - in[1]
                                        : k);
  permuteArgs(body.front(), order);
  Operation *end = terminator(body);
  SmallVector<Value> results(end->getOperands().drop_front(out[0]));
  llvm::append_range(results, end->getOperands().take_front(out[0]));
  end->setOperands(results);
  SmallVector<Type> types(ValueRange(inits).getTypes());
  for (int64_t k = 0; k < out[0]; ++k) {
    auto type = typeOf(end->getOperand(out[1] + k));
    types.push_back(withLeading(type, length));
  }
  auto made = ScanOp::create(i.b, i.loc, types, inits, xs, consts, length,
                             i.flag("is_reverse"));
  made.getBody().takeBody(body);
  for (int64_t k = 0; k < out[0]; ++k)
    i.out.push_back(moveAxis(i.b, made.getResult(out[1] + k), 0, dim));
  llvm::append_range(i.out, made.getResults().take_front(out[1]));
  return success();
}

constexpr Row rows[] = {
    {"func.call", flat, call},
    {"stablehlo.composite", flat, composite},
    {"stablehlo.if", flat, ifElse},
    {"stablehlo.case", flat, switchCase},
    {"stablehlo.while", {parseWhile, ""}, whileLoop},
    {"chlo.scan", {parseScan, ""}, scan},
    {"stablehlo.return", {parseReturn, ""}, nullptr},
    {"stablehlo.optimization_barrier", flat, through},
    {"sdy.sharding_constraint", flat, through},
    {"stablehlo.tuple", flat, nullptr},
    {"stablehlo.get_tuple_element", {parseElement, ""}, nullptr},
};
} // namespace

ArrayRef<Row> stablehlo::controlRows() { return rows; }
