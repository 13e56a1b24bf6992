// See Group.h. Sharing a loop over rows is legal when, for every buffer that
// one op writes and another one touches, both stay within row r of it during
// iteration r; with linear addresses that is a comparison of extents.
#include "Lowering/Nests/Group.h"

#include "ElementCost.h"

#include "Lowering/Buffers/Arena.h"
#include "Lowering/Math/MathFunctions.h"
#include "Lowering/Math/MathShared.h"
#include "Lowering/Nests/LargeResults.h"
#include "Lowering/Nests/Points.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace weft::ir {
using namespace mlir;

/// Beyond this, a shared loop costs more in registers and compile time than it
/// saves in memory traffic.
static constexpr unsigned maxOpsInGroup = 16;

bool Grouping::isLast(Operation *op) const {
  auto at = groupOf.find(op);
  return at != groupOf.end() && groups[at->second].nests.back().op == op;
}

/// A buffer that is touched in other shapes only is not found, and has a place
/// that nothing needs.
bool Grouping::isInRegisters(Value buffer) const {
  for (Operation *user : buffer.getUsers()) {
    auto found = groupOf.find(user);
    if (found == groupOf.end())
      continue;
    const Group &group = groups[found->second];
    return group.points && llvm::is_contained(group.points->values, buffer);
  }
  return false;
}

/// Of the columns of its row that an iteration of the first loop touches, from
/// `first` on, the end; if the iteration stays in that row.
static std::optional<int64_t> endInRow(const Nest &nest, const Access &access,
                                       int64_t first) {
  if (access.general || first < 0 || access.strides[0] <= 0)
    return std::nullopt;
  int64_t last = first;
  for (unsigned d = 1; d < nest.dims.size(); ++d) {
    if (access.strides[d] < 0)
      return std::nullopt;
    last += access.strides[d] * (nest.dims[d].size - 1);
  }
  if (last >= access.strides[0])
    return std::nullopt;
  return last + 1;
}

/// Whether iteration r of the first loop touches only elements
/// [r * rowStride, (r + 1) * rowStride) of the operand.
static bool staysInRow(const Nest &nest, const Access &access) {
  return endInRow(nest, access, access.offset).has_value();
}

/// The columns of the buffer's rows that a nest writes, if it stays in them.
static std::optional<std::pair<int64_t, int64_t>>
columnsOf(const Nest &nest, const Access &access) {
  SmallVector<int64_t> strides;
  int64_t offset = 0, row = access.strides[0];
  if (row <= 0 || failed(cast<MemRefType>(access.operand.getType())
                             .getStridesAndOffset(strides, offset)) ||
      ShapedType::isDynamic(offset))
    return std::nullopt;
  int64_t first = (offset + access.offset) % row;
  std::optional<int64_t> end = endInRow(nest, access, first);
  return end ? std::optional(std::pair(first, *end)) : std::nullopt;
}

/// Whether two copies write to other columns of the same rows.
static bool liesBeside(const Nest &a, const Access &x, const Nest &b,
                       const Access &y) {
  if (!a.isCopy() || !b.isCopy() || !x.isOut || !y.isOut ||
      x.strides[0] != y.strides[0])
    return false;
  auto left = columnsOf(a, x), right = columnsOf(b, y);
  return left && right &&
         (left->second <= right->first || right->second <= left->first);
}

static bool isKnownRoot(Value root) {
  if (isa<BlockArgument>(root))
    return true;
  return isa<memref::AllocOp, memref::GetGlobalOp>(root.getDefiningOp());
}

/// Memrefs that the body reads by itself (gathers).
static void bodyMemrefs(const Nest &nest, SmallVectorImpl<Value> &values) {
  if (Block *body = nest.body())
    body->walk([&](Operation *op) {
      for (Value v : op->getOperands())
        if (isa<MemRefType>(v.getType()))
          values.push_back(v);
    });
}

static bool independent(const Nest &a, const Nest &b, bool &shares) {
  SmallVector<Value> inBody;
  bodyMemrefs(a, inBody);
  bodyMemrefs(b, inBody);
  for (const Access &x : a.accesses) {
    if (x.isScalar)
      continue;
    Value root = rootBuffer(x.operand);
    if (!isKnownRoot(root))
      return false;
    for (const Access &y : b.accesses) {
      if (y.isScalar || rootBuffer(y.operand) != root)
        continue;
      shares = true;
      if (!x.isOut && !y.isOut)
        continue;
      bool same = withoutReshapes(x.operand) == withoutReshapes(y.operand) &&
                  x.strides[0] == y.strides[0] && staysInRow(a, x) &&
                  staysInRow(b, y);
      if (!same && !liesBeside(a, x, b, y))
        return false;
    }
  }
  for (const Nest *nest : {&a, &b})
    for (const Access &x : nest->accesses)
      for (Value v : inBody)
        if (x.isOut && rootBuffer(x.operand) == rootBuffer(v))
          return false;
  return true;
}

/// The nest with exactly `rows` iterations of its first loop, if it can be.
static bool conform(Nest &nest, int64_t rows) {
  if (nest.dims.empty() || nest.dims[0].reduction)
    return false;
  int64_t size = nest.dims[0].size;
  if (size == rows)
    return true;
  if (size < rows || size % rows != 0 || nest.dims[0].pinned)
    return false;
  splitDim(nest, 0, rows);
  return true;
}

/// Bytes of an operand from which on it matters how a loop walks it.
static constexpr int64_t leastWalked = 32 << 10;

/// Whether a loop over rows would have the largest operand read across its own
/// rows, an element of each (a vector times a matrix, column by column). Alone
/// the nest reads it along them.
static bool walksAcross(const Nest &nest) {
  int64_t most = leastWalked - 1;
  bool across = false;
  for (const Access &access : nest.accesses) {
    if (access.isScalar || access.general)
      continue;
    int64_t bytes = elementBytes(access.element);
    bool inside = false, along = false;
    for (auto [d, dim] : llvm::enumerate(nest.dims)) {
      int64_t stride = std::abs(access.strides[d]);
      if (stride != 0)
        bytes *= dim.size;
      inside |= d > 0 && stride != 0;
      along |= d > 0 && stride != 0 && stride <= 4;
    }
    if (bytes <= most)
      continue;
    most = bytes;
    across = std::abs(access.strides[0]) == 1 && inside && !along;
  }
  return across;
}

static bool tryRows(ArrayRef<Nest> pristine, int64_t rows, Group &group) {
  Group result;
  result.rows = rows;
  result.nests.assign(pristine.begin(), pristine.end());
  for (Nest &nest : result.nests)
    if (!conform(nest, rows) || walksAcross(nest))
      return false;
  const Nest &added = result.nests.back();
  bool shares = false;
  for (const Nest &nest : ArrayRef<Nest>(result.nests).drop_back())
    if (!independent(nest, added, shares))
      return false;
  if (!shares)
    return false;
  // A finer split than before has to be checked again as a whole.
  for (unsigned i = 0; i + 1 < result.nests.size(); ++i)
    for (unsigned j = i + 1; j + 1 < result.nests.size(); ++j)
      if (rows != group.rows &&
          !independent(result.nests[i], result.nests[j], shares))
        return false;
  group = std::move(result);
  return true;
}

/// Whether that is a copy of rows to parts of rows of what no cache holds.
static bool copiesLargeRows(const Nest &nest) {
  return nest.isCopy() && nest.dims.size() > 1 &&
         isLargeBuffer(rootBuffer(nest.accesses[1].operand));
}

unsigned codeSize(const Nest &nest) {
  unsigned size = 1;
  if (Block *body = nest.body())
    body->walk([&](Operation *op) {
      bool isCall = callsSharedMath(op);
      bool isLong =
          isa<math::MathDialect>(op->getDialect()) && !isInstruction(*op);
      size += isLong ? 30 : isCall ? 10 : 1;
    });
  return size;
}

/// Collects one block's groups; nested blocks of control flow by recursion.
struct Grouper {
  Grouping &out;
  function_ref<bool(Operation *)> skip;
  const GroupOptions &options;
  std::vector<Nest> pristine; // of the group being built
  Group group;
  unsigned code = 0; // of the group being built

  void flush() {
    code = 0;
    if (pristine.empty())
      return;
    if (pristine.size() == 1) {
      group.nests.assign(pristine.begin(), pristine.end());
      group.rows = 0;
    }
    for (const Nest &nest : group.nests)
      out.groupOf[nest.op] = out.groups.size();
    out.groups.push_back(std::move(group));
    group = Group();
    pristine.clear();
  }

  void add(Nest nest) {
    mergeDims(nest);
    // A loop with angles has versions (NestWriter), so it is not shared.
    bool angles = nest.dims.size() == 1 && nest.body() &&
                  llvm::any_of(*nest.body(),
                               [](Operation &op) { return takesAngle(&op); });
    bool joins = !nest.isCopy() ||
                 (options.joinsLargeCopies && copiesLargeRows(nest));
    bool movesOnly = !joins || nest.dims.empty() || angles;
    unsigned size = codeSize(nest);
    if (!pristine.empty() && pristine.size() < maxOpsInGroup &&
        code + size <= maxCodeInGroup && !movesOnly &&
        nest.isCopy() == pristine.front().isCopy() &&
        !pristine.front().dims.empty()) {
      pristine.push_back(nest);
      int64_t first = nest.dims[0].size;
      int64_t rows = group.rows ? group.rows : pristine[0].dims[0].size;
      for (int64_t candidate : {rows, std::min(rows, first)})
        if (candidate > 1 && tryRows(pristine, candidate, group)) {
          code += size;
          return;
        }
      pristine.pop_back();
    }
    flush();
    pristine.push_back(std::move(nest));
    code = size;
    if (movesOnly)
      flush();
  }

  /// Those are looked for first: in a loop over rows they would pass arrays on.
  void findPointsOf(Block &block) {
    for (auto op : block.getOps<linalg::LinalgOp>()) {
      std::optional<Group> found = findPoints(op, skip, options.vectorBits);
      if (!found)
        continue;
      for (const Nest &nest : found->nests)
        out.groupOf[nest.op] = out.groups.size();
      out.groups.push_back(std::move(*found));
    }
  }

  LogicalResult visit(Block &block) {
    if (options.vectorBits > 0)
      findPointsOf(block);
    for (Operation &op : block) {
      if (out.groupOf.contains(&op)) {
        flush();
        continue;
      }
      if (isa<linalg::LinalgOp, memref::CopyOp>(op) && !skip(&op)) {
        FailureOr<Nest> nest = buildNest(&op);
        if (failed(nest))
          return op.emitError("operand with a layout that is not static");
        add(std::move(*nest));
        continue;
      }
      // Views, constants and allocations may move ahead of the group.
      if (op.getNumRegions() == 0 && (isa<memref::AllocOp>(op) || isPure(&op)))
        continue;
      flush();
      if (isa<linalg::LinalgOp>(op))
        continue;
      for (Region &region : op.getRegions())
        for (Block &inner : region)
          if (failed(visit(inner)))
            return failure();
    }
    flush();
    return success();
  }
};

FailureOr<Grouping> groupNests(func::FuncOp func,
                               function_ref<bool(Operation *)> skip,
                               const GroupOptions &options) {
  Grouping grouping;
  Grouper grouper{grouping, skip, options, {}, {}};
  if (failed(grouper.visit(func.getBody().front())))
    return failure();
  return grouping;
}

} // namespace weft::ir
