// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%x: tensor<6xf32>) {
  // expected-error @below {{[reduce_window_sum] (reduce_window_sum-C1) each list must have one entry per axis. Received window = [2, 1], strides = [1], low = [0], high = [0], base dilation = [1], window dilation = [1], shape = (6)}}
  %y = weft.reduce_window_sum %x window [2, 1] strides [1] pad [0] [0]
    dilate [1] [1] : tensor<6xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<6xf32>) {
  // expected-error @below {{[reduce_window_max] (reduce_window_max-C2) window, strides and dilations must be at least 1. Received window = [2], strides = [0]}}
  %y = weft.reduce_window_max %x window [2] strides [0] pad [0] [0]
    dilate [1] [1] : tensor<6xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<6xf32>) {
  // expected-error @below {{[reduce_window_min] (reduce_window_min-C3) no padded size may be negative or overflow. Received window = [2], strides = [1], low = [-4], high = [-3]}}
  %y = weft.reduce_window_min %x window [2] strides [1] pad [-4] [-3]
    dilate [1] [1] : tensor<6xf32>
  weft.return
}
// -----
func.func @f(%t: tensor<3xf32>, %x: tensor<4xf32>) {
  // expected-error @below {{[select_and_gather_add] (select_and_gather_add-C4) what is whole must have x's shape, what is per window the shape of the windows, and both one dtype.}}
  %y = weft.select_and_gather_add %t, %x window [2] strides [1] pad [0] [0]
    dilate [1] [1] : tensor<3xf32>, tensor<4xf32> -> tensor<3xf32>
  weft.return
}
// -----
func.func @f(%t: tensor<3xf32>, %x: tensor<4xf32>) {
  // expected-error @below {{[select_and_scatter_add] (select_and_scatter_add-C4)}}
  %y = weft.select_and_scatter_add %t, %x window [2] strides [1] pad [0] [0]
    dilate [1] [1] : tensor<3xf32>, tensor<4xf32> -> tensor<4xf64>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>, %i: tensor<f32>) {
  // expected-error @below {{(reduce-C1) dims must be axes of the operands, ascending. Received dims = [2], shape = (2, 3)}}
  %y = "weft.reduce"(%x, %i) <{dims = array<i64: 2>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    weft.return %a : tensor<f32>
  }) : (tensor<2x3xf32>, tensor<f32>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>, %z: tensor<3xf32>, %i: tensor<f32>) {
  // expected-error @below {{(reduce-C2) there must be operands of one shape}}
  %y:2 = "weft.reduce"(%x, %z, %i, %i) <{dims = array<i64: 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>, %c: tensor<f32>, %d: tensor<f32>):
    weft.return %a, %b : tensor<f32>, tensor<f32>
  }) : (tensor<2x3xf32>, tensor<3xf32>, tensor<f32>, tensor<f32>)
    -> (tensor<3xf32>, tensor<3xf32>)
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>, %i: tensor<2xf32>) {
  // expected-error @below {{(reduce-C3) inits must have the operands' dtypes and the sizes of their first axes, which are not reduced}}
  %y = "weft.reduce"(%x, %i) <{dims = array<i64: 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    weft.return %a : tensor<f32>
  }) : (tensor<2x3xf32>, tensor<2xf32>) -> tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>, %i: tensor<f32>) {
  // expected-error @below {{(reduce-C4) the body must be of elementwise operations on scalars. Received weft.iota}}
  %y = "weft.reduce"(%x, %i) <{dims = array<i64: 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %0 = weft.iota along 0 : tensor<2xi32>
    weft.return %a : tensor<f32>
  }) : (tensor<2x3xf32>, tensor<f32>) -> tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>, %i: tensor<f32>) {
  // expected-error @below {{(reduce-C4) the body must return scalars of the operands' dtypes}}
  %y = "weft.reduce"(%x, %i) <{dims = array<i64: 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %0 = weft.compare lt %a, %b : tensor<f32>
    weft.return %0 : tensor<i1>
  }) : (tensor<2x3xf32>, tensor<f32>) -> tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>, %i: tensor<f32>) {
  // expected-error @below {{(reduce-C5) results must have shape [3] and the operands' dtypes}}
  %y = "weft.reduce"(%x, %i) <{dims = array<i64: 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    weft.return %a : tensor<f32>
  }) : (tensor<2x3xf32>, tensor<f32>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %i: tensor<3xf32>) {
  // expected-error @below {{(reduce_window-C5) inits must have the operands' dtypes and the sizes of their first axes, along which nothing moves}}
  %y = "weft.reduce_window"(%x, %i) <{window = array<i64: 2>,
    strides = array<i64: 1>, low = array<i64: 0>, high = array<i64: 0>,
    base = array<i64: 1>, dilation = array<i64: 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    weft.return %a : tensor<f32>
  }) : (tensor<3xf32>, tensor<3xf32>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3x5xf32>, %y: tensor<4x3x2xf32>) {
  // expected-error @below {{[conv_general_dilated] (conv_general_dilated-C1) operands must have one rank of at least 2, and dims name each axis once}}
  %z = weft.conv_general_dilated %x, %y dims [0, 1, 1] [0, 1, 2] [0, 1, 2]
    strides [1] pad [0] [0] dilate [1] [1] reversed [] groups 1, 1
    : tensor<2x3x5xf32>, tensor<4x3x2xf32> -> tensor<2x4x4xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3x5xf32>, %y: tensor<4x3x2xf32>) {
  // expected-error @below {{(conv_general_dilated-C2) strides, padding and dilations must have one entry per axis of space}}
  %z = weft.conv_general_dilated %x, %y dims [0, 1, 2] [0, 1, 2] [0, 1, 2]
    strides [1, 1] pad [0] [0] dilate [1] [1] reversed [] groups 1, 1
    : tensor<2x3x5xf32>, tensor<4x3x2xf32> -> tensor<2x4x4xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3x5xf32>, %y: tensor<4x3x2xf32>) {
  // expected-error @below {{(conv_general_dilated-C3) no padded size may be negative and no window empty}}
  %z = weft.conv_general_dilated %x, %y dims [0, 1, 2] [0, 1, 2] [0, 1, 2]
    strides [1] pad [-6] [0] dilate [1] [1] reversed [] groups 1, 1
    : tensor<2x3x5xf32>, tensor<4x3x2xf32> -> tensor<2x4x4xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3x5xf32>, %y: tensor<4x3x2xf32>) {
  // expected-error @below {{(conv_general_dilated-C4) groups must be at least 1, not both more than 1, and divide the output features and what they share}}
  %z = weft.conv_general_dilated %x, %y dims [0, 1, 2] [0, 1, 2] [0, 1, 2]
    strides [1] pad [0] [0] dilate [1] [1] reversed [] groups 2, 1
    : tensor<2x3x5xf32>, tensor<4x3x2xf32> -> tensor<2x4x4xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3x5xf32>, %y: tensor<4x2x2xf32>) {
  // expected-error @below {{(conv_general_dilated-C5) the second operand's input features must be those of the first per group}}
  %z = weft.conv_general_dilated %x, %y dims [0, 1, 2] [0, 1, 2] [0, 1, 2]
    strides [1] pad [0] [0] dilate [1] [1] reversed [] groups 1, 1
    : tensor<2x3x5xf32>, tensor<4x2x2xf32> -> tensor<2x4x4xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3x5xf32>, %y: tensor<4x3x2xf32>) {
  // expected-error @below {{(conv_general_dilated-C6) the result must have shape [2, 4, 4]}}
  %z = weft.conv_general_dilated %x, %y dims [0, 1, 2] [0, 1, 2] [0, 1, 2]
    strides [1] pad [0] [0] dilate [1] [1] reversed [] groups 1, 1
    : tensor<2x3x5xf32>, tensor<4x3x2xf32> -> tensor<2x4x5xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3x5xf32>, %y: tensor<4x3x2xf32>) {
  // expected-error @below {{(conv_general_dilated-C7) operands and result must all be integers, or floats, or complex numbers}}
  %z = weft.conv_general_dilated %x, %y dims [0, 1, 2] [0, 1, 2] [0, 1, 2]
    strides [1] pad [0] [0] dilate [1] [1] reversed [] groups 1, 1
    : tensor<2x3x5xf32>, tensor<4x3x2xf32> -> tensor<2x4x4xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3x5xf32>, %y: tensor<4x3x2xf32>) {
  // expected-error @below {{(conv_general_dilated-C8) reversed must be axes of space, ascending}}
  %z = weft.conv_general_dilated %x, %y dims [0, 1, 2] [0, 1, 2] [0, 1, 2]
    strides [1] pad [0] [0] dilate [1] [1] reversed [1] groups 1, 1
    : tensor<2x3x5xf32>, tensor<4x3x2xf32> -> tensor<2x4x4xf32>
  weft.return
}
