// See Loops.h.
#include "Lowering/Nests/Loops.h"

#include "Lowering/Nests/LargeResults.h"
#include "Lowering/Nests/NestWriter.h"
#include "Lowering/Nests/Parallel.h"
#include "Lowering/Nests/Points.h"
#include "Lowering/Nests/SplitReduce.h"
#include "Lowering/Nests/Tiny.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/Support/SaveAndRestore.h"

namespace weft::ir {
using namespace mlir;

/// Rows that go together where each row is a single point of a fused loop.
static constexpr int64_t pointBlock = 4096;

/// Everything of the old body that the group's code reads.
static SmallVector<Value> capturesOf(const Group &group) {
  llvm::SetVector<Value> values;
  for (const Nest &nest : group.nests) {
    for (const Access &access : nest.accesses)
      if (!group.points || !llvm::is_contained(group.points->values,
                                               rootBuffer(access.operand)))
        values.insert(access.operand);
    if (!nest.isCopy())
      getUsedValuesDefinedAbove(nest.op->getRegions(), values);
  }
  return values.takeVector();
}

/// Rows of one point each: one loop that LLVM can vectorise, several bodies
/// inside.
static bool isPointwise(const Group &group) {
  return llvm::all_of(group.nests,
                      [](const Nest &nest) { return nest.dims.size() == 1; });
}

static LogicalResult emitRows(Emission &e, const Group &group,
                              const AliasScopes &scopes, Value lo, Value hi,
                              IRMapping &map) {
  std::vector<NestWriter> writers;
  SmallVector<NestWriter::State> states;
  for (const Nest &nest : group.nests) {
    writers.emplace_back(e, nest, scopes, map);
    writers.back().plan(1, /*forThreads=*/false);
    states.push_back(writers.back().start());
  }
  LogicalResult result = success();
  e.loop(lo, hi, 1, {}, [&](Value row, ValueRange) {
    for (auto [writer, state] : llvm::zip(writers, states))
      if (failed(writer.write(0, writer.enter(state, 0, row))))
        result = failure();
    return SmallVector<Value>();
  });
  return result;
}

static LogicalResult emitFused(Emission &e, Group group,
                               const AliasScopes &scopes, IRMapping &map) {
  double cost = 0;
  for (Nest &nest : group.nests) {
    orderDims(nest, 1);
    cost += bodyCost(nest) * nest.iterations() / group.rows;
  }
  SmallVector<Value> captures = capturesOf(group);
  if (!isPointwise(group))
    return parallelRange(e, group.rows, parallelGrain(group.rows, cost),
                         captures, map,
                         [&](Value lo, Value hi, IRMapping &inner) {
                           return emitRows(e, group, scopes, lo, hi, inner);
                         });
  int64_t blocks = llvm::divideCeil(group.rows, pointBlock);
  return parallelRange(
      e, blocks, parallelGrain(blocks, cost * pointBlock), captures, map,
      [&](Value lo, Value hi, IRMapping &inner) {
        Value end = arith::MinSIOp::create(e.b, e.loc, e.mul(hi, pointBlock),
                                           e.constant(group.rows));
        return emitRows(e, group, scopes, e.mul(lo, pointBlock), end, inner);
      });
}

/// A dense copy is the C library's business.
static bool emitMemcpy(Emission &e, const Nest &nest, IRMapping &map) {
  if (!nest.isCopy() || nest.dims.size() > 1)
    return false;
  for (const Access &access : nest.accesses)
    if (!nest.dims.empty() && access.strides[0] != 1)
      return false;
  const Access &from = nest.accesses[0], &to = nest.accesses[1];
  Value source = map.lookup(from.operand), target = map.lookup(to.operand);
  int64_t bytes = nest.iterations() * elementBytes(from.element);
  if (source != target && bytes > 0)
    LLVM::MemcpyOp::create(e.b, e.loc, target, source, e.constant(bytes),
                           /*isVolatile=*/false);
  return true;
}

static LogicalResult emitSingle(Emission &e, Nest nest,
                                const AliasScopes &scopes, IRMapping &map,
                                ArrayRef<Value> captures) {
  if (emitMemcpy(e, nest, map))
    return success();
  orderDims(nest);
  mergeDims(nest);
  FailureOr<bool> split = emitSplitReduction(e, nest, scopes, captures, map);
  if (failed(split) || *split)
    return failure(failed(split));
  double total = bodyCost(nest) * nest.iterations();
  NestWriter outer(e, nest, scopes, map);
  outer.plan(0, parallelGrain(2, total / 2) > 0);
  // As many leading loops as it takes to have something to share.
  unsigned levels = 0, most = outer.parallelLevels();
  int64_t range = 1;
  while (levels < most && range < 64)
    range *= outer.trips(levels++);
  int64_t grain =
      levels ? parallelGrain(range, total / std::max<int64_t>(range, 1)) : 0;
  if (grain == 0)
    return outer.write(0, outer.start());
  return parallelRange(
      e, range, grain, captures, map,
      [&](Value lo, Value hi, IRMapping &inner) {
        NestWriter writer(e, nest, scopes, inner);
        writer.plan(0, true);
        NestWriter::State start = writer.start();
        LogicalResult result = success();
        e.loop(lo, hi, 1, {}, [&](Value index, ValueRange) {
          NestWriter::State state = start;
          int64_t below = range;
          for (unsigned level = 0; level < levels; ++level) {
            below /= writer.trips(level);
            Value own = index;
            if (below > 1)
              own = arith::DivUIOp::create(e.b, e.loc, own, e.constant(below));
            if (level > 0)
              own = arith::RemUIOp::create(e.b, e.loc, own,
                                           e.constant(writer.trips(level)));
            state = writer.enterLoop(state, level, own);
          }
          result = writer.write(levels, state);
          return SmallVector<Value>();
        });
        return result;
      });
}

bool isWrittenAsLoops(const Group &group, const LoweringOptions &options) {
  return (group.rows > 0 || !group.nests.front().dims.empty()) &&
         (group.points || !isTiny(group, options.target.vectorBits));
}

LogicalResult emitGroup(Emission &e, const Group &group, SharedNests &shared,
                        IRMapping &map) {
  e.loc = group.nests.front().op->getLoc();
  auto emit = [&](IRMapping &map) {
    AliasScopes scopes(e.b.getContext(), group, e.numGroups++,
                       streamedResults(group, e.options));
    llvm::SaveAndRestore<const AliasScopes *> saved(e.scopes, &scopes);
    if (group.points)
      return emitPoints(e, group, scopes, map, capturesOf(group));
    if (isTiny(group, e.options.target.vectorBits)) {
      for (const Nest &nest : group.nests)
        emitTiny(e, nest, scopes, map);
      return success();
    }
    if (group.rows > 0)
      return emitFused(e, group, scopes, map);
    return emitSingle(e, group.nests.front(), scopes, map, capturesOf(group));
  };
  if (shared.contains(group)) {
    FailureOr<bool> called =
        shared.call(e, group, capturesOf(group), map, emit);
    if (failed(called) || *called)
      return failure(failed(called));
  }
  if (!e.manyLoops || !e.context || !isWrittenAsLoops(group, e.options))
    return emit(map);
  return apart(e, capturesOf(group), /*results=*/{}, map, emit);
}

} // namespace weft::ir
