// One forward walk that folds and shares, one backward walk that drops.
#include "Simplify.h"
#include "Bodies.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/OperationSupport.h"
using namespace weft::ir;

namespace {
/// Operations that compute the same thing: same kind, operands, attributes
/// and types, wherever they stand in the user's source. Ops with regions are
/// never shared.
struct SameOp : llvm::DenseMapInfo<Operation *> {
  static unsigned getHashValue(const Operation *op) {
    return OperationEquivalence::computeHash(
        const_cast<Operation *>(op), OperationEquivalence::directHashValue,
        OperationEquivalence::ignoreHashValue,
        OperationEquivalence::IgnoreLocations);
  }
  static bool isEqual(const Operation *a, const Operation *b) {
    if (a == b)
      return true;
    if (a == getTombstoneKey() || a == getEmptyKey() ||
        b == getTombstoneKey() || b == getEmptyKey())
      return false;
    return OperationEquivalence::isEquivalentTo(
        const_cast<Operation *>(a), const_cast<Operation *>(b),
        OperationEquivalence::IgnoreLocations);
  }
};

struct Simplifier {
  llvm::DenseSet<Operation *, SameOp> seen;

  bool fold(Operation &op);
  void walk(Region &body);
};
} // namespace

static bool withinBudget(OpFoldResult r) {
  auto attr = dyn_cast<Attribute>(r);
  auto elements = dyn_cast_or_null<DenseElementsAttr>(attr);
  return !attr || (elements && (elements.isSplat() ||
                                static_cast<int64_t>(
                                    elements.getRawData().size()) <=
                                    foldBudget));
}

/// Replaces the op where it folds; an op may also fold in place.
bool Simplifier::fold(Operation &op) {
  if (op.hasTrait<OpTrait::ConstantLike>() || op.getNumRegions() != 0)
    return false;
  SmallVector<Attribute> constants;
  for (Value v : op.getOperands()) {
    Attribute value;
    matchPattern(v, m_Constant(&value));
    constants.push_back(value);
  }
  SmallVector<OpFoldResult> results;
  for (int i = 0; i < 8 && succeeded(op.fold(constants, results)); ++i) {
    if (results.empty())
      continue; // in place: it may fold further
    if (!llvm::all_of(results, withinBudget))
      return false;
    OpBuilder b(&op);
    for (auto [old, r] : llvm::zip(op.getResults(), results)) {
      Value v = dyn_cast<Value>(r);
      if (!v) {
        Operation *c = op.getName().getDialect()->materializeConstant(
            b, cast<Attribute>(r), old.getType(), op.getLoc());
        auto [at, isNew] = seen.insert(c);
        if (!isNew) {
          c->erase();
          c = *at;
        }
        v = c->getResult(0);
      }
      old.replaceAllUsesWith(v);
    }
    op.erase();
    return true;
  }
  return false;
}

void Simplifier::walk(Region &body) {
  for (Operation &op :
       llvm::make_early_inc_range(body.front().without_terminator())) {
    for (Region &inner : op.getRegions())
      if (!inner.empty())
        simplify(inner);
    if (isOpTriviallyDead(&op)) {
      op.erase();
      continue;
    }
    if (fold(op) || op.getNumRegions() != 0)
      continue;
    auto [at, isNew] = seen.insert(&op);
    if (isNew)
      continue;
    op.replaceAllUsesWith(*at);
    op.erase();
  }
}

void weft::ir::simplify(Region &body) {
  Simplifier().walk(body);
  removeDeadOps(body);
}

void weft::ir::copySimplified(Region &from, Region &to) {
  IRMapping map;
  from.cloneInto(&to, map);
  simplify(to);
}
