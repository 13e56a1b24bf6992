// What pays: an array that is written once and read, or the work done again by
// each nest that wants it. What a nest may hold at most is the plan's to know.
#ifndef WEFT_LOWERING_LINALG_FUSIONCOSTS_H
#define WEFT_LOWERING_LINALG_FUSIONCOSTS_H

#include "Lowering/Linalg/Fusion.h"

namespace weft::ir {

/// A unit that reads elements of a value.
struct Reader {
  unsigned unit;
  AffineMap map;       // the unit's loops → indices of what is read
  unsigned copied = 0; // how many light ops in a row are computed again for it
};

/// Of a plan in the making.
class FusionCosts {
public:
  explicit FusionCosts(const Plan &plan) : plan(plan) {}

  /// Whether it reads more than a border of `size` elements.
  bool isWide(const Reader &reader, int64_t size) const;
  /// Whether an op that costs nothing but its reads is better made an array:
  /// where it repeats elements, its readers read less than that would have.
  bool paysAsArray(Operation *op, ArrayRef<Reader> readers) const;
  /// Whether each reader of another op had better compute it for itself, so
  /// that the result is not written at all.
  bool paysAgain(Operation *op, ArrayRef<Reader> readers);

private:
  struct Demand;
  Demand demandFor(Operation *op, ArrayRef<Reader> readers) const;
  bool isAtHand(Operation *op, const Demand &demand);
  bool readsNoMore(Operation *op, const Demand &demand);
  bool isLight(Operation *op);
  int64_t sizeRead(Value v, unsigned depth = 0) const;
  bool isThere(Value v, unsigned depth = 0);
  using More = llvm::SmallDenseSet<std::pair<unsigned, Value>>;
  bool couldCompute(Value v, unsigned unit, More &more, unsigned depth = 0);

  const Plan &plan;
  /// Of ops that are light or not by their name and dtype alone.
  llvm::DenseMap<std::pair<OperationName, Type>, bool> known;
};

} // namespace weft::ir
#endif
