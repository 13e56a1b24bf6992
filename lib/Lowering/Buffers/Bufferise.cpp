// See Bufferise.h. The entry's boundary is rewritten before the analysis
// (to_tensor on arguments, materialize_in_destination on results) instead of
// using func's own bufferisation: eliminateEmptyTensors can then see where a
// result ends up and lets its producer write there directly.
#include "Lowering/Buffers/Bufferise.h"

#include "Lowering/Buffers/AliasCopies.h"
#include "Lowering/Buffers/LongChains.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Bufferization/Transforms/OneShotAnalysis.h"
#include "mlir/Dialect/Bufferization/Transforms/Transforms.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"
#include "mlir/IR/PatternMatch.h"
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

/// What `value` is a reshape of, which `out` becomes a view for, made where `b`
/// is: nothing is made in one shape and copied into another.
static Value beforeReshapes(OpBuilder &b, Value value, Value &out) {
  for (;;) {
    if (auto op = value.getDefiningOp<tensor::ExpandShapeOp>()) {
      value = op.getSrc();
      out = memref::CollapseShapeOp::create(b, op.getLoc(), out,
                                            op.getReassociationIndices());
    } else if (auto op = value.getDefiningOp<tensor::CollapseShapeOp>()) {
      value = op.getSrc();
      out = memref::ExpandShapeOp::create(
          b, op.getLoc(), op.getSrcType().getShape(), out,
          op.getReassociationIndices());
    } else {
      return value;
    }
  }
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
  OpBuilder views = b;
  b.setInsertionPoint(ret);
  Location loc = ret.getLoc();
  // Copies out of donated buffers come before anything is written to them.
  for (auto [r, value] : llvm::enumerate(results)) {
    if (aliases[r] >= 0)
      continue;
    Value out = body.addArgument(toMemRef(value.getType()), loc);
    value = beforeReshapes(views, value, out);
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
    Value destination = tensors[aliases[r]];
    // (What is there already need not be placed.)
    if (value != destination)
      value = bufferization::MaterializeInDestinationOp::create(
                  b, loc, value.getType(), value, destination)
                  .getResult();
    last.push_back({value, memrefs[aliases[r]]});
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

/// Puts empty tensors that `end` needs in front of `op`. MLIR would, too, but
/// its way of moving has a block's operations numbered anew, all of them.
static void bringForward(SubsetInsertionOpInterface end, Operation *op) {
  for (Value v : end.getValuesNeededToBuildSubsetExtraction()) {
    auto empty = v.getDefiningOp<tensor::EmptyOp>();
    if (!empty || empty->getNumOperands() != 0 ||
        empty->getBlock() != op->getBlock() || !op->isBeforeInBlock(empty))
      continue;
    empty->remove();
    op->getBlock()->getOperations().insert(op->getIterator(), empty);
  }
}

/// Lets what ends in a place be made there: what starts from an empty tensor
/// starts from the place. Where two ways lead to one empty tensor (out of two
/// branches) MLIR would take either, by an address, and the code differ from run
/// to run.
static LogicalResult makeInPlace(func::FuncOp func) {
  bufferization::OneShotBufferizationOptions options;
  options.allowReturnAllocsFromLoops = true;
  bufferization::OneShotAnalysisState state(func, options);
  if (failed(bufferization::analyzeOp(func, state)))
    return failure();
  auto startThere = [&](RewriterBase &rewriter, SubsetInsertionOpInterface end,
                        tensor::EmptyOp empty, Operation *) {
    bufferization::TraversalConfig config;
    config.alwaysIncludeLeaves = false;
    config.followEquivalentOnly = config.followSameTypeOrCastsOnly = true;
    llvm::DenseSet<OpOperand *> ways;
    state.findValueInReverseUseDefChain(
        &end.getSourceOperand(), [&](Value v) { return v == empty; }, config,
        &ways);
    auto isOnWay = [&](OpOperand &use) { return ways.contains(&use); };
    OpOperand &use = *llvm::find_if(empty->getUses(), isOnWay);
    Operation *user = use.getOwner();
    bringForward(end, empty);
    if (Value place = bufferization::buildSubsetExtraction(rewriter, end, empty,
                                                           user)) {
      rewriter.modifyOpInPlace(user, [&] { use.set(place); });
      state.resetCache();
    }
    return Value(); // it is done
  };
  IRRewriter rewriter(func.getContext());
  return bufferization::eliminateEmptyTensors(rewriter, func, state,
                                              startThere);
}

static LogicalResult bufferise(func::FuncOp func, Care care) {
  copyBeforeAnalysis(func, care);
  if (failed(makeInPlace(func)))
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
  placeParts(func);
  breakLongChains(func);
  partReaders(func);
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
