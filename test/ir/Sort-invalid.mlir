// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%x: tensor<2xf32>, %i: tensor<3xi32>) {
  // expected-error @below {{[sort] (sort-C1) there must be at least one operand, and all of one shape. Received 'tensor<2xf32>', 'tensor<3xi32>' along 0}}
  %y:2 = "weft.sort"(%x, %i) <{dim = 0 : i64}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>, %c: tensor<i32>, %d: tensor<i32>):
    %p = weft.compare lt %a, %b : tensor<f32>
    weft.return %p : tensor<i1>
  }) : (tensor<2xf32>, tensor<3xi32>) -> (tensor<2xf32>, tensor<3xi32>)
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>) {
  // expected-error @below {{[sort] (sort-C2) dim must be an axis of the operands. Received 'tensor<2xf32>' along 1}}
  %y = "weft.sort"(%x) <{dim = 1 : i64}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %p = weft.compare lt %a, %b : tensor<f32>
    weft.return %p : tensor<i1>
  }) : (tensor<2xf32>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>) {
  // expected-error @below {{(sort-C3)}}
  %y = "weft.sort"(%x) <{dim = 0 : i64}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    weft.return %a : tensor<f32>
  }) : (tensor<2xf32>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>) {
  // expected-error @below {{[sort] (sort-C4) results must have the operands' types. Received 'tensor<2xf32>' along 0}}
  %y = "weft.sort"(%x) <{dim = 0 : i64}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %p = weft.compare lt %a, %b : tensor<f32>
    weft.return %p : tensor<i1>
  }) : (tensor<2xf32>) -> tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>) {
  // expected-error @below {{[sort] (sort-C5) numKeys must count operands. Received 'tensor<2xf32>' along 0}}
  %y = "weft.sort"(%x) <{dim = 0 : i64, numKeys = 2 : i64}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %p = weft.compare lt %a, %b : tensor<f32>
    weft.return %p : tensor<i1>
  }) : (tensor<2xf32>) -> tensor<2xf32>
  weft.return
}
