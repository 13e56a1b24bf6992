// See AliasCopies.h.
#include "Lowering/Buffers/AliasCopies.h"

#include "ExternOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace weft::ir {
using namespace mlir;

bool isTensorView(Operation *op) {
  return isa<tensor::ExtractSliceOp, tensor::ExpandShapeOp,
             tensor::CollapseShapeOp, tensor::CastOp>(op);
}

Value viewSource(Value v) {
  while (Operation *def = v.getDefiningOp()) {
    if (!isTensorView(def))
      break;
    v = def->getOperand(0);
  }
  return v;
}

Value sameMemory(OpResult v) {
  Operation *def = v.getOwner();
  if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp, tensor::CastOp>(def))
    return def->getOperand(0);
  if (auto call = dyn_cast<ExternCallOp>(def))
    return call.getOuts()[v.getResultNumber()];
  if (auto writes = dyn_cast<DestinationStyleOpInterface>(def))
    return writes.getTiedOpOperand(v)->get();
  return {};
}

void forEachYield(OpResult result,
                  llvm::function_ref<void(OpOperand &)> visit) {
  for (Region &region : result.getOwner()->getRegions())
    if (!region.empty())
      visit(region.front().getTerminator()->getOpOperand(
          result.getResultNumber()));
}
/// The same for each tensor that a branching op of `func` results in.
static void forEachYield(func::FuncOp func,
                         llvm::function_ref<void(OpOperand &)> visit) {
  func.walk([&](Operation *op) {
    if (isa<scf::IfOp>(op))
      for (OpResult result : op->getResults())
        if (isa<RankedTensorType>(result.getType()))
          forEachYield(result, visit);
  });
}

/// The copy is made in front of `place`, if there is one, else of the reader.
static void copyOperand(OpOperand &operand, Operation *place = nullptr) {
  OpBuilder b(place ? place : operand.getOwner());
  operand.set(bufferization::AllocTensorOp::create(
      b, operand.getOwner()->getLoc(),
      cast<RankedTensorType>(operand.get().getType()), ValueRange(),
      operand.get()));
}
/// A copy in fresh memory, made where the value is wanted if that is known.
static void copyFresh(OpOperand &operand) {
  OpBuilder b(operand.getOwner());
  Location loc = operand.getOwner()->getLoc();
  Value v = operand.get();
  auto type = cast<RankedTensorType>(v.getType());
  Value empty = tensor::EmptyOp::create(b, loc, type.getShape(),
                                        type.getElementType());
  bool isEmpty = v.getDefiningOp<tensor::EmptyOp>() != nullptr;
  operand.set(isEmpty ? empty
                      : linalg::CopyOp::create(b, loc, v, empty).getResult(0));
}

/// Whether `v` is what loops inside the body make of `arg`, one after another
/// and each in place: it is where it belongs. To write it there once more would
/// be a conflict to the analysis. (A loop whose start is read later on started
/// from a copy: see copyReadOnlyInits.)
static bool isUpdatedInside(Value v, Value arg) {
  while (auto result = dyn_cast<OpResult>(v)) {
    auto loop = dyn_cast<LoopLikeOpInterface>(result.getOwner());
    if (!loop || loop.getInits().size() != result.getOwner()->getNumResults())
      return false;
    v = loop.getInits()[result.getResultNumber()];
    if (v == arg)
      return true;
    if (!v.hasOneUse())
      return false;
  }
  return false;
}

namespace {
/// Which of two operations of a block comes first. MLIR numbers all of a block
/// anew where two neighbours are new; here new ones have the place of the next
/// that is not. None may go while this lives.
class Order {
public:
  bool isBefore(Operation *a, Operation *b) { return place(a) < place(b); }

private:
  std::pair<unsigned, bool> place(Operation *op) {
    if (blocks.insert(op->getBlock()).second)
      for (auto [i, each] : llvm::enumerate(*op->getBlock()))
        numbers[&each] = i;
    Operation *old = op;
    while (!numbers.contains(old)) // (a terminator is never new)
      old = old->getNextNode();
    return {numbers.lookup(old), old == op};
  }
  llvm::DenseSet<Block *> blocks;
  llvm::DenseMap<Operation *, unsigned> numbers;
};
} // namespace

/// Whether what `v` holds may be asked for once `op` has begun to write over
/// it: by a later op, by one that passes its memory on, or by `op` itself.
static bool isReadAfter(Value v, Operation *op, Order &order) {
  unsigned own = 0;
  for (OpOperand &use : v.getUses()) {
    Operation *user = use.getOwner();
    if (user == op) {
      if (++own > 1)
        return true;
      continue;
    }
    if (isTensorView(user)) {
      if (isReadAfter(user->getResult(0), op, order))
        return true;
      continue;
    }
    Operation *top = op->getBlock()->findAncestorOpInBlock(*user);
    if (!top || top == op || !order.isBefore(top, op))
      return true;
    auto writes = dyn_cast<DestinationStyleOpInterface>(user);
    bool reads = isa<tensor::ExtractOp>(user) ||
                 (writes && !writes.isDpsInit(&use));
    if (!reads)
      return true;
  }
  return false;
}
/// The value that `v` started as, where it is what a loop (or several, one
/// after another) made of it in place; `v` itself where it is not.
static Value loopSource(Value v) {
  while (auto result = dyn_cast<OpResult>(v)) {
    auto loop = dyn_cast<LoopLikeOpInterface>(result.getOwner());
    if (!loop || loop.getInits().size() != result.getOwner()->getNumResults())
      break;
    v = viewSource(loop.getInits()[result.getResultNumber()]);
  }
  return v;
}

/// The same of what any op made of it in place.
static Value updateSource(Value v) {
  while (auto result = dyn_cast<OpResult>(v)) {
    Value source = sameMemory(result);
    if (!source)
      source = loopSource(viewSource(v));
    if (source == v)
      break;
    v = source;
  }
  return v;
}

/// A branch that yields the memory of another carried argument than the one
/// that its result replaces (`a, b = p ? (b, a) : (a, b)`) yields a copy.
static void copySwapped(Value v, Value arg, ValueRange args, Care care) {
  auto result = dyn_cast<OpResult>(v);
  if (!result || !isa<scf::IfOp>(result.getOwner()))
    return;
  forEachYield(result, [&](OpOperand &operand) {
    copySwapped(operand.get(), arg, args, care);
    Value view = viewSource(operand.get());
    Value start = care == Care::Usual ? loopSource(view) : updateSource(view);
    if (!llvm::is_contained(args, start))
      return;
    if (start != arg)
      copyOperand(operand);
    else if (care != Care::Usual && start != view)
      copyFresh(operand);
  });
}

/// Whether `v` is put together of parts that are computed from other places of
/// `arg` than where they would lie in it: written there, each of those would
/// have to be copied before.
static bool readsAside(Value v, Value arg) {
  while (auto part = v.getDefiningOp<tensor::InsertSliceOp>()) {
    auto made = part.getSource().getDefiningOp<linalg::GenericOp>();
    for (Value in : made ? ValueRange(made.getInputs()) : ValueRange()) {
      auto slice = in.getDefiningOp<tensor::ExtractSliceOp>();
      if (slice && slice.getSource() == arg &&
          slice.getStaticOffsets() != part.getStaticOffsets())
        return true;
    }
    v = part.getDest();
  }
  return false;
}

/// Makes each value that a loop body hands to its next iteration live in the
/// buffer of the argument it replaces. A value that is a view of another
/// carried argument (`a, b = b, a`) is copied first.
static void carryInPlace(Operation *terminator, MutableOperandRange carried,
                         ValueRange args, Care care) {
  SmallVector<std::pair<OpOperand *, Value>> todo;
  for (unsigned i = 0; i < carried.size() && i < args.size(); ++i) {
    OpOperand &operand = carried[i];
    if (!isa<RankedTensorType>(operand.get().getType()) ||
        operand.get() == args[i] ||
        operand.get().getType() != args[i].getType() ||
        (care != Care::All && isUpdatedInside(operand.get(), args[i])))
      continue;
    // So is what an inner loop made of a carried argument, unless it is that
    // argument's next value and nothing else.
    Value view = viewSource(operand.get()), start = loopSource(view);
    bool inPlace = start != view && start == args[i] && view.hasOneUse();
    if (care == Care::All || (llvm::is_contained(args, start) && !inPlace))
      copyOperand(operand);
    else if (readsAside(operand.get(), args[i]))
      copyFresh(operand);
    copySwapped(operand.get(), args[i], args, care);
    todo.push_back({&operand, args[i]});
  }
  OpBuilder b(terminator);
  for (auto [operand, arg] : todo)
    operand->set(bufferization::MaterializeInDestinationOp::create(
                     b, terminator->getLoc(), arg.getType(), operand->get(),
                     arg)
                     .getResult());
}

static void copySlice(OpOperand &operand) {
  auto source = dyn_cast<OpResult>(operand.get());
  while (source && !isa<tensor::ExtractSliceOp>(source.getOwner()))
    source = dyn_cast_or_null<OpResult>(sameMemory(source));
  if (source)
    copyOperand(operand);
}
void copyYieldedSlices(func::FuncOp func) {
  forEachYield(func, copySlice);
  func.walk([](Operation *op) {
    if (isa<scf::ForOp, scf::WhileOp>(op))
      for (OpOperand &operand : op->getOpOperands())
        if (isa<RankedTensorType>(operand.get().getType()))
          copySlice(operand);
  });
}

bool isReadOnly(Value v) {
  if (v.getDefiningOp<arith::ConstantOp>())
    return true;
  auto argument = v.getDefiningOp<bufferization::ToTensorOp>();
  return argument && !argument.getWritable();
}

/// A loop that updates what it was given read-only starts from a copy. Made
/// here, into fresh memory, it can be made where the loop's result is wanted.
/// So does one whose start is used elsewhere, too: were the same zeros to start
/// two carries, both might be given the memory of one result.
static void copyReadOnlyInits(Operation *loop, ValueRange yielded,
                              ValueRange args, Care care, Order &order) {
  unsigned first = loop->getNumOperands() - loop->getNumResults();
  for (auto [i, value] : llvm::enumerate(yielded)) {
    OpOperand &init = loop->getOpOperand(first + i);
    auto argument = init.get().getDefiningOp<bufferization::ToTensorOp>();
    bool shared = argument ? !init.get().hasOneUse()
                           : isReadAfter(init.get(), loop, order);
    if (!isa<RankedTensorType>(init.get().getType()) || value == args[i])
      continue;
    if (care == Care::All)
      copyOperand(init);
    else if (isReadOnly(init.get()) || shared)
      copyFresh(init);
  }
}

/// The same of any op that writes over what another one made. Places for results
/// are found one by one, and for that the analysis is taken back: were two
/// updates to begin with one array, that might be given the memory of the first
/// result, be updated there to the second, and the first be put over it. (An
/// argument, of the function or of a loop, is given no such place.)
static void copySharedTargets(func::FuncOp func) {
  Order order;
  func.walk([&](DestinationStyleOpInterface op) {
    for (OpOperand &target : op.getDpsInitsMutable()) {
      Operation *def = target.get().getDefiningOp();
      if (def && isa<RankedTensorType>(target.get().getType()) &&
          !isa<bufferization::ToTensorOp, arith::ConstantOp>(def) &&
          isReadAfter(target.get(), op, order))
        copyFresh(target);
    }
  });
}

/// The memory that `v` may be in.
static void memoriesOf(Value v, SmallPtrSetImpl<Value> &memories) {
  Value start = updateSource(viewSource(v));
  if (!start.getDefiningOp<scf::IfOp>()) {
    if (!isReadOnly(start))
      memories.insert(start);
    return;
  }
  forEachYield(cast<OpResult>(start), [&](OpOperand &operand) {
    memoriesOf(operand.get(), memories);
  });
}
/// What ends in the memory of donated arguments, as what loops hand on. All
/// that is in the memory of another one is read before any is written: else the
/// analysis would find a conflict and give up, and everything be copied. (Where
/// this does not keep it from that, what branches choose is copied in them.)
static void placeInDonated(func::FuncOp func, Care care) {
  SmallVector<bufferization::MaterializeInDestinationOp> ends;
  SmallVector<Value> donated;
  for (Operation &op : func.getBody().front())
    if (auto end = dyn_cast<bufferization::MaterializeInDestinationOp>(op))
      if (isa<RankedTensorType>(end.getDest().getType())) {
        ends.push_back(end);
        donated.push_back(end.getDest());
      }
  for (auto end : ends) {
    SmallPtrSet<Value, 4> memories;
    memoriesOf(end.getSource(), memories);
    memories.erase(end.getDest());
    auto isOthers = [&](Value v) { return memories.contains(v); };
    if (care == Care::All ||
        (care == Care::Usual && llvm::any_of(donated, isOthers)))
      copyOperand(end.getSourceMutable(), ends.front());
    else if (care == Care::Branches)
      copySwapped(end.getSource(), end.getDest(), donated, care);
  }
}

/// A result that branches choose is copied where another result may be in the
/// same memory (`x, y = p ? (v, w) : (w, v)`): places for results are found one
/// by one, and the analysis does not see what is written to them in the end.
static void copyChosenResults(func::FuncOp func) {
  using Memories = SmallPtrSet<Value, 4>;
  SmallVector<std::pair<bufferization::MaterializeInDestinationOp, Memories>>
      ends;
  llvm::DenseMap<Value, unsigned> count;
  for (Operation &op : func.getBody().front()) {
    auto end = dyn_cast<bufferization::MaterializeInDestinationOp>(op);
    if (!end || end.getDest().getDefiningOp<memref::SubViewOp>())
      continue; // (a part of an array: placeParts)
    ends.push_back({end, {}});
    memoriesOf(end.getSource(), ends.back().second);
    for (Value v : ends.back().second)
      ++count[v];
  }
  for (auto &[end, memories] : ends) {
    if (!isa<MemRefType>(end.getDest().getType()))
      continue; // placed in a donated argument, for the analysis to see
    Value start = updateSource(viewSource(end.getSource()));
    if (start.getDefiningOp<scf::IfOp>() &&
        llvm::any_of(memories, [&](Value v) { return count[v] > 1; }))
      copyOperand(end.getSourceMutable());
  }
}

/// Of the results of one op's branches that may be in one memory (`a, b =
/// p ? (x, y) : (y, y)`) all but one are copied: the analysis takes each for
/// itself, and would write over the one while the other is still read.
static void copySharedYields(func::FuncOp func) {
  func.walk([](Operation *op) {
    if (!isa<scf::IfOp>(op))
      return;
    SmallPtrSet<Value, 8> taken;
    auto isTaken = [&](Value v) { return taken.contains(v); };
    for (OpResult result : op->getResults()) {
      if (!isa<RankedTensorType>(result.getType()))
        continue;
      SmallPtrSet<Value, 4> memories;
      memoriesOf(result, memories);
      if (llvm::any_of(memories, isTaken))
        forEachYield(result, [&](OpOperand &operand) {
          SmallPtrSet<Value, 4> own;
          memoriesOf(operand.get(), own);
          if (llvm::any_of(own, isTaken))
            copyOperand(operand);
        });
      memories.clear();
      memoriesOf(result, memories);
      taken.insert(memories.begin(), memories.end());
    }
  });
}

/// What loops start from and hand on.
static void carryInPlace(func::FuncOp func, Care care) {
  Order order;
  func.walk([&](Operation *op) {
    if (auto loop = dyn_cast<scf::ForOp>(op)) {
      copyReadOnlyInits(op, loop.getYieldedValues(), loop.getRegionIterArgs(),
                        care, order);
      carryInPlace(loop.getBody()->getTerminator(),
                   cast<scf::YieldOp>(loop.getBody()->getTerminator())
                       .getResultsMutable(),
                   loop.getRegionIterArgs(), care);
    } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
      if (loop.getNumResults() == loop.getInits().size())
        copyReadOnlyInits(op, loop.getYieldOp().getResults(),
                          loop.getBeforeArguments(), care, order);
      scf::ConditionOp condition = loop.getConditionOp();
      carryInPlace(condition, condition.getArgsMutable(),
                   loop.getBeforeArguments(), care);
      carryInPlace(loop.getYieldOp(), loop.getYieldOp().getResultsMutable(),
                   loop.getAfterArguments(), care);
    }
  });
}

void copyBeforeAnalysis(func::FuncOp func, Care care) {
  copyYieldedSlices(func);
  copySharedTargets(func);
  // To the analysis a branch's result is all that any of the branches yields.
  // Were one of them read-only, what another one yields (a loop's carry) could
  // not be written to any more; and it takes all for one memory, that of two
  // carried arguments, say, of which each has an end of its own.
  forEachYield(func, [care](OpOperand &operand) {
    if (care == Care::All)
      copyOperand(operand);
    else if (isReadOnly(viewSource(operand.get())))
      copyFresh(operand);
  });
  carryInPlace(func, care);
  placeInDonated(func, care);
  copySharedYields(func);
  copyChosenResults(func);
}

} // namespace weft::ir
