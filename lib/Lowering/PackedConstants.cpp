// See PackedConstants.h.
#include "Lowering/PackedConstants.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/DialectResourceBlobManager.h"

#include <cstring>

namespace weft::ir {
using namespace mlir;

/// The constant that `v` is, perhaps by another shape, where only `user` reads
/// it.
static memref::GlobalOp constantOf(Value v, Operation *user) {
  while (v.hasOneUse() && *v.user_begin() == user) {
    Operation *def = v.getDefiningOp();
    if (isa_and_nonnull<memref::ExpandShapeOp, memref::CollapseShapeOp>(def)) {
      user = def;
      v = def->getOperand(0);
      continue;
    }
    auto get = dyn_cast_or_null<memref::GetGlobalOp>(def);
    auto module = get ? get->getParentOfType<ModuleOp>() : ModuleOp();
    auto global = get ? module.lookupSymbol<memref::GlobalOp>(get.getName())
                      : memref::GlobalOp();
    if (!global || !global.getConstant() ||
        !global.getType().getLayout().isIdentity())
      return {};
    unsigned reads = 0;
    module.walk([&](memref::GetGlobalOp other) {
      reads += other.getName() == get.getName();
    });
    return reads == 1 ? global : memref::GlobalOp();
  }
  return {};
}

/// The bytes of its elements, or of the one that they all are.
static ArrayRef<char> elementsOf(memref::GlobalOp global, bool &splat) {
  Attribute value = global.getInitialValueAttr();
  splat = false;
  if (auto dense = dyn_cast_or_null<DenseElementsAttr>(value)) {
    splat = dense.isSplat();
    return dense.getRawData();
  }
  auto resource = dyn_cast_or_null<DenseResourceElementsAttr>(value);
  AsmResourceBlob *blob =
      resource ? resource.getRawHandle().getBlob() : nullptr;
  return blob ? blob->getData() : ArrayRef<char>();
}

/// [matrix][panel][k][nr], zeros past the last column.
static std::vector<char> packed(const Contraction &op, ArrayRef<char> from,
                                bool splat, int64_t bytes) {
  SmallVector<Contraction::Loop> loops;
  for (const auto *list : {&op.outer, &op.outerK})
    for (const Contraction::Loop &loop : *list)
      if (loop.b != 0)
        loops.push_back(loop);
  int64_t matrices = 1, nr = gemmShape(op.kind).nr;
  for (const Contraction::Loop &loop : loops)
    matrices *= loop.size;
  int64_t columns = llvm::alignTo(op.n.size, nr);
  std::vector<char> out(matrices * columns * op.k.size * bytes);
  for (int64_t matrix = 0; matrix < matrices; ++matrix) {
    int64_t start = op.offsetB, rest = matrix;
    for (const Contraction::Loop &loop : llvm::reverse(loops)) {
      start += rest % loop.size * loop.b;
      rest /= loop.size;
    }
    char *to = out.data() + matrix * columns * op.k.size * bytes;
    for (int64_t k = 0; k < op.k.size; ++k)
      for (int64_t n = 0; n < op.n.size; ++n) {
        int64_t at = splat ? 0 : start + k * op.k.b + n * op.n.b;
        int64_t place = (n / nr * op.k.size + k) * nr + n % nr;
        std::memcpy(to + place * bytes, from.data() + at * bytes, bytes);
      }
  }
  return out;
}

Value packedConstant(Operation *user, const Contraction &op) {
  memref::GlobalOp global = constantOf(op.b, user);
  if (!global || !op.kind.readsInPlace())
    return {};
  bool splat;
  ArrayRef<char> from = elementsOf(global, splat);
  int64_t bytes = elementBytes(op.kind.operand);
  int64_t whole = splat ? 1 : global.getType().getNumElements();
  if (int64_t(from.size()) != whole * bytes)
    return {};
  std::vector<char> data = packed(op, from, splat, bytes);
  auto shape = {int64_t(data.size()) / bytes};
  OpBuilder b(global);
  auto made = memref::GlobalOp::create(
      b, global.getLoc(), (global.getSymName() + ".packed").str(),
      b.getStringAttr("private"), MemRefType::get(shape, op.kind.operand),
      DenseElementsAttr::getFromRawBuffer(
          RankedTensorType::get(shape, op.kind.operand), data),
      /*constant=*/true, /*alignment=*/IntegerAttr());
  b.setInsertionPoint(user);
  return memref::GetGlobalOp::create(b, user->getLoc(), made.getType(),
                                     made.getSymName());
}

} // namespace weft::ir
