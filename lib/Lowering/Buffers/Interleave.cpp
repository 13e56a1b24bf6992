// See Interleave.h. The arena gives a bundle one place. Members keep their own
// allocations, so that code still knows of them that they do not overlap.
#include "Lowering/Buffers/Interleave.h"

#include "Lowering/Buffers/Arena.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/MapVector.h"

namespace weft::ir {
using namespace mlir;

/// Fewer arrays are as fast as streams of their own.
static constexpr size_t leastMembers = 32;
/// Bytes of a row that is a stream of its own: from half a page on.
static constexpr int64_t mostRowBytes = 2048;

namespace {
/// A buffer as the loops see it.
struct Rows {
  memref::AllocOp alloc;
  SmallVector<Value> names; // and what loops call it
  Operation *first = nullptr, *last = nullptr; // beside alloc, that read rows
};
/// Rows of one loop or pair of loops, which are alive together.
using Key = std::tuple<Operation *, Operation *, int64_t, Type>;
} // namespace

/// One whole row, without the axis of rows.
static bool isRow(memref::SubViewOp view) {
  return isWholeRow(view) && view.getDroppedDims().test(0) &&
         view.getType().getRank() == view.getSourceType().getRank() - 1;
}

/// Adds a name of the buffer; false where anything but loops over rows uses it.
static bool addName(Rows &rows, Value name) {
  rows.names.push_back(name);
  Block *block = rows.alloc->getBlock();
  for (OpOperand &use : name.getUses()) {
    Operation *op = use.getOwner();
    if (auto view = dyn_cast<memref::SubViewOp>(op)) {
      Operation *outer = block->findAncestorOpInBlock(*op);
      if (!isRow(view) || !isa<scf::ForOp>(outer))
        return false;
      if (!rows.first || outer->isBeforeInBlock(rows.first))
        rows.first = outer;
      if (!rows.last || rows.last->isBeforeInBlock(outer))
        rows.last = outer;
    } else if (auto loop = dyn_cast<scf::ForOp>(op)) {
      BlockArgument arg = loop.getTiedLoopRegionIterArg(&use);
      if (!arg || loop.getTiedLoopYieldedValue(arg)->get() != arg ||
          !addName(rows, arg) || !addName(rows, loop.getTiedLoopResult(&use)))
        return false;
    } else if (!isa<scf::YieldOp>(op) || !isa<BlockArgument>(name)) {
      return false;
    }
  }
  return true;
}

static RowBundle interleave(ArrayRef<Rows> all) {
  RowBundle bundle;
  auto rowElements = [](MemRefType type) {
    return type.getNumElements() / type.getDimSize(0);
  };
  auto typeOf = [](const Rows &rows) {
    return cast<MemRefType>(rows.names.front().getType());
  };
  MemRefType first = typeOf(all.front());
  int64_t element = elementBytes(first.getElementType()), stride = 0;
  for (const Rows &rows : all) {
    bundle.members.push_back(rows.alloc);
    bundle.offsets.push_back(stride * element);
    stride += rowElements(typeOf(rows));
  }
  for (const Rows &rows : all) {
    MemRefType type = typeOf(rows);
    SmallVector<int64_t> strides;
    int64_t offset = 0;
    (void)type.getStridesAndOffset(strides, offset);
    strides.front() = stride;
    auto layout = StridedLayoutAttr::get(type.getContext(), 0, strides);
    for (Value name : rows.names)
      name.setType(MemRefType::get(type.getShape(), type.getElementType(),
                                   layout, type.getMemorySpace()));
  }
  bundle.bytes = first.getDimSize(0) * stride * element;
  return bundle;
}

std::vector<RowBundle> interleaveRows(func::FuncOp func) {
  llvm::MapVector<Key, SmallVector<Rows>> together;
  func.walk([&](memref::AllocOp alloc) {
    MemRefType type = alloc.getType();
    Rows rows{alloc, {}};
    if (type.getRank() == 0 || !type.getLayout().isIdentity() ||
        type.getNumElements() == 0 || isStackBuffer(type) ||
        bufferBytes(type) > mostRowBytes * type.getDimSize(0) ||
        !addName(rows, alloc) || !rows.first)
      return;
    together[{rows.first, rows.last, type.getDimSize(0),
              type.getElementType()}]
        .push_back(std::move(rows));
  });
  std::vector<RowBundle> bundles;
  for (auto &[key, all] : together)
    if (all.size() >= leastMembers)
      bundles.push_back(interleave(all));
  return bundles;
}

} // namespace weft::ir
