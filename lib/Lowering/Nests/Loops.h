// From a group of nests on memrefs to loops on pointers.
#ifndef WEFT_LOWERING_NESTS_LOOPS_H
#define WEFT_LOWERING_NESTS_LOOPS_H

#include "Lowering/Nests/SharedNests.h"

namespace weft::ir {

/// Writes the group's loops at the builder's place. `map` gives for every
/// memref of the old body a pointer to its first element.
mlir::LogicalResult emitGroup(Emission &e, const Group &group,
                              SharedNests &shared, mlir::IRMapping &map);

/// Whether emitGroup writes a loop: what is tiny is written without.
bool isWrittenAsLoops(const Group &group, const LoweringOptions &options);

} // namespace weft::ir
#endif
