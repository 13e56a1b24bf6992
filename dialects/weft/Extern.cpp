// Calls of C functions.
#include "ExternOps.h"
#include "ExternHelpers.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;

//===-- extern_call -------------------------------------------------------===//
LogicalResult ExternCallOp::verify() {
  bool tensors = llvm::all_of(getOuts(), [](Value v) {
    return isa<RankedTensorType>(v.getType());
  });
  bool ok = tensors ? TypeRange(getOuts()) == TypeRange(getResults())
                    : getNumResults() == 0;
  if (!ok)
    return emitError("[extern_call] (extern_call-C1) there must be one result "
                     "per out, of its type, where outs are tensors. Received ")
           << getNumResults() << " results for " << getOuts().size() << " outs";
  return success();
}
void ExternCallOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &all) {
  auto add = [&](MutableOperandRange operands, MemoryEffects::Effect *effect) {
    for (OpOperand &operand : operands)
      if (isa<MemRefType>(operand.get().getType()))
        all.emplace_back(effect, &operand);
  };
  add(getInsMutable(), MemoryEffects::Read::get());
  add(getOutsMutable(), MemoryEffects::Write::get());
  if (getOuts().empty()) // it is there for what the function does
    all.emplace_back(MemoryEffects::Write::get());
}

static SmallVector<Value> called(OpBuilder &b, Location loc, StringRef symbol,
                                 ValueRange ins, TypeRange outs,
                                 ArrayRef<int64_t> ints, bool packed,
                                 IntegerAttr pieces = {}, IntegerAttr cost = {},
                                 IntegerAttr stack = {},
                                 UnitAttr streams = {}) {
  SmallVector<Value> empties;
  for (Type t : outs)
    empties.push_back(tensor::EmptyOp::create(
        b, loc, tensorType(t).getShape(), elementOf(t)));
  return llvm::to_vector_of<Value>(
      ExternCallOp::create(b, loc, outs, b.getStringAttr(symbol),
                           b.getDenseI64ArrayAttr(ints),
                           packed ? b.getUnitAttr() : UnitAttr(), pieces, cost,
                           stack, streams, ins, empties)
          .getResults());
}
SmallVector<Value> weft::ir::callExtern(OpBuilder &b, Location loc,
                                        StringRef symbol, ValueRange ins,
                                        TypeRange outs,
                                        ArrayRef<int64_t> ints, bool packed) {
  return called(b, loc, symbol, ins, outs, ints, packed);
}
SmallVector<Value> weft::ir::callPieces(OpBuilder &b, Location loc,
                                        StringRef symbol, ValueRange ins,
                                        TypeRange outs, ArrayRef<int64_t> ints,
                                        int64_t pieces, double nanoseconds,
                                        int64_t stack, bool streams) {
  return called(b, loc, symbol, ins, outs, ints, /*packed=*/false,
                b.getI64IntegerAttr(pieces),
                b.getI64IntegerAttr(static_cast<int64_t>(nanoseconds)),
                stack ? b.getI64IntegerAttr(stack) : IntegerAttr(),
                streams ? b.getUnitAttr() : UnitAttr());
}
std::string weft::ir::kernelName(StringRef name, Type element) {
  auto complex = dyn_cast<ComplexType>(element);
  Type part = complex ? complex.getElementType() : element;
  StringRef tag = complex ? (part.isF64() ? "c128" : "c64")
                          : (part.isF64() ? "f64" : "f32");
  return (kernelPrefix + name + "_" + tag).str();
}
