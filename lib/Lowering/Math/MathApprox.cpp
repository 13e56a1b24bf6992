// See MathApprox.h.
#include "Lowering/Math/MathApprox.h"

#include "Lowering/Math/Libm.h"
#include "Lowering/Math/MathFunctions.h"
#include "Lowering/Math/MathShared.h"

#include "mlir/Conversion/ComplexToStandard/ComplexToStandard.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Transforms/DialectConversion.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace weft::ir {
using namespace mlir;

/// Float types that the target's own arithmetic lacks are computed in f32.
static LogicalResult widenFloats(ModuleOp module) {
  MLIRContext *ctx = module.getContext();
  TypeConverter converter;
  arith::populateEmulateUnsupportedFloatsConversions(
      converter, {BFloat16Type::get(ctx)}, Float32Type::get(ctx));
  RewritePatternSet patterns(ctx);
  arith::populateEmulateUnsupportedFloatsPatterns(patterns, converter);
  ConversionTarget target(*ctx);
  arith::populateEmulateUnsupportedFloatsLegality(target, converter);
  return applyPartialConversion(module, target, std::move(patterns));
}

/// Without an instruction for it, a fused multiply-add is a call of libm.
static void splitFma(ModuleOp module) {
  module.walk([](math::FmaOp fma) {
    OpBuilder b(fma);
    Value product =
        arith::MulFOp::create(b, fma.getLoc(), fma.getA(), fma.getB());
    Value sum = arith::AddFOp::create(b, fma.getLoc(), product, fma.getC());
    fma.replaceAllUsesWith(sum);
    fma.erase();
  });
}

/// Products of parts may be contracted: a complex product takes long enough to
/// be computed in one place only.
static LogicalResult splitComplex(ModuleOp module) {
  module.walk([](Operation *op) {
    if (isa<complex::ComplexDialect>(op->getDialect()))
      permit(op, arith::FastMathFlags::contract);
  });
  RewritePatternSet patterns(module.getContext());
  populateComplexToStandardConversionPatterns(patterns);
  ConversionTarget target(*module.getContext());
  target.addIllegalDialect<complex::ComplexDialect>();
  target.addLegalOp<complex::CreateOp, complex::ReOp, complex::ImOp,
                    complex::ConstantOp>();
  target.markUnknownOpDynamicallyLegal([](Operation *) { return true; });
  return applyPartialConversion(module, target, std::move(patterns));
}

/// 1 / √x. The mark says that an estimate may stand for it, which is the
/// backend's to choose (Backend/Cpu/Roots.h): LLVM would not vectorise one.
static void expandRoots(ModuleOp module, bool hasEstimate) {
  module.walk([&](math::RsqrtOp op) {
    OpBuilder b(op);
    Type type = op.getType();
    arith::FastMathFlags flags = op.getFastmath();
    TypedAttr one = b.getFloatAttr(getElementTypeOrSelf(type), 1);
    if (auto vector = dyn_cast<VectorType>(type))
      one = DenseElementsAttr::get(vector, Attribute(one));
    if (hasEstimate && getElementTypeOrSelf(type).isF32())
      flags = flags | arith::FastMathFlags::afn;
    Value root = math::SqrtOp::create(b, op.getLoc(), op.getOperand(), flags);
    op.replaceAllUsesWith(Value(arith::DivFOp::create(
        b, op.getLoc(), arith::ConstantOp::create(b, op.getLoc(), one), root,
        flags)));
    op.erase();
  });
}

static void expandFunctions(ModuleOp module, bool hasFma) {
  SmallVector<Operation *> ops;
  module.walk([&](Operation *op) {
    if (isa<math::MathDialect>(op->getDialect()))
      ops.push_back(op);
  });
  for (Operation *op : ops) {
    OpBuilder b(op);
    Value value = expandMathOp(b, op, hasFma);
    if (!value)
      continue;
    op->replaceAllUsesWith(ValueRange(value));
    op->erase();
  }
}

/// What fastMath permits, on the operations of the program; functions that are
/// expanded below keep their order, which their exactness rests on.
static void permitRewrites(ModuleOp module) {
  using Flags = arith::FastMathFlags;
  Flags more = Flags::reassoc | Flags::contract | Flags::arcp | Flags::nsz;
  module.walk<WalkOrder::PreOrder>([&](Operation *each) {
    if (isSharedMathFunction(each))
      return WalkResult::skip();
    permit(each, more);
    return WalkResult::advance();
  });
}

LogicalResult approximateMath(ModuleOp module, const LoweringOptions &options,
                              bool hasLibm) {
  if (options.fastMath)
    permitRewrites(module);
  bool hasComplex = false, hasBf16 = false, hasMath = false, hasNarrow = false;
  module.walk([&](Operation *op) {
    hasComplex |= isa<complex::ComplexDialect>(op->getDialect()) &&
                  !isa<complex::CreateOp, complex::ReOp, complex::ImOp,
                       complex::ConstantOp>(op);
    hasMath |= isa<math::MathDialect>(op->getDialect()) &&
               !(options.target.hasFma && isa<math::FmaOp>(op));
    for (Type type : op->getResultTypes()) {
      hasBf16 |= type.isBF16();
      hasNarrow |= type.isBF16() || type.isF16();
    }
  });
  if (hasComplex && failed(splitComplex(module)))
    return failure();
  if (hasComplex || hasMath || !hasLibm) {
    // f32 first: a polynomial in half precision would lose what it is for.
    if (hasNarrow) {
      RewritePatternSet widen(module.getContext());
      populateMathF32ExpansionPatterns(widen, [](StringRef) { return true; });
      walkAndApplyPatterns(module, std::move(widen));
    }
    RewritePatternSet patterns(module.getContext());
    math::populateExpansionPatterns(patterns, {"clampf", "fpowi"});
    walkAndApplyPatterns(module, std::move(patterns));
    bool hasFma = options.target.hasFma;
    expandRoots(module, options.target.vectorBits == 512 && hasFma);
    if (!hasLibm)
      expandLibm(module);
    expandFunctions(module, hasFma);
    if (!hasFma)
      splitFma(module);
  }
  if (hasBf16) {
    if (failed(widenFloats(module)))
      return failure();
    RewritePatternSet patterns(module.getContext());
    arith::populateExpandBFloat16Patterns(patterns);
    walkAndApplyPatterns(module, std::move(patterns));
  }
  return success();
}

} // namespace weft::ir
