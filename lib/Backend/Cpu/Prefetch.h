// Asks for memory ahead of loops that compute while they read it, or write it.
#ifndef WEFT_BACKEND_CPU_PREFETCH_H
#define WEFT_BACKEND_CPU_PREFETCH_H

namespace llvm {
class Module;
} // namespace llvm

namespace weft::ir {
struct TargetTraits;
} // namespace weft::ir

namespace weft::cpu {

/// After optimisation: loops over long streams of whole vectors get prefetches
/// of what they write, and of what they read with much arithmetic to each or
/// that is larger than caches are (Lowering/Nests/LargeResults.h). LLVM's
/// vectoriser takes no loop that has some already. Where stores past the caches
/// are slow, loops along rows store as usual what streamStores marked, to lines
/// asked for; where streams are foreseen, only what is larger than caches is
/// asked for, into the second one.
void fetchAhead(llvm::Module &module, const ir::TargetTraits &target);

/// Where streams are foreseen, which ends with a page, loops that read several
/// rows of a large operand at once ask for the rows after those.
void fetchRowsAfter(llvm::Module &module, const ir::TargetTraits &target);

/// The same for loops that read rows of a large table at places that they load:
/// of those rows, and of what such a loop writes unless that is foreseen.
void fetchRowsAhead(llvm::Module &module, const ir::TargetTraits &target);

} // namespace weft::cpu
#endif
