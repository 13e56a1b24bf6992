// What a GPU program does between its kernels: which one runs when, on how
// many threads, with which buffers. No MLIR: a launcher holds these.
#ifndef WEFT_BACKEND_GPU_PLAN_H
#define WEFT_BACKEND_GPU_PLAN_H

#include <cstdint>
#include <string>
#include <vector>

namespace weft::gpu {

/// Where a pointer parameter of a kernel points to.
struct BufferRef {
  enum Kind { Entry, Scratch, Constant };
  Kind kind;
  /// Of an entry: its number (the arguments, then the results). Of scratch:
  /// the offset in bytes. Of a constant: its number.
  uint64_t at;
};

struct Launch {
  std::string kernel;
  unsigned grid[3] = {1, 1, 1}; // blocks
  unsigned block = 1;           // threads of a block, in x
  std::vector<BufferRef> buffers;
};

struct Plan {
  std::vector<Launch> launches; // in order
  uint64_t scratchBytes = 0;
  std::vector<std::vector<char>> constants;
};

} // namespace weft::gpu
#endif
