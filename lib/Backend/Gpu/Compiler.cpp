// See Compiler.h.
#include "Backend/Gpu/Compiler.h"

#include "Backend/Cpu/Codegen.h"
#include "Backend/Cpu/Target.h"
#include "Backend/Gpu/Kernels.h"
#include "Backend/Gpu/ToNvvm.h"
#include "Lowering/Registration.h"

#include "mlir/IR/Verifier.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Target/TargetMachine.h"

namespace weft::gpu {
using namespace mlir;

/// PTX 7.8 is the oldest that knows sm_90, so that older drivers take it too.
static absl::StatusOr<std::unique_ptr<llvm::TargetMachine>>
machineFor(StringRef chip) {
  if (chip != "sm_80" && chip != "sm_90")
    return absl::InvalidArgumentError("unknown GPU '" + chip.str() +
                                      "': there is code for sm_80 and sm_90");
  return cpu::createTargetMachine(
      {"nvptx64-nvidia-cuda", chip.str(), "+ptx78"});
}

static absl::StatusOr<Compiled> compileFor(ModuleOp module, StringRef entry,
                                           llvm::TargetMachine &machine) {
  ir::loadLoweringDialects(*module.getContext());
  loadGpuDialects(*module.getContext());
  Compiled out;
  FailureOr<mlir::gpu::GPUModuleOp> kernels =
      makeKernels(module, entry, out.plan);
  if (failed(kernels) || failed(verify(*kernels)) ||
      failed(convertToNvvm(*kernels)))
    return absl::UnimplementedError("there is no GPU code for this");
  out.context = std::make_unique<llvm::LLVMContext>();
  out.module = toLlvmIr(*kernels, *out.context);
  if (!out.module)
    return absl::InternalError("translation to LLVM IR failed");
  out.module->setDataLayout(machine.createDataLayout());
  out.module->setTargetTriple(machine.getTargetTriple());
  cpu::optimise(*out.module, machine, 3, /*sanitize=*/false);
  return out;
}

absl::StatusOr<Compiled> compile(ModuleOp module, StringRef entry,
                                 StringRef chip) {
  auto machine = machineFor(chip);
  if (!machine.ok())
    return machine.status();
  return compileFor(module, entry, **machine);
}

static std::string described(const Plan &plan) {
  std::string text;
  llvm::raw_string_ostream os(text);
  static constexpr StringLiteral kinds[] = {"buffer ", "scratch+", "constant "};
  for (const Launch &launch : plan.launches) {
    os << "// launch " << launch.kernel << " grid " << launch.grid[0] << " x "
       << launch.grid[1] << " x " << launch.grid[2] << " block " << launch.block
       << " on ";
    llvm::interleaveComma(launch.buffers, os, [&](const BufferRef &buffer) {
      os << kinds[buffer.kind] << buffer.at;
    });
    os << "\n";
  }
  os << "// scratch " << plan.scratchBytes << " bytes\n";
  return text;
}

absl::StatusOr<std::string> toPtx(ModuleOp module, StringRef entry,
                                  StringRef chip) {
  auto machine = machineFor(chip);
  if (!machine.ok())
    return machine.status();
  auto compiled = compileFor(module, entry, **machine);
  if (!compiled.ok())
    return compiled.status();
  llvm::SmallVector<char, 0> ptx;
  cpu::emit(*compiled->module, **machine, /*assembly=*/true, ptx);
  return described(compiled->plan) + std::string(ptx.begin(), ptx.end());
}

} // namespace weft::gpu
