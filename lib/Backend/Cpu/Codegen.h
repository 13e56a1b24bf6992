// LLVM IR → machine code.
#ifndef WEFT_BACKEND_CPU_CODEGEN_H
#define WEFT_BACKEND_CPU_CODEGEN_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <memory>

namespace llvm {
class Module;
class TargetMachine;
} // namespace llvm

namespace weft::cpu {

/// Sets the target on the module and its functions.
void prepareModule(llvm::Module &module, llvm::TargetMachine &machine);

/// Functions that only call others are not to be optimised: what is around a
/// matrix product takes LLVM longer than all else of a small program, and
/// nothing beside what it calls. For modules whose kernels lie elsewhere.
void leaveCallers(llvm::Module &module);

/// The optimisation pipeline; `sanitize` adds LLVM's address sanitizer.
void optimise(llvm::Module &module, llvm::TargetMachine &machine, int level,
              bool sanitize);

/// For code that is written in vectors and blocks: LLVM's pipelines would only
/// unroll it, which makes it larger and not faster, and takes ten times longer.
void tidy(llvm::Module &module, llvm::TargetMachine &machine);

/// Object code, or assembly text.
void emit(llvm::Module &module, llvm::TargetMachine &machine, bool assembly,
          llvm::SmallVectorImpl<char> &out);

/// Makes object code for one machine, which must outlive it, of one module after
/// another, whatever their contexts: LLVM's passes for that are listed once,
/// which takes a quarter of what a small function takes in all.
class ObjectEmitter {
public:
  explicit ObjectEmitter(llvm::TargetMachine &machine);
  ~ObjectEmitter();

  /// Changes the module. What is returned is there until the next call.
  llvm::ArrayRef<char> emit(llvm::Module &module);

private:
  struct Passes;
  llvm::TargetMachine &machine;
  std::unique_ptr<Passes> passes;
};

} // namespace weft::cpu
#endif
