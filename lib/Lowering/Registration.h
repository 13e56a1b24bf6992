// What a MLIRContext must know before lib/Lowering can work in it.
#ifndef WEFT_LOWERING_REGISTRATION_H
#define WEFT_LOWERING_REGISTRATION_H

namespace mlir {
class DialectRegistry;
class MLIRContext;
} // namespace mlir

namespace weft::ir {

/// Adds the dialects below weft (linalg, tensor, scf, llvm…), their
/// bufferisation models and their translation to LLVM IR.
void registerLoweringDialects(mlir::DialectRegistry &registry);

/// Loads those of them that lowering creates ops of (parsing loads a dialect
/// only when it meets it).
void loadLoweringDialects(mlir::MLIRContext &context);

} // namespace weft::ir
#endif
