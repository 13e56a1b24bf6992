// Special functions: text and bytecode round trips.
// RUN: weft-opt %s | weft-opt | FileCheck %s
// RUN: weft-opt %s --emit-bytecode | weft-opt | FileCheck %s

// CHECK-LABEL: func.func @lgamma(
// CHECK: %0 = weft.lgamma %arg0 : tensor<3xf32>
func.func @lgamma(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.lgamma %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @digamma(
// CHECK: %0 = weft.digamma %arg0 : tensor<3xf32>
func.func @digamma(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.digamma %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @erfc(
// CHECK: %0 = weft.erfc %arg0 : tensor<3xf32>
func.func @erfc(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.erfc %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @erf_inv(
// CHECK: %0 = weft.erf_inv %arg0 : tensor<3xf32>
func.func @erf_inv(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.erf_inv %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @ndtri(
// CHECK: %0 = weft.ndtri %arg0 : tensor<3xf32>
func.func @ndtri(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.ndtri %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @log_ndtr(
// CHECK: %0 = weft.log_ndtr %arg0 : tensor<3xf32>
func.func @log_ndtr(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.log_ndtr %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @bessel_i0e(
// CHECK: %0 = weft.bessel_i0e %arg0 : tensor<3xf32>
func.func @bessel_i0e(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.bessel_i0e %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @bessel_i1e(
// CHECK: %0 = weft.bessel_i1e %arg0 : tensor<3xf32>
func.func @bessel_i1e(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.bessel_i1e %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @entr(
// CHECK: %0 = weft.entr %arg0 : tensor<3xf32>
func.func @entr(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.entr %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @polygamma(
// CHECK: %0 = weft.polygamma %arg0, %arg1 : tensor<3xf64>
func.func @polygamma(%arg0: tensor<3xf64>, %arg1: tensor<3xf64>) -> tensor<3xf64> {
  %0 = weft.polygamma %arg0, %arg1 : tensor<3xf64>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @zeta(
// CHECK: %0 = weft.zeta %arg0, %arg1 : tensor<3xf64>
func.func @zeta(%arg0: tensor<3xf64>, %arg1: tensor<3xf64>) -> tensor<3xf64> {
  %0 = weft.zeta %arg0, %arg1 : tensor<3xf64>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @igamma(
// CHECK: %0 = weft.igamma %arg0, %arg1 : tensor<3xf64>
func.func @igamma(%arg0: tensor<3xf64>, %arg1: tensor<3xf64>) -> tensor<3xf64> {
  %0 = weft.igamma %arg0, %arg1 : tensor<3xf64>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @igammac(
// CHECK: %0 = weft.igammac %arg0, %arg1 : tensor<3xf64>
func.func @igammac(%arg0: tensor<3xf64>, %arg1: tensor<3xf64>) -> tensor<3xf64> {
  %0 = weft.igammac %arg0, %arg1 : tensor<3xf64>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @igamma_grad_a(
// CHECK: %0 = weft.igamma_grad_a %arg0, %arg1 : tensor<3xf64>
func.func @igamma_grad_a(%arg0: tensor<3xf64>, %arg1: tensor<3xf64>) -> tensor<3xf64> {
  %0 = weft.igamma_grad_a %arg0, %arg1 : tensor<3xf64>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @random_gamma_grad(
// CHECK: %0 = weft.random_gamma_grad %arg0, %arg1 : tensor<3xf64>
func.func @random_gamma_grad(%arg0: tensor<3xf64>, %arg1: tensor<3xf64>) -> tensor<3xf64> {
  %0 = weft.random_gamma_grad %arg0, %arg1 : tensor<3xf64>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @xlogy(
// CHECK: %0 = weft.xlogy %arg0, %arg1 : tensor<3xf64>
func.func @xlogy(%arg0: tensor<3xf64>, %arg1: tensor<3xf64>) -> tensor<3xf64> {
  %0 = weft.xlogy %arg0, %arg1 : tensor<3xf64>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @xlog1py(
// CHECK: %0 = weft.xlog1py %arg0, %arg1 : tensor<3xf64>
func.func @xlog1py(%arg0: tensor<3xf64>, %arg1: tensor<3xf64>) -> tensor<3xf64> {
  %0 = weft.xlog1py %arg0, %arg1 : tensor<3xf64>
  weft.return %0 : tensor<3xf64>
}

// CHECK-LABEL: func.func @regularized_incomplete_beta(
// CHECK: %0 = weft.regularized_incomplete_beta %arg0, %arg1, %arg2 : tensor<3xf32>
func.func @regularized_incomplete_beta(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>, %arg2: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.regularized_incomplete_beta %arg0, %arg1, %arg2 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}
