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
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Transforms/DialectConversion.h"

#include <mutex>

namespace weft::ir {
using namespace mlir;

namespace {
/// Which dialects of many patterns a module has operations of: each conversion
/// of a module looks at all patterns that it is given, and for a small one that
/// takes five times as long as its own operations do.
struct Families {
  bool math = false, complex = false;
};

/// Hundreds of patterns, of which a module uses a few.
struct Conversion {
  Conversion(MLIRContext *ctx, Families families);

  LLVMTypeConverter converter;
  FrozenRewritePatternSet patterns;
};
} // namespace

static LowerToLLVMOptions conversionOptions(MLIRContext *ctx) {
  LowerToLLVMOptions options(ctx);
  options.overrideIndexBitwidth(64);
  return options;
}

static void addMath(const LLVMTypeConverter &converter,
                    RewritePatternSet &patterns) {
  // An intrinsic where LLVM has one, libm where it has none.
  populateMathToLLVMConversionPatterns(converter, patterns,
                                       /*approximateLog1p=*/false,
                                       /*benefit=*/2);
  populateMathToLibmConversionPatterns(patterns, /*benefit=*/1);
  // For expm1 the former has exp(x) - 1, which loses what expm1 is for.
  MLIRContext *ctx = patterns.getContext();
  RewritePatternSet libm(ctx);
  populateMathToLibmConversionPatterns(libm, /*benefit=*/3);
  for (auto &pattern : libm.getNativePatterns())
    if (pattern->getRootKind() == OperationName("math.expm1", ctx))
      patterns.add(std::move(pattern));
}

Conversion::Conversion(MLIRContext *ctx, Families families)
    : converter(ctx, conversionOptions(ctx)) {
  RewritePatternSet patterns(ctx);
  populateSCFToControlFlowConversionPatterns(patterns);
  cf::populateControlFlowToLLVMConversionPatterns(converter, patterns);
  arith::populateCeilFloorDivExpandOpsPatterns(patterns);
  arith::populateArithToLLVMConversionPatterns(converter, patterns);
  index::populateIndexToLLVMConversionPatterns(converter, patterns);
  ub::populateUBToLLVMConversionPatterns(converter, patterns);
  if (families.complex)
    populateComplexToLLVMConversionPatterns(converter, patterns);
  if (families.math)
    addMath(converter, patterns);
  populateFuncToLLVMConversionPatterns(converter, patterns);
  this->patterns = std::move(patterns);
}

static Families familiesOf(ModuleOp module) {
  Families families;
  module.walk([&](Operation *op) {
    // Patterns of complex numbers make operations of math.
    families.complex |= isa_and_present<complex::ComplexDialect>(op->getDialect());
    families.math |= families.complex ||
                     isa_and_present<math::MathDialect>(op->getDialect());
  });
  return families;
}

/// Of the process's context, which outlives all, they are made once.
static std::shared_ptr<const Conversion> conversionOf(MLIRContext *ctx,
                                                      Families families) {
  auto make = [&] { return std::make_shared<const Conversion>(ctx, families); };
  if (ctx != context())
    return make();
  struct Slot {
    std::once_flag once;
    std::shared_ptr<const Conversion> made;
  };
  static auto *slots = new Slot[4]; // never destroyed, like the context
  Slot &slot = slots[2 * families.complex + families.math];
  std::call_once(slot.once, [&] { slot.made = make(); });
  return slot.made;
}

LogicalResult convertToLlvmDialect(ModuleOp module) {
  MLIRContext *ctx = module.getContext();
  LLVMConversionTarget target(*ctx);
  target.addLegalOp<ModuleOp>();
  return applyFullConversion(module, target,
                             conversionOf(ctx, familiesOf(module))->patterns);
}

} // namespace weft::ir
