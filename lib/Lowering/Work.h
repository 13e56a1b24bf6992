// How much arithmetic a function is.
#ifndef WEFT_LOWERING_WORK_H
#define WEFT_LOWERING_WORK_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace weft::ir {

struct Work {
  /// Floating-point operations of one call. Each addition, product, comparison
  /// of two and function such as exp counts as one.
  double operations = 0;
  /// There are loops whose length is not known: they count as one round.
  bool atLeast = false;
};

/// Of a function in linalg on tensors.
Work countWork(mlir::func::FuncOp func);

} // namespace weft::ir
#endif
