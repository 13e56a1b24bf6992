// What the code generators ask about the machine that code is made for.
#ifndef WEFT_LOWERING_TARGETTRAITS_H
#define WEFT_LOWERING_TARGETTRAITS_H

#include <cstdint>

namespace weft::ir {

struct TargetTraits {
  /// Of the widest vector.
  unsigned vectorBits = 128;
  bool hasFma = true;
  bool bf16Tiles = false, int8Tiles = false; // AMX
  bool bf16Dots = false, int8Dots = false;   // AVX-512 BF16, VNNI
  /// Bytes of a result from which on it bypasses the caches
  /// (docs/decisions/streaming.md).
  int64_t leastStreamed = int64_t(32) << 20;
  /// A store past the caches takes longer than a usual one to a line that was
  /// asked for: one core has few under way.
  bool slowPastCaches = false;
  /// The processor foresees long streams, to the end of a page and 16 at a
  /// time: within that, asking for their lines ahead, or for those that are
  /// written, only takes time (Backend/Cpu/Prefetch.h).
  bool foreseesStreams = false;
};

} // namespace weft::ir
#endif
