// RUN: weft-opt %s -weft-transpose=linear=1 | FileCheck %s

// The solvers change places, and the matvec is transposed: here a product with
// [[a, 0], [1, a]], by shifts.
// CHECK: "weft.linear_solve"(%arg0, %arg1) <{operandSegmentSizes = array<i32: 1, 1>}> ({
// CHECK: weft.pad %{{.*}}, %{{.*}} [-1] [1] [0] : tensor<2xf32>
// CHECK: }, {
// CHECK: weft.sin
// CHECK: }, {
// CHECK: weft.cos
// CHECK: }) : (tensor<f32>, tensor<2xf32>) -> tensor<2xf32>
func.func @solve(%a: tensor<f32>, %b: tensor<2xf32>) -> tensor<2xf32> {
  %x = "weft.linear_solve"(%a, %b) <{
      operandSegmentSizes = array<i32: 1, 1>}> ({
  ^bb0(%k: tensor<f32>, %v: tensor<2xf32>):
    %z = weft.constant dense<0.0> : tensor<f32>
    %s = weft.pad %v, %z [1] [-1] [0] : tensor<2xf32>
    %d = weft.broadcast_in_dim %k to [] : tensor<f32> -> tensor<2xf32>
    %m = weft.mul %d, %v : tensor<2xf32>
    %y = weft.add %m, %s : tensor<2xf32>
    weft.return %y : tensor<2xf32>
  }, {
  ^bb0(%k: tensor<f32>, %v: tensor<2xf32>):
    %y = weft.cos %v : tensor<2xf32>
    weft.return %y : tensor<2xf32>
  }, {
  ^bb0(%k: tensor<f32>, %v: tensor<2xf32>):
    %y = weft.sin %v : tensor<2xf32>
    weft.return %y : tensor<2xf32>
  }) : (tensor<f32>, tensor<2xf32>) -> tensor<2xf32>
  weft.return %x : tensor<2xf32>
}
