// See Closure.h.
#include "Closure.h"
#include <atomic>
using namespace weft::ir;

static int64_t nextNumber() {
  static std::atomic<int64_t> next{0};
  return next++;
}
Closure::Closure() : number(nextNumber()) {}

llvm::hash_code weft::ir::hash_value(const ClosureRef &ref) {
  return llvm::hash_value(ref.number);
}
Attribute weft::ir::convertToAttribute(MLIRContext *context,
                                       const ClosureRef &ref) {
  return IntegerAttr::get(IntegerType::get(context, 64), ref.number);
}
LogicalResult weft::ir::convertFromAttribute(
    ClosureRef &ref, Attribute attr,
    llvm::function_ref<InFlightDiagnostic()> emitError) {
  auto number = dyn_cast_or_null<IntegerAttr>(attr);
  if (!number || !number.getType().isSignlessInteger(64)) {
    emitError() << "a function's number must be an i64. Received " << attr;
    return failure();
  }
  ref = ClosureRef();
  ref.number = number.getInt();
  return success();
}
void weft::ir::writeToMlirBytecode(DialectBytecodeWriter &writer,
                                   const ClosureRef &ref) {
  writer.writeSignedVarInt(ref.number);
}
LogicalResult weft::ir::readFromMlirBytecode(DialectBytecodeReader &reader,
                                             ClosureRef &ref) {
  ref = ClosureRef();
  return reader.readSignedVarInt(ref.number);
}
