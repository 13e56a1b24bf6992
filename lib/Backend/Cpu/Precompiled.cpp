// See Precompiled.h. The bytes are a number of kernels, then for each its name,
// where its object begins, how long it is and how much stack it uses, then the
// objects. All numbers are 64 bits, of this machine's order: whoever reads them
// wrote them.
#include "Backend/Cpu/Precompiled.h"

#include "Backend/Cpu/Target.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/Target/TargetMachine.h"

#include <cstring>

namespace weft::cpu {

std::string_view (*precompiledBytes)() = nullptr;

// The levels of the psABI, v4 and v3 (x86-64 psABI, table 3.1).
#define WEFT_V3 "+avx2,+bmi,+bmi2,+f16c,+fma,+lzcnt,+movbe"
#define WEFT_V4 WEFT_V3 ",+avx512f,+avx512bw,+avx512cd,+avx512dq,+avx512vl"
#define WEFT_TILES "+amx-tile,+amx-bf16,+amx-int8"
#define WEFT_BF16_DOTS "+avx512bf16"
#define WEFT_I8_DOTS "+avx512vnni"
static constexpr KernelLevel levels[] = {
    {"tiles", "x86-64-v4", WEFT_TILES, WEFT_V4 "," WEFT_TILES, 512,
     ir::GemmUnit::Tiles},
    {"bf16dots", "x86-64-v4", WEFT_BF16_DOTS, WEFT_V4 "," WEFT_BF16_DOTS, 512,
     ir::GemmUnit::Dots},
    {"i8dots", "x86-64-v4", WEFT_I8_DOTS, WEFT_V4 "," WEFT_I8_DOTS, 512,
     ir::GemmUnit::Dots},
    {"v4", "x86-64-v4", "", WEFT_V4, 512, ir::GemmUnit::Vectors},
    {"v3", "x86-64-v3", "", WEFT_V3, 256, ir::GemmUnit::Vectors},
};

llvm::ArrayRef<KernelLevel> kernelLevels() {
#if defined(__x86_64__)
  return levels;
#else
  return {};
#endif
}

std::string kernelName(const KernelLevel &level, llvm::StringRef symbol) {
  return (level.name + ":" + symbol).str();
}

static void addNumber(std::string &to, uint64_t n) {
  to.append(reinterpret_cast<const char *>(&n), sizeof n);
}
static uint64_t numberAt(const char *from) {
  uint64_t n;
  std::memcpy(&n, from, sizeof n);
  return n;
}

std::string packKernels(const std::vector<NamedKernel> &kernels) {
  uint64_t begin = 8;
  for (const NamedKernel &kernel : kernels)
    begin += 32 + kernel.name.size();
  std::string out, objects;
  addNumber(out, kernels.size());
  for (const auto &[name, object, stackBytes] : kernels) {
    objects.append(-(begin + objects.size()) % 16, '\0');
    addNumber(out, name.size());
    out += name;
    addNumber(out, begin + objects.size());
    addNumber(out, object.size());
    addNumber(out, stackBytes);
    objects += object;
  }
  return out + objects;
}

static llvm::StringMap<PrecompiledKernel> readKernels() {
  llvm::StringMap<PrecompiledKernel> kernels;
  if (!precompiledBytes)
    return kernels;
  std::string_view bytes = precompiledBytes();
  if (bytes.size() < 8)
    return kernels;
  const char *at = bytes.data();
  uint64_t count = numberAt(at);
  at += 8;
  for (; count > 0; --count) {
    llvm::StringRef name(at + 8, numberAt(at));
    at += 8 + name.size();
    kernels[name] = {
        llvm::StringRef(bytes.data() + numberAt(at), numberAt(at + 8)),
        numberAt(at + 16)};
    at += 24;
  }
  return kernels;
}

std::optional<PrecompiledKernel>
precompiledKernel(llvm::StringRef symbol, const llvm::TargetMachine &machine) {
  static const auto *kernels =
      new llvm::StringMap<PrecompiledKernel>(readKernels());
  const llvm::MCSubtargetInfo &info = *machine.getMCSubtargetInfo();
  unsigned vectorBits = traitsOf(machine).vectorBits;
  for (const KernelLevel &level : kernelLevels()) {
    // The widest vectors decide in which order sums are made.
    if (level.vectorBits != vectorBits)
      continue;
    auto found = kernels->find(kernelName(level, symbol));
    if (found != kernels->end() && info.checkFeatures(level.needs))
      return found->second;
  }
  return std::nullopt;
}

} // namespace weft::cpu
