// Asks for memory ahead of loops that compute while they read it, or write it.
#ifndef WEFT_BACKEND_CPU_PREFETCH_H
#define WEFT_BACKEND_CPU_PREFETCH_H

namespace llvm {
class Module;
} // namespace llvm

namespace weft::cpu {

/// After optimisation: loops over long streams of whole vectors get prefetches
/// of what they write, and of what they read with much arithmetic to each or
/// that is larger than caches are (Lowering/Nests/LargeResults.h). LLVM's
/// vectoriser takes no loop that has some already. `unmark`: loops along rows
/// are to store as usual what streamStores marked, to lines asked for.
void fetchAhead(llvm::Module &module, bool unmark);

/// The same for loops that read rows of a large table at places that they load:
/// of those rows, and if `written` of what such a loop writes.
void fetchRowsAhead(llvm::Module &module, bool written);

} // namespace weft::cpu
#endif
