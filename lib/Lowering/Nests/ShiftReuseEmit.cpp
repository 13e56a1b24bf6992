// See ShiftReuse.h: writes the loop.
#include "Lowering/Nests/ShiftReuse.h"

#include "LoopHelpers.h"
#include "Lowering/Nests/NestWriter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace weft::ir {
using namespace mlir;

/// Blocks that are written out in the loop: vectors that are kept change places
/// at the end of each round, which costs an instruction each.
static constexpr int64_t blocksPerRound = 2;
/// Iterations of a loop that is written so: it computes some vectors first.
static constexpr int64_t leastIterations = 64;

namespace {
class Writer {
public:
  using Values = SmallVector<Value>;

  Writer(Emission &e, const Nest &nest, const ShiftReuse &reuse,
         const AliasScopes &scopes, IRMapping &map, ArrayRef<Value> pointers)
      : e(e), nest(nest), reuse(reuse), scopes(scopes), map(map),
        pointers(pointers) {}
  void write(Value lower, Value upper);

private:
  using Node = ShiftNode;

  void start(Value place, int64_t numLanes, ValueRange lastVectors);
  Value valueOf(unsigned node);
  Value make(const Node &node);
  Value compute(unsigned node);
  Value window(Value before, Value now, int64_t distance);
  Value address(unsigned access);
  void storeResults();
  Values block(Value place, ValueRange lastVectors);
  Values firstVectors(Value place);
  void writeBlocks(Value lower, Value blocks);
  Value minus(Value a, Value b) {
    return arith::SubIOp::create(e.b, e.loc, a, b);
  }
  /// The largest multiple of `parts` that n has.
  Value whole(Value n, int64_t parts) {
    return minus(n, arith::RemSIOp::create(e.b, e.loc, n, e.constant(parts)));
  }
  Type typeOf(Type element) const {
    return lanes == 1 ? element : Type(VectorType::get(lanes, element));
  }

  Emission &e;
  const Nest &nest;
  const ShiftReuse &reuse;
  const AliasScopes &scopes;
  IRMapping &map;
  ArrayRef<Value> pointers;
  /// Of what is being written: where, of how many elements, what was kept (if
  /// parts are to be taken of that), and what is there.
  Value iv;
  int64_t lanes = 1;
  Values last;
  DenseMap<unsigned, Value> made;
};
} // namespace

void Writer::start(Value place, int64_t numLanes, ValueRange lastVectors) {
  iv = place;
  lanes = numLanes;
  last.assign(lastVectors.begin(), lastVectors.end());
  made.clear();
}

Value Writer::address(unsigned access) {
  return e.at(pointers[access], nest.accesses[access].element, iv);
}

/// Elements so far from those of `now`, on the side of the block before.
Value Writer::window(Value before, Value now, int64_t distance) {
  int64_t from = reuse.leftward ? distance : reuse.lanes - distance;
  auto places = llvm::to_vector(llvm::seq<int32_t>(from, from + reuse.lanes));
  if (reuse.leftward)
    std::swap(before, now);
  return LLVM::ShuffleVectorOp::create(e.b, e.loc, before, now, places);
}

Value Writer::compute(unsigned number) {
  const Node &node = reuse.nodes[number];
  Values operands;
  for (unsigned operand : node.operands)
    operands.push_back(valueOf(operand));
  OperationState state(e.loc, *node.name);
  state.addOperands(operands);
  state.addTypes(typeOf(node.element));
  state.addAttributes(node.attributes.getValue());
  return e.b.create(state)->getResult(0);
}

Value Writer::make(const Node &node) {
  if (node.is == Node::Is::Load)
    return e.load(typeOf(node.element), address(node.access),
                  scopes.of(nest.accesses[node.access].operand));
  if (node.is == Node::Is::Outside) {
    Value v = map.lookup(node.outside);
    return lanes == 1 ? v : e.splat(v, lanes);
  }
  return e.constant(
      lanes == 1 ? node.constant
                 : DenseElementsAttr::get(VectorType::get(lanes, node.element),
                                          node.constant));
}

Value Writer::valueOf(unsigned node) {
  if (Value v = made.lookup(node))
    return v;
  Value v;
  auto part = reuse.parts.find(node);
  if (!last.empty() && part != reuse.parts.end()) {
    auto [k, distance] = part->second;
    v = window(last[k], valueOf(reuse.kept[k].node), distance);
  } else {
    v = reuse.nodes[node].operands.empty() ? make(reuse.nodes[node])
                                           : compute(node);
  }
  return made[node] = v;
}

void Writer::storeResults() {
  Values values;
  for (unsigned node : reuse.results)
    values.push_back(valueOf(node));
  unsigned first = nest.accesses.size() - values.size();
  for (auto [k, v] : llvm::enumerate(values))
    e.store(v, address(first + k), scopes.of(nest.accesses[first + k].operand));
}

/// What is kept of it.
Writer::Values Writer::block(Value place, ValueRange lastVectors) {
  start(place, reuse.lanes, lastVectors);
  storeResults();
  Values next;
  for (const ShiftReuse::Kept &kept : reuse.kept)
    next.push_back(valueOf(kept.node));
  return next;
}

/// As if there had been a block before that at `place`. Of its vectors those
/// elements count that are parts in the first block, and are computed there.
Writer::Values Writer::firstVectors(Value place) {
  start(place, reuse.lanes, {});
  Values vectors;
  for (const ShiftReuse::Kept &kept : reuse.kept) {
    Value part = valueOf(kept.farthest);
    vectors.push_back(window(part, part, reuse.lanes - kept.distance));
  }
  return vectors;
}

/// The whole blocks of the iterations from `lower` on, `blocks` in all.
void Writer::writeBlocks(Value lower, Value blocks) {
  int64_t step = reuse.lanes, round = step * blocksPerRound;
  Value none = e.constant(0), rounds = whole(blocks, round);
  Value farthest = e.add(blocks, e.constant(-step));
  auto place = [&](Value distance) {
    return e.add(lower, reuse.leftward ? minus(farthest, distance) : distance);
  };
  Values vectors = firstVectors(place(none));
  vectors = e.loop(none, rounds, round, vectors, [&](Value at, ValueRange v) {
    keepRolled(e.b.getInsertionBlock()->getParentOp());
    Values next(v);
    for (int64_t i = 0; i < blocksPerRound; ++i)
      next = block(place(e.add(at, e.constant(i * step))), next);
    return next;
  });
  e.loop(rounds, blocks, step, vectors, [&](Value at, ValueRange v) {
    return block(place(at), v);
  });
}

void Writer::write(Value lower, Value upper) {
  Value blocks = whole(minus(upper, lower), reuse.lanes);
  Value any = arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::sgt,
                                    blocks, e.constant(0));
  auto branch = scf::IfOp::create(e.b, e.loc, any, /*withElseRegion=*/false);
  {
    OpBuilder::InsertionGuard guard(e.b);
    e.b.setInsertionPointToStart(branch.thenBlock());
    writeBlocks(lower, blocks);
  }
  e.loop(e.add(lower, blocks), upper, 1, {}, [&](Value at, ValueRange) {
    start(at, 1, {});
    storeResults();
    return Values();
  });
}

/// The innermost loop, if it computes what it computed before.
bool NestWriter::writeShiftReuse(unsigned level, const State &state) {
  const LoopSpec &spec = loops[level];
  if (level + 1 < loops.size() || mode != Mode::Plain || stage.level >= 0 ||
      nest.dims[spec.dim].size < leastIterations)
    return false;
  std::optional<ShiftReuse> reuse = findShiftReuse(nest, spec.dim, e.options);
  if (!reuse)
    return false;
  Writer(e, nest, *reuse, scopes, map, state.pointers)
      .write(lowerBound(level, state), upperBound(spec, state));
  return true;
}

} // namespace weft::ir
