// See Prefetch.h. The processor's own prefetcher sees the reads of a loop with
// much arithmetic late: its window is full of that, so few reads are under way
// at once. A line that is written is read first, and what waits for it to be
// stored to is not asked for before (docs/decisions/streaming.md has figures).
#include "Backend/Cpu/Prefetch.h"

#include "Backend/Cpu/LoopCounter.h"
#include "Backend/Cpu/Streaming.h"
#include "Lowering/Nests/LargeResults.h"
#include "Lowering/TargetTraits.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

#include <optional>

namespace weft::cpu {
using namespace llvm;

/// How far ahead, and into which cache. From 1 to 4 KiB made no difference but
/// where streams are foreseen, which ends with a page.
struct Ahead {
  int64_t bytes;
  unsigned locality;
};
static constexpr Ahead usual{2048, 3}, pastPage{4096, 2};
/// Bytes of a stream from which on its loop counts: less stays in the first
/// cache. And vector instructions that it has at least for each line read. Of
/// loops that write, and of those that only read.
struct Least {
  uint64_t stream;
  unsigned work;
};
static constexpr Least whereWritten{32 << 10, 12}, whereRead{16 << 10, 6};
static constexpr uint64_t lineBytes = 64;

/// The counter of a loop of one block that counts up by constants to a
/// constant: how far in one round, and rounds.
struct Counter {
  PHINode *phi;
  uint64_t step, end;
};
static std::optional<Counter> constantsOf(BasicBlock &block) {
  std::optional<LoopCounter> counter = counterOf(block);
  if (!counter)
    return std::nullopt;
  auto *start = dyn_cast<ConstantInt>(counter->start),
       *end = dyn_cast<ConstantInt>(counter->end);
  if (!start || !start->isZero() || !end || end->getBitWidth() > 64)
    return std::nullopt;
  return Counter{counter->phi, counter->step, end->getZExtValue()};
}

static bool isInside(Value *v, const BasicBlock &block) {
  auto *instruction = dyn_cast<Instruction>(v);
  return instruction && instruction->getParent() == &block;
}
/// Whether `v` is the counter, or that from some place on (in a tile, or in an
/// unrolled loop's later rounds).
static bool counts(Value *v, const Counter &counter, const BasicBlock &block) {
  BinaryOperator *sum = sumIn(v);
  if (!sum)
    return v == counter.phi;
  Value *a = sum->getOperand(0), *b = sum->getOperand(1);
  return (!isInside(b, block) && counts(a, counter, block)) ||
         (!isInside(a, block) && counts(b, counter, block));
}

/// Bytes by which the address moves each round; 0 where that is not plain.
static uint64_t strideOf(Value *address, const Counter &counter,
                         const BasicBlock &block, const DataLayout &layout) {
  while (auto *gep = dyn_cast<GetElementPtrInst>(address)) {
    if (gep->getNumIndices() != 1)
      return 0;
    uint64_t size = layout.getTypeAllocSize(gep->getSourceElementType());
    if (counts(gep->getOperand(1), counter, block)) {
      return isInside(gep->getPointerOperand(), block) ? 0
                                                       : counter.step * size;
    }
    if (!isa<ConstantInt>(gep->getOperand(1)))
      return 0;
    address = gep->getPointerOperand();
  }
  return 0;
}

/// Instructions that one of IR becomes. A maximum that must give on what is no
/// number, and tell zeros apart, is six.
static unsigned workOf(const Instruction &instruction) {
  if (!instruction.getType()->isVectorTy())
    return 0;
  if (auto *call = dyn_cast<IntrinsicInst>(&instruction))
    return (call->getIntrinsicID() == Intrinsic::maximum ||
            call->getIntrinsicID() == Intrinsic::minimum) &&
                   !isa<Constant>(call->getArgOperand(1))
               ? 6
               : 1;
  return isa<BinaryOperator, SelectInst, CmpInst>(instruction);
}

/// Whether the address of a whole vector moves on by such vectors with the
/// counter, `least` bytes in all or more.
static bool isStream(Value *address, Type *type, const Counter &counter,
                     const BasicBlock &block, const DataLayout &layout,
                     uint64_t least) {
  uint64_t stride = strideOf(address, counter, block, layout);
  uint64_t bytes = layout.getTypeStoreSize(type);
  return isa<FixedVectorType>(type) && stride != 0 && stride % bytes == 0 &&
         counter.end / counter.step * stride >= least;
}

static void fetch(Instruction *before, Value *address, Type *type,
                  bool forWriting, const DataLayout &layout,
                  Ahead ahead = usual) {
  IRBuilder<> b(before);
  uint64_t bytes = layout.getTypeStoreSize(type);
  for (uint64_t at = 0; at < bytes; at += lineBytes) {
    Value *there =
        b.CreateConstGEP1_64(b.getInt8Ty(), address, ahead.bytes + int64_t(at));
    b.CreateIntrinsic(
        Intrinsic::prefetch, {there->getType()},
        {there, b.getInt32(forWriting), b.getInt32(ahead.locality),
         b.getInt32(1)});
  }
}

static void fetchRowsAfter(BasicBlock &block, const DataLayout &layout) {
  SmallVector<std::pair<LoadInst *, int64_t>> loads;
  for (Instruction &instruction : block)
    if (auto *load = dyn_cast<LoadInst>(&instruction);
        load && isa<FixedVectorType>(load->getType())) {
      int64_t bytes = 0;
      if (hasScope(*load, [&](StringRef name) {
            return name.consume_front(ir::rowsAfterScope) &&
                   !name.getAsInteger(10, bytes);
          }))
        loads.push_back({load, bytes});
    }
  for (auto [load, bytes] : loads)
    fetch(load, load->getPointerOperand(), load->getType(),
          /*forWriting=*/false, layout, {bytes, pastPage.locality});
}

static void visit(BasicBlock &block, const DataLayout &layout,
                  const ir::TargetTraits &target) {
  std::optional<Counter> counter = constantsOf(block);
  if (!counter)
    return;
  bool writes = llvm::any_of(
      block, [](const Instruction &i) { return isa<StoreInst>(i); });
  const Least &least = writes ? whereWritten : whereRead;
  SmallVector<LoadInst *> loads;
  SmallVector<StoreInst *> stores;
  unsigned work = 0;
  bool pastCaches = false;
  for (Instruction &instruction : block) {
    work += workOf(instruction);
    if (auto *store = dyn_cast<StoreInst>(&instruction)) {
      bool marked = store->hasMetadata(LLVMContext::MD_nontemporal);
      if (target.foreseesStreams || (marked && !target.slowPastCaches))
        continue;
      // What is marked is too large for any cache, short as the loop may be.
      if (!isStream(store->getPointerOperand(),
                    store->getValueOperand()->getType(), *counter, block,
                    layout, marked ? 1 : least.stream))
        continue;
      stores.push_back(store);
      pastCaches |= marked;
    } else if (auto *load = dyn_cast<LoadInst>(&instruction)) {
      if (!isa<FixedVectorType>(load->getType()))
        return; // what is gathered waits for its own
      loads.push_back(load);
    }
  }
  llvm::erase_if(loads, [&](LoadInst *load) {
    return !isStream(load->getPointerOperand(), load->getType(), *counter,
                     block, layout, pastCaches ? 1 : least.stream);
  });
  uint64_t lines = 0;
  for (LoadInst *load : loads)
    lines += layout.getTypeStoreSize(load->getType());
  // What no cache holds is worth asking for in any loop that only reads, and
  // what is read for it in one that writes it.
  auto isLarge = [&](const LoadInst &load) {
    return !writes && hasScope(load, ir::largeScope);
  };
  bool worksMuch = work * lineBytes >= least.work * lines;
  // (Foreseen, beside what is read again it is there in time.)
  bool readsOnce = !worksMuch && llvm::all_of(loads, [&](LoadInst *load) {
    return isLarge(*load);
  });
  for (LoadInst *load : loads)
    if (target.foreseesStreams ? readsOnce
                               : worksMuch || pastCaches || isLarge(*load))
      fetch(load, load->getPointerOperand(), load->getType(),
            /*forWriting=*/false, layout,
            target.foreseesStreams ? pastPage : usual);
  for (StoreInst *store : stores) {
    store->setMetadata(LLVMContext::MD_nontemporal, nullptr);
    fetch(store, store->getPointerOperand(),
          store->getValueOperand()->getType(), /*forWriting=*/true, layout);
  }
}

void fetchAhead(Module &module, const ir::TargetTraits &target) {
  for (Function &function : module)
    for (BasicBlock &block : function)
      visit(block, module.getDataLayout(), target);
}

void fetchRowsAfter(Module &module, const ir::TargetTraits &target) {
  if (!target.foreseesStreams)
    return;
  for (Function &function : module)
    for (BasicBlock &block : function)
      fetchRowsAfter(block, module.getDataLayout());
}

} // namespace weft::cpu
