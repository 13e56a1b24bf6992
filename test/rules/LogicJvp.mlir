// Derivatives of selection and conversion; none through bool and integer.
// RUN: weft-opt %s --weft-jvp | FileCheck %s

// CHECK-LABEL: func.func @select(
// CHECK-NEXT: %[[V0:.*]] = weft.select %arg0, %arg1, %arg2 : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.select %arg0, %arg3, %arg4 : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xf32>, tensor<3xf32>
func.func @select(%arg0: tensor<3xi1>, %arg1: tensor<3xf32>, %arg2: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.select %arg0, %arg1, %arg2 : tensor<3xi1>, tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @select_one_sided(
// CHECK-NEXT: %[[V0:.*]] = weft.select %arg0, %arg1, %arg2 : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.select %arg0, %[[V1]], %arg3 : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V2]] : tensor<3xf32>, tensor<3xf32>
func.func @select_one_sided(%arg0: tensor<3xi1>, %arg1: tensor<3xf32> {weft.fixed}, %arg2: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.select %arg0, %arg1, %arg2 : tensor<3xi1>, tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @clamp(
// CHECK-NEXT: %[[V0:.*]] = weft.clamp %arg0, %arg1, %arg2 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.compare gt %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.select %[[V2]], %arg3, %[[V1]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.compare gt %arg1, %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.compare lt %arg1, %arg2 : tensor<3xf32>
// CHECK-NEXT: %[[V6:.*]] = weft.and %[[V4]], %[[V5]] : tensor<3xi1>
// CHECK-NEXT: %[[V7:.*]] = weft.select %[[V6]], %arg4, %[[V1]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V8:.*]] = weft.add %[[V3]], %[[V7]] : tensor<3xf32>
// CHECK-NEXT: %[[V9:.*]] = weft.compare lt %arg2, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V10:.*]] = weft.select %[[V9]], %arg5, %[[V1]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V11:.*]] = weft.add %[[V8]], %[[V10]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V11]] : tensor<3xf32>, tensor<3xf32>
func.func @clamp(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>, %arg2: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.clamp %arg0, %arg1, %arg2 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @clamp_between_constants(
// CHECK-NEXT: %[[V0:.*]] = weft.clamp %arg0, %arg1, %arg2 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.compare gt %arg1, %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.compare lt %arg1, %arg2 : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.and %[[V2]], %[[V3]] : tensor<3xi1>
// CHECK-NEXT: %[[V5:.*]] = weft.select %[[V4]], %arg3, %[[V1]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V5]] : tensor<3xf32>, tensor<3xf32>
func.func @clamp_between_constants(%arg0: tensor<3xf32> {weft.fixed}, %arg1: tensor<3xf32>, %arg2: tensor<3xf32> {weft.fixed}) -> tensor<3xf32> {
  %0 = weft.clamp %arg0, %arg1, %arg2 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @convert_float(
// CHECK-NEXT: %[[V0:.*]] = weft.convert %arg0 : tensor<3xf32> to tensor<3xbf16>
// CHECK-NEXT: %[[V1:.*]] = weft.convert %arg1 : tensor<3xf32> to tensor<3xbf16>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xbf16>, tensor<3xbf16>
func.func @convert_float(%arg0: tensor<3xf32>) -> tensor<3xbf16> {
  %0 = weft.convert %arg0 : tensor<3xf32> to tensor<3xbf16>
  weft.return %0 : tensor<3xbf16>
}

// CHECK-LABEL: func.func @convert_complex(
// CHECK-NEXT: %[[V0:.*]] = weft.convert %arg0 : tensor<3xf32> to tensor<3xcomplex<f32>>
// CHECK-NEXT: %[[V1:.*]] = weft.convert %arg1 : tensor<3xf32> to tensor<3xcomplex<f32>>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xcomplex<f32>>, tensor<3xcomplex<f32>>
func.func @convert_complex(%arg0: tensor<3xf32>) -> tensor<3xcomplex<f32>> {
  %0 = weft.convert %arg0 : tensor<3xf32> to tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @through_int(
// CHECK-NEXT: %[[V0:.*]] = weft.convert %arg0 : tensor<3xf32> to tensor<3xi32>
// CHECK-NEXT: %[[V1:.*]] = weft.convert %[[V0]] : tensor<3xi32> to tensor<3xf32>
// CHECK-NEXT: weft.return %[[V1]] : tensor<3xf32>
func.func @through_int(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %1 = weft.convert %arg0 : tensor<3xf32> to tensor<3xi32>
  %0 = weft.convert %1 : tensor<3xi32> to tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @through_bool(
// CHECK-NEXT: %[[V0:.*]] = weft.compare lt %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.convert %[[V0]] : tensor<3xi1> to tensor<3xf32>
// CHECK-NEXT: weft.return %[[V1]] : tensor<3xf32>
func.func @through_bool(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %1 = weft.compare lt %arg0, %arg1 : tensor<3xf32>
  %0 = weft.convert %1 : tensor<3xi1> to tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}
