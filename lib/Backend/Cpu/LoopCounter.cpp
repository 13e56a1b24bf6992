// See LoopCounter.h.
#include "Backend/Cpu/LoopCounter.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/Constants.h"

namespace weft::cpu {
using namespace llvm;

std::optional<LoopCounter> counterOf(BasicBlock &block) {
  auto *branch = dyn_cast<BranchInst>(block.getTerminator());
  if (!branch || !branch->isConditional() ||
      llvm::count(successors(&block), &block) != 1)
    return std::nullopt;
  auto *test = dyn_cast<ICmpInst>(branch->getCondition());
  if (!test || !test->isEquality())
    return std::nullopt;
  Value *end = test->getOperand(1);
  auto *made = dyn_cast<Instruction>(end);
  if (made && made->getParent() == &block)
    return std::nullopt;
  for (PHINode &phi : block.phis()) {
    int here = phi.getBasicBlockIndex(&block);
    auto *next = dyn_cast<BinaryOperator>(phi.getIncomingValue(here));
    if (!next || next != test->getOperand(0) ||
        phi.getNumIncomingValues() != 2 ||
        next->getOpcode() != Instruction::Add || next->getOperand(0) != &phi)
      continue;
    auto *step = dyn_cast<ConstantInt>(next->getOperand(1));
    if (step && step->getSExtValue() > 0)
      return LoopCounter{&phi, phi.getIncomingValue(1 - here), end,
                         step->getZExtValue()};
  }
  return std::nullopt;
}

} // namespace weft::cpu
