// What compiled code keeps on stacks: neither MLIR nor LLVM, as an Executable
// has one.
#ifndef WEFT_BACKEND_CPU_STACK_H
#define WEFT_BACKEND_CPU_STACK_H

#include <algorithm>
#include <cstdint>
#include <vector>

namespace weft::cpu {

/// In bytes, at most; without what libm's functions take.
struct Stack {
  /// Of the thread that calls, the pieces of loops that it runs included.
  uint64_t caller = 0;
  /// Of a thread that helps with a loop of so many pieces. Fewer pieces come
  /// later, and only where they take more.
  struct Helper {
    uint64_t pieces, bytes;
  };
  std::vector<Helper> helpers;

  /// Of a call by so many threads, all together. A loop has no more threads
  /// than pieces.
  uint64_t bytes(uint64_t threads) const {
    uint64_t sum = caller;
    for (uint64_t thread = 1; thread < threads; ++thread) {
      uint64_t most = 0;
      for (const Helper &helper : helpers)
        if (helper.pieces > thread)
          most = std::max(most, helper.bytes);
      if (most == 0)
        break;
      sum += most;
    }
    return sum;
  }
};

} // namespace weft::cpu
#endif
