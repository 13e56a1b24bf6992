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

// Signed bytes are not widened before they are multiplied.
// CHECK-LABEL: @bytes
// CHECK-NEXT:    weft.dot_general %arg0, %arg1 batch [] [] contract [1] [0]
// CHECK-SAME:      : tensor<2x3xi8>, tensor<3x4xi8> -> tensor<2x4xi32>
func.func @bytes(%x: tensor<2x3xi8>, %y: tensor<3x4xi8>) -> tensor<2x4xi32> {
  %0 = weft.convert %x : tensor<2x3xi8> to tensor<2x3xi32>
  %1 = weft.convert %y : tensor<3x4xi8> to tensor<3x4xi32>
  %2 = weft.dot_general %0, %1 batch [] [] contract [1] [0] : tensor<2x3xi32>, tensor<3x4xi32> -> tensor<2x4xi32>
  weft.return %2 : tensor<2x4xi32>
}
// CHECK-LABEL: @unsigned
// CHECK-COUNT-2: weft.convert
func.func @unsigned(%x: tensor<2x3xui8>, %y: tensor<3x4xui8>) -> tensor<2x4xi32> {
  %0 = weft.convert %x : tensor<2x3xui8> to tensor<2x3xi32>
  %1 = weft.convert %y : tensor<3x4xui8> to tensor<3x4xi32>
  %2 = weft.dot_general %0, %1 batch [] [] contract [1] [0] : tensor<2x3xi32>, tensor<3x4xi32> -> tensor<2x4xi32>
  weft.return %2 : tensor<2x4xi32>
}
