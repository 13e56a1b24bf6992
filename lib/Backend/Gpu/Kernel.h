// One gpu.func in the making. Parameters are bare pointers to global memory,
// one for each buffer; loads, stores and loops are those of Emission.
#ifndef WEFT_BACKEND_GPU_KERNEL_H
#define WEFT_BACKEND_GPU_KERNEL_H

#include "Backend/Gpu/Plan.h"
#include "Lowering/Nests/Emission.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"

namespace weft::gpu {

struct KernelShape {
  int64_t grid[3] = {1, 1, 1};
  int64_t block = 1;
  /// Threads of a block pass values through global memory.
  bool exchanges = false;
};

class Kernel {
public:
  /// Starts a kernel on what `nests` read and write.
  Kernel(mlir::gpu::GPUModuleOp module, llvm::StringRef name,
         llvm::ArrayRef<ir::Nest> nests, const KernelShape &shape,
         const ir::LoweringOptions &options);
  /// Ends it.
  void finish();

  ir::Emission e;
  KernelShape shape;
  mlir::Value thread;                   // i64, in its block
  mlir::Value block[3];                 // i64
  llvm::SmallVector<mlir::Value> roots; // of the parameters, in order

  /// The address of a memref's first element; failure where a view of it is
  /// not static.
  mlir::FailureOr<mlir::Value> pointer(mlir::Value memref);
  /// A scalar from outside of a body.
  mlir::FailureOr<mlir::Value> scalar(mlir::Value outside);
  void barrier();
  /// `then` where the condition holds.
  void when(mlir::Value condition, llvm::function_ref<void()> then);
  mlir::Value less(mlir::Value a, int64_t b); // a < b, signed

  /// Shared memory of the block, `count` elements, and access to it.
  mlir::Value shared(mlir::Type element, int64_t count);
  mlir::Value sharedAt(mlir::Value base, mlir::Type element, mlir::Value index);

  /// The combination of what all threads of the block have, in each of them.
  /// `combiner` is a binary op whose first value is operand `accumulator`.
  mlir::Value reduceBlock(mlir::Value own, mlir::Operation *combiner,
                          unsigned accumulator);
  mlir::Value combine(mlir::Operation *combiner, unsigned accumulator,
                      mlir::Value a, mlir::Value b);

private:
  mlir::Value shuffle(mlir::Value v, int32_t lanes);

  mlir::gpu::GPUModuleOp module;
  mlir::gpu::GPUFuncOp func;
  unsigned numShared = 0;
};

/// The buffers' roots that a nest touches and whether it writes them.
void collectRoots(const ir::Nest &nest,
                  llvm::MapVector<mlir::Value, bool> &roots);

} // namespace weft::gpu
#endif
