// Kernels that compiled functions call and share: matrix kernels, and those of
// the library (lib/Kernels). Each is an object of its own.
#ifndef WEFT_BACKEND_CPU_SHAREDKERNELS_H
#define WEFT_BACKEND_CPU_SHAREDKERNELS_H

#include "Backend/Cpu/Precompiled.h"
#include "Backend/Cpu/StackUse.h"
#include "Lowering/Lowering.h"

#include "absl/status/statusor.h"
#include "mlir/IR/MLIRContext.h"

namespace weft::cpu {

/// Links these kernels (LoweringResult::kernels) in this process, where they
/// are not yet: as libweft carries them, from the cache on disk, or made. Gives
/// what a call of each takes of the stack at most.
absl::StatusOr<StackUse::Sizes>
ensureKernels(llvm::ArrayRef<std::string> symbols, mlir::MLIRContext *context,
              const ir::LoweringOptions &options, llvm::TargetMachine &machine);

/// All kernels of a level, for libweft to carry.
absl::StatusOr<std::vector<NamedKernel>>
compileKernels(const KernelLevel &level, mlir::MLIRContext *context);

} // namespace weft::cpu
#endif
