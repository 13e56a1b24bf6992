// See Tiny.h. One parallel loop, as long as a vector, is lanes; the others are
// written out. Sums are two, of every other term, as what follows waits for
// each addition.
#include "Lowering/Nests/Tiny.h"

#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace weft::ir {
using namespace mlir;

/// Iterations of such a nest, and operations of what is written out.
static constexpr int64_t mostIterations = 64, mostCode = 256;
/// Elements of operands that are not dense along the lanes.
static constexpr int64_t mostGathered = 16;
/// Uses of a buffer that are looked at.
static constexpr unsigned mostUses = 64;
/// Terms of a sum that is two.
static constexpr size_t leastTerms = 4;

static bool isPlainType(Type type) {
  return type.isF32() || type.isF64() || type.isInteger(1) ||
         type.isInteger(32) || type.isInteger(64);
}

/// Of vectors as of elements, in all stages that follow.
static bool isPlainOp(Operation &op) {
  bool plain =
      isa<arith::ConstantOp, math::AbsFOp, math::FmaOp, math::RsqrtOp,
          math::SqrtOp>(op) ||
      (isa<arith::ArithDialect>(op.getDialect()) &&
       OpTrait::hasElementwiseMappableTraits(&op));
  return plain && op.getNumResults() == 1 &&
         llvm::all_of(op.getOperandTypes(), isPlainType) &&
         isPlainType(op.getResult(0).getType());
}

/// The loop that is lanes: one along which each result is dense. -1: none is.
static int laneDim(const Nest &nest, unsigned vectorBits) {
  int found = -1;
  for (auto [d, dim] : llvm::enumerate(nest.dims)) {
    bool fits = !dim.reduction && !dim.pinned &&
                (dim.size == 4 || dim.size == 8 || dim.size == 16);
    for (const Access &access : nest.accesses)
      if (access.isOut)
        fits &= access.strides[d] == 1 &&
                dim.size * elementBytes(access.element) * 8 <= vectorBits;
    if (fits && (found < 0 || dim.size > nest.dims[found].size))
      found = d;
  }
  return found;
}

/// Whether something makes or reads elements of the buffer one by one: as parts
/// of a vector each would wait for all of them (the angles of a pendulum for
/// its accelerations).
static bool isTakenApart(Value buffer, int64_t lanes, unsigned &left) {
  for (OpOperand &use : buffer.getUses()) {
    if (left == 0)
      return false;
    --left;
    Operation *op = use.getOwner();
    if (isa<memref::LoadOp, memref::StoreOp>(op))
      return true;
    if (auto linalg = dyn_cast<linalg::LinalgOp>(op)) {
      auto shape = cast<MemRefType>(buffer.getType()).getShape();
      for (auto [expr, size] : llvm::zip(
               linalg.getMatchingIndexingMap(&use).getResults(), shape))
        if (size > 1 && isa<AffineConstantExpr>(expr))
          return true;
    } else if (isa<ViewLikeOpInterface>(op)) {
      auto type = dyn_cast<MemRefType>(op->getResult(0).getType());
      if (type && (type.getNumElements() < lanes ||
                   isTakenApart(op->getResult(0), lanes, left)))
        return true;
    } else if (auto loop = dyn_cast<scf::ForOp>(op)) {
      unsigned i = use.getOperandNumber() - loop.getNumControlOperands();
      if (isTakenApart(loop.getRegionIterArgs()[i], lanes, left) ||
          isTakenApart(loop.getResult(i), lanes, left))
        return true;
    }
  }
  return false;
}

/// Whether a result has an element for each term of a sum beside it.
static bool writesTerms(const Nest &nest) {
  for (const Access &access : nest.accesses)
    for (auto [dim, stride] : llvm::zip(nest.dims, access.strides))
      if (access.isOut && dim.reduction && stride != 0)
        return true;
  return false;
}

static bool isTiny(const Nest &nest, unsigned vectorBits) {
  Block *body = nest.body();
  if (!body || nest.iterations() > mostIterations || writesTerms(nest))
    return false;
  int lane = laneDim(nest, vectorBits);
  if (lane < 0)
    return false;
  int64_t copies = nest.iterations() / nest.dims[lane].size;
  if (copies * int64_t(body->getOperations().size()) > mostCode)
    return false;
  int64_t gathered = 0;
  for (const Access &access : nest.accesses) {
    if (access.general || !isPlainType(access.element) ||
        access.element.isInteger(1))
      return false;
    if (!access.isScalar && access.strides[lane] != 0 &&
        access.strides[lane] != 1)
      gathered += nest.iterations();
  }
  if (gathered > mostGathered)
    return false;
  for (Operation &op : body->without_terminator())
    if (!isPlainOp(op))
      return false;
  unsigned left = mostUses;
  return llvm::none_of(nest.accesses, [&](const Access &access) {
    return !access.isScalar && isTakenApart(rootBuffer(access.operand),
                                            nest.dims[lane].size, left);
  });
}
bool isTiny(const Group &group, unsigned vectorBits) {
  return llvm::all_of(group.nests, [&](const Nest &nest) {
    return isTiny(nest, vectorBits);
  });
}

namespace {
class TinyWriter {
public:
  TinyWriter(Emission &e, const Nest &nest, const AliasScopes &scopes,
             IRMapping &map)
      : e(e), nest(nest), scopes(scopes), map(map),
        lane(laneDim(nest, e.options.target.vectorBits)),
        lanes(nest.dims[lane].size) {}
  void write();

private:
  using Values = SmallVector<Value>;
  using Point = SmallVector<int64_t>; // by dim
  VectorType vectorOf(Type element) const {
    return VectorType::get(lanes, element);
  }
  SmallVector<Point> points(bool reduced, const Point &at) const;
  Value splat(Value scalar) { return e.splat(scalar, lanes); }
  Value address(const Access &access, const Point &at);
  Value load(const Access &access, const Point &at);
  void store(Value value, const Access &access, const Point &at);
  Value operand(Value old);
  Values body(const Point &at, const Values &outs);
  Operation *combiner(unsigned out) const;
  std::optional<Values> secondStart(const Values &first);

  Emission &e;
  const Nest &nest;
  const AliasScopes &scopes;
  IRMapping &map;
  int lane;
  int64_t lanes;
};
} // namespace

/// The points of all loops of one kind but the lanes', in order.
SmallVector<TinyWriter::Point> TinyWriter::points(bool reduced,
                                                  const Point &at) const {
  SmallVector<Point> list{at};
  for (auto [d, dim] : llvm::enumerate(nest.dims)) {
    if (int(d) == lane || dim.reduction != reduced)
      continue;
    SmallVector<Point> next;
    for (const Point &point : list)
      for (int64_t i = 0; i < dim.size; ++i) {
        next.push_back(point);
        next.back()[d] = i;
      }
    list = std::move(next);
  }
  return list;
}

Value TinyWriter::address(const Access &access, const Point &at) {
  int64_t offset = access.offset;
  for (auto [i, stride] : llvm::zip(at, access.strides))
    offset += i * stride;
  return e.at(map.lookup(access.operand), access.element, offset);
}

Value TinyWriter::load(const Access &access, const Point &at) {
  if (access.isScalar)
    return splat(map.lookup(access.operand));
  Value from = address(access, at);
  AliasScopes::Pair own = scopes.of(access.operand);
  VectorType type = vectorOf(access.element);
  int64_t stride = access.strides[lane];
  if (stride == 0)
    return splat(e.load(access.element, from, own));
  if (stride == 1)
    return e.load(type, from, own);
  Value all = LLVM::PoisonOp::create(e.b, e.loc, type);
  for (int64_t i = 0; i < lanes; ++i)
    all = LLVM::InsertElementOp::create(
        e.b, e.loc, all,
        e.load(access.element, e.at(from, access.element, i * stride), own),
        e.constant(i));
  return all;
}

void TinyWriter::store(Value value, const Access &access, const Point &at) {
  e.store(value, address(access, at), scopes.of(access.operand));
}

/// What the body uses of its own has vectors; of what is outside, scalars.
Value TinyWriter::operand(Value old) {
  Value value = map.lookup(old);
  return isa<VectorType>(value.getType()) ? value : splat(value);
}

TinyWriter::Values TinyWriter::body(const Point &at, const Values &outs) {
  Block *body = nest.body();
  unsigned inputs = nest.accesses.size() - outs.size();
  for (auto [i, access] : llvm::enumerate(nest.accesses))
    if (access.isRead)
      map.map(body->getArgument(i),
              i < inputs ? load(access, at) : outs[i - inputs]);
  for (Operation &op : body->without_terminator()) {
    if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
      map.map(constant.getResult(),
              Value(arith::ConstantOp::create(
                  e.b, e.loc,
                  DenseElementsAttr::get(vectorOf(constant.getType()),
                                         Attribute(constant.getValue())))));
      continue;
    }
    OperationState state(op.getLoc(), op.getName());
    for (Value v : op.getOperands())
      state.addOperands(operand(v));
    state.addTypes(vectorOf(op.getResult(0).getType()));
    state.addAttributes(op.getAttrs());
    map.map(op.getResult(0), e.b.create(state)->getResult(0));
  }
  Values yielded;
  for (Value v : body->getTerminator()->getOperands())
    yielded.push_back(operand(v));
  return yielded;
}

/// The op that adds a term to that result, if it is known to have any order.
Operation *TinyWriter::combiner(unsigned out) const {
  Block *body = nest.body();
  Operation *op =
      body->getTerminator()->getOperand(out).getDefiningOp();
  unsigned outs = body->getTerminator()->getNumOperands();
  Value sum = body->getArgument(nest.accesses.size() - outs + out);
  bool adds = op && isa<arith::AddFOp, arith::AddIOp, arith::MaximumFOp,
                        arith::MinimumFOp>(op);
  return adds && sum.hasOneUse() && *sum.user_begin() == op ? op : nullptr;
}

/// What the second of two sums starts from.
std::optional<TinyWriter::Values>
TinyWriter::secondStart(const Values &first) {
  Values starts(first); // what has no zero may be counted twice
  for (unsigned k = 0; k < starts.size(); ++k) {
    Operation *op = combiner(k);
    if (!op)
      return {};
    Type type = starts[k].getType(), element = getElementTypeOrSelf(type);
    if (isa<arith::AddFOp>(op))
      starts[k] = arith::ConstantOp::create(
          e.b, e.loc,
          DenseElementsAttr::get(cast<ShapedType>(type),
                                 Attribute(e.b.getFloatAttr(element, -0.0))));
    if (isa<arith::AddIOp>(op))
      starts[k] =
          arith::ConstantOp::create(e.b, e.loc, e.b.getZeroAttr(type));
  }
  return starts;
}

void TinyWriter::write() {
  unsigned outs = nest.body()->getTerminator()->getNumOperands();
  ArrayRef<Access> results = ArrayRef(nest.accesses).take_back(outs);
  for (const Point &at : points(/*reduced=*/false, Point(nest.dims.size()))) {
    Values sums;
    for (const Access &access : results)
      sums.push_back(access.init     ? splat(e.constant(access.init))
                     : access.isRead ? load(access, at)
                                     : Value());
    SmallVector<Point> terms = points(/*reduced=*/true, at);
    std::optional<Values> second;
    if (terms.size() >= leastTerms)
      second = secondStart(sums);
    for (auto [i, term] : llvm::enumerate(terms)) {
      Values &own = second && i % 2 ? *second : sums;
      own = body(term, own);
    }
    for (auto [k, access] : llvm::enumerate(results)) {
      if (second) {
        OperationState state(e.loc, combiner(k)->getName());
        state.addOperands({sums[k], (*second)[k]});
        state.addTypes(sums[k].getType());
        sums[k] = e.b.create(state)->getResult(0);
      }
      store(sums[k], access, at);
    }
  }
}

void emitTiny(Emission &e, const Nest &nest, const AliasScopes &scopes,
              IRMapping &map) {
  TinyWriter(e, nest, scopes, map).write();
}

} // namespace weft::ir
