// The C function of an AOT object.
#ifndef WEFT_BACKEND_CPU_CWRAPPER_H
#define WEFT_BACKEND_CPU_CWRAPPER_H

#include "llvm/ADT/StringRef.h"

namespace llvm {
class Module;
} // namespace llvm

namespace weft::cpu {

/// Adds `int name(void *buffer0, …, void *bufferN, void *arena)` that calls
/// the weft_entry `entry` serially and returns 0, and makes `entry` internal.
void addCWrapper(llvm::Module &module, llvm::StringRef entry,
                 llvm::StringRef name, unsigned numBuffers);

} // namespace weft::cpu
#endif
