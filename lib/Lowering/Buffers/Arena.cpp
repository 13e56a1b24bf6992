// See Arena.h. Liveness is an interval on a pre-order numbering of the
// function. That is exact enough because bufferisation lets no loop carry
// fresh memory: an allocation inside a body dies with the iteration, and one
// outside that is used inside stays for the whole loop. Ops of one group (or
// chain) run interleaved, so each counts as the whole group.
#include "Lowering/Buffers/Arena.h"

#include "Lowering/Buffers/CarryPlaces.h"
#include "Lowering/Buffers/Interleave.h"
#include "Lowering/Nests/RowBlocks.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace weft::ir {
using namespace mlir;

static constexpr int64_t alignment = 64;
/// Small buffers are allocas, which LLVM can turn into registers.
static constexpr int64_t stackBuffer = 1024, stackTotal = 16 * 1024;
/// What the first cache holds well is kept together in the arena, which stays
/// there from call to call.
static constexpr int64_t cachedBuffer = 16 * 1024;

int64_t elementBytes(Type type) {
  if (auto complex = dyn_cast<ComplexType>(type))
    return 2 * elementBytes(complex.getElementType());
  if (type.isIndex() || isa<LLVM::LLVMPointerType>(type))
    return 8;
  return (type.getIntOrFloatBitWidth() + 7) / 8;
}

int64_t bufferBytes(MemRefType type) {
  return type.getNumElements() * elementBytes(type.getElementType());
}

bool isStackBuffer(MemRefType type) {
  return bufferBytes(type) <= stackBuffer;
}

namespace {
struct Span {
  int64_t begin, end;
};

struct Live {
  memref::AllocOp alloc;
  Span span;
  int64_t bytes;
  const RowBundle *bundle = nullptr; // that `alloc` is the first of
};

class Liveness {
public:
  Liveness(func::FuncOp func, const Grouping &grouping,
           const RowChains &chains) {
    number(func.getBody().front());
    for (const Group &group : grouping.groups)
      runTogether(llvm::map_to_vector(
          group.nests, [](const Nest &nest) { return nest.op; }));
    for (const RowBlocks &chain : chains.all)
      runTogether(llvm::map_to_vector(
          chain.steps, [](const RowBlocks::Step &step) { return step.op; }));
  }

  /// From the first to the last use of a buffer. An argument of the function
  /// outlives all loops, so a use in one is a use by all of that loop.
  Span of(Value root) const {
    Operation *alloc = root.getDefiningOp();
    Span live{std::numeric_limits<int64_t>::max(), -1};
    if (alloc)
      live = spans.lookup(alloc);
    forEachUse(root, [&](OpOperand &use) {
      // A use in a loop that the buffer outlives comes round again.
      Operation *op = use.getOwner();
      live.begin = std::min(live.begin, spans.lookup(op).begin);
      live.end = std::max(live.end, spans.lookup(op).end);
      for (Operation *up = op->getParentOp();
           up && !(alloc && up->isAncestor(alloc)); up = up->getParentOp()) {
        if (!isa<LoopLikeOpInterface>(up))
          continue;
        live.end = std::max(live.end, spans.lookup(up).end);
        live.begin = std::min(live.begin, spans.lookup(up).begin);
      }
      return true;
    });
    return live;
  }

private:
  void runTogether(ArrayRef<Operation *> ops) {
    Span span = spans[ops.front()];
    for (Operation *op : ops)
      span = {std::min(span.begin, spans[op].begin),
              std::max(span.end, spans[op].end)};
    for (Operation *op : ops) // with what its body loads
      op->walk([&](Operation *inner) { spans[inner] = span; });
  }

  void number(Block &block) {
    for (Operation &op : block) {
      int64_t begin = next++;
      for (Region &region : op.getRegions())
        for (Block &inner : region)
          number(inner);
      spans[&op] = {begin, next++};
    }
  }

  DenseMap<Operation *, Span> spans;
  int64_t next = 0;
};
} // namespace

/// Buffers of which each has its offset in one piece of memory, by offset: of
/// thousands, each that is added looks at all others.
struct Placed {
  struct One {
    Span span;
    int64_t begin, end;
  };
  void add(const Live &live, int64_t offset) {
    auto at = llvm::upper_bound(
        all, offset, [](int64_t o, const One &one) { return o < one.begin; });
    all.insert(at, {live.span, offset, offset + live.bytes});
  }
  std::vector<One> all;
};

/// The memory of a result, until the function first touches it.
struct Room {
  Value result;
  int64_t until, bytes;
  Placed placed;
};

/// The lowest offset at which `bytes` fit between buffers alive at once.
static int64_t place(const Live &live, const Placed &placed) {
  int64_t offset = 0;
  for (const Placed::One &other : placed.all) {
    if (other.span.begin > live.span.end || live.span.begin > other.span.end)
      continue;
    if (offset + live.bytes <= other.begin)
      break;
    offset = std::max<int64_t>(offset, llvm::alignTo(other.end, alignment));
  }
  return offset;
}

/// A place in a result's memory, which is aligned to its elements only: not
/// for kernels' scratch, which one operation uses or several find packed, and
/// of no wider elements.
static std::optional<ArenaPlan::Place>
placeInResult(const Live &live, MutableArrayRef<Room> rooms) {
  memref::AllocOp alloc = live.alloc;
  if (live.bytes <= cachedBuffer || alloc.getResult().hasOneUse() ||
      isPacked(alloc))
    return std::nullopt;
  for (Room &room : rooms) {
    auto type = cast<MemRefType>(room.result.getType());
    if (live.span.end >= room.until ||
        elementBytes(alloc.getType().getElementType()) >
            elementBytes(type.getElementType()))
      continue;
    int64_t offset = place(live, room.placed);
    if (offset + live.bytes > room.bytes)
      continue;
    room.placed.add(live, offset);
    return ArenaPlan::Place{offset, room.result};
  }
  return std::nullopt;
}

static void setPlace(ArenaPlan &plan, const Live &live,
                     ArenaPlan::Place place) {
  if (!live.bundle) {
    plan.places[live.alloc] = place;
    return;
  }
  for (auto [member, offset] :
       llvm::zip(live.bundle->members, live.bundle->offsets))
    plan.places[member] = {place.offset + offset, place.result};
}

ArenaPlan planArena(func::FuncOp func, const Grouping &grouping,
                    const RowChains &chains, const CarryPlaces &carries,
                    ValueRange results) {
  ArenaPlan plan;
  Liveness liveness(func, grouping, chains);
  std::vector<Live> lives;
  std::vector<RowBundle> bundles = interleaveRows(func);
  DenseSet<Operation *> bundled;
  for (const RowBundle &bundle : bundles) {
    Live live{bundle.members.front(), {}, bundle.bytes, &bundle};
    live.span = liveness.of(live.alloc);
    for (memref::AllocOp member : bundle.members) {
      Span span = liveness.of(member);
      live.span = {std::min(live.span.begin, span.begin),
                   std::max(live.span.end, span.end)};
      bundled.insert(member);
    }
    lives.push_back(live);
  }
  int64_t stack = 0;
  func.walk([&](memref::AllocOp alloc) {
    if (chains.isScratch(alloc) || grouping.isInRegisters(alloc) ||
        bundled.contains(alloc) || carries.unused.contains(alloc))
      return;
    int64_t bytes = bufferBytes(alloc.getType());
    if (bytes <= stackBuffer && stack + bytes <= stackTotal) {
      stack += bytes;
      plan.places[alloc] = {};
      return;
    }
    lives.push_back({alloc, liveness.of(alloc), bytes});
  });
  SmallVector<Room> rooms;
  for (Value result : results)
    if (int64_t bytes = bufferBytes(cast<MemRefType>(result.getType()));
        bytes > cachedBuffer)
      rooms.push_back({result, liveness.of(result).begin, bytes, {}});
  // Largest first packs best, and the order is the same on every run.
  std::vector<const Live *> order;
  for (const Live &live : lives)
    order.push_back(&live);
  llvm::stable_sort(
      order, [](const Live *a, const Live *b) { return a->bytes > b->bytes; });
  Placed placed;
  for (const Live *live : order) {
    int64_t offset = place(*live, placed);
    // (What takes turns with a carry that is in an argument is known as one
    // that overlaps no other.)
    if (offset + live->bytes > plan.bytes && !carries.next.contains(live->alloc))
      if (auto found = placeInResult(*live, rooms)) {
        setPlace(plan, *live, *found);
        continue;
      }
    placed.add(*live, offset);
    setPlace(plan, *live, {offset, {}});
    plan.bytes = std::max(plan.bytes, offset + live->bytes);
  }
  plan.bytes = llvm::alignTo(plan.bytes, alignment);
  return plan;
}

} // namespace weft::ir
