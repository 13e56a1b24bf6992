// See MathShared.h.
#include "Lowering/Math/MathShared.h"

#include "Lowering/Math/MathFunctions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

#include "llvm/ADT/MapVector.h"

namespace weft::ir {
using namespace mlir;

/// As many of one kind are expanded where they stand: there the constants of
/// their polynomials stay in registers, and no call spills what is live. LLVM
/// spends little on one that no loop is made for.
static constexpr unsigned maxInLoops = 8, maxAlone = 64;

static constexpr StringLiteral prefix = "weft.math.";

bool isSharedMathFunction(Operation *op) {
  auto function = dyn_cast<LLVM::LLVMFuncOp>(op);
  return function && function.getName().starts_with(prefix);
}

bool callsSharedMath(Operation *op) {
  auto call = dyn_cast<LLVM::CallOp>(op);
  return call && call.getCallee() && call.getCallee()->starts_with(prefix);
}

namespace {
/// Writes the functions of one math op on one type.
class Writer {
public:
  Writer(ModuleOp module, Operation *sample, const LoweringOptions &options)
      : module(module), loc(UnknownLoc::get(module.getContext())),
        b(module.getBodyRegion()), options(options), math(sample->getName()),
        type(sample->getResult(0).getType()),
        arity(sample->getNumOperands()), hasAngle(takesAngle(sample)) {
    llvm::raw_string_ostream(name)
        << prefix << math.stripDialect() << '.' << type;
  }

  /// The scalar function, which knows its vector forms. They are appended to
  /// `kept`, as nothing calls them before loops are vectorised.
  LLVM::LLVMFuncOp write(SmallVectorImpl<LLVM::LLVMFuncOp> &kept);

private:
  LLVM::LLVMFuncOp define(StringRef name, Type on);
  Value compute(ValueRange in, bool isSmallAngle);
  Value computeAnyAngle(Value angle);
  Value eachLane(Value vector);

  ModuleOp module;
  Location loc;
  OpBuilder b;
  const LoweringOptions &options;
  OperationName math;
  Type type;
  unsigned arity;
  bool hasAngle;
  std::string name;
};
} // namespace

LLVM::LLVMFuncOp Writer::define(StringRef name, Type on) {
  OpBuilder::InsertionGuard guard(b);
  auto func = LLVM::LLVMFuncOp::create(
      b, loc, name,
      LLVM::LLVMFunctionType::get(on, SmallVector<Type>(arity, on)),
      LLVM::Linkage::Internal);
  auto none = LLVM::ModRefInfo::NoModRef;
  func.setMemoryEffectsAttr(LLVM::MemoryEffectsAttr::get(
      b.getContext(), none, none, none, none, none, none));
  func.setNoUnwind(true);
  func.setWillReturn(true);
  b.setInsertionPointToStart(func.addEntryBlock(b));
  Value value = hasAngle ? computeAnyAngle(func.getArgument(0))
                         : compute(func.getArguments(), false);
  LLVM::ReturnOp::create(b, loc, value);
  return func;
}

/// The polynomials, or libm where the angle is not small.
Value Writer::compute(ValueRange in, bool isSmallAngle) {
  OperationState state(loc, math);
  state.addOperands(in);
  state.addTypes(in[0].getType());
  if (isSmallAngle)
    state.addAttribute(smallAngleAttr, b.getUnitAttr());
  Operation *op = b.create(state);
  if (hasAngle && !isSmallAngle)
    return op->getResult(0);
  b.setInsertionPoint(op);
  Value value = expandMathOp(b, op, options.target.hasFma);
  b.setInsertionPointAfter(op);
  op->erase();
  return value;
}

Value Writer::computeAnyAngle(Value angle) {
  Type on = angle.getType();
  TypedAttr limit = b.getFloatAttr(type, smallAngle);
  auto vector = dyn_cast<VectorType>(on);
  if (vector)
    limit = DenseElementsAttr::get(vector, Attribute(limit));
  Value above = arith::CmpFOp::create(
      b, loc, arith::CmpFPredicate::OGT, math::AbsFOp::create(b, loc, angle),
      arith::ConstantOp::create(b, loc, limit));
  if (vector)
    above = LLVM::vector_reduce_or::create(b, loc, b.getI1Type(), above);
  auto branch = scf::IfOp::create(b, loc, on, above, /*withElse=*/true);
  auto side = [&](Block *block, auto value) {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(block);
    scf::YieldOp::create(b, loc, value());
  };
  side(branch.thenBlock(), [&] {
    return vector ? eachLane(angle) : compute(angle, false);
  });
  side(branch.elseBlock(), [&] { return compute(angle, true); });
  return branch.getResult(0);
}

/// The scalar function on one lane after another.
Value Writer::eachLane(Value vector) {
  auto scalar = module.lookupSymbol<LLVM::LLVMFuncOp>(name);
  auto index = [&](int64_t value) -> Value {
    return arith::ConstantOp::create(b, loc, b.getI64IntegerAttr(value));
  };
  int64_t lanes = cast<VectorType>(vector.getType()).getNumElements();
  auto loop = scf::ForOp::create(b, loc, index(0), index(lanes), index(1),
                                 vector);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value all = loop.getRegionIterArg(0), i = loop.getInductionVar();
  Value lane = LLVM::ExtractElementOp::create(b, loc, all, i);
  lane = LLVM::CallOp::create(b, loc, scalar, lane).getResult();
  all = LLVM::InsertElementOp::create(b, loc, all, lane, i);
  scf::YieldOp::create(b, loc, all);
  return loop.getResult(0);
}

LLVM::LLVMFuncOp Writer::write(SmallVectorImpl<LLVM::LLVMFuncOp> &kept) {
  LLVM::LLVMFuncOp scalar = define(name, type);
  std::string forms;
  llvm::raw_string_ostream os(forms);
  int64_t most = options.target.vectorBits / type.getIntOrFloatBitWidth();
  for (int64_t lanes = 2; lanes <= most; lanes *= 2) {
    std::string form = name + ".x" + std::to_string(lanes);
    // LLVM's name for "N lanes, no mask, every operand a vector".
    os << (lanes == 2 ? "" : ",") << "_ZGV_LLVM_N" << lanes
       << std::string(arity, 'v') << '_' << name << '(' << form << ')';
    kept.push_back(define(form, VectorType::get({lanes}, type)));
  }
  auto pair = [&](StringRef key, StringRef value) {
    return b.getStrArrayAttr({key, value});
  };
  scalar.setPassthroughAttr(
      b.getArrayAttr({b.getStringAttr("noinline"),
                      pair("vector-function-abi-variant", forms)}));
  return scalar;
}

/// LLVM's list of what stays although nothing refers to it.
static void keep(ModuleOp module, ArrayRef<LLVM::LLVMFuncOp> functions) {
  OpBuilder b(module.getBodyRegion());
  Location loc = UnknownLoc::get(module.getContext());
  auto pointer = LLVM::LLVMPointerType::get(module.getContext());
  Type list = LLVM::LLVMArrayType::get(pointer, functions.size());
  auto used = LLVM::GlobalOp::create(b, loc, list, /*isConstant=*/false,
                                     LLVM::Linkage::Appending,
                                     "llvm.compiler.used", Attribute());
  used.setSection("llvm.metadata");
  b.createBlock(&used.getInitializerRegion());
  Value all = LLVM::UndefOp::create(b, loc, list);
  for (auto [i, function] : llvm::enumerate(functions))
    all = LLVM::InsertValueOp::create(
        b, loc, all, LLVM::AddressOfOp::create(b, loc, function), i);
  LLVM::ReturnOp::create(b, loc, all);
}

static bool isExpanded(Operation *op, bool hasFma) {
  Block scratch;
  OpBuilder b(op->getContext());
  b.setInsertionPointToStart(&scratch);
  Operation *copy = b.clone(*op);
  copy->setAttr(smallAngleAttr, b.getUnitAttr());
  b.setInsertionPoint(copy);
  return bool(expandMathOp(b, copy, hasFma));
}

/// Whether the op runs for more than one element.
static bool isInLoop(Operation *op) {
  auto nest = op->getParentOfType<linalg::LinalgOp>();
  if (!nest)
    return false;
  auto sizes = nest.getStaticLoopRanges();
  return llvm::any_of(sizes, [](int64_t size) { return size != 1; });
}

void shareMath(func::FuncOp func, const LoweringOptions &options) {
  auto module = func->getParentOfType<ModuleOp>();
  using Kind = std::pair<OperationName, Type>;
  struct Uses {
    SmallVector<Operation *> inLoops, alone;
  };
  llvm::MapVector<Kind, Uses, llvm::DenseMap<Kind, unsigned>> kinds;
  func.walk([&](Operation *op) {
    if (!isa<math::MathDialect>(op->getDialect()) || op->getNumResults() != 1)
      return;
    Uses &uses = kinds[{op->getName(), op->getResult(0).getType()}];
    if (isInLoop(op))
      uses.inLoops.push_back(op);
    else if (!takesAngle(op)) // libm's, where it is alone
      uses.alone.push_back(op);
  });
  SmallVector<LLVM::LLVMFuncOp> kept;
  for (auto &[kind, uses] : kinds) {
    SmallVector<Operation *> ops;
    if (uses.inLoops.size() > maxInLoops)
      ops = uses.inLoops;
    if (uses.alone.size() > maxAlone)
      ops.append(uses.alone);
    if (ops.empty() || !isExpanded(ops.front(), options.target.hasFma))
      continue;
    LLVM::LLVMFuncOp shared =
        Writer(module, ops.front(), options).write(kept);
    for (Operation *op : ops) {
      OpBuilder at(op);
      auto call =
          LLVM::CallOp::create(at, op->getLoc(), shared, op->getOperands());
      op->replaceAllUsesWith(call);
      op->erase();
    }
  }
  if (!kept.empty())
    keep(module, kept);
}

} // namespace weft::ir
