// Arithmetic run backwards. An argument marked weft.fixed is not linear.
// RUN: weft-opt %s --weft-transpose | FileCheck %s

// CHECK-LABEL: func.func @add(
// CHECK-NEXT: weft.return %arg0, %arg0 : tensor<3xf32>, tensor<3xf32>
func.func @add(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.add %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sub(
// CHECK-NEXT: %[[V0:.*]] = weft.neg %arg0 : tensor<3xf32>
// CHECK-NEXT: weft.return %arg0, %[[V0]] : tensor<3xf32>, tensor<3xf32>
func.func @sub(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sub %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @neg(
// CHECK-NEXT: %[[V0:.*]] = weft.neg %arg0 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<3xf32>
func.func @neg(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.neg %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @mul_left(
// CHECK-NEXT: %[[V0:.*]] = weft.mul %arg1, %arg0 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<3xf32>
func.func @mul_left(%arg0: tensor<3xf32>, %arg1: tensor<3xf32> {weft.fixed}) -> tensor<3xf32> {
  %0 = weft.mul %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @mul_right(
// CHECK-NEXT: %[[V0:.*]] = weft.mul %arg1, %arg0 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<3xf32>
func.func @mul_right(%arg0: tensor<3xf32> {weft.fixed}, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.mul %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @div(
// CHECK-NEXT: %[[V0:.*]] = weft.div %arg1, %arg0 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<3xf32>
func.func @div(%arg0: tensor<3xf32>, %arg1: tensor<3xf32> {weft.fixed}) -> tensor<3xf32> {
  %0 = weft.div %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// What a loop's two bodies share has products in sums.
// CHECK-LABEL: func.func @multiply_add(
// CHECK-NEXT: %[[V0:.*]] = weft.mul %arg1, %arg0 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %arg1 : tensor<3xf32>, tensor<3xf32>
func.func @multiply_add(%arg0: tensor<3xf32> {weft.fixed}, %arg1: tensor<3xf32>, %arg2: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.multiply_add %arg0, %arg1, %arg2 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @multiply_sub(
// CHECK-DAG: %[[V0:.*]] = weft.mul %arg1, %arg0 : tensor<3xf32>
// CHECK-DAG: %[[V1:.*]] = weft.neg %arg1 : tensor<3xf32>
// CHECK: weft.return %[[V0]], %[[V1]] : tensor<3xf32>, tensor<3xf32>
func.func @multiply_sub(%arg0: tensor<3xf32>, %arg1: tensor<3xf32> {weft.fixed}, %arg2: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.multiply_sub %arg0, %arg1, %arg2 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sub_multiply(
// CHECK-NEXT: %[[V0:.*]] = weft.neg %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.mul %[[V0]], %arg0 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V1]], %arg1 : tensor<3xf32>, tensor<3xf32>
func.func @sub_multiply(%arg0: tensor<3xf32> {weft.fixed}, %arg1: tensor<3xf32>, %arg2: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sub_multiply %arg0, %arg1, %arg2 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}
