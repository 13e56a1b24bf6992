// The kernels' bitcode: LLVM IR of every function weft_k_*, to be compiled for
// a machine at run time. Each takes pointers to dense arrays, results and
// scratch last, then sizes and flags as int64_t.
#pragma once
#include <string_view>

namespace weft {
std::string_view kernelBitcode();
} // namespace weft
