// Products of f32 matrices: blocks of threads that share tiles.
#ifndef WEFT_BACKEND_GPU_MATMULKERNEL_H
#define WEFT_BACKEND_GPU_MATMULKERNEL_H

#include "Backend/Gpu/Kernel.h"

#include <optional>

namespace weft::gpu {

/// C[b, m, n] (+)= sum over k of A[b, m, k] B[b, k, n], one stride per loop.
struct Matmul {
  struct Loop {
    int64_t size = 1, a = 0, b = 0, c = 0; // strides in elements
  };
  ir::Nest nest;
  unsigned a = 0, b = 1; // accesses of the nest; C is the third
  Loop batch, m, n, k;
};

/// The op as a product that is worth tiles, if it is one.
std::optional<Matmul> matchMatmul(mlir::Operation *op);

mlir::LogicalResult writeMatmul(mlir::gpu::GPUModuleOp module,
                                const Matmul &matmul,
                                const ir::LoweringOptions &options,
                                llvm::StringRef name,
                                llvm::function_ref<void(Kernel &)> launch);

} // namespace weft::gpu
#endif
