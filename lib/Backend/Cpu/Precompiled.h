// Shared kernels that were compiled when Weft was built: objects for a few
// levels of an architecture, which most machines are at or above. Others, and
// kernels that are not among them, are compiled when a process first meets
// them (SharedKernels.h).
#ifndef WEFT_BACKEND_CPU_PRECOMPILED_H
#define WEFT_BACKEND_CPU_PRECOMPILED_H

#include "Lowering/Lowering.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace llvm {
class TargetMachine;
} // namespace llvm

namespace weft::cpu {

/// Instructions that machines have in common.
struct KernelLevel {
  llvm::StringLiteral name;
  llvm::StringLiteral cpu, features; // as of a TargetSpec
  llvm::StringLiteral needs; // as MCSubtargetInfo::checkFeatures takes them
  unsigned vectorBits;       // as of TargetTraits
  ir::GemmUnit unit; // vectors, or has the kernels that use this one only
};
/// Those of x86-64; there are none of other architectures.
llvm::ArrayRef<KernelLevel> kernelLevels();

struct PrecompiledKernel {
  llvm::StringRef object;
  uint64_t stackBytes; // of a call, at most
};
/// That of code that runs on `machine`, or none.
std::optional<PrecompiledKernel>
precompiledKernel(llvm::StringRef symbol, const llvm::TargetMachine &machine);

struct NamedKernel {
  std::string name; // level and symbol
  std::string object;
  uint64_t stackBytes;
};
std::string kernelName(const KernelLevel &level, llvm::StringRef symbol);
/// As `precompiledBytes` holds them.
std::string packKernels(const std::vector<NamedKernel> &kernels);

/// What libweft carries; null in the program that makes it.
extern std::string_view (*precompiledBytes)();

} // namespace weft::cpu
#endif
