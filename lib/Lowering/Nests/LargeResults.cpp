// See LargeResults.h.
#include "Lowering/Nests/LargeResults.h"

#include "Lowering/Buffers/Arena.h"
#include "Lowering/Buffers/Views.h"
#include "Lowering/ExternCall.h"

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
    if (isExternCall(op))
      return isExternOut(use);
    auto linalg = dyn_cast<linalg::LinalgOp>(op);
    return linalg && linalg.isDpsInit(&use) &&
           !linalg.payloadUsesValueFromOperand(&use);
  });
}

/// The function's result that `memref` is in, if nothing reads that; or null.
static BlockArgument writtenResult(Value memref) {
  auto root = dyn_cast<BlockArgument>(rootBuffer(memref));
  return root && isa<func::FuncOp>(root.getOwner()->getParentOp()) &&
                 isOnlyWritten(root)
             ? root
             : BlockArgument();
}

static int64_t bytesOf(Value buffer) {
  return bufferBytes(cast<MemRefType>(buffer.getType()));
}

bool isLargeBuffer(Value root) {
  return bytesOf(root) >= leastLarge;
}

bool streamsOut(Value out, const LoweringOptions &options) {
  int64_t bytes = bytesOf(out);
  return bytes >= leastLarge ||
         (bytes >= options.target.leastStreamed && writtenResult(out));
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
      BlockArgument root = writtenResult(access.operand);
      if (!root || llvm::is_contained(roots, root))
        continue;
      roots.push_back(root);
      bytes += bytesOf(root);
      largest = std::max(largest, bytesOf(root));
    }
  if (bytes < leastLarge && largest < options.target.leastStreamed)
    roots.clear();
  return roots;
}

bool isLargeOperand(const Nest &nest, const Access &access) {
  if (access.isOut || access.isScalar || access.general)
    return false;
  int64_t bytes = elementBytes(access.element);
  for (auto [d, dim] : llvm::enumerate(nest.dims))
    bytes *= access.uses(d) ? dim.size : 1;
  return bytes >= leastLarge;
}

SmallVector<Value> largeOperands(const Group &group) {
  SmallVector<Value> roots;
  for (const Nest &nest : group.nests)
    for (const Access &access : nest.accesses)
      if (isLargeOperand(nest, access))
        roots.push_back(rootBuffer(access.operand));
  return roots;
}

} // namespace weft::ir
