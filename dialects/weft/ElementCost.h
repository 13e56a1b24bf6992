// What an element of an op costs, measured on the code that it emits: fusion
// and loops that are differentiated ask whether to compute it again.
#pragma once
#include "Dialect.h"

namespace weft::ir {
struct ElementCost {
  unsigned light = 0;     // instructions of about one cycle
  unsigned divisions = 0; // quotients and roots of floats
  unsigned slow = 0;      // anything else: functions, integers' quotients
};
/// None where an element is not a function of one element of each operand; what
/// only puts arrays beside each other costs a copy.
std::optional<ElementCost> elementCost(Operation *op);

/// Whether this folds elements so that the bits depend on their order: sums and
/// products of floats, and so of complex numbers, of three or more.
bool dependsOnOrder(Operation *op);

/// Of the math dialect what is one instruction.
bool isInstruction(Operation &op);
} // namespace weft::ir
