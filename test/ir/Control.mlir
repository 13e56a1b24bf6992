// RUN: weft-opt %s | weft-opt | FileCheck %s

// CHECK-LABEL: func @cond
// CHECK: %{{.*}} = "weft.cond"(%{{.*}}, %{{.*}}) ({
// CHECK: }, {
// CHECK: }) : (tensor<i1>, tensor<3xf32>) -> tensor<3xf32>
func.func @cond(%p: tensor<i1>, %x: tensor<3xf32>) -> tensor<3xf32> {
  %y = "weft.cond"(%p, %x) ({
  ^bb0(%a: tensor<3xf32>):
    %s = weft.sin %a : tensor<3xf32>
    weft.return %s : tensor<3xf32>
  }, {
  ^bb0(%a: tensor<3xf32>):
    weft.return %a : tensor<3xf32>
  }) : (tensor<i1>, tensor<3xf32>) -> tensor<3xf32>
  weft.return %y : tensor<3xf32>
}

// CHECK-LABEL: func @switch
// CHECK: %{{.*}}:2 = "weft.switch"(%{{.*}}) ({
// CHECK: }, {
// CHECK: }, {
// CHECK: }) : (tensor<i32>, tensor<bf16>, tensor<2xi8>) -> (tensor<2xi8>, tensor<bf16>)
func.func @switch(%i: tensor<i32>, %x: tensor<bf16>, %n: tensor<2xi8>)
    -> (tensor<2xi8>, tensor<bf16>) {
  %y:2 = "weft.switch"(%i, %x, %n) ({
  ^bb0(%a: tensor<bf16>, %b: tensor<2xi8>):
    weft.return %b, %a : tensor<2xi8>, tensor<bf16>
  }, {
  ^bb0(%a: tensor<bf16>, %b: tensor<2xi8>):
    %c = weft.neg %a : tensor<bf16>
    weft.return %b, %c : tensor<2xi8>, tensor<bf16>
  }, {
  ^bb0(%a: tensor<bf16>, %b: tensor<2xi8>):
    %c = weft.neg %b : tensor<2xi8>
    weft.return %c, %a : tensor<2xi8>, tensor<bf16>
  }) : (tensor<i32>, tensor<bf16>, tensor<2xi8>)
      -> (tensor<2xi8>, tensor<bf16>)
  weft.return %y#0, %y#1 : tensor<2xi8>, tensor<bf16>
}

// Carries, xs, consts; a scan of nothing; a scan without carries.
// CHECK-LABEL: func @scan
// CHECK: "weft.scan"(%{{.*}}, %{{.*}}, %{{.*}}) <{length = 5 : i64, operandSegmentSizes = array<i32: 1, 1, 1>, reverse}> ({
// CHECK: }) : (tensor<3xf32>, tensor<5xf32>, tensor<3xf32>) -> (tensor<3xf32>, tensor<5x3xf32>)
func.func @scan(%c: tensor<3xf32>, %x: tensor<5xf32>, %w: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<5x3xf32>) {
  %y:2 = "weft.scan"(%c, %x, %w) <{length = 5 : i64, reverse,
      operandSegmentSizes = array<i32: 1, 1, 1>}> ({
  ^bb0(%a: tensor<3xf32>, %b: tensor<f32>, %k: tensor<3xf32>):
    %m = weft.mul %a, %k : tensor<3xf32>
    weft.return %m, %a : tensor<3xf32>, tensor<3xf32>
  }) : (tensor<3xf32>, tensor<5xf32>, tensor<3xf32>)
      -> (tensor<3xf32>, tensor<5x3xf32>)
  weft.return %y#0, %y#1 : tensor<3xf32>, tensor<5x3xf32>
}
// CHECK-LABEL: func @scan_of_nothing
// CHECK: "weft.scan"(%{{.*}}) <{length = 0 : i64, operandSegmentSizes = array<i32: 0, 1, 0>}> ({
func.func @scan_of_nothing(%x: tensor<0xi32>) -> tensor<0xi32> {
  %y = "weft.scan"(%x) <{length = 0 : i64,
      operandSegmentSizes = array<i32: 0, 1, 0>}> ({
  ^bb0(%b: tensor<i32>):
    weft.return %b : tensor<i32>
  }) : (tensor<0xi32>) -> tensor<0xi32>
  weft.return %y : tensor<0xi32>
}

// CHECK-LABEL: func @while
// CHECK: "weft.while"(%{{.*}}, %{{.*}}, %{{.*}}) <{operandSegmentSizes = array<i32: 1, 1, 1>}> ({
// CHECK: weft.compare lt
// CHECK: }, {
// CHECK: }) : (tensor<f32>, tensor<f32>, tensor<f32>) -> tensor<f32>
func.func @while(%x: tensor<f32>, %end: tensor<f32>, %k: tensor<f32>)
    -> tensor<f32> {
  %y = "weft.while"(%x, %end, %k) <{
      operandSegmentSizes = array<i32: 1, 1, 1>}> ({
  ^bb0(%a: tensor<f32>, %e: tensor<f32>):
    %p = weft.compare lt %a, %e : tensor<f32>
    weft.return %p : tensor<i1>
  }, {
  ^bb0(%a: tensor<f32>, %f: tensor<f32>):
    %m = weft.mul %a, %f : tensor<f32>
    weft.return %m : tensor<f32>
  }) : (tensor<f32>, tensor<f32>, tensor<f32>) -> tensor<f32>
  weft.return %y : tensor<f32>
}
