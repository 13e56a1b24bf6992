// StableHLO and CHLO as text: two dialects that can be read and nothing else.
// No operation of theirs is registered: each is read by a syntax, a function
// that knows a *form* of assembly and not the operation, so that 120
// operations take a handful of them. Attributes become builtin ones as they
// are read: #stablehlo<precision HIGHEST> is the string "HIGHEST",
// #stablehlo.gather<offset_dims = [1], …> a dictionary.
#ifndef WEFT_INTERCHANGE_STABLEHLO_TEXT_H
#define WEFT_INTERCHANGE_STABLEHLO_TEXT_H

#include "mlir/IR/OpImplementation.h"

namespace weft::ir::stablehlo {

/// How an operation is written after its name. `keys` renames what the pretty
/// form calls otherwise than the generic one: "dims=permutation".
struct Syntax {
  using Parse = mlir::ParseResult (*)(mlir::OpAsmParser &parser,
                                      mlir::OperationState &state,
                                      llvm::StringRef keys);
  Parse parse;
  llvm::StringLiteral keys;
};

/// Operands, words, `key = value` and an attribute dictionary in any order,
/// then the type: one for all, `T, T`, `T, T -> T`, or that of a function.
/// A value is a number, a word, an attribute, [a list], [a] x [pair], a
/// {dictionary} or <one like this>. It takes more than StableHLO's printer
/// writes; what the operation makes of it is checked when it is imported.
mlir::ParseResult parseFlat(mlir::OpAsmParser &parser,
                            mlir::OperationState &state, llvm::StringRef keys);
/// As parseFlat; operands are the real parts of a complex type.
mlir::ParseResult parseParts(mlir::OpAsmParser &, mlir::OperationState &,
                             llvm::StringRef);
mlir::ParseResult parseConstant(mlir::OpAsmParser &, mlir::OperationState &,
                                llvm::StringRef);
mlir::ParseResult parseReturn(mlir::OpAsmParser &, mlir::OperationState &,
                              llvm::StringRef);
mlir::ParseResult parseSlice(mlir::OpAsmParser &, mlir::OperationState &,
                             llvm::StringRef);
mlir::ParseResult parseElement(mlir::OpAsmParser &, mlir::OperationState &,
                               llvm::StringRef);
mlir::ParseResult parsePrecision(mlir::OpAsmParser &, mlir::OperationState &,
                                 llvm::StringRef);
mlir::ParseResult parseReduce(mlir::OpAsmParser &, mlir::OperationState &,
                              llvm::StringRef);
mlir::ParseResult parseWhile(mlir::OpAsmParser &, mlir::OperationState &,
                             llvm::StringRef);
mlir::ParseResult parseScan(mlir::OpAsmParser &, mlir::OperationState &,
                            llvm::StringRef);

inline constexpr Syntax flat{parseFlat, ""};
constexpr Syntax flatWith(llvm::StringLiteral keys) {
  return {parseFlat, keys};
}

/// "fft_type RFFT" or "gather<…>" as an attribute that prints as StableHLO's.
mlir::Attribute textAttr(mlir::MLIRContext *context, llvm::StringRef text);

/// Loads the dialects into a new context.
void loadTextDialects(mlir::MLIRContext &context);

} // namespace weft::ir::stablehlo

#endif // WEFT_INTERCHANGE_STABLEHLO_TEXT_H
