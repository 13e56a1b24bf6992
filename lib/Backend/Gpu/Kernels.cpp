// See Kernels.h. Up to the grouping of nests the road is the CPU's: buffers,
// updates in place and "which ops walk the same rows" are questions of memory,
// not of a machine.
#include "Backend/Gpu/Kernels.h"

#include "Backend/Gpu/MatmulKernel.h"
#include "Backend/Gpu/NestKernels.h"
#include "Lowering/Buffers/Bufferise.h"
#include "Lowering/Buffers/Coalesce.h"
#include "Lowering/Registration.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/TypeUtilities.h"

namespace weft::gpu {
using namespace mlir;

static constexpr uint64_t alignment = 256; // as cuMemAlloc gives

namespace {
class Planner {
public:
  Planner(func::FuncOp func, mlir::gpu::GPUModuleOp module, Plan &plan)
      : func(func), module(module), plan(plan) {}
  LogicalResult run();

private:
  LogicalResult visit(Operation &op, const ir::Grouping &grouping);
  LogicalResult place(Value root, BufferRef &out);
  void launch(Kernel &kernel);
  std::string name();

  func::FuncOp func;
  mlir::gpu::GPUModuleOp module;
  Plan &plan;
  ir::LoweringOptions options;
  DenseMap<Value, BufferRef> places;
  LogicalResult placed = success();
};
} // namespace

//===-- What there are kernels for ----------------------------------------===//
static bool isSupported(Type type) {
  Type element = getElementTypeOrSelf(type);
  return element.isF32() || element.isF64() || element.isIndex() ||
         element.isSignlessInteger();
}

/// Whether distinct points of the parallel loops write distinct elements.
static bool isInjective(const ir::Nest &nest, const ir::Access &access) {
  if (access.general)
    return false;
  SmallVector<std::pair<int64_t, int64_t>> loops; // stride, size
  for (auto [dim, stride] : llvm::zip(nest.dims, access.strides))
    if (!dim.reduction && dim.size > 1)
      loops.push_back({std::abs(stride), dim.size});
  llvm::sort(loops);
  int64_t reach = 0;
  for (auto [stride, size] : loops) {
    if (stride <= reach)
      return false;
    reach += stride * (size - 1);
  }
  return true;
}

/// An out that the nest adds to moves along all of its reduction or none.
static bool isPlainSum(const ir::Nest &nest, const ir::Access &access) {
  unsigned moves = 0, loops = 0;
  for (auto [d, dim] : llvm::enumerate(nest.dims)) {
    loops += dim.reduction;
    moves += dim.reduction && access.uses(d);
  }
  return moves == 0 || moves == loops;
}

static LogicalResult check(Operation *op) {
  if (!isa<linalg::LinalgOp, memref::CopyOp>(op))
    return success();
  WalkResult types = op->walk([&](Operation *inner) {
    for (TypeRange range : {TypeRange(inner->getOperandTypes()),
                            TypeRange(inner->getResultTypes())})
      for (Type type : range)
        if (!isSupported(type))
          return emitError(inner->getLoc())
                     << "there is no GPU code for elements of type "
                     << getElementTypeOrSelf(type)
                     << " yet, only for f32, f64, integers and bool",
                 WalkResult::interrupt();
    return WalkResult::advance();
  });
  if (types.wasInterrupted())
    return failure();
  FailureOr<ir::Nest> nest = ir::buildNest(op);
  if (failed(nest))
    return op->emitOpError("on a layout that is not static has no GPU code");
  for (const ir::Access &access : nest->accesses)
    if (access.isOut &&
        (!isInjective(*nest, access) || !isPlainSum(*nest, access)))
      return op->emitOpError("writes elements in an order that GPU code does "
                             "not keep");
  return success();
}

//===-- Buffers -----------------------------------------------------------===//
static std::vector<char> bytesOf(Attribute value) {
  std::vector<char> out;
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(value)) {
    ArrayRef<char> data = resource.getRawHandle().getBlob()->getData();
    return std::vector<char>(data.begin(), data.end());
  }
  auto dense = cast<DenseElementsAttr>(value);
  if (dense.getElementType().isInteger(1)) {
    for (bool bit : dense.getValues<bool>())
      out.push_back(bit);
    return out;
  }
  ArrayRef<char> data = dense.getRawData();
  int64_t copies = dense.isSplat() ? dense.getNumElements() : 1;
  for (int64_t i = 0; i < copies; ++i)
    out.insert(out.end(), data.begin(), data.end());
  return out;
}

LogicalResult Planner::place(Value root, BufferRef &out) {
  auto known = places.find(root);
  if (known != places.end())
    return out = known->second, success();
  if (auto arg = dyn_cast<BlockArgument>(root)) {
    out = {BufferRef::Entry, arg.getArgNumber()};
  } else if (auto alloc = root.getDefiningOp<memref::AllocOp>()) {
    out = {BufferRef::Scratch, plan.scratchBytes};
    plan.scratchBytes += llvm::alignTo(
        std::max<int64_t>(1, ir::bufferBytes(alloc.getType())), alignment);
  } else if (auto get = root.getDefiningOp<memref::GetGlobalOp>()) {
    auto global = SymbolTable::lookupNearestSymbolFrom<memref::GlobalOp>(
        get, get.getNameAttr());
    out = {BufferRef::Constant, plan.constants.size()};
    plan.constants.push_back(bytesOf(*global.getInitialValue()));
  } else {
    return emitError(root.getLoc())
           << "'" << root.getDefiningOp()->getName()
           << "': its buffer depends on control flow, for which there is no "
              "GPU code yet";
  }
  places[root] = out;
  return success();
}

void Planner::launch(Kernel &kernel) {
  Launch out;
  out.kernel = kernel.e.name;
  out.block = kernel.shape.block;
  for (unsigned i = 0; i < 3; ++i)
    out.grid[i] = kernel.shape.grid[i];
  if (kernel.shape.grid[0] > INT32_MAX) {
    emitError(kernel.e.loc) << "more blocks than a GPU takes at once";
    placed = failure();
  }
  for (Value root : kernel.roots) {
    BufferRef buffer{};
    if (failed(place(root, buffer)))
      placed = failure();
    out.buffers.push_back(buffer);
  }
  plan.launches.push_back(std::move(out));
}

std::string Planner::name() {
  return (func.getName() + "_" + Twine(plan.launches.size())).str();
}

/// Whether two memrefs of one type are the same elements.
static bool isSamePlace(Value a, Value b) {
  if (a == b)
    return true;
  auto x = a.getDefiningOp<memref::SubViewOp>();
  auto y = b.getDefiningOp<memref::SubViewOp>();
  return x && y && isSamePlace(x.getSource(), y.getSource()) &&
         x.getMixedOffsets() == y.getMixedOffsets() &&
         x.getMixedSizes() == y.getMixedSizes() &&
         x.getMixedStrides() == y.getMixedStrides();
}

//===-- Kernels -----------------------------------------------------------===//
LogicalResult Planner::visit(Operation &op, const ir::Grouping &grouping) {
  auto launch = [this](Kernel &kernel) { this->launch(kernel); };
  if (std::optional<Matmul> matmul = matchMatmul(&op))
    return writeMatmul(module, *matmul, options, name(), launch);
  if (isa<linalg::LinalgOp, memref::CopyOp>(op)) {
    if (!grouping.isLast(&op))
      return success();
    return writeGroup(
        module, grouping.groups[grouping.groupOf.lookup(&op)], options,
        [this] { return name(); }, launch);
  }
  if (isa<memref::AllocOp, memref::GetGlobalOp, func::ReturnOp,
          bufferization::ToTensorOp>(op) ||
      isa<ViewLikeOpInterface>(op) || op.hasTrait<OpTrait::ConstantLike>())
    return success();
  return emitError(op.getLoc())
         << "there is no GPU code for this operation yet, only for elementwise "
            "operations, reductions and contractions ('"
         << op.getName() << "' is what became of it)";
}

LogicalResult Planner::run() {
  SmallVector<int> aliases;
  ir::markConstantInits(func);
  ir::separateOuts(func);
  ir::resultsToOutParams(func, aliases);
  if (failed(ir::bufferise(func)))
    return failure();
  ir::coalesceBuffers(func);
  // What is in its place already is still copied there by name.
  for (auto copy : llvm::make_early_inc_range(
           func.getBody().front().getOps<memref::CopyOp>()))
    if (isSamePlace(copy.getSource(), copy.getTarget()))
      copy.erase();
  for (Operation &op : func.getBody().front())
    if (failed(check(&op)))
      return failure();
  FailureOr<ir::Grouping> grouping = ir::groupNests(
      func, [](Operation *op) { return matchMatmul(op).has_value(); });
  if (failed(grouping))
    return failure();
  for (Operation &op : func.getBody().front())
    if (failed(visit(op, *grouping)))
      return failure();
  return placed;
}

FailureOr<mlir::gpu::GPUModuleOp> makeKernels(ModuleOp module, StringRef entry,
                                              Plan &plan) {
  auto func = module.lookupSymbol<func::FuncOp>(entry);
  if (!func)
    return module.emitError("no function named ") << entry, failure();
  OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
  auto kernels = mlir::gpu::GPUModuleOp::create(b, module.getLoc(), "kernels");
  if (failed(Planner(func, kernels, plan).run()))
    return failure();
  for (Operation &op : llvm::make_early_inc_range(*module.getBody()))
    if (&op != kernels)
      op.erase();
  return kernels;
}

} // namespace weft::gpu
