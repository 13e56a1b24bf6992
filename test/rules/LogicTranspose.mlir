// Selection and conversion run backwards.
// RUN: weft-opt %s --weft-transpose | FileCheck %s

// CHECK-LABEL: func.func @select(
// CHECK-NEXT: %[[V0:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.select %arg0, %arg1, %[[V0]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.select %arg0, %[[V0]], %arg1 : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: weft.return %[[V1]], %[[V2]] : tensor<3xf32>, tensor<3xf32>
func.func @select(%arg0: tensor<3xi1> {weft.fixed}, %arg1: tensor<3xf32>, %arg2: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.select %arg0, %arg1, %arg2 : tensor<3xi1>, tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @select_one_sided(
// CHECK-NEXT: %[[V0:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.select %arg0, %arg2, %[[V0]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: weft.return %[[V1]] : tensor<3xf32>
func.func @select_one_sided(%arg0: tensor<3xi1> {weft.fixed}, %arg1: tensor<3xf32>, %arg2: tensor<3xf32> {weft.fixed}) -> tensor<3xf32> {
  %0 = weft.select %arg0, %arg1, %arg2 : tensor<3xi1>, tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @convert_float(
// CHECK-NEXT: %[[V0:.*]] = weft.convert %arg0 : tensor<3xf32> to tensor<3xbf16>
// CHECK-NEXT: weft.return %[[V0]] : tensor<3xbf16>
func.func @convert_float(%arg0: tensor<3xbf16>) -> tensor<3xf32> {
  %0 = weft.convert %arg0 : tensor<3xbf16> to tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @convert_real_part(
// CHECK-NEXT: %[[V0:.*]] = weft.convert %arg0 : tensor<3xf32> to tensor<3xcomplex<f32>>
// CHECK-NEXT: weft.return %[[V0]] : tensor<3xcomplex<f32>>
func.func @convert_real_part(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xf32> {
  %0 = weft.convert %arg0 : tensor<3xcomplex<f32>> to tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @convert_to_complex(
// CHECK-NEXT: %[[V0:.*]] = weft.convert %arg0 : tensor<3xcomplex<f32>> to tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<3xf32>
func.func @convert_to_complex(%arg0: tensor<3xf32>) -> tensor<3xcomplex<f32>> {
  %0 = weft.convert %arg0 : tensor<3xf32> to tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}
