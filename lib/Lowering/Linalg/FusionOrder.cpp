// See FusionOrder.h.
#include "Lowering/Linalg/FusionOrder.h"
#include <queue>

using namespace weft::ir;

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
namespace {
/// Which units wait for which others.
class Order {
public:
  explicit Order(const std::vector<Unit> &units)
      : units(units), readers(units.size()), waitsFor(units.size()) {}
  void before(unsigned first, unsigned then) {
    readers[first].push_back(then);
    ++waitsFor[then];
  }
  /// As in the program, as far as what they wait for is there; fewer than all
  /// where some wait for each other.
  std::vector<unsigned> sorted() const {
    using Next = std::pair<unsigned, unsigned>; // order, unit
    std::priority_queue<Next, std::vector<Next>, std::greater<>> ready;
    std::vector<unsigned> waits = waitsFor, list;
    for (unsigned i = 0; i < units.size(); ++i)
      if (waits[i] == 0)
        ready.push({units[i].order, i});
    while (!ready.empty()) {
      unsigned i = ready.top().second;
      ready.pop();
      for (unsigned reader : readers[i])
        if (--waits[reader] == 0)
          ready.push({units[reader].order, reader});
      list.push_back(i);
    }
    return list;
  }

private:
  const std::vector<Unit> &units;
  std::vector<SmallVector<unsigned, 4>> readers;
  std::vector<unsigned> waitsFor;
};
} // namespace

/// The order of what is read and written.
static Order orderOfValues(const Plan &plan, const std::vector<Unit> &units) {
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
  Order order(units);
  for (unsigned i = 0; i < units.size(); ++i)
    forEachRead(plan, units[i], [&](Value v) {
      auto found = madeBy.find(v);
      if (found != madeBy.end())
        order.before(found->second, i);
    });
  return order;
}

void weft::ir::orderUnits(Plan &plan) {
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
  Order values = orderOfValues(plan, units);
  // What has effects runs in the order of the program. Units that were put
  // together may make that impossible; then values alone decide.
  SmallVector<unsigned> effects;
  for (auto [i, unit] : llvm::enumerate(units))
    if (unit.op && !isMemoryEffectFree(unit.op))
      effects.push_back(i);
  std::vector<unsigned> list;
  if (effects.size() > 1) {
    llvm::sort(effects, [&](unsigned a, unsigned b) {
      return units[a].order < units[b].order;
    });
    Order all = values;
    for (unsigned k = 1; k < effects.size(); ++k)
      all.before(effects[k - 1], effects[k]);
    list = all.sorted();
  }
  if (list.size() != units.size())
    list = values.sorted();
  plan.units.clear();
  for (unsigned i : list)
    plan.units.push_back(std::move(units[i]));
}
