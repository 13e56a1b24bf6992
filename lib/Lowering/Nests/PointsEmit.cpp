// Writes the nests of Points.h. The loop over lanes is inside and as long as a
// register has lanes, so that LLVM makes straight code of vectors of it and
// registers of the stack's arrays: sums stay there over all reduced points, in
// the order of the program.
#include "Lowering/Nests/Points.h"

#include "LoopHelpers.h"
#include "Lowering/Nests/Parallel.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace weft::ir {
using namespace mlir;

namespace {
class PointWriter {
public:
  PointWriter(Emission &e, const Group &group, const AliasScopes &scopes,
              IRMapping &map)
      : e(e), group(group), points(*group.points), last(group.nests.back()),
        scopes(scopes), map(map), ivs(points.shared) {}

  int64_t blocksOfLanes() const {
    return llvm::divideCeil(size(points.parallel - 1), points.lanes);
  }
  LogicalResult writeBlock(Value index);

private:
  using Offsets = ArrayRef<int64_t>;
  /// Elements that a block has on the stack, one for each lane: of an operand
  /// that is not walked along the lanes, or of a sum.
  struct Slot {
    const Access *access;
    int64_t offset;
    Value buffer;
  };

  int64_t size(unsigned loop) const { return last.dims[loop].size; }
  bool isValue(const Access &access) const {
    return !access.isScalar &&
           llvm::is_contained(points.values, rootBuffer(access.operand));
  }
  bool isSum(const Nest &nest, const Access &access) const {
    return access.isOut && &nest == &last;
  }
  bool isStaged(const Access &access) const;
  Slot *slotOf(SmallVectorImpl<Slot> &slots, const Access &access,
               int64_t offset);
  void addSlot(SmallVectorImpl<Slot> &slots, const Access &access,
               int64_t offset);
  void findSlots();
  void lanes(Value lower, function_ref<void(Value)> body);
  Value address(const Access &access, int64_t offset);
  Value ofLane(const Slot &slot, Value lane);
  LogicalResult reducedLoops(unsigned loop, Value start);
  LogicalResult writePoint(Value lane);
  LogicalResult writeBody(const Nest &nest, Offsets offsets, Value lane);
  Value read(const Nest &nest, const Access &access, int64_t offset,
             Value lane);

  Emission &e;
  const Group &group;
  const Points &points;
  const Nest &last;
  const AliasScopes &scopes;
  IRMapping &map;
  SmallVector<Value> ivs; // of the shared loops
  SmallVector<Slot> staged, sums;
  llvm::DenseMap<std::pair<Value, int64_t>, Value> made; // at this point
};
} // namespace

bool PointWriter::isStaged(const Access &access) const {
  int64_t stride = access.isScalar ? 0 : access.strides[points.parallel - 1];
  return !access.isOut && !isValue(access) && stride != 0 && stride != 1;
}

PointWriter::Slot *PointWriter::slotOf(SmallVectorImpl<Slot> &slots,
                                       const Access &access, int64_t offset) {
  auto shared = [&](const Access &a) {
    return ArrayRef(a.strides).take_front(points.shared);
  };
  for (Slot &slot : slots)
    if (slot.access->operand == access.operand && slot.offset == offset &&
        shared(*slot.access) == shared(access))
      return &slot;
  return nullptr;
}

void PointWriter::addSlot(SmallVectorImpl<Slot> &slots, const Access &access,
                          int64_t offset) {
  if (!slotOf(slots, access, offset))
    slots.push_back(
        {&access, offset,
         e.stackBytes(points.lanes * elementBytes(access.element))});
}

void PointWriter::findSlots() {
  for (const Nest &nest : group.nests)
    forEachShort(nest, points.shared, [&](Offsets offsets) {
      for (auto [access, offset] : llvm::zip(nest.accesses, offsets))
        if (isSum(nest, access))
          addSlot(sums, access, offset);
        else if (isStaged(access))
          addSlot(staged, access, offset);
    });
}

/// LLVM would unroll the loop, as it is short, before it makes vectors.
void PointWriter::lanes(Value lower, function_ref<void(Value)> body) {
  e.loop(lower, e.constant(points.lanes), 1, {}, [&](Value lane, ValueRange) {
    keepRolled(e.b.getInsertionBlock()->getParentOp());
    body(lane);
    return SmallVector<Value>();
  });
}

Value PointWriter::address(const Access &access, int64_t offset) {
  Value at = e.at(map.lookup(access.operand), access.element, offset);
  for (auto [iv, stride] : llvm::zip(ivs, access.strides))
    if (stride != 0)
      at = e.at(at, access.element, e.mul(iv, stride));
  return at;
}

Value PointWriter::ofLane(const Slot &slot, Value lane) {
  return e.at(slot.buffer, slot.access->element, lane);
}

/// The index counts the blocks of lanes of all other parallel points. The last
/// block ends where the loop does: lanes that it has in common with the one
/// before are computed twice and written once.
LogicalResult PointWriter::writeBlock(Value index) {
  findSlots();
  unsigned inner = points.parallel - 1;
  auto split = [&](int64_t size) {
    Value n = e.constant(size);
    Value rest = arith::RemUIOp::create(e.b, e.loc, index, n);
    index = arith::DivUIOp::create(e.b, e.loc, index, n);
    return rest;
  };
  Value begin = e.mul(split(blocksOfLanes()), points.lanes), start = begin;
  Value skipped = e.constant(0);
  if (size(inner) % points.lanes != 0) {
    start = arith::MinSIOp::create(e.b, e.loc, begin,
                                   e.constant(size(inner) - points.lanes));
    skipped = arith::SubIOp::create(e.b, e.loc, begin, start);
  }
  for (unsigned loop = inner; loop-- > 0;)
    ivs[loop] = split(size(loop));
  lanes(e.constant(0), [&](Value lane) {
    ivs[inner] = e.add(start, lane);
    for (const Slot &slot : staged) {
      const Access &from = *slot.access;
      e.store(e.load(from.element, address(from, slot.offset),
                     scopes.of(from.operand)),
              ofLane(slot, lane));
    }
    for (const Slot &slot : sums)
      e.store(e.constant(slot.access->init), ofLane(slot, lane));
  });
  if (failed(reducedLoops(points.parallel, start)))
    return failure();
  lanes(skipped, [&](Value lane) {
    ivs[inner] = e.add(start, lane);
    for (const Slot &slot : sums) {
      const Access &to = *slot.access;
      e.store(e.load(to.element, ofLane(slot, lane)), address(to, slot.offset),
              scopes.of(to.operand));
    }
  });
  return success();
}

LogicalResult PointWriter::reducedLoops(unsigned loop, Value start) {
  LogicalResult result = success();
  if (loop == points.shared) {
    lanes(e.constant(0), [&](Value lane) {
      ivs[points.parallel - 1] = e.add(start, lane);
      result = writePoint(lane);
    });
    return result;
  }
  e.loop(e.constant(0), e.constant(size(loop)), 1, {},
         [&](Value iv, ValueRange) {
           ivs[loop] = iv;
           result = reducedLoops(loop + 1, start);
           return SmallVector<Value>();
         });
  return result;
}

LogicalResult PointWriter::writePoint(Value lane) {
  LogicalResult result = success();
  made.clear();
  for (const Nest &nest : group.nests) {
    forEachShort(nest, points.shared, [&](Offsets offsets) {
      for (auto [access, offset] : llvm::zip(nest.accesses, offsets))
        if (access.isOut && access.init && isValue(access))
          made[{rootBuffer(access.operand), offset}] = e.constant(access.init);
    });
    forEachShort(nest, points.shared, [&](Offsets offsets) {
      if (failed(writeBody(nest, offsets, lane)))
        result = failure();
    });
  }
  return result;
}

Value PointWriter::read(const Nest &nest, const Access &access, int64_t offset,
                        Value lane) {
  if (access.isScalar)
    return map.lookup(access.operand);
  if (isValue(access))
    return made.lookup({rootBuffer(access.operand), offset});
  if (isSum(nest, access))
    return e.load(access.element, ofLane(*slotOf(sums, access, offset), lane));
  if (isStaged(access))
    return e.load(access.element,
                  ofLane(*slotOf(staged, access, offset), lane));
  return e.load(access.element, address(access, offset),
                scopes.of(access.operand));
}

LogicalResult PointWriter::writeBody(const Nest &nest, Offsets offsets,
                                     Value lane) {
  Block *body = nest.body();
  for (auto [i, access] : llvm::enumerate(nest.accesses))
    if (access.isRead)
      map.map(body->getArgument(i), read(nest, access, offsets[i], lane));
  for (Operation &op : body->without_terminator())
    if (failed(e.translate(&op, map)))
      return failure();
  OperandRange yielded = body->getTerminator()->getOperands();
  unsigned firstOut = nest.accesses.size() - yielded.size();
  for (auto [k, v] : llvm::enumerate(yielded)) {
    const Access &access = nest.accesses[firstOut + k];
    int64_t offset = offsets[firstOut + k];
    Value value = map.lookup(v);
    if (isSum(nest, access))
      e.store(value, ofLane(*slotOf(sums, access, offset), lane));
    else
      made[{rootBuffer(access.operand), offset}] = value;
  }
  return success();
}

LogicalResult emitPoints(Emission &e, const Group &group,
                         const AliasScopes &scopes, IRMapping &map,
                         ArrayRef<Value> captures) {
  const Nest &last = group.nests.back();
  double cost = 0;
  for (const Nest &nest : group.nests)
    cost += bodyCost(nest) * nest.iterations();
  int64_t range = PointWriter(e, group, scopes, map).blocksOfLanes();
  for (const Dim &dim : ArrayRef(last.dims).take_front(
           group.points->parallel - 1))
    range *= dim.size;
  return parallelRange(
      e, range, parallelGrain(range, cost / range), captures, map,
      [&](Value lo, Value hi, IRMapping &inner) {
        LogicalResult result = success();
        e.loop(lo, hi, 1, {}, [&](Value index, ValueRange) {
          result = PointWriter(e, group, scopes, inner).writeBlock(index);
          return SmallVector<Value>();
        });
        return result;
      });
}

} // namespace weft::ir
