// Linalg on tensors → code for a CPU, in this process or as an object file.
#ifndef WEFT_BACKEND_CPU_COMPILER_H
#define WEFT_BACKEND_CPU_COMPILER_H

#include "Backend/Cpu/Executable.h"
#include "Backend/Cpu/Image.h"
#include "Backend/Cpu/Target.h"
#include "Lowering/Lowering.h"

#include "mlir/IR/BuiltinOps.h"

#include <functional>
#include <string>
#include <string_view>

namespace weft::cpu {

struct CompileOptions {
  /// Where the code is to run; compile() takes the host whatever this says.
  TargetSpec target = TargetSpec::host();
  /// compileToObject()'s C function takes a parallel_for, for large loops. (The
  /// code inside uses its context's, if there is one, whatever this says.)
  bool parallelFor = false;
  /// Checks every access of compile()'s code by LLVM's address sanitizer. An
  /// error where the process is not an address-sanitizer build.
  bool sanitize = false;
  /// Permits reassociation and finite-math rewrites everywhere.
  bool fastMath = false;
  ir::Tuning tuning;
  /// Called after each stage of lowering, and with the final "llvm" text.
  std::function<void(std::string_view stage, const std::string &text)> dump;
};

/// Consumes the body of `module`. `entry` names its public func.func on ranked
/// tensors of static shape; arguments with a `weft.donated` attribute may be
/// overwritten. The code is to be called with results that lie at multiples of
/// 64 bytes (rt::bufferAlignment).
absl::StatusOr<std::shared_ptr<const Executable>>
compile(mlir::ModuleOp module, llvm::StringRef entry,
        const CompileOptions &options);

/// How compile() lowers.
absl::StatusOr<ir::LoweringOptions>
loweringFor(const CompileOptions &options);

/// The two halves of compile(): code, and the code in this process, together
/// with the shared kernels that it calls (from the cache on disk, or made).
absl::StatusOr<Image> compileImage(mlir::ModuleOp module,
                                   llvm::StringRef entry,
                                   const CompileOptions &options);
absl::StatusOr<std::shared_ptr<const Executable>>
link(const Image &image, mlir::MLIRContext *context);

enum class ObjectForm { Object, Assembly, LlvmIr };

struct ObjectFile {
  std::string bytes;
  uint64_t arenaBytes = 0;
  /// What a call takes of a thread's stack at most, without that of libm's
  /// functions; 0: unknown, as it is text of LLVM IR.
  uint64_t stackBytes = 0;
  std::vector<int> resultAliasesArg;
};

/// A position-independent object whose only undefined names are of libc and
/// libm. It defines the weft_entry `entry`, or, where cWrapper is not empty,
/// `int cWrapper(arguments…, results…, arena)` instead, with `parallel_for,
/// pool` at the end where options.parallelFor.
absl::StatusOr<ObjectFile> compileToObject(mlir::ModuleOp module,
                                           llvm::StringRef entry,
                                           const CompileOptions &options,
                                           ObjectForm form = ObjectForm::Object,
                                           llvm::StringRef cWrapper = "");

} // namespace weft::cpu
#endif
