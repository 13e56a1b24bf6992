// Cotangents of a contraction come out in the operand's order of axes.
// RUN: weft-opt %s -weft-transpose=linear=1 | FileCheck %s --check-prefix=RIGHT
// RUN: weft-opt %s -weft-transpose=linear=0 | FileCheck %s --check-prefix=LEFT

// RIGHT:      (%[[X:.*]]: tensor<2x3xf32>, %[[CT:.*]]: tensor<2x4xf32>) -> tensor<3x4xf32>
// RIGHT-NEXT:   %[[R:.*]] = weft.dot_general %[[X]], %[[CT]] batch [] [] contract [0] [0]
// RIGHT-NEXT:   weft.return %[[R]]
// LEFT:      (%[[Y:.*]]: tensor<3x4xf32>, %[[CT:.*]]: tensor<2x4xf32>) -> tensor<2x3xf32>
// LEFT-NEXT:   %[[R:.*]] = weft.dot_general %[[CT]], %[[Y]] batch [] [] contract [1] [1]
// LEFT-NEXT:   weft.return %[[R]]
func.func @matmul(%x: tensor<2x3xf32>, %y: tensor<3x4xf32>) -> tensor<2x4xf32> {
  %0 = weft.dot_general %x, %y batch [] [] contract [1] [0]
    : tensor<2x3xf32>, tensor<3x4xf32> -> tensor<2x4xf32>
  weft.return %0 : tensor<2x4xf32>
}
