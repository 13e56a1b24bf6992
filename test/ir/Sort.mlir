// RUN: weft-opt %s | weft-opt | FileCheck %s

// CHECK-LABEL: func @sort
// CHECK: "weft.sort"(%{{.*}}, %{{.*}}) <{dim = 1 : i64, isStable, numKeys = 1 : i64}>
// CHECK: weft.compare lt
// CHECK: (tensor<2x3xf32>, tensor<2x3xi32>) -> (tensor<2x3xf32>, tensor<2x3xi32>)
func.func @sort(%x: tensor<2x3xf32>, %i: tensor<2x3xi32>)
    -> (tensor<2x3xf32>, tensor<2x3xi32>) {
  %y:2 = "weft.sort"(%x, %i) <{dim = 1 : i64, isStable, numKeys = 1 : i64}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>, %c: tensor<i32>, %d: tensor<i32>):
    %p = weft.compare lt %a, %b : tensor<f32>
    weft.return %p : tensor<i1>
  }) : (tensor<2x3xf32>, tensor<2x3xi32>) -> (tensor<2x3xf32>, tensor<2x3xi32>)
  weft.return %y#0, %y#1 : tensor<2x3xf32>, tensor<2x3xi32>
}
