// Compiles the shared kernels while Weft is built: weft_precompile FILE.
#include "Backend/Cpu/SharedKernels.h"
#include "Lowering/Registration.h"

#include "mlir/IR/DialectRegistry.h"

#include <cstdio>
#include <fstream>

using namespace weft;

int main(int argc, char **argv) {
  if (argc != 2)
    return 2;
  mlir::DialectRegistry registry;
  ir::registerLoweringDialects(registry);
  mlir::MLIRContext context(registry);
  ir::loadLoweringDialects(context);
  std::vector<cpu::NamedKernel> all;
  for (const cpu::KernelLevel &level : cpu::kernelLevels()) {
    auto kernels = cpu::compileKernels(level, &context);
    if (!kernels.ok()) {
      std::fprintf(stderr, "weft_precompile: %s\n",
                   kernels.status().ToString().c_str());
      return 1;
    }
    all.insert(all.end(), kernels->begin(), kernels->end());
  }
  std::ofstream out(argv[1], std::ios::binary);
  out << cpu::packKernels(all);
  return out.flush() ? 0 : 1;
}
