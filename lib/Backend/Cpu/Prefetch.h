// Asks for memory ahead of loops that compute while they read it.
#ifndef WEFT_BACKEND_CPU_PREFETCH_H
#define WEFT_BACKEND_CPU_PREFETCH_H

namespace llvm {
class Module;
} // namespace llvm

namespace weft::cpu {

/// After optimisation: loops over long streams of whole vectors with much
/// arithmetic to each get prefetches. LLVM's vectoriser takes no loop that has
/// some already.
void fetchAhead(llvm::Module &module);

} // namespace weft::cpu
#endif
