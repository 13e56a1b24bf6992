// RUN: weft-opt %s | weft-opt | FileCheck %s

// CHECK-LABEL: func.func @sum(
// CHECK: weft.reduce_window_sum %arg0 window [2, 3] strides [1, 2] pad [0, -1] [1, 2] dilate [1, 2] [2, 1] : tensor<4x5xf32>
func.func @sum(%x: tensor<4x5xf32>) -> tensor<3x4xf32> {
  %y = weft.reduce_window_sum %x window [2, 3] strides [1, 2] pad [0, -1] [1, 2]
    dilate [1, 2] [2, 1] : tensor<4x5xf32>
  weft.return %y : tensor<3x4xf32>
}
// CHECK-LABEL: func.func @prod(
// CHECK: weft.reduce_window_prod %arg0 window [2] strides [1] pad [0] [0] dilate [1] [1] : tensor<4xcomplex<f32>>
func.func @prod(%x: tensor<4xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %y = weft.reduce_window_prod %x window [2] strides [1] pad [0] [0]
    dilate [1] [1] : tensor<4xcomplex<f32>>
  weft.return %y : tensor<3xcomplex<f32>>
}
// CHECK-LABEL: func.func @extrema(
// CHECK: weft.reduce_window_max %arg0 window [2]
// CHECK: weft.reduce_window_min %arg0 window [2]
func.func @extrema(%x: tensor<4xui8>) -> (tensor<3xui8>, tensor<3xui8>) {
  %a = weft.reduce_window_max %x window [2] strides [1] pad [0] [0]
    dilate [1] [1] : tensor<4xui8>
  %b = weft.reduce_window_min %x window [2] strides [1] pad [0] [0]
    dilate [1] [1] : tensor<4xui8>
  weft.return %a, %b : tensor<3xui8>, tensor<3xui8>
}
// CHECK-LABEL: func.func @bits(
// CHECK: weft.reduce_window_and %arg0 window [2]
// CHECK: weft.reduce_window_or %arg0 window [2]
func.func @bits(%x: tensor<4xi1>) -> (tensor<3xi1>, tensor<3xi1>) {
  %a = weft.reduce_window_and %x window [2] strides [1] pad [0] [0]
    dilate [1] [1] : tensor<4xi1>
  %b = weft.reduce_window_or %x window [2] strides [1] pad [0] [0]
    dilate [1] [1] : tensor<4xi1>
  weft.return %a, %b : tensor<3xi1>, tensor<3xi1>
}
// CHECK-LABEL: func.func @select(
// CHECK: weft.select_and_gather_add %arg0, %arg1 window [2] strides [1] pad [0] [0] dilate [1] [1] : tensor<4xf32>, tensor<4xi32> -> tensor<3xf32>
// CHECK: weft.select_and_scatter_add %0, %arg1 least window [2] strides [1] pad [0] [0] dilate [1] [1] : tensor<3xf32>, tensor<4xi32> -> tensor<4xf32>
func.func @select(%t: tensor<4xf32>, %x: tensor<4xi32>) -> tensor<4xf32> {
  %a = weft.select_and_gather_add %t, %x window [2] strides [1] pad [0] [0]
    dilate [1] [1] : tensor<4xf32>, tensor<4xi32> -> tensor<3xf32>
  %b = weft.select_and_scatter_add %a, %x least window [2] strides [1]
    pad [0] [0] dilate [1] [1] : tensor<3xf32>, tensor<4xi32> -> tensor<4xf32>
  weft.return %b : tensor<4xf32>
}
// CHECK-LABEL: func.func @bodies(
// CHECK: "weft.reduce"(%arg0, %arg1) <{dims = array<i64: 1>}> ({
// CHECK: "weft.reduce_window"(%arg0, %arg1) <{
func.func @bodies(%x: tensor<2x3xf32>, %init: tensor<f32>)
    -> (tensor<2xf32>, tensor<2x2xf32>) {
  %a = "weft.reduce"(%x, %init) <{dims = array<i64: 1>}> ({
  ^bb0(%s: tensor<f32>, %e: tensor<f32>):
    %r = weft.atan2 %s, %e : tensor<f32>
    weft.return %r : tensor<f32>
  }) : (tensor<2x3xf32>, tensor<f32>) -> tensor<2xf32>
  %b = "weft.reduce_window"(%x, %init) <{window = array<i64: 1, 2>,
    strides = array<i64: 1, 1>, low = array<i64: 0, 0>,
    high = array<i64: 0, 0>, base = array<i64: 1, 1>,
    dilation = array<i64: 1, 1>}> ({
  ^bb0(%s: tensor<f32>, %e: tensor<f32>):
    %r = weft.atan2 %s, %e : tensor<f32>
    weft.return %r : tensor<f32>
  }) : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x2xf32>
  weft.return %a, %b : tensor<2xf32>, tensor<2x2xf32>
}
// CHECK-LABEL: func.func @conv(
// CHECK: weft.conv_general_dilated %arg0, %arg1 dims [0, 2, 1] [2, 1, 0] [0, 2, 1] strides [1] pad [1] [1] dilate [1] [1] reversed [0] groups 1, 1 : tensor<2x8x3xf32>, tensor<3x3x4xf32> -> tensor<2x8x4xf32>
func.func @conv(%x: tensor<2x8x3xf32>, %y: tensor<3x3x4xf32>)
    -> tensor<2x8x4xf32> {
  %z = weft.conv_general_dilated %x, %y dims [0, 2, 1] [2, 1, 0] [0, 2, 1]
    strides [1] pad [1] [1] dilate [1] [1] reversed [0] groups 1, 1
    : tensor<2x8x3xf32>, tensor<3x3x4xf32> -> tensor<2x8x4xf32>
  weft.return %z : tensor<2x8x4xf32>
}
