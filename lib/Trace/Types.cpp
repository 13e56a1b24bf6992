// Dtypes as MLIR types and back; places in the user's program as locations.
#include "Trace/Types.h"
using namespace weft;
using namespace weft::ir;

Type ir::elementType(Dtype dtype) {
  MLIRContext *c = context();
  auto signedInt = [&](unsigned w) { return IntegerType::get(c, w); };
  auto unsignedInt = [&](unsigned w) {
    return IntegerType::get(c, w, IntegerType::Unsigned);
  };
  switch (dtype) {
  case Dtype::Bool:
    return signedInt(1);
  case Dtype::I4:
    return signedInt(4);
  case Dtype::I8:
    return signedInt(8);
  case Dtype::I16:
    return signedInt(16);
  case Dtype::I32:
    return signedInt(32);
  case Dtype::I64:
    return signedInt(64);
  case Dtype::U4:
    return unsignedInt(4);
  case Dtype::U8:
    return unsignedInt(8);
  case Dtype::U16:
    return unsignedInt(16);
  case Dtype::U32:
    return unsignedInt(32);
  case Dtype::U64:
    return unsignedInt(64);
  case Dtype::F16:
    return Float16Type::get(c);
  case Dtype::BF16:
    return BFloat16Type::get(c);
  case Dtype::F32:
    return Float32Type::get(c);
  case Dtype::F64:
    return Float64Type::get(c);
  case Dtype::F8E4M3FN:
    return Float8E4M3FNType::get(c);
  case Dtype::F8E5M2:
    return Float8E5M2Type::get(c);
  case Dtype::C64:
    return ComplexType::get(Float32Type::get(c));
  case Dtype::C128:
    return ComplexType::get(Float64Type::get(c));
  }
  llvm_unreachable("a dtype of the enumeration");
}

Dtype ir::dtypeOf(Type element) {
  static const auto &table = *[] {
    auto *t = new llvm::DenseMap<Type, Dtype>;
    for (size_t i = 0; i < numDtypes; ++i)
      (*t)[elementType(static_cast<Dtype>(i))] = static_cast<Dtype>(i);
    return t;
  }();
  auto at = table.find(element);
  assert(at != table.end() && "an element type of the dialect");
  return at == table.end() ? Dtype::F32 : at->second;
}

RankedTensorType ir::tensorType(Dtype dtype, ArrayRef<int64_t> dims) {
  return RankedTensorType::get(dims, elementType(dtype));
}
RankedTensorType ir::tensorType(const weft::detail::Node &node) {
  return tensorType(node.dtype, node.dims);
}

Location ir::location(const std::source_location &where) {
  // A traced line is met again and again; uniquing it costs a lock each time.
  struct Slot {
    const char *file = nullptr;
    unsigned line = 0, column = 0;
    const void *loc = nullptr;
  };
  // On the heap: a library that is opened by dlopen finds little room for
  // thread-local storage of the kind that libweft's is (Runtime/Buffer.cpp).
  constexpr size_t count = 256;
  thread_local const auto slots = std::make_unique<Slot[]>(count);
  if (where.line() == 0)
    return UnknownLoc::get(context());
  Slot &slot = slots[(where.line() * 31 + where.column()) % count];
  if (slot.file != where.file_name() || slot.line != where.line() ||
      slot.column != where.column()) {
    auto loc = FileLineColLoc::get(context(), where.file_name(), where.line(),
                                   where.column());
    slot = {where.file_name(), where.line(), where.column(),
            LocationAttr(loc).getAsOpaquePointer()};
  }
  return cast<LocationAttr>(Attribute::getFromOpaquePointer(slot.loc));
}

std::string ir::place(Location loc) {
  std::string text;
  loc->walk([&](Location l) {
    auto f = dyn_cast<FileLineColLoc>(l);
    if (!f)
      return WalkResult::advance();
    text = f.getFilename().str() + ":" + std::to_string(f.getLine());
    return WalkResult::interrupt();
  });
  return text;
}

DenseElementsAttr ir::attributeOf(const weft::detail::Node &node) {
  auto type = tensorType(node);
  auto *data = static_cast<const char *>(node.buffer->data());
  ArrayRef<char> raw(data, node.byteSize());
  if (node.dtype == Dtype::I4 || node.dtype == Dtype::U4) {
    // The bits above a nibble must be 0.
    SmallVector<char> nibbles;
    for (char byte : raw)
      nibbles.push_back(byte & 15);
    return DenseElementsAttr::getFromRawBuffer(type, nibbles);
  }
  if (node.dtype != Dtype::Bool)
    return DenseElementsAttr::getFromRawBuffer(type, raw);
  SmallVector<bool> bits(raw.begin(), raw.end());
  return DenseElementsAttr::get(type, ArrayRef<bool>(bits));
}
