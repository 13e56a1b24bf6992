// See ToNvvm.h. The pattern sets are named one by one, as in ToLlvm.cpp:
// the pass convert-gpu-to-nvvm would turn mathematics into calls of libdevice,
// which only a CUDA toolkit has.
#include "Backend/Gpu/ToNvvm.h"

#include "Lowering/Math/MathApprox.h"

#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/GPUToNVVM/GPUToNVVMPass.h"
#include "mlir/Conversion/LLVMCommon/ConversionTarget.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Conversion/MathToLLVM/MathToLLVM.h"
#include "mlir/Conversion/SCFToControlFlow/SCFToControlFlow.h"
#include "mlir/Conversion/UBToLLVM/UBToLLVM.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Target/LLVMIR/Dialect/GPU/GPUToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/NVVM/NVVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "mlir/Transforms/DialectConversion.h"
#include "llvm/IR/Module.h"

namespace weft::gpu {
using namespace mlir;

void loadGpuDialects(MLIRContext &context) {
  DialectRegistry registry;
  registry.insert<mlir::gpu::GPUDialect, NVVM::NVVMDialect>();
  registerGPUDialectTranslation(registry);
  registerNVVMDialectTranslation(registry);
  context.appendDialectRegistry(registry);
  context.loadDialect<mlir::gpu::GPUDialect, NVVM::NVVMDialect>();
}

/// Functions that NVPTX has instructions or exact expansions for.
static bool isNative(Operation *op) {
  return isa<math::AbsFOp, math::AbsIOp, math::CeilOp, math::CopySignOp,
             math::CountLeadingZerosOp, math::CountTrailingZerosOp,
             math::CtPopOp, math::FloorOp, math::FmaOp, math::IsFiniteOp,
             math::IsInfOp, math::IsNaNOp, math::RoundEvenOp, math::RoundOp,
             math::SqrtOp, math::TruncOp>(op);
}

/// What is left over would become a call, and there is nothing to call.
static LogicalResult checkMath(mlir::gpu::GPUModuleOp kernels) {
  WalkResult walk = kernels.walk([](Operation *op) {
    bool mathematics = isa<math::MathDialect>(op->getDialect());
    if ((!mathematics || isNative(op)) && !isa<arith::RemFOp>(op))
      return WalkResult::advance();
    emitError(op->getLoc(), "'")
        << op->getName() << "' on " << op->getOperand(0).getType()
        << " has no GPU code yet";
    return WalkResult::interrupt();
  });
  return failure(walk.wasInterrupted());
}

LogicalResult convertToNvvm(mlir::gpu::GPUModuleOp kernels) {
  MLIRContext *ctx = kernels.getContext();
  if (failed(ir::approximateMath(kernels->getParentOfType<ModuleOp>(), {},
                                 /*hasLibm=*/false)) ||
      failed(checkMath(kernels)))
    return failure();
  LowerToLLVMOptions options(ctx);
  options.overrideIndexBitwidth(64);
  options.useBarePtrCallConv = true;
  LLVMTypeConverter converter(ctx, options);
  configureGpuToNVVMTypeConverter(converter);
  RewritePatternSet patterns(ctx);
  populateSCFToControlFlowConversionPatterns(patterns);
  cf::populateControlFlowToLLVMConversionPatterns(converter, patterns);
  arith::populateCeilFloorDivExpandOpsPatterns(patterns);
  arith::populateArithToLLVMConversionPatterns(converter, patterns);
  ub::populateUBToLLVMConversionPatterns(converter, patterns);
  // Before the calls of libdevice that come with the patterns of gpu.
  populateMathToLLVMConversionPatterns(converter, patterns,
                                       /*approximateLog1p=*/false,
                                       /*benefit=*/2);
  populateGpuToNVVMConversionPatterns(converter, patterns, /*benefit=*/1);
  LLVMConversionTarget target(*ctx);
  target.addLegalDialect<NVVM::NVVMDialect>();
  target.addIllegalDialect<mlir::gpu::GPUDialect>();
  target.addLegalOp<mlir::gpu::GPUModuleOp>();
  return applyFullConversion(kernels, target, std::move(patterns));
}

std::unique_ptr<llvm::Module> toLlvmIr(mlir::gpu::GPUModuleOp kernels,
                                       llvm::LLVMContext &context) {
  return translateModuleToLLVMIR(kernels, context, "kernels");
}

} // namespace weft::gpu
