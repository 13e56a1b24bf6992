// See Passes.h. Each pass replaces every function in weft form (one that ends
// in weft.return) by what the transform makes of it, under the same name.
#include "CallOps.h"
#include "Passes.h"
#include "Bodies.h"
#include "Lowering/Pipelines.h"
#include "Transforms/Derive.h"
#include "Transforms/Simplify.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Pass/Pass.h"

using namespace weft::ir;

static Mask maskOf(ArrayRef<int64_t> list, unsigned n) {
  Mask out(n);
  for (int64_t i : list)
    if (i >= 0 && i < n)
      out.set(i);
  return out;
}
/// Arguments marked weft.fixed are not differentiated, mapped or linear.
static Mask notFixed(Region &src) {
  auto f = cast<func::FuncOp>(src.getParentOp());
  Mask out(src.getNumArguments());
  for (unsigned i = 0; i < out.size(); ++i)
    out[i] = !f.getArgAttr(i, "weft.fixed");
  return out;
}
/// The arguments in `list`; where there is no list, all that are float or
/// complex and not fixed.
static Mask chosen(ArrayRef<int64_t> list, Region &src) {
  if (!list.empty())
    return maskOf(list, src.getNumArguments());
  Mask out = notFixed(src);
  for (auto [i, t] : llvm::enumerate(src.getArgumentTypes()))
    if (!isInexact(t))
      out.reset(i);
  return out;
}

namespace {
/// A pass that makes a body of each function's body.
template <class Derived>
struct FunctionPass : PassWrapper<Derived, OperationPass<ModuleOp>> {
  FunctionPass() = default;
  FunctionPass(const FunctionPass &other)
      : PassWrapper<Derived, OperationPass<ModuleOp>>(other) {}

  virtual LogicalResult transform(Region &src, Region &dst) = 0;

  void getDependentDialects(DialectRegistry &registry) const override {
    registerDialects(registry);
  }
  void runOnOperation() override {
    SmallVector<func::FuncOp> funcs;
    for (auto f : this->getOperation().template getOps<func::FuncOp>())
      if (!f.isExternal() && isa<ReturnOp>(f.front().back()))
        funcs.push_back(f);
    for (func::FuncOp f : funcs)
      if (failed(visit(f)))
        return this->signalPassFailure();
  }
  virtual LogicalResult visit(func::FuncOp f) {
    Region dst;
    if (failed(transform(f.getBody(), dst)))
      return failure();
    f.getBody().takeBody(dst);
    f.setFunctionType(
        FunctionType::get(f.getContext(), f.getBody().getArgumentTypes(),
                          terminator(f.getBody())->getOperandTypes()));
    f.setAllArgAttrs(SmallVector<DictionaryAttr>());
    f.setAllResultAttrs(SmallVector<DictionaryAttr>());
    return success();
  }
};

struct JvpPass : FunctionPass<JvpPass> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(JvpPass)
  JvpPass() = default;
  JvpPass(const JvpPass &other) : FunctionPass(other) {}
  StringRef getArgument() const override { return "weft-jvp"; }
  StringRef getDescription() const override {
    return "(a...) -> (r...) becomes (a..., tangents of active...) -> (r..., "
           "tangents of the results that depend on them...)";
  }
  ListOption<int64_t> active{*this, "active",
                             llvm::cl::desc("active arguments (all floats)")};

  LogicalResult transform(Region &src, Region &dst) override {
    Mask in = chosen(active, src);
    return jvpBody(src, in, reach(src, in, Reach::Floats), dst);
  }
};

struct BatchPass : FunctionPass<BatchPass> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(BatchPass)
  BatchPass() = default;
  BatchPass(const BatchPass &other) : FunctionPass(other) {}
  StringRef getArgument() const override { return "weft-batch"; }
  StringRef getDescription() const override {
    return "gives arguments, and what depends on them, a leading axis";
  }
  ListOption<int64_t> axes{
      *this, "axes",
      llvm::cl::desc("per argument 0 (mapped) or -1 (not); default: all 0")};
  Option<int64_t> size{*this, "size", llvm::cl::desc("of the new axis"),
                       llvm::cl::init(4)};

  LogicalResult transform(Region &src, Region &dst) override {
    Mask in = notFixed(src);
    for (auto [i, axis] : llvm::enumerate(axes))
      if (i < in.size() && axis != 0)
        in.reset(i);
    return batchBody(src, in, reach(src, in, Reach::All), size, dst);
  }
};

/// (a...) -> scalar becomes (a...) -> (gradient for each float argument...).
struct GradPass : FunctionPass<GradPass> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(GradPass)
  GradPass() = default;
  GradPass(const GradPass &other) : FunctionPass(other) {}
  StringRef getArgument() const override { return "weft-grad"; }
  StringRef getDescription() const override {
    return "the gradient of a scalar function: jvp, unzip, transpose";
  }
  ListOption<int64_t> wrt{*this, "wrt",
                          llvm::cl::desc("arguments (all floats)")};
  Option<bool> value{*this, "value", llvm::cl::desc("the value as well"),
                     llvm::cl::init(false)};

  LogicalResult transform(Region &src, Region &dst) override {
    return deriveGrad(src, chosen(wrt, src), value, dst);
  }
};

/// A linear function's transpose: (others..., cts...) -> (cts of linear...).
struct TransposePass : FunctionPass<TransposePass> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(TransposePass)
  TransposePass() = default;
  TransposePass(const TransposePass &other) : FunctionPass(other) {}
  StringRef getArgument() const override { return "weft-transpose"; }
  StringRef getDescription() const override {
    return "(a...) -> (r...), linear in some arguments, becomes "
           "(other a..., cotangents of r...) -> (cotangents of linear a...)";
  }
  ListOption<int64_t> linear{*this, "linear",
                             llvm::cl::desc("linear arguments (all floats)")};

  LogicalResult transform(Region &src, Region &dst) override {
    Mask in = chosen(linear, src);
    Mask found;
    return transposeBody(src, in, reach(src, in, Reach::Floats), dst, found);
  }
};

/// Two functions: the forward half keeps the name, the linear half is NAME.lin.
struct UnzipPass : FunctionPass<UnzipPass> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(UnzipPass)
  UnzipPass() = default;
  UnzipPass(const UnzipPass &other) : FunctionPass(other) {}
  StringRef getArgument() const override { return "weft-unzip"; }
  StringRef getDescription() const override {
    return "splits a function linear in some arguments into (others...) -> "
           "(others' results..., residuals...) and NAME.lin: (linear..., "
           "residuals...) -> (linear results...)";
  }
  ListOption<int64_t> linear{*this, "linear",
                             llvm::cl::desc("linear arguments")};

  LogicalResult transform(Region &src, Region &dst) override {
    Mask in = chosen(linear, src);
    SmallVector<Value> residuals;
    lin = std::make_unique<Region>();
    if (failed(unzipBody(src, in, reach(src, in, Reach::Floats), dst, *lin,
                         residuals)))
      return failure();
    Operation *ret = terminator(dst);
    ret->insertOperands(ret->getNumOperands(), residuals);
    return success();
  }
  LogicalResult visit(func::FuncOp f) override {
    if (failed(FunctionPass::visit(f)))
      return failure();
    OpBuilder b(f.getContext());
    b.setInsertionPointAfter(f);
    auto type = b.getFunctionType(lin->front().getArgumentTypes(),
                                  terminator(*lin)->getOperandTypes());
    auto other =
        func::FuncOp::create(b, f.getLoc(), (f.getName() + ".lin").str(), type);
    other.getBody().takeBody(*lin);
    return success();
  }
  std::unique_ptr<Region> lin;
};

/// Calls, checkpoints and functions with custom derivatives become what they
/// run.
struct InlinePass : FunctionPass<InlinePass> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(InlinePass)
  StringRef getArgument() const override { return "weft-inline"; }
  StringRef getDescription() const override {
    return "inlines ops that run one body once";
  }
  LogicalResult transform(Region &src, Region &dst) override {
    dst.takeBody(src);
    dst.walk<WalkOrder::PostOrder>([](Lowerable op) {
      Region *plain = op.plainBody();
      if (!plain)
        return;
      OpBuilder b(op);
      auto results = inlineBody(b, *plain, op->getOperands());
      op->replaceAllUsesWith(results);
      op->erase();
    });
    return success();
  }
};
struct SimplifyPass : FunctionPass<SimplifyPass> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(SimplifyPass)
  StringRef getArgument() const override { return "weft-simplify"; }
  StringRef getDescription() const override {
    return "folds, shares equal operations, drops dead ones";
  }
  LogicalResult transform(Region &src, Region &dst) override {
    dst.takeBody(src);
    simplify(dst);
    return success();
  }
};

struct ToLinalgPass : FunctionPass<ToLinalgPass> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(ToLinalgPass)
  StringRef getArgument() const override { return "weft-to-linalg"; }
  StringRef getDescription() const override {
    return "lowers to linalg on tensors, fused";
  }
  LogicalResult transform(Region &, Region &) override { return failure(); }
  LogicalResult visit(func::FuncOp f) override {
    std::string name = f.getName().str();
    f.setName(name + ".weft");
    if (failed(lowerToLinalg(f.getBody(), getOperation(), name)))
      return failure();
    getOperation().lookupSymbol(name)->moveBefore(f);
    f.erase();
    return success();
  }
};
} // namespace

void weft::ir::registerWeftPasses() {
  PassRegistration<JvpPass>();
  PassRegistration<GradPass>();
  PassRegistration<BatchPass>();
  PassRegistration<TransposePass>();
  PassRegistration<UnzipPass>();
  PassRegistration<InlinePass>();
  PassRegistration<SimplifyPass>();
  PassRegistration<ToLinalgPass>();
}
