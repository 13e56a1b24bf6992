// See Maxima.h. LLVM sorts zeros by their sign, compares, and puts NaN in: six
// instructions. `vrange` tells zeros apart itself, and the sum of two is NaN
// where either is: three, of which the chain from one maximum to the next
// passes two.
#include "Backend/Cpu/Maxima.h"

#include "Backend/Cpu/Target.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/IntrinsicsX86.h"
#include "llvm/IR/Module.h"
#include "llvm/Target/TargetMachine.h"

namespace weft::cpu {
using namespace llvm;

/// Of which registers; not_intrinsic of none.
static Intrinsic::ID rangeOf(Type *type) {
  auto *vector = dyn_cast<FixedVectorType>(type);
  if (!vector)
    return Intrinsic::not_intrinsic;
  bool isFloat = vector->getElementType()->isFloatTy();
  if (!isFloat && !vector->getElementType()->isDoubleTy())
    return Intrinsic::not_intrinsic;
  switch (vector->getPrimitiveSizeInBits()) {
  case 128:
    return isFloat ? Intrinsic::x86_avx512_mask_range_ps_128
                   : Intrinsic::x86_avx512_mask_range_pd_128;
  case 256:
    return isFloat ? Intrinsic::x86_avx512_mask_range_ps_256
                   : Intrinsic::x86_avx512_mask_range_pd_256;
  case 512:
    return isFloat ? Intrinsic::x86_avx512_mask_range_ps_512
                   : Intrinsic::x86_avx512_mask_range_pd_512;
  }
  return Intrinsic::not_intrinsic;
}

static Value *ofTwo(IRBuilder<> &b, Value *x, Value *y, bool greatest) {
  auto *type = cast<FixedVectorType>(x->getType());
  bool isWide = type->getPrimitiveSizeInBits() == 512;
  // The greater or the less of both, with its own sign.
  constexpr int ofGreater = 5, ofLess = 4, asRounded = 4;
  SmallVector<Value *> operands{x, y, b.getInt32(greatest ? ofGreater : ofLess),
                                Constant::getNullValue(type),
                                Constant::getAllOnesValue(b.getIntNTy(
                                    std::max(8u, type->getNumElements())))};
  if (isWide)
    operands.push_back(b.getInt32(asRounded));
  Value *chosen = b.CreateIntrinsic(rangeOf(type), operands);
  return b.CreateSelect(b.CreateFCmpUNO(x, y), b.CreateFAdd(x, y), chosen);
}

/// Halves are compared until one lane is left; of the last 128 bits, the lanes
/// below are.
static Value *ofAll(IRBuilder<> &b, Value *v, bool greatest) {
  unsigned lanes = cast<FixedVectorType>(v->getType())->getNumElements();
  for (unsigned half = lanes / 2; half > 0; half /= 2) {
    unsigned bits = v->getType()->getPrimitiveSizeInBits();
    SmallVector<int> low, high;
    unsigned kept = bits > 128
                        ? half
                        : cast<FixedVectorType>(v->getType())->getNumElements();
    for (unsigned i = 0; i < kept; ++i)
      low.push_back(i), high.push_back(i < half ? half + i : i);
    v = ofTwo(b, b.CreateShuffleVector(v, low), b.CreateShuffleVector(v, high),
              greatest);
  }
  return b.CreateExtractElement(v, uint64_t(0));
}

static Value *shortened(IntrinsicInst &call) {
  Intrinsic::ID id = call.getIntrinsicID();
  Value *x = call.getArgOperand(0);
  if (call.hasNoNaNs() || rangeOf(x->getType()) == Intrinsic::not_intrinsic)
    return nullptr;
  IRBuilder<> b(&call);
  switch (id) {
  case Intrinsic::maximum:
  case Intrinsic::minimum:
    // Of one that is known LLVM does with less.
    if (isa<Constant>(x) || isa<Constant>(call.getArgOperand(1)))
      return nullptr;
    return ofTwo(b, x, call.getArgOperand(1), id == Intrinsic::maximum);
  case Intrinsic::vector_reduce_fmaximum:
  case Intrinsic::vector_reduce_fminimum:
    return ofAll(b, x, id == Intrinsic::vector_reduce_fmaximum);
  default:
    return nullptr;
  }
}

/// Whether the block waits for memory, which it reads no faster with less to
/// do.
static bool fetches(const BasicBlock &block) {
  return any_of(block, [](const Instruction &instruction) {
    auto *call = dyn_cast<IntrinsicInst>(&instruction);
    return call && call->getIntrinsicID() == Intrinsic::prefetch;
  });
}

void shortenMaxima(Module &module, TargetMachine &machine) {
  if (module.getTargetTriple().getArch() != Triple::x86_64 ||
      traitsOf(machine).vectorBits != 512)
    return;
  for (Function &function : module)
    for (BasicBlock &block : function) {
      if (fetches(block))
        continue;
      for (Instruction &instruction : make_early_inc_range(block))
        if (auto *call = dyn_cast<IntrinsicInst>(&instruction);
            call && isa<FPMathOperator>(call) && call->arg_size() > 0)
          if (Value *value = shortened(*call)) {
            call->replaceAllUsesWith(value);
            call->eraseFromParent();
          }
    }
}

} // namespace weft::cpu
