// The kernels that were compiled with Weft, as libweft carries them: the
// assembler copies the file that Make.cpp has written.
#include "Backend/Cpu/Precompiled.h"

asm(".pushsection .rodata\n"
    ".balign 16\n"
    "weft_precompiled_begin: .incbin \"" WEFT_PRECOMPILED "\"\n"
    "weft_precompiled_end:\n"
    ".popsection\n");
extern "C" __attribute__((visibility("hidden"))) const char
    weft_precompiled_begin[],
    weft_precompiled_end[];

static std::string_view bytes() {
  return {weft_precompiled_begin,
          static_cast<size_t>(weft_precompiled_end - weft_precompiled_begin)};
}
static const bool registered = [] {
  weft::cpu::precompiledBytes = bytes;
  return true;
}();
