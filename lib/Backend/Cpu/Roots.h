// Inverse square roots by the target's estimate.
#ifndef WEFT_BACKEND_CPU_ROOTS_H
#define WEFT_BACKEND_CPU_ROOTS_H

namespace llvm {
class Module;
class TargetMachine;
} // namespace llvm

namespace weft::cpu {

/// After optimisation: quotients 1 / √x of floats that are marked `afn`
/// (Lowering/Math/MathApprox.cpp) become an estimate to 14 bits and Newton's step,
/// the same for scalars and vectors of any width, where the target has AVX-512;
/// elsewhere they stay what they say.
void estimateRoots(llvm::Module &module, llvm::TargetMachine &machine);

} // namespace weft::cpu
#endif
