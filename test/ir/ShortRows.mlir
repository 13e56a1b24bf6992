// Rows of few elements become vectors along the row. LLVM would unroll them
// first, and then take the loop over the rows, with strided accesses.
// RUN: weft dump %s --fn biased --emit=llvm | FileCheck %s
// RUN: weft dump %s --fn looked_up --emit=llvm | FileCheck %s

// CHECK-NOT: llvm.masked
// CHECK: load <{{[0-9]+}} x float>
// CHECK-NOT: llvm.masked
// CHECK: store <{{[0-9]+}} x float>
// CHECK-NOT: llvm.masked
func.func @biased(%x: tensor<4096x16xf32>, %b: tensor<16xf32>)
    -> tensor<4096x16xf32> {
  %c = weft.broadcast_in_dim %b to [1] : tensor<16xf32> -> tensor<4096x16xf32>
  %y = weft.add %x, %c : tensor<4096x16xf32>
  weft.return %y : tensor<4096x16xf32>
}
func.func @looked_up(%x: tensor<512x16xf32>, %i: tensor<4096x1xi32>)
    -> tensor<4096x16xf32> {
  %y = weft.gather %x, %i offset [1] collapsed [0] map [0] vector 1 sizes [1, 16] : tensor<512x16xf32>, tensor<4096x1xi32>
  weft.return %y : tensor<4096x16xf32>
}

// RUN: weft dump %s --fn summed --emit=llvm | FileCheck %s --check-prefix=SUM
// SUM-NOT: llvm.masked
// SUM: load <{{[0-9]+}} x float>
// SUM: call {{.*}} @llvm.vector.reduce.fadd
func.func @summed(%x: tensor<4096x16xf32>) -> tensor<4096xf32> {
  %y = weft.reduce_sum %x over [1] : tensor<4096x16xf32>
  weft.return %y : tensor<4096xf32>
}

// One row, of whole vectors, that each step of a loop turns: it stays in
// registers as vectors, and so do the terms of the sum beside it.
// RUN: weft dump %s --fn powers --emit=llvm | FileCheck %s --check-prefix=ONE
// ONE-NOT: alloca
// ONE: phi <{{[0-9]+}} x double>
// ONE: call {{.*}} @llvm.vector.reduce.fadd
// ONE-NOT: phi double
func.func @powers(%p: tensor<16xf64>, %t: tensor<16xf64>) -> tensor<128xf64> {
  %y:2 = "weft.scan"(%p, %t) <{length = 128 : i64,
    operandSegmentSizes = array<i32: 1, 0, 1>}> ({
  ^bb0(%a: tensor<16xf64>, %c: tensor<16xf64>):
    %s = weft.reduce_sum %a over [0] : tensor<16xf64>
    %n = weft.mul %a, %c : tensor<16xf64>
    weft.return %n, %s : tensor<16xf64>, tensor<f64>
  }) : (tensor<16xf64>, tensor<16xf64>) -> (tensor<16xf64>, tensor<128xf64>)
  weft.return %y#1 : tensor<128xf64>
}
