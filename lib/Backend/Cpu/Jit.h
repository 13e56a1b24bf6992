// Machine code in this process: one linker session for all of it.
#ifndef WEFT_BACKEND_CPU_JIT_H
#define WEFT_BACKEND_CPU_JIT_H

#include "absl/status/statusor.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"

#include <memory>

namespace weft::cpu {

class Jit {
public:
  static Jit &get();

  struct Code {
    void *address = nullptr;
    std::shared_ptr<void> keepAlive; // the last one frees the code
  };

  /// Links an object and finds `symbol` in it. Names that it lacks are looked
  /// up among the shared kernels and then in the C libraries. Thread-safe.
  absl::StatusOr<Code> link(std::unique_ptr<llvm::MemoryBuffer> object,
                            llvm::StringRef symbol);

  struct Kernels {
    std::unique_ptr<llvm::MemoryBuffer> object;
    uint64_t stackBytes = 0; // of a call of any of its functions, at most
  };
  /// Makes sure that the shared kernel library `key` is linked; `build` makes
  /// its object the first time. It stays for the life of the process. Gives the
  /// bytes of stack.
  absl::StatusOr<uint64_t>
  ensureKernels(llvm::StringRef key,
                llvm::function_ref<absl::StatusOr<Kernels>()> build);

private:
  Jit();
  struct Impl;
  std::unique_ptr<Impl> impl;
};

} // namespace weft::cpu
#endif
