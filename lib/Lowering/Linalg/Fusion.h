// Which operations become one loop nest. Decided on the weft dialect, in one
// walk over a body, before anything is emitted: a pass that fuses pairs of
// linalg ops afterwards has to look at pairs again and again.
#ifndef WEFT_LOWERING_LINALG_FUSION_H
#define WEFT_LOWERING_LINALG_FUSION_H

#include "Bodies.h"
#include "Lowering/Tuning.h"

namespace weft::ir {

/// An operation inside a unit's loops.
struct Member {
  Operation *op = nullptr;
  unsigned order = 0; // its place in the program
  AffineMap map;      // loops → the indices at which op is computed: those of
                      // its result, or of its operand if it reduces
  /// loops → the indices of each operand; null where the op finds its elements
  /// by itself (a gather): it is then given the whole array.
  SmallVector<AffineMap, 2> reads;
  bool escapes = false; // its result is needed as an array
};

/// One loop nest (a linalg.generic), or an operation that lowers itself.
struct Unit {
  Operation *op = nullptr; // set: lowers itself, and nothing else is
  SmallVector<int64_t, 4> shape;
  Mask reduced;                // which loops are reductions
  std::vector<Member> members; // in program order once the plan is made
  /// Longest way to a result. What a unit reads comes from higher ones only,
  /// so units of one height may always become one.
  unsigned height = 0;
  unsigned order = 0; // place of its last operation in the program
  unsigned writes = 0; // members that escape
  /// Arrays that members read and no member computes.
  llvm::SmallDenseSet<Value, 8> reads;
};

/// How a body is lowered: its units in an order in which each finds what it
/// reads, and what stands for values of plain bodies (Lowerable::plainBody).
struct Plan {
  std::vector<Unit> units;
  llvm::DenseMap<Value, Value> alias;

  Value resolve(Value v) const {
    auto found = alias.find(v);
    return found == alias.end() ? v : found->second;
  }
};

Plan planFusion(Region &body, const Tuning &tuning = {});

/// Whether a loop nest computes the op, and whether it does so anew wherever
/// it reads it (constants that repeat one element, iota).
bool isFused(Operation *op);
bool isNullary(Operation *op);

} // namespace weft::ir
#endif
