// Constants that a product reads, laid out for its kernel when it is compiled.
#ifndef WEFT_LOWERING_PRODUCTS_PACKEDCONSTANTS_H
#define WEFT_LOWERING_PRODUCTS_PACKEDCONSTANTS_H

#include "Lowering/Products/Contraction.h"

namespace weft::ir {

/// B as a constant in the layout of PackB (GemmKernel.h), where it is one that
/// nothing but the op `user` reads, so that the code does not grow by it; null
/// otherwise.
mlir::Value packedConstant(mlir::Operation *user, const Contraction &op);

} // namespace weft::ir
#endif
