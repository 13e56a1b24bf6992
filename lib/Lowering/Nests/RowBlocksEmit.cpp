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
  /// Where a block is: values of the loops around it, its rows; and whether it
  /// is not the first one of its sums.
  struct Place {
    SmallVector<Value> outer;
    Value part, first, count, again;
  };
  double cost() const;
  void placeScratch(IRMapping &map);
  Place place(ArrayRef<Value> shared, Value part, Value index, Value start);
  void multiply(const Contraction &product, const Place &at, IRMapping &map);
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

/// The values of loops of these sizes (the last runs fastest) at `index`, which
/// becomes what is left.
static SmallVector<Value> digits(Emission &e, ArrayRef<int64_t> sizes,
                                 Value &index) {
  SmallVector<Value> values(sizes.size());
  for (unsigned i = sizes.size(); i-- > 0;) {
    Value n = e.constant(sizes[i]);
    values[i] = arith::RemUIOp::create(e.b, e.loc, index, n);
    index = arith::DivUIOp::create(e.b, e.loc, index, n);
  }
  return values;
}

/// Block `index` of the loops that are not shared; their part has `start` first.
RowBlocksWriter::Place RowBlocksWriter::place(ArrayRef<Value> shared,
                                              Value part, Value index,
                                              Value start) {
  Place at;
  at.part = part;
  at.again = arith::ExtUIOp::create(
      e.b, e.loc, e.b.getI64Type(),
      arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::ne, index,
                            start));
  SmallVector<int64_t> sizes(ArrayRef(chain.loops).drop_front(shared.size()));
  sizes.back() = chain.blocks();
  SmallVector<Value> values = digits(e, sizes, index);
  at.first = e.mul(values.pop_back_val(), chain.block);
  Value left = arith::SubIOp::create(e.b, e.loc, e.constant(chain.rows()),
                                     at.first);
  at.count =
      arith::MinSIOp::create(e.b, e.loc, left, e.constant(chain.block));
  llvm::append_range(at.outer, shared);
  llvm::append_range(at.outer, values);
  return at;
}

/// All of some steps for a row, then the next: what one writes is in the first
/// cache when the next reads it.
LogicalResult RowBlocksWriter::rows(ArrayRef<RowBlocks::Step> steps,
                                    const Place &at, IRMapping &map) {
  Group group;
  for (const RowBlocks::Step &step : steps)
    group.nests.push_back(step.nest);
  AliasScopes scopes(e.b.getContext(), group, e.numGroups++);
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

void RowBlocksWriter::multiply(const Contraction &product, const Place &at,
                               IRMapping &map) {
  Value zero = e.constant(0);
  auto first = [&](Value memref) {
    return chain.scratchOf(memref) ? zero : at.first;
  };
  bool sums = product.rows == Contraction::Rows::K && !product.accumulate;
  SmallVector<Value> outer(at.outer);
  if (product.outer.size() > outer.size())
    outer.push_back(at.part);
  multiplyRows(e, product,
               {outer, first(product.a), first(product.b), first(product.c),
                at.count, chain.block, sums ? at.again : Value()},
               map);
}

LogicalResult RowBlocksWriter::block(const Place &at, IRMapping &map) {
  ArrayRef<RowBlocks::Step> steps = chain.steps;
  while (!steps.empty()) {
    if (const auto &product = steps[0].product) {
      e.loc = steps[0].op->getLoc();
      multiply(*product, at, map);
      steps = steps.drop_front();
      continue;
    }
    // One loop over rows for as many steps as LLVM takes well together.
    unsigned n = 1, code = codeSize(steps[0].nest);
    while (n < steps.size() && !steps[n].product &&
           (code += codeSize(steps[n].nest)) <= maxCodeInGroup)
      ++n;
    if (failed(rows(steps.take_front(n), at, map)))
      return failure();
    steps = steps.drop_front(n);
  }
  return success();
}

LogicalResult RowBlocksWriter::write(IRMapping &map) {
  for (const RowBlocks::Step &step : chain.steps)
    if (step.product && failed(packOperands(e, *step.product, map)))
      return failure();
  auto shared = ArrayRef(chain.loops).take_front(chain.shared());
  int64_t range = chain.parts, each = chain.blocksOfPart();
  int64_t all = chain.blocks();
  for (auto [j, size] : llvm::enumerate(ArrayRef(chain.loops).drop_back()))
    (j < shared.size() ? range : all) *= size;
  return parallelRange(
      e, range, parallelGrain(range, each * cost()), captures(), map,
      [&](Value lo, Value hi, IRMapping &inner) {
        placeScratch(inner);
        LogicalResult result = success();
        e.loop(lo, hi, 1, {}, [&](Value index, ValueRange) {
          Value part = digits(e, {chain.parts}, index)[0];
          SmallVector<Value> outer = digits(e, shared, index);
          Value start = e.mul(part, each), end = arith::MinSIOp::create(
              e.b, e.loc, e.add(start, e.constant(each)), e.constant(all));
          e.loop(start, end, 1, {}, [&](Value block, ValueRange) {
            result = this->block(place(outer, part, block, start), inner);
            return SmallVector<Value>();
          });
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
  return apart(e, writer.captures(), /*results=*/{}, map,
               [&](IRMapping &inner) { return writer.write(inner); });
}

} // namespace weft::ir
