// Bits of numbers, total order, selection by an index: text and bytecode round
// trips.
// RUN: weft-opt %s | weft-opt | FileCheck %s
// RUN: weft-opt %s --emit-bytecode | weft-opt | FileCheck %s

// CHECK-LABEL: func.func @bitcast_same(
// CHECK: %0 = weft.bitcast_convert %arg0 : tensor<3xf32> to tensor<3xi32>
func.func @bitcast_same(%arg0: tensor<3xf32>) -> tensor<3xi32> {
  %0 = weft.bitcast_convert %arg0 : tensor<3xf32> to tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @bitcast_narrower(
// CHECK: %0 = weft.bitcast_convert %arg0 : tensor<3xf32> to tensor<3x4xui8>
func.func @bitcast_narrower(%arg0: tensor<3xf32>) -> tensor<3x4xui8> {
  %0 = weft.bitcast_convert %arg0 : tensor<3xf32> to tensor<3x4xui8>
  weft.return %0 : tensor<3x4xui8>
}

// CHECK-LABEL: func.func @bitcast_scalar(
// CHECK: %0 = weft.bitcast_convert %arg0 : tensor<f64> to tensor<2xf32>
func.func @bitcast_scalar(%arg0: tensor<f64>) -> tensor<2xf32> {
  %0 = weft.bitcast_convert %arg0 : tensor<f64> to tensor<2xf32>
  weft.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @reduce_precision(
// CHECK: %0 = weft.reduce_precision %arg0 exponent 5 mantissa 10 : tensor<3xf32>
func.func @reduce_precision(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.reduce_precision %arg0 exponent 5 mantissa 10 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @mulhi_i32(
// CHECK: %0 = weft.mulhi %arg0, %arg1 : tensor<3xi32>
func.func @mulhi_i32(%arg0: tensor<3xi32>, %arg1: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.mulhi %arg0, %arg1 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @mulhi_ui8(
// CHECK: %0 = weft.mulhi %arg0, %arg1 : tensor<3xui8>
func.func @mulhi_ui8(%arg0: tensor<3xui8>, %arg1: tensor<3xui8>) -> tensor<3xui8> {
  %0 = weft.mulhi %arg0, %arg1 : tensor<3xui8>
  weft.return %0 : tensor<3xui8>
}

// CHECK-LABEL: func.func @total(
// CHECK: %0 = weft.compare total lt %arg0, %arg1 : tensor<3xf32>
func.func @total(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xi1> {
  %0 = weft.compare total lt %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @select_n(
// CHECK: %0 = weft.select_n %arg0 of %arg1, %arg2, %arg3 : tensor<3xi32> of tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
func.func @select_n(%arg0: tensor<3xi32>, %arg1: tensor<3xf32>, %arg2: tensor<3xf32>, %arg3: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.select_n %arg0 of %arg1, %arg2, %arg3 : tensor<3xi32> of tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @square(
// CHECK: %0 = weft.square %arg0 : tensor<3xf32>
func.func @square(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.square %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @copy(
// CHECK: %0 = weft.copy %arg0 : tensor<3xi1>
func.func @copy(%arg0: tensor<3xi1>) -> tensor<3xi1> {
  %0 = weft.copy %arg0 : tensor<3xi1>
  weft.return %0 : tensor<3xi1>
}
