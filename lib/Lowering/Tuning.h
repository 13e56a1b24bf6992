// What a tuner may turn (Api/Tune.h). The defaults are the cost models' own.
#ifndef WEFT_LOWERING_TUNING_H
#define WEFT_LOWERING_TUNING_H

#include <optional>
#include <string>

namespace weft::ir {

struct Tuning {
  /// The least work that another thread is given, beside the cost model's;
  /// 0: no loop is shared. Never changes a result.
  double grain = 1;
  /// How many arrays one fused loop reads and writes at most: what LLVM does
  /// about each pair of streams, and the processor's prefetchers, ask for few.
  unsigned reads = 24, writes = 16;
  /// LLVM's level. At 3 short inner loops are unrolled before the vectoriser
  /// sees them, which then takes the loop around them with strided accesses:
  /// mostly slower code, and many times the compile time.
  int level = 2;

  bool operator==(const Tuning &) const = default;
};

/// "grain=1 reads=24 writes=16 level=2", and back: none where the text
/// is anything else.
std::string toText(const Tuning &tuning);
std::optional<Tuning> parseTuning(const std::string &text);

} // namespace weft::ir
#endif
