// Compiled code in this process. No MLIR, no LLVM: the runtime side of the
// public API holds these.
#ifndef WEFT_BACKEND_CPU_EXECUTABLE_H
#define WEFT_BACKEND_CPU_EXECUTABLE_H

#include "Backend/Cpu/Stack.h"
#include "weft/runtime/abi.h"

#include <memory>
#include <vector>

namespace weft::cpu {

/// Immutable, callable from any thread, several at once as long as each call
/// brings its own arena. The code is freed with the last reference.
struct Executable {
  weft_entry entry = nullptr;
  /// Scratch that a call needs in weft_context::arena, 64-byte aligned.
  uint64_t arenaBytes = 0;
  Stack stack;
  /// For each result: the argument whose (donated) buffer it lives in, or -1.
  std::vector<int> resultAliasesArg;
  /// Keeps the machine code alive.
  std::shared_ptr<void> code;
};

} // namespace weft::cpu
#endif
