// See Fusion.h. The walk goes from the results backwards, so that all readers
// of a value are known when it is decided where the value is computed:
//
//   read as an array (by an op that lowers itself, or as a result), by several
//   nests, or oftener than it has elements        → an array
//   cheap, or light and read by several           → in every nest that reads it
//   otherwise                                     → in the nest that reads it
//
// (Whether it is better read or computed by several is FusionCosts' to say.)
// What must be an array anyway is, where it can be, written by the highest of
// the nests that read it (`escapes`); nests of one height that read the same
// elements of the same array become one nest. Heights keep both from making a
// circle: a unit reads from higher units only, and neither changes a height.
#include "Lowering/Linalg/Fusion.h"
#include "Lowering/Linalg/FusionCosts.h"
#include "Lowering/Linalg/FusionOrder.h"
#include "RuleHelpers.h"

using namespace weft::ir;

/// Caps the code of one loop; a longer chain goes through memory.
static constexpr size_t maxMembers = 200;
/// Nests that become one because they read the same value.
static constexpr size_t maxHosts = 16;
/// A nest over so few elements of something larger has no streams.
static constexpr int64_t borderSize = 16;
/// Elements of which a thread's worth of work is made.
static constexpr int64_t serialSize = 1 << 15;

bool weft::ir::isFused(Operation *op) {
  auto fusible = dyn_cast<Fusible>(op);
  return fusible && (!isa<Lowerable>(op) || fusible.isCheap());
}
bool weft::ir::isNullary(Operation *op) {
  return op->getNumOperands() == 0 && isFused(op);
}

static AffineMap identityOver(Operation *op, unsigned rank) {
  return AffineMap::getMultiDimIdentityMap(rank, op->getContext());
}
/// outer ∘ inner: loops → inner's results → outer's results.
static AffineMap composed(AffineMap outer, AffineMap inner) {
  if (inner.isIdentity())
    return outer;
  if (outer.isIdentity())
    return inner;
  AffineMap map = outer.compose(inner);
  return map.isProjectedPermutation(/*allowZeroInResults=*/true)
             ? map
             : simplifyAffineMap(map);
}
static int64_t product(ArrayRef<int64_t> shape) {
  int64_t n = 1;
  for (int64_t size : shape)
    n *= size;
  return n;
}
/// Each element is read once at most.
static bool readsOnce(AffineMap map, ArrayRef<int64_t> loops) {
  for (auto [d, size] : llvm::enumerate(loops))
    if (size != 1 && !map.isFunctionOfDim(d))
      return false;
  return true;
}
/// Each element of `shape` is met, and each once: fit for writing.
static bool meetsEach(AffineMap map, ArrayRef<int64_t> loops,
                      ArrayRef<int64_t> shape) {
  Mask used(loops.size());
  for (auto [expr, size] : llvm::zip(map.getResults(), shape)) {
    if (size == 1 && isa<AffineConstantExpr>(expr))
      continue;
    auto dim = dyn_cast<AffineDimExpr>(expr);
    if (!dim || used[dim.getPosition()] || loops[dim.getPosition()] != size)
      return false;
    used.set(dim.getPosition());
  }
  return readsOnce(map, loops);
}
/// Whether a nest with these reductions may write arrays of all its loops'
/// shape as well. Threads share parallel loops only.
static bool mayMix(ArrayRef<int64_t> loops, const Mask &reduced) {
  if (reduced.none() || product(loops) <= serialSize)
    return true;
  for (auto [d, size] : llvm::enumerate(loops))
    if (size != 1)
      return !reduced[d];
  return true;
}

namespace {
struct Readers {
  SmallVector<Reader, 2> loops;
  unsigned height = 0;           // of the highest of them, arrays included
  std::optional<unsigned> array; // the highest that needs an array
};

/// Units to become one, and how that one computes an op.
struct Host {
  SmallVector<unsigned> units;
  Reader at{0, {}};
  bool escapes = false;
};

class Planner {
public:
  explicit Planner(const Tuning &tuning) : tuning(tuning) {}
  Plan run(Region &body);

private:
  void flatten(Region &body);
  void visit(Operation *op, unsigned order);
  void visitFused(Operation *op, unsigned order, const Readers &r);
  void visitReduction(Operation *op, unsigned order, const Readers &r);
  void wantArray(Value v, unsigned height);
  void wantElements(Value v, const Reader &reader);
  unsigned newUnit(unsigned height, ArrayRef<int64_t> shape);
  void place(Operation *op, unsigned order, const Reader &at, bool escapes);
  void placeCopies(Operation *op, unsigned order, const Readers &r,
                   ArrayRef<Reader> readers, unsigned light);
  void alone(Operation *op, unsigned order, unsigned height);
  SmallVector<Reader> distinct(ArrayRef<Reader> readers);
  std::optional<Host> host(Operation *op, const Readers &r,
                           ArrayRef<Reader> readers);
  void shareReads(Value v);
  template <class Set> void updateReads(Set &reads, Operation *op);
  bool addsStreams(Operation *op, ArrayRef<unsigned> units, bool escapes);
  unsigned find(unsigned unit);
  void unite(unsigned into, unsigned from);
  bool canUnite(ArrayRef<unsigned> units, Mask &reduced);

  Plan plan;
  std::vector<Operation *> ops;
  std::vector<unsigned> parent; // of units that have become one
  llvm::DenseMap<Value, Readers> readersOf;
  FusionCosts costs{plan};

  const Tuning tuning;
};
} // namespace

void Planner::flatten(Region &body) {
  Block &block = body.front();
  for (Operation &op : block.without_terminator()) {
    auto lowerable = dyn_cast<Lowerable>(op);
    Region *plain = lowerable ? lowerable.plainBody() : nullptr;
    if (!plain) {
      ops.push_back(&op);
      continue;
    }
    for (auto [arg, v] : llvm::zip(plain->getArguments(), op.getOperands()))
      plan.alias[arg] = plan.resolve(v);
    flatten(*plain);
    for (auto [r, v] :
         llvm::zip(op.getResults(), terminator(*plain)->getOperands()))
      plan.alias[r] = plan.resolve(v);
  }
}

//===-- Units -------------------------------------------------------------===//
unsigned Planner::find(unsigned unit) {
  while (parent[unit] != unit)
    unit = parent[unit] = parent[parent[unit]];
  return unit;
}
unsigned Planner::newUnit(unsigned height, ArrayRef<int64_t> shape) {
  parent.push_back(plan.units.size());
  Unit &unit = plan.units.emplace_back();
  unit.shape.assign(shape.begin(), shape.end());
  unit.reduced.resize(shape.size());
  unit.height = height;
  return plan.units.size() - 1;
}
void Planner::unite(unsigned into, unsigned from) {
  Unit &a = plan.units[into], &b = plan.units[from];
  std::move(b.members.begin(), b.members.end(), std::back_inserter(a.members));
  b.members = {};
  a.reduced |= b.reduced;
  a.writes += b.writes;
  a.reads.insert(b.reads.begin(), b.reads.end());
  b.reads.clear();
  parent[from] = into;
}
/// Whether the units, all of one height, may be one; gives its reductions.
bool Planner::canUnite(ArrayRef<unsigned> units, Mask &reduced) {
  const Unit &first = plan.units[units[0]];
  size_t members = 0;
  unsigned writes = 0, reads = 0;
  bool writesAll = false; // some unit of them does not reduce
  reduced = first.reduced;
  for (unsigned i : units) {
    const Unit &unit = plan.units[i];
    if (unit.op || unit.shape != first.shape || unit.height != first.height)
      return false;
    members += unit.members.size();
    writes += unit.writes;
    reads += unit.reads.size();
    if (unit.reduced.none())
      writesAll = true;
    else if (reduced.none())
      reduced = unit.reduced;
    else if (unit.reduced != reduced)
      return false;
  }
  if (units.size() > 1 && (writes > tuning.writes || reads > tuning.reads))
    return false;
  return members < maxMembers && (!writesAll || mayMix(first.shape, reduced));
}

//===-- Readers -----------------------------------------------------------===//
void Planner::wantArray(Value v, unsigned height) {
  Readers &r = readersOf[plan.resolve(v)];
  r.array = std::max(r.array.value_or(0), height);
  r.height = std::max(r.height, height);
}
void Planner::wantElements(Value v, const Reader &reader) {
  v = plan.resolve(v);
  Operation *def = v.getDefiningOp();
  if (def && isNullary(def))
    return;
  Readers &r = readersOf[v];
  r.height = std::max(r.height, plan.units[reader.unit].height);
  // Where an array is there anyway, readers are listed to share reads only.
  if (r.loops.size() < maxHosts || (def && isFused(def)))
    r.loops.push_back(reader);
}
SmallVector<Reader> Planner::distinct(ArrayRef<Reader> readers) {
  llvm::SmallDenseMap<std::pair<unsigned, AffineMap>, unsigned, 8> seen;
  SmallVector<Reader> out;
  for (Reader r : readers) {
    r.unit = find(r.unit);
    unsigned next = out.size();
    auto [at, isNew] = seen.insert({{r.unit, r.map}, next});
    if (isNew)
      out.push_back(r);
    else
      out[at->second].copied = std::max(out[at->second].copied, r.copied);
  }
  return out;
}
/// Nests of one height that read all of v in the same order become one.
void Planner::shareReads(Value v) {
  auto found = readersOf.find(v);
  if (found == readersOf.end())
    return;
  auto readers = distinct(found->second.loops);
  if (readers.size() > maxHosts)
    return;
  for (auto [i, a] : llvm::enumerate(readers))
    for (const Reader &b : ArrayRef(readers).drop_front(i + 1)) {
      unsigned into = find(a.unit), from = find(b.unit);
      Mask reduced;
      if (into != from && a.map == b.map &&
          readsOnce(a.map, plan.units[into].shape) &&
          canUnite({into, from}, reduced))
        unite(into, from);
    }
}

/// What a unit reads, once it computes the op.
template <class Set> void Planner::updateReads(Set &reads, Operation *op) {
  for (Value v : op->getResults())
    reads.erase(v);
  for (Value v : op->getOperands())
    if (typeOf(v).getNumElements() > 1)
      reads.insert(plan.resolve(v));
}
/// Whether there would be too many, were the op computed in these units: more
/// than there are already, that is.
bool Planner::addsStreams(Operation *op, ArrayRef<unsigned> units,
                          bool escapes) {
  unsigned writes = escapes;
  llvm::SmallDenseSet<Value, 16> reads;
  for (unsigned i : units) {
    writes += plan.units[i].writes;
    reads.insert(plan.units[i].reads.begin(), plan.units[i].reads.end());
  }
  unsigned before = reads.size();
  updateReads(reads, op);
  return (escapes && writes > tuning.writes) ||
         (reads.size() > tuning.reads && reads.size() > before);
}

//===-- Where an operation is computed ------------------------------------===//
void Planner::place(Operation *op, unsigned order, const Reader &at,
                    bool escapes) {
  Member m;
  m.op = op;
  m.order = order;
  m.map = at.map;
  m.escapes = escapes;
  plan.units[at.unit].writes += escapes;
  updateReads(plan.units[at.unit].reads, op);
  auto fusible = dyn_cast<Fusible>(op);
  for (unsigned i = 0; i < op->getNumOperands(); ++i) {
    AffineMap map = fusible ? fusible.operandMap(i) : m.map;
    if (!map) {
      m.reads.push_back({});
      wantArray(op->getOperand(i), plan.units[at.unit].height);
      continue;
    }
    m.reads.push_back(fusible ? composed(map, m.map) : map);
    wantElements(op->getOperand(i), {at.unit, m.reads.back(), at.copied});
  }
  plan.units[at.unit].members.push_back(std::move(m));
}
/// A unit of the op's own, which makes its result an array.
void Planner::alone(Operation *op, unsigned order, unsigned height) {
  for (Value v : op->getResults())
    shareReads(v);
  // One element is a constant to whoever reads it; many are filled in.
  bool lowersItself = isa<Lowerable>(op);
  if (lowersItself && isNullary(op))
    lowersItself = typeOf(op->getResult(0)).getNumElements() == 1;
  if (isFused(op) && !lowersItself) {
    auto shape = typeOf(op->getResult(0)).getShape();
    unsigned unit = newUnit(height, shape);
    place(op, order, {unit, identityOver(op, shape.size())}, /*escapes=*/true);
    return;
  }
  unsigned unit = newUnit(height, {});
  plan.units[unit].op = op;
  plan.units[unit].order = order;
  for (Value v : op->getOperands())
    wantArray(v, height);
}
/// The nest that computes an op which is not cheap: the highest reader, if
/// others of that height can join it.
std::optional<Host> Planner::host(Operation *op, const Readers &r,
                                  ArrayRef<Reader> readers) {
  unsigned top = 0;
  for (const Reader &reader : readers)
    top = std::max(top, plan.units[reader.unit].height);
  if (readers.empty() || (r.array && *r.array >= top))
    return {};
  Host h;
  for (const Reader &reader : readers) {
    if (plan.units[reader.unit].height != top)
      continue;
    if (h.units.size() == maxHosts ||
        llvm::is_contained(h.units, reader.unit) ||
        (h.at.map && h.at.map != reader.map))
      return {};
    h.units.push_back(reader.unit);
    h.at = {h.units[0], reader.map, std::max(h.at.copied, reader.copied)};
  }
  ArrayRef<int64_t> loops = plan.units[h.at.unit].shape;
  h.escapes = r.array || h.units.size() < readers.size();
  Mask reduced;
  if (!readsOnce(h.at.map, loops) || !canUnite(h.units, reduced))
    return {};
  if (addsStreams(op, h.units, h.escapes))
    return {};
  auto shape = typeOf(op->getResult(0)).getShape();
  if (h.escapes &&
      (!meetsEach(h.at.map, loops, shape) || !mayMix(loops, reduced)))
    return {};
  return h;
}
/// Each reader computes the op for itself. `light` counts it into a row of
/// light ops.
void Planner::placeCopies(Operation *op, unsigned order, const Readers &r,
                          ArrayRef<Reader> readers, unsigned light) {
  unsigned height = r.array.value_or(0);
  bool isArray = r.array.has_value();
  int64_t size = typeOf(op->getResult(0)).getNumElements();
  for (Reader reader : readers) {
    reader.copied += light;
    const Unit &unit = plan.units[reader.unit];
    bool isBorder = !costs.isWide(reader, size) &&
                    ShapedType::getNumElements(unit.shape) <= borderSize;
    if (unit.members.size() < (isBorder ? 4 * maxMembers : maxMembers) &&
        (isBorder || !addsStreams(op, reader.unit, /*escapes=*/false))) {
      place(op, order, reader, /*escapes=*/false);
      continue;
    }
    isArray = true;
    height = std::max(height, plan.units[reader.unit].height);
  }
  if (isArray)
    alone(op, order, height + 1);
}
void Planner::visitFused(Operation *op, unsigned order, const Readers &r) {
  auto readers = distinct(r.loops);
  if (isNullary(op)) {
    if (r.array)
      alone(op, order, r.height + 1);
    return;
  }
  if (cast<Fusible>(op).isCheap())
    return costs.paysAsArray(op, readers)
               ? alone(op, order, r.height + 1)
               : placeCopies(op, order, r, readers, /*light=*/0);
  auto at = host(op, r, readers);
  if (!r.array && (!at || at->escapes) &&
      costs.paysAgain(op, readers))
    return placeCopies(op, order, r, readers, /*light=*/1);
  if (!at)
    return alone(op, order, r.height + 1);
  for (unsigned other : ArrayRef(at->units).drop_front())
    unite(at->at.unit, other);
  place(op, order, at->at, at->escapes);
}
void Planner::visitReduction(Operation *op, unsigned order, const Readers &r) {
  for (Value v : op->getResults())
    shareReads(v);
  auto shape = typeOf(op->getOperand(0)).getShape();
  unsigned unit = newUnit(r.height + 1, shape);
  for (int64_t axis : cast<Reducing>(op).reducedAxes())
    plan.units[unit].reduced.set(axis);
  place(op, order, {unit, identityOver(op, shape.size())}, /*escapes=*/true);
}
void Planner::visit(Operation *op, unsigned order) {
  Readers all;
  bool isRead = false;
  for (Value v : op->getResults()) {
    auto found = readersOf.find(v);
    if (found == readersOf.end())
      continue;
    isRead = true;
    all.height = std::max(all.height, found->second.height);
    if (op->getNumResults() == 1)
      all = found->second;
  }
  if (!isRead && isMemoryEffectFree(op))
    return;
  if (isFused(op))
    visitFused(op, order, all);
  else if (isa<Reducing>(op))
    visitReduction(op, order, all);
  else
    alone(op, order, all.height + 1);
}

//===-- A body ------------------------------------------------------------===//
Plan Planner::run(Region &body) {
  flatten(body);
  for (Value v : terminator(body)->getOperands())
    wantArray(v, 0);
  for (unsigned i = ops.size(); i-- > 0;)
    visit(ops[i], i);
  for (Value v : body.getArguments())
    shareReads(v);
  orderUnits(plan);
  return std::move(plan);
}
Plan weft::ir::planFusion(Region &body, const Tuning &tuning) {
  return Planner(tuning).run(body);
}
