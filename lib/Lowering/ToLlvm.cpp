// See ToLlvm.h. The pattern sets are named one by one: the interface-based
// convert-to-llvm pass would need every dialect's registration, which is slow
// to compile and to start.
#include "Lowering/ToLlvm.h"

#include "Dialect.h"

#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Conversion/ComplexToLLVM/ComplexToLLVM.h"
#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/FuncToLLVM/ConvertFuncToLLVM.h"
#include "mlir/Conversion/IndexToLLVM/IndexToLLVM.h"
#include "mlir/Conversion/LLVMCommon/ConversionTarget.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Conversion/MathToLLVM/MathToLLVM.h"
#include "mlir/Conversion/MathToLibm/MathToLibm.h"
#include "mlir/Conversion/SCFToControlFlow/SCFToControlFlow.h"
#include "mlir/Conversion/UBToLLVM/UBToLLVM.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Transforms/DialectConversion.h"

namespace weft::ir {
using namespace mlir;

namespace {
/// Hundreds of patterns, of which a module uses a few.
struct Conversion {
  explicit Conversion(MLIRContext *ctx);

  LLVMTypeConverter converter;
  FrozenRewritePatternSet patterns;
};
} // namespace

static LowerToLLVMOptions conversionOptions(MLIRContext *ctx) {
  LowerToLLVMOptions options(ctx);
  options.overrideIndexBitwidth(64);
  return options;
}

Conversion::Conversion(MLIRContext *ctx)
    : converter(ctx, conversionOptions(ctx)) {
  RewritePatternSet patterns(ctx);
  populateSCFToControlFlowConversionPatterns(patterns);
  cf::populateControlFlowToLLVMConversionPatterns(converter, patterns);
  arith::populateCeilFloorDivExpandOpsPatterns(patterns);
  arith::populateArithToLLVMConversionPatterns(converter, patterns);
  index::populateIndexToLLVMConversionPatterns(converter, patterns);
  ub::populateUBToLLVMConversionPatterns(converter, patterns);
  populateComplexToLLVMConversionPatterns(converter, patterns);
  // An intrinsic where LLVM has one, libm where it has none.
  populateMathToLLVMConversionPatterns(converter, patterns,
                                       /*approximateLog1p=*/false,
                                       /*benefit=*/2);
  populateMathToLibmConversionPatterns(patterns, /*benefit=*/1);
  // For expm1 the former has exp(x) - 1, which loses what expm1 is for.
  RewritePatternSet libm(ctx);
  populateMathToLibmConversionPatterns(libm, /*benefit=*/3);
  for (auto &pattern : libm.getNativePatterns())
    if (pattern->getRootKind() == OperationName("math.expm1", ctx))
      patterns.add(std::move(pattern));
  populateFuncToLLVMConversionPatterns(converter, patterns);
  this->patterns = std::move(patterns);
}

/// Of the process's context, which outlives all, they are made once.
static std::shared_ptr<const Conversion> conversionOf(MLIRContext *ctx) {
  if (ctx != context())
    return std::make_shared<const Conversion>(ctx);
  static const auto *shared = // never destroyed, like the context
      new std::shared_ptr<const Conversion>(new Conversion(ctx));
  return *shared;
}

LogicalResult convertToLlvmDialect(ModuleOp module) {
  MLIRContext *ctx = module.getContext();
  LLVMConversionTarget target(*ctx);
  target.addLegalOp<ModuleOp>();
  return applyFullConversion(module, target, conversionOf(ctx)->patterns);
}

} // namespace weft::ir
