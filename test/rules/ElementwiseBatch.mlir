// Elementwise operations with a leading axis of 5: what has none is broadcast.
// RUN: weft-opt %s --weft-batch=size=5 | FileCheck %s

// CHECK-LABEL: func.func @both(
// CHECK-NEXT: %[[V0:.*]] = weft.add %arg0, %arg1 : tensor<5x3xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<5x3xf32>
func.func @both(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.add %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @one_of_two(
// CHECK-NEXT: %[[V0:.*]] = weft.broadcast_in_dim %arg1 to [1] : tensor<3xf32> -> tensor<5x3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.mul %arg0, %[[V0]] : tensor<5x3xf32>
// CHECK-NEXT: weft.return %[[V1]] : tensor<5x3xf32>
func.func @one_of_two(%arg0: tensor<3xf32>, %arg1: tensor<3xf32> {weft.fixed}) -> tensor<3xf32> {
  %0 = weft.mul %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @none(
// CHECK-NEXT: %[[V0:.*]] = weft.mul %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<3xf32>
func.func @none(%arg0: tensor<3xf32> {weft.fixed}, %arg1: tensor<3xf32> {weft.fixed}) -> tensor<3xf32> {
  %0 = weft.mul %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @attribute(
// CHECK-NEXT: %[[V0:.*]] = weft.integer_pow %arg0 to 3 : tensor<5x3xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<5x3xf32>
func.func @attribute(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.integer_pow %arg0 to 3 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @direction(
// CHECK-NEXT: %[[V0:.*]] = weft.compare ge %arg0, %arg1 : tensor<5x3xi8>
// CHECK-NEXT: weft.return %[[V0]] : tensor<5x3xi1>
func.func @direction(%arg0: tensor<3xi8>, %arg1: tensor<3xi8>) -> tensor<3xi1> {
  %0 = weft.compare ge %arg0, %arg1 : tensor<3xi8>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @select(
// CHECK-NEXT: %[[V0:.*]] = weft.broadcast_in_dim %arg1 to [1] : tensor<3xf32> -> tensor<5x3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.select %arg0, %[[V0]], %arg2 : tensor<5x3xi1>, tensor<5x3xf32>
// CHECK-NEXT: weft.return %[[V1]] : tensor<5x3xf32>
func.func @select(%arg0: tensor<3xi1>, %arg1: tensor<3xf32> {weft.fixed}, %arg2: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.select %arg0, %arg1, %arg2 : tensor<3xi1>, tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @clamp(
// CHECK-NEXT: %[[V0:.*]] = weft.broadcast_in_dim %arg0 to [1] : tensor<3xf32> -> tensor<5x3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.broadcast_in_dim %arg2 to [1] : tensor<3xf32> -> tensor<5x3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.clamp %[[V0]], %arg1, %[[V1]] : tensor<5x3xf32>
// CHECK-NEXT: weft.return %[[V2]] : tensor<5x3xf32>
func.func @clamp(%arg0: tensor<3xf32> {weft.fixed}, %arg1: tensor<3xf32>, %arg2: tensor<3xf32> {weft.fixed}) -> tensor<3xf32> {
  %0 = weft.clamp %arg0, %arg1, %arg2 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @convert(
// CHECK-NEXT: %[[V0:.*]] = weft.convert %arg0 : tensor<5x3xf32> to tensor<5x3xi1>
// CHECK-NEXT: weft.return %[[V0]] : tensor<5x3xi1>
func.func @convert(%arg0: tensor<3xf32>) -> tensor<3xi1> {
  %0 = weft.convert %arg0 : tensor<3xf32> to tensor<3xi1>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @unary(
// CHECK-NEXT: %[[V0:.*]] = weft.exp %arg0 : tensor<5x3xcomplex<f32>>
// CHECK-NEXT: weft.return %[[V0]] : tensor<5x3xcomplex<f32>>
func.func @unary(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %0 = weft.exp %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}
