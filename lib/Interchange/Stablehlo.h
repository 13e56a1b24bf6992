// StableHLO text, generic form, as functions in weft form.
#ifndef WEFT_INTERCHANGE_STABLEHLO_H
#define WEFT_INTERCHANGE_STABLEHLO_H

#include "Interchange/Module.h"

namespace weft::ir {
/// Whether the text is a StableHLO module.
bool isStablehlo(llvm::StringRef text);

/// The public functions of a StableHLO (and CHLO) module; calls and composites
/// are inlined. An operation that has no counterpart is an UnimplementedError
/// that names it and its line.
absl::StatusOr<std::vector<Function>>
importStablehlo(const std::string &text, const std::string &name);
} // namespace weft::ir

#endif // WEFT_INTERCHANGE_STABLEHLO_H
