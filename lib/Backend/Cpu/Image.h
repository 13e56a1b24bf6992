// Compiled code as bytes that another process can link: what the cache on disk
// keeps.
#ifndef WEFT_BACKEND_CPU_IMAGE_H
#define WEFT_BACKEND_CPU_IMAGE_H

#include "Backend/Cpu/Stack.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::cpu {
struct CompileOptions;

struct Image {
  std::string entry;  // the symbol of the weft_entry
  std::string object; // an object file
  uint64_t arenaBytes = 0;
  Stack stack; // of the kernels too
  std::vector<int> resultAliasesArg;
  std::vector<std::string> kernels; // shared kernels that it calls
};

std::string serialise(const Image &image);
std::optional<Image> parseImage(const std::string &bytes);

/// What machine code depends on besides the function: the builds of Weft and
/// LLVM in this process, the target, the options. Text without secrets, to be
/// hashed.
std::string codeIdentity(const CompileOptions &options);

} // namespace weft::cpu
#endif
