// See KernelLibrary.h.
#include "Backend/Cpu/KernelLibrary.h"

#include "ExternHelpers.h"
#include "Kernels/Kernels.h"

#include "absl/status/statusor.h"

#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Linker/Linker.h"

#include <set>

namespace weft::cpu {

bool isLibraryKernel(llvm::StringRef symbol) {
  return symbol.starts_with(ir::kernelPrefix);
}

/// With its functions still to be read.
static absl::StatusOr<std::unique_ptr<llvm::Module>>
library(llvm::LLVMContext &context) {
  auto bytes = kernelBitcode();
  auto module = llvm::getLazyBitcodeModule(
      llvm::MemoryBufferRef(llvm::StringRef(bytes.data(), bytes.size()),
                            "kernels"),
      context);
  if (!module)
    return absl::InternalError("kernels: " +
                               llvm::toString(module.takeError()));
  return std::move(*module);
}

std::vector<std::string> libraryKernels() {
  std::vector<std::string> names;
  llvm::LLVMContext context;
  if (auto module = library(context); module.ok())
    for (llvm::Function &function : **module)
      if (!function.isDeclaration() && isLibraryKernel(function.getName()))
        names.push_back(function.getName().str());
  return names;
}

/// Only names of what is linked are read of the bitcode (lazily).
absl::Status linkKernels(llvm::Module &module,
                         llvm::ArrayRef<std::string> symbols, bool exported) {
  if (symbols.empty())
    return absl::OkStatus();
  std::set<std::string> before;
  for (llvm::Function &function : module)
    if (!function.isDeclaration())
      before.insert(function.getName().str());
  auto all = library(module.getContext());
  if (!all.ok())
    return all.status();
  for (const std::string &symbol : symbols)
    if (!(*all)->getFunction(symbol))
      return absl::InternalError("no kernel " + symbol);
  (*all)->setTargetTriple(module.getTargetTriple());
  (*all)->setDataLayout(module.getDataLayout());
  if (llvm::Linker::linkModules(module, std::move(*all),
                                llvm::Linker::LinkOnlyNeeded))
    return absl::InternalError("linking kernels failed");
  std::set<std::string> wanted(symbols.begin(), symbols.end());
  for (llvm::Function &function : module) {
    std::string name = function.getName().str();
    if (function.isDeclaration() || before.count(name))
      continue;
    // Templates are in comdats, which an internal function is not.
    function.setComdat(nullptr);
    function.setLinkage(exported && wanted.count(name)
                            ? llvm::GlobalValue::ExternalLinkage
                            : llvm::GlobalValue::InternalLinkage);
    // clang's words for the machine that it made them on.
    for (const char *attr : {"target-cpu", "target-features", "tune-cpu",
                             "min-legal-vector-width", "frame-pointer"})
      function.removeFnAttr(attr);
  }
  return absl::OkStatus();
}

} // namespace weft::cpu
