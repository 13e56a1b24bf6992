// Linalg on tensors → a module of the LLVM dialect, and what its caller has to
// know about the result. Used by the CPU backend; nothing here is of ORC or of
// a target machine.
#ifndef WEFT_LOWERING_LOWERING_H
#define WEFT_LOWERING_LOWERING_H

#include "Lowering/TargetTraits.h"
#include "Lowering/Tuning.h"

#include "mlir/IR/BuiltinOps.h"

#include <functional>
#include <string>
#include <string_view>

namespace weft::ir {

/// What computes a product's sums: fused multiply-adds of vectors, instructions
/// that add the dot products of groups of bytes (AVX-512 VNNI and BF16), or a
/// unit of tiles (AMX).
enum class GemmUnit { Vectors, Dots, Tiles };

struct LoweringOptions {
  /// Permits sums and products to be regrouped and fused, division by way of
  /// the reciprocal, and zeros to lose their sign.
  bool fastMath = false;
  TargetTraits target;
  /// Results lie at multiples of 64 bytes, so that stores to large ones may
  /// bypass the caches.
  bool alignedResults = false;
  Tuning tuning;
  /// Put the shared kernels that are used into the module itself.
  bool ownKernels = false;
  /// Called with the IR after each stage, if set.
  std::function<void(std::string_view stage, const std::string &text)> dump;
};

struct LoweringResult {
  uint64_t arenaBytes = 0;
  std::vector<int> resultAliasesArg;
  /// Symbols of shared kernels that the module calls (see Contraction.h).
  std::vector<std::string> kernels;
};

/// Runs all stages on `module`, whose public function `entry` becomes a
/// weft_entry (include/weft/runtime/abi.h) of the same name.
mlir::LogicalResult lowerToLlvm(mlir::ModuleOp module, llvm::StringRef entry,
                                const LoweringOptions &options,
                                LoweringResult &result);

} // namespace weft::ir
#endif
