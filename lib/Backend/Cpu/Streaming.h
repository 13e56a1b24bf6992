// Marks stores to large results as bypassing the caches.
#ifndef WEFT_BACKEND_CPU_STREAMING_H
#define WEFT_BACKEND_CPU_STREAMING_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

namespace llvm {
class Instruction;
class Module;
} // namespace llvm

namespace weft::cpu {

/// Whether the name of an alias scope of that access is such.
bool hasScope(const llvm::Instruction &access,
              llvm::function_ref<bool(llvm::StringRef name)> is);
/// Whether one ends so.
bool hasScope(const llvm::Instruction &access, llvm::StringRef ending);

/// After optimisation: stores of whole vectors whose alias scope says that they
/// may (Lowering/Nests/LargeResults.h), on x86-64.
void streamStores(llvm::Module &module);

} // namespace weft::cpu
#endif
