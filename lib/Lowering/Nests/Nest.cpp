// See Nest.h.
#include "Lowering/Nests/Nest.h"

#include "ElementCost.h"

#include "Lowering/Buffers/Bufferise.h"
#include "Lowering/Math/MathShared.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace weft::ir {
using namespace mlir;

int64_t Nest::iterations() const {
  int64_t n = 1;
  for (const Dim &dim : dims)
    n *= dim.size;
  return n;
}

bool Nest::isCopy() const { return isa<memref::CopyOp>(op); }

Block *Nest::body() const {
  return isCopy() ? nullptr : cast<linalg::LinalgOp>(op).getBlock();
}

LogicalResult staticStrides(MemRefType type,
                            SmallVectorImpl<int64_t> &strides) {
  if (type.getLayout().isIdentity()) { // also where a size is zero
    strides.assign(type.getRank(), 1);
    for (int i = type.getRank() - 1; i-- > 0;)
      strides[i] = strides[i + 1] * type.getDimSize(i + 1);
    return success();
  }
  int64_t offset;
  if (failed(type.getStridesAndOffset(strides, offset)))
    return failure();
  // MLIR calls a stride of zero dynamic; no element is ever walked to.
  if (type.hasStaticShape() && type.getNumElements() == 0)
    llvm::fill(strides, 0);
  return success(llvm::none_of(strides, ShapedType::isDynamic));
}

bool isContiguous(MemRefType type) {
  SmallVector<int64_t> strides;
  if (failed(staticStrides(type, strides)))
    return false;
  int64_t expected = 1;
  for (int i = type.getRank() - 1; i >= 0; --i) {
    if (type.getDimSize(i) != 1 && strides[i] != expected)
      return false;
    expected *= type.getDimSize(i);
  }
  return true;
}

/// Adds `scale` times `expr` to linear strides; false where it is not linear.
static bool addLinear(AffineExpr expr, int64_t scale, Access &access) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    access.strides[dim.getPosition()] += scale;
    return true;
  }
  if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
    access.offset += scale * constant.getValue();
    return true;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return false;
  if (expr.getKind() == AffineExprKind::Add)
    return addLinear(binary.getLHS(), scale, access) &&
           addLinear(binary.getRHS(), scale, access);
  if (expr.getKind() != AffineExprKind::Mul)
    return false;
  if (auto factor = dyn_cast<AffineConstantExpr>(binary.getRHS()))
    return addLinear(binary.getLHS(), scale * factor.getValue(), access);
  if (auto factor = dyn_cast<AffineConstantExpr>(binary.getLHS()))
    return addLinear(binary.getRHS(), scale * factor.getValue(), access);
  return false;
}

static LogicalResult setAddress(Access &access, AffineMap map,
                                unsigned numDims) {
  auto type = cast<MemRefType>(access.operand.getType());
  SmallVector<int64_t> strides;
  if (failed(staticStrides(type, strides)))
    return failure();
  access.element = type.getElementType();
  access.strides.assign(numDims, 0);
  for (auto [expr, stride] : llvm::zip(map.getResults(), strides)) {
    if (addLinear(expr, stride, access))
      continue;
    AffineExpr total = getAffineConstantExpr(0, map.getContext());
    for (auto [e, s] : llvm::zip(map.getResults(), strides))
      total = total + e * s;
    access.general = simplifyAffineExpr(total, numDims, 0);
    access.offset = 0;
    access.strides.assign(numDims, 0);
    for (unsigned d = 0; d < numDims; ++d) // "uses", never an address
      access.strides[d] = access.general.isFunctionOfDim(d) ? 1 : 0;
    break;
  }
  return success();
}

/// Loops of one iteration say nothing; general accesses and linalg.index keep
/// theirs, as they are found by their number.
static void dropUnitDims(Nest &nest) {
  SmallVector<unsigned> kept;
  for (auto [i, dim] : llvm::enumerate(nest.dims))
    if (dim.size != 1 || dim.pinned)
      kept.push_back(i);
  SmallVector<Dim, 4> dims;
  for (unsigned i : kept)
    dims.push_back(nest.dims[i]);
  nest.dims = dims;
  for (Access &access : nest.accesses) {
    SmallVector<int64_t, 4> strides;
    for (unsigned i : kept)
      strides.push_back(access.strides[i]);
    access.strides = strides;
  }
}

static FailureOr<Nest> copyNest(memref::CopyOp copy) {
  Nest nest;
  nest.op = copy;
  auto type = cast<MemRefType>(copy.getSource().getType());
  unsigned rank = type.getRank();
  for (int64_t size : type.getShape())
    nest.dims.push_back({size, false, false, -1});
  AffineMap id = AffineMap::getMultiDimIdentityMap(rank, copy.getContext());
  for (Value v : {copy.getSource(), copy.getTarget()}) {
    Access access;
    access.operand = v;
    access.isOut = v == copy.getTarget();
    access.isRead = !access.isOut;
    if (failed(setAddress(access, id, rank)))
      return failure();
    nest.accesses.push_back(access);
  }
  dropUnitDims(nest);
  return nest;
}

FailureOr<Nest> buildNest(Operation *operation) {
  if (auto copy = dyn_cast<memref::CopyOp>(operation))
    return copyNest(copy);
  auto op = cast<linalg::LinalgOp>(operation);
  Nest nest;
  nest.op = op;
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  SmallVector<utils::IteratorType> kinds = op.getIteratorTypesArray();
  for (auto [i, size] : llvm::enumerate(sizes))
    nest.dims.push_back(
        {size, kinds[i] == utils::IteratorType::reduction, false, int(i)});
  auto inits = op->getAttrOfType<ArrayAttr>(initAttr);
  for (OpOperand &operand : op->getOpOperands()) {
    Access access;
    access.operand = operand.get();
    access.isOut = op.isDpsInit(&operand);
    access.isRead = op.payloadUsesValueFromOperand(&operand);
    if (!isa<MemRefType>(access.operand.getType())) {
      access.isScalar = true;
      access.element = access.operand.getType();
      access.strides.assign(sizes.size(), 0);
    } else if (failed(setAddress(access, op.getMatchingIndexingMap(&operand),
                                 sizes.size()))) {
      return failure();
    }
    if (access.isOut && inits) {
      unsigned i = operand.getOperandNumber() - op.getNumDpsInputs();
      if (!isa<UnitAttr>(inits[i]))
        access.init = inits[i];
    }
    for (auto [d, dim] : llvm::enumerate(nest.dims))
      if (access.general && access.general.isFunctionOfDim(d))
        dim.pinned = true;
    nest.accesses.push_back(access);
  }
  op.getBlock()->walk(
      [&](linalg::IndexOp index) { nest.dims[index.getDim()].pinned = true; });
  dropUnitDims(nest);
  return nest;
}

static bool mergeable(const Nest &nest, unsigned outer) {
  const Dim &a = nest.dims[outer], &b = nest.dims[outer + 1];
  if (a.reduction != b.reduction || a.pinned || b.pinned)
    return false;
  return llvm::all_of(nest.accesses, [&](const Access &access) {
    return access.strides[outer] == access.strides[outer + 1] * b.size;
  });
}

void mergeDims(Nest &nest, unsigned first) {
  for (unsigned i = first; i + 1 < nest.dims.size();) {
    if (!mergeable(nest, i)) {
      ++i;
      continue;
    }
    nest.dims[i].size *= nest.dims[i + 1].size;
    nest.dims[i].original = -1;
    nest.dims.erase(nest.dims.begin() + i + 1);
    for (Access &access : nest.accesses)
      access.strides.erase(access.strides.begin() + i);
    if (i > first)
      --i;
  }
}

void splitDim(Nest &nest, unsigned dim, int64_t outer) {
  Dim inner = nest.dims[dim];
  inner.size /= outer;
  inner.original = -1;
  Dim first = inner;
  first.size = outer;
  nest.dims[dim] = inner;
  nest.dims.insert(nest.dims.begin() + dim, first);
  for (Access &access : nest.accesses)
    access.strides.insert(access.strides.begin() + dim,
                          access.strides[dim] * inner.size);
}

/// How badly memory likes dimension d as the innermost loop.
static double innerCost(const Nest &nest, unsigned d) {
  double cost = 0;
  for (const Access &access : nest.accesses) {
    if (access.isScalar)
      continue;
    int64_t s = std::abs(access.strides[d]);
    double one = s == 0 ? 0 : s == 1 ? 1 : s <= 4 ? 3 : 10;
    if (access.general)
      one = s == 0 ? 0 : 6;
    cost += access.isOut ? one * 1.5 : one;
  }
  // A reduction inside keeps its sum in registers but needs a horizontal end.
  if (nest.dims[d].reduction)
    cost += 0.5;
  // A loop too short to fill a vector is no inner loop worth having.
  if (nest.dims[d].size < 8)
    cost += 4;
  return cost;
}

void permuteDims(Nest &nest, ArrayRef<unsigned> order) {
  SmallVector<Dim, 4> dims;
  for (unsigned d : order)
    dims.push_back(nest.dims[d]);
  nest.dims = dims;
  for (Access &access : nest.accesses) {
    SmallVector<int64_t, 4> strides;
    for (unsigned d : order)
      strides.push_back(access.strides[d]);
    access.strides = strides;
  }
}

void orderDims(Nest &nest, unsigned first) {
  unsigned n = nest.dims.size();
  if (n <= first + 1)
    return;
  unsigned inner = n - 1;
  double best = innerCost(nest, inner);
  for (unsigned d = n - 1; d-- > first;) {
    double cost = innerCost(nest, d);
    if (cost < best) {
      best = cost;
      inner = d;
    }
  }
  SmallVector<unsigned> order;
  for (unsigned d = 0; d < first; ++d)
    order.push_back(d);
  for (bool reduction : {false, true})
    for (unsigned d = first; d < n; ++d)
      if (d != inner && nest.dims[d].reduction == reduction)
        order.push_back(d);
  order.push_back(inner);
  // Parallel loops outside follow the output's layout, largest stride first.
  auto outStride = [&](unsigned d) {
    return std::abs(nest.accesses.back().strides[d]);
  };
  unsigned last = first;
  while (last < order.size() && !nest.dims[order[last]].reduction &&
         order[last] != inner)
    ++last;
  std::stable_sort(
      order.begin() + first, order.begin() + last,
      [&](unsigned a, unsigned b) { return outStride(a) > outStride(b); });
  permuteDims(nest, order);
}

/// Rough cost of one scalar op inside vectorised code, in nanoseconds.
static double opCost(Operation &op) {
  if (isInstruction(op))
    return 0.03;
  if (isa<math::MathDialect>(op.getDialect()) || callsSharedMath(&op))
    return op.getResult(0).getType().isF64() ? 6.0 : 0.5;
  if (isa<arith::DivFOp, arith::DivSIOp, arith::DivUIOp, arith::RemSIOp,
          arith::RemUIOp>(op))
    return 0.2;
  if (isa<arith::RemFOp>(op))
    return 10;
  if (isa<memref::LoadOp>(op))
    return 0.5;
  double cost = 0.03;
  for (Region &region : op.getRegions())
    for (Operation &inner : region.getOps())
      cost += opCost(inner);
  return cost;
}

double bodyCost(const Nest &nest) {
  double cost = 0;
  for (const Access &access : nest.accesses) {
    if (access.isScalar || nest.dims.empty())
      continue;
    int64_t s = std::abs(access.strides.back());
    cost += access.general || s > 4 ? 0.5 : s == 0 ? 0.01 : 0.1;
  }
  if (Block *body = nest.body())
    for (Operation &op : body->without_terminator())
      cost += opCost(op);
  return cost;
}

} // namespace weft::ir
