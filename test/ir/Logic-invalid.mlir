// What the families of elementwise operations refuse.
// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%x: tensor<2xcomplex<f32>>) {
  // expected-error @below {{[compare] (compare-C1) complex operands must be compared by eq or ne. Received direction = lt, type = 'tensor<2xcomplex<f32>>'}}
  %y = weft.compare lt %x, %x : tensor<2xcomplex<f32>>
  weft.return
}
// -----
func.func @f(%x: tensor<2xcomplex<f64>>) {
  // expected-error @below {{[compare] (compare-C1) complex operands must be compared by eq or ne. Received direction = ge}}
  %y = weft.compare ge %x, %x : tensor<2xcomplex<f64>>
  weft.return
}
// -----
func.func @f(%x: tensor<2xi1>) {
  // expected-error @below {{operand #0 must be ranked tensor of float or integer or complex values}}
  %y = weft.add %x, %x : tensor<2xi1>
  weft.return
}
// -----
func.func @f(%x: tensor<2xcomplex<f32>>) {
  // expected-error @below {{operand #0 must be ranked tensor of float or integer values}}
  %y = weft.rem %x, %x : tensor<2xcomplex<f32>>
  weft.return
}
// -----
func.func @f(%x: tensor<2xi32>) {
  // expected-error @below {{operand #0 must be ranked tensor of float or complex values}}
  %y = weft.exp %x : tensor<2xi32>
  weft.return
}
// -----
func.func @f(%p: tensor<2xf32>) {
  // expected-error @below {{operand #0 must be ranked tensor of bool values}}
  %y = weft.select %p, %p, %p : tensor<2xf32>, tensor<2xf32>
  weft.return
}
// -----
func.func @f(%p: tensor<3xi1>, %x: tensor<2xf32>) {
  // expected-error @below {{failed to verify that all of {p, x} have same shape}}
  %y = weft.select %p, %x, %x : tensor<3xi1>, tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>) {
  // expected-error @below {{failed to verify that all of {x, y} have same shape}}
  %y = weft.convert %x : tensor<2xf32> to tensor<3xi32>
  weft.return
}
