// See Kernels.h. The assembler copies the file that CMake has clang make.
#include "Kernels/Kernels.h"

asm(".pushsection .rodata\n"
    ".balign 16\n"
    "weft_kernel_bitcode_begin: .incbin \"" WEFT_KERNEL_BITCODE "\"\n"
    "weft_kernel_bitcode_end:\n"
    ".popsection\n");
extern "C" __attribute__((visibility("hidden"))) const char
    weft_kernel_bitcode_begin[],
    weft_kernel_bitcode_end[];

std::string_view weft::kernelBitcode() {
  return {weft_kernel_bitcode_begin,
          static_cast<size_t>(weft_kernel_bitcode_end -
                              weft_kernel_bitcode_begin)};
}
