// What an element of an op costs (see ElementCost.h), as fusion counts it.
#include "ElementCost.h"
#include "Lowering/Fusion.h"
#include "mlir/IR/Matchers.h"

using namespace weft::ir;

/// More instructions than these are not worth saving one write and one read.
static constexpr unsigned maxInstructions = 4;

static bool measure(Operation *op) {
  std::optional<ElementCost> cost = elementCost(op);
  return cost && cost->slow + cost->divisions == 0 &&
         cost->light <= maxInstructions;
}
bool OpCosts::isLight(Operation *op) {
  // Attributes may decide what is emitted, and constants.
  auto isConstant = [](Value v) { return matchPattern(v, m_Constant()); };
  if (op->getPropertiesStorageSize() != 0 ||
      llvm::any_of(op->getOperands(), isConstant))
    return measure(op);
  std::pair key(op->getName(), elementOf(op->getOperand(0).getType()));
  auto [at, isNew] = known.insert({key, false});
  if (isNew)
    at->second = measure(op);
  return at->second;
}
