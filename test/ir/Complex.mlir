// Complex numbers and their parts: text and bytecode round trips.
// RUN: weft-opt %s | weft-opt | FileCheck %s
// RUN: weft-opt %s --emit-bytecode | weft-opt | FileCheck %s

// CHECK-LABEL: func.func @real_c64(
// CHECK: %0 = weft.real %arg0 : tensor<3xcomplex<f32>>
func.func @real_c64(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xf32> {
  %0 = weft.real %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @real_c128(
// CHECK: %0 = weft.real %arg0 : tensor<3xcomplex<f64>>
func.func @real_c128(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xf64> {
  %0 = weft.real %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @imag_c64(
// CHECK: %0 = weft.imag %arg0 : tensor<3xcomplex<f32>>
func.func @imag_c64(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xf32> {
  %0 = weft.imag %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @imag_c128(
// CHECK: %0 = weft.imag %arg0 : tensor<3xcomplex<f64>>
func.func @imag_c128(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xf64> {
  %0 = weft.imag %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @conj_c64(
// CHECK: %0 = weft.conj %arg0 : tensor<3xcomplex<f32>>
func.func @conj_c64(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %0 = weft.conj %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @abs_c64(
// CHECK: %0 = weft.abs %arg0 : tensor<3xcomplex<f32>>
func.func @abs_c64(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xf32> {
  %0 = weft.abs %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sign_c64(
// CHECK: %0 = weft.sign %arg0 : tensor<3xcomplex<f32>>
func.func @sign_c64(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %0 = weft.sign %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @max_c64(
// CHECK: %0 = weft.max %arg0, %arg1 : tensor<3xcomplex<f32>>
func.func @max_c64(%arg0: tensor<3xcomplex<f32>>, %arg1: tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %0 = weft.max %arg0, %arg1 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @complex_f32(
// CHECK: %0 = weft.complex %arg0, %arg1 : tensor<3xf32>
func.func @complex_f32(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xcomplex<f32>> {
  %0 = weft.complex %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @complex_f64(
// CHECK: %0 = weft.complex %arg0, %arg1 : tensor<3xf64>
func.func @complex_f64(%arg0: tensor<3xf64>, %arg1: tensor<3xf64>) -> tensor<3xcomplex<f64>> {
  %0 = weft.complex %arg0, %arg1 : tensor<3xf64>
  weft.return %0 : tensor<3xcomplex<f64>>
}
