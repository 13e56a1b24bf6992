// LLVM IR → machine code.
#ifndef WEFT_BACKEND_CPU_CODEGEN_H
#define WEFT_BACKEND_CPU_CODEGEN_H

#include "llvm/ADT/SmallVector.h"

namespace llvm {
class Module;
class TargetMachine;
} // namespace llvm

namespace weft::cpu {

/// Sets the target on the module and its functions.
void prepareModule(llvm::Module &module, llvm::TargetMachine &machine);

/// The optimisation pipeline; `sanitize` adds LLVM's address sanitizer.
void optimise(llvm::Module &module, llvm::TargetMachine &machine, int level,
              bool sanitize);

/// For code that is written in vectors and blocks: LLVM's pipelines would only
/// unroll it, which makes it larger and not faster, and takes ten times longer.
void tidy(llvm::Module &module, llvm::TargetMachine &machine);

/// Object code, or assembly text.
void emit(llvm::Module &module, llvm::TargetMachine &machine, bool assembly,
          llvm::SmallVectorImpl<char> &out);

} // namespace weft::cpu
#endif
