// See Kernel.h.
#include "Backend/Gpu/Kernel.h"

#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace weft::gpu {
using namespace mlir;
using ir::Access;
using ir::Nest;

static constexpr unsigned globalMemory = 1, sharedMemory = 3;
static constexpr int64_t warpSize = 32;
/// What every launcher keeps (buffers of ours begin at cache lines).
static constexpr int64_t bufferAlignment = 16;

void collectRoots(const Nest &nest, llvm::MapVector<Value, bool> &roots) {
  for (const Access &access : nest.accesses)
    if (!access.isScalar)
      roots[ir::rootBuffer(access.operand)] |= access.isOut;
  if (Block *body = nest.body())
    body->walk([&](memref::LoadOp load) {
      roots[ir::rootBuffer(load.getMemRef())] |= false;
    });
}

Kernel::Kernel(mlir::gpu::GPUModuleOp module, StringRef name,
               ArrayRef<Nest> nests, const KernelShape &shape,
               const ir::LoweringOptions &options)
    : e(module->getParentOfType<ModuleOp>(), name, options), shape(shape),
      module(module) {
  e.loc = nests.back().op->getLoc();
  e.ptr = LLVM::LLVMPointerType::get(module.getContext(), globalMemory);
  llvm::MapVector<Value, bool> used;
  for (const Nest &nest : nests)
    collectRoots(nest, used);
  for (auto [root, written] : used)
    roots.push_back(root);
  OpBuilder &b = e.b;
  b.setInsertionPointToEnd(module.getBody());
  SmallVector<Type> types(roots.size(), e.ptr);
  func = mlir::gpu::GPUFuncOp::create(b, e.loc, name,
                                      b.getFunctionType(types, {}));
  func->setAttr(mlir::gpu::GPUDialect::getKernelFuncAttrName(),
                b.getUnitAttr());
  func.setKnownBlockSize(ArrayRef<int32_t>{int32_t(shape.block), 1, 1});
  func.setKnownGridSize(ArrayRef<int32_t>{
      int32_t(shape.grid[0]), int32_t(shape.grid[1]), int32_t(shape.grid[2])});
  for (auto [i, root] : llvm::enumerate(roots)) {
    bool written = used[root];
    func.setArgAttr(i, LLVM::LLVMDialect::getAlignAttrName(),
                    b.getI64IntegerAttr(bufferAlignment));
    // Distinct roots never overlap. Of memory that another thread writes
    // before a barrier, noalias would be a lie: LLVM then takes a barrier for
    // a call that cannot touch it.
    if (!written || !shape.exchanges)
      func.setArgAttr(i, LLVM::LLVMDialect::getNoAliasAttrName(),
                      b.getUnitAttr());
    if (!written)
      func.setArgAttr(i, LLVM::LLVMDialect::getReadonlyAttrName(),
                      b.getUnitAttr());
  }
  b.setInsertionPointToStart(&func.getBody().front());
  thread =
      e.toI64(mlir::gpu::ThreadIdOp::create(b, e.loc, mlir::gpu::Dimension::x));
  for (unsigned i = 0; i < 3; ++i)
    block[i] = shape.grid[i] == 1
                   ? e.constant(0)
                   : e.toI64(mlir::gpu::BlockIdOp::create(
                         b, e.loc, static_cast<mlir::gpu::Dimension>(i)));
}

void Kernel::finish() { mlir::gpu::ReturnOp::create(e.b, e.loc, ValueRange()); }

/// The offset of a view's first element in its root, or failure.
static LogicalResult staticOffset(Value memref, int64_t &offset) {
  Operation *def = memref.getDefiningOp();
  if (isa_and_nonnull<memref::ExpandShapeOp, memref::CollapseShapeOp,
                      memref::CastOp>(def))
    return staticOffset(def->getOperand(0), offset);
  auto view = dyn_cast_or_null<memref::SubViewOp>(def);
  if (!view)
    return success(!isa_and_nonnull<ViewLikeOpInterface>(def));
  SmallVector<int64_t> strides;
  auto source = cast<MemRefType>(view.getSource().getType());
  if (failed(ir::staticStrides(source, strides)))
    return failure();
  for (auto [start, stride] : llvm::zip(view.getStaticOffsets(), strides)) {
    if (ShapedType::isDynamic(start))
      return failure();
    offset += start * stride;
  }
  return staticOffset(view.getSource(), offset);
}

FailureOr<Value> Kernel::pointer(Value memref) {
  int64_t offset = 0;
  if (failed(staticOffset(memref, offset))) {
    emitError(memref.getLoc())
        << "'" << memref.getDefiningOp()->getName()
        << "': a slice whose place is computed has no GPU kernel yet";
    return failure();
  }
  auto at = llvm::find(roots, ir::rootBuffer(memref));
  assert(at != roots.end());
  return e.at(func.getArgument(at - roots.begin()),
              cast<MemRefType>(memref.getType()).getElementType(), offset);
}

FailureOr<Value> Kernel::scalar(Value outside) {
  Operation *def = outside.getDefiningOp();
  if (def && def->hasTrait<OpTrait::ConstantLike>())
    return e.b.clone(*def)->getResult(0);
  emitError(outside.getLoc())
      << (def ? "'" + def->getName().getStringRef().str() + "': " : "")
      << "a scalar computed between kernels has no GPU code yet";
  return failure();
}

void Kernel::barrier() { mlir::gpu::BarrierOp::create(e.b, e.loc); }

void Kernel::when(Value condition, function_ref<void()> then) {
  auto op = scf::IfOp::create(e.b, e.loc, condition, /*withElse=*/false);
  OpBuilder::InsertionGuard guard(e.b);
  e.b.setInsertionPointToStart(op.thenBlock());
  then();
}

Value Kernel::less(Value a, int64_t b) {
  return arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::slt, a,
                               e.constant(b));
}

//===-- Shared memory -----------------------------------------------------===//
Value Kernel::shared(Type element, int64_t count) {
  OpBuilder &b = e.b;
  std::string name = e.name + ".shared" + std::to_string(numShared++);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(module.getBody());
    LLVM::GlobalOp::create(
        b, e.loc, LLVM::LLVMArrayType::get(ir::storageType(element), count),
        /*isConstant=*/false, LLVM::Linkage::Internal, name, Attribute(),
        /*alignment=*/16, sharedMemory);
  }
  return LLVM::AddressOfOp::create(
      b, e.loc, LLVM::LLVMPointerType::get(b.getContext(), sharedMemory), name);
}

Value Kernel::sharedAt(Value base, Type element, Value index) {
  return LLVM::GEPOp::create(
      e.b, e.loc, base.getType(), ir::storageType(element), base,
      LLVM::GEPArg(index), LLVM::GEPNoWrapFlags::inbounds);
}

//===-- Reductions over a block -------------------------------------------===//
/// Any element through the 32-bit shuffle.
Value Kernel::shuffle(Value v, int32_t lanes) {
  OpBuilder &b = e.b;
  Type type = v.getType(), i32 = b.getI32Type();
  unsigned width = type.getIntOrFloatBitWidth();
  Type bits = b.getIntegerType(width);
  auto exchange = [&](Value word) -> Value {
    return mlir::gpu::ShuffleOp::create(b, e.loc, word, lanes, warpSize,
                                        mlir::gpu::ShuffleMode::XOR)
        .getShuffleResult();
  };
  Value word =
      type == bits ? v : Value(arith::BitcastOp::create(b, e.loc, bits, v));
  if (width < 32) {
    word = exchange(arith::ExtUIOp::create(b, e.loc, i32, word));
    word = arith::TruncIOp::create(b, e.loc, bits, word);
  } else if (width == 32) {
    word = exchange(word);
  } else {
    Value half = e.constant(32);
    Value low = arith::TruncIOp::create(b, e.loc, i32, word);
    Value high = arith::TruncIOp::create(
        b, e.loc, i32, arith::ShRUIOp::create(b, e.loc, word, half));
    low = arith::ExtUIOp::create(b, e.loc, bits, exchange(low));
    high = arith::ExtUIOp::create(b, e.loc, bits, exchange(high));
    word = arith::OrIOp::create(b, e.loc, low,
                                arith::ShLIOp::create(b, e.loc, high, half));
  }
  return type == bits ? word
                      : Value(arith::BitcastOp::create(b, e.loc, type, word));
}

Value Kernel::combine(Operation *combiner, unsigned accumulator, Value a,
                      Value c) {
  Operation *op = e.b.clone(*combiner);
  op->setOperand(accumulator, a);
  op->setOperand(1 - accumulator, c);
  return op->getResult(0);
}

Value Kernel::reduceBlock(Value own, Operation *combiner,
                          unsigned accumulator) {
  Type type = own.getType();
  for (int32_t lanes = warpSize / 2; lanes > 0; lanes /= 2)
    own = combine(combiner, accumulator, own, shuffle(own, lanes));
  int64_t warps = shape.block / warpSize;
  if (warps == 1)
    return own;
  OpBuilder &b = e.b;
  Value memory = shared(type, warps);
  Value lane = arith::AndIOp::create(b, e.loc, thread, e.constant(31));
  when(less(lane, 1), [&] {
    Value warp = arith::ShRUIOp::create(b, e.loc, thread, e.constant(5));
    e.store(own, sharedAt(memory, type, warp));
  });
  barrier();
  // Each thread adds the few partial results in the same order.
  Value total;
  for (int64_t warp = 0; warp < warps; ++warp) {
    Value part = e.load(type, sharedAt(memory, type, e.constant(warp)));
    total = total ? combine(combiner, accumulator, total, part) : part;
  }
  barrier(); // before the memory is used again
  return total;
}

} // namespace weft::gpu
