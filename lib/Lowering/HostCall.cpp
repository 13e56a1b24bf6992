// See HostCall.h.
#include "Lowering/HostCall.h"

#include "HostOps.h"
#include "Lowering/Nest.h"

#include "mlir/Dialect/Bufferization/IR/BufferizableOpInterface.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace weft::ir {
using namespace mlir;
using namespace mlir::bufferization;

namespace {
struct HostRunModel
    : BufferizableOpInterface::ExternalModel<HostRunModel, HostRunOp> {
  static std::optional<unsigned> outOf(Operation *op, OpOperand &operand) {
    unsigned ins = cast<HostRunOp>(op).getIns().size();
    if (operand.getOperandNumber() < ins)
      return std::nullopt;
    return operand.getOperandNumber() - ins;
  }
  bool bufferizesToMemoryRead(Operation *op, OpOperand &operand,
                              const AnalysisState &) const {
    return !outOf(op, operand);
  }
  bool bufferizesToMemoryWrite(Operation *op, OpOperand &operand,
                               const AnalysisState &) const {
    return outOf(op, operand).has_value();
  }
  AliasingValueList getAliasingValues(Operation *op, OpOperand &operand,
                                      const AnalysisState &) const {
    auto out = outOf(op, operand);
    if (!out)
      return {};
    return {{op->getResult(*out), BufferRelation::Equivalent}};
  }
  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options,
                          BufferizationState &state) const {
    auto run = cast<HostRunOp>(op);
    OpBuilder::InsertionGuard guard(rewriter);
    rewriter.setInsertionPoint(op);
    Location loc = op->getLoc();
    SmallVector<Value> ins, outs, targets;
    for (OpOperand &operand : op->getOpOperands()) {
      auto buffer = getBuffer(rewriter, operand.get(), options, state);
      if (failed(buffer))
        return failure();
      auto type = cast<MemRefType>((*buffer).getType());
      bool isOut = outOf(op, operand).has_value();
      Value dense = *buffer;
      if (!isContiguous(type)) {
        dense = memref::AllocOp::create(
            rewriter, loc,
            MemRefType::get(type.getShape(), type.getElementType()));
        if (!isOut)
          memref::CopyOp::create(rewriter, loc, *buffer, dense);
      }
      (isOut ? outs : ins).push_back(dense);
      if (isOut)
        targets.push_back(*buffer);
    }
    HostRunOp::create(rewriter, loc, TypeRange(), run.getSymbol(), run.getId(),
                      run.getLanes(), ins, outs);
    for (auto [made, target] : llvm::zip(outs, targets))
      if (made != target)
        memref::CopyOp::create(rewriter, loc, made, target);
    replaceOpWithBufferizedValues(rewriter, op, targets);
    return success();
  }
};
} // namespace

void registerHostCallModels(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *ctx, WeftDialect *) {
    HostRunOp::attachInterface<HostRunModel>(*ctx);
  });
}

bool isHostCall(Operation *op) { return isa<HostRunOp>(op); }

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
LogicalResult emitHostCall(Emission &e, Operation *op, IRMapping &map) {
  auto run = cast<HostRunOp>(op);
  SmallVector<Value> args{addressList(e, run.getIns(), map),
                          addressList(e, run.getOuts(), map)};
  int64_t id = static_cast<int64_t>(run.getId());
  if (id >= 0) {
    args.push_back(e.constant(id));
    args.push_back(e.constant(static_cast<int64_t>(run.getLanes())));
  }
  auto type = LLVM::LLVMFunctionType::get(
      LLVM::LLVMVoidType::get(e.b.getContext()),
      llvm::to_vector(ValueRange(args).getTypes()));
  auto func = e.module.lookupSymbol<LLVM::LLVMFuncOp>(run.getSymbol());
  if (!func) {
    OpBuilder::InsertionGuard guard(e.b);
    e.b.setInsertionPointToStart(e.module.getBody());
    func = LLVM::LLVMFuncOp::create(e.b, e.loc, run.getSymbol(), type);
  } else if (func.getFunctionType() != type) {
    return op->emitError("[externCall] the name is taken by another function; ")
           << run.getSymbol() << " must have another name";
  }
  LLVM::CallOp::create(e.b, e.loc, func, args);
  return success();
}

} // namespace weft::ir
