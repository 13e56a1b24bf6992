// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%x: tensor<6xcomplex<f32>>) {
  // expected-error @below {{[fft] (fft-C1) the kind must be fft, ifft, rfft or irfft. Received dct of 'tensor<6xcomplex<f32>>' with lengths [6]}}
  %y = weft.fft "dct" %x [6] : tensor<6xcomplex<f32>>
  weft.return
}
// -----
func.func @f(%x: tensor<6xcomplex<f32>>) {
  // expected-error @below {{[fft] (fft-C2) there must be 1 to rank lengths, each at least 1. Received fft of 'tensor<6xcomplex<f32>>' with lengths [1, 6]}}
  %y = weft.fft "fft" %x [1, 6] : tensor<6xcomplex<f32>>
  weft.return
}
// -----
func.func @f(%x: tensor<0xcomplex<f32>>) {
  // expected-error @below {{(fft-C2)}}
  %y = weft.fft "fft" %x [0] : tensor<0xcomplex<f32>>
  weft.return
}
// -----
func.func @f(%x: tensor<6xf32>) {
  // expected-error @below {{[fft] (fft-C3) rfft takes f32 or f64, the others complex numbers. Received fft of 'tensor<6xf32>' with lengths [6]}}
  %y = weft.fft "fft" %x [6] : tensor<6xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<6xf16>) {
  // expected-error @below {{(fft-C3)}}
  %y = weft.fft "rfft" %x [6] : tensor<6xf16>
  weft.return
}
// -----
func.func @f(%x: tensor<6xcomplex<f32>>) {
  // expected-error @below {{[fft] (fft-C4) lengths must be the sizes of the last axes (of the last one for irfft, n/2 + 1). Received irfft of 'tensor<6xcomplex<f32>>' with lengths [6]}}
  %y = weft.fft "irfft" %x [6] : tensor<6xcomplex<f32>>
  weft.return
}
