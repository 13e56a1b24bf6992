// Kernels in the gpu dialect → LLVM IR for NVPTX.
#ifndef WEFT_BACKEND_GPU_TONVVM_H
#define WEFT_BACKEND_GPU_TONVVM_H

#include "mlir/Dialect/GPU/IR/GPUDialect.h"

#include <memory>

namespace llvm {
class LLVMContext;
class Module;
} // namespace llvm

namespace weft::gpu {

/// Makes the context ready for kernels: dialects and their translations.
void loadGpuDialects(mlir::MLIRContext &context);

/// Converts the kernels to the NVVM and LLVM dialects. Mathematics becomes
/// polynomials; what only libdevice has is an error that names op and place.
mlir::LogicalResult convertToNvvm(mlir::gpu::GPUModuleOp kernels);

/// Null on failure.
std::unique_ptr<llvm::Module> toLlvmIr(mlir::gpu::GPUModuleOp kernels,
                                       llvm::LLVMContext &context);

} // namespace weft::gpu
#endif
