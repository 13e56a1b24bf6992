// The dialect and the process's context.
#include "ShapeOps.h"
#include "Dialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;
#include "WeftDialect.cpp.inc"
#include "WeftEnums.cpp.inc"
#include "WeftInterfaces.cpp.inc"

namespace weft::ir {
// Families.inc has a line WEFT_FAMILY(F) for each; CMake makes it, and the
// FOps.cpp that these are in.
#define WEFT_FAMILY(F) void register##F##Ops(WeftDialect &);
#include "Families.inc"
#undef WEFT_FAMILY
} // namespace weft::ir

void WeftDialect::initialize() {
#define WEFT_FAMILY(F) register##F##Ops(*this);
#include "Families.inc"
#undef WEFT_FAMILY
}

Operation *WeftDialect::materializeConstant(OpBuilder &b, Attribute value, Type,
                                            Location loc) {
  return ConstantOp::create(b, loc, cast<ElementsAttr>(value));
}

void weft::ir::registerDialects(DialectRegistry &registry) {
  registry.insert<WeftDialect, func::FuncDialect, arith::ArithDialect,
                  math::MathDialect, complex::ComplexDialect,
                  linalg::LinalgDialect, tensor::TensorDialect, scf::SCFDialect,
                  bufferization::BufferizationDialect>();
}

void (*weft::ir::prepareContext)(MLIRContext &) = nullptr;

MLIRContext *weft::ir::context() {
  // Threading is on so that several threads may trace: it locks uniquing.
  static MLIRContext *ctx = [] {
    auto *c = new MLIRContext(MLIRContext::Threading::ENABLED);
    DialectRegistry registry;
    registerDialects(registry);
    c->appendDialectRegistry(registry);
    c->loadAllAvailableDialects();
    if (prepareContext)
      prepareContext(*c);
    return c;
  }();
  return ctx;
}
