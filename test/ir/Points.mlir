// Nests over the same pairs (i, j) are one: what lies between them has no array,
// the sums of a block of i are registers. Where what lies between is a result,
// or is read at other pairs, the nests stay apart.
// RUN: rm -rf %t && mkdir %t
// RUN: env WEFT_DUMP=%t/forces WEFT_CACHE_DIR= weft bench %s --fn forces --seconds 0.001 --threads 1
// RUN: sh -c 'cat %t/forces/*.loops.mlir' | FileCheck %s --check-prefix=ONE
// RUN: env WEFT_DUMP=%t/kept WEFT_CACHE_DIR= weft bench %s --fn kept --seconds 0.001 --threads 1
// RUN: sh -c 'cat %t/kept/*.loops.mlir' | FileCheck %s --check-prefix=APART
// RUN: env WEFT_DUMP=%t/turned WEFT_CACHE_DIR= weft bench %s --fn turned --seconds 0.001 --threads 1
// RUN: sh -c 'cat %t/turned/*.loops.mlir' | FileCheck %s --check-prefix=APART

// Coordinates and sums of a block: six arrays of one vector, and no other.
// ONE-LABEL: llvm.func @main(
// ONE-COUNT-6: llvm.alloca
// ONE-NOT:   llvm.alloca
// ONE:       scf.for
// ONE-NOT:   math.rsqrt
// ONE:       {loop_annotation = #[[LANES:loop_annotation[0-9]*]]}
// ONE:       scf.for
// ONE:       scf.for
// ONE:       math.rsqrt
// ONE-NOT:   math.rsqrt
// ONE:       {loop_annotation = #[[LANES]]}
// ONE:       {loop_annotation = #[[LANES]]}
// ONE-NOT:   scf.for
// ONE:       llvm.return

// APART-NOT: loop_annotation

func.func @forces(%p: tensor<64x3xf32>) -> tensor<64x3xf32> {
  %0 = weft.broadcast_in_dim %p to [1, 2] : tensor<64x3xf32> -> tensor<64x64x3xf32>
  %1 = weft.broadcast_in_dim %p to [0, 2] : tensor<64x3xf32> -> tensor<64x64x3xf32>
  %2 = weft.sub %0, %1 : tensor<64x64x3xf32>
  %3 = weft.square %2 : tensor<64x64x3xf32>
  %4 = weft.reduce_sum %3 over [2] : tensor<64x64x3xf32>
  %5 = weft.rsqrt %4 : tensor<64x64xf32>
  %6 = weft.broadcast_in_dim %5 to [0, 1] : tensor<64x64xf32> -> tensor<64x64x3xf32>
  %7 = weft.mul %6, %2 : tensor<64x64x3xf32>
  %8 = weft.reduce_sum %7 over [1] : tensor<64x64x3xf32>
  weft.return %8 : tensor<64x3xf32>
}
func.func @kept(%p: tensor<64x3xf32>) -> (tensor<64x3xf32>, tensor<64x64xf32>) {
  %0 = weft.broadcast_in_dim %p to [1, 2] : tensor<64x3xf32> -> tensor<64x64x3xf32>
  %1 = weft.broadcast_in_dim %p to [0, 2] : tensor<64x3xf32> -> tensor<64x64x3xf32>
  %2 = weft.sub %0, %1 : tensor<64x64x3xf32>
  %3 = weft.square %2 : tensor<64x64x3xf32>
  %4 = weft.reduce_sum %3 over [2] : tensor<64x64x3xf32>
  %5 = weft.rsqrt %4 : tensor<64x64xf32>
  %6 = weft.broadcast_in_dim %5 to [0, 1] : tensor<64x64xf32> -> tensor<64x64x3xf32>
  %7 = weft.mul %6, %2 : tensor<64x64x3xf32>
  %8 = weft.reduce_sum %7 over [1] : tensor<64x64x3xf32>
  weft.return %8, %5 : tensor<64x3xf32>, tensor<64x64xf32>
}
func.func @turned(%p: tensor<64x3xf32>) -> tensor<64x3xf32> {
  %0 = weft.broadcast_in_dim %p to [1, 2] : tensor<64x3xf32> -> tensor<64x64x3xf32>
  %1 = weft.broadcast_in_dim %p to [0, 2] : tensor<64x3xf32> -> tensor<64x64x3xf32>
  %2 = weft.sub %0, %1 : tensor<64x64x3xf32>
  %3 = weft.square %2 : tensor<64x64x3xf32>
  %4 = weft.reduce_sum %3 over [2] : tensor<64x64x3xf32>
  %5 = weft.rsqrt %4 : tensor<64x64xf32>
  %t = weft.transpose %5 by [1, 0] : tensor<64x64xf32>
  %s = weft.add %5, %t : tensor<64x64xf32>
  %6 = weft.broadcast_in_dim %s to [0, 1] : tensor<64x64xf32> -> tensor<64x64x3xf32>
  %7 = weft.mul %6, %2 : tensor<64x64x3xf32>
  %8 = weft.reduce_sum %7 over [1] : tensor<64x64x3xf32>
  weft.return %8 : tensor<64x3xf32>
}
