// Cotangents of parts along one axis that do not meet are put side by side, in
// whatever order they come, with zeros where there is none; others are added.
// RUN: weft-opt %s -weft-transpose=linear=0 -weft-simplify | FileCheck %s

// CHECK-LABEL: func.func @whole(
// CHECK-NEXT: %[[Y:.*]] = weft.concatenate %arg0, %arg1, %arg2 along 1
// CHECK-NEXT: weft.return %[[Y]]
func.func @whole(%x: tensor<2x6xf32>) -> (tensor<2x1xf32>, tensor<2x2xf32>, tensor<2x3xf32>) {
  %b = weft.slice %x [0, 1] [2, 3] [1, 1] : tensor<2x6xf32>
  %a = weft.slice %x [0, 0] [2, 1] [1, 1] : tensor<2x6xf32>
  %c = weft.slice %x [0, 3] [2, 6] [1, 1] : tensor<2x6xf32>
  weft.return %a, %b, %c : tensor<2x1xf32>, tensor<2x2xf32>, tensor<2x3xf32>
}

// CHECK-LABEL: func.func @part(
// CHECK: %[[Y:.*]] = weft.concatenate %{{.*}}, %arg0, %arg1, %{{.*}} along 0
// CHECK-NEXT: weft.return %[[Y]]
func.func @part(%x: tensor<7xf32>) -> (tensor<1xf32>, tensor<3xf32>) {
  %a = weft.slice %x [1] [2] [1] : tensor<7xf32>
  %b = weft.slice %x [2] [5] [1] : tensor<7xf32>
  weft.return %a, %b : tensor<1xf32>, tensor<3xf32>
}

// CHECK-LABEL: func.func @apart(
// CHECK: %[[Y:.*]] = weft.concatenate %arg0, %{{.*}}, %arg1, %{{.*}} along 0
// CHECK-NEXT: weft.return %[[Y]]
// CHECK-LABEL: func.func @overlapping(
// CHECK: weft.add
// CHECK-LABEL: func.func @twoAxes(
// CHECK: weft.add
// CHECK-LABEL: func.func @same(
// CHECK: weft.add
// CHECK-NOT: weft.concatenate
func.func @apart(%x: tensor<7xf32>) -> (tensor<1xf32>, tensor<3xf32>) {
  %a = weft.slice %x [0] [1] [1] : tensor<7xf32>
  %b = weft.slice %x [2] [5] [1] : tensor<7xf32>
  weft.return %a, %b : tensor<1xf32>, tensor<3xf32>
}
func.func @overlapping(%x: tensor<7xf32>) -> (tensor<3xf32>, tensor<3xf32>) {
  %a = weft.slice %x [0] [3] [1] : tensor<7xf32>
  %b = weft.slice %x [2] [5] [1] : tensor<7xf32>
  weft.return %a, %b : tensor<3xf32>, tensor<3xf32>
}
func.func @twoAxes(%x: tensor<4x4xf32>) -> (tensor<2x2xf32>, tensor<2x2xf32>) {
  %a = weft.slice %x [0, 0] [2, 2] [1, 1] : tensor<4x4xf32>
  %b = weft.slice %x [2, 2] [4, 4] [1, 1] : tensor<4x4xf32>
  weft.return %a, %b : tensor<2x2xf32>, tensor<2x2xf32>
}
func.func @same(%x: tensor<7xf32>) -> (tensor<3xf32>, tensor<3xf32>) {
  %a = weft.slice %x [2] [5] [1] : tensor<7xf32>
  weft.return %a, %a : tensor<3xf32>, tensor<3xf32>
}
