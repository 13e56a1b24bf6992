// What little arithmetic makes of another residual is not stacked: of tanh only
// its result is kept, and 1 - y² is made again, backwards.
// RUN: weft-opt %s -weft-grad -weft-simplify | FileCheck %s

// CHECK-LABEL: func.func @f(
// CHECK: %[[F:.*]]:3 = "weft.scan"(%arg0, %arg1)
// CHECK: ^bb0(%[[A:.*]]: tensor<16xf32>, %{{.*}}: tensor<16xf32>):
// CHECK-NEXT: weft.add
// CHECK-NEXT: %[[Y:.*]] = weft.tanh
// CHECK-NEXT: %[[N:.*]] = weft.mul %[[Y]], %[[A]]
// CHECK-NEXT: weft.return %[[N]], %[[A]], %[[Y]]
// CHECK: "weft.scan"({{.*}}%[[F]]#1, %[[F]]#2) <{{.*}}reverse
// CHECK: weft.sub
// CHECK: weft.return
func.func @f(%c: tensor<16xf32>, %x: tensor<5x16xf32>) -> tensor<f32> {
  %y = "weft.scan"(%c, %x) <{length = 5 : i64,
    operandSegmentSizes = array<i32: 1, 1, 0>}> ({
  ^bb0(%a: tensor<16xf32>, %b: tensor<16xf32>):
    %s = weft.add %a, %b : tensor<16xf32>
    %t = weft.tanh %s : tensor<16xf32>
    %n = weft.mul %t, %a : tensor<16xf32>
    weft.return %n : tensor<16xf32>
  }) : (tensor<16xf32>, tensor<5x16xf32>) -> tensor<16xf32>
  %s = weft.reduce_sum %y over [0] : tensor<16xf32>
  weft.return %s : tensor<f32>
}

// Of few elements that is no less work than a store and a load.
// CHECK-LABEL: func.func @few(
// CHECK: %[[F:.*]]:4 = "weft.scan"(%arg0, %arg1)
func.func @few(%c: tensor<f32>, %x: tensor<5xf32>) -> tensor<f32> {
  %y = "weft.scan"(%c, %x) <{length = 5 : i64,
    operandSegmentSizes = array<i32: 1, 1, 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %s = weft.add %a, %b : tensor<f32>
    %t = weft.tanh %s : tensor<f32>
    %n = weft.mul %t, %a : tensor<f32>
    weft.return %n : tensor<f32>
  }) : (tensor<f32>, tensor<5xf32>) -> tensor<f32>
  weft.return %y : tensor<f32>
}
