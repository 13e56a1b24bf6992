// Linalg on tensors → a gpu.module of kernels, and the plan that runs them.
#ifndef WEFT_BACKEND_GPU_KERNELS_H
#define WEFT_BACKEND_GPU_KERNELS_H

#include "Backend/Gpu/Plan.h"
#include "Lowering/Lowering.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"

namespace weft::gpu {

/// Turns `entry` into kernels; the module holds nothing but the gpu.module
/// afterwards. What has no kernel yet is an error that names op and place.
mlir::FailureOr<mlir::gpu::GPUModuleOp>
makeKernels(mlir::ModuleOp module, llvm::StringRef entry, Plan &plan);

} // namespace weft::gpu
#endif
