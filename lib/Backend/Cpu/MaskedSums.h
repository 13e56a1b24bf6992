// Sums behind a mask stay in registers.
#ifndef WEFT_BACKEND_CPU_MASKEDSUMS_H
#define WEFT_BACKEND_CPU_MASKEDSUMS_H

#include "llvm/IR/PassManager.h"

namespace weft::cpu {

/// After the vectoriser, which takes rows of 9 to 15 floats for one vector of
/// AVX-512 behind a mask: sums that are so read and written at each step of a
/// loop are read before it and written after it. LLVM does that for whole
/// vectors; and what was stored through a mask is not forwarded to a load, so
/// each step waited for 7 ns (Zen 4).
struct KeepMaskedSums : llvm::PassInfoMixin<KeepMaskedSums> {
  llvm::PreservedAnalyses run(llvm::Function &function,
                              llvm::FunctionAnalysisManager &analyses);
};

} // namespace weft::cpu
#endif
