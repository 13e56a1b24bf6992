// What rules of ops with bodies call: the transforms of a body (lib/Transforms
// has them; none of them names an op) and the handling of bodies.
#pragma once
#include "Dialect.h"

namespace weft::ir {
/// Results of `body` that depend on the arguments in `in`. Builds no IR.
Mask reach(Region &body, const Mask &in, Reach kind);

/// (a…) → (r…)  becomes  (a…, ȧ of active…) → (r…, ṙ of outActive…)
LogicalResult jvpBody(Region &src, const Mask &active, const Mask &outActive,
                      Region &dst);

/// Gives arguments in `batched` and results in `outBatched` a leading axis n.
LogicalResult batchBody(Region &src, const Mask &batched,
                        const Mask &outBatched, int64_t n, Region &dst);

/// The two halves of a function that is linear in some arguments:
///   fwd: (other args…)                 → (other results…)
///   lin: (linear args…, residuals…)    → (linear results…)
struct Unzip {
  OpBuilder fwd, lin;
  IRMapping fwdMap, linMap; // source value → its value in either half
  Block *linBlock = nullptr;
  SmallVector<Value> residuals; // values of fwd, one per trailing arg of lin

  Unzip() : fwd(context()), lin(context()) {}
  /// A value of the forward half as the linear half sees it.
  Value residual(Value inFwd);
  /// A source value as the linear half sees it, linear or not.
  Value inLin(Value source);

private:
  llvm::DenseMap<Value, Value> seen;
};

/// Splits `src`. The caller appends the residuals that come back (values of
/// `fwd`) to the results of `fwd`, or finds a cheaper way to carry them.
LogicalResult unzipBody(Region &src, const Mask &linear, const Mask &outLinear,
                        Region &fwd, Region &lin,
                        SmallVectorImpl<Value> &residuals);

/// (args…) → (r…), linear in `linear`, becomes
/// (other args…, ct of hasCt…) → (ct of found…).
LogicalResult transposeBody(Region &src, const Mask &linear, const Mask &hasCt,
                            Region &dst, Mask &found);

//===-- Handling of bodies ------------------------------------------------===//
OpBuilder openBody(Region &dst, TypeRange args);
void closeBody(OpBuilder &b, Location loc, ValueRange results);
Operation *terminator(Region &body);
/// Moves (not copies) the operations of `body` to b; `body` is left empty.
SmallVector<Value> inlineBody(OpBuilder &b, Region &body, ValueRange args);
/// Argument i of the block becomes the one that was at order[i].
void permuteArgs(Block &block, ArrayRef<unsigned> order);
void removeDeadOps(Region &body);
/// A copy of the body to rewrite, if it has such an op, else null.
std::unique_ptr<Region> copyWith(Region &body,
                                 function_ref<bool(Operation *)> isWanted);

//===-- Masks -------------------------------------------------------------===//
template <class Range> auto keep(Range &&r, const Mask &mask) {
  SmallVector<std::decay_t<decltype(*std::begin(r))>> out;
  for (auto [i, v] : llvm::enumerate(r))
    if (mask[i])
      out.push_back(v);
  return out;
}
Mask slice(const Mask &m, unsigned from, unsigned n);
Mask concat(const Mask &a, const Mask &b);
Mask complement(Mask m);
Mask firstN(unsigned n, unsigned total);
Mask nonNull(ArrayRef<Value> values);
/// Appends the next of `values` where `mask` is set and null elsewhere.
void expand(ValueRange values, const Mask &mask, Values &out);

//===-- Lowering ----------------------------------------------------------===//
/// What an op's `lower` may ask for.
class Lowering {
public:
  virtual ~Lowering() = default;
  /// The lowered type: signless integers.
  static Type type(Type t);
  /// Lowers the operations of `body` to b and gives its results.
  virtual LogicalResult body(Region &body, OpBuilder &b, ValueRange args,
                             Values &results) = 0;
};
} // namespace weft::ir
