// Operations on all pairs of something (bodies, points and centres): nests over
// the same points (i, j, …), each with a short loop of its own at most, of
// which what lies between them is made and read at one point only. They become
// one nest in which that is in registers (docs/decisions/points.md).
#ifndef WEFT_LOWERING_NESTS_POINTS_H
#define WEFT_LOWERING_NESTS_POINTS_H

#include "Lowering/Nests/Emission.h"

namespace weft::ir {

/// The nests that can be computed together with `last`, a reduction, in the
/// program's order and with their loops in that of Points; none if there are
/// none. `vectorBits`: of the target's registers.
std::optional<Group>
findPoints(mlir::linalg::LinalgOp last,
           llvm::function_ref<bool(mlir::Operation *)> skip,
           unsigned vectorBits);

/// For each point of a nest's own short loops, the element that each of its
/// accesses is at, counted from the one of the shared loops' point.
void forEachShort(const Nest &nest, unsigned shared,
                  llvm::function_ref<void(llvm::ArrayRef<int64_t>)> f);

/// Threads share blocks of as many points as a register has lanes.
mlir::LogicalResult emitPoints(Emission &e, const Group &group,
                               const AliasScopes &scopes, mlir::IRMapping &map,
                               llvm::ArrayRef<mlir::Value> captures);

} // namespace weft::ir
#endif
