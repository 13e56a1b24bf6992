// A transposed operand of a contraction is read in place, unless its free axes
// change places.
// RUN: weft-opt %s -weft-simplify | FileCheck %s

// CHECK-LABEL: @both
// CHECK-NEXT:    weft.dot_general %arg0, %arg1 batch [] [] contract [0] [1]
func.func @both(%x: tensor<3x2xf32>, %y: tensor<4x3xf32>) -> tensor<2x4xf32> {
  %0 = weft.transpose %x by [1, 0] : tensor<3x2xf32>
  %1 = weft.transpose %y by [1, 0] : tensor<4x3xf32>
  %2 = weft.dot_general %0, %1 batch [] [] contract [1] [0]
    : tensor<2x3xf32>, tensor<3x4xf32> -> tensor<2x4xf32>
  weft.return %2 : tensor<2x4xf32>
}

// CHECK-LABEL: @batched
// CHECK-NEXT:    weft.dot_general %arg0, %arg1 batch [1] [0] contract [2] [1]
func.func @batched(%x: tensor<2x5x3xf32>, %y: tensor<5x3xf32>) -> tensor<5x2xf32> {
  %0 = weft.transpose %x by [1, 0, 2] : tensor<2x5x3xf32>
  %1 = weft.dot_general %0, %y batch [0] [0] contract [2] [1]
    : tensor<5x2x3xf32>, tensor<5x3xf32> -> tensor<5x2xf32>
  weft.return %1 : tensor<5x2xf32>
}

// CHECK-LABEL: @free_axes
// CHECK-NEXT:    weft.transpose
// CHECK-NEXT:    weft.dot_general
func.func @free_axes(%x: tensor<2x5x3xf32>, %y: tensor<3xf32>) -> tensor<5x2xf32> {
  %0 = weft.transpose %x by [1, 0, 2] : tensor<2x5x3xf32>
  %1 = weft.dot_general %0, %y batch [] [] contract [2] [0]
    : tensor<5x2x3xf32>, tensor<3xf32> -> tensor<5x2xf32>
  weft.return %1 : tensor<5x2xf32>
}
