// See LongChains.h.
#include "Lowering/Buffers/LongChains.h"

#include "Lowering/Buffers/AliasCopies.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace weft::ir {
using namespace mlir;

/// Updates, one after another, that the analysis may see: 200 of one array take
/// it 79 s, 16 a millisecond.
static constexpr unsigned maxUpdates = 16;
/// Parts that an array may have before they are placed here.
static constexpr unsigned maxParts = 8;
/// Readers of an array that the analysis may see together: 400 of each of 20
/// arrays take it 3 s.
static constexpr unsigned maxReaders = 16;

//===-- Parts side by side ------------------------------------------------===//
using Inserts = SmallVector<tensor::InsertSliceOp>;

/// Whether `b` puts its part next to `a`'s, along `axis` (-1: not known yet).
static bool isNext(tensor::InsertSliceOp a, tensor::InsertSliceOp b,
                   int64_t &axis) {
  auto isStatic = [](tensor::InsertSliceOp op) {
    return op.getOffsets().empty() && op.getSizes().empty() &&
           llvm::all_of(op.getStaticStrides(),
                        [](int64_t s) { return s == 1; });
  };
  if (!isStatic(a) || !isStatic(b))
    return false;
  for (int64_t d = 0, n = a.getDestType().getRank(); d < n; ++d) {
    int64_t from = a.getStaticOffsets()[d], to = b.getStaticOffsets()[d];
    int64_t size = a.getStaticSizes()[d];
    if (from == to && d != axis && size == b.getStaticSizes()[d])
      continue;
    if (to != from + size || (axis >= 0 && axis != d))
      return false;
    axis = d;
  }
  return axis >= 0;
}

/// The updates of fresh memory that end in `last`, first one first; none if
/// they are not parts side by side.
static Inserts partsOf(tensor::InsertSliceOp last) {
  Inserts parts{last};
  int64_t axis = -1;
  while (auto before =
             parts.back().getDest().getDefiningOp<tensor::InsertSliceOp>()) {
    if (!before->hasOneUse() || before->getBlock() != last->getBlock() ||
        !isNext(before, parts.back(), axis))
      return {};
    parts.push_back(before);
  }
  if (!parts.back().getDest().getDefiningOp<tensor::EmptyOp>())
    return {};
  std::reverse(parts.begin(), parts.end());
  return parts;
}

/// Whether all that is done with `v` is to read it, by users that `may`.
static bool isOnlyRead(Value v, llvm::function_ref<bool(Operation *)> may) {
  return llvm::all_of(v.getUses(), [&](OpOperand &use) {
    Operation *user = use.getOwner();
    if (!may(user))
      return false;
    if (isTensorView(user))
      return isOnlyRead(user->getResult(0), may);
    auto writes = dyn_cast<DestinationStyleOpInterface>(user);
    return isa<tensor::ExtractOp>(user) || (writes && !writes.isDpsInit(&use));
  });
}
static bool isOnlyReadUntil(Value v, Operation *last) {
  return isOnlyRead(v, [&](Operation *user) {
    Operation *top = last->getBlock()->findAncestorOpInBlock(*user);
    return top && !last->isBeforeInBlock(top);
  });
}

/// The empty tensor that a linalg op makes `v` of, alone; null for others.
static tensor::EmptyOp startOf(Value v) {
  auto made = v.getDefiningOp<linalg::LinalgOp>();
  if (!made || !isa<RankedTensorType>(v.getType()))
    return {};
  Value start = made.getTiedOpOperand(cast<OpResult>(v))->get();
  if (auto fill = start.getDefiningOp<linalg::FillOp>();
      fill && start.hasOneUse())
    start = fill.getOutputs()[0];
  auto empty = start.getDefiningOp<tensor::EmptyOp>();
  return empty && empty->hasOneUse() ? empty : tensor::EmptyOp();
}

/// The empty tensor that becomes `part`, if the part may be made where it is
/// put: nothing writes to that memory, or reads it, once the parts are one
/// array, which may be updated itself.
static Operation *madeIn(Value part, Operation *last) {
  while (Operation *def = part.getDefiningOp()) {
    if (!isTensorView(def) || isa<tensor::ExtractSliceOp>(def))
      break;
    part = def->getOperand(0);
  }
  tensor::EmptyOp empty = startOf(part);
  return empty && part.getDefiningOp()->getBlock() == last->getBlock() &&
                 isOnlyReadUntil(part, last) &&
                 empty->getBlock() == last->getBlock()
             ? empty
             : nullptr;
}

static void place(Inserts parts) {
  tensor::InsertSliceOp last = parts.back();
  Location loc = last.getLoc();
  Operation *front = parts.front();
  SmallVector<bool> isMade;
  for (tensor::InsertSliceOp part : parts) {
    Operation *empty = madeIn(part.getSource(), last);
    isMade.push_back(empty);
    if (empty && empty->isBeforeInBlock(front))
      front = empty;
  }
  OpBuilder b(front), at(last);
  RankedTensorType whole = last.getDestType();
  Value all = memref::AllocOp::create(
      b, loc, MemRefType::get(whole.getShape(), whole.getElementType()));
  for (auto [part, made] : llvm::zip(parts, isMade)) {
    auto type = memref::SubViewOp::inferRankReducedResultType(
        part.getSourceType().getShape(), cast<MemRefType>(all.getType()),
        part.getStaticOffsets(), part.getStaticSizes(),
        part.getStaticStrides());
    Value to = memref::SubViewOp::create(
        b, part.getLoc(), cast<MemRefType>(type), all, part.getMixedOffsets(),
        part.getMixedSizes(), part.getMixedStrides());
    Value source = part.getSource();
    // What lies elsewhere, and stays there, is copied.
    if (!made && !isReadOnly(viewSource(source))) {
      Value empty = tensor::EmptyOp::create(
          at, part.getLoc(), part.getSourceType().getShape(),
          whole.getElementType());
      source = linalg::CopyOp::create(at, part.getLoc(), source, empty)
                   .getResult(0);
    }
    bufferization::MaterializeInDestinationOp::create(
        at, part.getLoc(), Type(), source, to, /*restrict=*/true,
        /*writable=*/true);
  }
  // (It reads memory, so that nothing moves it in front of the parts.)
  Value result = bufferization::ToTensorOp::create(
      at, loc, whole, all, /*restrict=*/true, /*writable=*/true);
  last.getResult().replaceAllUsesWith(result);
  for (tensor::InsertSliceOp part : llvm::reverse(parts))
    part.erase();
}

void placeParts(func::FuncOp func) {
  SmallVector<Inserts> todo;
  func.walk([&](tensor::InsertSliceOp op) {
    auto next = op->hasOneUse()
                    ? dyn_cast<tensor::InsertSliceOp>(*op->user_begin())
                    : tensor::InsertSliceOp();
    if (next && next.getDest() == op.getResult())
      return;
    if (Inserts parts = partsOf(op); parts.size() > maxParts)
      todo.push_back(std::move(parts));
  });
  for (Inserts &parts : todo)
    place(std::move(parts));
}

//===-- Many updates ------------------------------------------------------===//
namespace {
/// For each tensor how many updates of the memory that it may be in the
/// analysis would follow from it.
class Chains {
public:
  void visit(Block &block);

private:
  void visit(Operation *op);
  unsigned inside(Operation *loop, unsigned result);
  unsigned updates(OpResult result);

  llvm::DenseMap<Value, unsigned> length;
};
} // namespace

/// What a loop's body adds to a chain that it carries.
unsigned Chains::inside(Operation *op, unsigned result) {
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return length.lookup(loop.getYieldedValues()[result]);
  if (auto loop = dyn_cast<scf::WhileOp>(op))
    return length.lookup(loop.getConditionOp().getArgs()[result]) +
           length.lookup(loop.getYieldOp().getResults()[result]);
  return 0;
}

unsigned Chains::updates(OpResult result) {
  Operation *op = result.getOwner();
  if (isTensorView(op))
    return length.lookup(op->getOperand(0));
  if (Value written = sameMemory(result))
    return length.lookup(written) + 1;
  if (isa<scf::IfOp>(op)) {
    unsigned most = 0;
    forEachYield(result, [&](OpOperand &yielded) {
      most = std::max(most, length.lookup(yielded.get()));
    });
    return most + 1;
  }
  auto loop = dyn_cast<LoopLikeOpInterface>(op);
  if (!loop || loop.getInits().size() != op->getNumResults())
    return 0;
  unsigned i = result.getResultNumber();
  return length.lookup(loop.getInits()[i]) + inside(op, i) + 1;
}

void Chains::visit(Operation *op) {
  for (Region &region : op->getRegions())
    for (Block &block : region)
      visit(block);
  for (OpResult result : op->getResults()) {
    if (!isa<RankedTensorType>(result.getType()))
      continue;
    unsigned &own = length[result];
    own = updates(result);
    if (own < maxUpdates || isTensorView(op) || result.use_empty())
      continue;
    OpBuilder b(op->getContext());
    b.setInsertionPointAfter(op);
    auto copy = bufferization::AllocTensorOp::create(
        b, op->getLoc(), cast<RankedTensorType>(result.getType()), ValueRange(),
        result);
    result.replaceAllUsesExcept(copy, copy);
  }
}

void Chains::visit(Block &block) {
  if (isa<linalg::LinalgOp>(block.getParentOp()))
    return;
  for (Operation &op : llvm::make_early_inc_range(block))
    visit(&op);
}

void breakLongChains(func::FuncOp func) {
  Chains().visit(func.getBody().front());
}

//===-- Many readers ------------------------------------------------------===//
void partReaders(func::FuncOp func) {
  Block &block = func.getBody().front();
  OpBuilder b(func.getContext());
  auto part = [&](Value v) {
    auto type = cast<RankedTensorType>(v.getType());
    // By the operation of the block that reads, or in which.
    llvm::MapVector<Operation *, SmallVector<OpOperand *>> readers;
    for (OpOperand &use : v.getUses())
      readers[block.findAncestorOpInBlock(*use.getOwner())].push_back(&use);
    if (readers.size() <= maxReaders)
      return;
    b.setInsertionPointAfterValue(v);
    Value memory = bufferization::ToBufferOp::create(
        b, v.getLoc(),
        MemRefType::get(type.getShape(), type.getElementType()), v,
        /*read_only=*/true);
    for (auto &[reader, uses] : readers) {
      b.setInsertionPoint(reader);
      Value own = bufferization::ToTensorOp::create(b, v.getLoc(), type, memory,
                                                    /*restrict=*/true);
      for (OpOperand *use : uses)
        use->set(own);
    }
  };
  // (A part of a larger array is made in it.)
  auto may = [](Operation *user) { return !isa<tensor::InsertSliceOp>(user); };
  for (Operation &op : llvm::make_early_inc_range(block))
    for (Value v : op.getResults())
      // In its memory there must be no other value, which could be updated.
      if (v.hasNUsesOrMore(maxReaders + 1) && (isReadOnly(v) || startOf(v)) &&
          isOnlyRead(v, may))
        part(v);
}

} // namespace weft::ir
