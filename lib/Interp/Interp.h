// A plain interpreter over weft bodies: the oracle that lowering and
// transforms are tested against. It shares no code with either.
#pragma once
#include "Dialect.h"

namespace weft::ir {
/// Elements in row-major order, as an array of this type has them in memory
/// (a bool takes a byte, a complex number two floats).
struct Tensor {
  RankedTensorType type;
  std::vector<char> bytes;
};

/// Runs `body` on concrete arguments. Fails with a diagnostic at the operation
/// that cannot be run.
///
/// Floats of every width are computed in double precision and rounded after
/// each operation, sums after the last term: results are at least as near to
/// the mathematical ones as those of generated code, and seldom the same bits.
/// Integers and bools are exact.
FailureOr<SmallVector<Tensor>> evaluate(Region &body, ArrayRef<Tensor> args);
} // namespace weft::ir
