// How many bytes a function moves at least.
#ifndef WEFT_LOWERING_TRAFFIC_H
#define WEFT_LOWERING_TRAFFIC_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

/// Of a function in linalg on tensors: the elements of arguments and constants
/// that its nests, slices and gathers read, each array's once at most, and all
/// of its results. What lies between, a cache may hold.
double countTraffic(mlir::func::FuncOp func);

} // namespace weft::ir
#endif
