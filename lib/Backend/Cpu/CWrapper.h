// The C function of an AOT object.
#ifndef WEFT_BACKEND_CPU_CWRAPPER_H
#define WEFT_BACKEND_CPU_CWRAPPER_H

#include "llvm/ADT/StringRef.h"

namespace llvm {
class Module;
} // namespace llvm

namespace weft::cpu {

/// Adds `int name(void *buffer0, …, void *bufferN, void *arena)` that calls
/// the weft_entry `entry` and returns 0, and makes `entry` internal. The call
/// is serial, or takes two more parameters, `weft_parallel_for_fn
/// parallel_for, void *pool`.
void addCWrapper(llvm::Module &module, llvm::StringRef entry,
                 llvm::StringRef name, unsigned numBuffers, bool parallelFor);

} // namespace weft::cpu
#endif
