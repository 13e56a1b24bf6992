// RUN: weft-opt %s | weft-opt | FileCheck %s

// CHECK-LABEL: func @cumsum
// CHECK: weft.cumsum %{{.*}} along 1 : tensor<2x3xcomplex<f32>>
func.func @cumsum(%x: tensor<2x3xcomplex<f32>>) -> tensor<2x3xcomplex<f32>> {
  %y = weft.cumsum %x along 1 : tensor<2x3xcomplex<f32>>
  weft.return %y : tensor<2x3xcomplex<f32>>
}

// CHECK-LABEL: func @cumprod
// CHECK: weft.cumprod %{{.*}} along 0 reverse : tensor<2x3xi32>
func.func @cumprod(%x: tensor<2x3xi32>) -> tensor<2x3xi32> {
  %y = weft.cumprod %x along 0 reverse : tensor<2x3xi32>
  weft.return %y : tensor<2x3xi32>
}

// CHECK-LABEL: func @cummax
// CHECK: weft.cummax %{{.*}} along 0 : tensor<3xui8>
func.func @cummax(%x: tensor<3xui8>) -> tensor<3xui8> {
  %y = weft.cummax %x along 0 : tensor<3xui8>
  weft.return %y : tensor<3xui8>
}

// CHECK-LABEL: func @cummin
// CHECK: weft.cummin %{{.*}} along 0 : tensor<3xi1>
func.func @cummin(%x: tensor<3xi1>) -> tensor<3xi1> {
  %y = weft.cummin %x along 0 : tensor<3xi1>
  weft.return %y : tensor<3xi1>
}

// CHECK-LABEL: func @cumlogsumexp
// CHECK: weft.cumlogsumexp %{{.*}} along 0 reverse : tensor<3xbf16>
func.func @cumlogsumexp(%x: tensor<3xbf16>) -> tensor<3xbf16> {
  %y = weft.cumlogsumexp %x along 0 reverse : tensor<3xbf16>
  weft.return %y : tensor<3xbf16>
}
