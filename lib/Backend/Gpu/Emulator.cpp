// See Emulator.h.
#include "Backend/Gpu/Emulator.h"

#include "Backend/Cpu/Codegen.h"
#include "Backend/Cpu/Jit.h"
#include "Backend/Cpu/Target.h"
#include "Backend/Gpu/Fibers.h"

#include "llvm/AsmParser/Parser.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Target/TargetMachine.h"

#include <cstring>

namespace weft::gpu {

using Buffers = std::vector<std::vector<char>>;
using Entry = void (*)(uint64_t launch, void *const *pointers);
static constexpr llvm::StringLiteral prefix = "weft.nvvm.";
static constexpr llvm::StringLiteral entryName = "weft.launch";

/// The module as text that is valid for a CPU: one kind of memory, no
/// kernels, intrinsics as plain functions. Address spaces are part of every
/// type, hence the text.
static std::string hostText(const llvm::Module &module) {
  std::string text;
  llvm::raw_string_ostream(text) << module;
  auto replace = [&](llvm::StringRef from, llvm::StringRef to) {
    size_t at = 0;
    while ((at = text.find(from, at)) != std::string::npos) {
      text.replace(at, from.size(), to);
      at += to.size();
    }
  };
  replace(" addrspace(1)", "");
  replace(" addrspace(3)", "");
  replace(" ptx_kernel", "");
  replace("@llvm.nvvm.", "@" + prefix.str());
  return text;
}

/// Binds the intrinsics to the fibers' functions.
static absl::Status bindIntrinsics(llvm::Module &module) {
  auto *i64 = llvm::Type::getInt64Ty(module.getContext());
  for (llvm::Function &function : llvm::make_early_inc_range(module)) {
    llvm::StringRef name = function.getName();
    if (!name.consume_front(prefix))
      continue;
    void *address = intrinsic(std::string_view(name.data(), name.size()));
    if (!address)
      return absl::InternalError("the emulator lacks " + name.str());
    // Attributes that say "touches no memory" are no longer true.
    for (llvm::User *user : function.users())
      if (auto *call = llvm::dyn_cast<llvm::CallInst>(user))
        call->setAttributes({});
    function.replaceAllUsesWith(llvm::ConstantExpr::getIntToPtr(
        llvm::ConstantInt::get(i64, reinterpret_cast<uintptr_t>(address)),
        function.getType()));
    function.eraseFromParent();
  }
  return absl::OkStatus();
}

/// void entry(i64 launch, void *const *pointers): the kernel of that launch on
/// pointers[0], pointers[1]…
static void addEntry(llvm::Module &module, const Plan &plan) {
  llvm::LLVMContext &ctx = module.getContext();
  llvm::Type *ptr = llvm::PointerType::get(ctx, 0);
  llvm::IRBuilder<> b(ctx);
  auto *entry = llvm::Function::Create(
      llvm::FunctionType::get(b.getVoidTy(), {b.getInt64Ty(), ptr}, false),
      llvm::GlobalValue::ExternalLinkage, entryName, module);
  auto *start = llvm::BasicBlock::Create(ctx, "", entry);
  auto *end = llvm::BasicBlock::Create(ctx, "", entry);
  b.SetInsertPoint(end);
  b.CreateRetVoid();
  b.SetInsertPoint(start);
  auto *choice = b.CreateSwitch(entry->getArg(0), end);
  for (auto [i, launch] : llvm::enumerate(plan.launches)) {
    auto *block = llvm::BasicBlock::Create(ctx, "", entry);
    choice->addCase(b.getInt64(i), block);
    b.SetInsertPoint(block);
    llvm::SmallVector<llvm::Value *> args;
    for (unsigned k = 0; k < launch.buffers.size(); ++k)
      args.push_back(
          b.CreateLoad(ptr, b.CreateConstGEP1_64(ptr, entry->getArg(1), k)));
    b.CreateCall(module.getFunction(launch.kernel), args);
    b.CreateBr(end);
  }
}

static absl::StatusOr<std::unique_ptr<llvm::Module>>
hostModule(const Compiled &program, llvm::TargetMachine &machine,
           llvm::LLVMContext &context) {
  llvm::SMDiagnostic error;
  auto host =
      llvm::parseAssemblyString(hostText(*program.module), error, context);
  if (!host)
    return absl::InternalError("emulated kernels: " + error.getMessage().str());
  if (absl::Status status = bindIntrinsics(*host); !status.ok())
    return status;
  for (llvm::Function &function : *host) { // these name a GPU
    function.removeFnAttr("target-cpu");
    function.removeFnAttr("target-features");
  }
  addEntry(*host, program.plan);
  cpu::prepareModule(*host, machine);
  cpu::optimise(*host, machine, 1, /*sanitize=*/false);
  return host;
}

static absl::StatusOr<cpu::Jit::Code> link(const Compiled &program) {
  auto machine = cpu::createTargetMachine(cpu::TargetSpec::host());
  if (!machine.ok())
    return machine.status();
  llvm::LLVMContext context;
  auto host = hostModule(program, **machine, context);
  if (!host.ok())
    return host.status();
  llvm::SmallVector<char, 0> bytes;
  cpu::emit(**host, **machine, /*assembly=*/false, bytes);
  return cpu::Jit::get().link(
      std::make_unique<llvm::SmallVectorMemoryBuffer>(
          std::move(bytes), /*RequiresNullTerminator=*/false),
      entryName);
}

static absl::Status runOnce(const Plan &plan, Entry entry, WarpOrder order,
                            Buffers &entries) {
  // No kernel may count on what is in its scratch: it holds NaNs.
  std::vector<char> scratch(plan.scratchBytes, '\xff');
  for (size_t i = 0; i < plan.launches.size(); ++i) {
    const Launch &launch = plan.launches[i];
    std::vector<void *> pointers;
    for (const BufferRef &buffer : launch.buffers) {
      if (buffer.kind == BufferRef::Entry)
        pointers.push_back(entries[buffer.at].data());
      else if (buffer.kind == BufferRef::Scratch)
        pointers.push_back(scratch.data() + buffer.at);
      else
        pointers.push_back(
            const_cast<char *>(plan.constants[buffer.at].data()));
    }
    if (!runBlocks(launch.grid, launch.block, order,
                   [&] { entry(i, pointers.data()); }))
      return absl::InternalError("kernel " + launch.kernel +
                                 ": not all threads meet at a barrier");
  }
  return absl::OkStatus();
}

absl::Status emulate(mlir::ModuleOp module, llvm::StringRef entryName,
                     llvm::ArrayRef<llvm::MutableArrayRef<char>> buffers) {
  auto program = compile(module, entryName, "sm_80");
  if (!program.ok())
    return program.status();
  auto code = link(*program);
  if (!code.ok())
    return code.status();
  auto entry = reinterpret_cast<Entry>(code->address);
  Buffers runs[2];
  for (WarpOrder order : {WarpOrder::Forward, WarpOrder::Backward}) {
    Buffers &run = runs[int(order)];
    for (llvm::ArrayRef<char> buffer : buffers)
      run.emplace_back(buffer.begin(), buffer.end());
    absl::Status status = runOnce(program->plan, entry, order, run);
    if (!status.ok())
      return status;
  }
  if (runs[0] != runs[1])
    return absl::InternalError(
        "the kernels' results depend on the order of warps: a barrier is "
        "missing");
  for (auto [buffer, result] : llvm::zip(buffers, runs[0]))
    std::memcpy(buffer.data(), result.data(), result.size());
  return absl::OkStatus();
}

} // namespace weft::gpu
