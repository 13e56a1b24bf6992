// See CWrapper.h.
#include "Backend/Cpu/CWrapper.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

namespace weft::cpu {

void addCWrapper(llvm::Module &module, llvm::StringRef entry,
                 llvm::StringRef name, unsigned numBuffers, bool parallelFor) {
  llvm::LLVMContext &ctx = module.getContext();
  llvm::Type *ptr = llvm::PointerType::get(ctx, 0);
  llvm::SmallVector<llvm::Type *> parameters(
      numBuffers + (parallelFor ? 3 : 1), ptr);
  llvm::IRBuilder<> b(ctx);
  llvm::Function *callee = module.getFunction(entry);
  callee->setLinkage(llvm::GlobalValue::InternalLinkage);
  callee->setName(entry + ".entry"); // frees the name for the wrapper
  auto *wrapper = llvm::Function::Create(
      llvm::FunctionType::get(b.getInt32Ty(), parameters, false),
      llvm::GlobalValue::ExternalLinkage, name, module);
  b.SetInsertPoint(llvm::BasicBlock::Create(ctx, "", wrapper));
  auto *buffers =
      b.CreateAlloca(ptr, b.getInt64(std::max(1u, numBuffers)), "buffers");
  for (unsigned i = 0; i < numBuffers; ++i)
    b.CreateStore(wrapper->getArg(i), b.CreateConstGEP1_64(ptr, buffers, i));
  // weft_context {arena, parallel_for, pool}, the last two null in serial code
  auto *context = b.CreateAlloca(llvm::ArrayType::get(ptr, 3), nullptr, "ctx");
  llvm::Value *null =
      llvm::ConstantPointerNull::get(llvm::cast<llvm::PointerType>(ptr));
  for (unsigned i = 0; i < 3; ++i)
    b.CreateStore(i == 0 || parallelFor ? wrapper->getArg(numBuffers + i) : null,
                  b.CreateConstGEP1_64(ptr, context, i));
  b.CreateCall(callee, {buffers, context});
  b.CreateRet(b.getInt32(0));
}

} // namespace weft::cpu
