// RUN: weft-opt %s | weft-opt | FileCheck %s
// RUN: weft-opt %s --canonicalize | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func @reduce_sum
// CHECK: weft.reduce_sum %{{.*}} over [0, 2] : tensor<2x3x4xf32>
func.func @reduce_sum(%x: tensor<2x3x4xf32>) -> tensor<3xf32> {
  %y = weft.reduce_sum %x over [0, 2] : tensor<2x3x4xf32>
  weft.return %y : tensor<3xf32>
}

// CHECK-LABEL: func @reduce_prod
// CHECK: weft.reduce_prod %{{.*}} over [0, 2] : tensor<2x3x4xcomplex<f32>>
func.func @reduce_prod(%x: tensor<2x3x4xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %y = weft.reduce_prod %x over [0, 2] : tensor<2x3x4xcomplex<f32>>
  weft.return %y : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func @reduce_max
// CHECK: weft.reduce_max %{{.*}} over [0, 2] : tensor<2x3x4xf32>
func.func @reduce_max(%x: tensor<2x3x4xf32>) -> tensor<3xf32> {
  %y = weft.reduce_max %x over [0, 2] : tensor<2x3x4xf32>
  weft.return %y : tensor<3xf32>
}

// CHECK-LABEL: func @reduce_min
// CHECK: weft.reduce_min %{{.*}} over [0, 2] : tensor<2x3x4xui8>
func.func @reduce_min(%x: tensor<2x3x4xui8>) -> tensor<3xui8> {
  %y = weft.reduce_min %x over [0, 2] : tensor<2x3x4xui8>
  weft.return %y : tensor<3xui8>
}

// CHECK-LABEL: func @reduce_and
// CHECK: weft.reduce_and %{{.*}} over [0, 2] : tensor<2x3x4xi1>
func.func @reduce_and(%x: tensor<2x3x4xi1>) -> tensor<3xi1> {
  %y = weft.reduce_and %x over [0, 2] : tensor<2x3x4xi1>
  weft.return %y : tensor<3xi1>
}

// CHECK-LABEL: func @reduce_or
// CHECK: weft.reduce_or %{{.*}} over [0, 2] : tensor<2x3x4xi32>
func.func @reduce_or(%x: tensor<2x3x4xi32>) -> tensor<3xi32> {
  %y = weft.reduce_or %x over [0, 2] : tensor<2x3x4xi32>
  weft.return %y : tensor<3xi32>
}

// CHECK-LABEL: func @reduce_xor
// CHECK: weft.reduce_xor %{{.*}} over [0, 2] : tensor<2x3x4xi32>
func.func @reduce_xor(%x: tensor<2x3x4xi32>) -> tensor<3xi32> {
  %y = weft.reduce_xor %x over [0, 2] : tensor<2x3x4xi32>
  weft.return %y : tensor<3xi32>
}

// CHECK-LABEL: func @argmax
// CHECK: weft.argmax %{{.*}} over 1 : tensor<2x3xf32> -> tensor<2xi32>
func.func @argmax(%x: tensor<2x3xf32>) -> tensor<2xi32> {
  %y = weft.argmax %x over 1 : tensor<2x3xf32> -> tensor<2xi32>
  weft.return %y : tensor<2xi32>
}

// CHECK-LABEL: func @argmin
// CHECK: weft.argmin %{{.*}} over 1 : tensor<2x3xf32> -> tensor<2xi32>
func.func @argmin(%x: tensor<2x3xf32>) -> tensor<2xi32> {
  %y = weft.argmin %x over 1 : tensor<2x3xf32> -> tensor<2xi32>
  weft.return %y : tensor<2xi32>
}

// FOLD-LABEL: func @no_axis(
// FOLD-SAME: %[[X:.*]]: tensor<3xf32>)
// FOLD-NEXT: weft.return %[[X]]
func.func @no_axis(%x: tensor<3xf32>) -> tensor<3xf32> {
  %a = weft.reduce_sum %x over [] : tensor<3xf32>
  %b = weft.reduce_max %a over [] : tensor<3xf32>
  weft.return %b : tensor<3xf32>
}
