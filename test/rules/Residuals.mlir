// What a scan keeps of each step for its backward pass, and how parts of a
// cotangent come together.
// RUN: weft-opt %s -weft-grad | FileCheck %s

// The carry, 4 numbers a step, gives the 16 differences again.
// CHECK-LABEL: func.func @differences(
// CHECK: %[[F:.*]]:2 = "weft.scan"(%arg0)
// CHECK: (tensor<4xf32>) -> (tensor<4xf32>, tensor<5x4xf32>)
// CHECK: "weft.scan"(%{{.*}}, %[[F]]#1)
// CHECK: weft.sub
// CHECK-NOT: tensor<5x4x4xf32>
// CHECK: weft.return
func.func @differences(%x: tensor<4xf32>) -> tensor<f32> {
  %y = "weft.scan"(%x) <{length = 5 : i64,
      operandSegmentSizes = array<i32: 1, 0, 0>}> ({
  ^bb0(%c: tensor<4xf32>):
    %a = weft.broadcast_in_dim %c to [0] : tensor<4xf32> -> tensor<4x4xf32>
    %b = weft.broadcast_in_dim %c to [1] : tensor<4xf32> -> tensor<4x4xf32>
    %d = weft.sub %a, %b : tensor<4x4xf32>
    %q = weft.mul %d, %d : tensor<4x4xf32>
    %s = weft.reduce_sum %q over [1] : tensor<4x4xf32>
    weft.return %s : tensor<4xf32>
  }) : (tensor<4xf32>) -> tensor<4xf32>
  %z = weft.reduce_sum %y over [0] : tensor<4xf32>
  weft.return %z : tensor<f32>
}

// The sine is not computed twice.
// CHECK-LABEL: func.func @sines(
// CHECK-COUNT-1: weft.cos
// CHECK-NOT: weft.cos
// CHECK: weft.return
func.func @sines(%x: tensor<4xf32>) -> tensor<f32> {
  %y = "weft.scan"(%x) <{length = 5 : i64,
      operandSegmentSizes = array<i32: 1, 0, 0>}> ({
  ^bb0(%c: tensor<4xf32>):
    %s = weft.sin %c : tensor<4xf32>
    weft.return %s : tensor<4xf32>
  }) : (tensor<4xf32>) -> tensor<4xf32>
  %z = weft.reduce_sum %y over [0] : tensor<4xf32>
  weft.return %z : tensor<f32>
}

// Parts that do not meet lie beside each other, zeros where there is none.
// CHECK-LABEL: func.func @parts(
// CHECK-NOT: weft.pad
// CHECK: %[[Z:.*]] = weft.constant dense<0.000000e+00> : tensor<1xf32>
// CHECK: weft.concatenate %{{.*}}, %[[Z]], %{{.*}} along 0
// CHECK-NOT: weft.pad
// CHECK: weft.return
func.func @parts(%x: tensor<5xf32>) -> tensor<f32> {
  %a = weft.slice %x [0] [2] [1] : tensor<5xf32>
  %b = weft.slice %x [3] [5] [1] : tensor<5xf32>
  %p = weft.mul %a, %b : tensor<2xf32>
  %z = weft.reduce_sum %p over [0] : tensor<2xf32>
  weft.return %z : tensor<f32>
}

// Parts that meet are added.
// CHECK-LABEL: func.func @overlap(
// CHECK: weft.pad
// CHECK: weft.pad
// CHECK: weft.add
// CHECK: weft.return
func.func @overlap(%x: tensor<5xf32>) -> tensor<f32> {
  %a = weft.slice %x [0] [4] [1] : tensor<5xf32>
  %b = weft.slice %x [1] [5] [1] : tensor<5xf32>
  %p = weft.mul %a, %b : tensor<4xf32>
  %z = weft.reduce_sum %p over [0] : tensor<4xf32>
  weft.return %z : tensor<f32>
}
