// A function's structure as a hash that is the same in every process.
#ifndef WEFT_INTERCHANGE_FINGERPRINT_H
#define WEFT_INTERCHANGE_FINGERPRINT_H

#include "mlir/IR/Region.h"

#include <array>
#include <optional>

namespace weft::ir {

/// SHA-256 of what `body` computes: types, operations, attributes with the
/// bytes of constants, and who uses what; not locations or names of values.
/// None where that is of this process alone (callbacks).
std::optional<std::array<uint8_t, 32>> fingerprint(mlir::Region &body);

} // namespace weft::ir

#endif // WEFT_INTERCHANGE_FINGERPRINT_H
