// RUN: weft-opt %s | weft-opt | FileCheck %s

// CHECK-LABEL: func @solve
// CHECK: "weft.linear_solve"(%{{.*}}, %{{.*}}) <{operandSegmentSizes = array<i32: 1, 1>}> ({
// CHECK: weft.mul
// CHECK: }, {
// CHECK: weft.div
// CHECK: }, {
// CHECK: }) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
func.func @solve(%a: tensor<3xf32>, %b: tensor<3xf32>) -> tensor<3xf32> {
  %x = "weft.linear_solve"(%a, %b) <{
      operandSegmentSizes = array<i32: 1, 1>}> ({
  ^bb0(%k: tensor<3xf32>, %v: tensor<3xf32>):
    %y = weft.mul %k, %v : tensor<3xf32>
    weft.return %y : tensor<3xf32>
  }, {
  ^bb0(%k: tensor<3xf32>, %v: tensor<3xf32>):
    %y = weft.div %v, %k : tensor<3xf32>
    weft.return %y : tensor<3xf32>
  }, {
  }) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
  weft.return %x : tensor<3xf32>
}

// x = √a, where x² - a = 0.
// CHECK-LABEL: func @root
// CHECK: "weft.root"(%{{.*}}, %{{.*}}) <{operandSegmentSizes = array<i32: 1, 1>}> ({
// CHECK: }, {
// CHECK: weft.sqrt
// CHECK: }, {
// CHECK: weft.div
// CHECK: }) : (tensor<f64>, tensor<f64>) -> tensor<f64>
func.func @root(%a: tensor<f64>, %start: tensor<f64>) -> tensor<f64> {
  %x = "weft.root"(%a, %start) <{operandSegmentSizes = array<i32: 1, 1>}> ({
  ^bb0(%k: tensor<f64>, %v: tensor<f64>):
    %s = weft.mul %v, %v : tensor<f64>
    %r = weft.sub %s, %k : tensor<f64>
    weft.return %r : tensor<f64>
  }, {
  ^bb0(%k: tensor<f64>, %v: tensor<f64>):
    %y = weft.sqrt %k : tensor<f64>
    weft.return %y : tensor<f64>
  }, {
  ^bb0(%k: tensor<f64>, %v: tensor<f64>, %r: tensor<f64>):
    %d = weft.add %v, %v : tensor<f64>
    %y = weft.div %r, %d : tensor<f64>
    weft.return %y : tensor<f64>
  }) : (tensor<f64>, tensor<f64>) -> tensor<f64>
  weft.return %x : tensor<f64>
}
