// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[reduce_sum] (reduce_sum-C1) dims must be axes of the operand, ascending. Received dims = [0, 0], shape = (2, 3)}}
  %y = weft.reduce_sum %x over [0, 0] : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[reduce_sum] (reduce_sum-C1) dims must be axes of the operand, ascending. Received dims = [2], shape = (2, 3)}}
  %y = weft.reduce_sum %x over [2] : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[reduce_sum] (reduce_sum-C1) dims must be axes of the operand, ascending. Received dims = [-1], shape = (2, 3)}}
  %y = weft.reduce_sum %x over [-1] : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[reduce_sum] (reduce_sum-C1) dims must be axes of the operand, ascending. Received dims = [1, 0], shape = (2, 3)}}
  %y = weft.reduce_sum %x over [1, 0] : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[reduce_prod] (reduce_prod-C1) dims must be axes of the operand, ascending. Received dims = [2], shape = (2, 3)}}
  %y = weft.reduce_prod %x over [2] : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[reduce_max] (reduce_max-C1) dims must be axes of the operand, ascending. Received dims = [-1], shape = (2, 3)}}
  %y = weft.reduce_max %x over [-1] : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[reduce_min] (reduce_min-C1) dims must be axes of the operand, ascending. Received dims = [1, 0], shape = (2, 3)}}
  %y = weft.reduce_min %x over [1, 0] : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xi1>) {
  // expected-error @below {{[reduce_and] (reduce_and-C1) dims must be axes of the operand, ascending. Received dims = [0, 0], shape = (2, 3)}}
  %y = weft.reduce_and %x over [0, 0] : tensor<2x3xi1>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xi32>) {
  // expected-error @below {{[reduce_or] (reduce_or-C1) dims must be axes of the operand, ascending. Received dims = [2], shape = (2, 3)}}
  %y = weft.reduce_or %x over [2] : tensor<2x3xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xi32>) {
  // expected-error @below {{[reduce_xor] (reduce_xor-C1) dims must be axes of the operand, ascending. Received dims = [-1], shape = (2, 3)}}
  %y = weft.reduce_xor %x over [-1] : tensor<2x3xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[argmax] (argmax-C1) dim must be an axis of the operand and not empty. Received dim = 2, shape = (2, 3), result shape = (2)}}
  %y = weft.argmax %x over 2 : tensor<2x3xf32> -> tensor<2xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x0xf32>) {
  // expected-error @below {{[argmax] (argmax-C1) dim must be an axis of the operand and not empty. Received dim = 1, shape = (2, 0), result shape = (2)}}
  %y = weft.argmax %x over 1 : tensor<2x0xf32> -> tensor<2xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[argmax] (argmax-C2) the result must have the operand's shape without dim. Received dim = 1, shape = (2, 3), result shape = (3)}}
  %y = weft.argmax %x over 1 : tensor<2x3xf32> -> tensor<3xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[argmin] (argmin-C1) dim must be an axis of the operand and not empty. Received dim = 2, shape = (2, 3), result shape = (2)}}
  %y = weft.argmin %x over 2 : tensor<2x3xf32> -> tensor<2xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x0xf32>) {
  // expected-error @below {{[argmin] (argmin-C1) dim must be an axis of the operand and not empty. Received dim = 1, shape = (2, 0), result shape = (2)}}
  %y = weft.argmin %x over 1 : tensor<2x0xf32> -> tensor<2xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[argmin] (argmin-C2) the result must have the operand's shape without dim. Received dim = 1, shape = (2, 3), result shape = (3)}}
  %y = weft.argmin %x over 1 : tensor<2x3xf32> -> tensor<3xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // (argmax-C2) integers: the result's ODS type.
  // expected-error @below {{result #0 must be ranked tensor of integer values}}
  %y = weft.argmax %x over 1 : tensor<2x3xf32> -> tensor<2xf32>
  weft.return
}
