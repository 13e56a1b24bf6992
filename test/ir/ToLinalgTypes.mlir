// Element types, scalars and arrays without elements.
// RUN: weft-opt %s -weft-to-linalg -split-input-file | FileCheck %s

// Half floats are summed in f32 and rounded where the sum is read.
// CHECK-LABEL: @half
// CHECK:         linalg.fill {{.*}} outs(%{{.*}} : tensor<4xf32>)
// CHECK:         %[[S:.*]] = linalg.generic
// CHECK-SAME:      ins(%arg0 : tensor<4x8xf16>) outs(%{{.*}} : tensor<4xf32>)
// CHECK:           arith.extf
// CHECK-NEXT:      arith.addf {{.*}} : f32
// CHECK:         linalg.generic
// CHECK-SAME:      ins(%[[S]] : tensor<4xf32>) outs(%{{.*}} : tensor<4xf16>)
// CHECK:           arith.truncf
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @half(%x: tensor<4x8xf16>) -> tensor<4xf16> {
  %0 = weft.reduce_sum %x over [1] : tensor<4x8xf16>
  %1 = weft.neg %0 : tensor<4xf16>
  weft.return %1 : tensor<4xf16>
}

// -----

// As a result it is rounded, too.
// CHECK-LABEL: @half_result
// CHECK-SAME:    -> tensor<4xf16>
// CHECK-COUNT-2: linalg.generic
// CHECK:           arith.truncf
// CHECK:         return %{{.*}} : tensor<4xf16>
func.func @half_result(%x: tensor<4x8xf16>) -> tensor<4xf16> {
  %0 = weft.reduce_sum %x over [1] : tensor<4x8xf16>
  weft.return %0 : tensor<4xf16>
}

// -----

// Unsigned integers lose their sign in the type and keep it in operations.
// CHECK-LABEL: @unsigned
// CHECK-SAME:    (%arg0: tensor<4xi8>, %arg1: tensor<4xi8>) -> tensor<4xi8>
// CHECK:         arith.maxui
func.func @unsigned(%x: tensor<4xui8>, %y: tensor<4xui8>) -> tensor<4xui8> {
  %0 = weft.max %x, %y : tensor<4xui8>
  weft.return %0 : tensor<4xui8>
}

// -----

// CHECK-LABEL: @boolean
// CHECK:         arith.cmpf olt
// CHECK-NOT:     linalg.generic
// CHECK:         arith.ori
func.func @boolean(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<i1> {
  %0 = weft.compare lt %x, %y : tensor<4xf32>
  %1 = weft.reduce_or %0 over [0] : tensor<4xi1>
  weft.return %1 : tensor<i1>
}

// -----

// CHECK-LABEL: @complex
// CHECK-COUNT-1: linalg.generic
// CHECK:           complex.mul
// CHECK:           complex.add
func.func @complex(%x: tensor<4xcomplex<f32>>) -> tensor<complex<f32>> {
  %0 = weft.mul %x, %x : tensor<4xcomplex<f32>>
  %1 = weft.reduce_sum %0 over [0] : tensor<4xcomplex<f32>>
  weft.return %1 : tensor<complex<f32>>
}

// -----

// CHECK-LABEL: @scalars
// CHECK:         linalg.generic
// CHECK-SAME:      iterator_types = []
// CHECK:           arith.addf
// CHECK-NEXT:      math.exp
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @scalars(%x: tensor<f32>, %y: tensor<f32>) -> tensor<f32> {
  %0 = weft.add %x, %y : tensor<f32>
  %1 = weft.exp %0 : tensor<f32>
  weft.return %1 : tensor<f32>
}

// -----

// The sum of nothing is its start value.
// CHECK-LABEL: @nothing
// CHECK-NOT:     linalg.generic
// CHECK:         linalg.fill
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @nothing(%x: tensor<0x3xf32>) -> (tensor<3xf32>, tensor<0x3xf32>) {
  %0 = weft.exp %x : tensor<0x3xf32>
  %1 = weft.reduce_sum %0 over [0] : tensor<0x3xf32>
  weft.return %1, %0 : tensor<3xf32>, tensor<0x3xf32>
}

// -----

// A constant of one element is filled in; others are kept as they are.
// CHECK-LABEL: @constants
// CHECK-DAG:     arith.constant dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>
// CHECK-DAG:     %[[C:.*]] = arith.constant 3.000000e+00 : f32
// CHECK-DAG:     linalg.yield %[[C]]
// CHECK:         return
func.func @constants() -> (tensor<2xf32>, tensor<8xf32>) {
  %0 = weft.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %1 = weft.constant dense<3.0> : tensor<8xf32>
  weft.return %0, %1 : tensor<2xf32>, tensor<8xf32>
}
