// Complex parts, selection by an index, copies run backwards: x and its
// cotangent pair by Re(c · x).
// RUN: weft-opt %s --weft-transpose | FileCheck %s

// CHECK-LABEL: func.func @real(
// CHECK: %[[ZERO:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK: %[[V0:.*]] = weft.complex %arg0, %[[ZERO]] : tensor<3xf32>
// CHECK: weft.return %[[V0]]
func.func @real(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xf32> {
  %0 = weft.real %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @imag(
// CHECK: %[[ZERO:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK: %[[MINUS:.*]] = weft.neg %arg0
// CHECK: %[[V0:.*]] = weft.complex %[[ZERO]], %[[MINUS]] : tensor<3xf32>
// CHECK: weft.return %[[V0]]
func.func @imag(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xf32> {
  %0 = weft.imag %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @complex(
// CHECK: %[[RE:.*]] = weft.real %arg0
// CHECK: %[[IM:.*]] = weft.imag %arg0
// CHECK: %[[MINUS:.*]] = weft.neg %[[IM]]
// CHECK: weft.return %[[RE]], %[[MINUS]]
func.func @complex(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xcomplex<f32>> {
  %0 = weft.complex %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @conj(
// CHECK: %[[V0:.*]] = weft.conj %arg0
// CHECK: weft.return %[[V0]]
func.func @conj(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %0 = weft.conj %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @select_n(
// CHECK: %[[ZERO:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK: %[[A:.*]] = weft.select_n %arg0 of %arg1, %[[ZERO]] :
// CHECK: %[[B:.*]] = weft.select_n %arg0 of %[[ZERO]], %arg1 :
// CHECK: weft.return %[[A]], %[[B]]
func.func @select_n(%arg0: tensor<3xi32> {weft.fixed}, %arg1: tensor<3xf32>, %arg2: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.select_n %arg0 of %arg1, %arg2 : tensor<3xi32> of tensor<3xf32>, tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @copy(
// CHECK: %[[V0:.*]] = weft.copy %arg0
// CHECK: weft.return %[[V0]]
func.func @copy(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.copy %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}
