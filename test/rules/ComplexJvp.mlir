// Derivatives of complex numbers and their parts, and of bits.
// RUN: weft-opt %s --weft-jvp | FileCheck %s

// CHECK-LABEL: func.func @real(
// CHECK-NEXT: %[[V0:.*]] = weft.real %arg0 : tensor<3xcomplex<f32>>
// CHECK-NEXT: %[[V1:.*]] = weft.real %arg1 : tensor<3xcomplex<f32>>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]]
func.func @real(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xf32> {
  %0 = weft.real %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @conj(
// CHECK-NEXT: %[[V0:.*]] = weft.conj %arg0
// CHECK-NEXT: %[[V1:.*]] = weft.conj %arg1
// CHECK-NEXT: weft.return %[[V0]], %[[V1]]
func.func @conj(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %0 = weft.conj %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// The modulus: Re(t · x̄ / |x|), 0 at 0.
// CHECK-LABEL: func.func @abs(
// CHECK: %[[Y:.*]] = weft.abs %arg0
// CHECK: %[[Z:.*]] = weft.compare eq %[[Y]]
// CHECK: %[[SAFE:.*]] = weft.select %[[Z]]
// CHECK: %[[SIZE:.*]] = weft.complex %[[SAFE]]
// CHECK: %[[BAR:.*]] = weft.conj %arg0
// CHECK: %[[UNIT:.*]] = weft.div %[[BAR]], %[[SIZE]]
// CHECK: %[[T:.*]] = weft.mul %arg1, %[[UNIT]]
// CHECK: %[[RE:.*]] = weft.real %[[T]]
// CHECK: weft.return %[[Y]], %[[RE]]
func.func @abs(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xf32> {
  %0 = weft.abs %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @reduce_precision(
// CHECK-NEXT: %[[V0:.*]] = weft.reduce_precision %arg0 exponent 5 mantissa 10
// CHECK-NEXT: %[[V1:.*]] = weft.reduce_precision %arg1 exponent 5 mantissa 10
// CHECK-NEXT: weft.return %[[V0]], %[[V1]]
func.func @reduce_precision(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.reduce_precision %arg0 exponent 5 mantissa 10 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @igamma(
// CHECK: weft.igamma_grad_a %arg0, %arg1
// CHECK: weft.lgamma %arg0
// CHECK: weft.exp
func.func @igamma(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.igamma %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @lgamma(
// CHECK: %[[D:.*]] = weft.digamma %arg0
// CHECK: weft.mul %arg1, %[[D]]
func.func @lgamma(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.lgamma %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}
