// A block of emulated GPU threads. No LLVM in here.
#ifndef WEFT_BACKEND_GPU_FIBERS_H
#define WEFT_BACKEND_GPU_FIBERS_H

#include <cstdint>
#include <functional>
#include <string_view>

namespace weft::gpu {

enum class WarpOrder { Forward, Backward };

/// Runs `body` on every thread of every block. A warp runs alone until it
/// waits, so that the warps' order decides whatever no barrier decides. False:
/// some threads wait for others that have ended or wait elsewhere.
bool runBlocks(const unsigned grid[3], unsigned block, WarpOrder order,
               const std::function<void()> &body);

/// The address of what stands for an NVVM intrinsic ("barrier.cta.sync…"
/// without its prefix), to be called within runBlocks; null if there is none.
void *intrinsic(std::string_view name);

} // namespace weft::gpu
#endif
