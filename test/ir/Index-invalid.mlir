// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%x: tensor<6xf32>) {
  // expected-error @below {{[slice] (slice-C1) start, limit and stride must have one entry per axis. Received start = [0], limit = [6, 1], stride = [1], shape = (6)}}
  %y = weft.slice %x [0] [6, 1] [1] : tensor<6xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<6xf32>) {
  // expected-error @below {{[slice] (slice-C2) start must be at least 0 and at most limit, and limit at most the size. Received start = [-1], limit = [6], shape = (6)}}
  %y = weft.slice %x [-1] [6] [1] : tensor<6xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<6xf32>) {
  // expected-error @below {{[slice] (slice-C2) start must be at least 0 and at most limit, and limit at most the size. Received start = [0], limit = [7], shape = (6)}}
  %y = weft.slice %x [0] [7] [1] : tensor<6xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<6xf32>) {
  // expected-error @below {{[slice] (slice-C2) start must be at least 0 and at most limit, and limit at most the size. Received start = [4], limit = [3], shape = (6)}}
  %y = weft.slice %x [4] [3] [1] : tensor<6xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<6xf32>) {
  // expected-error @below {{[slice] (slice-C3) stride must be at least 1. Received stride = [0], shape = (6)}}
  %y = weft.slice %x [0] [6] [0] : tensor<6xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %v: tensor<f32>) {
  // expected-error @below {{[pad] (pad-C1) low, high and interior must have one entry per axis. Received low = [], high = [0], interior = [0], shape = (3)}}
  %y = weft.pad %x, %v [] [0] [0] : tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %v: tensor<f32>) {
  // expected-error @below {{[pad] (pad-C2) interior must be at least 0. Received low = [0], high = [0], interior = [-1], shape = (3)}}
  %y = weft.pad %x, %v [0] [0] [-1] : tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %v: tensor<f32>) {
  // expected-error @below {{[pad] (pad-C3) no size may become negative or overflow. Received low = [-2], high = [-2], interior = [0], shape = (3)}}
  %y = weft.pad %x, %v [-2] [-2] [0] : tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %v: tensor<f32>) {
  // expected-error @below {{[pad] (pad-C3) no size may become negative or overflow}}
  %y = weft.pad %x, %v [0] [0] [9223372036854775807] : tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %v: tensor<f64>) {
  // expected-error @below {{failed to verify that (pad-C4) value is a scalar of x's dtype}}
  %y = "weft.pad"(%x, %v) {low = array<i64: 0>, high = array<i64: 0>, interior = array<i64: 0>} : (tensor<3xf32>, tensor<f64>) -> tensor<3xf32>
  weft.return
}
// -----
func.func @f() {
  // expected-error @below {{[concatenate] (concatenate-C1) there must be at least one operand, and all of one dtype and rank. Received nothing along 0}}
  // expected-error @below {{failed to infer returned types}}
  %y = "weft.concatenate"() {dim = 0} : () -> tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %y: tensor<3xf64>) {
  // expected-error @below {{[concatenate] (concatenate-C1) there must be at least one operand, and all of one dtype and rank. Received tensor<3xf32>, tensor<3xf64> along 0}}
  %z = weft.concatenate %x, %y along 0 : tensor<3xf32>, tensor<3xf64>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %y: tensor<3x1xf32>) {
  // expected-error @below {{[concatenate] (concatenate-C1)}}
  %z = weft.concatenate %x, %y along 0 : tensor<3xf32>, tensor<3x1xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>) {
  // expected-error @below {{[concatenate] (concatenate-C2) dim must be an axis of the operands. Received tensor<3xf32>, tensor<3xf32> along 1}}
  %z = weft.concatenate %x, %x along 1 : tensor<3xf32>, tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3x2xf32>, %y: tensor<4x3xf32>) {
  // expected-error @below {{[concatenate] (concatenate-C3) sizes must agree on the other axes. Received tensor<3x2xf32>, tensor<4x3xf32> along 0}}
  %z = weft.concatenate %x, %y along 0 : tensor<3x2xf32>, tensor<4x3xf32>
  weft.return
}
