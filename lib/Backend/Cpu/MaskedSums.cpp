// See MaskedSums.h.
#include "Backend/Cpu/MaskedSums.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/Analysis/AliasAnalysis.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/SSAUpdater.h"

#include <optional>
#include <tuple>

namespace weft::cpu {
using namespace llvm;

namespace {
/// A masked load of which nothing is behind the mask, or a masked store.
struct Access {
  static std::optional<Access> of(Instruction &each) {
    auto *call = dyn_cast<IntrinsicInst>(&each);
    if (call && call->getIntrinsicID() == Intrinsic::masked_store)
      return Access{call, true};
    if (call && call->getIntrinsicID() == Intrinsic::masked_load &&
        isa<UndefValue>(call->getArgOperand(2)))
      return Access{call, false};
    return std::nullopt;
  }

  Value *stored() const { return call->getArgOperand(0); }
  Value *pointer() const { return call->getArgOperand(stores ? 1 : 0); }
  Value *mask() const { return call->getArgOperand(stores ? 2 : 1); }
  Type *type() const { return (stores ? stored() : call)->getType(); }
  auto place() const { return std::tuple(pointer(), mask(), type()); }
  MemoryLocation location() const {
    const DataLayout &layout = call->getModule()->getDataLayout();
    auto size = LocationSize::upperBound(layout.getTypeStoreSize(type()));
    return MemoryLocation(pointer(), size, call->getAAMetadata());
  }

  IntrinsicInst *call;
  bool stores;
};
using Place = std::tuple<Value *, Value *, Type *>;

class SumKeeper {
public:
  SumKeeper(Function &function, FunctionAnalysisManager &analyses)
      : aliases(analyses.getResult<AAManager>(function)),
        tree(analyses.getResult<DominatorTreeAnalysis>(function)),
        loops(analyses.getResult<LoopAnalysis>(function)) {}

  bool forward(BasicBlock &block);
  bool keep();

private:
  using Accesses = SmallVector<Access, 4>;
  ModRefInfo doesTo(Instruction &each, const Access &access) {
    auto *call = dyn_cast<IntrinsicInst>(&each);
    bool harmless = !each.mayReadOrWriteMemory() ||
                    (call && call->getIntrinsicID() == Intrinsic::prefetch);
    return harmless ? ModRefInfo::NoModRef
                    : aliases.getModRefInfo(&each, access.location());
  }
  bool keepIn(Loop &loop);
  bool isAlone(const Loop &loop, const Accesses &accesses);
  void promote(Loop &loop, const Access &load, const Access &store,
               const Accesses &accesses);

  AAResults &aliases;
  DominatorTree &tree;
  LoopInfo &loops;
};
} // namespace

/// What a block stores and reads again, or overwrites, as unrolled loops do.
bool SumKeeper::forward(BasicBlock &block) {
  struct Known {
    Access store;
    bool isUnread = true;
  };
  SmallVector<Known> known;
  bool changed = false;
  for (Instruction &each : make_early_inc_range(block)) {
    auto access = Access::of(each);
    auto same = llvm::find_if(known, [&](const Known &k) {
      return access && k.store.place() == access->place();
    });
    if (same != known.end() && !access->stores) {
      each.replaceAllUsesWith(same->store.stored());
      each.eraseFromParent();
      changed = true;
      continue;
    }
    if (same != known.end()) {
      if (same->isUnread)
        same->store.call->eraseFromParent();
      changed |= same->isUnread;
      known.erase(same);
    }
    llvm::erase_if(known, [&](Known &k) {
      ModRefInfo does = doesTo(each, k.store);
      k.isUnread &= !isRefSet(does);
      return isModSet(does);
    });
    if (access && access->stores)
      known.push_back({*access});
  }
  return changed;
}

/// Whether nothing else in the loop touches the memory, by what each access
/// says of it: one that is never run may say what is not so.
bool SumKeeper::isAlone(const Loop &loop, const Accesses &accesses) {
  for (BasicBlock *block : loop.blocks())
    for (Instruction &each : *block)
      if (llvm::none_of(accesses,
                        [&](const Access &a) { return a.call == &each; }) &&
          llvm::any_of(accesses, [&](const Access &a) {
            return isModOrRefSet(doesTo(each, a));
          }))
        return false;
  return true;
}

/// `load` and `store` are run whenever the loop is.
void SumKeeper::promote(Loop &loop, const Access &load, const Access &store,
                        const Accesses &accesses) {
  auto another = [](const Access &access) {
    Instruction *made = access.call->clone();
    made->setAAMetadata(AAMDNodes());
    return made;
  };
  SSAUpdater values;
  values.Initialize(load.type(), "sum");
  BasicBlock *before = loop.getLoopPreheader();
  Instruction *first = another(load);
  first->insertBefore(before->getTerminator()->getIterator());
  values.AddAvailableValue(before, first);
  for (const Access &each : accesses)
    if (each.stores)
      values.AddAvailableValue(each.call->getParent(), each.stored());
  SmallVector<BasicBlock *> exits;
  loop.getUniqueExitBlocks(exits);
  for (BasicBlock *exit : exits) {
    Instruction *after = another(store);
    after->setOperand(0, values.GetValueInMiddleOfBlock(exit));
    after->insertBefore(exit->getFirstInsertionPt());
  }
  for (const Access &each : accesses)
    if (!each.stores)
      each.call->replaceAllUsesWith(
          values.GetValueInMiddleOfBlock(each.call->getParent()));
  for (const Access &each : accesses)
    each.call->eraseFromParent();
}

bool SumKeeper::keepIn(Loop &loop) {
  if (!loop.getLoopPreheader() || !loop.hasDedicatedExits())
    return false;
  SmallVector<BasicBlock *> exiting;
  loop.getExitingBlocks(exiting);
  auto isAlwaysRun = [&](const Access &a) {
    return llvm::all_of(exiting, [&](BasicBlock *block) {
      return tree.dominates(a.call->getParent(), block);
    });
  };
  MapVector<Place, Accesses> places;
  for (BasicBlock *block : loop.blocks())
    for (Instruction &each : *block)
      if (auto access = Access::of(each))
        if (loop.isLoopInvariant(access->pointer()) &&
            loop.isLoopInvariant(access->mask()))
          places[access->place()].push_back(*access);
  bool changed = false;
  for (auto &[place, accesses] : places) {
    // One of each in a block, the load first (see forward).
    SmallPtrSet<BasicBlock *, 4> reads, writes;
    const Access *load = nullptr, *store = nullptr;
    bool isSum = !exiting.empty();
    for (const Access &each : accesses) {
      if (isAlwaysRun(each))
        (each.stores ? store : load) = &each;
      BasicBlock *block = each.call->getParent();
      auto *made =
          each.stores ? dyn_cast<Instruction>(each.stored()) : nullptr;
      isSum &= !(made && Access::of(*made)) && // would be gone
               (each.stores ? writes : reads).insert(block).second &&
               (each.stores || !writes.contains(block));
    }
    if (!isSum || !load || !store || !isAlone(loop, accesses))
      continue;
    promote(loop, *load, *store, accesses);
    changed = true;
  }
  return changed;
}

bool SumKeeper::keep() {
  bool changed = false;
  for (Loop *loop : loops.getLoopsInPreorder())
    changed |= keepIn(*loop);
  return changed;
}

PreservedAnalyses KeepMaskedSums::run(Function &function,
                                      FunctionAnalysisManager &analyses) {
  if (llvm::none_of(instructions(function), [](Instruction &each) {
        auto access = Access::of(each);
        return access && access->stores;
      }))
    return PreservedAnalyses::all();
  SumKeeper keeper(function, analyses);
  bool changed = false;
  for (BasicBlock &block : function)
    changed |= keeper.forward(block);
  changed |= keeper.keep();
  if (!changed)
    return PreservedAnalyses::all();
  PreservedAnalyses kept;
  kept.preserveSet<CFGAnalyses>();
  return kept;
}

} // namespace weft::cpu
