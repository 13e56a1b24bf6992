// A product of what is scanned is one for four steps of 32 rows, before them;
// one that is only summed up is one for four steps, after them; a product with
// the carry stays in the step.
// RUN: weft-opt %s -weft-to-linalg | FileCheck %s

// CHECK-LABEL: func.func @layer(
// CHECK: scf.for {{.*}} iter_args(%[[H:.*]] = %arg0, %{{.*}} =
// CHECK: linalg.generic {{.*}}ins(%{{.*}}, %arg2 : tensor<4x32x64xf32>, tensor<64x128xf32>)
// CHECK: scf.for {{.*}} iter_args(%[[I:.*]] = %[[H]],
// CHECK: linalg.generic {{.*}}ins(%[[I]], %arg3 : tensor<32x128xf32>, tensor<128x128xf32>)
// CHECK-NOT: tensor<64x128xf32>)
// CHECK: return
func.func @layer(%h: tensor<32x128xf32>, %xs: tensor<20x32x64xf32>,
    %w: tensor<64x128xf32>, %u: tensor<128x128xf32>) -> tensor<20x32x128xf32> {
  %y:2 = "weft.scan"(%h, %xs, %w, %u) <{length = 20 : i64,
    operandSegmentSizes = array<i32: 1, 1, 2>}> ({
  ^bb0(%a: tensor<32x128xf32>, %x: tensor<32x64xf32>, %b: tensor<64x128xf32>, %c: tensor<128x128xf32>):
    %p = weft.dot_general %x, %b batch [] [] contract [1] [0]
      : tensor<32x64xf32>, tensor<64x128xf32> -> tensor<32x128xf32>
    %q = weft.dot_general %a, %c batch [] [] contract [1] [0]
      : tensor<32x128xf32>, tensor<128x128xf32> -> tensor<32x128xf32>
    %s = weft.add %p, %q : tensor<32x128xf32>
    %t = weft.tanh %s : tensor<32x128xf32>
    weft.return %t, %t : tensor<32x128xf32>, tensor<32x128xf32>
  }) : (tensor<32x128xf32>, tensor<20x32x64xf32>, tensor<64x128xf32>, tensor<128x128xf32>) -> (tensor<32x128xf32>, tensor<20x32x128xf32>)
  weft.return %y#1 : tensor<20x32x128xf32>
}

// CHECK-LABEL: func.func @sums(
// CHECK: %[[Y:.*]]:{{.*}} = scf.for {{.*}} iter_args(%[[S:.*]] = %arg0,
// CHECK: %[[K:.*]]:2 = scf.for
// CHECK: tensor.insert_slice {{.*}} into tensor<4x32x128xf32>
// CHECK: scf.yield
// CHECK: linalg.generic {{.*}}ins(%{{.*}}, %[[K]]#1 : tensor<4x32x64xf32>, tensor<4x32x128xf32>)
// CHECK: scf.yield
func.func @sums(%h: tensor<32x128xf32>, %xs: tensor<20x32x64xf32>,
    %zero: tensor<64x128xf32>) -> (tensor<32x128xf32>, tensor<64x128xf32>) {
  %y:2 = "weft.scan"(%h, %zero, %xs) <{length = 20 : i64,
    operandSegmentSizes = array<i32: 2, 1, 0>, reverse}> ({
  ^bb0(%a: tensor<32x128xf32>, %sum: tensor<64x128xf32>, %x: tensor<32x64xf32>):
    %t = weft.tanh %a : tensor<32x128xf32>
    %p = weft.dot_general %x, %t batch [] [] contract [0] [0]
      : tensor<32x64xf32>, tensor<32x128xf32> -> tensor<64x128xf32>
    %s = weft.add %sum, %p : tensor<64x128xf32>
    weft.return %t, %s : tensor<32x128xf32>, tensor<64x128xf32>
  }) : (tensor<32x128xf32>, tensor<64x128xf32>, tensor<20x32x64xf32>) -> (tensor<32x128xf32>, tensor<64x128xf32>)
  weft.return %y#0, %y#1 : tensor<32x128xf32>, tensor<64x128xf32>
}
