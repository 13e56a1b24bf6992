// See Residuals.h. A value is kept, or computed again from others, or neither:
// a cut through the graph of what is computed from what. The cheapest is found
// as a maximal flow (Dinic 1970): each value is a pipe as wide as keeping it is
// dear, fed by the pipes that it is computed from, and by the source as much as
// computing it again costs (without limit, where that cannot be done).
#include "Residuals.h"
#include "ElementCost.h"
#include "MultiplyAdd.h"
#include "RuleHelpers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
using namespace weft::ir;

/// Costs are in 1/unit bytes that are kept: written, and read once.
static constexpr int64_t unit = 32, unlimited = int64_t(1) << 60;
/// Bodies with more values are left as they are: flows take longer.
static constexpr size_t maxValues = 4096;

int64_t weft::ir::bytesOf(Type t) {
  Type element = elementOf(t);
  if (auto c = dyn_cast<ComplexType>(element))
    return tensorType(t).getNumElements() *
           (c.getElementType().getIntOrFloatBitWidth() / 4);
  return tensorType(t).getNumElements() *
         ((element.getIntOrFloatBitWidth() + 7) / 8);
}

/// An instruction takes its time however little it computes.
static constexpr int64_t leastBytes = 32;
/// Arrays of as many bytes are computed by vectors in a loop that waits for
/// memory: an instruction more costs half of what it does elsewhere.
static constexpr int64_t longArray = 4096;

/// What it costs to compute the op once more; none where that is not done:
/// functions take longer than to keep what they gave.
static std::optional<int64_t> costAgain(Operation *op) {
  if (!op || op->getNumResults() != 1 || op->getNumRegions() != 0 ||
      !isMemoryEffectFree(op))
    return std::nullopt;
  if (op->getNumOperands() == 0)
    return 0;
  int64_t bytes = bytesOf(op->getResult(0).getType());
  if (auto fusible = dyn_cast<Fusible>(op); fusible && fusible.isCheap())
    return bytes * unit / 32;
  // A nest chooses the order of sums, so their bits are those of one body.
  if (isa<Reducing>(op) && op->getNumOperands() == 1 && !dependsOnOrder(op))
    return bytesOf(op->getOperand(0).getType()) * unit / 4;
  std::optional<ElementCost> cost = elementCost(op);
  if (!cost || cost->slow > 0)
    return std::nullopt;
  return std::max(bytes, leastBytes) *
         (cost->light + 3 * cost->divisions) * unit /
         (bytes < longArray ? 4 : 8);
}

namespace {
class Flow {
public:
  explicit Flow(unsigned nodes) : edgesOf(nodes) {}
  void add(unsigned from, unsigned to, int64_t width) {
    edgesOf[from].push_back(edges.size());
    edges.push_back({to, width});
    edgesOf[to].push_back(edges.size());
    edges.push_back({from, 0});
  }
  void fill(unsigned source, unsigned sink) {
    while (level(source, sink)) {
      next.assign(edgesOf.size(), 0);
      while (push(source, sink, unlimited) > 0)
        ;
    }
  }
  /// From where the sink can still be reached once it is full.
  llvm::BitVector reaching(unsigned sink) const {
    llvm::BitVector found(edgesOf.size());
    SmallVector<unsigned> work{sink};
    found.set(sink);
    while (!work.empty())
      for (unsigned e : edgesOf[work.pop_back_val()]) {
        unsigned from = edges[e].to;
        if (edges[e ^ 1].width > 0 && !found[from]) {
          found.set(from);
          work.push_back(from);
        }
      }
    return found;
  }

private:
  struct Edge {
    unsigned to;
    int64_t width; // what still fits
  };

  bool level(unsigned source, unsigned sink) {
    depth.assign(edgesOf.size(), -1);
    depth[source] = 0;
    std::vector<unsigned> work{source};
    for (size_t i = 0; i < work.size(); ++i)
      for (unsigned e : edgesOf[work[i]])
        if (edges[e].width > 0 && depth[edges[e].to] < 0) {
          depth[edges[e].to] = depth[work[i]] + 1;
          work.push_back(edges[e].to);
        }
    return depth[sink] >= 0;
  }
  int64_t push(unsigned at, unsigned sink, int64_t most) {
    if (at == sink)
      return most;
    for (unsigned &i = next[at]; i < edgesOf[at].size(); ++i) {
      unsigned e = edgesOf[at][i], to = edges[e].to;
      if (edges[e].width == 0 || depth[to] != depth[at] + 1)
        continue;
      if (int64_t n = push(to, sink, std::min(most, edges[e].width))) {
        edges[e].width -= n;
        edges[e ^ 1].width += n;
        return n;
      }
    }
    return 0;
  }

  std::vector<Edge> edges; // each followed by its reverse
  std::vector<SmallVector<unsigned, 4>> edgesOf;
  std::vector<int> depth;
  std::vector<unsigned> next;
};
} // namespace

/// What the residuals may be computed from, themselves first.
static llvm::SetVector<Value> candidates(ArrayRef<Value> residuals) {
  llvm::SetVector<Value> values(residuals.begin(), residuals.end());
  for (size_t i = 0; i < values.size() && values.size() <= maxValues; ++i)
    if (Operation *def = values[i].getDefiningOp(); costAgain(def))
      values.insert(def->operand_begin(), def->operand_end());
  return values;
}

void weft::ir::sameBitsIn(SmallVectorImpl<Operation *> &ops,
                          SmallVectorImpl<Value> &values) {
  auto replaced = [&](Value old, Value made) {
    llvm::replace(values, old, made);
  };
  invertRoots(ops, replaced);
  takeUpProducts(ops, replaced);
  for (Operation *op : ops)
    markSameBits(op);
}

void weft::ir::markSameBits(Operation *op) {
  op->walk([](Operation *inner) {
    inner->setAttr(sameBitsAttr, UnitAttr::get(inner->getContext()));
  });
}

void weft::ir::thinResiduals(Region &lin, SmallVectorImpl<Value> &residuals,
                             llvm::function_ref<int64_t(Value)> bytes) {
  llvm::SetVector<Value> values = candidates(residuals);
  if (values.size() > maxValues)
    return;
  unsigned source = 2 * values.size(), sink = source + 1;
  llvm::DenseMap<Value, unsigned> index;
  for (auto [i, v] : llvm::enumerate(values))
    index[v] = i;
  Flow flow(sink + 1);
  for (auto [i, v] : llvm::enumerate(values)) {
    flow.add(2 * i, 2 * i + 1, bytes(v) * unit);
    std::optional<int64_t> again = costAgain(v.getDefiningOp());
    flow.add(source, 2 * i, again.value_or(unlimited));
    if (again)
      for (Value operand : v.getDefiningOp()->getOperands())
        flow.add(2 * index[operand] + 1, 2 * i, unlimited);
  }
  for (Value v : residuals)
    flow.add(2 * index[v] + 1, sink, unlimited);
  flow.fill(source, sink);
  llvm::BitVector reaching = flow.reaching(sink);

  SmallVector<Value> kept;
  SmallVector<Operation *> again;
  for (auto [i, v] : llvm::enumerate(values))
    if (reaching[2 * i])
      again.push_back(v.getDefiningOp());
    else if (reaching[2 * i + 1])
      kept.push_back(v);
  if (again.empty())
    return;
  llvm::sort(again, [](Operation *a, Operation *b) {
    return a->isBeforeInBlock(b);
  });
  sameBitsIn(again, residuals);
  llvm::erase_if(again, [&](Operation *op) { // products that were taken up
    Value v = op->getResult(0);
    return v.use_empty() && !llvm::is_contained(residuals, v);
  });
  Block &block = lin.front();
  unsigned first = block.getNumArguments() - residuals.size();
  IRMapping map;
  for (Value v : kept)
    map.map(v, block.addArgument(v.getType(), v.getLoc()));
  OpBuilder b(context()); // the body hangs in the air
  b.setInsertionPointToStart(&block);
  for (Operation *op : again)
    b.clone(*op, map);
  for (auto [i, v] : llvm::enumerate(residuals))
    block.getArgument(first + i).replaceAllUsesWith(map.lookup(v));
  block.eraseArguments(first, residuals.size());
  residuals.assign(kept.begin(), kept.end());
}
