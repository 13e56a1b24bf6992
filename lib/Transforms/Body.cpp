// Bodies and masks: opening, closing, inlining, permuting.
#include "CallOps.h"
#include "Bodies.h"
using namespace weft::ir;

/// The context is that of the IR: weft-opt's is not the process's.
static MLIRContext *contextOf(Region &dst, TypeRange args) {
  if (dst.getParentOp())
    return dst.getContext();
  return args.empty() ? context() : args.front().getContext();
}
OpBuilder weft::ir::openBody(Region &dst, TypeRange args) {
  OpBuilder b(contextOf(dst, args));
  Block &block = dst.emplaceBlock();
  for (Type t : args)
    block.addArgument(t, b.getUnknownLoc());
  b.setInsertionPointToEnd(&block);
  return b;
}
void weft::ir::closeBody(OpBuilder &b, Location loc, ValueRange results) {
  ReturnOp::create(b, loc, results);
}
Operation *weft::ir::terminator(Region &body) {
  return body.front().getTerminator();
}
SmallVector<Value> weft::ir::inlineBody(OpBuilder &b, Region &body,
                                        ValueRange args) {
  Block &from = body.front();
  for (auto [arg, v] : llvm::zip_equal(from.getArguments(), args))
    arg.replaceAllUsesWith(v);
  Operation *ret = from.getTerminator();
  SmallVector<Value> results(ret->getOperands());
  ret->erase();
  b.getInsertionBlock()->getOperations().splice(b.getInsertionPoint(),
                                                from.getOperations());
  return results;
}
void weft::ir::permuteArgs(Block &block, ArrayRef<unsigned> order) {
  unsigned n = block.getNumArguments();
  for (unsigned i : order) {
    BlockArgument old = block.getArgument(i);
    old.replaceAllUsesWith(block.addArgument(old.getType(), old.getLoc()));
  }
  block.eraseArguments(0, n);
}
void weft::ir::removeDeadOps(Region &body) {
  for (Operation &op :
       llvm::make_early_inc_range(llvm::reverse(body.front()))) {
    if (isOpTriviallyDead(&op)) {
      op.erase();
      continue;
    }
    for (Region &inner : op.getRegions())
      if (!inner.empty())
        removeDeadOps(inner);
  }
}
std::unique_ptr<Region>
weft::ir::copyWith(Region &body, function_ref<bool(Operation *)> isWanted) {
  auto found = body.walk([&](Operation *op) {
    return isWanted(op) ? WalkResult::interrupt() : WalkResult::advance();
  });
  if (!found.wasInterrupted())
    return nullptr;
  auto copy = std::make_unique<Region>();
  IRMapping map;
  body.cloneInto(copy.get(), map);
  return copy;
}

Mask weft::ir::slice(const Mask &m, unsigned from, unsigned n) {
  Mask out(n);
  for (unsigned i = 0; i < n; ++i)
    out[i] = m[from + i];
  return out;
}
Mask weft::ir::concat(const Mask &a, const Mask &b) {
  Mask out(a.size() + b.size());
  for (unsigned i : a.set_bits())
    out.set(i);
  for (unsigned i : b.set_bits())
    out.set(a.size() + i);
  return out;
}
Mask weft::ir::complement(Mask m) { return m.flip(); }
Mask weft::ir::firstN(unsigned n, unsigned total) {
  Mask m(total);
  m.set(0, n);
  return m;
}
Mask weft::ir::nonNull(ArrayRef<Value> values) {
  Mask out(values.size());
  for (auto [i, v] : llvm::enumerate(values))
    out[i] = bool(v);
  return out;
}
void weft::ir::expand(ValueRange values, const Mask &mask, Values &out) {
  auto next = values.begin();
  for (unsigned i = 0; i < mask.size(); ++i)
    out.push_back(mask[i] ? *next++ : Value());
}
