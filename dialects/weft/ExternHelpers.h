// What lowerings say to have a C function do the work.
#pragma once
#include "Dialect.h"

namespace weft::ir {
/// Calls `symbol` on lowered arrays; gives one new array per type in `outs`
/// (scratch among them, which the caller drops).
SmallVector<Value> callExtern(OpBuilder &b, Location loc, StringRef symbol,
                              ValueRange ins, TypeRange outs,
                              ArrayRef<int64_t> ints, bool packed = false);
/// Calls the kernel for its `pieces`, of `nanoseconds` each, over threads. It is
/// given so many bytes of the calling thread's stack, and whether it `streams`
/// what it writes.
SmallVector<Value> callPieces(OpBuilder &b, Location loc, StringRef symbol,
                              ValueRange ins, TypeRange outs,
                              ArrayRef<int64_t> ints, int64_t pieces,
                              double nanoseconds, int64_t stack = 0,
                              bool streams = false);
/// "weft_k_lu_f64": a kernel of lib/Kernels for an element type, which is f32,
/// f64 or complex of them.
std::string kernelName(StringRef name, Type element);
inline constexpr llvm::StringLiteral kernelPrefix = "weft_k_";
/// On a module that is lowered for a device: where there is a choice, nests of
/// loops are made, not calls of kernels.
inline constexpr llvm::StringLiteral nestsOnly = "weft.nests_only";
} // namespace weft::ir
