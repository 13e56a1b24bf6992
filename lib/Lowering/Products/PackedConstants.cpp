// See PackedConstants.h.
#include "Lowering/Products/PackedConstants.h"

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

namespace {
/// Of panels (GemmKernel.h, GemmGroups.h).
struct Layout {
  GemmShape shape;
  int64_t group; // steps of k side by side

  explicit Layout(const GemmKind &kind)
      : shape(gemmShape(kind)),
        group(kind.unit == GemmUnit::Vectors
                  ? 1
                  : 32 / kind.operand.getIntOrFloatBitWidth()) {}
  /// Where a panel has element (k, n) of its matrix.
  int64_t placeOf(int64_t k, int64_t n) const {
    int64_t row = k / group * group + shape.head * (k / shape.kc + 1);
    return row * shape.nr + n % shape.nr * group + k % group;
  }
};
} // namespace

/// What the sums of dot products start from (GemmDots.cpp), as fillHead has it.
static void fillHeads(const Layout &layout, int64_t steps,
                      MutableArrayRef<char> panel) {
  const GemmShape &shape = layout.shape;
  for (int64_t k0 = 0; k0 < steps; k0 += shape.kc) {
    int64_t past = std::min(steps, k0 + shape.kc);
    char *head =
        panel.data() + (layout.placeOf(k0, 0) - shape.head * shape.nr);
    for (int64_t n = 0; n < shape.nr; ++n) {
      int32_t much = 0;
      for (int64_t k = k0; k < past; ++k)
        much += 128 * int8_t(panel[layout.placeOf(k, n)]);
      much = -much;
      std::memcpy(head + n * sizeof much, &much, sizeof much);
    }
  }
}

/// [matrix][panel][k][nr], zeros past the last column.
static std::vector<char> packed(const Contraction &op, ArrayRef<char> from,
                                bool splat, int64_t bytes) {
  Layout layout(op.kind);
  const GemmShape &shape = layout.shape;
  SmallVector<Contraction::Loop> loops;
  for (const auto *list : {&op.outer, &op.outerK})
    for (const Contraction::Loop &loop : *list)
      if (loop.b != 0)
        loops.push_back(loop);
  int64_t matrices = 1;
  for (const Contraction::Loop &loop : loops)
    matrices *= loop.size;
  int64_t panels = llvm::divideCeil(op.n.size, shape.nr);
  int64_t panel = shape.stepsOfB(op.k.size) * shape.nr * bytes;
  std::vector<char> out(matrices * panels * panel);
  for (int64_t matrix = 0; matrix < matrices; ++matrix) {
    int64_t start = op.offsetB, rest = matrix;
    for (const Contraction::Loop &loop : llvm::reverse(loops)) {
      start += rest % loop.size * loop.b;
      rest /= loop.size;
    }
    char *to = out.data() + matrix * panels * panel;
    for (int64_t k = 0; k < op.k.size; ++k)
      for (int64_t n = 0; n < op.n.size; ++n) {
        int64_t at = splat ? 0 : start + k * op.k.b + n * op.n.b;
        std::memcpy(to + n / shape.nr * panel +
                        layout.placeOf(k, n) * bytes,
                    from.data() + at * bytes, bytes);
      }
    if (shape.head)
      for (int64_t i = 0; i < panels; ++i)
        fillHeads(layout, op.k.size, MutableArrayRef(to + i * panel, panel));
  }
  return out;
}

Value packedConstant(Operation *user, const Contraction &op) {
  memref::GlobalOp global = constantOf(op.b, user);
  // What is widened would make the code larger.
  if (!global || op.kind.operand != op.kind.packed)
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
