// An operand of a product that a loop does not change is packed in front of the
// loop, once for all products that read it; one that changes is not.
// RUN: rm -rf %t && mkdir %t
// RUN: weft run %s --fn inputs --outdir %t/in
// RUN: env WEFT_DUMP=%t/kept weft run %s --fn kept --inputs %t/in/out0.npy,%t/in/out1.npy --outdir %t/out
// RUN: sh -c 'cat %t/kept/0.*.contract.mlir' | FileCheck %s --check-prefix=KEPT
// RUN: env WEFT_DUMP=%t/changed weft run %s --fn changed --inputs %t/in/out0.npy,%t/in/out1.npy --outdir %t/out
// RUN: sh -c 'cat %t/changed/0.*.contract.mlir' | FileCheck %s --check-prefix=CHANGED
// RUN: env WEFT_DUMP=%t/nested weft run %s --fn nested --inputs %t/in/out0.npy,%t/in/out1.npy,%t/in/out1.npy --outdir %t/out
// RUN: sh -c 'cat %t/nested/0.*.contract.mlir' | FileCheck %s --check-prefix=NESTED

func.func @inputs() -> (tensor<32x512xf32>, tensor<512x512xf32>) {
  %h = weft.constant dense<0.5> : tensor<32x512xf32>
  %w = weft.constant dense<0.01> : tensor<512x512xf32>
  weft.return %h, %w : tensor<32x512xf32>, tensor<512x512xf32>
}

// KEPT: call @weft.pack(%arg1, %[[P:[a-z0-9_]+]])
// KEPT-NOT: @weft.pack
// KEPT: scf.for
// KEPT: call @weft.contract(%{{.*}}, %arg1, %{{.*}}, %[[P]])
// KEPT: call @weft.contract(%{{.*}}, %arg1, %{{.*}}, %[[P]])
// KEPT-NOT: @weft.pack
func.func @kept(%h: tensor<32x512xf32>, %w: tensor<512x512xf32>) -> tensor<32x512xf32> {
  %y = "weft.scan"(%h, %w) <{length = 7 : i64,
    operandSegmentSizes = array<i32: 1, 0, 1>}> ({
  ^bb0(%a: tensor<32x512xf32>, %b: tensor<512x512xf32>):
    %p = weft.dot_general %a, %b batch [] [] contract [1] [0]
      : tensor<32x512xf32>, tensor<512x512xf32> -> tensor<32x512xf32>
    %t = weft.tanh %p : tensor<32x512xf32>
    %q = weft.dot_general %t, %b batch [] [] contract [1] [0]
      : tensor<32x512xf32>, tensor<512x512xf32> -> tensor<32x512xf32>
    %u = weft.tanh %q : tensor<32x512xf32>
    weft.return %u : tensor<32x512xf32>
  }) : (tensor<32x512xf32>, tensor<512x512xf32>) -> tensor<32x512xf32>
  weft.return %y : tensor<32x512xf32>
}

// CHANGED: scf.for
// CHANGED: call @weft.contract(
// CHANGED-NOT: @weft.pack
func.func @changed(%h: tensor<32x512xf32>, %w: tensor<512x512xf32>) -> tensor<32x512xf32> {
  %y:2 = "weft.scan"(%h, %w) <{length = 7 : i64,
    operandSegmentSizes = array<i32: 2, 0, 0>}> ({
  ^bb0(%a: tensor<32x512xf32>, %b: tensor<512x512xf32>):
    %p = weft.dot_general %a, %b batch [] [] contract [1] [0]
      : tensor<32x512xf32>, tensor<512x512xf32> -> tensor<32x512xf32>
    %t = weft.tanh %p : tensor<32x512xf32>
    %n = weft.neg %b : tensor<512x512xf32>
    weft.return %t, %n : tensor<32x512xf32>, tensor<512x512xf32>
  }) : (tensor<32x512xf32>, tensor<512x512xf32>) -> (tensor<32x512xf32>, tensor<512x512xf32>)
  weft.return %y#0 : tensor<32x512xf32>
}

// The inner loop keeps what the outer one changes (first), and both keep %v.
// NESTED: call @weft.pack(%arg2, %[[V:[a-z0-9_]+]])
// NESTED: scf.for
// NESTED: call @weft.pack(%[[B:[a-z0-9_]+]], %[[W:[a-z0-9_]+]])
// NESTED: scf.for
// NESTED-NOT: @weft.pack
// NESTED: @weft.contract({{.*}}, %[[W]])
// NESTED: @weft.contract({{.*}}, %arg2, {{.*}}, %[[V]])
// NESTED-NOT: @weft.pack
func.func @nested(%h: tensor<32x512xf32>, %w: tensor<512x512xf32>, %v: tensor<512x512xf32>) -> tensor<32x512xf32> {
  %y:2 = "weft.scan"(%h, %w, %v) <{length = 3 : i64,
    operandSegmentSizes = array<i32: 2, 0, 1>}> ({
  ^bb0(%a: tensor<32x512xf32>, %b: tensor<512x512xf32>, %c: tensor<512x512xf32>):
    %z = "weft.scan"(%a, %b, %c) <{length = 5 : i64,
      operandSegmentSizes = array<i32: 1, 0, 2>}> ({
    ^bb0(%d: tensor<32x512xf32>, %e: tensor<512x512xf32>, %f: tensor<512x512xf32>):
      %p = weft.dot_general %d, %e batch [] [] contract [1] [0]
        : tensor<32x512xf32>, tensor<512x512xf32> -> tensor<32x512xf32>
      %t = weft.tanh %p : tensor<32x512xf32>
      %q = weft.dot_general %t, %f batch [] [] contract [1] [0]
        : tensor<32x512xf32>, tensor<512x512xf32> -> tensor<32x512xf32>
      weft.return %q : tensor<32x512xf32>
    }) : (tensor<32x512xf32>, tensor<512x512xf32>, tensor<512x512xf32>) -> tensor<32x512xf32>
    %n = weft.neg %b : tensor<512x512xf32>
    weft.return %z, %n : tensor<32x512xf32>, tensor<512x512xf32>
  }) : (tensor<32x512xf32>, tensor<512x512xf32>, tensor<512x512xf32>) -> (tensor<32x512xf32>, tensor<512x512xf32>)
  weft.return %y#0 : tensor<32x512xf32>
}
