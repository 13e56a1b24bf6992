// See ShiftReuse.h. Values of the body get numbers by what they are and, apart
// from that, where: x[i - 1] * y[i - 2] is x[i] * y[i - 1] at -1. From the
// results on, the outermost place at which a value is wanted is computed, and
// what is up to a vector away from it is a part of that and the one before.
#include "Lowering/Nests/ShiftReuse.h"

#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include <map>
#include <set>

namespace weft::ir {
using namespace mlir;

/// Vectors that are kept: what else a loop needs are registers as well.
static constexpr size_t mostKept = 16;
/// Operations of a body that is looked at.
static constexpr size_t mostOperations = 1024;
/// One in so many operations must go.
static constexpr size_t leastSaved = 6;

namespace {
/// Where a memref starts in another, that it is a view of at a fixed place.
struct Start {
  Value base;
  int64_t offset = 0; // elements
};

class Finder {
public:
  Finder(const Nest &nest, const LoweringOptions &options)
      : nest(nest), options(options) {}
  bool find(unsigned dim);

  ShiftReuse found;

private:
  using Node = ShiftNode;
  using Words = std::vector<uint64_t>;

  bool addAccesses(unsigned dim);
  bool storesWhatItReads(ArrayRef<std::pair<Start, unsigned>> starts) const;
  bool addBody();
  bool addOperation(Operation &op);
  std::optional<unsigned> nodeOf(Value v);
  unsigned add(Node node, Words key);
  unsigned addOp(Node node);
  unsigned addConstant(TypedAttr value);
  bool isFree(unsigned node) const;
  std::vector<bool> needed() const;
  size_t choose(bool leftward);
  bool chooseWay();

  const Nest &nest;
  const LoweringOptions &options;
  std::map<Words, unsigned> kinds;
  SmallVector<unsigned> heights; // of kinds, above what is loaded
  std::map<std::pair<unsigned, int64_t>, unsigned> places;
  DenseMap<Value, unsigned> known;
};
} // namespace

static Start startOf(Value memref) {
  Start start{memref};
  while (auto view = start.base.getDefiningOp<memref::SubViewOp>()) {
    SmallVector<int64_t> strides;
    if (failed(staticStrides(view.getSourceType(), strides)) ||
        llvm::any_of(view.getStaticOffsets(), ShapedType::isDynamic))
      break;
    for (auto [at, stride] : llvm::zip(view.getStaticOffsets(), strides))
      start.offset += at * stride;
    start.base = view.getSource();
  }
  return start;
}

/// Of vectors as of elements, in all stages that follow.
static bool isPlain(Operation &op) {
  return isa<arith::AddFOp, arith::SubFOp, arith::MulFOp, arith::DivFOp,
             arith::NegFOp, arith::MaximumFOp, arith::MinimumFOp,
             arith::MaxNumFOp, arith::MinNumFOp, arith::CmpFOp,
             arith::SelectOp, math::FmaOp>(op);
}

//===-- Nodes -------------------------------------------------------------===//
static uint64_t word(const void *p) { return reinterpret_cast<uintptr_t>(p); }

unsigned Finder::add(Node node, Words key) {
  auto [kind, isNew] = kinds.try_emplace(std::move(key), heights.size());
  node.kind = kind->second;
  if (isNew) {
    unsigned height = 0;
    for (unsigned operand : node.operands)
      height = std::max(height, heights[found.nodes[operand].kind] + 1);
    heights.push_back(height);
  }
  auto [place, isOther] =
      places.try_emplace({node.kind, node.shift}, found.nodes.size());
  if (isOther)
    found.nodes.push_back(std::move(node));
  return place->second;
}

/// All but kind and place are set.
unsigned Finder::addOp(Node node) {
  std::vector<Node> &nodes = found.nodes;
  // Of sums and products either order is the same.
  if (node.name->hasTrait<OpTrait::IsCommutative>())
    llvm::sort(node.operands, [&](unsigned a, unsigned b) {
      return std::pair(nodes[a].kind, nodes[a].shift) <
             std::pair(nodes[b].kind, nodes[b].shift);
    });
  node.everywhere = true;
  for (unsigned operand : node.operands)
    if (const Node &each = nodes[operand]; !each.everywhere) {
      node.shift =
          node.everywhere ? each.shift : std::max(node.shift, each.shift);
      node.everywhere = false;
    }
  Words key{word(node.name->getAsOpaquePointer()),
            word(node.attributes.getAsOpaquePointer()),
            word(node.element.getAsOpaquePointer())};
  for (unsigned operand : node.operands) {
    const Node &each = nodes[operand];
    key.push_back(each.kind);
    key.push_back(each.everywhere ? 0 : node.shift - each.shift);
  }
  return add(std::move(node), std::move(key));
}

unsigned Finder::addConstant(TypedAttr value) {
  Node node(Node::Is::Constant, value.getType());
  node.everywhere = true;
  node.constant = value;
  return add(std::move(node), {1, word(value.getAsOpaquePointer())});
}

/// Whether an access stores to memory that one reads at another place: what is
/// stored for an element would be read for a later one.
bool Finder::storesWhatItReads(
    ArrayRef<std::pair<Start, unsigned>> starts) const {
  for (auto [out, i] : starts)
    for (auto [in, j] : starts)
      if (nest.accesses[i].isOut && i != j &&
          rootBuffer(out.base) == rootBuffer(in.base) &&
          (out.base != in.base || out.offset != in.offset ||
           nest.accesses[i].strides != nest.accesses[j].strides))
        return true;
  return false;
}

/// Nodes of what is loaded; false where that is no vector, or all at one place.
bool Finder::addAccesses(unsigned dim) {
  Type element = nest.accesses.front().element;
  if (!element.isF32() && !element.isF64())
    return false;
  bool anyShift = false;
  SmallVector<std::pair<Start, unsigned>> starts; // and which access
  for (auto [i, access] : llvm::enumerate(nest.accesses)) {
    if (access.general || access.element != element ||
        (access.isOut && access.init))
      return false;
    BlockArgument arg = nest.body()->getArgument(i);
    if (access.isScalar) {
      Node node(Node::Is::Outside, element);
      node.everywhere = true;
      node.outside = access.operand;
      known[arg] = add(node, {2, word(access.operand.getAsOpaquePointer())});
      continue;
    }
    if (access.strides[dim] != 1)
      return false;
    Start start = startOf(access.operand);
    start.offset += access.offset;
    starts.push_back({start, i});
    if (!access.isRead)
      continue;
    Node node(Node::Is::Load, element);
    node.access = i;
    node.shift = start.offset;
    Words key{3, word(start.base.getAsOpaquePointer())};
    llvm::append_range(key, access.strides);
    size_t before = kinds.size();
    known[arg] = add(node, std::move(key));
    anyShift |= kinds.size() == before;
  }
  return anyShift && !storesWhatItReads(starts);
}

/// None where it is not a number of the nest's type, or is computed otherwise.
std::optional<unsigned> Finder::nodeOf(Value v) {
  if (auto at = known.find(v); at != known.end())
    return at->second;
  if (v.getParentBlock() == nest.body() || !isa<FloatType>(v.getType()))
    return std::nullopt;
  Node node(Node::Is::Outside, v.getType());
  node.everywhere = true;
  node.outside = v;
  return known[v] = add(node, {2, word(v.getAsOpaquePointer())});
}

bool Finder::addOperation(Operation &op) {
  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    if (!isa<FloatType>(constant.getType()))
      return false;
    known[constant] = addConstant(constant.getValue());
    return true;
  }
  if (!isPlain(op))
    return false;
  Value result = op.getResult(0);
  Node node(Node::Is::Op, result.getType());
  for (Value v : op.getOperands()) {
    std::optional<unsigned> operand = nodeOf(v);
    if (!operand)
      return false;
    node.operands.push_back(*operand);
  }
  node.name = op.getName();
  node.attributes = op.getAttrDictionary();
  known[result] = addOp(std::move(node));
  return true;
}

bool Finder::addBody() {
  for (Operation &op : nest.body()->without_terminator())
    if (!addOperation(op))
      return false;
  for (Value v : nest.body()->getTerminator()->getOperands()) {
    std::optional<unsigned> result = nodeOf(v);
    if (!result)
      return false;
    found.results.push_back(*result);
  }
  return true;
}

//===-- Choices -----------------------------------------------------------===//
/// Which nodes the results need.
std::vector<bool> Finder::needed() const {
  std::vector<bool> isNeeded(found.nodes.size());
  for (unsigned node : found.results)
    isNeeded[node] = true;
  for (unsigned node = found.nodes.size(); node-- > 0;)
    if (isNeeded[node])
      for (unsigned operand : found.nodes[node].operands)
        isNeeded[operand] = true;
  return isNeeded;
}

/// Whether it is there without being computed: loaded, or the same everywhere.
bool Finder::isFree(unsigned node) const {
  return found.nodes[node].operands.empty() || found.nodes[node].everywhere;
}

/// Sets what is kept and what are parts, in a loop that goes that way, and says
/// how many operations and parts there are then.
size_t Finder::choose(bool leftward) {
  std::vector<Node> &nodes = found.nodes;
  found.leftward = leftward;
  found.kept.clear();
  found.parts.clear();
  // Of each kind, those first that a loop comes to first.
  std::vector<std::set<int64_t>> wanted(heights.size());
  auto want = [&](unsigned node) {
    if (!isFree(node))
      wanted[nodes[node].kind].insert(leftward ? nodes[node].shift
                                               : -nodes[node].shift);
  };
  for (unsigned node : found.results)
    want(node);
  auto order = llvm::to_vector(llvm::seq<unsigned>(0, heights.size()));
  llvm::stable_sort(order, [&](unsigned a, unsigned b) {
    return heights[a] > heights[b];
  });
  size_t cost = 0;
  for (unsigned kind : order) {
    std::optional<unsigned> fresh;
    for (int64_t at : wanted[kind]) {
      ++cost;
      unsigned node = places.at({kind, leftward ? at : -at});
      int64_t distance =
          fresh ? std::abs(nodes[*fresh].shift - nodes[node].shift) : 0;
      if (!fresh || distance > found.lanes) {
        fresh = node;
        for (unsigned operand : nodes[node].operands)
          want(operand);
        continue;
      }
      if (found.kept.empty() || found.kept.back().node != *fresh)
        found.kept.push_back({*fresh, node, distance});
      found.kept.back().farthest = node;
      found.kept.back().distance = distance;
      found.parts[node] = {unsigned(found.kept.size() - 1), distance};
    }
  }
  return cost;
}

/// Whether it pays, the way that it pays more.
bool Finder::chooseWay() {
  size_t before = 0, left = choose(/*leftward=*/true),
         cost = choose(/*leftward=*/false);
  if (left < cost)
    cost = choose(/*leftward=*/true);
  std::vector<bool> isNeeded = needed();
  for (unsigned node = 0; node < isNeeded.size(); ++node)
    before += isNeeded[node] && !isFree(node);
  return !found.kept.empty() && found.kept.size() <= mostKept &&
         cost + before / leastSaved < before;
}

bool Finder::find(unsigned dim) {
  if (!addAccesses(dim) || !addBody())
    return false;
  Type element = nest.accesses.front().element;
  found.lanes = options.target.vectorBits / element.getIntOrFloatBitWidth();
  return found.lanes > 1 && chooseWay();
}

std::optional<ShiftReuse> findShiftReuse(const Nest &nest, unsigned dim,
                                         const LoweringOptions &options) {
  // With fast math LLVM may order sums as it likes, here and there.
  if (!nest.body() || options.fastMath ||
      nest.body()->getOperations().size() > mostOperations ||
      llvm::any_of(nest.dims, [](const Dim &d) { return d.reduction; }))
    return std::nullopt;
  Finder finder(nest, options);
  if (!finder.find(dim))
    return std::nullopt;
  return std::move(finder.found);
}

} // namespace weft::ir
