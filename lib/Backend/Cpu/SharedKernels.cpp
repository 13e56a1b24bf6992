// See SharedKernels.h.
#include "Backend/Cpu/SharedKernels.h"

#include "Backend/Cpu/Codegen.h"
#include "Backend/Cpu/Compiler.h"
#include "Backend/Cpu/Jit.h"
#include "Backend/Cpu/KernelLibrary.h"
#include "Lowering/Products/GemmKernel.h"
#include "Lowering/ToLlvm.h"
#include "Runtime/DiskCache.h"

#include "mlir/IR/OwningOpRef.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Target/TargetMachine.h"

namespace weft::cpu {
using namespace mlir;

using Kernels = Jit::Kernels;

static SmallVector<ir::GemmKind> gemmKinds(MLIRContext *ctx,
                                           const ir::LoweringOptions &options) {
  SmallVector<ir::GemmKind> kinds;
  for (Type type : {Type(Float32Type::get(ctx)), Type(Float64Type::get(ctx)),
                    Type(Float16Type::get(ctx)), Type(BFloat16Type::get(ctx)),
                    Type(IntegerType::get(ctx, 8))})
    if (std::optional<ir::GemmKind> kind = ir::gemmKind(type, options))
      kinds.push_back(*kind);
  return kinds;
}

/// All parts of a kind are in the object that is named after this one.
static std::string nameOf(const ir::GemmKind &kind) {
  return ir::gemmSymbol(ir::GemmPart::Multiply, kind);
}

//===-- Making ------------------------------------------------------------===//
static Kernels codeOf(llvm::Module &module, llvm::TargetMachine &machine) {
  llvm::SmallVector<char, 0> bytes;
  StackUse stack(module);
  emit(module, machine, /*assembly=*/false, bytes);
  return {std::make_unique<llvm::SmallVectorMemoryBuffer>(
              std::move(bytes), /*RequiresNullTerminator=*/false),
          stack.most()};
}

static absl::StatusOr<Kernels> gemmKernels(MLIRContext *ctx,
                                           const ir::GemmKind &kind,
                                           llvm::TargetMachine &machine) {
  OwningOpRef<ModuleOp> module(ModuleOp::create(UnknownLoc::get(ctx)));
  ir::defineGemm(*module, kind, /*internal=*/false);
  if (failed(ir::convertToLlvmDialect(*module)))
    return absl::InternalError("lowering of the matrix kernels failed");
  llvm::LLVMContext context;
  auto code = translateModuleToLLVMIR(*module, context);
  if (!code)
    return absl::InternalError("translation of the matrix kernels failed");
  prepareModule(*code, machine);
  tidy(*code, machine);
  return codeOf(*code, machine);
}

/// One kernel of the library.
static absl::StatusOr<Kernels> libraryKernel(const std::string &symbol,
                                             llvm::TargetMachine &machine) {
  llvm::LLVMContext context;
  llvm::Module module(symbol, context);
  prepareModule(module, machine);
  // A declaration is what asks for it; the linker takes the body's type.
  llvm::Function::Create(
      llvm::FunctionType::get(llvm::Type::getVoidTy(context), false),
      llvm::GlobalValue::ExternalLinkage, symbol, module);
  if (absl::Status status = linkKernels(module, symbol, /*exported=*/true);
      !status.ok())
    return status;
  prepareModule(module, machine);
  optimise(module, machine, /*level=*/3, /*sanitize=*/false);
  return codeOf(module, machine);
}

absl::StatusOr<std::vector<NamedKernel>>
compileKernels(const KernelLevel &level, MLIRContext *context) {
  auto machine = createTargetMachine({TargetSpec::host().triple,
                                      level.cpu.str(), level.features.str()});
  if (!machine.ok())
    return machine.status();
  std::vector<NamedKernel> out;
  auto add = [&](const std::string &symbol, absl::StatusOr<Kernels> made) {
    if (made.ok())
      out.push_back({kernelName(level, symbol), made->object->getBuffer().str(),
                     made->stackBytes});
    return made.status();
  };
  ir::LoweringOptions options;
  options.target = traitsOf(**machine);
  options.target.vectorBits = level.vectorBits;
  for (const ir::GemmKind &kind : gemmKinds(context, options))
    if (kind.unit == level.unit)
      if (absl::Status status =
              add(nameOf(kind), gemmKernels(context, kind, **machine));
          !status.ok())
        return status;
  if (level.unit != ir::GemmUnit::Vectors)
    return out;
  for (const std::string &symbol : libraryKernels())
    if (absl::Status status = add(symbol, libraryKernel(symbol, **machine));
        !status.ok())
      return status;
  return out;
}

//===-- Finding -----------------------------------------------------------===//
/// Kernels are kept on disk like any code, as making them takes longer than
/// most functions do.
static absl::StatusOr<uint64_t>
ensure(const std::string &name, const llvm::TargetMachine &machine,
       llvm::function_ref<absl::StatusOr<Kernels>()> build) {
  return Jit::get().ensureKernels(name, [&]() -> absl::StatusOr<Kernels> {
    if (auto kernel = precompiledKernel(name, machine))
      return Kernels{
          llvm::MemoryBuffer::getMemBuffer(kernel->object, name,
                                           /*RequiresNullTerminator=*/false),
          kernel->stackBytes};
    llvm::SHA256 hash;
    hash.update("kernels " + name + " " + codeIdentity({}));
    // Told apart from functions by its name, for bench/compare.
    std::string key =
        "kernel" + llvm::toHex(hash.final(), /*LowerCase=*/true).substr(6);
    if (auto bytes = rt::disk::load(key))
      if (auto kept = parseImage(*bytes))
        return Kernels{
            llvm::MemoryBuffer::getMemBufferCopy(kept->object, name),
            kept->stack.caller};
    auto made = build();
    if (made.ok()) {
      Image image;
      image.object = made->object->getBuffer().str();
      image.stack.caller = made->stackBytes;
      rt::disk::store(key, serialise(image));
    }
    return made;
  });
}

absl::StatusOr<StackUse::Sizes>
ensureKernels(llvm::ArrayRef<std::string> symbols, MLIRContext *context,
              const ir::LoweringOptions &options,
              llvm::TargetMachine &machine) {
  StackUse::Sizes sizes;
  for (const ir::GemmKind &kind : gemmKinds(context, options)) {
    if (!llvm::is_contained(symbols, nameOf(kind)))
      continue;
    auto stack = ensure(nameOf(kind), machine,
                        [&] { return gemmKernels(context, kind, machine); });
    if (!stack.ok())
      return stack.status();
    for (ir::GemmPart part : {ir::GemmPart::PackA, ir::GemmPart::PackB,
                              ir::GemmPart::Multiply})
      sizes[ir::gemmSymbol(part, kind)] = *stack;
  }
  for (const std::string &symbol : symbols) {
    if (!isLibraryKernel(symbol))
      continue;
    auto stack = ensure(symbol, machine,
                        [&] { return libraryKernel(symbol, machine); });
    if (!stack.ok())
      return stack.status();
    sizes[symbol] = *stack;
  }
  return sizes;
}

} // namespace weft::cpu
