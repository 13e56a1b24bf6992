// See FusionCosts.h. All counts are of elements. An op is computed again by its
// readers if it is light, and
//
//   nearly all of it is read by one nest, and borders of it by others;
//   or its readers have what it is computed from at hand;
//   or they read no more than they would of its result.
#include "Lowering/Linalg/FusionCosts.h"
#include "ElementCost.h"
#include "RuleHelpers.h"
#include "mlir/IR/Matchers.h"

using namespace weft::ir;

/// More instructions than these are not worth saving one write and one read.
static constexpr unsigned maxInstructions = 4;
/// Readers that compute a value for themselves.
static constexpr size_t maxCopies = 8;
/// Light ops in a row that are computed again rather than read.
static constexpr unsigned maxLight = 4;
/// The same where that reads no more than the array would be; readers of it.
static constexpr unsigned maxDeep = 12, maxAtHand = 16;
/// Elements of which an array costs what it takes to write and read it, not the
/// chain of operations that wait for each other.
static constexpr int64_t streamSize = 64;

//===-- What an op costs --------------------------------------------------===//
static bool measure(Operation *op) {
  std::optional<ElementCost> cost = elementCost(op);
  return cost && cost->slow + cost->divisions == 0 &&
         cost->light <= maxInstructions;
}
/// A few operations of one cycle: what emitElement emits says so, hence no
/// table of ops.
bool FusionCosts::isLight(Operation *op) {
  // Attributes may decide what is emitted, and constants.
  auto isConstant = [](Value v) { return matchPattern(v, m_Constant()); };
  if (op->getPropertiesStorageSize() != 0 ||
      llvm::any_of(op->getOperands(), isConstant))
    return measure(op);
  std::pair key(op->getName(), elementOf(op->getOperand(0).getType()));
  auto [at, isNew] = known.insert({key, false});
  if (isNew)
    at->second = measure(op);
  return at->second;
}

//===-- What its readers read ---------------------------------------------===//
/// What the readers of an op take of its result.
struct FusionCosts::Demand {
  int64_t size = 0;         // of the result
  SmallVector<Reader> wide; // who reads more than a border of it
  bool onceEach = true;     // none of those reads more than `size`
  int64_t computed = 0;     // by all readers, if each does so for itself
  unsigned readers = 0;
  unsigned copied = 0; // see Reader: the most of any
};

bool FusionCosts::isWide(const Reader &reader, int64_t size) const {
  ArrayRef<int64_t> loops = plan.units[reader.unit].shape;
  return 2 * ShapedType::getNumElements(loops) > size;
}
FusionCosts::Demand FusionCosts::demandFor(Operation *op,
                                           ArrayRef<Reader> readers) const {
  Demand demand;
  demand.size = typeOf(op->getResult(0)).getNumElements();
  demand.readers = readers.size();
  for (const Reader &reader : readers) {
    int64_t n = ShapedType::getNumElements(plan.units[reader.unit].shape);
    demand.computed += n;
    demand.copied = std::max(demand.copied, reader.copied);
    if (!isWide(reader, demand.size))
      continue;
    demand.wide.push_back(reader);
    demand.onceEach &= n <= demand.size;
  }
  return demand;
}
/// Elements that computing v in place would read, of the array that has most.
int64_t FusionCosts::sizeRead(Value v, unsigned depth) const {
  v = plan.resolve(v);
  Operation *def = v.getDefiningOp();
  if (!def || depth == maxLight || !isFused(def) ||
      !cast<Fusible>(def).isCheap())
    return typeOf(v).getNumElements();
  int64_t n = 0;
  for (Value operand : def->getOperands())
    n = std::max(n, sizeRead(operand, depth + 1));
  return n;
}
/// Whether v is an array, or light work on one, wherever it is read.
bool FusionCosts::isThere(Value v, unsigned depth) {
  v = plan.resolve(v);
  Operation *def = v.getDefiningOp();
  if (!def || !isFused(def))
    return true;
  return depth < maxLight && isLight(def) &&
         llvm::all_of(def->getOperands(), [&](Value operand) {
           return typeOf(operand).getNumElements() <= 1 ||
                  isThere(operand, depth + 1);
         });
}
/// Whether the unit could compute v by light work; adds to `more` what it would
/// have to read for that and does not yet.
bool FusionCosts::couldCompute(Value v, unsigned unit, More &more,
                               unsigned depth) {
  v = plan.resolve(v);
  Operation *def = v.getDefiningOp();
  if (typeOf(v).getNumElements() <= 1 || plan.units[unit].reads.contains(v))
    return true;
  if (!def || !isFused(def)) {
    more.insert({unit, v});
    return true;
  }
  if (depth == maxLight || !isLight(def))
    return false;
  depth += !cast<Fusible>(def).isCheap();
  return llvm::all_of(def->getOperands(), [&](Value operand) {
    return couldCompute(operand, unit, more, depth);
  });
}

//===-- What pays ---------------------------------------------------------===//
bool FusionCosts::paysAsArray(Operation *op, ArrayRef<Reader> readers) const {
  int64_t read = 0;
  for (Value v : op->getOperands())
    read += typeOf(v).getNumElements();
  Demand demand = demandFor(op, readers);
  return demand.wide.size() > maxCopies && read >= demand.size;
}
/// Whether those who read nearly all of the result need no more than one array
/// more each to compute it.
bool FusionCosts::isAtHand(Operation *op, const Demand &demand) {
  if (demand.wide.size() > maxAtHand)
    return false;
  More more;
  llvm::SmallDenseSet<unsigned> units;
  for (const Reader &reader : demand.wide) {
    units.insert(reader.unit);
    for (Value v : op->getOperands())
      if (!couldCompute(v, reader.unit, more))
        return false;
  }
  return more.size() <= units.size();
}
/// Whether the op is computed from one array of the result's size at most. Two
/// readers may read one more that is there anyway. Parts of it that do not
/// overlap (gates of a cell) may read two as well: none is read twice.
bool FusionCosts::readsNoMore(Operation *op, const Demand &demand) {
  // What is combined before the rest joins counts as one array.
  unsigned inner = cast<Fusible>(op).numInner();
  llvm::SmallDenseSet<Value> large;
  for (Value v : op->getOperands().drop_front(inner))
    if (2 * sizeRead(v) > demand.size)
      large.insert(plan.resolve(v));
  auto isThere = [&](Value v) { return this->isThere(v); };
  bool anyThere =
      llvm::any_of(large, isThere) ||
      (inner > 0 && llvm::all_of(op->getOperands().take_front(inner), isThere));
  bool apart = demand.readers > 1 && demand.computed <= demand.size;
  bool oneMore = demand.wide.size() == 2 &&
                 demand.computed <= 2 * demand.size &&
                 demand.size >= streamSize && anyThere;
  return large.size() + (inner > 0) <= (apart || oneMore ? 2 : 1);
}
bool FusionCosts::paysAgain(Operation *op, ArrayRef<Reader> readers) {
  if (!isLight(op))
    return false;
  Demand demand = demandFor(op, readers);
  size_t wide = demand.wide.size();
  if (demand.size >= streamSize && demand.onceEach && demand.copied < maxDeep &&
      wide > 0 && (wide == 1 || isAtHand(op, demand)))
    return true;
  return wide <= maxCopies && demand.copied < maxLight &&
         readsNoMore(op, demand);
}
