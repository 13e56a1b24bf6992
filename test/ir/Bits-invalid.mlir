// What complex, bits and special refuse.
// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%x: tensor<2xf32>) {
  // expected-error @below {{operand #0 must be ranked tensor of complex values}}
  %y = "weft.real"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf16>) {
  // expected-error @below {{failed to infer returned types}}
  // expected-error @below {{[complex] (complex-C1) x and y must be f32 or f64. Received type = 'tensor<2xf16>'}}
  %y = "weft.complex"(%x, %x) : (tensor<2xf16>, tensor<2xf16>) -> tensor<2xcomplex<f32>>
  weft.return
}
// -----
func.func @f(%x: tensor<2xcomplex<f32>>) {
  // expected-error @below {{[compare] (compare-C2) complex operands have no total order. Received type = 'tensor<2xcomplex<f32>>'}}
  %y = weft.compare total eq %x, %x : tensor<2xcomplex<f32>>
  weft.return
}
// -----
func.func @f(%x: tensor<2xi8>) {
  // expected-error @below {{[bitcast_convert] (bitcast_convert-C1) the width of x's dtype must be a multiple of that of y's. Received 'tensor<2xi8>' and 'tensor<i16>'}}
  %y = weft.bitcast_convert %x : tensor<2xi8> to tensor<i16>
  weft.return
}
// -----
func.func @f(%x: tensor<2xi32>) {
  // expected-error @below {{[bitcast_convert] (bitcast_convert-C2) y must have the shape (2, 4). Received 'tensor<2x2xi8>'}}
  %y = weft.bitcast_convert %x : tensor<2xi32> to tensor<2x2xi8>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>) {
  // expected-error @below {{[reduce_precision] (reduce_precision-C1) exponent must be at least 1 and mantissa at least 0. Received exponent = 0, mantissa = 3}}
  %y = weft.reduce_precision %x exponent 0 mantissa 3 : tensor<2xf32>
  weft.return
}
// -----
func.func @f(%w: tensor<2xi32>, %x: tensor<2xf32>, %y: tensor<2xf64>) {
  // expected-error @below {{failed to infer returned types}}
  // expected-error @below {{[select_n] (select_n-C1) there must be at least one case, and all of one type}}
  %z = "weft.select_n"(%w, %x, %y) : (tensor<2xi32>, tensor<2xf32>, tensor<2xf64>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%w: tensor<2xi32>) {
  // expected-error @below {{failed to infer returned types}}
  // expected-error @below {{[select_n] (select_n-C1) there must be at least one case, and all of one type}}
  %z = "weft.select_n"(%w) : (tensor<2xi32>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2xi32>) {
  // expected-error @below {{operand #0 must be ranked tensor of float values}}
  %y = weft.lgamma %x : tensor<2xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>) {
  // expected-error @below {{operand #0 must be ranked tensor of integer values}}
  %y = weft.mulhi %x, %x : tensor<2xf32>
  weft.return
}
