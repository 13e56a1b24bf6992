// Kernels that libweft carries as machine code: which machines find them.
#include "Backend/Cpu/KernelLibrary.h"
#include "Backend/Cpu/Precompiled.h"
#include "Backend/Cpu/Target.h"

#include "llvm/Target/TargetMachine.h"

#include <gtest/gtest.h>

using namespace weft::cpu;

namespace {
/// Whether there is an object of `symbol` for a machine of x86-64.
bool has(const std::string &symbol, const char *cpu,
         const char *features = "") {
  auto machine =
      createTargetMachine({"x86_64-unknown-linux-gnu", cpu, features});
  EXPECT_TRUE(machine.ok()) << machine.status();
  auto kernel = precompiledKernel(symbol, **machine);
  EXPECT_TRUE(!kernel || kernel->object.starts_with("\x7f"
                                                    "ELF"))
      << symbol;
  return kernel.has_value();
}
const bool isX86 = !kernelLevels().empty();
constexpr char tiles[] = "+amx-tile,+amx-bf16,+amx-int8";
} // namespace

TEST(SharedKernels, AreOfTheMachinesLevel) {
  EXPECT_EQ(has("weft.gemm.multiply.f32.512", "x86-64-v4"), isX86);
  EXPECT_EQ(has("weft.gemm.multiply.f64.256", "x86-64-v3"), isX86);
  EXPECT_EQ(has("weft.gemm.multiply.f32.512", "sapphirerapids"), isX86);
  EXPECT_EQ(has("weft.gemm.multiply.f32.256", "haswell"), isX86);
  EXPECT_FALSE(has("weft.gemm.multiply.f32.512", "x86-64-v3"));
  EXPECT_FALSE(has("weft.gemm.multiply.f32.256", "x86-64-v4"));
  EXPECT_FALSE(has("weft.gemm.multiply.f32.128", "x86-64"));
  // The vectors of v3, but not all else that code for it may use.
  EXPECT_FALSE(has("weft.gemm.multiply.f32.256", "x86-64", "+avx2,+fma"));
  EXPECT_FALSE(has("weft.gemm.multiply.f32.256", "haswell", "-bmi2"));
}

TEST(SharedKernels, OfTheTileUnitNeedIt) {
  std::string product = "weft.gemm.multiply.bf16.512.tiles";
  EXPECT_EQ(has(product, "x86-64-v4", tiles), isX86);
  EXPECT_FALSE(has(product, "x86-64-v4"));
  // What has no tiles is the same with the unit and without.
  EXPECT_EQ(has("weft.gemm.multiply.f32.512", "x86-64-v4", tiles), isX86);
}

TEST(SharedKernels, OfDotProductsNeedThem) {
  std::string product = "weft.gemm.multiply.i8.512.dots";
  EXPECT_EQ(has(product, "x86-64-v4", "+avx512vnni"), isX86);
  EXPECT_EQ(has(product, "cascadelake"), isX86);
  EXPECT_FALSE(has(product, "x86-64-v4"));
  EXPECT_EQ(has("weft.gemm.multiply.i8.512", "x86-64-v4"), isX86);
  product = "weft.gemm.multiply.bf16.512.dots";
  EXPECT_EQ(has(product, "znver4"), isX86);
  EXPECT_EQ(has(product, "cooperlake"), isX86);
  EXPECT_FALSE(has(product, "cascadelake"));
  EXPECT_EQ(has("weft.gemm.multiply.bf16.512", "cascadelake"), isX86);
}

TEST(SharedKernels, AllOfTheLibraryAreThere) {
  std::vector<std::string> all = libraryKernels();
  EXPECT_GT(all.size(), 20u);
  for (const std::string &symbol : all) {
    EXPECT_EQ(has(symbol, "x86-64-v4"), isX86) << symbol;
    EXPECT_EQ(has(symbol, "x86-64-v3"), isX86) << symbol;
  }
  EXPECT_FALSE(has("weft_k_no_such_kernel", "x86-64-v4"));
}
