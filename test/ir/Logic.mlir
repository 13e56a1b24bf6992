// Bits, comparison, selection, conversion: round trips, by dtype.
// RUN: weft-opt %s | weft-opt | FileCheck %s
// RUN: weft-opt %s --emit-bytecode | weft-opt | FileCheck %s

// CHECK-LABEL: func.func @and_i1(
// CHECK: %0 = weft.and %arg0, %arg1 : tensor<3xi1>
func.func @and_i1(%arg0: tensor<3xi1>, %arg1: tensor<3xi1>) -> tensor<3xi1> {
  %0 = weft.and %arg0, %arg1 : tensor<3xi1>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @and_i32(
// CHECK: %0 = weft.and %arg0, %arg1 : tensor<3xi32>
func.func @and_i32(%arg0: tensor<3xi32>, %arg1: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.and %arg0, %arg1 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @and_ui8(
// CHECK: %0 = weft.and %arg0, %arg1 : tensor<3xui8>
func.func @and_ui8(%arg0: tensor<3xui8>, %arg1: tensor<3xui8>) -> tensor<3xui8> {
  %0 = weft.and %arg0, %arg1 : tensor<3xui8>
  weft.return %0 : tensor<3xui8>
}

// CHECK-LABEL: func.func @or_i1(
// CHECK: %0 = weft.or %arg0, %arg1 : tensor<3xi1>
func.func @or_i1(%arg0: tensor<3xi1>, %arg1: tensor<3xi1>) -> tensor<3xi1> {
  %0 = weft.or %arg0, %arg1 : tensor<3xi1>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @or_i32(
// CHECK: %0 = weft.or %arg0, %arg1 : tensor<3xi32>
func.func @or_i32(%arg0: tensor<3xi32>, %arg1: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.or %arg0, %arg1 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @or_ui8(
// CHECK: %0 = weft.or %arg0, %arg1 : tensor<3xui8>
func.func @or_ui8(%arg0: tensor<3xui8>, %arg1: tensor<3xui8>) -> tensor<3xui8> {
  %0 = weft.or %arg0, %arg1 : tensor<3xui8>
  weft.return %0 : tensor<3xui8>
}

// CHECK-LABEL: func.func @xor_i1(
// CHECK: %0 = weft.xor %arg0, %arg1 : tensor<3xi1>
func.func @xor_i1(%arg0: tensor<3xi1>, %arg1: tensor<3xi1>) -> tensor<3xi1> {
  %0 = weft.xor %arg0, %arg1 : tensor<3xi1>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @xor_i32(
// CHECK: %0 = weft.xor %arg0, %arg1 : tensor<3xi32>
func.func @xor_i32(%arg0: tensor<3xi32>, %arg1: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.xor %arg0, %arg1 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @xor_ui8(
// CHECK: %0 = weft.xor %arg0, %arg1 : tensor<3xui8>
func.func @xor_ui8(%arg0: tensor<3xui8>, %arg1: tensor<3xui8>) -> tensor<3xui8> {
  %0 = weft.xor %arg0, %arg1 : tensor<3xui8>
  weft.return %0 : tensor<3xui8>
}

// CHECK-LABEL: func.func @shift_left_i32(
// CHECK: %0 = weft.shift_left %arg0, %arg1 : tensor<3xi32>
func.func @shift_left_i32(%arg0: tensor<3xi32>, %arg1: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.shift_left %arg0, %arg1 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @shift_left_ui8(
// CHECK: %0 = weft.shift_left %arg0, %arg1 : tensor<3xui8>
func.func @shift_left_ui8(%arg0: tensor<3xui8>, %arg1: tensor<3xui8>) -> tensor<3xui8> {
  %0 = weft.shift_left %arg0, %arg1 : tensor<3xui8>
  weft.return %0 : tensor<3xui8>
}

// CHECK-LABEL: func.func @shift_right_logical_i32(
// CHECK: %0 = weft.shift_right_logical %arg0, %arg1 : tensor<3xi32>
func.func @shift_right_logical_i32(%arg0: tensor<3xi32>, %arg1: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.shift_right_logical %arg0, %arg1 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @shift_right_logical_ui8(
// CHECK: %0 = weft.shift_right_logical %arg0, %arg1 : tensor<3xui8>
func.func @shift_right_logical_ui8(%arg0: tensor<3xui8>, %arg1: tensor<3xui8>) -> tensor<3xui8> {
  %0 = weft.shift_right_logical %arg0, %arg1 : tensor<3xui8>
  weft.return %0 : tensor<3xui8>
}

// CHECK-LABEL: func.func @shift_right_arithmetic_i32(
// CHECK: %0 = weft.shift_right_arithmetic %arg0, %arg1 : tensor<3xi32>
func.func @shift_right_arithmetic_i32(%arg0: tensor<3xi32>, %arg1: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.shift_right_arithmetic %arg0, %arg1 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @shift_right_arithmetic_ui8(
// CHECK: %0 = weft.shift_right_arithmetic %arg0, %arg1 : tensor<3xui8>
func.func @shift_right_arithmetic_ui8(%arg0: tensor<3xui8>, %arg1: tensor<3xui8>) -> tensor<3xui8> {
  %0 = weft.shift_right_arithmetic %arg0, %arg1 : tensor<3xui8>
  weft.return %0 : tensor<3xui8>
}

// CHECK-LABEL: func.func @not_i1(
// CHECK: %0 = weft.not %arg0 : tensor<3xi1>
func.func @not_i1(%arg0: tensor<3xi1>) -> tensor<3xi1> {
  %0 = weft.not %arg0 : tensor<3xi1>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @not_i32(
// CHECK: %0 = weft.not %arg0 : tensor<3xi32>
func.func @not_i32(%arg0: tensor<3xi32>) -> tensor<3xi32> {
  %0 = weft.not %arg0 : tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @population_count_i4(
// CHECK: %0 = weft.population_count %arg0 : tensor<3xi4>
func.func @population_count_i4(%arg0: tensor<3xi4>) -> tensor<3xi4> {
  %0 = weft.population_count %arg0 : tensor<3xi4>
  weft.return %0 : tensor<3xi4>
}

// CHECK-LABEL: func.func @population_count_ui64(
// CHECK: %0 = weft.population_count %arg0 : tensor<3xui64>
func.func @population_count_ui64(%arg0: tensor<3xui64>) -> tensor<3xui64> {
  %0 = weft.population_count %arg0 : tensor<3xui64>
  weft.return %0 : tensor<3xui64>
}

// CHECK-LABEL: func.func @clz_i4(
// CHECK: %0 = weft.clz %arg0 : tensor<3xi4>
func.func @clz_i4(%arg0: tensor<3xi4>) -> tensor<3xi4> {
  %0 = weft.clz %arg0 : tensor<3xi4>
  weft.return %0 : tensor<3xi4>
}

// CHECK-LABEL: func.func @clz_ui64(
// CHECK: %0 = weft.clz %arg0 : tensor<3xui64>
func.func @clz_ui64(%arg0: tensor<3xui64>) -> tensor<3xui64> {
  %0 = weft.clz %arg0 : tensor<3xui64>
  weft.return %0 : tensor<3xui64>
}

// CHECK-LABEL: func.func @compare_eq(
// CHECK: %0 = weft.compare eq %arg0, %arg1 : tensor<3xf32>
func.func @compare_eq(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xi1> {
  %0 = weft.compare eq %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @compare_ne(
// CHECK: %0 = weft.compare ne %arg0, %arg1 : tensor<3xf32>
func.func @compare_ne(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xi1> {
  %0 = weft.compare ne %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @compare_lt(
// CHECK: %0 = weft.compare lt %arg0, %arg1 : tensor<3xf32>
func.func @compare_lt(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xi1> {
  %0 = weft.compare lt %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @compare_le(
// CHECK: %0 = weft.compare le %arg0, %arg1 : tensor<3xf32>
func.func @compare_le(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xi1> {
  %0 = weft.compare le %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @compare_gt(
// CHECK: %0 = weft.compare gt %arg0, %arg1 : tensor<3xf32>
func.func @compare_gt(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xi1> {
  %0 = weft.compare gt %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @compare_ge(
// CHECK: %0 = weft.compare ge %arg0, %arg1 : tensor<3xf32>
func.func @compare_ge(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xi1> {
  %0 = weft.compare ge %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @compare_eq_cf32(
// CHECK: %0 = weft.compare eq %arg0, %arg1 : tensor<3xcomplex<f32>>
func.func @compare_eq_cf32(%arg0: tensor<3xcomplex<f32>>, %arg1: tensor<3xcomplex<f32>>) -> tensor<3xi1> {
  %0 = weft.compare eq %arg0, %arg1 : tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @compare_lt_i1(
// CHECK: %0 = weft.compare lt %arg0, %arg1 : tensor<3xi1>
func.func @compare_lt_i1(%arg0: tensor<3xi1>, %arg1: tensor<3xi1>) -> tensor<3xi1> {
  %0 = weft.compare lt %arg0, %arg1 : tensor<3xi1>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @compare_gt_ui8(
// CHECK: %0 = weft.compare gt %arg0, %arg1 : tensor<3xui8>
func.func @compare_gt_ui8(%arg0: tensor<3xui8>, %arg1: tensor<3xui8>) -> tensor<3xi1> {
  %0 = weft.compare gt %arg0, %arg1 : tensor<3xui8>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @is_finite(
// CHECK: %0 = weft.is_finite %arg0 : tensor<3xf32>
func.func @is_finite(%arg0: tensor<3xf32>) -> tensor<3xi1> {
  %0 = weft.is_finite %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @select_f32(
// CHECK: %0 = weft.select %arg0, %arg1, %arg2 : tensor<3xi1>, tensor<3xf32>
func.func @select_f32(%arg0: tensor<3xi1>, %arg1: tensor<3xf32>, %arg2: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.select %arg0, %arg1, %arg2 : tensor<3xi1>, tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @select_i1(
// CHECK: %0 = weft.select %arg0, %arg1, %arg2 : tensor<3xi1>, tensor<3xi1>
func.func @select_i1(%arg0: tensor<3xi1>, %arg1: tensor<3xi1>, %arg2: tensor<3xi1>) -> tensor<3xi1> {
  %0 = weft.select %arg0, %arg1, %arg2 : tensor<3xi1>, tensor<3xi1>
  weft.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @select_cf32(
// CHECK: %0 = weft.select %arg0, %arg1, %arg2 : tensor<3xi1>, tensor<3xcomplex<f32>>
func.func @select_cf32(%arg0: tensor<3xi1>, %arg1: tensor<3xcomplex<f32>>, %arg2: tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>> {
  %0 = weft.select %arg0, %arg1, %arg2 : tensor<3xi1>, tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @clamp_f32(
// CHECK: %0 = weft.clamp %arg0, %arg1, %arg2 : tensor<3xf32>
func.func @clamp_f32(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>, %arg2: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.clamp %arg0, %arg1, %arg2 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @clamp_ui8(
// CHECK: %0 = weft.clamp %arg0, %arg1, %arg2 : tensor<3xui8>
func.func @clamp_ui8(%arg0: tensor<3xui8>, %arg1: tensor<3xui8>, %arg2: tensor<3xui8>) -> tensor<3xui8> {
  %0 = weft.clamp %arg0, %arg1, %arg2 : tensor<3xui8>
  weft.return %0 : tensor<3xui8>
}

// CHECK-LABEL: func.func @convert_f32_i32(
// CHECK: %0 = weft.convert %arg0 : tensor<3xf32> to tensor<3xi32>
func.func @convert_f32_i32(%arg0: tensor<3xf32>) -> tensor<3xi32> {
  %0 = weft.convert %arg0 : tensor<3xf32> to tensor<3xi32>
  weft.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @convert_i1_f8E4M3FN(
// CHECK: %0 = weft.convert %arg0 : tensor<3xi1> to tensor<3xf8E4M3FN>
func.func @convert_i1_f8E4M3FN(%arg0: tensor<3xi1>) -> tensor<3xf8E4M3FN> {
  %0 = weft.convert %arg0 : tensor<3xi1> to tensor<3xf8E4M3FN>
  weft.return %0 : tensor<3xf8E4M3FN>
}

// CHECK-LABEL: func.func @convert_cf32_f32(
// CHECK: %0 = weft.convert %arg0 : tensor<3xcomplex<f32>> to tensor<3xf32>
func.func @convert_cf32_f32(%arg0: tensor<3xcomplex<f32>>) -> tensor<3xf32> {
  %0 = weft.convert %arg0 : tensor<3xcomplex<f32>> to tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @convert_ui64_bf16(
// CHECK: %0 = weft.convert %arg0 : tensor<3xui64> to tensor<3xbf16>
func.func @convert_ui64_bf16(%arg0: tensor<3xui64>) -> tensor<3xbf16> {
  %0 = weft.convert %arg0 : tensor<3xui64> to tensor<3xbf16>
  weft.return %0 : tensor<3xbf16>
}

// CHECK-LABEL: func.func @convert_f64_cf32(
// CHECK: %0 = weft.convert %arg0 : tensor<3xf64> to tensor<3xcomplex<f32>>
func.func @convert_f64_cf32(%arg0: tensor<3xf64>) -> tensor<3xcomplex<f32>> {
  %0 = weft.convert %arg0 : tensor<3xf64> to tensor<3xcomplex<f32>>
  weft.return %0 : tensor<3xcomplex<f32>>
}

// CHECK-LABEL: func.func @convert_i32_i1(
// CHECK: %0 = weft.convert %arg0 : tensor<3xi32> to tensor<3xi1>
func.func @convert_i32_i1(%arg0: tensor<3xi32>) -> tensor<3xi1> {
  %0 = weft.convert %arg0 : tensor<3xi32> to tensor<3xi1>
  weft.return %0 : tensor<3xi1>
}
