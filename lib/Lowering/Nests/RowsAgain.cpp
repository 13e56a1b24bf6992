// See RowsAgain.h. A copy reads what the step has read: arguments, and what the
// chain knows of each row (a row's maximum, its sum), which is little.
#include "Lowering/Nests/RowsAgain.h"

#include "Lowering/Buffers/Arena.h"
#include "Lowering/Buffers/Views.h"
#include "Lowering/Nests/RowSteps.h"

#include "mlir/IR/IRMapping.h"

namespace weft::ir {
using namespace mlir;

/// What a byte that is not kept may cost (written and read again it takes about
/// half of that), and what a step of a product's sums does.
static constexpr double nsOfByte = 1, nsOfStep = 0.02;

namespace {
class Copier {
public:
  explicit Copier(const RowBlocks &chain) : chain(chain) {
    for (const RowBlocks::Step &step : chain.steps)
      rows.push_back(&step);
    llvm::sort(rows, [](auto *x, auto *y) {
      return x->op->isBeforeInBlock(y->op);
    });
    numRows = ShapedType::getNumElements(chain.loops);
  }

  bool findReaders();
  bool findSteps();
  bool pays() const;
  bool findPlace();
  void write();

  SmallVector<Operation *> copies;
  SmallVector<Value, 2> arrays;
  SmallVector<std::pair<OpOperand *, Value>> readers;

private:
  bool isWide(Value root) const;
  bool isStep(Operation *op) const;
  bool isProductOfSteps(const RowBlocks::Step &step) const;
  Value copied(OpBuilder &b, Value memref);

  const RowBlocks &chain;
  SmallVector<const RowBlocks::Step *> rows; // in the order of the program
  int64_t numRows;
  llvm::SetVector<Value> kept, wide; // roots: that are read later, to be made
  SmallVector<const RowBlocks::Step *> steps;
  Operation *place = nullptr; // in front of which the copies go
  IRMapping map;
};
} // namespace

/// Whether there is more than an element of it for each row.
bool Copier::isWide(Value root) const {
  return root.getDefiningOp<memref::AllocOp>() &&
         cast<MemRefType>(root.getType()).getNumElements() > numRows;
}

bool Copier::isStep(Operation *op) const {
  return llvm::any_of(rows, [&](auto *step) { return step->op == op; });
}

/// Whose result is not of what lies between.
bool Copier::isProductOfSteps(const RowBlocks::Step &step) const {
  return step.product && &step != &chain.steps.front();
}

/// Those who read, behind the chain, what its steps keep.
bool Copier::findReaders() {
  for (auto *step : rows)
    if (!isProductOfSteps(*step))
      for (Value root : writtenBy(step->op))
        if (isWide(root) && !chain.scratch.contains(root) &&
            !llvm::is_contained(chain.dropped, root))
          kept.insert(root);
  Operation *end = chain.place();
  bool all = true;
  for (Value root : kept)
    forEachUse(root, [&](OpOperand &use) {
      Operation *user = use.getOwner();
      if (isStep(user) || isa<ViewLikeOpInterface>(user))
        return true;
      all &= user->getBlock() == end->getBlock() &&
             end->isBeforeInBlock(user) && isa<linalg::LinalgOp>(user) &&
             !llvm::is_contained(writtenBy(user), root);
      readers.push_back({&use, use.get()});
      return true;
    });
  return all && !readers.empty();
}

/// What makes the arrays, back to the product.
bool Copier::findSteps() {
  wide = kept;
  for (unsigned known = 0; known != wide.size();) {
    known = wide.size();
    for (auto *step : rows)
      if (llvm::any_of(writtenBy(step->op),
                       [&](Value root) { return wide.contains(root); })) {
        if (isProductOfSteps(*step))
          return false;
        for (Value v : memrefsOf(step->op))
          if (Value root = rootBuffer(v);
              isWide(root) && llvm::any_of(rows, [&](auto *other) {
                return llvm::is_contained(writtenBy(other->op), root);
              }))
            wide.insert(root);
      }
  }
  for (auto *step : rows)
    if (llvm::any_of(writtenBy(step->op),
                     [&](Value root) { return wide.contains(root); }))
      steps.push_back(step);
  // What they begin with is not there any more.
  for (auto *step : steps)
    for (const Access &access : step->nest.accesses)
      if (access.isOut && access.isRead && !access.init && !step->product &&
          !wide.contains(rootBuffer(access.operand)))
        return false;
  return steps.front()->op == chain.steps.front().op;
}

bool Copier::pays() const {
  double again = nsOfStep * chain.steps.front().product->k.size, bytes = 0;
  for (auto *step : steps)
    if (!step->product)
      again += bodyCost(step->nest);
  for (Value root : kept)
    bytes += elementBytes(cast<MemRefType>(root.getType()).getElementType());
  return again <= nsOfByte * bytes;
}

/// In front of all readers, and of what else of that size they read, as it is to
/// be of the same chain. What the steps read is still there.
bool Copier::findPlace() {
  Operation *end = chain.place();
  auto size = [](Value root) {
    return cast<MemRefType>(root.getType()).getNumElements();
  };
  auto from = [&](Operation *op) {
    if (end->isBeforeInBlock(op) && (!place || op->isBeforeInBlock(place)))
      place = op;
  };
  for (auto [use, name] : readers) {
    from(use->getOwner());
    for (Value v : memrefsOf(use->getOwner()))
      if (Value root = rootBuffer(v); isWide(root) && !kept.contains(root) &&
                                      size(root) >= size(kept[0]))
        for (Operation *user : root.getUsers())
          if (user->getBlock() == end->getBlock() &&
              isa<linalg::LinalgOp>(user) &&
              llvm::is_contained(writtenBy(user), root))
            from(user);
  }
  for (Operation *op = rows.front()->op; op != place; op = op->getNextNode()) {
    if (isMemoryEffectFree(op) || isa<memref::AllocOp>(op))
      continue;
    SmallVector<Value> writes = writtenBy(op);
    for (auto *step : steps)
      if (!op->isBeforeInBlock(step->op))
        for (Value v : memrefsOf(step->op))
          if (Value root = rootBuffer(v);
              !wide.contains(root) && llvm::is_contained(writes, root) &&
              (op != step->op ||
               llvm::any_of(step->nest.accesses, [&](const Access &access) {
                 return !access.isOut && !access.isScalar &&
                        rootBuffer(access.operand) == root;
               })))
            return false;
  }
  return true;
}

/// The copy of a view of what is made again; any other memref as it is.
Value Copier::copied(OpBuilder &b, Value memref) {
  if (Value known = map.lookupOrNull(memref))
    return known;
  if (!wide.contains(rootBuffer(memref)))
    return memref;
  Operation *def = memref.getDefiningOp();
  if (isa<memref::AllocOp>(def)) {
    copies.push_back(b.clone(*def, map));
    arrays.push_back(copies.back()->getResult(0));
  } else {
    copied(b, def->getOperand(0));
    copies.push_back(b.clone(*def, map));
  }
  return map.lookup(memref);
}

void Copier::write() {
  OpBuilder b(place);
  for (auto *step : steps) {
    IRMapping operands;
    for (Value v : memrefsOf(step->op))
      operands.map(v, copied(b, v));
    Operation *copy = b.clone(*step->op, operands);
    // What it says of a row, beside, is known already.
    if (auto op = dyn_cast<linalg::LinalgOp>(copy))
      for (OpOperand &out : op.getDpsInitsMutable())
        if (!llvm::is_contained(arrays, rootBuffer(out.get()))) {
          auto type = cast<MemRefType>(out.get().getType());
          b.setInsertionPoint(copy);
          auto unread = memref::AllocOp::create(
              b, copy->getLoc(),
              MemRefType::get(type.getShape(), type.getElementType()));
          b.setInsertionPoint(place);
          copies.push_back(unread);
          out.set(unread);
        }
    copies.push_back(copy);
  }
  for (auto [use, name] : readers)
    use->set(copied(b, name));
}

std::optional<RowsAgain> RowsAgain::copy(const RowBlocks &chain) {
  Copier copier(chain);
  if (chain.summed > 0 || !copier.findReaders() || !copier.findSteps() ||
      !copier.pays() || !copier.findPlace())
    return std::nullopt;
  copier.write();
  RowsAgain again;
  again.copies = std::move(copier.copies);
  again.arrays = std::move(copier.arrays);
  again.readers = std::move(copier.readers);
  return again;
}

linalg::LinalgOp RowsAgain::first() const {
  for (Operation *op : copies)
    if (auto first = dyn_cast<linalg::LinalgOp>(op))
      return first;
  return {};
}

bool RowsAgain::isInside(const RowBlocks &later) const {
  return llvm::all_of(copies,
                      [&](Operation *op) {
                        return !isa<linalg::LinalgOp>(op) ||
                               llvm::any_of(later.steps, [&](auto &step) {
                                 return step.op == op;
                               });
                      }) &&
         llvm::all_of(arrays, [&](Value array) {
           return later.scratch.contains(array) ||
                  llvm::is_contained(later.dropped, array);
         });
}

void RowsAgain::undo() {
  for (auto [use, old] : readers)
    use->set(old);
  for (Operation *op : llvm::reverse(copies))
    op->erase();
}

} // namespace weft::ir
