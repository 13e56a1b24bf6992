// Stores that bypass the caches. A line that is stored to is read first, and
// pushes out another: of results that no cache holds, both are for nothing.
#ifndef WEFT_LOWERING_NESTS_LARGERESULTS_H
#define WEFT_LOWERING_NESTS_LARGERESULTS_H

#include "Lowering/Lowering.h"
#include "Lowering/Nests/Group.h"

namespace weft::ir {

/// What the names of their alias scopes end with: LLVM's vectoriser keeps
/// scopes, but refuses stores that are marked themselves, so the backend marks
/// what it made of them (Backend/Cpu/Streaming.h).
inline constexpr llvm::StringLiteral streamedScope = ".streamed";

/// Whether a buffer alone is larger than caches are.
bool isLargeBuffer(mlir::Value root);

/// The function's results that this group writes and nothing reads, if they
/// are together larger than caches are, or one so large that the target gains,
/// and lie as it needs them.
llvm::SmallVector<mlir::Value> streamedResults(const Group &group,
                                               const LoweringOptions &options);
/// Whether a kernel is to store `out` past the caches where it lies so that it
/// can: what no cache holds, and such a result.
bool streamsOut(mlir::Value out, const LoweringOptions &options);

/// The same of buffers of which one nest of this group reads more than caches
/// hold: a loop that does little else asks for their lines ahead
/// (Backend/Cpu/Prefetch.h).
inline constexpr llvm::StringLiteral largeScope = ".large";
llvm::SmallVector<mlir::Value> largeOperands(const Group &group);
/// Whether the nest reads so much by this access.
bool isLargeOperand(const Nest &nest, const Access &access);
/// What one more scope of a read is called that is of several rows at once: in
/// front of the bytes to the same element of the rows after those.
inline constexpr llvm::StringLiteral rowsAfterScope = "rows after ";

} // namespace weft::ir
#endif
