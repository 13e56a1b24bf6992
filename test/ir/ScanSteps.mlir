// Steps of scans that are not done, or not in a loop.
// RUN: weft-opt %s -weft-to-linalg | FileCheck %s

// A scan of one step is what it computes, together with what is around it.
// CHECK-LABEL: func.func @once(
// CHECK-NOT: scf.for
// CHECK: linalg.generic
// CHECK-NOT: linalg.generic
// CHECK: return
func.func @once(%h: tensor<300xf32>, %xs: tensor<1x300xf32>)
    -> (tensor<300xf32>, tensor<1x300xf32>) {
  %y:2 = "weft.scan"(%h, %xs) <{length = 1 : i64,
    operandSegmentSizes = array<i32: 1, 1, 0>}> ({
  ^bb0(%a: tensor<300xf32>, %x: tensor<300xf32>):
    %s = weft.add %a, %x : tensor<300xf32>
    weft.return %s, %a : tensor<300xf32>, tensor<300xf32>
  }) : (tensor<300xf32>, tensor<1x300xf32>) -> (tensor<300xf32>, tensor<1x300xf32>)
  %z = weft.mul %y#0, %y#0 : tensor<300xf32>
  weft.return %z, %y#1 : tensor<300xf32>, tensor<1x300xf32>
}

// Of a carry that is kept for a derivative, what comes after the last step is
// not wanted: nine steps, and the carry of the tenth.
// CHECK-LABEL: func.func @kept(
// CHECK-DAG: %[[NINE:.*]] = arith.constant 9 : index
// CHECK: %[[L:.*]]:2 = scf.for %{{.*}} = %{{.*}} to %[[NINE]]
// CHECK: scf.yield
// CHECK: %[[R:.*]] = tensor.insert_slice %[[L]]#0 into %[[L]]#1[%{{.*}}, 0] [1, 300] [1, 1]
// CHECK: return %[[R]]
func.func @kept(%h: tensor<300xf32>) -> tensor<10x300xf32> {
  %y:2 = "weft.scan"(%h) <{length = 10 : i64,
    operandSegmentSizes = array<i32: 1, 0, 0>}> ({
  ^bb0(%a: tensor<300xf32>):
    %s = weft.sin %a : tensor<300xf32>
    weft.return %s, %a : tensor<300xf32>, tensor<300xf32>
  }) : (tensor<300xf32>) -> (tensor<300xf32>, tensor<10x300xf32>)
  weft.return %y#1 : tensor<10x300xf32>
}

// What a step computes is wanted of the last one, too.
// CHECK-LABEL: func.func @made(
// CHECK-DAG: %[[TEN:.*]] = arith.constant 10 : index
// CHECK: scf.for %{{.*}} = %{{.*}} to %[[TEN]]
func.func @made(%h: tensor<300xf32>) -> tensor<10x300xf32> {
  %y:2 = "weft.scan"(%h) <{length = 10 : i64,
    operandSegmentSizes = array<i32: 1, 0, 0>}> ({
  ^bb0(%a: tensor<300xf32>):
    %s = weft.sin %a : tensor<300xf32>
    weft.return %s, %s : tensor<300xf32>, tensor<300xf32>
  }) : (tensor<300xf32>) -> (tensor<300xf32>, tensor<10x300xf32>)
  weft.return %y#1 : tensor<10x300xf32>
}
