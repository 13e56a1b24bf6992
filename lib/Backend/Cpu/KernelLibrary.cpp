// See KernelLibrary.h.
#include "Backend/Cpu/KernelLibrary.h"

#include "ExternHelpers.h"
#include "Kernels/Kernels.h"

#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/Module.h"
#include "llvm/Linker/Linker.h"

#include <set>

namespace weft::cpu {

bool isLibraryKernel(llvm::StringRef symbol) {
  return symbol.starts_with(ir::kernelPrefix);
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
  auto bytes = kernelBitcode();
  auto library = llvm::getLazyBitcodeModule(
      llvm::MemoryBufferRef(llvm::StringRef(bytes.data(), bytes.size()),
                            "kernels"),
      module.getContext());
  if (!library)
    return absl::InternalError("kernels: " +
                               llvm::toString(library.takeError()));
  for (const std::string &symbol : symbols)
    if (!(*library)->getFunction(symbol))
      return absl::InternalError("no kernel " + symbol);
  (*library)->setTargetTriple(module.getTargetTriple());
  (*library)->setDataLayout(module.getDataLayout());
  if (llvm::Linker::linkModules(module, std::move(*library),
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
