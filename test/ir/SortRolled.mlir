// The loops of a sort by digits, one that counts, one that sums the counts, four
// that move, are not unrolled.
// RUN: rm -rf %t && mkdir %t
// RUN: env WEFT_DUMP=%t WEFT_CACHE_DIR= weft bench %s --fn sort --seconds 0.001 --threads 1
// RUN: sh -c 'cat %t/*.loops.mlir' | FileCheck %s
// RUN: sh -c 'cat %t/*.llvm.ll' | FileCheck %s --check-prefix=LLVM

// CHECK-LABEL:   llvm.func @main(
// CHECK-COUNT-6: loop_annotation =
// CHECK-NOT:     loop_annotation =

// LLVM: !"llvm.loop.unroll.disable"
func.func @sort(%x: tensor<1000xf32>) -> tensor<1000xf32> {
  %y = "weft.sort"(%x) <{dim = 0 : i64, isStable, numKeys = 1 : i64}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %p = weft.compare lt %a, %b : tensor<f32>
    weft.return %p : tensor<i1>
  }) : (tensor<1000xf32>) -> tensor<1000xf32>
  weft.return %y : tensor<1000xf32>
}
