// Linalg on tensors → PTX for NVIDIA GPUs. Needs no CUDA toolkit and no GPU.
#ifndef WEFT_BACKEND_GPU_COMPILER_H
#define WEFT_BACKEND_GPU_COMPILER_H

#include "Backend/Gpu/Plan.h"

#include "absl/status/statusor.h"
#include "mlir/IR/BuiltinOps.h"

#include <memory>

namespace llvm {
class LLVMContext;
class Module;
} // namespace llvm

namespace weft::gpu {

/// Kernels as optimised LLVM IR for NVPTX, and how they are to be run.
struct Compiled {
  std::unique_ptr<llvm::LLVMContext> context;
  std::unique_ptr<llvm::Module> module;
  Plan plan;
};

/// `chip` is sm_80 or sm_90. `module` is used up. Where something has no GPU
/// code yet, the status is Unimplemented and the context's diagnostics name
/// the op and its place.
absl::StatusOr<Compiled> compile(mlir::ModuleOp module, llvm::StringRef entry,
                                 llvm::StringRef chip);

/// Assembly text, headed by a comment for each launch of the plan.
absl::StatusOr<std::string> toPtx(mlir::ModuleOp module, llvm::StringRef entry,
                                  llvm::StringRef chip);

} // namespace weft::gpu
#endif
