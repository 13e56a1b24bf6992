// Kernels for groups of nests: element by element, and reductions.
#ifndef WEFT_BACKEND_GPU_NESTKERNELS_H
#define WEFT_BACKEND_GPU_NESTKERNELS_H

#include "Backend/Gpu/Kernel.h"

namespace weft::gpu {

/// Writes the kernels of one group, in the order in which they are to run;
/// `launch` is called with each when it is finished.
mlir::LogicalResult writeGroup(mlir::gpu::GPUModuleOp module,
                               const ir::Group &group,
                               const ir::LoweringOptions &options,
                               llvm::function_ref<std::string()> name,
                               llvm::function_ref<void(Kernel &)> launch);

} // namespace weft::gpu
#endif
