// How much arithmetic a function is.
#ifndef WEFT_LOWERING_WORK_H
#define WEFT_LOWERING_WORK_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <array>

namespace weft::ir {

struct Work {
  /// By the unit of the processor that can do it fastest. F16 is arithmetic
  /// rounded to f16 each time; the products are those that are summed, with
  /// the additions.
  enum Kind {
    F16, F32, F64, Bf16Products, I8Products, I8, I16, I32, I64, Kinds
  };
  /// Of one call. Each addition, product, comparison of two and function such
  /// as exp counts as one. Those of whole numbers count where they make a
  /// result: not in a function that gathers or sorts, where they are places.
  std::array<double, Kinds> operations = {};
  /// There are loops whose length is not known: they count as one round.
  bool atLeast = false;
};

/// Of a function in linalg on tensors.
Work countWork(mlir::func::FuncOp func);

} // namespace weft::ir
#endif
