// Loops and branches (Translator.h). Those of long programs become functions of
// their own.
#include "Lowering/Translator.h"

#include "LoopHelpers.h"
#include "Lowering/Nests/Parallel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/Support/SaveAndRestore.h"

namespace weft::ir {
using namespace mlir;

/// Groups with loops that one LLVM function may hold, and loops and branches of
/// the program that a block may: such as are worth a call, and any, by their
/// operations. And calls of such functions with pointers, which are a
/// nanosecond or two faster, but past so many take LLVM's register allocator
/// more than in proportion.
static constexpr int maxLoopGroups = 48, maxControl = 24, maxLightOps = 1536,
                     maxCalls = 1024;
/// Loops that are worth a call, some ten nanoseconds: where it is made once,
/// and in each step of a loop.
static constexpr int leastOnce = 1, leastInLoop = 2;

static bool isControl(Operation &op) {
  return isa<scf::SCFDialect>(op.getDialect()) && op.getNumRegions() > 0;
}

Translator::Translator(func::FuncOp func, const Grouping &grouping,
                       const Contractions &contractions,
                       const RowChains &chains, const CarryPlaces &carries,
                       const ArenaPlan &arena, const LoweringOptions &options)
    : func(func), grouping(grouping), contractions(contractions),
      chains(chains), carries(carries), plan(arena),
      e(func->getParentOfType<ModuleOp>(), func.getName(), options),
      shared(grouping, options) {
  int loops = chooseApart(func.getBody().front(), leastOnce).groups;
  e.manyLoops = loops > maxLoopGroups;
  e.manyCalls = loops + apartOps.size() > maxCalls;
  e.translate = [this](Operation *op, IRMapping &map) {
    return translate(op, map);
  };
}

/// The group that is emitted where `op` stands.
const Group *Translator::groupAt(Operation &op) const {
  return grouping.isLast(&op)
             ? &grouping.groups[grouping.groupOf.lookup(&op)]
             : nullptr;
}

/// Chooses which loops and branches of a block, and below, become functions of
/// their own: where there are many that are worth it, or so many that their
/// code is long. What is left for the function around.
Translator::Code Translator::chooseApart(Block &block, int least) {
  Code all;
  SmallVector<std::pair<Operation *, Code>> controls;
  int ops = 0;
  for (Operation &op : block) {
    const Group *group = groupAt(op);
    all.groups += group && isWrittenAsLoops(*group, e.options);
    if (!isControl(op)) {
      op.walk([&](Operation *) { ++all.ops; });
      continue;
    }
    Code inside;
    for (Region &region : op.getRegions())
      for (Block &inner : region)
        inside += chooseApart(inner, isa<LoopLikeOpInterface>(op) ? leastInLoop
                                                                  : least);
    inside.loops += isa<LoopLikeOpInterface>(op);
    ++inside.ops;
    ops += inside.ops;
    controls.push_back({&op, inside});
  }
  auto isWorth = [&](const std::pair<Operation *, Code> &one) {
    return one.second.groups + one.second.loops >= least;
  };
  bool many = llvm::count_if(controls, isWorth) > maxControl;
  bool isLong = controls.size() > maxControl && ops > maxLightOps;
  for (auto &one : controls)
    if (isLong || (many && isWorth(one)))
      apartOps[one.first] = one.second.groups;
    else
      all += one.second;
  return all;
}

LogicalResult Translator::block(Block &from, IRMapping &map) {
  for (Operation &op : from.without_terminator()) {
    bool apart = e.context && apartOps.contains(&op);
    if (failed(apart ? controlApart(&op, map) : translate(&op, map)))
      return failure();
  }
  return success();
}

/// Elements from a row to the next; rows may be parts of longer ones
/// (Interleave.h).
static int64_t rowStride(MemRefType type) {
  SmallVector<int64_t> strides;
  bool known = succeeded(staticStrides(type, strides));
  assert(known && "rows of a layout that is static");
  (void)known;
  return strides.front();
}

/// Whether threads may share the loop's iterations (shareRows), which
/// bufferisation may have given memory, or copies.
bool Translator::mayShare(scf::ForOp op) {
  if (!op->hasAttr(rowsAttr) || !e.context ||
      !llvm::all_of(op.getInitArgs(), isMemRef) || !op.getStaticTripCount())
    return false;
  return !op.getBody()
              ->walk([](Operation *inner) {
                bool plain =
                    isa<scf::ForOp, scf::YieldOp, memref::LoadOp,
                        memref::StoreOp>(inner) ||
                    (inner->getNumRegions() == 0 && isPure(inner));
                return plain ? WalkResult::advance() : WalkResult::interrupt();
              })
              .wasInterrupted();
}

LogicalResult Translator::sharedRows(scf::ForOp op, IRMapping &map) {
  int64_t n = op.getStaticTripCount()->getSExtValue();
  double cost = cast<FloatAttr>(op->getAttr(rowsAttr)).getValueAsDouble();
  llvm::SetVector<Value> captures(op.getInitArgs().begin(),
                                  op.getInitArgs().end());
  getUsedValuesDefinedAbove(op.getRegion(), captures);
  for (auto [result, init] : llvm::zip(op.getResults(), op.getInitArgs()))
    map.map(result, map.lookup(init));
  return parallelRange(
      e, n, parallelGrain(n, cost), captures.getArrayRef(), map,
      [&](Value lo, Value hi, IRMapping &inner) {
        for (auto [arg, init] :
             llvm::zip(op.getRegionIterArgs(), op.getInitArgs()))
          inner.map(arg, inner.lookup(init));
        LogicalResult result = success();
        e.loop(lo, hi, 1, {}, [&](Value row, ValueRange) {
          inner.map(op.getInductionVar(), e.toIndex(row));
          result = block(*op.getBody(), inner);
          return SmallVector<Value>();
        });
        return result;
      });
}

/// The places of a loop's moving carries in its first step.
void Translator::startCarries(scf::ForOp op, IRMapping &map,
                              SmallVector<Value> &inits) {
  for (const MovingCarry &carry : carries.of.lookup(op)) {
    if (carry.distance == 0) {
      inits.push_back(map.lookup(op.getInitArgs()[carry.index]));
      inits.push_back(map.lookup(carry.next));
      continue;
    }
    Value rows = op.getInitArgs()[carry.rows];
    auto type = cast<MemRefType>(rows.getType());
    inits.push_back(e.at(map.lookup(rows), type.getElementType(),
                         carry.first * rowStride(type)));
  }
}

/// Names the places of a step in its body, and returns those of the next.
SmallVector<Value> Translator::nextCarries(scf::ForOp op, scf::ForOp made,
                                           IRMapping &map) {
  auto moving = carries.of.lookup(op);
  SmallVector<Value> next;
  unsigned known = 0;
  for (const MovingCarry &carry : moving)
    known += carry.distance == 0 ? 2 : 1;
  auto args = made.getRegionIterArgs().take_back(known);
  for (const MovingCarry &carry : moving) {
    Value here = args[next.size()];
    map.map(op.getRegionIterArgs()[carry.index], here);
    if (carry.distance == 0) {
      Value other = args[next.size() + 1];
      map.map(carry.next, other);
      next.append({other, here});
      continue;
    }
    auto type = cast<MemRefType>(op.getInitArgs()[carry.rows].getType());
    Value after = e.at(here, type.getElementType(),
                       carry.distance * rowStride(type));
    if (!carry.lastIsRow) {
      Value last = arith::ConstantIndexOp::create(
          e.b, e.loc, op.getStaticTripCount()->getSExtValue() - 1);
      Value isLast =
          arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::eq,
                                made.getInductionVar(), last);
      after = LLVM::SelectOp::create(e.b, e.loc, isLast,
                                     map.lookup(carry.next), after);
    }
    map.map(carry.next, after);
    next.push_back(after);
  }
  return next;
}

/// Buffers that a loop carries are the ones it started with (carryInPlace), so
/// only its other values stay loop-carried, and where a carry moves.
LogicalResult Translator::forLoop(scf::ForOp op, IRMapping &map) {
  if (mayShare(op))
    return sharedRows(op, map);
  SmallVector<Value> inits;
  SmallVector<unsigned> kept;
  for (auto [i, init] : llvm::enumerate(op.getInitArgs())) {
    if (isMemRef(init)) {
      map.map(op.getRegionIterArgs()[i], map.lookup(init));
      map.map(op.getResult(i), map.lookup(init));
      continue;
    }
    kept.push_back(i);
    inits.push_back(map.lookup(init));
  }
  startCarries(op, map, inits);
  auto loop = scf::ForOp::create(
      e.b, op.getLoc(), map.lookup(op.getLowerBound()),
      map.lookup(op.getUpperBound()), map.lookup(op.getStep()), inits);
  if (Attribute annotation = op->getAttr(annotationAttr))
    loop->setAttr(annotationAttr, annotation);
  map.map(op.getInductionVar(), loop.getInductionVar());
  for (auto [i, k] : llvm::enumerate(kept)) {
    map.map(op.getRegionIterArgs()[k], loop.getRegionIterArgs()[i]);
    map.map(op.getResult(k), loop.getResult(i));
  }
  OpBuilder::InsertionGuard guard(e.b);
  e.b.setInsertionPointToStart(loop.getBody());
  auto moving = carries.of.lookup(op);
  auto outside = llvm::map_to_vector(moving, [&](const MovingCarry &carry) {
    return map.lookupOrNull(carry.next);
  });
  SmallVector<Value> next = nextCarries(op, loop, map);
  if (failed(block(*op.getBody(), map)))
    return failure();
  for (auto [carry, place] : llvm::zip(moving, outside))
    map.map(carry.next, place);
  if (inits.empty())
    return success();
  SmallVector<Value> yielded;
  for (unsigned k : kept)
    yielded.push_back(map.lookup(op.getBody()->getTerminator()->getOperand(k)));
  llvm::append_range(yielded, next);
  scf::YieldOp::create(e.b, op.getLoc(), yielded);
  return success();
}

LogicalResult Translator::whileLoop(scf::WhileOp op, IRMapping &map) {
  SmallVector<Value> inits;
  SmallVector<unsigned> before, after;
  for (auto [i, init] : llvm::enumerate(op.getInits())) {
    if (isMemRef(init)) {
      map.map(op.getBeforeArguments()[i], map.lookup(init));
      continue;
    }
    before.push_back(i);
    inits.push_back(map.lookup(init));
  }
  SmallVector<Type> types;
  for (auto [i, arg] : llvm::enumerate(op.getAfterArguments())) {
    if (isMemRef(arg)) {
      Value init = map.lookup(op.getInits()[i]);
      map.map(arg, init);
      map.map(op.getResult(i), init);
      continue;
    }
    after.push_back(i);
    types.push_back(arg.getType());
  }
  auto loop = scf::WhileOp::create(e.b, op.getLoc(), types, inits);
  OpBuilder::InsertionGuard guard(e.b);
  auto enter = [&](Region &to, ValueRange old, ArrayRef<unsigned> kept) {
    Block *block = e.b.createBlock(&to);
    for (unsigned k : kept)
      map.map(old[k], block->addArgument(old[k].getType(), op.getLoc()));
  };
  enter(loop.getBefore(), op.getBeforeArguments(), before);
  if (failed(block(*op.getBeforeBody(), map)))
    return failure();
  scf::ConditionOp condition = op.getConditionOp();
  SmallVector<Value> forwarded, yielded;
  for (unsigned k : after)
    forwarded.push_back(map.lookup(condition.getArgs()[k]));
  scf::ConditionOp::create(e.b, op.getLoc(),
                           map.lookup(condition.getCondition()), forwarded);
  enter(loop.getAfter(), op.getAfterArguments(), after);
  if (failed(block(*op.getAfterBody(), map)))
    return failure();
  for (unsigned k : before)
    yielded.push_back(map.lookup(op.getYieldOp().getResults()[k]));
  scf::YieldOp::create(e.b, op.getLoc(), yielded);
  for (auto [i, k] : llvm::enumerate(after))
    map.map(op.getResult(k), loop.getResult(i));
  return success();
}

LogicalResult Translator::region(Region &from, Region &to, IRMapping &map) {
  if (from.empty())
    return success();
  OpBuilder::InsertionGuard guard(e.b);
  Block *made = e.b.createBlock(&to);
  for (BlockArgument arg : from.getArguments())
    map.map(arg, made->addArgument(arg.getType(), arg.getLoc()));
  if (failed(block(from.front(), map)))
    return failure();
  Operation *end = from.front().getTerminator();
  SmallVector<Value> operands;
  for (Value v : end->getOperands())
    operands.push_back(map.lookup(v));
  OperationState state(end->getLoc(), end->getName());
  state.addOperands(operands);
  e.b.create(state);
  return success();
}

/// scf.if, and anything else whose regions are plain blocks;
/// buffers among its results become pointers.
LogicalResult Translator::branches(Operation *op, IRMapping &map) {
  OperationState state(op->getLoc(), op->getName());
  for (Value v : op->getOperands())
    state.addOperands(map.lookup(v));
  for (Type type : op->getResultTypes())
    state.addTypes(isa<MemRefType>(type) ? e.ptr : type);
  state.addAttributes(op->getAttrs());
  for (unsigned i = 0; i < op->getNumRegions(); ++i)
    state.addRegion();
  Operation *made = e.b.create(state);
  for (auto [from, to] : llvm::zip(op->getRegions(), made->getRegions()))
    if (failed(region(from, to, map)))
      return failure();
  for (auto [old, value] : llvm::zip(op->getResults(), made->getResults()))
    map.map(old, value);
  return success();
}

LogicalResult Translator::control(Operation *op, IRMapping &map) {
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return forLoop(loop, map);
  if (auto loop = dyn_cast<scf::WhileOp>(op))
    return whileLoop(loop, map);
  return branches(op, map);
}

/// In a function of its own. It is handed the places of its buffers, so that
/// equal loops are one function wherever theirs are.
LogicalResult Translator::controlApart(Operation *op, IRMapping &map) {
  llvm::SetVector<Value> captures(op->operand_begin(), op->operand_end());
  for (Region &region : op->getRegions())
    getUsedValuesDefinedAbove(region, captures);
  // A loop's buffers are those it started with, a branch's may be its own.
  auto loop = dyn_cast<LoopLikeOpInterface>(op);
  SmallVector<Value> results;
  for (OpResult result : op->getResults())
    if (loop && isMemRef(result))
      map.map(result, map.lookup(loop.getInits()[result.getResultNumber()]));
    else
      results.push_back(result);
  bool handsBuffers = llvm::any_of(results, isMemRef);
  op->walk([&](memref::AllocOp inside) {
    if (plan.places.lookup(inside).offset < 0 && !handsBuffers)
      return; // on the function's own stack
    alloc(inside, map);
    captures.insert(inside);
  });
  captures.remove_if([&](Value v) { return !map.contains(v); });
  e.loc = op->getLoc();
  return apart(e, captures.getArrayRef(), results, map, [&](IRMapping &inner) {
    llvm::SaveAndRestore savedLoops(
        e.manyLoops, apartOps.lookup(op) > maxLoopGroups);
    return control(op, inner);
  });
}

} // namespace weft::ir
