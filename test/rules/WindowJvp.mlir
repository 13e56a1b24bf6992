// Derivatives of windows: a sum is linear, an extremum picks what it selects,
// a body is differentiated as a body.
// RUN: weft-opt %s --weft-jvp | FileCheck %s

// CHECK-LABEL: func.func @sum(
// CHECK: weft.reduce_window_sum %arg0 window [2]
// CHECK: weft.reduce_window_sum %arg1 window [2]
func.func @sum(%x: tensor<4xf32>) -> tensor<3xf32> {
  %y = weft.reduce_window_sum %x window [2] strides [1] pad [0] [0]
    dilate [1] [1] : tensor<4xf32>
  weft.return %y : tensor<3xf32>
}
// CHECK-LABEL: func.func @max(
// CHECK: weft.reduce_window_max %arg0 window [2]
// CHECK: weft.select_and_gather_add %arg1, %arg0 window [2]
func.func @max(%x: tensor<4xf32>) -> tensor<3xf32> {
  %y = weft.reduce_window_max %x window [2] strides [1] pad [0] [0]
    dilate [1] [1] : tensor<4xf32>
  weft.return %y : tensor<3xf32>
}
// CHECK-LABEL: func.func @min(
// CHECK: weft.select_and_gather_add %arg1, %arg0 least window [2]
func.func @min(%x: tensor<4xf32>) -> tensor<3xf32> {
  %y = weft.reduce_window_min %x window [2] strides [1] pad [0] [0]
    dilate [1] [1] : tensor<4xf32>
  weft.return %y : tensor<3xf32>
}
// CHECK-LABEL: func.func @body(
// CHECK: "weft.reduce"(%arg0, %arg2, %arg1, %arg3)
// CHECK: ^bb0(%[[A:.*]]: tensor<f32>, %[[TA:.*]]: tensor<f32>, %[[X:.*]]: tensor<f32>, %[[TX:.*]]: tensor<f32>):
func.func @body(%x: tensor<4xf32>, %i: tensor<f32>) -> tensor<f32> {
  %y = "weft.reduce"(%x, %i) <{dims = array<i64: 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %r = weft.atan2 %a, %b : tensor<f32>
    weft.return %r : tensor<f32>
  }) : (tensor<4xf32>, tensor<f32>) -> tensor<f32>
  weft.return %y : tensor<f32>
}
// CHECK-LABEL: func.func @conv(
// CHECK: weft.conv_general_dilated %arg0, %arg1
// CHECK: weft.conv_general_dilated %arg2, %arg1
// CHECK: weft.conv_general_dilated %arg0, %arg3
// CHECK: weft.add
func.func @conv(%x: tensor<2x3x5xf32>, %y: tensor<4x3x2xf32>)
    -> tensor<2x4x4xf32> {
  %z = weft.conv_general_dilated %x, %y dims [0, 1, 2] [0, 1, 2] [0, 1, 2]
    strides [1] pad [0] [0] dilate [1] [1] reversed [] groups 1, 1
    : tensor<2x3x5xf32>, tensor<4x3x2xf32> -> tensor<2x4x4xf32>
  weft.return %z : tensor<2x4x4xf32>
}
