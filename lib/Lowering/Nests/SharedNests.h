// One lowering per distinct computation: groups of nests that are the same but
// for their buffers are written once, as a function of pointers, and called.
#ifndef WEFT_LOWERING_NESTS_SHAREDNESTS_H
#define WEFT_LOWERING_NESTS_SHAREDNESTS_H

#include "Lowering/Nests/Emission.h"

namespace weft::ir {

class SharedNests {
public:
  /// Finds those that recur, and run for long enough that a call is nothing.
  SharedNests(const Grouping &grouping, const LoweringOptions &options);

  bool contains(const Group &group) const { return kinds.contains(&group); }

  using Body = llvm::function_ref<mlir::LogicalResult(mlir::IRMapping &)>;
  /// Calls the function of `group`, which `body` writes when the first of its
  /// kind is met. False: the group is to be written where it stands.
  mlir::FailureOr<bool> call(Emission &e, const Group &group,
                             mlir::ValueRange captures, mlir::IRMapping &map,
                             Body body);

private:
  llvm::DenseMap<const Group *, unsigned> kinds;
  llvm::SmallVector<mlir::LLVM::LLVMFuncOp> functions; // of each kind, or null
};

} // namespace weft::ir
#endif
