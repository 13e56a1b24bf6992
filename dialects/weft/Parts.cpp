// See Parts.h. x[i - 1] with a value for i = 0 is said by putting that value in
// front of a slice of x. A nest cannot read it in place: an array would be made
// for it, and nests before and after would be apart. By parts there is a slice
// only, which costs nothing, and a few elements of the border.
#include "Parts.h"
#include "Bodies.h"
#include "IndexOps.h"
#include "RuleHelpers.h"
#include "ShapeOps.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include <set>
using namespace weft::ir;

/// The large part has as many elements, and a border a share of them at most.
static constexpr int64_t leastElements = 256, borderShare = 32;
/// Work on more parts is done as a whole.
static constexpr size_t maxParts = 12;
/// Operations in a row that are done by parts because their reader is.
static constexpr int maxDepth = 16;

namespace {
struct Parts {
  int64_t axis;
  SmallVector<Value> all;
  bool made = false; // by us: what they were before is not computed
};

/// The parts of one block's values.
class PartsOfBlock {
public:
  explicit PartsOfBlock(Block &block) : block(block) {}
  void run();

private:
  using Ends = std::set<int64_t>;

  void visit(Operation *op);
  void visitSlice(SliceOp op);
  void visitElementwise(Operation *op);
  void alignResults();
  void give(Value v, Parts parts);
  Ends endsOf(Value v, int64_t axis) const;
  void split(Operation *op, int64_t axis, const Ends &ends);
  std::optional<int64_t> axisOf(Value v) const;
  SmallVector<Value> partsAlong(Value v, int64_t axis) const;
  Value part(OpBuilder &b, Value v, int64_t axis, int64_t from, int64_t size,
             int depth);
  Value cloned(OpBuilder &b, Operation *op, int64_t axis, int64_t from,
               int64_t size, int depth);

  Block &block;
  llvm::DenseMap<Value, Parts> partsOf;
};
} // namespace

static int64_t sizeAlong(Value v, int64_t axis) {
  return typeOf(v).getDimSize(axis);
}
/// Each element of the result is one of each operand's at the same place.
static bool isElementwise(Operation *op) {
  auto fusible = dyn_cast<Fusible>(op);
  if (!fusible || isa<Lowerable>(op) || op->getNumResults() != 1 ||
      op->getNumOperands() == 0 || op->getNumRegions() != 0 ||
      !isMemoryEffectFree(op))
    return false;
  auto shape = typeOf(op->getResult(0)).getShape();
  for (auto [i, v] : llvm::enumerate(op->getOperands())) {
    AffineMap map = fusible.operandMap(i);
    if (!map || !map.isIdentity() || typeOf(v).getShape() != shape)
      return false;
  }
  return !shape.empty();
}
static bool isPlainSlice(SliceOp op) {
  return llvm::all_of(op.getStride(), [](int64_t s) { return s == 1; });
}
/// The axis along which a pad puts a frame around its operand, if it is one.
static std::optional<int64_t> frameAxis(PadOp op) {
  std::optional<int64_t> axis;
  for (auto [i, low, high, interior] :
       llvm::enumerate(op.getLow(), op.getHigh(), op.getInterior())) {
    if (low < 0 || high < 0 || interior != 0 || (axis && low + high > 0))
      return std::nullopt;
    if (low + high > 0)
      axis = i;
  }
  return axis;
}
static std::optional<int64_t> axisOfMaker(Operation *op) {
  if (auto concat = dyn_cast<ConcatenateOp>(op))
    return concat.getDim();
  if (auto pad = dyn_cast<PadOp>(op))
    return frameAxis(pad);
  return std::nullopt;
}
/// Whether the op puts together one large part and a narrow border, and what
/// reads it can take the parts, some of it to compute with them.
static bool isShift(Operation *op) {
  std::optional<int64_t> axis = axisOfMaker(op);
  if (!axis)
    return false;
  int64_t most = 0, size = sizeAlong(op->getResult(0), *axis);
  for (Value v : isa<PadOp>(op) ? op->getOperands().take_front()
                                : op->getOperands())
    most = std::max(most, sizeAlong(v, *axis));
  if (size - most > size / borderShare ||
      typeOf(op->getResult(0)).getNumElements() < leastElements)
    return false;
  bool computes = false;
  for (Operation *user : op->getUsers()) {
    auto slice = dyn_cast<SliceOp>(user);
    if (isElementwise(user))
      computes = true;
    else if (!(slice && isPlainSlice(slice)) && axisOfMaker(user) != axis)
      return false;
  }
  return computes;
}

std::optional<int64_t> PartsOfBlock::axisOf(Value v) const {
  auto found = partsOf.find(v);
  if (found == partsOf.end())
    return std::nullopt;
  return found->second.axis;
}
SmallVector<Value> PartsOfBlock::partsAlong(Value v, int64_t axis) const {
  if (axisOf(v) == axis)
    return partsOf.find(v)->second.all;
  return {v};
}
void PartsOfBlock::give(Value v, Parts parts) {
  llvm::erase_if(parts.all, [&](Value part) {
    return sizeAlong(part, parts.axis) == 0;
  });
  if (parts.all.size() > 1 && parts.all.size() <= maxParts)
    partsOf.insert_or_assign(v, std::move(parts));
}

/// Elements [from, from + size) along the axis: of the part that has them all,
/// if one has.
Value PartsOfBlock::part(OpBuilder &b, Value v, int64_t axis, int64_t from,
                         int64_t size, int depth) {
  int64_t begin = 0; // of the part
  for (Value one : partsAlong(v, axis)) {
    int64_t has = sizeAlong(one, axis);
    if (begin <= from && from + size <= begin + has) {
      v = one, from -= begin;
      break;
    }
    begin += has;
  }
  if (from == 0 && size == sizeAlong(v, axis))
    return v;
  Operation *def = v.getDefiningOp();
  // What is read once is computed where it is read.
  if (def && def->getBlock() == &block && v.hasOneUse() && depth < maxDepth &&
      isElementwise(def))
    return cloned(b, def, axis, from, size, depth + 1);
  SmallVector<int64_t> start(typeOf(v).getRank(), 0), ones(start.size(), 1);
  auto limit = llvm::to_vector(typeOf(v).getShape());
  start[axis] = from, limit[axis] = from + size;
  return b.createOrFold<SliceOp>(v.getLoc(), v, start, limit, ones);
}
Value PartsOfBlock::cloned(OpBuilder &b, Operation *op, int64_t axis,
                           int64_t from, int64_t size, int depth) {
  IRMapping map;
  for (Value v : op->getOperands())
    if (!map.contains(v))
      map.map(v, part(b, v, axis, from, size, depth));
  Operation *made = b.clone(*op, map);
  Value y = made->getResult(0);
  auto shape = llvm::to_vector(typeOf(y).getShape());
  shape[axis] = size;
  y.setType(typeOf(y).clone(shape));
  return y;
}

/// Where the parts of v end.
PartsOfBlock::Ends PartsOfBlock::endsOf(Value v, int64_t axis) const {
  Ends ends;
  int64_t end = 0;
  for (Value one : partsAlong(v, axis))
    ends.insert(end += sizeAlong(one, axis));
  return ends;
}
void PartsOfBlock::split(Operation *op, int64_t axis, const Ends &ends) {
  if (ends.size() > maxParts)
    return;
  OpBuilder b(op);
  Parts parts{axis, {}, /*made=*/true};
  int64_t from = 0;
  for (int64_t end : ends) {
    parts.all.push_back(cloned(b, op, axis, from, end - from, 0));
    from = end;
  }
  give(op->getResult(0), std::move(parts));
}
void PartsOfBlock::visitElementwise(Operation *op) {
  std::optional<int64_t> axis;
  for (Value v : op->getOperands())
    if (!axis)
      axis = axisOf(v);
  if (!axis)
    return;
  Ends ends;
  for (Value v : op->getOperands())
    ends.merge(endsOf(v, *axis));
  split(op, *axis, ends);
}
/// Results that are alike are cut at the same places: one nest can then compute
/// the large parts of them.
void PartsOfBlock::alignResults() {
  using Kind = std::pair<ArrayRef<int64_t>, int64_t>; // shape, axis
  llvm::MapVector<Kind, std::pair<Ends, SmallVector<Operation *>>> kinds;
  for (Value v : block.getTerminator()->getOperands()) {
    auto found = partsOf.find(v);
    if (found == partsOf.end() || !isElementwise(v.getDefiningOp()))
      continue;
    int64_t axis = found->second.axis;
    auto &[ends, ops] = kinds[{typeOf(v).getShape(), axis}];
    ends.merge(endsOf(v, axis));
    ops.push_back(v.getDefiningOp());
  }
  for (auto &[kind, results] : kinds)
    for (Operation *op : results.second)
      if (endsOf(op->getResult(0), kind.second) != results.first)
        split(op, kind.second, results.first);
}
void PartsOfBlock::visitSlice(SliceOp op) {
  std::optional<int64_t> axis = axisOf(op.getX());
  if (!axis || !isPlainSlice(op))
    return;
  OpBuilder b(op);
  Parts parts{*axis, {}, /*made=*/true};
  int64_t at = 0, start = op.getStart()[*axis], limit = op.getLimit()[*axis];
  for (Value whole : partsAlong(op.getX(), *axis)) {
    int64_t size = sizeAlong(whole, *axis);
    auto from = llvm::to_vector(op.getStart()),
         to = llvm::to_vector(op.getLimit());
    from[*axis] = std::max<int64_t>(start - at, 0);
    to[*axis] = std::min(limit - at, size);
    if (from[*axis] < to[*axis])
      parts.all.push_back(b.createOrFold<SliceOp>(op.getLoc(), whole, from, to,
                                                  op.getStride()));
    at += size;
  }
  if (parts.all.size() == 1) {
    op.replaceAllUsesWith(parts.all[0]);
    return;
  }
  give(op, std::move(parts));
}
void PartsOfBlock::visit(Operation *op) {
  if (auto slice = dyn_cast<SliceOp>(op))
    return visitSlice(slice);
  if (isElementwise(op))
    return visitElementwise(op);
  std::optional<int64_t> axis = axisOfMaker(op);
  if (!axis)
    return;
  bool flat = llvm::any_of(
      op->getOperands(), [&](Value v) { return axisOf(v) == axis; });
  if (!flat && !isShift(op))
    return;
  Parts parts{*axis, {}, /*made=*/flat};
  auto add = [&](Value v) {
    llvm::append_range(parts.all, partsAlong(v, *axis));
  };
  if (auto pad = dyn_cast<PadOp>(op)) {
    OpBuilder b(op);
    auto border = [&](int64_t size) {
      auto shape = llvm::to_vector(typeOf(pad).getShape());
      shape[*axis] = size;
      parts.all.push_back(b.createOrFold<BroadcastInDimOp>(
          op->getLoc(), typeOf(pad).clone(shape), pad.getValue(),
          ArrayRef<int64_t>()));
    };
    border(pad.getLow()[*axis]);
    add(pad.getX());
    border(pad.getHigh()[*axis]);
  } else {
    for (Value v : op->getOperands())
      add(v);
  }
  give(op->getResult(0), std::move(parts));
}

void PartsOfBlock::run() {
  for (Operation &op : llvm::make_early_inc_range(block.without_terminator()))
    visit(&op);
  alignResults();
  // From the end: what is left without a reader needs none of its operands.
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block))) {
    // Blocks inside an op are still to be worked on.
    if (op.getNumRegions() == 0 && isOpTriviallyDead(&op)) {
      op.erase();
      continue;
    }
    if (op.getNumResults() != 1)
      continue;
    auto found = partsOf.find(op.getResult(0));
    if (found == partsOf.end() || !found->second.made)
      continue;
    OpBuilder b(&op);
    Value whole = ConcatenateOp::create(b, op.getLoc(), found->second.all,
                                        found->second.axis);
    op.getResult(0).replaceAllUsesWith(whole);
    op.erase();
  }
}

std::unique_ptr<Region> weft::ir::workOnParts(Region &body) {
  std::unique_ptr<Region> copy = copyWith(body, isShift);
  if (!copy)
    return nullptr;
  SmallVector<Block *> blocks{&copy->front()};
  copy->walk<WalkOrder::PreOrder>([&](Operation *op) {
    for (Region &region : op->getRegions())
      for (Block &block : region)
        blocks.push_back(&block);
  });
  for (Block *block : blocks)
    PartsOfBlock(*block).run();
  removeDeadOps(*copy);
  return copy;
}
