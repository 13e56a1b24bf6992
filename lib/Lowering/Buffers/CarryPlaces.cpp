// See CarryPlaces.h. Views and other passes know a carry by the buffer that it
// started in (Views.h). That holds as long as nothing in the loop has another
// name for that buffer, and is checked here.
#include "Lowering/Buffers/CarryPlaces.h"

#include "LoopHelpers.h"
#include "Lowering/Buffers/Arena.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace weft::ir {
using namespace mlir;

namespace {
struct Copy {
  Value source, target;
};

class Finder {
public:
  Finder(scf::ForOp loop, function_ref<bool(Operation *)> isTaken,
         CarryPlaces &places)
      : loop(loop), isTaken(isTaken), places(places),
        trips(loop.getStaticTripCount()->getSExtValue()) {}
  void run();

private:
  void visit(Operation *op);
  bool isAloneBefore(Operation *copy, memref::AllocOp next, unsigned index);
  Operation *findRows(MovingCarry &carry, Operation *copy);
  Operation *copyToNextRow(const MovingCarry &carry);
  void copyBehind(const MovingCarry &carry);
  void moveAlongRows(MovingCarry &carry, Operation *kept);
  bool isWanted(const MovingCarry &carry, Operation *otherThan);

  scf::ForOp loop;
  function_ref<bool(Operation *)> isTaken;
  CarryPlaces &places;
  int64_t trips;
};
} // namespace

static std::optional<Copy> copyOf(Operation *op) {
  if (auto copy = dyn_cast<memref::CopyOp>(op))
    return Copy{copy.getSource(), copy.getTarget()};
  if (auto copy = dyn_cast<linalg::CopyOp>(op))
    return Copy{copy.getInputs()[0], copy.getOutputs()[0]};
  return std::nullopt;
}

/// Calls `visit` with each op that uses the memory of `v`, not through `but`.
/// False where a use gives it a name that is not followed.
static bool forEachUser(Value v, Value but,
                        function_ref<void(Operation *)> visit) {
  bool all = true;
  auto follow = [&](OpOperand &use) {
    Operation *user = use.getOwner();
    visit(user);
    if (isa<scf::YieldOp, scf::ConditionOp>(user)) {
      // What a loop returns is for those who use it; a branch's result may be
      // this memory.
      all &= isa<scf::ForOp, scf::WhileOp>(user->getParentOp());
      return false;
    }
    all &= isa<ViewLikeOpInterface, scf::ForOp, scf::WhileOp>(user) ||
           llvm::none_of(user->getResultTypes(), llvm::IsaPred<MemRefType>);
    return true;
  };
  forEachUse(v, follow, but);
  return all;
}

/// Whether the copy of what a step made is the last to use either buffer in the
/// step, and the loop knows the carry by no other name.
bool Finder::isAloneBefore(Operation *copy, memref::AllocOp next,
                           unsigned index) {
  Block *body = loop.getBody();
  bool alone = true;
  auto comesBefore = [&](Operation *user) {
    Operation *top = body->findAncestorOpInBlock(*user);
    alone &= top && (top == copy || top->isBeforeInBlock(copy) ||
                     top == body->getTerminator());
  };
  auto isOutside = [&](Operation *user) {
    alone &= !loop->isProperAncestor(user);
  };
  Value carry = loop.getRegionIterArgs()[index];
  return forEachUser(next, {}, comesBefore) &&
         forEachUser(carry, {}, comesBefore) &&
         forEachUser(rootBuffer(carry), carry, isOutside) && alone;
}

/// The row of `part` that it is in step 0, and the rows from there to the one
/// of step 1, if it is a whole row of an array that the loop carries.
static bool walksRows(memref::SubViewOp part, scf::ForOp loop,
                      MovingCarry &carry) {
  auto arg = dyn_cast<BlockArgument>(part.getSource());
  auto type = cast<MemRefType>(part.getSource().getType());
  if (!arg || arg.getOwner() != loop.getBody() || arg.getArgNumber() == 0 ||
      !type.getLayout().isIdentity() || !isWholeRow(part))
    return false;
  Value row = dyn_cast<Value>(part.getMixedOffsets().front());
  carry.rows = arg.getArgNumber() - 1;
  carry.first = 0;
  carry.distance = 1;
  if (row == loop.getInductionVar())
    return true;
  auto from = row ? row.getDefiningOp<arith::SubIOp>() : arith::SubIOp();
  auto first = from ? getConstantIntValue(from.getLhs()) : std::nullopt;
  if (!first || from.getRhs() != loop.getInductionVar())
    return false;
  carry.first = *first;
  carry.distance = -1;
  return true;
}

/// The copy of the carry to where each step's is kept, if there is one: it is
/// not written to otherwise, and what keeps it not used.
Operation *Finder::findRows(MovingCarry &carry, Operation *copy) {
  Value arg = loop.getRegionIterArgs()[carry.index];
  if (getConstantIntValue(loop.getLowerBound()) != 0 ||
      getConstantIntValue(loop.getStep()) != 1 ||
      isa<BlockArgument>(rootBuffer(arg)))
    return nullptr;
  for (Operation *user : arg.getUsers()) {
    std::optional<Copy> kept = copyOf(user);
    if (!kept || kept->source != arg || user->getBlock() != loop.getBody() ||
        isTaken(user))
      continue;
    auto part = kept->target.getDefiningOp<memref::SubViewOp>();
    MovingCarry found = carry;
    if (!part || !part->hasOneUse() || !walksRows(part, loop, found))
      continue;
    Value rows = loop.getRegionIterArgs()[found.rows];
    bool alone = true;
    auto isThis = [&](Operation *op) {
      alone &= !loop->isProperAncestor(op) || op == part || op == user ||
               op == loop.getBody()->getTerminator();
    };
    auto onlyReads = [&](Operation *op) {
      auto writes = dyn_cast<DestinationStyleOpInterface>(op);
      bool reads = op == copy || op == user || isa<ViewLikeOpInterface>(op) ||
                   isa<memref::LoadOp>(op) ||
                   op == loop.getBody()->getTerminator() ||
                   (writes && isa<linalg::LinalgOp>(op) &&
                    llvm::none_of(writes.getDpsInits(), [&](Value out) {
                      return rootBuffer(out) == rootBuffer(arg);
                    }));
      alone &= reads;
    };
    if (forEachUser(rootBuffer(rows), {}, isThis) &&
        forEachUser(arg, {}, onlyReads) && alone) {
      carry = found;
      return user;
    }
  }
  return nullptr;
}

/// The copy behind the loop of what the last step made to the row after its
/// own, if that is all that is wanted of it.
Operation *Finder::copyToNextRow(const MovingCarry &carry) {
  Value last = loop.getResult(carry.index);
  if (!last.hasOneUse())
    return nullptr;
  Operation *user = *last.getUsers().begin();
  std::optional<Copy> kept = copyOf(user);
  auto part = kept && kept->source == last
                  ? kept->target.getDefiningOp<memref::SubViewOp>()
                  : memref::SubViewOp();
  if (!part || user->getBlock() != loop->getBlock() || isTaken(user) ||
      part.getSource() != loop.getResult(carry.rows) || !isWholeRow(part))
    return nullptr;
  int64_t row = carry.first + trips * carry.distance;
  bool isNext = getConstantIntValue(part.getMixedOffsets().front()) == row;
  return isNext && !isWanted(carry, user) ? user : nullptr;
}

/// Whether anything else may read what the carry is after the loop.
bool Finder::isWanted(const MovingCarry &carry, Operation *otherThan) {
  Value start = loop.getInitArgs()[carry.index];
  auto alloc = start.getDefiningOp<memref::AllocOp>();
  bool later = false;
  auto isLater = [&](Operation *user) {
    Operation *top = loop->getBlock()->findAncestorOpInBlock(*user);
    later |= !top ||
             (top != loop && top != otherThan && !top->isBeforeInBlock(loop));
  };
  return !alloc || alloc->getBlock() != loop->getBlock() ||
         !forEachUser(start, {}, isLater) || later;
}

/// What the last step made goes where the carry started, and who reads it finds
/// it.
void Finder::copyBehind(const MovingCarry &carry) {
  if (!isWanted(carry, nullptr))
    return;
  OpBuilder b(loop->getContext());
  b.setInsertionPointAfter(loop);
  memref::CopyOp::create(b, loop.getLoc(), carry.next,
                         loop.getResult(carry.index));
}

void Finder::visit(Operation *op) {
  std::optional<Copy> copy = copyOf(op);
  auto arg = copy ? dyn_cast<BlockArgument>(copy->target) : BlockArgument();
  auto next =
      copy ? copy->source.getDefiningOp<memref::AllocOp>() : memref::AllocOp();
  if (!arg || !next || arg.getOwner() != loop.getBody() || isTaken(op) ||
      isTaken(next) || next->getBlock() != loop.getBody() ||
      next.getType() != arg.getType() || isStackBuffer(next.getType()))
    return;
  MovingCarry carry;
  carry.index = arg.getArgNumber() - 1;
  carry.next = next;
  if (loop.getYieldedValues()[carry.index] != arg ||
      !isAloneBefore(op, next, carry.index))
    return;
  Operation *kept = findRows(carry, op);
  if (!kept && trips < 2)
    return;
  next->moveBefore(loop);
  places.next.insert(next);
  places.copies.insert(op);
  if (kept)
    moveAlongRows(carry, kept);
  else if (trips % 2 == 1)
    copyBehind(carry);
  places.of[loop].push_back(carry);
}

/// The carry starts in the first step's row, to which `kept` copied it.
void Finder::moveAlongRows(MovingCarry &carry, Operation *kept) {
  auto part = copyOf(kept)->target.getDefiningOp<memref::SubViewOp>();
  OpBuilder b(loop);
  SmallVector<OpFoldResult> at(part.getMixedOffsets());
  at.front() = b.getIndexAttr(carry.first);
  MemRefType type = memref::SubViewOp::inferRankReducedResultType(
      part.getType().getShape(), part.getSourceType(), at, part.getMixedSizes(),
      part.getMixedStrides());
  Value row = memref::SubViewOp::create(
      b, loop.getLoc(), type, loop.getInitArgs()[carry.rows], at,
      part.getMixedSizes(), part.getMixedStrides());
  memref::CopyOp::create(b, loop.getLoc(), loop.getInitArgs()[carry.index],
                         row);
  places.copies.insert(kept);
  Operation *last = copyToNextRow(carry);
  if (!last)
    return copyBehind(carry);
  carry.lastIsRow = true;
  places.copies.insert(last);
  places.unused.insert(carry.next.getDefiningOp());
}

void Finder::run() {
  SmallVector<Operation *> ops;
  for (Operation &op : *loop.getBody())
    ops.push_back(&op);
  for (Operation *op : ops)
    visit(op);
}

CarryPlaces placeCarries(func::FuncOp func,
                         function_ref<bool(Operation *)> isTaken) {
  CarryPlaces places;
  SmallVector<scf::ForOp> loops;
  func.walk([&](scf::ForOp loop) {
    std::optional<APInt> trips = loop.getStaticTripCount();
    if (trips && trips->sgt(0) && !loop->hasAttr(rowsAttr))
      loops.push_back(loop);
  });
  for (scf::ForOp loop : loops)
    Finder(loop, isTaken, places).run();
  return places;
}

} // namespace weft::ir
