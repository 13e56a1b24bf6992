// See Fingerprint.h. Not a hash of printed text, as that has constants by name
// only; and not MLIR's own hashes, which are of addresses. Types and attributes
// are uniqued, so each is printed once however often it stands in the body.
#include "Interchange/Fingerprint.h"

#include "HostOps.h"

#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/Support/SHA256.h"

namespace weft::ir {
using namespace mlir;

namespace {
class Hasher {
public:
  /// False where the body names something of this process.
  bool region(Region &body);
  std::array<uint8_t, 32> final() { return hash.final(); }

private:
  void number(uint64_t n) {
    uint8_t bytes[8];
    for (unsigned i = 0; i < 8; ++i)
      bytes[i] = uint8_t(n >> (8 * i));
    hash.update(ArrayRef<uint8_t>(bytes, 8));
  }
  void text(StringRef s) {
    number(s.size());
    hash.update(s);
  }
  /// A number that stands for `key`; `write` is run where it is new.
  template <class Write> void once(const void *key, Write write) {
    auto [at, isNew] = known.try_emplace(key, known.size());
    number(at->second);
    if (isNew)
      write();
  }
  void type(Type t) {
    once(t.getAsOpaquePointer(), [&] { printed(t); });
  }
  void attribute(Attribute a) {
    once(a.getAsOpaquePointer(), [&] {
      if (auto dense = dyn_cast<DenseIntOrFPElementsAttr>(a)) {
        type(dense.getType());
        number(dense.isSplat());
        ArrayRef<char> raw = dense.getRawData();
        return text({raw.data(), raw.size()});
      }
      a.walk([&](DenseResourceElementsAttr resource) {
        type(resource.getType());
        if (AsmResourceBlob *blob = resource.getRawHandle().getBlob()) {
          ArrayRef<char> raw = blob->getData();
          text({raw.data(), raw.size()});
        }
      });
      if (!isa<DenseResourceElementsAttr>(a))
        printed(a);
    });
  }
  template <class T> void printed(T what) {
    std::string out;
    llvm::raw_string_ostream os(out);
    what.print(os);
    text(out);
  }
  bool operation(Operation &op);

  llvm::SHA256 hash;
  llvm::DenseMap<const void *, uint64_t> known;
  llvm::DenseMap<Value, uint64_t> values;
};
} // namespace

bool Hasher::operation(Operation &op) {
  if (auto call = dyn_cast<HostCallOp>(op))
    if (call.getId().number >= 0)
      return false;
  once(op.getName().getAsOpaquePointer(),
       [&] { text(op.getName().getStringRef()); });
  // No closure is among them. Which rule would batch a custom_vmap is past:
  // this is what will be compiled.
  for (NamedAttribute named : op.getAttrDictionary()) {
    attribute(named.getName());
    attribute(named.getValue());
  }
  number(op.getNumOperands());
  for (Value v : op.getOperands())
    number(values.lookup(v));
  number(op.getNumResults());
  for (Value v : op.getResults()) {
    values[v] = values.size();
    type(v.getType());
  }
  number(op.getNumRegions());
  for (Region &inner : op.getRegions())
    if (!region(inner))
      return false;
  return true;
}

bool Hasher::region(Region &body) {
  number(body.empty() ? 0 : body.getNumArguments());
  if (body.empty())
    return true;
  for (BlockArgument a : body.getArguments()) {
    values[a] = values.size();
    type(a.getType());
  }
  for (Operation &op : body.front())
    if (!operation(op))
      return false;
  number(~uint64_t(0)); // the end
  return true;
}

std::optional<std::array<uint8_t, 32>> fingerprint(Region &body) {
  Hasher hasher;
  if (!hasher.region(body))
    return std::nullopt;
  return hasher.final();
}

} // namespace weft::ir
