// Runs kernels on the CPU, for tests where there is no GPU: the kernel's own
// optimised LLVM IR, compiled for the host, each thread of a block a fiber
// that yields at barriers and shuffles. Instruction selection for NVPTX is
// not covered; ptxas and a GPU are for that.
#ifndef WEFT_BACKEND_GPU_EMULATOR_H
#define WEFT_BACKEND_GPU_EMULATOR_H

#include "Backend/Gpu/Compiler.h"

namespace weft::gpu {

/// Compiles as for sm_80 (see compile) and runs on `buffers`: the arguments,
/// then the results. It runs twice, with the warps of each block in both
/// orders; an error says so where the results differ, as they do where a
/// barrier is missing.
absl::Status emulate(mlir::ModuleOp module, llvm::StringRef entry,
                     llvm::ArrayRef<llvm::MutableArrayRef<char>> buffers);

} // namespace weft::gpu
#endif
