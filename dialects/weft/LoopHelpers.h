// Words for ops that lower themselves to loops over single elements.
#pragma once
#include "Bodies.h"
#include "RuleHelpers.h"

namespace weft::ir {
using LoopBody = llvm::function_ref<SmallVector<Value>(
    OpBuilder &b, ValueRange indices, ValueRange carried)>;

Value indexConstant(OpBuilder &b, Location loc, int64_t value);
/// for (i0 < sizes[0]) for (i1 < sizes[1]) …: `body` gets the indices and what
/// is carried, and gives what is carried on. Without sizes it runs once.
SmallVector<Value> nestedLoops(OpBuilder &b, Location loc,
                               ArrayRef<int64_t> sizes, ValueRange carried,
                               LoopBody body);
/// Says of the outermost of nestedLoops, whose first result this is, that its
/// iterations write different elements and need no memory of their own, so that
/// threads may share them: attribute rowsAttr, nanoseconds an iteration.
void shareRows(OpBuilder &b, Value result, double nanoseconds);
inline constexpr llvm::StringLiteral rowsAttr = "weft.rows";
/// Says to LLVM of an scf.for that it is not to unroll it: of a loop that would
/// be no faster, or that is to become vectors as it is. Attribute annotationAttr.
void keepRolled(Operation *loop);
/// The same, but the loop over vectors that LLVM makes of it may be unrolled.
void vectorsFirst(Operation *loop);
inline constexpr llvm::StringLiteral annotationAttr = "loop_annotation";
/// n - 1 - i, or i.
Value backwards(OpBuilder &b, Location loc, Value i, int64_t n, bool reverse);
/// `at` in front of the place `dim` of the other axes' indices.
SmallVector<Value> indexWith(ValueRange others, int64_t dim, Value at);

/// The results of a body over scalars (arrays of rank 0), on lowered elements:
/// as emitScalars where all its ops are elementwise, else through arrays of
/// rank 0.
LogicalResult emitScalarBody(Lowering &lowering, OpBuilder &b, Location loc,
                             Region &body, ValueRange elements, Values &out);
} // namespace weft::ir
