// Values of attributes as StableHLO writes them, in operations and inside
// #stablehlo.…<…> alike.
#ifndef WEFT_INTERCHANGE_STABLEHLO_VALUES_H
#define WEFT_INTERCHANGE_STABLEHLO_VALUES_H

#include "mlir/IR/OpImplementation.h"

namespace weft::ir::stablehlo {
/// A list of integers is a DenseI64ArrayAttr (`?` is the least integer), one
/// of anything else an ArrayAttr; `[a] x [b]` is an ArrayAttr of the two, and
/// `[…]x[…]->[…]`, the axes of a convolution, one of the three; a word is a
/// StringAttr, `{…}` and `<…>` are dictionaries.
mlir::ParseResult parseValue(mlir::AsmParser &parser, mlir::Attribute &out);

/// What stands behind a `<`: `key = value, …>` is a dictionary, `word>` and
/// `[…]x[…]->[…]>` are the value itself.
mlir::ParseResult parseFields(mlir::AsmParser &parser, mlir::Attribute &out);
} // namespace weft::ir::stablehlo

#endif // WEFT_INTERCHANGE_STABLEHLO_VALUES_H
