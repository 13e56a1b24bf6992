// See Translate.h. All strides are known, so a memref is one pointer to its
// first element (views add their offset to it): no descriptor is ever built,
// which is where most of the compile time of MLIR's own lowering goes.
#include "Lowering/Translator.h"

#include "Lowering/ExternCall.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace weft::ir {
using namespace mlir;

static Value loadPointer(Emission &e, Value array, int index) {
  Value at =
      LLVM::GEPOp::create(e.b, e.loc, e.ptr, e.ptr, array, LLVM::GEPArg(index),
                          LLVM::GEPNoWrapFlags::inbounds);
  auto load = LLVM::LoadOp::create(e.b, e.loc, e.ptr, at, 8);
  load.setInvariant(true);
  return load;
}

LogicalResult Translator::run(ArrayRef<unsigned> arguments) {
  OpBuilder &b = e.b;
  Type none = LLVM::LLVMVoidType::get(b.getContext());
  b.setInsertionPoint(func);
  std::string name = func.getName().str();
  func.setName(name + ".tensors");
  auto entry = LLVM::LLVMFuncOp::create(
      b, e.loc, name, LLVM::LLVMFunctionType::get(none, {e.ptr, e.ptr}));
  Block *body = entry.addEntryBlock(b);
  b.setInsertionPointToStart(body);
  e.entryBlock = body;
  e.context = entry.getArgument(1);
  IRMapping map;
  for (auto [arg, index] : llvm::zip(func.getArguments(), arguments))
    map.map(arg, loadPointer(e, entry.getArgument(0), index));
  if (plan.bytes > 0)
    e.arena = loadPointer(e, e.context, 0);
  if (failed(block(func.getBody().front(), map)))
    return failure();
  LLVM::ReturnOp::create(b, func.getLoc(), ValueRange());
  func.erase();
  return success();
}

void Translator::alloc(memref::AllocOp op, IRMapping &map) {
  if (map.contains(op.getResult())) // from where it was handed in
    return;
  if (carries.unused.contains(op) || chains.isScratch(op) ||
      grouping.isInRegisters(op))
    return; // emitRowBlocks has it, where it is needed; emitPoints needs none
  ArenaPlan::Place place = plan.places.lookup(op);
  if (place.offset < 0)
    map.map(op.getResult(),
            e.stackBytes(std::max<int64_t>(1, bufferBytes(op.getType()))));
  else
    map.map(op.getResult(),
            e.at(place.result ? map.lookup(place.result) : e.arena,
                 e.b.getI8Type(), place.offset));
}

/// Constants are LLVM globals; bool ones are widened to bytes.
void Translator::global(memref::GetGlobalOp op, IRMapping &map) {
  if (op.use_empty()) // it is there in packed form
    return;
  auto old = e.module.lookupSymbol<memref::GlobalOp>(op.getName());
  std::string name = e.name + "." + op.getName().str();
  auto made = e.module.lookupSymbol<LLVM::GlobalOp>(name);
  if (!made) {
    OpBuilder::InsertionGuard guard(e.b);
    e.b.setInsertionPointToStart(e.module.getBody());
    auto type = cast<MemRefType>(old.getType());
    Type element = type.getElementType();
    Attribute value = *old.getInitialValue();
    if (element.isInteger(1)) {
      SmallVector<int8_t> bytes;
      for (bool bit : cast<DenseElementsAttr>(value).getValues<bool>())
        bytes.push_back(bit);
      value = DenseElementsAttr::get(
          RankedTensorType::get(type.getShape(), e.b.getI8Type()),
          ArrayRef<int8_t>(bytes));
      element = e.b.getI8Type();
    } else if (storageType(element) != element &&
               !isa<ComplexType>(element) && !element.isIndex()) {
      // Nibbles and float8: their bytes.
      SmallVector<int8_t> bytes;
      for (Attribute v : cast<DenseElementsAttr>(value).getValues<Attribute>()) {
        auto f = dyn_cast<FloatAttr>(v);
        APInt bits = f ? f.getValue().bitcastToAPInt()
                       : cast<IntegerAttr>(v).getValue();
        bytes.push_back(static_cast<int8_t>(bits.getSExtValue()));
      }
      value = DenseElementsAttr::get(
          RankedTensorType::get(type.getShape(), e.b.getI8Type()),
          ArrayRef<int8_t>(bytes));
      element = e.b.getI8Type();
    } else if (element.isIndex()) {
      element = e.b.getI64Type();
      value = cast<DenseElementsAttr>(value).bitcast(element);
    }
    Type array = element;
    if (auto complex = dyn_cast<ComplexType>(element))
      array = LLVM::LLVMStructType::getLiteral(
          e.b.getContext(),
          {complex.getElementType(), complex.getElementType()});
    for (int64_t size : llvm::reverse(type.getShape()))
      array = LLVM::LLVMArrayType::get(array, size);
    // A scalar's initialiser is its element, not a tensor of rank 0.
    if (type.getRank() == 0)
      if (auto elements = dyn_cast<ElementsAttr>(value))
        value = *elements.value_begin<Attribute>();
    made = LLVM::GlobalOp::create(e.b, e.loc, array, /*isConstant=*/true,
                                  LLVM::Linkage::Internal, name, value, 64);
  }
  map.map(op.getResult(), LLVM::AddressOfOp::create(e.b, e.loc, made));
}

FailureOr<Value> Translator::elementAddress(Value memref, ValueRange indices,
                                            IRMapping &map) {
  auto type = cast<MemRefType>(memref.getType());
  SmallVector<int64_t> strides;
  if (failed(staticStrides(type, strides)))
    return failure();
  Value address = map.lookup(memref);
  for (auto [index, stride] : llvm::zip(indices, strides))
    address = e.at(address, type.getElementType(),
                   e.mul(e.toI64(map.lookup(index)), stride));
  return address;
}

LogicalResult Translator::subview(memref::SubViewOp op, IRMapping &map) {
  auto source = cast<MemRefType>(op.getSource().getType());
  SmallVector<int64_t> strides;
  if (failed(staticStrides(source, strides)))
    return op.emitError("view of a buffer whose layout is not static");
  Value address = map.lookup(op.getSource());
  Type element = source.getElementType();
  for (auto [offset, stride] : llvm::zip(op.getMixedOffsets(), strides)) {
    if (auto value = dyn_cast<Value>(offset))
      address =
          e.at(address, element, e.mul(e.toI64(map.lookup(value)), stride));
    else
      address =
          e.at(address, element,
               cast<IntegerAttr>(cast<Attribute>(offset)).getInt() * stride);
  }
  map.map(op.getResult(), address);
  return success();
}

LogicalResult Translator::translate(Operation *op, IRMapping &map) {
  e.loc = op->getLoc();
  if (carries.copies.contains(op))
    return success();
  if (chains.contains(op))
    return chains.isLast(op)
               ? emitRowBlocks(e, chains.all[chains.of.lookup(op)], map)
               : success();
  if (isContractionCall(op))
    return emitContraction(e, contractions.find(op)->second, map);
  if (isExternCall(op))
    return emitExternCall(e, op, map);
  if (const Group *group = groupAt(*op))
    return emitGroup(e, *group, shared, map);
  if (isa<linalg::LinalgOp, memref::CopyOp>(op))
    return success(); // its group's last op has not come yet
  if (auto a = dyn_cast<memref::AllocOp>(op))
    return alloc(a, map), success();
  if (auto g = dyn_cast<memref::GetGlobalOp>(op))
    return global(g, map), success();
  if (auto view = dyn_cast<memref::SubViewOp>(op))
    return subview(view, map);
  if (isa<memref::ExpandShapeOp, memref::CollapseShapeOp, memref::CastOp>(op)) {
    if (Value source = map.lookupOrNull(op->getOperand(0))) // else scratch
      map.map(op->getResult(0), source);
    return success();
  }
  if (isa<bufferization::ToTensorOp>(op)) // left over without a use
    return success();
  if (auto load = dyn_cast<memref::LoadOp>(op)) {
    auto address = elementAddress(load.getMemRef(), load.getIndices(), map);
    if (failed(address))
      return op->emitError("load from a buffer whose layout is not static");
    Emission::Scopes scopes;
    if (e.scopes)
      scopes = e.scopes->of(load.getMemRef());
    map.map(load.getResult(), e.load(load.getType(), *address, scopes));
    return success();
  }
  if (auto store = dyn_cast<memref::StoreOp>(op)) {
    auto address = elementAddress(store.getMemRef(), store.getIndices(), map);
    if (failed(address))
      return op->emitError("store to a buffer whose layout is not static");
    e.store(map.lookup(store.getValue()), *address);
    return success();
  }
  if (auto dim = dyn_cast<memref::DimOp>(op)) {
    auto type = cast<MemRefType>(dim.getSource().getType());
    map.map(dim.getResult(),
            arith::ConstantIndexOp::create(
                e.b, e.loc, type.getDimSize(*dim.getConstantIndex())));
    return success();
  }
  if (op->getNumRegions() > 0)
    return control(op, map);
  if (llvm::any_of(op->getOperands(), isMemRef) ||
      llvm::any_of(op->getResults(), isMemRef))
    return op->emitError("no lowering of this op on buffers");
  e.b.clone(*op, map);
  return success();
}

LogicalResult translateEntry(func::FuncOp func, ArrayRef<unsigned> arguments,
                             const Grouping &grouping,
                             const Contractions &contractions,
                             const RowChains &chains,
                             const CarryPlaces &carries,
                             const ArenaPlan &arena,
                             const LoweringOptions &options) {
  ModuleOp module = func->getParentOfType<ModuleOp>();
  if (failed(Translator(func, grouping, contractions, chains, carries, arena,
                        options)
                 .run(arguments)))
    return failure();
  for (auto global :
       llvm::make_early_inc_range(module.getOps<memref::GlobalOp>()))
    global.erase();
  return success();
}

} // namespace weft::ir
