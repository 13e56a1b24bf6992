// Two products with work on rows between them run block of rows by block of
// rows: one function that makes scores on its stack, works on their rows, and
// multiplies them by the values. Where the weights are a result as well they
// are kept, and the ops stay apart.
// RUN: rm -rf %t && mkdir %t
// RUN: env WEFT_DUMP=%t/fused WEFT_CACHE_DIR= weft bench %s --fn attention --seconds 0.001 --threads 1
// RUN: sh -c 'cat %t/fused/*.row-blocks.mlir' | FileCheck %s --check-prefix=STEPS
// RUN: sh -c 'cat %t/fused/*.loops.mlir' | FileCheck %s --check-prefix=LOOPS
// RUN: env WEFT_DUMP=%t/kept WEFT_CACHE_DIR= weft bench %s --fn kept --seconds 0.001 --threads 1
// RUN: sh -c 'cat %t/kept/*.row-blocks.mlir' | FileCheck %s --check-prefix=KEPT

// STEPS: memref.alloc() {{.*}}weft.row_blocks = [[R:[0-9]+]] : i64{{.*}} : memref<4x512x512xf32>
// STEPS: linalg.generic {{.*}}weft.row_blocks = [[R]]
// STEPS: linalg.generic {{.*}}weft.row_blocks = [[R]]
// STEPS: linalg.generic {{.*}}weft.row_blocks = [[R]]
// STEPS: linalg.generic {{.*}}weft.row_blocks = [[R]]
// STEPS: linalg.generic {{.*}}weft.row_blocks = [[R]]

// The blocks of rows: a multiplication, one loop over rows, another one.
// LOOPS:      llvm.call @weft.gemm.multiply
// LOOPS-NOT:  llvm.func
// LOOPS:      math.exp
// LOOPS-NOT:  llvm.func
// LOOPS:      llvm.call @weft.gemm.multiply

// KEPT: linalg.generic
// KEPT-NOT: weft.row_blocks

func.func @attention(%q: tensor<4x512x64xf32>, %k: tensor<4x512x64xf32>,
                     %v: tensor<4x512x64xf32>) -> tensor<4x512x64xf32> {
  %s = weft.dot_general %q, %k batch [0] [0] contract [2] [2]
      : tensor<4x512x64xf32>, tensor<4x512x64xf32> -> tensor<4x512x512xf32>
  %m = weft.reduce_max %s over [2] : tensor<4x512x512xf32>
  %mb = weft.broadcast_in_dim %m to [0, 1]
      : tensor<4x512xf32> -> tensor<4x512x512xf32>
  %d = weft.sub %s, %mb : tensor<4x512x512xf32>
  %e = weft.exp %d : tensor<4x512x512xf32>
  %t = weft.reduce_sum %e over [2] : tensor<4x512x512xf32>
  %tb = weft.broadcast_in_dim %t to [0, 1]
      : tensor<4x512xf32> -> tensor<4x512x512xf32>
  %w = weft.div %e, %tb : tensor<4x512x512xf32>
  %o = weft.dot_general %w, %v batch [0] [0] contract [2] [1]
      : tensor<4x512x512xf32>, tensor<4x512x64xf32> -> tensor<4x512x64xf32>
  weft.return %o : tensor<4x512x64xf32>
}
func.func @kept(%q: tensor<4x512x64xf32>, %k: tensor<4x512x64xf32>,
                %v: tensor<4x512x64xf32>)
    -> (tensor<4x512x64xf32>, tensor<4x512x512xf32>) {
  %s = weft.dot_general %q, %k batch [0] [0] contract [2] [2]
      : tensor<4x512x64xf32>, tensor<4x512x64xf32> -> tensor<4x512x512xf32>
  %e = weft.exp %s : tensor<4x512x512xf32>
  %o = weft.dot_general %e, %v batch [0] [0] contract [2] [1]
      : tensor<4x512x512xf32>, tensor<4x512x64xf32> -> tensor<4x512x64xf32>
  weft.return %o, %e : tensor<4x512x64xf32>, tensor<4x512x512xf32>
}
