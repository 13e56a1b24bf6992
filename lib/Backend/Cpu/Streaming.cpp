// See Streaming.h.
#include "Backend/Cpu/Streaming.h"

#include "Lowering/Nests/LargeResults.h"

#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/IntrinsicsX86.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/Local.h"

namespace weft::cpu {

/// Bytes of a store below which a line would be written in too many parts.
static constexpr uint64_t leastBytes = 32;

static bool isMarked(const llvm::StoreInst &store) {
  return store.hasMetadata(llvm::LLVMContext::MD_nontemporal);
}

bool hasScope(const llvm::Instruction &access,
              llvm::function_ref<bool(llvm::StringRef)> is) {
  auto *scopes = access.getMetadata(llvm::LLVMContext::MD_alias_scope);
  if (!scopes)
    return false;
  return llvm::any_of(scopes->operands(), [&](const llvm::MDOperand &operand) {
    auto *scope = llvm::dyn_cast<llvm::MDNode>(operand);
    auto *name = scope && scope->getNumOperands()
                     ? llvm::dyn_cast<llvm::MDString>(scope->getOperand(0))
                     : nullptr;
    return name && is(name->getString());
  });
}
bool hasScope(const llvm::Instruction &access, llvm::StringRef ending) {
  return hasScope(access, [&](llvm::StringRef name) {
    return name.ends_with(ending);
  });
}

static bool isStreamed(const llvm::StoreInst &store) {
  return isMarked(store) || // a copy, written so
         (llvm::isa<llvm::FixedVectorType>(
              store.getValueOperand()->getType()) &&
          hasScope(store, ir::streamedScope));
}

/// An unaligned store cannot bypass the caches.
static bool mark(llvm::StoreInst &store, llvm::AssumptionCache &assumptions,
                 const llvm::DominatorTree &tree) {
  if (isMarked(store))
    return true;
  const llvm::DataLayout &layout = store.getDataLayout();
  uint64_t bytes = layout.getTypeStoreSize(store.getValueOperand()->getType());
  llvm::Align known =
      llvm::getKnownAlignment(store.getPointerOperand(), layout, &store,
                              &assumptions, &tree);
  if (bytes < leastBytes || std::max(known, store.getAlign()).value() < bytes)
    return false;
  llvm::LLVMContext &context = store.getContext();
  store.setAlignment(std::max(known, store.getAlign()));
  store.setMetadata(llvm::LLVMContext::MD_nontemporal,
                    llvm::MDNode::get(context, llvm::ConstantAsMetadata::get(
                                                   llvm::ConstantInt::get(
                                                       llvm::Type::getInt32Ty(
                                                           context),
                                                       1))));
  return true;
}

void streamStores(llvm::Module &module) {
  if (module.getTargetTriple().getArch() != llvm::Triple::x86_64)
    return;
  for (llvm::Function &function : module) {
    llvm::SmallVector<llvm::StoreInst *> stores;
    for (llvm::BasicBlock &block : function)
      for (llvm::Instruction &instruction : block)
        if (auto *store = llvm::dyn_cast<llvm::StoreInst>(&instruction);
            store && isStreamed(*store))
          stores.push_back(store);
    if (stores.empty())
      continue;
    llvm::AssumptionCache assumptions(function);
    llvm::DominatorTree tree(function);
    bool any = false;
    for (llvm::StoreInst *store : stores)
      any |= mark(*store, assumptions, tree);
    if (!any)
      continue;
    // Such stores are ordered by a fence only: other threads and the caller
    // read what they wrote.
    for (llvm::BasicBlock &block : function)
      if (auto *end = llvm::dyn_cast<llvm::ReturnInst>(block.getTerminator()))
        llvm::IRBuilder<>(end).CreateIntrinsic(llvm::Intrinsic::x86_sse_sfence,
                                               {});
  }
}

} // namespace weft::cpu
