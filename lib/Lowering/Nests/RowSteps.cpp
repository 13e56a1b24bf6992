// See RowSteps.h.
#include "Lowering/Nests/RowSteps.h"

#include "Lowering/Buffers/Arena.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace weft::ir {
using namespace mlir;

/// Ops of a chain, and ops looked at for one: what keeps the search linear.
static constexpr unsigned maxSteps = 16, maxDistance = 200;

namespace {
class Collector : public RowSteps {
public:
  explicit Collector(const LoweringOptions &options) : options(options) {}
  bool collect(linalg::LinalgOp first);

private:
  bool addStep(Operation *op);
  bool mayMove(Operation *op) const;
  bool sumsBefore(Operation *product) const;
  bool touches(Operation *op) const;

  const LoweringOptions &options;
};
} // namespace

static bool isPlain(Operation *op) {
  return op->getNumRegions() == 0 && (isa<memref::AllocOp>(op) || isPure(op));
}

SmallVector<Value> memrefsOf(Operation *op) {
  SmallVector<Value> list;
  op->walk([&](Operation *inner) {
    for (Value v : inner->getOperands())
      if (isa<MemRefType>(v.getType()))
        list.push_back(v);
  });
  return list;
}

bool Collector::addStep(Operation *op) {
  FailureOr<Nest> nest = buildNest(op);
  if (failed(nest) || nest->iterations() == 0 || steps.size() == maxSteps)
    return false;
  for (const Access &access : nest->accesses)
    if (access.isOut)
      written.insert(rootBuffer(access.operand));
  steps.push_back({op, std::move(*nest), std::nullopt});
  return true;
}

/// The memory that an op may write.
static SmallVector<Value> writtenBy(Operation *op) {
  auto linalg = dyn_cast<linalg::LinalgOp>(op);
  SmallVector<Value> roots =
      linalg ? SmallVector<Value>(linalg.getDpsInits()) : memrefsOf(op);
  for (Value &v : roots)
    v = rootBuffer(v);
  return roots;
}

/// Whether what the steps so far have written is given to `op`.
bool Collector::touches(Operation *op) const {
  return llvm::any_of(memrefsOf(op), [&](Value v) {
    return written.contains(rootBuffer(v));
  });
}

/// Whether the steps so far may run after `op`.
bool Collector::mayMove(Operation *op) const {
  SmallVector<Value> writes = writtenBy(op);
  for (const RowBlocks::Step &step : steps)
    for (Value v : memrefsOf(step.op))
      if (llvm::is_contained(writes, rootBuffer(v)))
        return false;
  return true;
}

/// Lists, before `op` itself, what has to move with it above `place`: the
/// memory and the views that it is given.
static bool needs(Operation *op, Operation *place,
                  llvm::SetVector<Operation *> &list) {
  WalkResult result = op->walk([&](Operation *inner) {
    for (Value v : inner->getOperands()) {
      Operation *def = v.getDefiningOp();
      if (def && def->getBlock() == place->getBlock() &&
          !def->isBeforeInBlock(place) &&
          !(isPlain(def) && needs(def, place, list)))
        return WalkResult::interrupt();
    }
    return WalkResult::advance();
  });
  list.insert(op);
  return !result.wasInterrupted();
}

/// Sums of what the steps so far have written that come after the product (what
/// divides afterwards) go before it, to be steps as well; whether there are any.
bool Collector::sumsBefore(Operation *product) const {
  llvm::SmallDenseSet<Value, 8> used, changed; // by what stays between
  auto stays = [&](Operation *op) {
    for (Value v : memrefsOf(op))
      used.insert(rootBuffer(v));
    for (Value root : writtenBy(op))
      changed.insert(root);
  };
  auto mayPass = [&](Operation *op) {
    return llvm::none_of(
               memrefsOf(op),
               [&](Value v) { return changed.contains(rootBuffer(v)); }) &&
           llvm::none_of(writtenBy(op),
                         [&](Value root) { return used.contains(root); });
  };
  stays(product);
  bool any = false;
  unsigned distance = 0;
  for (Operation *op = product->getNextNode(), *next;
       op && !op->hasTrait<OpTrait::IsTerminator>() &&
       ++distance <= maxDistance;
       op = next) {
    next = op->getNextNode();
    if (isPlain(op))
      continue;
    auto sum = dyn_cast<linalg::LinalgOp>(op);
    llvm::SetVector<Operation *> moved;
    if (sum && sum.getNumReductionLoops() > 0 && touches(op) && mayPass(op) &&
        !matchContraction(sum, options) && needs(op, product, moved)) {
      for (Operation *each : moved)
        each->moveBefore(product);
      any = true;
    } else {
      stays(op);
    }
  }
  return any;
}

bool Collector::collect(linalg::LinalgOp first) {
  if (!addStep(first) || written.size() != 1 ||
      !written[0].getDefiningOp<memref::AllocOp>())
    return false;
  if (bufferBytes(cast<MemRefType>(written[0].getType())) < minBytesBetween)
    return false;
  unsigned distance = 0;
  for (Operation *op = first->getNextNode();
       op && !op->hasTrait<OpTrait::IsTerminator>(); op = op->getNextNode()) {
    if (++distance > maxDistance)
      return false;
    if (isPlain(op))
      continue;
    if (!touches(op)) {
      if (!mayMove(op))
        return false;
      continue;
    }
    auto linalg = dyn_cast<linalg::LinalgOp>(op);
    bool last = linalg && matchContraction(linalg, options);
    Operation *before = op->getPrevNode();
    if (last && sumsBefore(op)) {
      op = before;
      continue;
    }
    if (!isa<linalg::LinalgOp, memref::CopyOp>(op) || !addStep(op))
      return false;
    if (last)
      return true;
  }
  return false;
}

std::optional<RowSteps>
collectRowSteps(linalg::LinalgOp first, const LoweringOptions &options) {
  Collector collector(options);
  if (!collector.collect(first))
    return std::nullopt;
  return std::move(collector);
}

} // namespace weft::ir
