// A convolution reads a kernel that was permuted, or turned around along axes of
// space, in place.
// RUN: weft-opt %s -weft-simplify | FileCheck %s

// CHECK-LABEL: @both
// CHECK-NEXT:    weft.conv_general_dilated %arg0, %arg1 dims [0, 1, 2, 3] [1, 0, 2, 3] [0, 1, 2, 3]
// CHECK-SAME:      reversed [0, 1]
// CHECK-NEXT:    weft.return
func.func @both(%x: tensor<2x3x5x6xf32>, %y: tensor<3x4x2x2xf32>) -> tensor<2x4x4x5xf32> {
  %0 = weft.rev %y over [2, 3] : tensor<3x4x2x2xf32>
  %1 = weft.transpose %0 by [1, 0, 2, 3] : tensor<3x4x2x2xf32>
  %2 = weft.conv_general_dilated %x, %1 dims [0, 1, 2, 3] [0, 1, 2, 3] [0, 1, 2, 3]
    strides [1, 1] pad [0, 0] [0, 0] dilate [1, 1] [1, 1] reversed [] groups 1, 1
    : tensor<2x3x5x6xf32>, tensor<4x3x2x2xf32> -> tensor<2x4x4x5xf32>
  weft.return %2 : tensor<2x4x4x5xf32>
}

// Twice is not at all.
// CHECK-LABEL: @again
// CHECK-NEXT:    weft.conv_general_dilated %arg0, %arg1 dims [0, 1, 2, 3] [1, 2, 3, 0] [0, 1, 2, 3]
// CHECK-SAME:      reversed [1]
func.func @again(%x: tensor<2x3x5x6xf32>, %y: tensor<2x4x3x2xf32>) -> tensor<2x4x4x5xf32> {
  %0 = weft.transpose %y by [1, 2, 3, 0] : tensor<2x4x3x2xf32>
  %1 = weft.rev %0 over [2] : tensor<4x3x2x2xf32>
  %2 = weft.conv_general_dilated %x, %1 dims [0, 1, 2, 3] [0, 1, 2, 3] [0, 1, 2, 3]
    strides [1, 1] pad [0, 0] [0, 0] dilate [1, 1] [1, 1] reversed [0, 1] groups 1, 1
    : tensor<2x3x5x6xf32>, tensor<4x3x2x2xf32> -> tensor<2x4x4x5xf32>
  weft.return %2 : tensor<2x4x4x5xf32>
}

// Features that were turned around are not read so.
// CHECK-LABEL: @features
// CHECK-NEXT:    weft.rev
func.func @features(%x: tensor<2x3x5x6xf32>, %y: tensor<4x3x2x2xf32>) -> tensor<2x4x4x5xf32> {
  %0 = weft.rev %y over [0] : tensor<4x3x2x2xf32>
  %1 = weft.conv_general_dilated %x, %0 dims [0, 1, 2, 3] [0, 1, 2, 3] [0, 1, 2, 3]
    strides [1, 1] pad [0, 0] [0, 0] dilate [1, 1] [1, 1] reversed [] groups 1, 1
    : tensor<2x3x5x6xf32>, tensor<4x3x2x2xf32> -> tensor<2x4x4x5xf32>
  weft.return %1 : tensor<2x4x4x5xf32>
}
