// RUN: weft-opt %s | weft-opt | FileCheck %s

// CHECK-LABEL: func @matmul
func.func @matmul(%x: tensor<2x3xf16>, %y: tensor<3x4xf16>) -> tensor<2x4xf32> {
  // CHECK: weft.dot_general %{{.*}}, %{{.*}} batch [] [] contract [1] [0]
  // CHECK-SAME: : tensor<2x3xf16>, tensor<3x4xf16> -> tensor<2x4xf32>
  %z = weft.dot_general %x, %y batch [] [] contract [1] [0]
    : tensor<2x3xf16>, tensor<3x4xf16> -> tensor<2x4xf32>
  weft.return %z : tensor<2x4xf32>
}
// CHECK-LABEL: func @batched
func.func @batched(%x: tensor<5x2x7xi32>, %y: tensor<7x3x5xi32>) -> tensor<7x2x3xi32> {
  // CHECK: batch [2] [0] contract [0] [2]
  %z = weft.dot_general %x, %y batch [2] [0] contract [0] [2]
    : tensor<5x2x7xi32>, tensor<7x3x5xi32> -> tensor<7x2x3xi32>
  weft.return %z : tensor<7x2x3xi32>
}
