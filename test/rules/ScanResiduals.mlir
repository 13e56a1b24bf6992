// What little arithmetic makes of another residual is not stacked: of tanh only
// its result is kept, and 1 - y² is made again, backwards.
// RUN: weft-opt %s -weft-grad -weft-simplify | FileCheck %s

// CHECK-LABEL: func.func @f(
// CHECK: %[[F:.*]]:3 = "weft.scan"(%arg0, %arg1)
// CHECK: ^bb0(%[[A:.*]]: tensor<f32>, %{{.*}}: tensor<f32>):
// CHECK-NEXT: weft.add
// CHECK-NEXT: %[[Y:.*]] = weft.tanh
// CHECK-NEXT: %[[N:.*]] = weft.mul %[[Y]], %[[A]]
// CHECK-NEXT: weft.return %[[N]], %[[A]], %[[Y]]
// CHECK: "weft.scan"({{.*}}%[[F]]#1, %[[F]]#2) <{{.*}}reverse
// CHECK: weft.sub
// CHECK: weft.return
func.func @f(%c: tensor<f32>, %x: tensor<5xf32>) -> tensor<f32> {
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
