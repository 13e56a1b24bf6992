// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%b: tensor<3xf32>) {
  // expected-error @below {{(linear_solve-C1) x must have the types of b, 'tensor<3xf32>'. Received 'tensor<2xf32>'}}
  %x = "weft.linear_solve"(%b) <{operandSegmentSizes = array<i32: 0, 1>}> ({
  ^bb0(%v: tensor<3xf32>):
    weft.return %v : tensor<3xf32>
  }, {
  ^bb0(%v: tensor<3xf32>):
    weft.return %v : tensor<3xf32>
  }, {
  }) : (tensor<3xf32>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%b: tensor<3xf32>) {
  // expected-error @below {{(linear_solve-C2) solve must take 'tensor<3xf32>'. Received 'tensor<2xf32>'}}
  %x = "weft.linear_solve"(%b) <{operandSegmentSizes = array<i32: 0, 1>}> ({
  ^bb0(%v: tensor<3xf32>):
    weft.return %v : tensor<3xf32>
  }, {
  ^bb0(%v: tensor<2xf32>):
    %y = weft.constant dense<0.0> : tensor<3xf32>
    weft.return %y : tensor<3xf32>
  }, {
  }) : (tensor<3xf32>) -> tensor<3xf32>
  weft.return
}
// -----
func.func @f(%b: tensor<3xi32>) {
  // expected-error @below {{operand #0 must be variadic of}}
  %x = "weft.linear_solve"(%b) <{operandSegmentSizes = array<i32: 0, 1>}> ({
  ^bb0(%v: tensor<3xi32>):
    weft.return %v : tensor<3xi32>
  }, {
  ^bb0(%v: tensor<3xi32>):
    weft.return %v : tensor<3xi32>
  }, {
  }) : (tensor<3xi32>) -> tensor<3xi32>
  weft.return
}
// -----
func.func @f(%s: tensor<f32>) {
  // expected-error @below {{(root-C1) x must have the types of start, 'tensor<f32>'. Received 'tensor<f64>'}}
  %x = "weft.root"(%s) <{operandSegmentSizes = array<i32: 0, 1>}> ({
  ^bb0(%v: tensor<f32>):
    weft.return %v : tensor<f32>
  }, {
  ^bb0(%v: tensor<f32>):
    weft.return %v : tensor<f32>
  }, {
  ^bb0(%v: tensor<f32>, %r: tensor<f32>):
    weft.return %r : tensor<f32>
  }) : (tensor<f32>) -> tensor<f64>
  weft.return
}
// -----
func.func @f(%s: tensor<f32>) {
  // expected-error @below {{(root-C2) tangentSolve must take 'tensor<f32>', 'tensor<f32>'. Received 'tensor<f32>'}}
  %x = "weft.root"(%s) <{operandSegmentSizes = array<i32: 0, 1>}> ({
  ^bb0(%v: tensor<f32>):
    weft.return %v : tensor<f32>
  }, {
  ^bb0(%v: tensor<f32>):
    weft.return %v : tensor<f32>
  }, {
  ^bb0(%v: tensor<f32>):
    weft.return %v : tensor<f32>
  }) : (tensor<f32>) -> tensor<f32>
  weft.return
}
