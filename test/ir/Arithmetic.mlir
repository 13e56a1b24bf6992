// Arithmetic: text and bytecode round trips, by dtype.
// RUN: weft-opt %s | weft-opt | FileCheck %s
// RUN: weft-opt %s --emit-bytecode | weft-opt | FileCheck %s

// CHECK-LABEL: func.func @add_f32(
// CHECK: %0 = weft.add %arg0, %arg1 : tensor<3xf32>
func.func @add_f32(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.add %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @add_f16(
// CHECK: %0 = weft.add %arg0, %arg1 : tensor<3xf16>
func.func @add_f16(%arg0: tensor<3xf16>, %arg1: tensor<3xf16>) -> tensor<3xf16> {
  %0 = weft.add %arg0, %arg1 : tensor<3xf16>
  weft.return %0 : tensor<3xf16>
}

// CHECK-LABEL: func.func @add_f64(
// CHECK: %0 = weft.add %arg0, %arg1 : tensor<3xf64>
func.func @add_f64(%arg0: tensor<3xf64>, %arg1: tensor<3xf64>) -> tensor<3xf64> {
  %0 = weft.add %arg0, %arg1 : tensor<3xf64>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @add_cf32(
// CHECK: %0 = weft.add %arg0, %arg1 : tensor<3xcomplex<f32>>
func.func @add_cf32(%arg0: tensor<3xcomplex<f32>>, %arg1: tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %0 = weft.add %arg0, %arg1 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @add_i32(
// CHECK: %0 = weft.add %arg0, %arg1 : tensor<3xi32>
func.func @add_i32(%arg0: tensor<3xi32>, %arg1: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.add %arg0, %arg1 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @add_ui8(
// CHECK: %0 = weft.add %arg0, %arg1 : tensor<3xui8>
func.func @add_ui8(%arg0: tensor<3xui8>, %arg1: tensor<3xui8>) -> tensor<3xui8> {
  %0 = weft.add %arg0, %arg1 : tensor<3xui8>
  weft.return %0 : tensor<3xui8>
}

// CHECK-LABEL: func.func @sub_f32(
// CHECK: %0 = weft.sub %arg0, %arg1 : tensor<3xf32>
func.func @sub_f32(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sub %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sub_cf64(
// CHECK: %0 = weft.sub %arg0, %arg1 : tensor<3xcomplex<f64>>
func.func @sub_cf64(%arg0: tensor<3xcomplex<f64>>, %arg1: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.sub %arg0, %arg1 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @sub_i64(
// CHECK: %0 = weft.sub %arg0, %arg1 : tensor<3xi64>
func.func @sub_i64(%arg0: tensor<3xi64>, %arg1: tensor<3xi64>) -> tensor<3xi64> {
  %0 = weft.sub %arg0, %arg1 : tensor<3xi64>
  weft.return %0 : tensor<3xi64>
}

// CHECK-LABEL: func.func @mul_f32(
// CHECK: %0 = weft.mul %arg0, %arg1 : tensor<3xf32>
func.func @mul_f32(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.mul %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @mul_bf16(
// CHECK: %0 = weft.mul %arg0, %arg1 : tensor<3xbf16>
func.func @mul_bf16(%arg0: tensor<3xbf16>, %arg1: tensor<3xbf16>) -> tensor<3xbf16> {
  %0 = weft.mul %arg0, %arg1 : tensor<3xbf16>
  weft.return %0 : tensor<3xbf16>
}

// CHECK-LABEL: func.func @mul_cf32(
// CHECK: %0 = weft.mul %arg0, %arg1 : tensor<3xcomplex<f32>>
func.func @mul_cf32(%arg0: tensor<3xcomplex<f32>>, %arg1: tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %0 = weft.mul %arg0, %arg1 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @mul_ui32(
// CHECK: %0 = weft.mul %arg0, %arg1 : tensor<3xui32>
func.func @mul_ui32(%arg0: tensor<3xui32>, %arg1: tensor<3xui32>) -> tensor<3xui32> {
  %0 = weft.mul %arg0, %arg1 : tensor<3xui32>
  weft.return %0 : tensor<3xui32>
}

// CHECK-LABEL: func.func @div_f32(
// CHECK: %0 = weft.div %arg0, %arg1 : tensor<3xf32>
func.func @div_f32(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.div %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @div_cf32(
// CHECK: %0 = weft.div %arg0, %arg1 : tensor<3xcomplex<f32>>
func.func @div_cf32(%arg0: tensor<3xcomplex<f32>>, %arg1: tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %0 = weft.div %arg0, %arg1 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @div_i32(
// CHECK: %0 = weft.div %arg0, %arg1 : tensor<3xi32>
func.func @div_i32(%arg0: tensor<3xi32>, %arg1: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.div %arg0, %arg1 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @div_ui32(
// CHECK: %0 = weft.div %arg0, %arg1 : tensor<3xui32>
func.func @div_ui32(%arg0: tensor<3xui32>, %arg1: tensor<3xui32>) -> tensor<3xui32> {
  %0 = weft.div %arg0, %arg1 : tensor<3xui32>
  weft.return %0 : tensor<3xui32>
}

// CHECK-LABEL: func.func @rem_f32(
// CHECK: %0 = weft.rem %arg0, %arg1 : tensor<3xf32>
func.func @rem_f32(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.rem %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @rem_i32(
// CHECK: %0 = weft.rem %arg0, %arg1 : tensor<3xi32>
func.func @rem_i32(%arg0: tensor<3xi32>, %arg1: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.rem %arg0, %arg1 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @rem_ui8(
// CHECK: %0 = weft.rem %arg0, %arg1 : tensor<3xui8>
func.func @rem_ui8(%arg0: tensor<3xui8>, %arg1: tensor<3xui8>) -> tensor<3xui8> {
  %0 = weft.rem %arg0, %arg1 : tensor<3xui8>
  weft.return %0 : tensor<3xui8>
}

// CHECK-LABEL: func.func @max_f32(
// CHECK: %0 = weft.max %arg0, %arg1 : tensor<3xf32>
func.func @max_f32(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.max %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @max_i32(
// CHECK: %0 = weft.max %arg0, %arg1 : tensor<3xi32>
func.func @max_i32(%arg0: tensor<3xi32>, %arg1: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.max %arg0, %arg1 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @max_ui8(
// CHECK: %0 = weft.max %arg0, %arg1 : tensor<3xui8>
func.func @max_ui8(%arg0: tensor<3xui8>, %arg1: tensor<3xui8>) -> tensor<3xui8> {
  %0 = weft.max %arg0, %arg1 : tensor<3xui8>
  weft.return %0 : tensor<3xui8>
}

// CHECK-LABEL: func.func @max_i1(
// CHECK: %0 = weft.max %arg0, %arg1 : tensor<3xi1>
func.func @max_i1(%arg0: tensor<3xi1>, %arg1: tensor<3xi1>) -> tensor<3xi1> {
  %0 = weft.max %arg0, %arg1 : tensor<3xi1>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @min_f64(
// CHECK: %0 = weft.min %arg0, %arg1 : tensor<3xf64>
func.func @min_f64(%arg0: tensor<3xf64>, %arg1: tensor<3xf64>) -> tensor<3xf64> {
  %0 = weft.min %arg0, %arg1 : tensor<3xf64>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @min_i8(
// CHECK: %0 = weft.min %arg0, %arg1 : tensor<3xi8>
func.func @min_i8(%arg0: tensor<3xi8>, %arg1: tensor<3xi8>) -> tensor<3xi8> {
  %0 = weft.min %arg0, %arg1 : tensor<3xi8>
  weft.return %0 : tensor<3xi8>
}

// CHECK-LABEL: func.func @min_ui64(
// CHECK: %0 = weft.min %arg0, %arg1 : tensor<3xui64>
func.func @min_ui64(%arg0: tensor<3xui64>, %arg1: tensor<3xui64>) -> tensor<3xui64> {
  %0 = weft.min %arg0, %arg1 : tensor<3xui64>
  weft.return %0 : tensor<3xui64>
}

// CHECK-LABEL: func.func @min_i1(
// CHECK: %0 = weft.min %arg0, %arg1 : tensor<3xi1>
func.func @min_i1(%arg0: tensor<3xi1>, %arg1: tensor<3xi1>) -> tensor<3xi1> {
  %0 = weft.min %arg0, %arg1 : tensor<3xi1>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @pow_f32(
// CHECK: %0 = weft.pow %arg0, %arg1 : tensor<3xf32>
func.func @pow_f32(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.pow %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @pow_cf64(
// CHECK: %0 = weft.pow %arg0, %arg1 : tensor<3xcomplex<f64>>
func.func @pow_cf64(%arg0: tensor<3xcomplex<f64>>, %arg1: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.pow %arg0, %arg1 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @pow_i32(
// CHECK: %0 = weft.pow %arg0, %arg1 : tensor<3xi32>
func.func @pow_i32(%arg0: tensor<3xi32>, %arg1: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.pow %arg0, %arg1 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @atan2_f32(
// CHECK: %0 = weft.atan2 %arg0, %arg1 : tensor<3xf32>
func.func @atan2_f32(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.atan2 %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @atan2_f64(
// CHECK: %0 = weft.atan2 %arg0, %arg1 : tensor<3xf64>
func.func @atan2_f64(%arg0: tensor<3xf64>, %arg1: tensor<3xf64>) -> tensor<3xf64> {
  %0 = weft.atan2 %arg0, %arg1 : tensor<3xf64>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @nextafter_f32(
// CHECK: %0 = weft.nextafter %arg0, %arg1 : tensor<3xf32>
func.func @nextafter_f32(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.nextafter %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @nextafter_bf16(
// CHECK: %0 = weft.nextafter %arg0, %arg1 : tensor<3xbf16>
func.func @nextafter_bf16(%arg0: tensor<3xbf16>, %arg1: tensor<3xbf16>) -> tensor<3xbf16> {
  %0 = weft.nextafter %arg0, %arg1 : tensor<3xbf16>
  weft.return %0 : tensor<3xbf16>
}

// CHECK-LABEL: func.func @neg_f32(
// CHECK: %0 = weft.neg %arg0 : tensor<3xf32>
func.func @neg_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.neg %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @neg_cf32(
// CHECK: %0 = weft.neg %arg0 : tensor<3xcomplex<f32>>
func.func @neg_cf32(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %0 = weft.neg %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @neg_i32(
// CHECK: %0 = weft.neg %arg0 : tensor<3xi32>
func.func @neg_i32(%arg0: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.neg %arg0 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @integer_pow_3_f32(
// CHECK: %0 = weft.integer_pow %arg0 to 3 : tensor<3xf32>
func.func @integer_pow_3_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.integer_pow %arg0 to 3 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @integer_pow_m2_f64(
// CHECK: %0 = weft.integer_pow %arg0 to -2 : tensor<3xf64>
func.func @integer_pow_m2_f64(%arg0: tensor<3xf64>) -> tensor<3xf64> {
  %0 = weft.integer_pow %arg0 to -2 : tensor<3xf64>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @integer_pow_0_cf32(
// CHECK: %0 = weft.integer_pow %arg0 to 0 : tensor<3xcomplex<f32>>
func.func @integer_pow_0_cf32(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %0 = weft.integer_pow %arg0 to 0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @integer_pow_5_i32(
// CHECK: %0 = weft.integer_pow %arg0 to 5 : tensor<3xi32>
func.func @integer_pow_5_i32(%arg0: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.integer_pow %arg0 to 5 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}
