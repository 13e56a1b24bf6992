// See Roots.h.
#include "Backend/Cpu/Roots.h"

#include "Backend/Cpu/Target.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/IntrinsicsX86.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/PatternMatch.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Transforms/Utils/Local.h"

namespace weft::cpu {
using llvm::IRBuilder, llvm::Value;

/// x of a quotient c / √x, one of whose halves is marked. LLVM makes -1 / √x of
/// a negated one without the mark, and shares a root with one that has none.
static Value *markedRoot(llvm::Instruction &division) {
  using namespace llvm::PatternMatch;
  Value *root = nullptr, *x = nullptr;
  if (!division.getType()->getScalarType()->isFloatTy() ||
      llvm::isa<llvm::ScalableVectorType>(division.getType()) ||
      !match(&division, m_FDiv(m_Value(), m_Value(root))) ||
      !match(root, m_Sqrt(m_Value(x))))
    return nullptr;
  auto *call = llvm::cast<llvm::Instruction>(root);
  return division.hasApproxFunc() || call->hasApproxFunc() ? x : nullptr;
}

/// Of 4, 8 or 16 lanes.
static Value *estimate(IRBuilder<> &b, Value *x, unsigned lanes) {
  llvm::Intrinsic::ID id = llvm::Intrinsic::x86_avx512_rsqrt14_ps_512;
  if (lanes == 8)
    id = llvm::Intrinsic::x86_avx512_rsqrt14_ps_256;
  if (lanes == 4)
    id = llvm::Intrinsic::x86_avx512_rsqrt14_ps_128;
  llvm::Type *mask = lanes == 16 ? b.getInt16Ty() : b.getInt8Ty();
  return b.CreateIntrinsic(id, {x, llvm::Constant::getNullValue(x->getType()),
                                llvm::Constant::getAllOnesValue(mask)});
}

/// Of a lane: with the other lanes of its register undefined.
static Value *estimateOne(IRBuilder<> &b, Value *x) {
  auto *type = llvm::FixedVectorType::get(b.getFloatTy(), 4);
  auto *zeros = llvm::Constant::getNullValue(type);
  Value *in = b.CreateInsertElement(zeros, x, uint64_t(0));
  Value *all = b.CreateIntrinsic(llvm::Intrinsic::x86_avx512_rsqrt14_ss,
                                 {zeros, in, zeros, b.getInt8(1)});
  return b.CreateExtractElement(all, uint64_t(0));
}

static Value *estimateAny(IRBuilder<> &b, Value *x) {
  auto *type = llvm::dyn_cast<llvm::FixedVectorType>(x->getType());
  if (!type)
    return estimateOne(b, x);
  unsigned lanes = type->getNumElements();
  if (lanes == 4 || lanes == 8 || lanes == 16)
    return estimate(b, x, lanes);
  Value *all = llvm::PoisonValue::get(type);
  for (unsigned i = 0; i < lanes; ++i)
    all = b.CreateInsertElement(
        all, estimateOne(b, b.CreateExtractElement(x, i)), i);
  return all;
}

/// y + y/2 (1 - x y²). Of zeros and infinities, where x y² is no number, the
/// estimate is what it should be, as of negative x and of NaN.
static Value *inverseRoot(IRBuilder<> &b, Value *x) {
  llvm::Type *type = x->getType();
  auto fma = [&](Value *a, Value *c, Value *d) {
    return b.CreateIntrinsic(llvm::Intrinsic::fma, {type}, {a, c, d});
  };
  Value *y = estimateAny(b, x);
  Value *rest = fma(b.CreateFNeg(b.CreateFMul(x, y)), y,
                    llvm::ConstantFP::get(type, 1));
  Value *half = b.CreateFMul(y, llvm::ConstantFP::get(type, 0.5));
  return b.CreateSelect(b.CreateFCmpORD(rest, rest), fma(half, rest, y), y);
}

void estimateRoots(llvm::Module &module, llvm::TargetMachine &machine) {
  ir::TargetTraits traits = traitsOf(machine);
  if (module.getTargetTriple().getArch() != llvm::Triple::x86_64 ||
      traits.vectorBits != 512 || !traits.hasFma)
    return;
  llvm::SmallVector<llvm::Instruction *> divisions;
  for (llvm::Function &function : module)
    for (llvm::BasicBlock &block : function)
      for (llvm::Instruction &instruction : block)
        if (markedRoot(instruction))
          divisions.push_back(&instruction);
  for (llvm::Instruction *division : divisions) {
    IRBuilder<> b(division);
    Value *numerator = division->getOperand(0);
    Value *inverse = inverseRoot(b, markedRoot(*division));
    if (!llvm::PatternMatch::match(numerator,
                                   llvm::PatternMatch::m_FPOne()))
      inverse = b.CreateFMul(numerator, inverse);
    division->replaceAllUsesWith(inverse);
    llvm::RecursivelyDeleteTriviallyDeadInstructions(division);
  }
}

} // namespace weft::cpu
