// See Target.h.
#include "Backend/Cpu/Target.h"

#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/SubtargetFeature.h"

#include <mutex>
#if defined(__linux__) && defined(__x86_64__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace weft::cpu {

const TargetSpec &TargetSpec::host() {
  // Never freed, as no table is that a thread may read which compiles while the
  // process ends.
  static const auto *spec = [] {
    llvm::SubtargetFeatures features;
    for (const auto &entry : llvm::sys::getHostCPUFeatures())
      features.AddFeature(entry.getKey(), entry.getValue());
    return new TargetSpec{llvm::sys::getProcessTriple(),
                          llvm::sys::getHostCPUName().str(),
                          features.getString()};
  }();
  return *spec;
}

TargetSpec TargetSpec::resolved() const {
  TargetSpec spec = *this;
  if (spec.triple.empty())
    spec.triple = host().triple;
  if (spec.cpu == "native") {
    spec.cpu = host().cpu;
    spec.features =
        host().features + (spec.features.empty() ? "" : "," + spec.features);
  }
  return spec;
}

/// The host's back end first, as that is all that jit needs.
static const llvm::Target *findTarget(const llvm::Triple &triple,
                                      std::string &error) {
  static std::once_flag native, all;
  std::call_once(native, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
  if (triple.getArch() != llvm::Triple(TargetSpec::host().triple).getArch())
    std::call_once(all, [] {
      llvm::InitializeAllTargetInfos();
      llvm::InitializeAllTargets();
      llvm::InitializeAllTargetMCs();
      llvm::InitializeAllAsmPrinters();
    });
  return llvm::TargetRegistry::lookupTarget(triple, error);
}

absl::StatusOr<std::unique_ptr<llvm::TargetMachine>>
createTargetMachine(const TargetSpec &unresolved) {
  TargetSpec spec = unresolved.resolved();
  llvm::Triple triple(llvm::Triple::normalize(spec.triple));
  std::string error;
  const llvm::Target *target = findTarget(triple, error);
  if (!target)
    return absl::InvalidArgumentError("target " + spec.triple + ": " + error);
  // Asked first, as a machine for an unknown CPU prints a warning by itself.
  std::unique_ptr<llvm::MCSubtargetInfo> known(
      target->createMCSubtargetInfo(triple, "", ""));
  if (!spec.cpu.empty() && !known->isCPUStringValid(spec.cpu))
    return absl::InvalidArgumentError("unknown CPU '" + spec.cpu + "' for " +
                                      triple.str());
  llvm::TargetOptions options;
  // The IR says which products are not rounded: dialects/weft/MultiplyAdd.h.
  options.AllowFPOpFusion = llvm::FPOpFusion::Standard;
  // Loops come vectorised to the code generator and were measured to lose
  // nothing at its lower level, which saves a sixth of the compile time.
  std::unique_ptr<llvm::TargetMachine> machine(target->createTargetMachine(
      triple, spec.cpu, spec.features, options, llvm::Reloc::PIC_,
      llvm::CodeModel::Small, llvm::CodeGenOptLevel::Less));
  if (!machine)
    return absl::InvalidArgumentError("no code generator for " + spec.triple);
  return machine;
}

bool permitTiles() {
#if defined(__linux__) && defined(__x86_64__)
  // ARCH_REQ_XCOMP_PERM and the tile data's number: linux/arch/x86/xstate.rst.
  static const bool permitted = syscall(SYS_arch_prctl, 0x1023, 18) == 0;
  return permitted;
#else
  return false;
#endif
}

/// Of either width. Where there is none, LLVM would call libm's.
static bool hasFma(const llvm::Triple &triple,
                   const llvm::MCSubtargetInfo &info) {
  if (triple.isX86())
    return info.checkFeatures("+fma");
  if (triple.isRISCV())
    return info.checkFeatures("+d");
  if (triple.isARM() || triple.isThumb())
    return info.checkFeatures("+vfp4");
  return triple.isAArch64();
}

ir::TargetTraits traitsOf(const llvm::TargetMachine &machine) {
  const llvm::MCSubtargetInfo &info = *machine.getMCSubtargetInfo();
  ir::TargetTraits traits{128, hasFma(machine.getTargetTriple(), info)};
  if (!machine.getTargetTriple().isX86())
    return traits;
  if (info.checkFeatures("+avx512f") && info.checkFeatures("+avx512vl") &&
      info.checkFeatures("+avx512dq") && info.checkFeatures("+avx512bw"))
    traits.vectorBits = 512;
  else if (info.checkFeatures("+avx2"))
    traits.vectorBits = 256;
  bool wide = traits.vectorBits == 512;
  bool tiles = wide && info.checkFeatures("+amx-tile");
  traits.bf16Tiles = tiles && info.checkFeatures("+amx-bf16");
  traits.int8Tiles = tiles && info.checkFeatures("+amx-int8");
  traits.bf16Dots = wide && info.checkFeatures("+avx512bf16");
  traits.int8Dots = wide && info.checkFeatures("+avx512vnni");
  // One core, in three generations of Xeon; measured of the second.
  traits.slowPastCaches = llvm::is_contained(
      {"skylake-avx512", "cascadelake", "cooperlake"}, info.getCPU());
  // Measured of the first. Its cores share 32 MiB, which an operand and a
  // result of 16 fill.
  if (llvm::is_contained({"znver4", "znver5"}, info.getCPU())) {
    traits.foreseesStreams = true;
    traits.leastStreamed = int64_t(16) << 20;
  }
  return traits;
}

} // namespace weft::cpu
