// Rows out: calls, branches and loops.
#include "ControlOps.h"
#include "Interchange/Stablehlo/Export.h"
#include "Bodies.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
/// The first body on the operands, in place: call, checkpoint, and functions
/// that come with derivatives of their own.
LogicalResult inlined(Export &e) {
  return e.body(e.op->getRegion(0), e.in, e.out);
}

/// A region without arguments that runs a body on values from outside.
LogicalResult branch(Export &e, Operation *made, unsigned n, Region &body,
                     ValueRange args) {
  return e.region(made, n, {}, [&](ValueRange, Values &out) {
    return e.body(body, args, out);
  });
}
LogicalResult cond(Export &e) {
  Operation *made = e.build("if", e.op->getResultTypes(), e.in[0], {}, 2);
  for (unsigned n : {0, 1})
    if (failed(branch(e, made, n, e.op->getRegion(n),
                      ValueRange(e.in).drop_front())))
      return failure();
  return e.give(made);
}
/// StableHLO runs the last branch for an index that has none.
LogicalResult switchCase(Export &e) {
  Value index = e.in[0];
  index = e.make("maximum", index.getType(),
                 {index, e.splat(index.getType(), 0)});
  unsigned n = e.op->getNumRegions();
  Operation *made = e.build("case", e.op->getResultTypes(), index, {}, n);
  for (unsigned k = 0; k < n; ++k)
    if (failed(branch(e, made, k, e.op->getRegion(k),
                      ValueRange(e.in).drop_front())))
      return failure();
  return e.give(made);
}

LogicalResult whileLoop(Export &e) {
  auto loop = cast<WhileOp>(e.op);
  ValueRange all = e.in;
  size_t carries = loop.getInits().size(),
         condConsts = loop.getCondConsts().size();
  ValueRange inits = all.take_front(carries),
             ofCond = all.slice(carries, condConsts),
             ofBody = all.drop_front(carries + condConsts);
  Operation *made = e.build("while", inits.getTypes(), inits, {}, 2);
  const ValueRange consts[] = {ofCond, ofBody};
  for (unsigned n : {0, 1})
    if (failed(e.region(made, n, inits.getTypes(),
                        [&](ValueRange args, Values &out) {
                          SmallVector<Value> in(args);
                          llvm::append_range(in, consts[n]);
                          return e.body(e.op->getRegion(n), in, out);
                        })))
      return failure();
  return e.give(made);
}

/// while (i, carries, ys) with xs read at i and ys written at i.
struct ScanOut {
  Export &e;
  ScanOp scan;
  RankedTensorType counter = RankedTensorType::get({}, e.b.getI32Type());

  Value row(Value array, Value at) {
    auto type = typeOf(array);
    SmallVector<int64_t> sizes(type.getShape());
    sizes[0] = 1;
    SmallVector<Value> operands{array, at};
    operands.append(type.getRank() - 1, e.splat(counter, 0));
    Value block =
        e.make("dynamic_slice",
               RankedTensorType::get(sizes, type.getElementType()), operands,
               Attrs().list("slice_sizes", sizes));
    return e.reshape(block, ArrayRef(sizes).drop_front());
  }
  Value written(Value array, Value value, Value at) {
    SmallVector<int64_t> shape(typeOf(array).getShape());
    shape[0] = 1;
    SmallVector<Value> operands{array, e.reshape(value, shape), at};
    operands.append(shape.size() - 1, e.splat(counter, 0));
    return e.make("dynamic_update_slice", array.getType(), operands);
  }

  LogicalResult step(ValueRange args, Values &out) {
    ValueRange all = e.in;
    size_t nc = scan.getInits().size(), nx = scan.getXs().size();
    Value i = args[0], at = i;
    if (scan.getReverse())
      at = e.make("subtract", counter,
                  {e.splat(counter, scan.getLength() - 1.0), i});
    SmallVector<Value> in(args.slice(1, nc)), results;
    for (Value x : all.slice(nc, nx))
      in.push_back(row(x, at));
    llvm::append_range(in, all.drop_front(nc + nx));
    if (failed(e.body(scan.getBody(), in, results)))
      return failure();
    out.push_back(e.make("add", counter, {i, e.splat(counter, 1)}));
    llvm::append_range(out, ArrayRef(results).take_front(nc));
    for (auto [array, value] : llvm::zip_equal(
             args.drop_front(1 + nc), ArrayRef(results).drop_front(nc)))
      out.push_back(written(array, value, at));
    return success();
  }
};
LogicalResult scan(Export &e) {
  ScanOut out{e, cast<ScanOp>(e.op)};
  size_t nc = out.scan.getInits().size();
  if (out.scan.getLength() == 0) {
    llvm::append_range(e.out, ValueRange(e.in).take_front(nc));
    for (Value y : e.op->getResults().drop_front(nc))
      e.out.push_back(e.splat(y.getType(), 0));
    return success();
  }
  SmallVector<Value> inits{e.splat(out.counter, 0)};
  llvm::append_range(inits, ValueRange(e.in).take_front(nc));
  for (Value y : e.op->getResults().drop_front(nc))
    inits.push_back(e.splat(y.getType(), 0));
  TypeRange types = ValueRange(inits).getTypes();
  Operation *made = e.build("while", types, inits, {}, 2);
  auto cond = [&](ValueRange args, Values &results) {
    Value length = e.splat(out.counter, out.scan.getLength());
    results.push_back(e.compare("LT", args[0], length));
    return success();
  };
  auto step = [&](ValueRange args, Values &results) {
    return out.step(args, results);
  };
  if (failed(e.region(made, 0, types, cond)) ||
      failed(e.region(made, 1, types, step)))
    return failure();
  llvm::append_range(e.out, made->getResults().drop_front());
  return success();
}

constexpr OutRow rows[] = {
    {"weft.call", inlined},
    {"weft.checkpoint", inlined},
    {"weft.cond", cond},
    {"weft.custom_jvp", inlined},
    {"weft.custom_vjp", inlined},
    {"weft.custom_vmap", inlined},
    {"weft.scan", scan},
    {"weft.switch", switchCase},
    {"weft.while", whileLoop},
};
} // namespace

ArrayRef<OutRow> stablehlo::controlOut() { return rows; }
