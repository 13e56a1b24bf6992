// See Fusion.h. The walk goes from the results backwards, so that all readers
// of a value are known when it is decided where the value is computed:
//
//   read as an array (by an op that lowers itself, or as a result), by several
//   nests, or oftener than it has elements        → an array
//   cheap                                         → in every nest that reads it
//   otherwise                                     → in the nest that reads it
//
// What must be an array anyway is, where it can be, written by the highest of
// the nests that read it (`escapes`); nests of one height that read the same
// elements of the same array become one nest. Heights keep both from making a
// circle: a unit reads from higher units only, and neither changes a height.
#include "Lowering/Fusion.h"
#include "RuleHelpers.h"
#include <queue>

using namespace weft::ir;

/// Caps the code of one loop; a longer chain goes through memory.
static constexpr size_t maxMembers = 200;
/// Readers that compute a cheap value for themselves.
static constexpr size_t maxCopies = 8;
/// Elements of which a thread's worth of work is made.
static constexpr int64_t serialSize = 1 << 15;

bool weft::ir::isFused(Operation *op) {
  auto fusible = dyn_cast<Fusible>(op);
  return fusible && (!isa<Lowerable>(op) || fusible.isCheap());
}
bool weft::ir::isNullary(Operation *op) {
  return op->getNumOperands() == 0 && isFused(op);
}

static bool isIdentity(AffineMap map) { return map.isIdentity(); }
/// outer ∘ inner: loops → inner's results → outer's results.
static AffineMap composed(AffineMap outer, AffineMap inner) {
  if (isIdentity(inner))
    return outer;
  if (isIdentity(outer))
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
struct Reader {
  unsigned unit;
  AffineMap map; // the unit's loops → indices of what is read
};
struct Readers {
  SmallVector<Reader, 2> loops;
  unsigned height = 0;           // of the highest of them, arrays included
  std::optional<unsigned> array; // the highest that needs an array
};

class Planner {
public:
  Plan run(Region &body);

private:
  void flatten(Region &body);
  void visit(Operation *op, unsigned order);
  void visitFused(Operation *op, unsigned order, Readers &r);
  void visitReduction(Operation *op, unsigned order, const Readers &r);
  void wantArray(Value v, unsigned height);
  void wantElements(Value v, unsigned unit, AffineMap map);
  unsigned newUnit(unsigned height, ArrayRef<int64_t> shape);
  void place(Operation *op, unsigned order, unsigned unit, AffineMap map,
             bool escapes);
  void alone(Operation *op, unsigned order, unsigned height);
  SmallVector<Reader> distinct(ArrayRef<Reader> readers);
  std::optional<Reader> host(Operation *op, const Readers &r,
                             ArrayRef<Reader> readers, bool &escapes);
  bool copyIsFine(Operation *op, size_t readers);
  void shareReads(Value v);
  unsigned find(unsigned unit);
  void unite(unsigned into, unsigned from);
  bool canUnite(ArrayRef<unsigned> units, Mask &reduced);
  void sortUnits();
  void findLastReaders(Region &body);

  Plan plan;
  std::vector<Operation *> ops;
  std::vector<unsigned> parent; // of units that have become one
  llvm::DenseMap<Value, Readers> readersOf;
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
  parent[from] = into;
}
/// Whether the units, all of one height, may be one; gives its reductions.
bool Planner::canUnite(ArrayRef<unsigned> units, Mask &reduced) {
  const Unit &first = plan.units[units[0]];
  size_t members = 0;
  bool writesAll = false; // some unit of them does not reduce
  reduced = first.reduced;
  for (unsigned i : units) {
    const Unit &unit = plan.units[i];
    if (unit.op || unit.shape != first.shape || unit.height != first.height)
      return false;
    members += unit.members.size();
    if (unit.reduced.none())
      writesAll = true;
    else if (reduced.none())
      reduced = unit.reduced;
    else if (unit.reduced != reduced)
      return false;
  }
  return members < maxMembers && (!writesAll || mayMix(first.shape, reduced));
}

//===-- Readers -----------------------------------------------------------===//
void Planner::wantArray(Value v, unsigned height) {
  Readers &r = readersOf[plan.resolve(v)];
  r.array = std::max(r.array.value_or(0), height);
  r.height = std::max(r.height, height);
}
void Planner::wantElements(Value v, unsigned unit, AffineMap map) {
  v = plan.resolve(v);
  Operation *def = v.getDefiningOp();
  if (def && isNullary(def))
    return;
  Readers &r = readersOf[v];
  r.height = std::max(r.height, plan.units[unit].height);
  // Where an array is there anyway, readers are listed to share reads only.
  if (r.loops.size() < 2 * maxCopies || (def && isFused(def)))
    r.loops.push_back({unit, map});
}
SmallVector<Reader> Planner::distinct(ArrayRef<Reader> readers) {
  llvm::SmallDenseSet<std::pair<unsigned, AffineMap>, 8> seen;
  SmallVector<Reader> out;
  for (Reader r : readers) {
    r.unit = find(r.unit);
    if (seen.insert({r.unit, r.map}).second)
      out.push_back(r);
  }
  return out;
}
/// Nests of one height that read all of v in the same order become one.
void Planner::shareReads(Value v) {
  auto found = readersOf.find(v);
  if (found == readersOf.end())
    return;
  auto readers = distinct(found->second.loops);
  if (readers.size() > 2 * maxCopies)
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

//===-- Where an operation is computed ------------------------------------===//
void Planner::place(Operation *op, unsigned order, unsigned unit, AffineMap map,
                    bool escapes) {
  Member m;
  m.op = op;
  m.order = order;
  m.map = map;
  m.escapes = escapes;
  auto fusible = dyn_cast<Fusible>(op);
  for (unsigned i = 0; i < op->getNumOperands(); ++i) {
    m.reads.push_back(fusible ? composed(fusible.operandMap(i), map) : map);
    wantElements(op->getOperand(i), unit, m.reads.back());
  }
  plan.units[unit].members.push_back(std::move(m));
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
    place(op, order, unit,
          AffineMap::getMultiDimIdentityMap(shape.size(), op->getContext()),
          /*escapes=*/true);
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
std::optional<Reader> Planner::host(Operation *op, const Readers &r,
                                    ArrayRef<Reader> readers, bool &escapes) {
  unsigned top = 0;
  for (const Reader &reader : readers)
    top = std::max(top, plan.units[reader.unit].height);
  if (readers.empty() || (r.array && *r.array >= top))
    return {};
  SmallVector<unsigned> hosts;
  AffineMap map;
  for (const Reader &reader : readers) {
    if (plan.units[reader.unit].height != top)
      continue;
    if (llvm::is_contained(hosts, reader.unit) || (map && map != reader.map))
      return {};
    hosts.push_back(reader.unit);
    map = reader.map;
  }
  ArrayRef<int64_t> loops = plan.units[hosts[0]].shape;
  escapes = r.array || hosts.size() < readers.size();
  Mask reduced;
  if (!readsOnce(map, loops) || !canUnite(hosts, reduced))
    return {};
  if (escapes && (!meetsEach(map, loops, typeOf(op->getResult(0)).getShape()) ||
                  !mayMix(loops, reduced)))
    return {};
  for (unsigned other : ArrayRef(hosts).drop_front())
    unite(hosts[0], other);
  return Reader{hosts[0], map};
}
/// Whether each of so many readers computes a cheap op again: always where
/// it repeats elements, as it then reads less than the array would have.
bool Planner::copyIsFine(Operation *op, size_t readers) {
  if (readers <= maxCopies)
    return true;
  int64_t read = 0;
  for (Value v : op->getOperands())
    read += typeOf(v).getNumElements();
  return read < typeOf(op->getResult(0)).getNumElements();
}
void Planner::visitFused(Operation *op, unsigned order, Readers &r) {
  auto readers = distinct(r.loops);
  if (isNullary(op)) {
    if (r.array)
      alone(op, order, r.height + 1);
    return;
  }
  if (!cast<Fusible>(op).isCheap()) {
    bool escapes = false;
    if (auto at = host(op, r, readers, escapes))
      place(op, order, at->unit, at->map, escapes);
    else
      alone(op, order, r.height + 1);
    return;
  }
  unsigned height = r.array.value_or(0);
  bool isArray = r.array.has_value();
  bool copies = copyIsFine(op, readers.size());
  for (const Reader &reader : readers) {
    if (copies && plan.units[reader.unit].members.size() < maxMembers) {
      place(op, order, reader.unit, reader.map, /*escapes=*/false);
      continue;
    }
    isArray = true;
    height = std::max(height, plan.units[reader.unit].height);
  }
  if (isArray)
    alone(op, order, height + 1);
}
void Planner::visitReduction(Operation *op, unsigned order, const Readers &r) {
  for (Value v : op->getResults())
    shareReads(v);
  auto shape = typeOf(op->getOperand(0)).getShape();
  unsigned unit = newUnit(r.height + 1, shape);
  for (int64_t axis : cast<Reducing>(op).reducedAxes())
    plan.units[unit].reduced.set(axis);
  place(op, order, unit,
        AffineMap::getMultiDimIdentityMap(shape.size(), op->getContext()),
        /*escapes=*/true);
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
  if (!isRead)
    return;
  if (isFused(op))
    visitFused(op, order, all);
  else if (isa<Reducing>(op))
    visitReduction(op, order, all);
  else
    alone(op, order, all.height + 1);
}

//===-- The order of units ------------------------------------------------===//
using Elements = llvm::DenseSet<std::pair<Value, AffineMap>>;

/// What the unit reads and does not compute.
static void forEachRead(const Plan &plan, const Unit &unit,
                        llvm::function_ref<void(Value)> f) {
  if (unit.op)
    for (Value v : unit.op->getOperands())
      f(plan.resolve(v));
  Elements computed;
  for (const Member &m : unit.members) {
    for (auto [v, map] : llvm::zip(m.op->getOperands(), m.reads))
      if (!computed.contains({plan.resolve(v), map}))
        f(plan.resolve(v));
    if (!isa<Reducing>(m.op))
      computed.insert({m.op->getResult(0), m.map});
  }
}
/// As in the program, as far as what is read is there; drops united units.
void Planner::sortUnits() {
  std::vector<Unit> units;
  for (Unit &unit : plan.units) {
    if (!unit.op && unit.members.empty())
      continue;
    llvm::sort(unit.members, [](const Member &a, const Member &b) {
      return a.order < b.order;
    });
    if (!unit.op)
      unit.order = unit.members.back().order;
    units.push_back(std::move(unit));
  }
  llvm::DenseMap<Value, unsigned> madeBy;
  for (auto [i, unit] : llvm::enumerate(units)) {
    if (unit.op)
      for (Value v : unit.op->getResults())
        madeBy[v] = i;
    for (const Member &m : unit.members)
      if (m.escapes)
        for (Value v : m.op->getResults())
          madeBy[v] = i;
  }
  std::vector<SmallVector<unsigned, 4>> readers(units.size());
  std::vector<unsigned> waitsFor(units.size());
  for (unsigned i = 0; i < units.size(); ++i)
    forEachRead(plan, units[i], [&](Value v) {
      auto found = madeBy.find(v);
      if (found == madeBy.end())
        return;
      readers[found->second].push_back(i);
      ++waitsFor[i];
    });
  using Next = std::pair<unsigned, unsigned>; // order, unit
  std::priority_queue<Next, std::vector<Next>, std::greater<>> ready;
  for (unsigned i = 0; i < units.size(); ++i)
    if (waitsFor[i] == 0)
      ready.push({units[i].order, i});
  plan.units.clear();
  while (!ready.empty()) {
    unsigned i = ready.top().second;
    ready.pop();
    for (unsigned reader : readers[i])
      if (--waitsFor[reader] == 0)
        ready.push({units[reader].order, reader});
    plan.units.push_back(std::move(units[i]));
  }
}

void Planner::findLastReaders(Region &body) {
  for (auto [i, unit] : llvm::enumerate(plan.units))
    forEachRead(plan, unit, [&](Value v) { plan.lastReader[v] = i; });
  for (Value v : terminator(body)->getOperands())
    plan.lastReader.erase(plan.resolve(v));
}
Plan Planner::run(Region &body) {
  flatten(body);
  for (Value v : terminator(body)->getOperands())
    wantArray(v, 0);
  for (unsigned i = ops.size(); i-- > 0;)
    visit(ops[i], i);
  for (Value v : body.getArguments())
    shareReads(v);
  sortUnits();
  findLastReaders(body);
  return std::move(plan);
}
Plan weft::ir::planFusion(Region &body) { return Planner().run(body); }
