// What a memref is a view of.
#ifndef WEFT_LOWERING_VIEWS_H
#define WEFT_LOWERING_VIEWS_H

#include "mlir/IR/Value.h"

namespace weft::ir {

/// What a buffer that a loop carries or returns is: what the loop began with.
mlir::Value throughLoops(mlir::Value v);

/// The memref whose elements, all of them in their order, `v` has in another
/// shape.
mlir::Value withoutReshapes(mlir::Value v);

} // namespace weft::ir
#endif
