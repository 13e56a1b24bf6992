// vmap: what depends on a batched value gets a leading axis.
#include "Bodies.h"
#include "RuleHelpers.h"
using namespace weft::ir;

namespace {
struct Batcher {
  Batcher(OpBuilder b, int64_t n) : b(b), n(n) {}
  OpBuilder b;
  int64_t n;
  IRMapping map;
  llvm::DenseSet<Value> batched; // values of the source

  LogicalResult visit(Operation &op);
};
} // namespace

LogicalResult Batcher::visit(Operation &op) {
  SmallVector<Value> operands, outs;
  Mask in(op.getNumOperands()), out(op.getNumResults());
  for (auto [i, v] : llvm::enumerate(op.getOperands())) {
    operands.push_back(map.lookup(v));
    in[i] = batched.contains(v);
  }
  if (in.none()) {
    b.clone(op, map);
    return success();
  }
  auto rule = dyn_cast<Batchable>(op);
  if (!rule)
    return op.emitOpError("[vmap] ") << op.getName() << " has no batching rule";
  if (failed(rule.batch(b, operands, in, n, outs, out)))
    return failure();
  map.map(op.getResults(), outs);
  for (unsigned i : out.set_bits())
    batched.insert(op.getResult(i));
  return success();
}

LogicalResult weft::ir::batchBody(Region &src, const Mask &batched,
                                  const Mask &outBatched, int64_t n,
                                  Region &dst) {
  Block &from = src.front();
  SmallVector<Type> types(from.getArgumentTypes());
  for (unsigned i : batched.set_bits())
    types[i] = withLeading(types[i], n);
  Batcher batcher(openBody(dst, types), n);
  batcher.map.map(from.getArguments(), dst.getArguments());
  for (unsigned i : batched.set_bits())
    batcher.batched.insert(from.getArgument(i));
  for (Operation &op : from.without_terminator())
    if (failed(batcher.visit(op)))
      return failure();
  Operation *ret = from.getTerminator();
  SmallVector<Value> results;
  for (auto [i, v] : llvm::enumerate(ret->getOperands())) {
    Value r = batcher.map.lookup(v);
    bool missing = outBatched[i] && !batcher.batched.contains(v);
    results.push_back(missing ? broadcastLeading(batcher.b, r, n) : r);
  }
  closeBody(batcher.b, ret->getLoc(), results);
  return success();
}
