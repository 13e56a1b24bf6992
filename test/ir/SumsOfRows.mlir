// Rows that are added to sums in memory are read eight at a time, in their
// order, and those left over together: each sum is read and written once.
// RUN: rm -rf %t && mkdir %t
// RUN: weft run %s --fn input --outdir %t/in
// RUN: env WEFT_DUMP=%t/sums weft run %s --fn sums --inputs %t/in/out0.npy --outdir %t/out
// RUN: sh -c 'cat %t/sums/0.*.loops.mlir' | FileCheck %s

func.func @input() -> tensor<66x256xf32> {
  %x = weft.iota along 0 : tensor<66x256xf32>
  weft.return %x : tensor<66x256xf32>
}

// CHECK: %[[EIGHT:.*]] = arith.constant 8 : i64
// CHECK: scf.for %{{.*}} = %{{.*}} to %{{.*}} step %[[EIGHT]]
// CHECK: scf.for
// CHECK: %[[S0:.*]] = llvm.load
// CHECK: %[[X0:.*]] = llvm.load
// CHECK: %[[S1:.*]] = arith.addf %[[S0]], %[[X0]] : f32
// CHECK: %[[X1:.*]] = llvm.load
// CHECK: %[[S2:.*]] = arith.addf %[[S1]], %[[X1]] : f32
// CHECK: %[[X2:.*]] = llvm.load
// CHECK: %[[S3:.*]] = arith.addf %[[S2]], %[[X2]] : f32
// CHECK: %[[X3:.*]] = llvm.load
// CHECK: %[[S4:.*]] = arith.addf %[[S3]], %[[X3]] : f32
// CHECK: %[[X4:.*]] = llvm.load
// CHECK: %[[S5:.*]] = arith.addf %[[S4]], %[[X4]] : f32
// CHECK: %[[X5:.*]] = llvm.load
// CHECK: %[[S6:.*]] = arith.addf %[[S5]], %[[X5]] : f32
// CHECK: %[[X6:.*]] = llvm.load
// CHECK: %[[S7:.*]] = arith.addf %[[S6]], %[[X6]] : f32
// CHECK: %[[X7:.*]] = llvm.load
// CHECK: %[[S8:.*]] = arith.addf %[[S7]], %[[X7]] : f32
// CHECK-NEXT: llvm.store %[[S8]]
// CHECK: scf.for
// CHECK: %[[T0:.*]] = llvm.load
// CHECK: %[[Y0:.*]] = llvm.load
// CHECK: %[[T1:.*]] = arith.addf %[[T0]], %[[Y0]] : f32
// CHECK: %[[Y1:.*]] = llvm.load
// CHECK: %[[T2:.*]] = arith.addf %[[T1]], %[[Y1]] : f32
// CHECK-NEXT: llvm.store %[[T2]]
// CHECK-NOT: arith.addf
func.func @sums(%x: tensor<66x256xf32>) -> tensor<256xf32> {
  %y = weft.reduce_sum %x over [0] : tensor<66x256xf32>
  weft.return %y : tensor<256xf32>
}
