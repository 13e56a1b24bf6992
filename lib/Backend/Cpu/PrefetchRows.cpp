// See Prefetch.h. Rows at places that an array names lie anywhere, so that the
// processor cannot guess the next one, and waits for each
// (docs/decisions/streaming.md has figures). What a round some rounds ahead
// will read and write is found by its own instructions, on a later counter.
#include "Backend/Cpu/Prefetch.h"

#include "Backend/Cpu/LoopCounter.h"
#include "Lowering/TargetTraits.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/KnownBits.h"

#include <optional>

namespace weft::cpu {
using namespace llvm;

/// Bytes of a table from which on its rows are asked for: less stays in the
/// second cache. From 4 to 32 rows of 256 bytes ahead made no difference.
static constexpr uint64_t leastTable = 512 << 10;
static constexpr uint64_t aheadBytes = 4096, leastAhead = 4, mostAhead = 16;
static constexpr int64_t lineBytes = 64;
/// Lines of a row from which on it is worth it where streams are foreseen.
static constexpr uint64_t leastForeseen = 4;

namespace {
/// Whether it depends on what is loaded in this round, or on too much to tell.
static bool isLookedUp(const Value *v, const BasicBlock &block,
                       unsigned depth = 8) {
  auto *instruction = dyn_cast<Instruction>(v);
  if (!instruction || instruction->getParent() != &block ||
      isa<PHINode>(instruction))
    return false;
  return depth == 0 || isa<LoadInst>(instruction) ||
         llvm::any_of(instruction->operands(), [&](const Use &operand) {
           return isLookedUp(operand, block, depth - 1);
         });
}

/// Copies what an address is computed from, for a later round, which may load
/// what that round will.
class Later {
public:
  Later(BasicBlock &block, const LoopCounter &counter, uint64_t ahead)
      : block(block), b(block.getTerminator()) {
    auto number = [&](uint64_t n) {
      return ConstantInt::get(counter.phi->getType(), n);
    };
    Value *last = b.CreateSub(counter.end, number(counter.step));
    Value *later = b.CreateAdd(counter.phi, number(ahead));
    made[counter.phi] = b.CreateBinaryIntrinsic(Intrinsic::smin, later, last);
  }
  void fetch(Value *address, bool forWriting) {
    if (Value *there = of(address))
      b.CreateIntrinsic(
          Intrinsic::prefetch, {there->getType()},
          {there, b.getInt32(forWriting), b.getInt32(3), b.getInt32(1)});
  }

private:
  /// Null if it cannot be known. No place is loaded from that was loaded
  /// itself: a round before may still change it.
  Value *of(Value *v) {
    auto *instruction = dyn_cast<Instruction>(v);
    if (!instruction || instruction->getParent() != &block)
      return v;
    if (Value *known = made.lookup(v))
      return known;
    auto *load = dyn_cast<LoadInst>(v);
    if (isa<PHINode>(v) || v->getType()->isVectorTy() ||
        (load
             ? !load->isSimple() || isLookedUp(load->getPointerOperand(), block)
             : !isSafeToSpeculativelyExecute(instruction)))
      return nullptr;
    SmallVector<Value *> operands;
    for (Value *operand : instruction->operands()) {
      operands.push_back(of(operand));
      if (!operands.back())
        return nullptr;
    }
    Instruction *copy = b.Insert(instruction->clone());
    copy->dropUBImplyingAttrsAndMetadata();
    for (auto [i, operand] : llvm::enumerate(operands))
      copy->setOperand(i, operand);
    return made[v] = copy;
  }

  BasicBlock &block;
  IRBuilder<> b;
  DenseMap<Value *, Value *> made;
};

/// A line that the block reads or writes in each round.
struct Line {
  Value *address, *base;
  int64_t number; // from there
  bool written;
};
} // namespace

/// Lines of a vector, as far as they are not there yet.
static void addLines(SmallVectorImpl<Line> &lines, Value *address, Type *type,
                     bool written, const DataLayout &layout) {
  if (!isa<FixedVectorType>(type) || layout.getTypeStoreSize(type) < 16)
    return;
  APInt offset(layout.getIndexTypeSizeInBits(address->getType()), 0);
  Value *base = address->stripAndAccumulateConstantOffsets(
      layout, offset, /*AllowNonInbounds=*/true);
  int64_t number = divideFloorSigned(offset.getSExtValue(), lineBytes);
  for (Line &line : lines)
    if (line.base == base && line.number == number) {
      line.written |= written;
      return;
    }
  lines.push_back({address, base, number, written});
}

/// Bytes of the table that a looked up address lies in, as far as known.
static uint64_t reachOf(Value *address, const BasicBlock &block,
                        const DataLayout &layout) {
  uint64_t reach = 0;
  while (auto *gep = dyn_cast<GetElementPtrInst>(address)) {
    if (gep->getNumIndices() != 1)
      break;
    Value *index = gep->getOperand(1);
    if (isLookedUp(index, block)) {
      KnownBits known = computeKnownBits(index, layout);
      if (!known.isNonNegative() || known.getBitWidth() > 64)
        return 0;
      reach += known.getMaxValue().getZExtValue() *
               layout.getTypeAllocSize(gep->getSourceElementType());
    }
    address = gep->getPointerOperand();
  }
  return reach;
}

static void visit(BasicBlock &block, const DataLayout &layout,
                  bool foreseen) {
  std::optional<LoopCounter> counter = counterOf(block);
  if (!counter)
    return;
  SmallVector<Line> lines;
  for (Instruction &instruction : block)
    if (auto *load = dyn_cast<LoadInst>(&instruction))
      addLines(lines, load->getPointerOperand(), load->getType(), false,
               layout);
    else if (auto *store = dyn_cast<StoreInst>(&instruction);
             store && !foreseen &&
             !store->hasMetadata(LLVMContext::MD_nontemporal))
      addLines(lines, store->getPointerOperand(),
               store->getValueOperand()->getType(), true, layout);
  uint64_t rows = llvm::count_if(lines, [&](const Line &line) {
    return reachOf(line.address, block, layout) >= leastTable;
  });
  if (rows == 0 || (foreseen && rows < leastForeseen * counter->step))
    return;
  uint64_t ahead = std::clamp(aheadBytes * counter->step / (rows * lineBytes),
                              leastAhead, mostAhead);
  Later later(block, *counter, alignTo(ahead, counter->step));
  for (const Line &line : lines)
    if (line.written || isLookedUp(line.address, block))
      later.fetch(line.address, line.written);
}

void fetchRowsAhead(Module &module, const ir::TargetTraits &target) {
  for (Function &function : module)
    for (BasicBlock &block : function)
      visit(block, module.getDataLayout(), target.foreseesStreams);
}

} // namespace weft::cpu
