// See SplitReduce.h.
#include "Lowering/Nests/SplitReduce.h"

#include "Lowering/Nests/Parallel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

namespace weft::ir {
using namespace mlir;

/// Elements of a chunk at least, chunks at most.
static constexpr int64_t minChunk = 16384, maxChunks = 256;

namespace {
/// How the partial results of one out are put together.
struct Combiner {
  unsigned access; // the out
  Operation *op;   // acc <- op(acc, value)
  bool accIsLeft;
  Attribute neutral;
  Value partials; // pointer, in the function that combines
};
} // namespace

static bool findCombiners(const Nest &nest, SmallVectorImpl<Combiner> &found) {
  Block *body = nest.body();
  if (!body)
    return false;
  Operation *yield = body->getTerminator();
  unsigned firstOut = nest.accesses.size() - yield->getNumOperands();
  for (auto [k, value] : llvm::enumerate(yield->getOperands())) {
    BlockArgument acc = body->getArgument(firstOut + k);
    Operation *op = value.getDefiningOp();
    if (!op || op->getBlock() != body || op->getNumOperands() != 2 ||
        !acc.hasOneUse() || *acc.user_begin() != op)
      return false;
    std::optional<TypedAttr> neutral = arith::getNeutralElement(op);
    if (!neutral)
      return false;
    found.push_back({unsigned(firstOut + k), op, op->getOperand(0) == acc,
                     *neutral, Value()});
  }
  return true;
}

/// Rows × one long loop that every out is reduced over.
static bool hasLongRows(const Nest &nest) {
  if (nest.dims.empty() || !nest.dims.back().reduction ||
      nest.dims.back().size < 4 * minChunk)
    return false;
  unsigned inner = nest.dims.size() - 1;
  int64_t rows = 1;
  for (unsigned d = 0; d < inner; ++d) {
    if (nest.dims[d].reduction)
      return false;
    rows *= nest.dims[d].size;
  }
  for (const Access &access : nest.accesses)
    if (access.isOut && (access.uses(inner) || access.general))
      return false;
  return rows <= 16;
}

static void combine(Emission &e, const Nest &nest, const AliasScopes &scopes,
                    ArrayRef<Combiner> combiners, int64_t rows, int64_t chunks,
                    IRMapping &map) {
  e.loop(e.constant(0), e.constant(rows), 1, {}, [&](Value row, ValueRange) {
    NestWriter writer(e, nest, scopes, map);
    writer.planChunks(minChunk);
    NestWriter::State state = writer.enterRow(writer.start(), row);
    for (const Combiner &c : combiners) {
      const Access &access = nest.accesses[c.access];
      Value address = state.pointers[c.access];
      Value first = access.init ? e.constant(access.init)
                                : e.load(access.element, address);
      Value base = e.at(c.partials, access.element, e.mul(row, chunks));
      auto sums = e.loop(
          e.constant(0), e.constant(chunks), 1, first,
          [&](Value i, ValueRange acc) {
            Value value = e.load(access.element, e.at(base, access.element, i));
            IRMapping operands;
            operands.map(c.op->getOperand(0), c.accIsLeft ? acc[0] : value);
            operands.map(c.op->getOperand(1), c.accIsLeft ? value : acc[0]);
            Operation *made = e.b.clone(*c.op, operands);
            return SmallVector<Value>{made->getResult(0)};
          });
      e.store(sums[0], address);
    }
    return SmallVector<Value>();
  });
}

FailureOr<bool> emitSplitReduction(Emission &e, const Nest &nest,
                                   const AliasScopes &scopes,
                                   ArrayRef<Value> captures, IRMapping &map) {
  SmallVector<Combiner> combiners;
  if (!hasLongRows(nest) || !findCombiners(nest, combiners))
    return false;
  int64_t length = nest.dims.back().size, rows = nest.iterations() / length;
  int64_t chunk = std::max<int64_t>(
      minChunk,
      llvm::alignTo(llvm::divideCeil(length * rows, maxChunks), 1024));
  int64_t chunks = llvm::divideCeil(length, chunk), range = rows * chunks;
  SmallVector<Value> values(captures);
  IRMapping extended = map;
  for (Combiner &c : combiners) {
    c.partials =
        e.stackBytes(range * elementBytes(nest.accesses[c.access].element));
    // The body finds its partials under the name of the out's block argument.
    Value name = nest.body()->getArgument(c.access);
    extended.map(name, c.partials);
    values.push_back(name);
  }
  auto body = [&](Value lo, Value hi, IRMapping &inner) {
    SmallVector<Value> partials;
    for (const Combiner &c : combiners)
      partials.push_back(inner.lookup(nest.body()->getArgument(c.access)));
    LogicalResult result = success();
    e.loop(lo, hi, 1, {}, [&](Value index, ValueRange) {
      NestWriter writer(e, nest, scopes, inner);
      writer.planChunks(chunk);
      Value row = arith::DivUIOp::create(e.b, e.loc, index, e.constant(chunks));
      Value part =
          arith::RemUIOp::create(e.b, e.loc, index, e.constant(chunks));
      SmallVector<Value> sums(nest.accesses.size());
      for (const Combiner &c : combiners)
        sums[c.access] = e.constant(c.neutral);
      result =
          writer.writeChunk(writer.enterRow(writer.start(), row), part, sums);
      for (auto [c, to] : llvm::zip(combiners, partials))
        e.store(sums[c.access],
                e.at(to, nest.accesses[c.access].element, index));
      return SmallVector<Value>();
    });
    return result;
  };
  int64_t grain = parallelGrain(range, bodyCost(nest) * chunk);
  if (failed(parallelRange(e, range, grain, values, extended, body)))
    return failure();
  combine(e, nest, scopes, combiners, rows, chunks, map);
  return true;
}

} // namespace weft::ir
