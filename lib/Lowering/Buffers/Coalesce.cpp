// See Coalesce.h. Each buffer (an allocation, an argument) has a sorted set of
// the places where it or an alias of it is used; every question is one look-up
// in it, and merging two buffers merges a set that has one op's users.
#include "Lowering/Buffers/Coalesce.h"

#include "Lowering/Buffers/Arena.h"
#include "Lowering/Nests/Nest.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

#include <set>

namespace weft::ir {
using namespace mlir;

//===-- On tensors --------------------------------------------------------===//
/// The op, if it runs over all elements of all its outs and reduces nothing.
static linalg::GenericOp elementwise(linalg::GenericOp op) {
  if (op.getNumReductionLoops() > 0 || !op.hasPureTensorSemantics())
    return {};
  for (OpOperand &out : op.getDpsInitsMutable())
    if (!op.getMatchingIndexingMap(&out).isPermutation())
      return {};
  return op;
}

/// `op` anew with the outs it reads as further inputs. No payload argument is
/// renumbered but by the inputs in front of the outs.
static void readAsInputs(linalg::GenericOp op, ArrayRef<unsigned> outs) {
  OpBuilder b(op);
  SmallVector<Value> inputs(op.getInputs()), inits(op.getOutputs());
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  Block *body = op.getBody();
  for (unsigned i : outs) {
    OpOperand &out = op.getDpsInitsMutable()[i];
    auto type = cast<RankedTensorType>(out.get().getType());
    // The body has the arguments of the inputs that were added, too.
    BlockArgument old = body->getArgument(inputs.size() + i);
    if (!old.use_empty()) {
      Value element = body->insertArgument(inputs.size(), old.getType(),
                                           old.getLoc());
      old.replaceAllUsesWith(element);
      maps.insert(maps.begin() + inputs.size(), op.getMatchingIndexingMap(&out));
      inputs.push_back(out.get());
    }
    inits[i] = tensor::EmptyOp::create(b, op.getLoc(), type.getShape(),
                                       type.getElementType());
  }
  auto made = linalg::GenericOp::create(b, op.getLoc(), op.getResultTypes(),
                                        inputs, inits, maps,
                                        op.getIteratorTypesArray());
  made.getRegion().takeBody(op.getRegion());
  op.replaceAllUsesWith(made);
  op.erase();
}

void separateOuts(func::FuncOp func) {
  SmallVector<linalg::GenericOp> todo;
  func.walk([&](linalg::GenericOp op) {
    if (elementwise(op))
      todo.push_back(op);
  });
  for (linalg::GenericOp op : todo) {
    SmallVector<unsigned> outs;
    for (auto [i, out] : llvm::enumerate(op.getOutputs()))
      if (out.getDefiningOp<linalg::LinalgOp>())
        outs.push_back(i);
    if (!outs.empty())
      readAsInputs(op, outs);
  }
}

//===-- On memrefs --------------------------------------------------------===//
namespace {
class Coalescer {
public:
  explicit Coalescer(func::FuncOp func) : func(func) {}
  void run();

private:
  struct Buffer {
    std::set<int64_t> users;
    bool plain = true; // every alias of it is known to be it, and no other
  };

  void addBuffer(Value root);
  void visit(linalg::LinalgOp op);
  void visit(memref::CopyOp op);
  bool readsInStep(linalg::LinalgOp op, OpOperand &in, OpOperand &out);
  Operation *stepBefore(memref::CopyOp op);
  bool merge(Value source, Value target, Operation *op,
             Operation *inStep = nullptr);
  bool mayTake(memref::AllocOp alloc, ArrayRef<Operation *> users, Value root,
               Operation *op, Operation *inStep = nullptr) const;
  void mergeParts(memref::CopyOp op);
  bool isThereAt(Value v, memref::AllocOp place);

  func::FuncOp func;
  DenseMap<Operation *, int64_t> position; // pre-order
  DenseMap<Value, Buffer> buffers;
};
} // namespace

void Coalescer::addBuffer(Value root) {
  Buffer &buffer = buffers[root];
  forEachUse(root, [&](OpOperand &use) {
    Operation *user = use.getOwner();
    if (isa<bufferization::ToTensorOp>(user) && user->use_empty())
      return false;
    buffer.users.insert(position.lookup(user));
    bool ofLoop = isa<scf::YieldOp, scf::ConditionOp>(user) &&
                  isa<scf::ForOp, scf::WhileOp>(user->getParentOp());
    if (ofLoop) // the loop's own buffer, by carryInPlace
      return false;
    if (!isa<ViewLikeOpInterface, scf::ForOp, scf::WhileOp, linalg::LinalgOp,
             memref::CopyOp, memref::LoadOp, memref::StoreOp>(user))
      buffer.plain = false;
    return true;
  });
}

/// Whether `op` may write `out` over `in`: wherever it reads the buffer of
/// either, that is the element it is about to write.
bool Coalescer::readsInStep(linalg::LinalgOp op, OpOperand &in,
                            OpOperand &out) {
  AffineMap map = op.getMatchingIndexingMap(&out);
  if (!map.isPermutation() || op.getMatchingIndexingMap(&in) != map ||
      op.payloadUsesValueFromOperand(&out))
    return false;
  Value from = rootBuffer(in.get()), to = rootBuffer(out.get());
  for (OpOperand &other : op->getOpOperands()) {
    if (&other == &out || !isa<MemRefType>(other.get().getType()))
      continue;
    Value root = rootBuffer(other.get());
    if (root == to)
      return false;
    if (root == from &&
        (op.isDpsInit(&other) || other.get() != in.get() ||
         op.getMatchingIndexingMap(&other) != map))
      return false;
  }
  auto readsInBody = op->walk([&](Operation *inner) {
    for (Value v : inner->getOperands())
      if (inner != op && isa<MemRefType>(v.getType()) &&
          llvm::is_contained({from, to}, rootBuffer(v)))
        return WalkResult::interrupt();
    return WalkResult::advance();
  });
  return !readsInBody.wasInterrupted();
}

/// Whether `v` has its value where `place` stands, or can be moved there.
bool Coalescer::isThereAt(Value v, memref::AllocOp place) {
  Operation *def = v.getDefiningOp();
  if (!def)
    return cast<BlockArgument>(v).getOwner()->getParentOp()->isAncestor(place);
  if (isa<memref::AllocOp>(def) && def->getBlock() == place->getBlock())
    return true;
  return position.lookup(def) < position.lookup(place) &&
         def->getParentRegion()->isAncestor(place->getParentRegion());
}

/// The op that wrote what is copied, if it may write it over the copy's target
/// at once: a nest that sums as well is not written in place by bufferisation.
Operation *Coalescer::stepBefore(memref::CopyOp copy) {
  auto alloc = copy.getSource().getDefiningOp<memref::AllocOp>();
  if (!alloc)
    return nullptr;
  linalg::LinalgOp writer;
  OpOperand *out = nullptr;
  for (OpOperand &use : alloc->getUses()) {
    if (use.getOwner() == copy)
      continue;
    auto op = dyn_cast<linalg::LinalgOp>(use.getOwner());
    if (!op || !op.isDpsInit(&use))
      continue;
    if (out)
      return nullptr;
    writer = op, out = &use;
  }
  if (!writer || writer->getBlock() != copy->getBlock() ||
      !writer.hasPureBufferSemantics())
    return nullptr;
  for (OpOperand *in : writer.getDpsInputOperands())
    if (in->get() == copy.getTarget() && readsInStep(writer, *in, *out))
      return writer;
  return nullptr;
}

/// What copies the whole of `target` to `alloc`; null if nothing does.
static Operation *copyTo(memref::AllocOp alloc, Value target) {
  for (Operation *user : alloc->getUsers())
    if (auto copy = dyn_cast<memref::CopyOp>(user))
      if (copy.getTarget() == alloc.getResult() &&
          throughLoops(copy.getSource()) == throughLoops(target))
        return copy;
  return nullptr;
}

/// `inStep`, which uses the source first, may touch the target as well.
bool Coalescer::merge(Value source, Value target, Operation *op,
                      Operation *inStep) {
  auto alloc = throughLoops(source).getDefiningOp<memref::AllocOp>();
  if (!alloc || source.getType() != target.getType() ||
      alloc.getType() != target.getType() || alloc->getBlock() != op->getBlock())
    return false;
  Value root = rootBuffer(target);
  auto from = buffers.find(alloc.getResult()), to = buffers.find(root);
  if (from == buffers.end() || to == buffers.end() || root == alloc ||
      !from->second.plain || !to->second.plain || !isThereAt(target, alloc))
    return false;
  // A small buffer may become registers, which an argument cannot.
  auto targetAlloc = target.getDefiningOp<memref::AllocOp>();
  if (!targetAlloc && !inStep && isStackBuffer(alloc.getType()))
    return false;
  // What starts as a copy of the target is the target: it is put back.
  SmallVector<Operation *> users(alloc->getUsers());
  if (!mayTake(alloc, users, root, op, inStep ? inStep : copyTo(alloc, target)))
    return false;
  if (targetAlloc && targetAlloc->getBlock() == alloc->getBlock() &&
      position.lookup(targetAlloc) > position.lookup(alloc)) {
    targetAlloc->moveBefore(alloc);
    position[targetAlloc] = position.lookup(alloc);
  }
  to->second.users.insert(from->second.users.begin(),
                          from->second.users.end());
  buffers.erase(from);
  alloc.getResult().replaceAllUsesWith(target);
  alloc.erase();
  return true;
}

/// Whether `op` is the last to use the allocation, and nothing but `inStep`
/// uses the buffer `root` between the first of `users` and it.
bool Coalescer::mayTake(memref::AllocOp alloc, ArrayRef<Operation *> users,
                        Value root, Operation *op,
                        Operation *inStep) const {
  const Buffer &from = buffers.find(alloc.getResult())->second,
               &to = buffers.find(root)->second;
  int64_t here = position.lookup(op), first = here;
  for (Operation *user : users)
    first = std::min(first, position.lookup(
                                alloc->getBlock()->findAncestorOpInBlock(*user)));
  if (*from.users.rbegin() > here)
    return false;
  auto inUse = to.users.lower_bound(first);
  if (inStep && position.lookup(inStep) == first && inUse != to.users.end() &&
      *inUse == first)
    ++inUse;
  return inUse == to.users.end() || *inUse >= here;
}

/// A part of an allocation, of which nothing else is used, becomes the part of
/// another buffer that it is copied to (one of a concatenation's, made as the
/// other parts were there already).
void Coalescer::mergeParts(memref::CopyOp op) {
  auto part = op.getSource().getDefiningOp<memref::SubViewOp>();
  auto place = op.getTarget().getDefiningOp<memref::SubViewOp>();
  auto alloc = part ? part.getSource().getDefiningOp<memref::AllocOp>()
                    : memref::AllocOp();
  if (!alloc || !place || !alloc->hasOneUse() ||
      part.getType() != place.getType() ||
      alloc->getBlock() != op->getBlock() ||
      part->getBlock() != op->getBlock() || place->getNumOperands() != 1)
    return;
  Value root = rootBuffer(place.getSource());
  auto from = buffers.find(alloc.getResult()), to = buffers.find(root);
  SmallVector<Operation *> users(part->getUsers());
  if (from == buffers.end() || to == buffers.end() || root == alloc ||
      !from->second.plain || !to->second.plain ||
      !isThereAt(place.getSource(), alloc))
    return;
  // That the views are made counts as a use of their buffers.
  std::set<int64_t> others = to->second.users;
  to->second.users.erase(position.lookup(place));
  if (!mayTake(alloc, users, root, op)) {
    to->second.users = others;
    return;
  }
  if (auto targetAlloc = place.getSource().getDefiningOp<memref::AllocOp>();
      targetAlloc && targetAlloc->getBlock() == alloc->getBlock() &&
      position.lookup(targetAlloc) > position.lookup(alloc)) {
    targetAlloc->moveBefore(alloc);
    position[targetAlloc] = position.lookup(alloc);
  }
  if (place->getBlock() != part->getBlock() || !place->isBeforeInBlock(part)) {
    place->moveBefore(part);
    position[place] = position.lookup(part);
  }
  to->second.users.insert(from->second.users.begin(),
                          from->second.users.end());
  buffers.erase(from);
  part.replaceAllUsesWith(place.getResult());
  part.erase();
  alloc.erase();
}

void Coalescer::visit(linalg::LinalgOp op) {
  if (op.getNumReductionLoops() > 0 || !op.hasPureBufferSemantics())
    return;
  for (OpOperand &out : op.getDpsInitsMutable())
    for (OpOperand *in : op.getDpsInputOperands())
      if (isa<MemRefType>(in->get().getType()) && readsInStep(op, *in, out) &&
          merge(in->get(), out.get(), op))
        break;
}

void Coalescer::visit(memref::CopyOp op) {
  if (rootBuffer(op.getSource()) != rootBuffer(op.getTarget()))
    if (!merge(op.getSource(), op.getTarget(), op, stepBefore(op)))
      mergeParts(op);
}

void Coalescer::run() {
  SmallVector<Operation *> ops;
  SmallVector<Value> roots(func.getArguments());
  int64_t next = 0;
  func.walk<WalkOrder::PreOrder>([&](Operation *op) {
    position[op] = next++;
    if (isa<linalg::LinalgOp, memref::CopyOp>(op))
      ops.push_back(op);
    else if (auto alloc = dyn_cast<memref::AllocOp>(op))
      roots.push_back(alloc);
  });
  for (Value root : roots)
    addBuffer(root);
  for (Operation *op : llvm::reverse(ops)) {
    if (auto linalg = dyn_cast<linalg::LinalgOp>(op))
      visit(linalg);
    else
      visit(cast<memref::CopyOp>(op));
  }
}

void coalesceBuffers(func::FuncOp func) { Coalescer(func).run(); }

} // namespace weft::ir
