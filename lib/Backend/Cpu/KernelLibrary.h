// The C++ kernels (lib/Kernels) as LLVM IR.
#ifndef WEFT_BACKEND_CPU_KERNELLIBRARY_H
#define WEFT_BACKEND_CPU_KERNELLIBRARY_H

#include "absl/status/status.h"
#include "llvm/ADT/ArrayRef.h"

#include <string>
#include <vector>

namespace llvm {
class Module;
} // namespace llvm

namespace weft::cpu {

/// Whether `symbol` is a function of the library.
bool isLibraryKernel(llvm::StringRef symbol);

/// All of them.
std::vector<std::string> libraryKernels();

/// Gives the module's declarations of these symbols their bodies, with what
/// they call. All of it is internal to the module unless `exported`.
absl::Status linkKernels(llvm::Module &module,
                         llvm::ArrayRef<std::string> symbols, bool exported);

} // namespace weft::cpu
#endif
