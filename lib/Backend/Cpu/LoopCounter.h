// What a loop of LLVM's counts.
#ifndef WEFT_BACKEND_CPU_LOOPCOUNTER_H
#define WEFT_BACKEND_CPU_LOOPCOUNTER_H

#include "llvm/IR/Instructions.h"

#include <optional>

namespace weft::cpu {

/// Of a loop of one block: from `start` up to `end`, which is not computed in
/// the loop.
struct LoopCounter {
  llvm::PHINode *phi;
  llvm::Value *start, *end;
  uint64_t step;
};

/// Nothing where the block is no such loop.
std::optional<LoopCounter> counterOf(llvm::BasicBlock &block);

/// A sum, also where LLVM writes `or` as no bit is set in both; or null.
llvm::BinaryOperator *sumIn(llvm::Value *v);

} // namespace weft::cpu
#endif
