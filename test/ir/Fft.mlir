// RUN: weft-opt %s | weft-opt | FileCheck %s

// CHECK-LABEL: func @kinds
func.func @kinds(%x: tensor<2x6xf32>) -> tensor<2x6xf32> {
  // CHECK: weft.fft "rfft" %{{.*}} [6] : tensor<2x6xf32>
  %a = weft.fft "rfft" %x [6] : tensor<2x6xf32>
  // CHECK: weft.fft "fft" %{{.*}} [2, 4] : tensor<2x4xcomplex<f32>>
  %b = weft.fft "fft" %a [2, 4] : tensor<2x4xcomplex<f32>>
  // CHECK: weft.fft "ifft" %{{.*}} [4] : tensor<2x4xcomplex<f32>>
  %c = weft.fft "ifft" %b [4] : tensor<2x4xcomplex<f32>>
  // CHECK: weft.fft "irfft" %{{.*}} [6] : tensor<2x4xcomplex<f32>>
  %d = weft.fft "irfft" %c [6] : tensor<2x4xcomplex<f32>>
  weft.return %d : tensor<2x6xf32>
}
