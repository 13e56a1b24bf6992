// The cotangents of a convolution's operands are convolutions.
// RUN: weft-opt %s -weft-transpose=linear=0 | FileCheck %s --check-prefix=LEFT
// RUN: weft-opt %s -weft-transpose=linear=1 | FileCheck %s --check-prefix=RIGHT

// LEFT: (%[[Y:.*]]: tensor<6x2x3xf32>, %[[CT:.*]]: tensor<2x6x3xf32>) -> tensor<2x4x8xf32>
// LEFT: %[[R:.*]] = weft.rev %{{.*}}
// LEFT: weft.conv_general_dilated %[[CT]], %[[R]] dims [0, 1, 2] [1, 0, 2] [0, 1, 2] strides [1] pad [1] [4] dilate [2] [1] reversed [] groups 2, 1
// RIGHT: (%[[X:.*]]: tensor<2x4x8xf32>, %[[CT:.*]]: tensor<2x6x3xf32>) -> tensor<6x2x3xf32>
// RIGHT: weft.conv_general_dilated %[[X]], %[[CT]] dims [1, 0, 2] [1, 0, 2] [1, 0, 2] strides [1] pad [1] [-2] dilate [1] [2] reversed [] groups 1, 2
func.func @groups(%x: tensor<2x4x8xf32>, %y: tensor<6x2x3xf32>)
    -> tensor<2x6x3xf32> {
  %z = weft.conv_general_dilated %x, %y dims [0, 1, 2] [0, 1, 2] [0, 1, 2]
    strides [2] pad [1] [-1] dilate [1] [1] reversed [] groups 2, 1
    : tensor<2x4x8xf32>, tensor<6x2x3xf32> -> tensor<2x6x3xf32>
  weft.return %z : tensor<2x6x3xf32>
}
