// Windows of one element are a matrix product, features first, or last if they
// fill its panels; others are a kernel's, as are those that lie apart.
// RUN: weft dump %s --fn first --emit=linalg | FileCheck %s --check-prefix=PRODUCT
// RUN: weft dump %s --fn last --emit=linalg | FileCheck %s --check-prefix=PRODUCT
// RUN: weft dump %s --fn three_quarters --emit=linalg | FileCheck %s --check-prefix=KERNEL
// RUN: weft dump %s --fn colours --emit=linalg | FileCheck %s --check-prefix=KERNEL
// RUN: weft dump %s --fn batch_last --emit=linalg | FileCheck %s --check-prefix=KERNEL
// RUN: weft dump %s --fn turned --emit=linalg | FileCheck %s --check-prefix=KERNEL
// RUN: weft dump %s --fn apart --emit=linalg | FileCheck %s --check-prefix=KERNEL

// PRODUCT-NOT: call
// PRODUCT: linalg.generic
// KERNEL: conv
func.func @first(%x: tensor<2x32x12x10xf32>, %w: tensor<96x32x1x1xf32>) -> tensor<2x96x12x10xf32> {
  %z = weft.conv_general_dilated %x, %w dims [0, 1, 2, 3] [0, 1, 2, 3] [0, 1, 2, 3]
    strides [1, 1] pad [0, 0] [0, 0] dilate [1, 1] [1, 1] reversed [] groups 1, 1
    : tensor<2x32x12x10xf32>, tensor<96x32x1x1xf32> -> tensor<2x96x12x10xf32>
  weft.return %z : tensor<2x96x12x10xf32>
}
func.func @last(%x: tensor<2x12x10x32xf32>, %w: tensor<1x1x32x96xf32>) -> tensor<2x12x10x96xf32> {
  %z = weft.conv_general_dilated %x, %w dims [0, 3, 1, 2] [3, 2, 0, 1] [0, 3, 1, 2]
    strides [1, 1] pad [0, 0] [0, 0] dilate [1, 1] [1, 1] reversed [] groups 1, 1
    : tensor<2x12x10x32xf32>, tensor<1x1x32x96xf32> -> tensor<2x12x10x96xf32>
  weft.return %z : tensor<2x12x10x96xf32>
}
func.func @turned(%x: tensor<2x32x12x10xf32>, %w: tensor<1x1x32x96xf32>) -> tensor<2x10x12x96xf32> {
  %z = weft.conv_general_dilated %x, %w dims [0, 1, 2, 3] [3, 2, 0, 1] [0, 3, 2, 1]
    strides [1, 1] pad [0, 0] [0, 0] dilate [1, 1] [1, 1] reversed [] groups 1, 1
    : tensor<2x32x12x10xf32>, tensor<1x1x32x96xf32> -> tensor<2x10x12x96xf32>
  weft.return %z : tensor<2x10x12x96xf32>
}
func.func @apart(%x: tensor<2x12x10x32xf32>, %w: tensor<1x1x32x96xf32>) -> tensor<2x6x5x96xf32> {
  %z = weft.conv_general_dilated %x, %w dims [0, 3, 1, 2] [3, 2, 0, 1] [0, 3, 1, 2]
    strides [2, 2] pad [0, 0] [0, 0] dilate [1, 1] [1, 1] reversed [] groups 1, 1
    : tensor<2x12x10x32xf32>, tensor<1x1x32x96xf32> -> tensor<2x6x5x96xf32>
  weft.return %z : tensor<2x6x5x96xf32>
}
func.func @three_quarters(%x: tensor<2x12x10x32xf32>, %w: tensor<1x1x32x48xf32>) -> tensor<2x12x10x48xf32> {
  %z = weft.conv_general_dilated %x, %w dims [0, 3, 1, 2] [3, 2, 0, 1] [0, 3, 1, 2]
    strides [1, 1] pad [0, 0] [0, 0] dilate [1, 1] [1, 1] reversed [] groups 1, 1
    : tensor<2x12x10x32xf32>, tensor<1x1x32x48xf32> -> tensor<2x12x10x48xf32>
  weft.return %z : tensor<2x12x10x48xf32>
}
func.func @colours(%x: tensor<2x48x40x3xf32>, %w: tensor<1x1x3x32xf32>) -> tensor<2x48x40x32xf32> {
  %z = weft.conv_general_dilated %x, %w dims [0, 3, 1, 2] [3, 2, 0, 1] [0, 3, 1, 2]
    strides [1, 1] pad [0, 0] [0, 0] dilate [1, 1] [1, 1] reversed [] groups 1, 1
    : tensor<2x48x40x3xf32>, tensor<1x1x3x32xf32> -> tensor<2x48x40x32xf32>
  weft.return %z : tensor<2x48x40x32xf32>
}
func.func @batch_last(%x: tensor<12x10x32x2xf32>, %w: tensor<1x1x32x64xf32>) -> tensor<12x10x64x2xf32> {
  %z = weft.conv_general_dilated %x, %w dims [3, 2, 0, 1] [3, 2, 0, 1] [3, 2, 0, 1]
    strides [1, 1] pad [0, 0] [0, 0] dilate [1, 1] [1, 1] reversed [] groups 1, 1
    : tensor<12x10x32x2xf32>, tensor<1x1x32x64xf32> -> tensor<12x10x64x2xf32>
  weft.return %z : tensor<12x10x64x2xf32>
}
