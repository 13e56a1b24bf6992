// What `reach` has to know of ops without bodies.
#pragma once
#include "mlir/IR/OpDefinition.h"

namespace weft::ir {
/// The results' tangents are 0 whatever those of the operands are.
template <class Op>
class StopsTangents : public mlir::OpTrait::TraitBase<Op, StopsTangents> {};

/// Operand 1 is the number of a lane; where it is mapped, the result is one for
/// all lanes and has no axis of them.
template <class Op>
class OneForAllLanes : public mlir::OpTrait::TraitBase<Op, OneForAllLanes> {};
} // namespace weft::ir
