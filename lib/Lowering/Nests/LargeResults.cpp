// See LargeResults.h.
#include "Lowering/Nests/LargeResults.h"

#include "Lowering/Buffers/Arena.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace weft::ir {
using namespace mlir;

/// Bytes that are larger than caches are (docs/decisions/streaming.md).
static constexpr int64_t leastLarge = int64_t(32) << 20;

static bool isOnlyWritten(Value memref) {
  return llvm::all_of(memref.getUses(), [](OpOperand &use) {
    Operation *op = use.getOwner();
    if (isa<ViewLikeOpInterface>(op))
      return isOnlyWritten(op->getResult(0));
    if (auto copy = dyn_cast<memref::CopyOp>(op))
      return use.get() == copy.getTarget() && use.get() != copy.getSource();
    auto linalg = dyn_cast<linalg::LinalgOp>(op);
    return linalg && linalg.isDpsInit(&use) &&
           !linalg.payloadUsesValueFromOperand(&use);
  });
}

bool isLargeBuffer(Value root) {
  return bufferBytes(cast<MemRefType>(root.getType())) >= leastLarge;
}

SmallVector<Value> streamedResults(const Group &group,
                                   const LoweringOptions &options) {
  SmallVector<Value> roots;
  if (!options.alignedResults)
    return roots;
  int64_t bytes = 0, largest = 0;
  for (const Nest &nest : group.nests)
    for (const Access &access : nest.accesses) {
      if (!access.isOut)
        continue;
      auto root = dyn_cast<BlockArgument>(rootBuffer(access.operand));
      if (!root || !isa<func::FuncOp>(root.getOwner()->getParentOp()) ||
          llvm::is_contained(roots, root) || !isOnlyWritten(root))
        continue;
      roots.push_back(root);
      int64_t own = bufferBytes(cast<MemRefType>(root.getType()));
      bytes += own;
      largest = std::max(largest, own);
    }
  if (bytes < leastLarge && largest < options.target.leastStreamed)
    roots.clear();
  return roots;
}

bool isLargeOperand(const Nest &nest, const Access &access) {
  int64_t bytes = elementBytes(access.element);
  for (auto [d, dim] : llvm::enumerate(nest.dims))
    bytes *= access.uses(d) ? dim.size : 1;
  return bytes >= leastLarge;
}

SmallVector<Value> largeOperands(const Group &group) {
  SmallVector<Value> roots;
  for (const Nest &nest : group.nests)
    for (const Access &access : nest.accesses) {
      if (access.isOut || access.isScalar || access.general)
        continue;
      if (isLargeOperand(nest, access))
        roots.push_back(rootBuffer(access.operand));
    }
  return roots;
}

} // namespace weft::ir
