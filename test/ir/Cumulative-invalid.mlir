// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[cumsum] (cumsum-C1) dim must be an axis of x. Received dim = 2, shape = (2, 3)}}
  %y = weft.cumsum %x along 2 : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<f32>) {
  // expected-error @below {{[cumprod] (cumprod-C1) dim must be an axis of x. Received dim = 0, shape = ()}}
  %y = weft.cumprod %x along 0 : tensor<f32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>) {
  // expected-error @below {{[cummax] (cummax-C1) dim must be an axis of x. Received dim = -1, shape = (3)}}
  %y = weft.cummax %x along -1 : tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>) {
  // expected-error @below {{[cummin] (cummin-C1) dim must be an axis of x. Received dim = 1, shape = (3)}}
  %y = weft.cummin %x along 1 : tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>) {
  // expected-error @below {{[cumlogsumexp] (cumlogsumexp-C1) dim must be an axis of x. Received dim = 1, shape = (3)}}
  %y = weft.cumlogsumexp %x along 1 : tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xcomplex<f32>>) {
  // expected-error @below {{operand #0 must be ranked tensor of float or integer or bool values}}
  %y = weft.cummax %x along 0 : tensor<3xcomplex<f32>>
  weft.return
}
