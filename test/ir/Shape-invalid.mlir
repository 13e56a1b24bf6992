// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f() {
  // expected-error @below {{[iota] (iota-C1) dim must be an axis of the result. Received dim = 2, shape = (2, 3)}}
  %y = weft.iota along 2 : tensor<2x3xi32>
  weft.return
}
// -----
func.func @f() {
  // expected-error @below {{[iota] (iota-C1) dim must be an axis of the result. Received dim = -1, shape = (3)}}
  %y = weft.iota along -1 : tensor<3xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>) {
  // expected-error @below {{[broadcast_in_dim] (broadcast_in_dim-C1) dims must have one entry per operand axis. Received dims = [0, 1], shape = (3)}}
  %y = weft.broadcast_in_dim %x to [0, 1] : tensor<3xf32> -> tensor<3x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3x3xf32>) {
  // expected-error @below {{[broadcast_in_dim] (broadcast_in_dim-C2) dims must be axes of the result, ascending. Received dims = [1, 0], result shape = (3, 3)}}
  %y = weft.broadcast_in_dim %x to [1, 0] : tensor<3x3xf32> -> tensor<3x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>) {
  // expected-error @below {{[broadcast_in_dim] (broadcast_in_dim-C2) dims must be axes of the result, ascending. Received dims = [2], result shape = (3, 3)}}
  %y = weft.broadcast_in_dim %x to [2] : tensor<3xf32> -> tensor<3x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>) {
  // expected-error @below {{[broadcast_in_dim] (broadcast_in_dim-C3) each axis must have the result's size or 1. Received shape = (3), dims = [0], result shape = (2, 3)}}
  %y = weft.broadcast_in_dim %x to [0] : tensor<3xf32> -> tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>) {
  // expected-error @below {{failed to verify that all of {x, y} have same element type}}
  %y = weft.broadcast_in_dim %x to [0] : tensor<3xf32> -> tensor<3xf64>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[reshape] (reshape-C1) both shapes must have as many elements. Received (2, 3) with 6, (5) with 5}}
  %y = weft.reshape %x : tensor<2x3xf32> -> tensor<5xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[transpose] (transpose-C1) perm must be a permutation of the operand's axes. Received perm = [0], shape = (2, 3)}}
  %y = weft.transpose %x by [0] : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[transpose] (transpose-C1) perm must be a permutation of the operand's axes. Received perm = [1, 1], shape = (2, 3)}}
  %y = weft.transpose %x by [1, 1] : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[transpose] (transpose-C1) perm must be a permutation of the operand's axes. Received perm = [0, 2], shape = (2, 3)}}
  %y = weft.transpose %x by [0, 2] : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[rev] (rev-C1) dims must be axes of the operand, ascending. Received dims = [0, 0], shape = (2, 3)}}
  %y = weft.rev %x over [0, 0] : tensor<2x3xf32>
  weft.return
}
