// The code of a chain (RowBlocks.h): what is packed first, then one loop over
// blocks of rows. A block is one thread's from beginning to end, and its
// scratch is on that thread's stack.
#include "Lowering/Nests/RowBlocks.h"

#include "Lowering/Nests/NestWriter.h"
#include "Lowering/Nests/Parallel.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/Support/SaveAndRestore.h"

namespace weft::ir {
using namespace mlir;

namespace {
class RowBlocksWriter {
public:
  RowBlocksWriter(Emission &e, const RowBlocks &chain) : e(e), chain(chain) {}

  SmallVector<Value> captures() const;
  LogicalResult write(IRMapping &map);

private:
  /// Where a block is: values of the loops around it, its rows.
  struct Place {
    SmallVector<Value> outer;
    Value first, count;
  };
  double cost() const;
  void placeScratch(IRMapping &map);
  Place place(Value index);
  LogicalResult block(const Place &at, IRMapping &map);
  LogicalResult rows(ArrayRef<RowBlocks::Step> steps, const Place &at,
                     IRMapping &map);

  Emission &e;
  const RowBlocks &chain;
};
} // namespace

SmallVector<Value> RowBlocksWriter::captures() const {
  llvm::SetVector<Value> values;
  auto add = [&](Value v) {
    if (v && !(isa<MemRefType>(v.getType()) && chain.scratchOf(v)))
      values.insert(v);
  };
  for (const RowBlocks::Step &step : chain.steps) {
    if (const auto &p = step.product) {
      for (Value v : {p->a, p->b, p->c, p->packedA, p->packedB})
        add(v);
      continue;
    }
    for (const Access &access : step.nest.accesses)
      add(access.operand);
    llvm::SetVector<Value> above;
    if (!step.nest.isCopy())
      getUsedValuesDefinedAbove(step.op->getRegions(), above);
    for (Value v : above)
      add(v);
  }
  return values.takeVector();
}

/// Of one block, in nanoseconds.
double RowBlocksWriter::cost() const {
  double total = 0;
  for (const RowBlocks::Step &step : chain.steps) {
    double rounds = chain.block;
    for (const Dim &dim : ArrayRef(step.nest.dims).drop_front(
             chain.loops.size()))
      rounds *= dim.size;
    total += rounds * (step.product ? 0.02 : bodyCost(step.nest));
  }
  return total;
}

void RowBlocksWriter::placeScratch(IRMapping &map) {
  for (const auto &[alloc, scratch] : chain.scratch)
    map.map(alloc, e.stackBytes(chain.block * scratch.rowStride *
                                elementBytes(scratch.element)));
  // Steps name views of it.
  auto name = [&](Value v) {
    if (isa<MemRefType>(v.getType()) && chain.scratchOf(v))
      map.map(v, map.lookup(rootBuffer(v)));
  };
  for (const RowBlocks::Step &step : chain.steps)
    for (const Access &access : step.nest.accesses)
      name(access.operand);
}

RowBlocksWriter::Place RowBlocksWriter::place(Value index) {
  auto part = [&](int64_t size) {
    Value n = e.constant(size);
    Value own = arith::RemUIOp::create(e.b, e.loc, index, n);
    index = arith::DivUIOp::create(e.b, e.loc, index, n);
    return own;
  };
  Place at;
  at.first = e.mul(part(chain.blocks()), chain.block);
  Value left = arith::SubIOp::create(e.b, e.loc, e.constant(chain.rows()),
                                     at.first);
  at.count =
      arith::MinSIOp::create(e.b, e.loc, left, e.constant(chain.block));
  for (int64_t size : llvm::reverse(ArrayRef(chain.loops).drop_back()))
    at.outer.insert(at.outer.begin(), part(size));
  return at;
}

/// All of some steps for a row, then the next: what one writes is in the first
/// cache when the next reads it.
LogicalResult RowBlocksWriter::rows(ArrayRef<RowBlocks::Step> steps,
                                    const Place &at, IRMapping &map) {
  Group group;
  for (const RowBlocks::Step &step : steps)
    group.nests.push_back(step.nest);
  AliasScopes scopes(e.b.getContext(), group, e.numGroups++,
                     /*streams=*/false);
  llvm::SaveAndRestore<const AliasScopes *> saved(e.scopes, &scopes);
  e.loc = steps.front().op->getLoc();
  unsigned last = chain.loops.size() - 1;
  std::vector<NestWriter> writers;
  SmallVector<NestWriter::State> states;
  for (const Nest &nest : group.nests) {
    writers.emplace_back(e, nest, scopes, map);
    writers.back().plan(last + 1, /*forThreads=*/false);
    NestWriter::State state = writers.back().start();
    for (auto [d, iv] : llvm::enumerate(at.outer))
      state = writers.back().enter(state, d, iv);
    states.push_back(std::move(state));
  }
  LogicalResult result = success();
  e.loop(e.constant(0), at.count, 1, {}, [&](Value local, ValueRange) {
    Value row = e.add(at.first, local);
    for (auto [nest, writer, start] : llvm::zip(group.nests, writers, states)) {
      NestWriter::State state = writer.enter(start, last, row);
      for (auto [i, access] : llvm::enumerate(nest.accesses))
        if (const auto *scratch =
                access.isScalar ? nullptr : chain.scratchOf(access.operand))
          state.pointers[i] = e.at(state.pointers[i], access.element,
                                   e.mul(local, scratch->rowStride));
      if (failed(writer.write(0, state)))
        result = failure();
    }
    return SmallVector<Value>();
  });
  return result;
}

LogicalResult RowBlocksWriter::block(const Place &at, IRMapping &map) {
  const auto &first = *chain.steps.front().product,
             &last = *chain.steps.back().product;
  Value zero = e.constant(0);
  e.loc = chain.steps.front().op->getLoc();
  multiplyRows(e, first, {at.outer, at.first, zero, at.count}, map);
  // One loop over rows for as many steps as LLVM takes well together.
  auto steps = ArrayRef(chain.steps).drop_front().drop_back();
  while (!steps.empty()) {
    unsigned n = 1, code = codeSize(steps[0].nest);
    while (n < steps.size() &&
           (code += codeSize(steps[n].nest)) <= maxCodeInGroup)
      ++n;
    if (failed(rows(steps.take_front(n), at, map)))
      return failure();
    steps = steps.drop_front(n);
  }
  e.loc = chain.steps.back().op->getLoc();
  multiplyRows(e, last, {at.outer, zero, at.first, at.count}, map);
  return success();
}

LogicalResult RowBlocksWriter::write(IRMapping &map) {
  for (const RowBlocks::Step *step :
       {&chain.steps.front(), &chain.steps.back()})
    if (failed(packOperands(e, *step->product, map)))
      return failure();
  int64_t range = chain.blocks();
  for (int64_t size : ArrayRef(chain.loops).drop_back())
    range *= size;
  return parallelRange(
      e, range, parallelGrain(range, cost()), captures(), map,
      [&](Value lo, Value hi, IRMapping &inner) {
        placeScratch(inner);
        LogicalResult result = success();
        e.loop(lo, hi, 1, {}, [&](Value index, ValueRange) {
          result = block(place(index), inner);
          return SmallVector<Value>();
        });
        return result;
      });
}

/// In a function of its own: the stack of one that has many chains would
/// otherwise hold the scratch of all.
LogicalResult emitRowBlocks(Emission &e, const RowBlocks &chain,
                            IRMapping &map) {
  RowBlocksWriter writer(e, chain);
  if (!e.context)
    return writer.write(map);
  return apart(e, writer.captures(), map,
               [&](IRMapping &inner) { return writer.write(inner); });
}

} // namespace weft::ir
