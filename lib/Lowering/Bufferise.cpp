// See Bufferise.h. The entry's boundary is rewritten before the analysis
// (to_tensor on arguments, materialize_in_destination on results) instead of
// using func's own bufferisation: eliminateEmptyTensors can then see where a
// result ends up and lets its producer write there directly.
#include "Lowering/Bufferise.h"

#include "ExternOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Bufferization/Transforms/OneShotAnalysis.h"
#include "mlir/Dialect/Bufferization/Transforms/Transforms.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace weft::ir {
using namespace mlir;

/// The scalar that a linalg.fill writes, if it is a constant.
static Attribute constantFill(Value v) {
  auto fill = v.getDefiningOp<linalg::FillOp>();
  if (!fill)
    return {};
  Value scalar = fill.getInputs()[0];
  if (auto c = scalar.getDefiningOp<arith::ConstantOp>())
    return c.getValue();
  if (auto c = scalar.getDefiningOp<complex::ConstantOp>())
    return c.getValue();
  return {};
}

void markConstantInits(func::FuncOp func) {
  func.walk([&](linalg::LinalgOp op) {
    if (op.getNumReductionLoops() == 0 || !op.hasPureTensorSemantics())
      return;
    OpBuilder b(op);
    SmallVector<Attribute> inits;
    bool any = false;
    for (OpOperand &out : op.getDpsInitsMutable()) {
      Attribute c = op.payloadUsesValueFromOperand(&out)
                        ? constantFill(out.get())
                        : Attribute();
      inits.push_back(c ? c : b.getUnitAttr());
      if (!c)
        continue;
      any = true;
      Value fill = out.get();
      auto type = cast<RankedTensorType>(fill.getType());
      out.set(tensor::EmptyOp::create(b, op.getLoc(), type.getShape(),
                                      type.getElementType()));
      if (fill.use_empty())
        fill.getDefiningOp()->erase();
    }
    if (any)
      op->setAttr(initAttr, b.getArrayAttr(inits));
  });
}

static MemRefType toMemRef(Type t) {
  auto tensor = cast<RankedTensorType>(t);
  return MemRefType::get(tensor.getShape(), tensor.getElementType());
}

/// Greedy, in order, as JAX pairs donated buffers; a donated argument that is
/// itself returned keeps its own buffer.
static void matchDonations(func::FuncOp func, ValueRange results,
                           SmallVectorImpl<int> &aliases) {
  aliases.assign(results.size(), -1);
  SmallVector<unsigned> free;
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (func.getArgAttr(i, donatedAttr))
      free.push_back(i);
  auto take = [&](auto &&wants) {
    for (auto [r, value] : llvm::enumerate(results)) {
      if (aliases[r] >= 0)
        continue;
      for (unsigned k = 0; k < free.size(); ++k) {
        if (!wants(value, func.getArgument(free[k])))
          continue;
        aliases[r] = free[k];
        free.erase(free.begin() + k);
        break;
      }
    }
  };
  take([](Value v, BlockArgument a) { return v == a; });
  take([](Value v, BlockArgument a) { return v.getType() == a.getType(); });
}

void resultsToOutParams(func::FuncOp func, SmallVectorImpl<int> &aliases) {
  Block &body = func.getBody().front();
  auto ret = cast<func::ReturnOp>(body.getTerminator());
  SmallVector<Value> results(ret.getOperands());
  matchDonations(func, results, aliases);

  OpBuilder b = OpBuilder::atBlockBegin(&body);
  unsigned numArgs = func.getNumArguments();
  SmallVector<Value> memrefs, tensors;
  for (unsigned i = 0; i < numArgs; ++i) {
    BlockArgument arg = func.getArgument(i);
    Type type = arg.getType();
    arg.setType(toMemRef(type));
    bool donated = func.getArgAttr(i, donatedAttr) != nullptr;
    auto tensor = bufferization::ToTensorOp::create(
        b, arg.getLoc(), type, arg, /*restrict=*/true, /*writable=*/donated);
    arg.replaceAllUsesExcept(tensor.getResult(), tensor);
    for (Value &r : results)
      if (r == arg)
        r = tensor;
    memrefs.push_back(arg);
    tensors.push_back(tensor);
  }
  b.setInsertionPoint(ret);
  Location loc = ret.getLoc();
  // Copies out of donated buffers come before anything is written to them.
  for (auto [r, value] : llvm::enumerate(results)) {
    if (aliases[r] >= 0)
      continue;
    Value out = body.addArgument(toMemRef(value.getType()), loc);
    bufferization::MaterializeInDestinationOp::create(
        b, loc, Type(), value, out, /*restrict=*/true, /*writable=*/true);
  }
  // A donated destination is named as a tensor, so that the analysis sees the
  // conflict of `f(x, y) = (y, x)`; what the first op could not place is
  // copied by the second, which is nothing where it could.
  SmallVector<std::pair<Value, Value>> last;
  for (auto [r, value] : llvm::enumerate(results)) {
    if (aliases[r] < 0)
      continue;
    auto placed = bufferization::MaterializeInDestinationOp::create(
        b, loc, value.getType(), value, tensors[aliases[r]]);
    last.push_back({placed.getResult(), memrefs[aliases[r]]});
  }
  for (auto [value, memref] : last)
    bufferization::MaterializeInDestinationOp::create(
        b, loc, Type(), value, memref, /*restrict=*/true, /*writable=*/true);
  ret->setOperands({});
  func.setFunctionType(
      b.getFunctionType(body.getArgumentTypes(), /*results=*/{}));
  func.removeResAttrsAttr();
  if (ArrayAttr attrs = func.getArgAttrsAttr()) {
    SmallVector<Attribute> padded(attrs.begin(), attrs.end());
    padded.resize(body.getNumArguments(), b.getDictionaryAttr({}));
    func.setArgAttrsAttr(b.getArrayAttr(padded));
  }
}

/// The value that `v` is a view of, through ops that never copy.
static Value viewSource(Value v) {
  while (Operation *def = v.getDefiningOp()) {
    if (!isa<tensor::ExtractSliceOp, tensor::ExpandShapeOp,
             tensor::CollapseShapeOp, tensor::CastOp>(def))
      break;
    v = def->getOperand(0);
  }
  return v;
}

static Value copyOf(OpBuilder &b, Location loc, Value v) {
  return bufferization::AllocTensorOp::create(
      b, loc, cast<RankedTensorType>(v.getType()), ValueRange(), v);
}
/// A copy in fresh memory, made where the value is wanted if that is known.
static Value freshCopy(OpBuilder &b, Location loc, Value v) {
  auto type = cast<RankedTensorType>(v.getType());
  Value empty = tensor::EmptyOp::create(b, loc, type.getShape(),
                                        type.getElementType());
  if (v.getDefiningOp<tensor::EmptyOp>())
    return empty;
  return linalg::CopyOp::create(b, loc, v, empty).getResult(0);
}

/// What is copied in front of the analysis, which can itself copy what an op
/// is about to write over, but not what ends in the memory of a carried
/// argument. Before it decides anything it takes each op for one in place, and
/// gives up where that alone (a branch yields what a loop made of the argument,
/// the other one something new) is a conflict with such an end. Then more is
/// copied, and it starts anew.
enum class Care {
  Usual,    // what is known to be in the memory of another argument
  Branches, // and what a branch yields after an update of the argument
  All       // whatever loops start from and hand on, and branches yield
};

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

/// Whether what `v` holds may be asked for once `op` has begun to write over
/// it: by a later op, by one that passes its memory on, or by `op` itself.
static bool isReadAfter(Value v, Operation *op) {
  unsigned own = 0;
  for (OpOperand &use : v.getUses()) {
    Operation *user = use.getOwner();
    if (user == op) {
      if (++own > 1)
        return true;
      continue;
    }
    if (isa<tensor::ExtractSliceOp, tensor::ExpandShapeOp,
            tensor::CollapseShapeOp, tensor::CastOp>(user)) {
      if (isReadAfter(user->getResult(0), op))
        return true;
      continue;
    }
    Operation *top = op->getBlock()->findAncestorOpInBlock(*user);
    if (!top || top == op || !top->isBeforeInBlock(op))
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

/// The value whose memory an op's result is in, if it is one that is passed
/// through or written to; null for any other.
static Value sameMemory(OpResult v) {
  Operation *def = v.getOwner();
  if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp, tensor::CastOp>(def))
    return def->getOperand(0);
  if (auto call = dyn_cast<ExternCallOp>(def))
    return call.getOuts()[v.getResultNumber()];
  if (auto writes = dyn_cast<DestinationStyleOpInterface>(def))
    return writes.getTiedOpOperand(v)->get();
  return {};
}
/// The same where any op may have written to it in place.
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
  if (!result || !isa<scf::IfOp, scf::IndexSwitchOp>(result.getOwner()))
    return;
  for (Region &region : result.getOwner()->getRegions()) {
    if (region.empty())
      continue;
    Operation *yield = region.front().getTerminator();
    OpOperand &operand = yield->getOpOperand(result.getResultNumber());
    copySwapped(operand.get(), arg, args, care);
    Value view = viewSource(operand.get());
    Value start = care == Care::Usual ? loopSource(view) : updateSource(view);
    if (!llvm::is_contained(args, start))
      continue;
    OpBuilder b(yield);
    if (start != arg)
      operand.set(copyOf(b, yield->getLoc(), operand.get()));
    else if (care != Care::Usual && start != view)
      operand.set(freshCopy(b, yield->getLoc(), operand.get()));
  }
}

/// Makes each value that a loop body hands to its next iteration live in the
/// buffer of the argument it replaces. A value that is a view of another
/// carried argument (`a, b = b, a`) is copied first.
static void carryInPlace(Operation *terminator, MutableOperandRange carried,
                         ValueRange args, Care care) {
  OpBuilder b(terminator);
  Location loc = terminator->getLoc();
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
      operand.set(copyOf(b, loc, operand.get()));
    copySwapped(operand.get(), args[i], args, care);
    todo.push_back({&operand, args[i]});
  }
  for (auto [operand, arg] : todo)
    operand->set(bufferization::MaterializeInDestinationOp::create(
                     b, loc, arg.getType(), operand->get(), arg)
                     .getResult());
}

/// A branch that yields a slice would force a dynamic layout on the result.
static void copyYieldedSlices(Operation *terminator) {
  OpBuilder b(terminator);
  for (OpOperand &operand : terminator->getOpOperands()) {
    if (!isa<RankedTensorType>(operand.get().getType()))
      continue;
    auto source = dyn_cast<OpResult>(operand.get());
    while (source && !isa<tensor::ExtractSliceOp>(source.getOwner()))
      source = dyn_cast_or_null<OpResult>(sameMemory(source));
    if (source)
      operand.set(copyOf(b, terminator->getLoc(), operand.get()));
  }
}
static void copyYieldedSlices(func::FuncOp func) {
  func.walk([](Operation *op) {
    if (isa<scf::ForOp, scf::WhileOp>(op))
      copyYieldedSlices(op);
    else if (isa<scf::IfOp, scf::IndexSwitchOp>(op))
      for (Region &region : op->getRegions())
        if (!region.empty())
          copyYieldedSlices(region.front().getTerminator());
  });
}

/// Memory that nothing may write to: a constant, an argument of the function.
static bool isReadOnly(Value v) {
  if (v.getDefiningOp<arith::ConstantOp>())
    return true;
  auto argument = v.getDefiningOp<bufferization::ToTensorOp>();
  return argument && !argument.getWritable();
}
/// To the analysis a branch's result is all that any of the branches yields.
/// Were one of them read-only, what another one yields (a loop's carry) could
/// not be written to any more.
static void copyYieldedReadOnly(func::FuncOp func) {
  func.walk([](Operation *op) {
    if (!isa<scf::IfOp, scf::IndexSwitchOp>(op))
      return;
    for (Region &region : op->getRegions()) {
      if (region.empty())
        continue;
      Operation *terminator = region.front().getTerminator();
      OpBuilder b(terminator);
      for (OpOperand &operand : terminator->getOpOperands())
        if (isa<RankedTensorType>(operand.get().getType()) &&
            isReadOnly(viewSource(operand.get())))
          operand.set(freshCopy(b, terminator->getLoc(), operand.get()));
    }
  });
}

/// A loop that updates what it was given read-only starts from a copy. Made
/// here, into fresh memory, it can be made where the loop's result is wanted.
/// So does one whose start is used elsewhere, too: were the same zeros to start
/// two carries, both might be given the memory of one result.
static void copyReadOnlyInits(Operation *loop, ValueRange yielded,
                              ValueRange args, Care care) {
  OpBuilder b(loop);
  unsigned first = loop->getNumOperands() - loop->getNumResults();
  for (auto [i, value] : llvm::enumerate(yielded)) {
    OpOperand &init = loop->getOpOperand(first + i);
    auto argument = init.get().getDefiningOp<bufferization::ToTensorOp>();
    bool shared = argument ? !init.get().hasOneUse()
                           : isReadAfter(init.get(), loop);
    if (!isa<RankedTensorType>(init.get().getType()) || value == args[i])
      continue;
    if (care == Care::All)
      init.set(copyOf(b, loop->getLoc(), init.get()));
    else if (isReadOnly(init.get()) || shared)
      init.set(freshCopy(b, loop->getLoc(), init.get()));
  }
}

/// The same of an update of a part: were two to begin with the same zeros, both
/// might be given the memory of one result, as places for results are found
/// one by one. (An argument, of the function or of a loop, is no such place.)
static void copySharedTargets(func::FuncOp func) {
  func.walk([](Operation *op) {
    OpOperand *target = nullptr;
    if (auto part = dyn_cast<tensor::InsertSliceOp>(op))
      target = &part.getDestMutable();
    else if (auto element = dyn_cast<tensor::InsertOp>(op))
      target = &element.getDestMutable();
    if (!target)
      return;
    Value v = target->get();
    Operation *def = v.getDefiningOp();
    if (!def || isa<bufferization::ToTensorOp, arith::ConstantOp>(def) ||
        !isReadAfter(v, op))
      return;
    OpBuilder b(op);
    target->set(freshCopy(b, op->getLoc(), v));
  });
}

/// To the analysis all that the branches of one op yield is in one memory, that
/// of two carried arguments, say, of which each has an end of its own.
static void copyYielded(Operation *branches) {
  for (Region &region : branches->getRegions()) {
    if (region.empty())
      continue;
    Operation *yield = region.front().getTerminator();
    OpBuilder b(yield);
    for (OpOperand &operand : yield->getOpOperands())
      if (isa<RankedTensorType>(operand.get().getType()))
        operand.set(copyOf(b, yield->getLoc(), operand.get()));
  }
}

/// What ends in the memory of donated arguments, as what loops hand on.
static void placeInDonated(func::FuncOp func, Care care) {
  SmallVector<bufferization::MaterializeInDestinationOp> ends;
  SmallVector<Value> donated;
  for (Operation &op : func.getBody().front())
    if (auto end = dyn_cast<bufferization::MaterializeInDestinationOp>(op))
      if (isa<RankedTensorType>(end.getDest().getType())) {
        ends.push_back(end);
        donated.push_back(end.getDest());
      }
  if (ends.empty() || care == Care::Usual)
    return;
  OpBuilder b(ends.front());
  for (auto end : ends) {
    if (care == Care::All && end.getSource() != end.getDest())
      end.getSourceMutable().assign(
          copyOf(b, end.getLoc(), end.getSource()));
    copySwapped(end.getSource(), end.getDest(), donated, care);
  }
}

/// The memory that `v` may be in.
static void memoriesOf(Value v, SmallPtrSetImpl<Value> &memories) {
  Value start = updateSource(viewSource(v));
  Operation *def = start.getDefiningOp();
  if (!isa_and_nonnull<scf::IfOp, scf::IndexSwitchOp>(def)) {
    if (!isReadOnly(start))
      memories.insert(start);
    return;
  }
  unsigned i = cast<OpResult>(start).getResultNumber();
  for (Region &region : def->getRegions())
    if (!region.empty())
      memoriesOf(region.front().getTerminator()->getOperand(i), memories);
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
    if (!end || !isa<MemRefType>(end.getDest().getType()))
      continue;
    ends.push_back({end, {}});
    memoriesOf(end.getSource(), ends.back().second);
    for (Value v : ends.back().second)
      ++count[v];
  }
  if (ends.size() < 2)
    return;
  OpBuilder b(ends.front().first);
  for (auto &[end, memories] : ends) {
    Value source = end.getSource();
    Operation *def = updateSource(viewSource(source)).getDefiningOp();
    if (isa_and_nonnull<scf::IfOp, scf::IndexSwitchOp>(def) &&
        llvm::any_of(memories, [&](Value v) { return count[v] > 1; }))
      end.getSourceMutable().assign(copyOf(b, end.getLoc(), source));
  }
}

/// Of the results of one op's branches that may be in one memory (`a, b =
/// p ? (x, y) : (y, y)`) all but one are copied: the analysis takes each for
/// itself, and would write over the one while the other is still read.
static void copySharedYields(func::FuncOp func) {
  func.walk([](Operation *op) {
    if (!isa<scf::IfOp, scf::IndexSwitchOp>(op))
      return;
    SmallPtrSet<Value, 8> taken;
    auto isTaken = [&](Value v) { return taken.contains(v); };
    for (OpResult result : op->getResults()) {
      if (!isa<RankedTensorType>(result.getType()))
        continue;
      SmallPtrSet<Value, 4> memories;
      memoriesOf(result, memories);
      bool shared = llvm::any_of(memories, isTaken);
      for (Region &region : op->getRegions()) {
        if (!shared || region.empty())
          continue;
        Operation *yield = region.front().getTerminator();
        OpOperand &operand = yield->getOpOperand(result.getResultNumber());
        SmallPtrSet<Value, 4> own;
        memoriesOf(operand.get(), own);
        OpBuilder b(yield);
        if (llvm::any_of(own, isTaken))
          operand.set(copyOf(b, yield->getLoc(), operand.get()));
      }
      memories.clear();
      memoriesOf(result, memories);
      taken.insert(memories.begin(), memories.end());
    }
  });
}

static void prepareControlFlow(func::FuncOp func, Care care) {
  func.walk([&](Operation *op) {
    if (auto loop = dyn_cast<scf::ForOp>(op)) {
      copyReadOnlyInits(op, loop.getYieldedValues(), loop.getRegionIterArgs(),
                        care);
      carryInPlace(loop.getBody()->getTerminator(),
                   cast<scf::YieldOp>(loop.getBody()->getTerminator())
                       .getResultsMutable(),
                   loop.getRegionIterArgs(), care);
    } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
      if (loop.getNumResults() == loop.getInits().size())
        copyReadOnlyInits(op, loop.getYieldOp().getResults(),
                          loop.getBeforeArguments(), care);
      scf::ConditionOp condition = loop.getConditionOp();
      carryInPlace(condition, condition.getArgsMutable(),
                   loop.getBeforeArguments(), care);
      carryInPlace(loop.getYieldOp(), loop.getYieldOp().getResultsMutable(),
                   loop.getAfterArguments(), care);
    } else if (care == Care::All && isa<scf::IfOp, scf::IndexSwitchOp>(op)) {
      copyYielded(op);
    }
  });
  placeInDonated(func, care);
}

static LogicalResult bufferise(func::FuncOp func, Care care) {
  copyYieldedSlices(func);
  copySharedTargets(func);
  copyYieldedReadOnly(func);
  prepareControlFlow(func, care);
  copySharedYields(func);
  copyChosenResults(func);
  IRRewriter rewriter(func.getContext());
  if (failed(bufferization::eliminateEmptyTensors(rewriter, func)))
    return failure();
  // What had memory of its own may now be written into a slice of another
  // array (a part of a concatenation).
  copyYieldedSlices(func);
  bufferization::OneShotBufferizationOptions options;
  options.unknownTypeConverterFn =
      [](TensorType type, Attribute space,
         const bufferization::BufferizationOptions &) {
        return bufferization::getMemRefTypeWithStaticIdentityLayout(type,
                                                                    space);
      };
  bufferization::BufferizationState state;
  return bufferization::runOneShotBufferize(func, options, state);
}

/// Whether anything ends in memory that is named before the analysis.
static bool hasEnds(func::FuncOp func) {
  return func
      .walk([](Operation *op) {
        auto end = dyn_cast<bufferization::MaterializeInDestinationOp>(op);
        bool found = end ? isa<RankedTensorType>(end.getDest().getType())
                         : isa<scf::ForOp, scf::WhileOp>(op);
        return found ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

LogicalResult bufferise(func::FuncOp func) {
  {
    RewritePatternSet patterns(func.getContext());
    tensor::populateDecomposeTensorConcatPatterns(patterns);
    walkAndApplyPatterns(func, std::move(patterns));
  }
  if (!hasEnds(func))
    return bufferise(func, Care::Usual);
  OwningOpRef<func::FuncOp> original(func.clone());
  for (Care care : {Care::Usual, Care::Branches}) {
    ScopedDiagnosticHandler silence(func.getContext(),
                                    [](Diagnostic &) { return success(); });
    if (succeeded(bufferise(func, care)))
      return success();
    OwningOpRef<func::FuncOp> again(original->clone());
    func.getBody().takeBody(again->getBody());
  }
  return bufferise(func, Care::All);
}

} // namespace weft::ir
