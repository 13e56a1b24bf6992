// See ExternCall.h.
#include "Lowering/ExternCall.h"

#include "ExternOps.h"
#include "Lowering/Nests/LargeResults.h"
#include "Lowering/Nests/Nest.h"
#include "Lowering/Nests/Parallel.h"

#include "mlir/Dialect/Bufferization/IR/BufferizableOpInterface.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace weft::ir {
using namespace mlir;
using namespace mlir::bufferization;

namespace {
struct ExternCallModel
    : BufferizableOpInterface::ExternalModel<ExternCallModel, ExternCallOp> {
  static bool isOut(Operation *op, OpOperand &operand) {
    return operand.getOperandNumber() >= cast<ExternCallOp>(op).getIns().size();
  }
  bool bufferizesToMemoryRead(Operation *op, OpOperand &operand,
                              const AnalysisState &) const {
    return !isOut(op, operand);
  }
  bool bufferizesToMemoryWrite(Operation *op, OpOperand &operand,
                               const AnalysisState &) const {
    return isOut(op, operand);
  }
  AliasingValueList getAliasingValues(Operation *op, OpOperand &operand,
                                      const AnalysisState &) const {
    if (!isOut(op, operand))
      return {};
    unsigned i =
        operand.getOperandNumber() - cast<ExternCallOp>(op).getIns().size();
    return {{op->getResult(i), BufferRelation::Equivalent}};
  }
  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options,
                          BufferizationState &state) const;
};
} // namespace

/// A dense buffer of the same shape.
static Value denseLike(OpBuilder &b, Location loc, MemRefType type) {
  return memref::AllocOp::create(
      b, loc, MemRefType::get(type.getShape(), type.getElementType()));
}
LogicalResult
ExternCallModel::bufferize(Operation *op, RewriterBase &rewriter,
                           const BufferizationOptions &options,
                           BufferizationState &state) const {
  auto call = cast<ExternCallOp>(op);
  OpBuilder::InsertionGuard guard(rewriter);
  rewriter.setInsertionPoint(op);
  SmallVector<Value> ins, outs, targets;
  for (OpOperand &operand : op->getOpOperands()) {
    Value buffer = operand.get();
    if (isa<TensorType>(buffer.getType())) {
      auto made = getBuffer(rewriter, buffer, options, state);
      if (failed(made))
        return failure();
      buffer = *made;
    }
    auto type = cast<MemRefType>(buffer.getType());
    Value dense = buffer;
    if (!isContiguous(type)) {
      dense = denseLike(rewriter, op->getLoc(), type);
      if (!isOut(op, operand))
        memref::CopyOp::create(rewriter, op->getLoc(), buffer, dense);
    }
    (isOut(op, operand) ? outs : ins).push_back(dense);
    if (isOut(op, operand))
      targets.push_back(buffer);
  }
  ExternCallOp::create(rewriter, op->getLoc(), TypeRange(),
                       call.getSymbolAttr(), call.getIntsAttr(),
                       call.getPackedAttr(), call.getPiecesAttr(),
                       call.getCostAttr(), call.getStackAttr(),
                       call.getStreamsAttr(), ins, outs);
  for (auto [made, target] : llvm::zip(outs, targets))
    if (made != target)
      memref::CopyOp::create(rewriter, op->getLoc(), made, target);
  replaceOpWithBufferizedValues(rewriter, op, targets);
  return success();
}

void registerExternCallModels(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *ctx, WeftDialect *) {
    ExternCallOp::attachInterface<ExternCallModel>(*ctx);
  });
}

bool isExternCall(Operation *op) { return isa<ExternCallOp>(op); }
bool isExternOut(OpOperand &operand) {
  return ExternCallModel::isOut(operand.getOwner(), operand);
}

/// The addresses of `buffers`, one after another in memory.
static Value addressList(Emission &e, ValueRange buffers, IRMapping &map) {
  Value list = e.stackBytes(8 * std::max<size_t>(buffers.size(), 1));
  for (auto [i, v] : llvm::enumerate(buffers)) {
    Value at = LLVM::GEPOp::create(e.b, e.loc, e.ptr, e.ptr, list,
                                   LLVM::GEPArg(static_cast<int32_t>(i)),
                                   LLVM::GEPNoWrapFlags::inbounds);
    LLVM::StoreOp::create(e.b, e.loc, map.lookup(v), at, 8);
  }
  return list;
}
/// Calls `name` with `args`; declares it where it is missing.
static LogicalResult callByName(Emission &e, Operation *op, StringRef name,
                                ValueRange args) {
  auto type = LLVM::LLVMFunctionType::get(
      LLVM::LLVMVoidType::get(e.b.getContext()),
      llvm::to_vector(args.getTypes()));
  auto func = e.module.lookupSymbol<LLVM::LLVMFuncOp>(name);
  if (!func) {
    OpBuilder::InsertionGuard guard(e.b);
    e.b.setInsertionPointToStart(e.module.getBody());
    func = LLVM::LLVMFuncOp::create(e.b, op->getLoc(), name, type);
  } else if (func.getFunctionType() != type) {
    return op->emitError("[externCall] the name is taken by another function; ")
           << name << " must have another name";
  }
  LLVM::CallOp::create(e.b, op->getLoc(), func, args);
  return success();
}
/// A kernel's pieces, given to threads where that pays.
static LogicalResult emitPieces(Emission &e, ExternCallOp call,
                                IRMapping &map) {
  std::string name = call.getSymbol().str();
  if (e.options.target.vectorBits < 512)
    name.insert(name.rfind('_'), "256");
  int64_t pieces = *call.getPieces();
  auto streams = [&](Value out) { return streamsOut(out, e.options); };
  return parallelRange(
      e, pieces, parallelGrain(pieces, static_cast<double>(*call.getCost())),
      call->getOperands(), map, [&](Value lo, Value hi, IRMapping &inner) {
        SmallVector<Value> args;
        for (Value v : call->getOperands())
          args.push_back(inner.lookup(v));
        if (std::optional<uint64_t> stack = call.getStack())
          args.append({e.scratch(*stack), e.constant(*stack)});
        for (int64_t n : call.getInts())
          args.push_back(e.constant(n));
        if (call.getStreams())
          args.push_back(e.constant(llvm::all_of(call.getOuts(), streams)));
        args.append({lo, hi});
        return callByName(e, call, name, args);
      });
}
LogicalResult emitExternCall(Emission &e, Operation *op, IRMapping &map) {
  auto call = cast<ExternCallOp>(op);
  if (call.getPieces())
    return emitPieces(e, call, map);
  SmallVector<Value> args;
  if (call.getPacked())
    args = {addressList(e, call.getIns(), map),
            addressList(e, call.getOuts(), map)};
  else
    for (Value v : op->getOperands())
      args.push_back(map.lookup(v));
  for (int64_t n : call.getInts())
    args.push_back(e.constant(n));
  return callByName(e, op, call.getSymbol(), args);
}

} // namespace weft::ir
