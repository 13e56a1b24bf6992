// Maxima and minima of vectors in half the instructions.
#ifndef WEFT_BACKEND_CPU_MAXIMA_H
#define WEFT_BACKEND_CPU_MAXIMA_H

namespace llvm {
class Module;
class TargetMachine;
} // namespace llvm

namespace weft::cpu {

/// After optimisation, where the target has AVX-512: those that give NaN on and
/// tell zeros apart, lane by lane or of all lanes, but in loops that ask for
/// memory ahead (fetchAhead). What they give is the same, save a NaN's bits.
void shortenMaxima(llvm::Module &module, llvm::TargetMachine &machine);

} // namespace weft::cpu
#endif
