// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%p: tensor<2xi1>, %x: tensor<f32>) {
  // expected-error @below {{(cond-C1) pred must be a scalar. Received 'tensor<2xi1>'}}
  %y = "weft.cond"(%p, %x) ({
  ^bb0(%a: tensor<f32>):
    weft.return %a : tensor<f32>
  }, {
  ^bb0(%a: tensor<f32>):
    weft.return %a : tensor<f32>
  }) : (tensor<2xi1>, tensor<f32>) -> tensor<f32>
  weft.return
}
// -----
func.func @f(%p: tensor<i1>, %x: tensor<f32>) {
  // expected-error @below {{(cond-C2) body 1 must take 'tensor<f32>'. Received 'tensor<2xf32>'}}
  %y = "weft.cond"(%p, %x) ({
  ^bb0(%a: tensor<f32>):
    weft.return %a : tensor<f32>
  }, {
  ^bb0(%a: tensor<2xf32>):
    %c = weft.constant dense<1.0> : tensor<f32>
    weft.return %c : tensor<f32>
  }) : (tensor<i1>, tensor<f32>) -> tensor<f32>
  weft.return
}
// -----
func.func @f(%p: tensor<i1>, %x: tensor<f32>) {
  // expected-error @below {{(cond-C2) body 1 must return 'tensor<f32>'. Received 'tensor<i1>'}}
  %y = "weft.cond"(%p, %x) ({
  ^bb0(%a: tensor<f32>):
    weft.return %a : tensor<f32>
  }, {
  ^bb0(%a: tensor<f32>):
    %p1 = weft.compare lt %a, %a : tensor<f32>
    weft.return %p1 : tensor<i1>
  }) : (tensor<i1>, tensor<f32>) -> tensor<f32>
  weft.return
}
// -----
func.func @f(%i: tensor<i8>, %x: tensor<f32>) {
  // expected-error @below {{(switch-C1) index must be a scalar i32. Received 'tensor<i8>'}}
  %y = "weft.switch"(%i, %x) ({
  ^bb0(%a: tensor<f32>):
    weft.return %a : tensor<f32>
  }) : (tensor<i8>, tensor<f32>) -> tensor<f32>
  weft.return
}
// -----
func.func @f(%i: tensor<i32>) {
  // expected-error @below {{(switch-C2) must have a body}}
  "weft.switch"(%i) : (tensor<i32>) -> ()
  weft.return
}
// -----
func.func @f(%c: tensor<f32>, %x: tensor<4xf32>) {
  // expected-error @below {{(scan-C2) xs must have 5 steps in front. Received 'tensor<4xf32>'}}
  %y = "weft.scan"(%c, %x) <{length = 5 : i64,
      operandSegmentSizes = array<i32: 1, 1, 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    weft.return %a : tensor<f32>
  }) : (tensor<f32>, tensor<4xf32>) -> tensor<f32>
  weft.return
}
// -----
func.func @f(%c: tensor<f32>, %x: tensor<5xf32>) {
  // expected-error @below {{(scan-C2) ys must have 5 steps in front. Received 'tensor<4xf32>'}}
  %y:2 = "weft.scan"(%c, %x) <{length = 5 : i64,
      operandSegmentSizes = array<i32: 1, 1, 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    weft.return %a, %b : tensor<f32>, tensor<f32>
  }) : (tensor<f32>, tensor<5xf32>) -> (tensor<f32>, tensor<4xf32>)
  weft.return
}
// -----
func.func @f(%c: tensor<f32>, %x: tensor<5xf32>) {
  // expected-error @below {{(scan-C1) must have a result per carry}}
  "weft.scan"(%c, %x) <{length = 5 : i64,
      operandSegmentSizes = array<i32: 1, 1, 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    weft.return
  }) : (tensor<f32>, tensor<5xf32>) -> ()
  weft.return
}
// -----
func.func @f(%c: tensor<f32>, %x: tensor<5x2xf32>) {
  // expected-error @below {{(scan-C1) the body must take 'tensor<f32>', 'tensor<2xf32>'. Received 'tensor<f32>', 'tensor<f32>'}}
  %y = "weft.scan"(%c, %x) <{length = 5 : i64,
      operandSegmentSizes = array<i32: 1, 1, 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    weft.return %a : tensor<f32>
  }) : (tensor<f32>, tensor<5x2xf32>) -> tensor<f32>
  weft.return
}
// -----
func.func @f(%x: tensor<f32>) {
  // expected-error @below {{(while-C1) the condition must return 'tensor<i1>'. Received 'tensor<f32>'}}
  %y = "weft.while"(%x) <{operandSegmentSizes = array<i32: 1, 0, 0>}> ({
  ^bb0(%a: tensor<f32>):
    weft.return %a : tensor<f32>
  }, {
  ^bb0(%a: tensor<f32>):
    weft.return %a : tensor<f32>
  }) : (tensor<f32>) -> tensor<f32>
  weft.return
}
// -----
func.func @f(%x: tensor<f32>) {
  // expected-error @below {{(while-C2) must give 'tensor<f32>'. Received 'tensor<2xf32>'}}
  %y = "weft.while"(%x) <{operandSegmentSizes = array<i32: 1, 0, 0>}> ({
  ^bb0(%a: tensor<f32>):
    %p = weft.compare lt %a, %a : tensor<f32>
    weft.return %p : tensor<i1>
  }, {
  ^bb0(%a: tensor<f32>):
    weft.return %a : tensor<f32>
  }) : (tensor<f32>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<f32>) {
  // expected-error @below {{(while-C2) the body must take 'tensor<f32>'. Received 'tensor<f32>', 'tensor<f32>'}}
  %y = "weft.while"(%x) <{operandSegmentSizes = array<i32: 1, 0, 0>}> ({
  ^bb0(%a: tensor<f32>):
    %p = weft.compare lt %a, %a : tensor<f32>
    weft.return %p : tensor<i1>
  }, {
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    weft.return %a : tensor<f32>
  }) : (tensor<f32>) -> tensor<f32>
  weft.return
}
