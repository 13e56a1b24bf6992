// Operations with bodies.
// RUN: weft-opt %s -weft-to-linalg -split-input-file -verify-diagnostics | FileCheck %s

// What a call does is fused with what is around it.
// CHECK-LABEL: @call
// CHECK-COUNT-1: linalg.generic
// CHECK:           arith.addf
// CHECK-NEXT:      math.sin
// CHECK-NEXT:      math.exp
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @call(%x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = weft.add %x, %x : tensor<8xf32>
  %1 = "weft.call"(%0) ({
  ^bb0(%a: tensor<8xf32>):
    %2 = "weft.checkpoint"(%a) ({
    ^bb0(%b: tensor<8xf32>):
      %3 = weft.sin %b : tensor<8xf32>
      weft.return %3 : tensor<8xf32>
    }) : (tensor<8xf32>) -> tensor<8xf32>
    weft.return %2 : tensor<8xf32>
  }) : (tensor<8xf32>) -> tensor<8xf32>
  %4 = weft.exp %1 : tensor<8xf32>
  weft.return %4 : tensor<8xf32>
}

// -----

// CHECK-LABEL: @cond
// CHECK:         scf.if
// CHECK:           math.sin
// CHECK:         else
// CHECK-NEXT:      scf.yield %arg1
func.func @cond(%p: tensor<i1>, %x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = "weft.cond"(%p, %x) ({
  ^bb0(%a: tensor<8xf32>):
    %1 = weft.sin %a : tensor<8xf32>
    weft.return %1 : tensor<8xf32>
  }, {
  ^bb0(%a: tensor<8xf32>):
    weft.return %a : tensor<8xf32>
  }) : (tensor<i1>, tensor<8xf32>) -> tensor<8xf32>
  weft.return %0 : tensor<8xf32>
}

// -----

// CHECK-LABEL: @scan
// CHECK:         scf.for {{.*}} iter_args
// CHECK:           tensor.extract_slice
// CHECK-COUNT-1:   linalg.generic
// CHECK-NOT:       linalg.generic
// CHECK:           tensor.insert_slice
// CHECK:           scf.yield
func.func @scan(%c: tensor<4xf32>, %x: tensor<3x4xf32>)
    -> (tensor<4xf32>, tensor<3x4xf32>) {
  %0:2 = "weft.scan"(%c, %x) <{length = 3 : i64,
      operandSegmentSizes = array<i32: 1, 1, 0>}> ({
  ^bb0(%a: tensor<4xf32>, %b: tensor<4xf32>):
    %1 = weft.mul %a, %b : tensor<4xf32>
    %2 = weft.sin %1 : tensor<4xf32>
    weft.return %1, %2 : tensor<4xf32>, tensor<4xf32>
  }) : (tensor<4xf32>, tensor<3x4xf32>) -> (tensor<4xf32>, tensor<3x4xf32>)
  weft.return %0#0, %0#1 : tensor<4xf32>, tensor<3x4xf32>
}

// -----

// Only a transform may meet the stand-in for a custom derivative.
func.func @no_lowering(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error@+1 {{[lower] the operation cannot be compiled}}
  %0 = "weft.custom_linear"(%x) <{operandSegmentSizes = array<i32: 0, 0, 1>}> ({
  ^bb0(%ct: tensor<4xf32>):
    weft.return %ct : tensor<4xf32>
  }) : (tensor<4xf32>) -> tensor<4xf32>
  weft.return %0 : tensor<4xf32>
}
