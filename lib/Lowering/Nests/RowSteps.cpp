// See RowSteps.h.
#include "Lowering/Nests/RowSteps.h"

#include "Lowering/Buffers/Arena.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace weft::ir {
using namespace mlir;

/// Ops of a chain, and ops looked at for one: what keeps the search linear.
static constexpr unsigned maxSteps = 24, maxDistance = 200;

namespace {
class Collector : public RowSteps {
public:
  Collector(linalg::LinalgOp first, const LoweringOptions &options)
      : first(first), options(options) {}
  /// Goes on to `last`, or as far as it can; false where that is no chain.
  bool collect(Operation *last);

  SmallVector<Operation *> ends; // in the order of the program

private:
  bool addStep(Operation *op);
  bool addAll(Operation *op);
  bool pull(Value root);
  bool isAsLarge(Value root) const;
  bool isProduct(Operation *op) const;
  bool touches(Operation *op) const;
  bool mustWait(Operation *op) const;
  bool wait(Operation *op);
  bool isRead(Operation *after) const;
  bool mayMove() const;

  linalg::LinalgOp first;
  const LoweringOptions &options;
  /// What products have made of what lies between. It is not read in a chain:
  /// who reads it waits.
  llvm::SmallDenseSet<Value, 4> made;
  SmallVector<Operation *> passed; // ops between that run before
  llvm::SmallDenseSet<Operation *, 8> pulling; // whose operands are pulled
  llvm::SmallDenseSet<Value, 8> later, changedLater; // by ops that wait
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

SmallVector<Value> writtenBy(Operation *op) {
  auto linalg = dyn_cast<linalg::LinalgOp>(op);
  SmallVector<Value> roots =
      linalg ? SmallVector<Value>(linalg.getDpsInits()) : memrefsOf(op);
  for (Value &v : roots)
    v = rootBuffer(v);
  return roots;
}

static bool isGiven(Operation *op, Value root) {
  return llvm::any_of(memrefsOf(op),
                      [&](Value v) { return rootBuffer(v) == root; });
}

bool mayMeet(Operation *x, Operation *y) {
  auto givenTo = [](Operation *op) {
    return [=](Value root) { return isGiven(op, root); };
  };
  return llvm::any_of(writtenBy(x), givenTo(y)) ||
         llvm::any_of(writtenBy(y), givenTo(x));
}

static bool isLarge(Value root) {
  return root.getDefiningOp<memref::AllocOp>() &&
         bufferBytes(cast<MemRefType>(root.getType())) >= minBytesBetween;
}

bool Collector::isProduct(Operation *op) const {
  auto linalg = dyn_cast<linalg::LinalgOp>(op);
  return linalg && matchContraction(linalg, options);
}

/// Whether what lies between, as far as the steps have written it, is given to
/// `op`.
bool Collector::touches(Operation *op) const {
  return llvm::any_of(memrefsOf(op), [&](Value v) {
    Value root = rootBuffer(v);
    return written.contains(root) && !made.contains(root);
  });
}

/// Whether `op` can run after all steps only.
bool Collector::mustWait(Operation *op) const {
  auto isIn = [](auto &set) {
    return [&](Value v) { return set.contains(rootBuffer(v)); };
  };
  SmallVector<Value> given = memrefsOf(op);
  return llvm::any_of(given, isIn(made)) ||
         llvm::any_of(given, isIn(changedLater)) ||
         llvm::any_of(writtenBy(op), isIn(later));
}

bool Collector::wait(Operation *op) {
  if (!isa<linalg::LinalgOp, memref::CopyOp>(op))
    return false;
  for (Value v : memrefsOf(op))
    later.insert(rootBuffer(v));
  for (Value root : writtenBy(op))
    changedLater.insert(root);
  waiting.push_back(op);
  return true;
}

/// In the order of the program: a product that is pulled in comes earlier.
bool Collector::addStep(Operation *op) {
  if (!isa<linalg::LinalgOp, memref::CopyOp>(op) || steps.size() == maxSteps)
    return false;
  FailureOr<Nest> nest = buildNest(op);
  if (failed(nest) || nest->iterations() == 0)
    return false;
  auto linalg = dyn_cast<linalg::LinalgOp>(op);
  auto product = linalg ? matchContraction(linalg, options) : std::nullopt;
  bool ends = product && touches(op);
  for (const Access &access : nest->accesses)
    if (access.isOut) {
      written.insert(rootBuffer(access.operand));
      if (ends)
        made.insert(rootBuffer(access.operand));
    }
  auto *at = llvm::find_if(steps, [&](const RowBlocks::Step &step) {
    return op->isBeforeInBlock(step.op);
  });
  steps.insert(at, {op, std::move(*nest), std::move(product)});
  return true;
}

/// Whether it has as many elements as the first product's result.
bool Collector::isAsLarge(Value root) const {
  auto size = [](Value root) {
    return cast<MemRefType>(root.getType()).getNumElements();
  };
  return size(root) >= size(written[0]);
}

/// Makes steps of a product that came after the first one and wrote `root`, or
/// wrote what that is made of.
bool Collector::pull(Value root) {
  if (!isLarge(root) || !isAsLarge(root) || written.contains(root))
    return false;
  auto *writer = llvm::find_if(passed, [&](Operation *op) {
    return llvm::is_contained(writtenBy(op), root);
  });
  if (writer == passed.end())
    return false;
  Operation *op = *writer;
  bool any = isProduct(op);
  if (!any) { // (An op with two results is the writer of either.)
    if (!pulling.insert(op).second)
      return false;
    for (Value v : memrefsOf(op))
      any |= rootBuffer(v) != root && pull(rootBuffer(v));
    pulling.erase(op);
  }
  // (What is pulled may have taken the writer with it.)
  if (!any || (llvm::is_contained(passed, op) && !addStep(op)))
    return false;
  llvm::erase(passed, op);
  return true;
}

/// Adds a step, and what it reads that can be made by the row as well.
bool Collector::addAll(Operation *op) {
  bool any = false;
  for (Value v : memrefsOf(op))
    any |= pull(rootBuffer(v));
  while (any) {
    auto *next = llvm::find_if(passed, [&](Operation *p) { return touches(p); });
    if (next == passed.end())
      break;
    if (!addStep(*next))
      return false;
    passed.erase(next);
  }
  return addStep(op);
}

/// Whether anybody reads on of what lies between, but for what is little.
bool Collector::isRead(Operation *after) const {
  return llvm::any_of(written, [&](Value root) {
    bool read = false;
    if (!made.contains(root) && isAsLarge(root))
      forEachUse(root, [&](OpOperand &use) {
        Operation *user = use.getOwner();
        while (user && user->getBlock() != after->getBlock())
          user = user->getParentOp();
        read |= user && !isPlain(user) && after->isBeforeInBlock(user);
        return true;
      });
    return read;
  });
}

/// Whether the steps may run after all that was passed.
bool Collector::mayMove() const {
  for (Operation *op : passed)
    for (const RowBlocks::Step &step : steps)
      if (step.op->isBeforeInBlock(op) && mayMeet(step.op, op))
        return false;
  return true;
}

bool Collector::collect(Operation *last) {
  if (!addStep(first) || written.size() != 1 || !isLarge(written[0]))
    return false;
  unsigned distance = 0;
  Operation *step = nullptr;
  for (Operation *op = first->getNextNode();
       op && !op->hasTrait<OpTrait::IsTerminator>() &&
       ++distance <= maxDistance;
       op = op->getNextNode()) {
    if (isPlain(op))
      continue;
    if (mustWait(op)) {
      if (!wait(op))
        break;
      continue;
    }
    if (!touches(op)) {
      passed.push_back(op);
      continue;
    }
    if (!addAll(op))
      break;
    step = op;
    bool over = !made.empty() && !isRead(op);
    if (over || (isProduct(op) && !made.empty()))
      ends.push_back(op);
    if (over || op == last)
      break;
  }
  if (!ends.empty() && ends.back() != step)
    ends.push_back(step);
  return !ends.empty() && (!last || (steps.back().op == last && mayMove()));
}

SmallVector<Operation *> rowChainEnds(linalg::LinalgOp first,
                                      const LoweringOptions &options) {
  Collector collector(first, options);
  if (!collector.collect(nullptr))
    return {};
  return llvm::to_vector(llvm::reverse(collector.ends));
}

std::optional<RowSteps> collectRowSteps(linalg::LinalgOp first, Operation *end,
                                        const LoweringOptions &options) {
  Collector collector(first, options);
  if (!collector.collect(end))
    return std::nullopt;
  return RowSteps(std::move(collector));
}

} // namespace weft::ir
