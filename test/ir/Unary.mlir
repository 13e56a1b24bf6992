// Functions of one array: text and bytecode round trips, by dtype.
// RUN: weft-opt %s | weft-opt | FileCheck %s
// RUN: weft-opt %s --emit-bytecode | weft-opt | FileCheck %s

// CHECK-LABEL: func.func @abs_f32(
// CHECK: %0 = weft.abs %arg0 : tensor<3xf32>
func.func @abs_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.abs %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @abs_i32(
// CHECK: %0 = weft.abs %arg0 : tensor<3xi32>
func.func @abs_i32(%arg0: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.abs %arg0 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @abs_ui32(
// CHECK: %0 = weft.abs %arg0 : tensor<3xui32>
func.func @abs_ui32(%arg0: tensor<3xui32>) -> tensor<3xui32> {
  %0 = weft.abs %arg0 : tensor<3xui32>
  weft.return %0 : tensor<3xui32>
}

// CHECK-LABEL: func.func @sign_f32(
// CHECK: %0 = weft.sign %arg0 : tensor<3xf32>
func.func @sign_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sign %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sign_i32(
// CHECK: %0 = weft.sign %arg0 : tensor<3xi32>
func.func @sign_i32(%arg0: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.sign %arg0 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @sign_ui32(
// CHECK: %0 = weft.sign %arg0 : tensor<3xui32>
func.func @sign_ui32(%arg0: tensor<3xui32>) -> tensor<3xui32> {
  %0 = weft.sign %arg0 : tensor<3xui32>
  weft.return %0 : tensor<3xui32>
}

// CHECK-LABEL: func.func @floor_f32(
// CHECK: %0 = weft.floor %arg0 : tensor<3xf32>
func.func @floor_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.floor %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @floor_f16(
// CHECK: %0 = weft.floor %arg0 : tensor<3xf16>
func.func @floor_f16(%arg0: tensor<3xf16>) -> tensor<3xf16> {
  %0 = weft.floor %arg0 : tensor<3xf16>
  weft.return %0 : tensor<3xf16>
}

// CHECK-LABEL: func.func @ceil_f32(
// CHECK: %0 = weft.ceil %arg0 : tensor<3xf32>
func.func @ceil_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.ceil %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @ceil_f16(
// CHECK: %0 = weft.ceil %arg0 : tensor<3xf16>
func.func @ceil_f16(%arg0: tensor<3xf16>) -> tensor<3xf16> {
  %0 = weft.ceil %arg0 : tensor<3xf16>
  weft.return %0 : tensor<3xf16>
}

// CHECK-LABEL: func.func @round_f32(
// CHECK: %0 = weft.round %arg0 : tensor<3xf32>
func.func @round_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.round %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @round_f16(
// CHECK: %0 = weft.round %arg0 : tensor<3xf16>
func.func @round_f16(%arg0: tensor<3xf16>) -> tensor<3xf16> {
  %0 = weft.round %arg0 : tensor<3xf16>
  weft.return %0 : tensor<3xf16>
}

// CHECK-LABEL: func.func @round_even_f32(
// CHECK: %0 = weft.round_even %arg0 : tensor<3xf32>
func.func @round_even_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.round_even %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @round_even_f16(
// CHECK: %0 = weft.round_even %arg0 : tensor<3xf16>
func.func @round_even_f16(%arg0: tensor<3xf16>) -> tensor<3xf16> {
  %0 = weft.round_even %arg0 : tensor<3xf16>
  weft.return %0 : tensor<3xf16>
}

// CHECK-LABEL: func.func @erf_f32(
// CHECK: %0 = weft.erf %arg0 : tensor<3xf32>
func.func @erf_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.erf %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @erf_f16(
// CHECK: %0 = weft.erf %arg0 : tensor<3xf16>
func.func @erf_f16(%arg0: tensor<3xf16>) -> tensor<3xf16> {
  %0 = weft.erf %arg0 : tensor<3xf16>
  weft.return %0 : tensor<3xf16>
}

// CHECK-LABEL: func.func @exp_f32(
// CHECK: %0 = weft.exp %arg0 : tensor<3xf32>
func.func @exp_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.exp %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @exp_cf64(
// CHECK: %0 = weft.exp %arg0 : tensor<3xcomplex<f64>>
func.func @exp_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.exp %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @exp2_f32(
// CHECK: %0 = weft.exp2 %arg0 : tensor<3xf32>
func.func @exp2_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.exp2 %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @exp2_cf64(
// CHECK: %0 = weft.exp2 %arg0 : tensor<3xcomplex<f64>>
func.func @exp2_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.exp2 %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @expm1_f32(
// CHECK: %0 = weft.expm1 %arg0 : tensor<3xf32>
func.func @expm1_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.expm1 %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @expm1_cf64(
// CHECK: %0 = weft.expm1 %arg0 : tensor<3xcomplex<f64>>
func.func @expm1_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.expm1 %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @log_f32(
// CHECK: %0 = weft.log %arg0 : tensor<3xf32>
func.func @log_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.log %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @log_cf64(
// CHECK: %0 = weft.log %arg0 : tensor<3xcomplex<f64>>
func.func @log_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.log %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @log1p_f32(
// CHECK: %0 = weft.log1p %arg0 : tensor<3xf32>
func.func @log1p_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.log1p %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @log1p_cf64(
// CHECK: %0 = weft.log1p %arg0 : tensor<3xcomplex<f64>>
func.func @log1p_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.log1p %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @tanh_f32(
// CHECK: %0 = weft.tanh %arg0 : tensor<3xf32>
func.func @tanh_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.tanh %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @tanh_cf64(
// CHECK: %0 = weft.tanh %arg0 : tensor<3xcomplex<f64>>
func.func @tanh_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.tanh %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @logistic_f32(
// CHECK: %0 = weft.logistic %arg0 : tensor<3xf32>
func.func @logistic_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.logistic %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @logistic_cf64(
// CHECK: %0 = weft.logistic %arg0 : tensor<3xcomplex<f64>>
func.func @logistic_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.logistic %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @sin_f32(
// CHECK: %0 = weft.sin %arg0 : tensor<3xf32>
func.func @sin_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sin %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sin_cf64(
// CHECK: %0 = weft.sin %arg0 : tensor<3xcomplex<f64>>
func.func @sin_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.sin %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @cos_f32(
// CHECK: %0 = weft.cos %arg0 : tensor<3xf32>
func.func @cos_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.cos %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @cos_cf64(
// CHECK: %0 = weft.cos %arg0 : tensor<3xcomplex<f64>>
func.func @cos_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.cos %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @tan_f32(
// CHECK: %0 = weft.tan %arg0 : tensor<3xf32>
func.func @tan_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.tan %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @tan_cf64(
// CHECK: %0 = weft.tan %arg0 : tensor<3xcomplex<f64>>
func.func @tan_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.tan %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @asin_f32(
// CHECK: %0 = weft.asin %arg0 : tensor<3xf32>
func.func @asin_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.asin %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @asin_cf64(
// CHECK: %0 = weft.asin %arg0 : tensor<3xcomplex<f64>>
func.func @asin_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.asin %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @acos_f32(
// CHECK: %0 = weft.acos %arg0 : tensor<3xf32>
func.func @acos_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.acos %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @acos_cf64(
// CHECK: %0 = weft.acos %arg0 : tensor<3xcomplex<f64>>
func.func @acos_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.acos %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @atan_f32(
// CHECK: %0 = weft.atan %arg0 : tensor<3xf32>
func.func @atan_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.atan %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @atan_cf64(
// CHECK: %0 = weft.atan %arg0 : tensor<3xcomplex<f64>>
func.func @atan_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.atan %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @sinh_f32(
// CHECK: %0 = weft.sinh %arg0 : tensor<3xf32>
func.func @sinh_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sinh %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sinh_cf64(
// CHECK: %0 = weft.sinh %arg0 : tensor<3xcomplex<f64>>
func.func @sinh_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.sinh %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @cosh_f32(
// CHECK: %0 = weft.cosh %arg0 : tensor<3xf32>
func.func @cosh_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.cosh %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @cosh_cf64(
// CHECK: %0 = weft.cosh %arg0 : tensor<3xcomplex<f64>>
func.func @cosh_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.cosh %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @asinh_f32(
// CHECK: %0 = weft.asinh %arg0 : tensor<3xf32>
func.func @asinh_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.asinh %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @asinh_cf64(
// CHECK: %0 = weft.asinh %arg0 : tensor<3xcomplex<f64>>
func.func @asinh_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.asinh %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @acosh_f32(
// CHECK: %0 = weft.acosh %arg0 : tensor<3xf32>
func.func @acosh_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.acosh %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @acosh_cf64(
// CHECK: %0 = weft.acosh %arg0 : tensor<3xcomplex<f64>>
func.func @acosh_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.acosh %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @atanh_f32(
// CHECK: %0 = weft.atanh %arg0 : tensor<3xf32>
func.func @atanh_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.atanh %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @atanh_cf64(
// CHECK: %0 = weft.atanh %arg0 : tensor<3xcomplex<f64>>
func.func @atanh_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.atanh %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @sqrt_f32(
// CHECK: %0 = weft.sqrt %arg0 : tensor<3xf32>
func.func @sqrt_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sqrt %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sqrt_cf64(
// CHECK: %0 = weft.sqrt %arg0 : tensor<3xcomplex<f64>>
func.func @sqrt_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.sqrt %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @rsqrt_f32(
// CHECK: %0 = weft.rsqrt %arg0 : tensor<3xf32>
func.func @rsqrt_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.rsqrt %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @rsqrt_cf64(
// CHECK: %0 = weft.rsqrt %arg0 : tensor<3xcomplex<f64>>
func.func @rsqrt_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.rsqrt %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @cbrt_f32(
// CHECK: %0 = weft.cbrt %arg0 : tensor<3xf32>
func.func @cbrt_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.cbrt %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @cbrt_cf64(
// CHECK: %0 = weft.cbrt %arg0 : tensor<3xcomplex<f64>>
func.func @cbrt_cf64(%arg0: tensor<3xcomplex<f64>>) -> tensor<3xcomplex<f64>> {
  %0 = weft.cbrt %arg0 : tensor<3xcomplex<f64>>
  weft.return %0 : tensor<3xcomplex<f64>>
}

// CHECK-LABEL: func.func @stop_gradient_f32(
// CHECK: %0 = weft.stop_gradient %arg0 : tensor<3xf32>
func.func @stop_gradient_f32(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.stop_gradient %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @stop_gradient_i1(
// CHECK: %0 = weft.stop_gradient %arg0 : tensor<3xi1>
func.func @stop_gradient_i1(%arg0: tensor<3xi1>) -> tensor<3xi1> {
  %0 = weft.stop_gradient %arg0 : tensor<3xi1>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @stop_gradient_ui8(
// CHECK: %0 = weft.stop_gradient %arg0 : tensor<3xui8>
func.func @stop_gradient_ui8(%arg0: tensor<3xui8>) -> tensor<3xui8> {
  %0 = weft.stop_gradient %arg0 : tensor<3xui8>
  weft.return %0 : tensor<3xui8>
}

// CHECK-LABEL: func.func @stop_gradient_cf32(
// CHECK: %0 = weft.stop_gradient %arg0 : tensor<3xcomplex<f32>>
func.func @stop_gradient_cf32(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %0 = weft.stop_gradient %arg0 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}
