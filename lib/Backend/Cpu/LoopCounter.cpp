// See LoopCounter.h.
#include "Backend/Cpu/LoopCounter.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/Constants.h"

namespace weft::cpu {
using namespace llvm;

BinaryOperator *sumIn(Value *v) {
  auto *either = dyn_cast<PossiblyDisjointInst>(v);
  auto *sum = dyn_cast<BinaryOperator>(v);
  return sum && (sum->getOpcode() == Instruction::Add ||
                 (either && either->isDisjoint()))
             ? sum
             : nullptr;
}

/// Where the loop ends that goes on while the counter and so much more are
/// below a constant: unrolled loops of steps test their last round's counter.
static Value *endBelow(const ICmpInst &test, const LoopCounter &counter) {
  BinaryOperator *sum = sumIn(test.getOperand(0));
  auto *start = dyn_cast<ConstantInt>(counter.start),
       *limit = dyn_cast<ConstantInt>(test.getOperand(1)),
       *more = sum && sum->getOperand(0) == counter.phi
                   ? dyn_cast<ConstantInt>(sum->getOperand(1))
                   : nullptr;
  if (test.getPredicate() != ICmpInst::ICMP_ULT || !start ||
      !start->isZero() || !limit || !more || limit->getBitWidth() > 64 ||
      more->getZExtValue() >= limit->getZExtValue())
    return nullptr;
  uint64_t last =
      alignTo(limit->getZExtValue() - more->getZExtValue(), counter.step);
  return ConstantInt::get(limit->getType(), last + counter.step);
}

std::optional<LoopCounter> counterOf(BasicBlock &block) {
  auto *branch = dyn_cast<BranchInst>(block.getTerminator());
  if (!branch || !branch->isConditional() ||
      llvm::count(successors(&block), &block) != 1)
    return std::nullopt;
  auto *test = dyn_cast<ICmpInst>(branch->getCondition());
  if (!test)
    return std::nullopt;
  auto *made = dyn_cast<Instruction>(test->getOperand(1));
  if (made && made->getParent() == &block)
    return std::nullopt;
  for (PHINode &phi : block.phis()) {
    int here = phi.getBasicBlockIndex(&block);
    auto *next = dyn_cast<BinaryOperator>(phi.getIncomingValue(here));
    if (!next || phi.getNumIncomingValues() != 2 ||
        next->getOpcode() != Instruction::Add || next->getOperand(0) != &phi)
      continue;
    auto *step = dyn_cast<ConstantInt>(next->getOperand(1));
    if (!step || step->getSExtValue() <= 0)
      continue;
    LoopCounter counter{&phi, phi.getIncomingValue(1 - here),
                        test->getOperand(1), step->getZExtValue()};
    if (!test->isEquality() || next != test->getOperand(0))
      counter.end = branch->getSuccessor(0) == &block
                        ? endBelow(*test, counter)
                        : nullptr;
    if (counter.end)
      return counter;
  }
  return std::nullopt;
}

} // namespace weft::cpu
