// StableHLO text, pretty and generic form, as functions in weft form.
#ifndef WEFT_INTERCHANGE_STABLEHLO_H
#define WEFT_INTERCHANGE_STABLEHLO_H

#include "Interchange/Module.h"

namespace mlir {
class MLIRContext;
} // namespace mlir

namespace weft::ir {
/// Whether the text is a StableHLO module: its first operation of one of the
/// dialects is not Weft's.
bool isStablehlo(llvm::StringRef text);

/// The public functions of a StableHLO (and CHLO) module; calls and composites
/// are inlined, and loops that count are scans. An operation that has no
/// counterpart is an UnimplementedError that names it and its line.
absl::StatusOr<std::vector<Function>>
importStablehlo(const std::string &text, const std::string &name);

/// A function as a StableHLO module that JAX and XLA read, in generic form; it
/// is called main there, as they want it. Fails with a diagnostic at an
/// operation that StableHLO cannot say.
mlir::FailureOr<std::string> exportStablehlo(const Function &f);

/// Loads what reads StableHLO into a new context.
void loadStablehlo(mlir::MLIRContext &context);
} // namespace weft::ir

#endif // WEFT_INTERCHANGE_STABLEHLO_H
