// Rules transform the bodies. A branch stays one unless its selector is mapped;
// a scan is transposed from the last step to the first.
// RUN: weft-opt %s -weft-jvp | FileCheck %s --check-prefix=JVP
// RUN: weft-opt %s -weft-transpose=linear=1 | FileCheck %s --check-prefix=BACK
// RUN: weft-opt %s -weft-batch=size=4 | FileCheck %s --check-prefix=BATCH
// RUN: weft-opt %s "-weft-batch=size=4 axes=-1,0" \
// RUN:   | FileCheck %s --check-prefix=ARGS

// JVP-LABEL: func.func @cond(
// JVP-NEXT: %[[Y:.*]]:2 = "weft.cond"(%arg0, %arg1, %arg2) ({
// JVP: weft.neg
// JVP: weft.neg
// JVP: }, {
// JVP-NEXT: ^bb0(%[[A:.*]]: tensor<3xf32>, %[[T:.*]]: tensor<3xf32>):
// JVP-NEXT: weft.return %[[A]], %[[T]]
// JVP: weft.return %[[Y]]#0, %[[Y]]#1
// BACK-LABEL: func.func @cond(
// BACK: "weft.cond"(%arg0, %arg1) ({
// BATCH-LABEL: func.func @cond(
// BATCH-NEXT: %[[N:.*]] = weft.neg %arg1 : tensor<4x3xf32>
// BATCH-NEXT: %[[P:.*]] = weft.broadcast_in_dim %arg0 to [0] : tensor<4xi1> -> tensor<4x3xi1>
// BATCH-NEXT: weft.select %[[P]], %[[N]], %arg1
// ARGS-LABEL: func.func @cond(
// ARGS-NEXT: "weft.cond"(%arg0, %arg1) ({
// ARGS: weft.neg %{{.*}} : tensor<4x3xf32>
// ARGS: (tensor<i1>, tensor<4x3xf32>) -> tensor<4x3xf32>
func.func @cond(%p: tensor<i1>, %x: tensor<3xf32>) -> tensor<3xf32> {
  %y = "weft.cond"(%p, %x) ({
  ^bb0(%a: tensor<3xf32>):
    %s = weft.neg %a : tensor<3xf32>
    weft.return %s : tensor<3xf32>
  }, {
  ^bb0(%a: tensor<3xf32>):
    weft.return %a : tensor<3xf32>
  }) : (tensor<i1>, tensor<3xf32>) -> tensor<3xf32>
  weft.return %y : tensor<3xf32>
}

// JVP-LABEL: func.func @scan(
// JVP: %[[Y:.*]]:4 = "weft.scan"(%arg0, %arg2, %arg1, %arg3) <{length = 5 : i64, operandSegmentSizes = array<i32: 2, 2, 0>}>
// JVP: weft.return %[[Y]]#2, %[[Y]]#3
// BACK-LABEL: func.func @scan(
// BACK: %[[Z:.*]] = weft.constant dense<0.000000e+00>
// BACK-NEXT: %[[Y:.*]]:2 = "weft.scan"(%[[Z]], %arg1) <{length = 5 : i64, operandSegmentSizes = array<i32: 1, 1, 0>, reverse}> ({
// BACK-NEXT: ^bb0(%[[C:.*]]: tensor<f32>, %[[CT:.*]]: tensor<f32>):
// BACK-NEXT: %[[S:.*]] = weft.add %[[CT]], %[[C]]
// BACK-NEXT: weft.return %[[S]], %[[C]]
// BACK: weft.return %[[Y]]#1
// BATCH-LABEL: func.func @scan(
// BATCH: %[[X:.*]] = weft.transpose %arg1 by [1, 0]
// BATCH-NEXT: %[[Y:.*]]:2 = "weft.scan"(%arg0, %[[X]]) <{length = 5
// BATCH: weft.transpose %[[Y]]#1 by [1, 0]
// ARGS-LABEL: func.func @scan(
// ARGS: %[[C:.*]] = weft.broadcast_in_dim %arg0 to [] : tensor<f32> -> tensor<4xf32>
// ARGS: "weft.scan"(%[[C]], %{{.*}})
func.func @scan(%c: tensor<f32>, %x: tensor<5xf32>) -> tensor<5xf32> {
  %y:2 = "weft.scan"(%c, %x) <{length = 5 : i64,
      operandSegmentSizes = array<i32: 1, 1, 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %s = weft.add %a, %b : tensor<f32>
    weft.return %s, %a : tensor<f32>, tensor<f32>
  }) : (tensor<f32>, tensor<5xf32>) -> (tensor<f32>, tensor<5xf32>)
  weft.return %y#1 : tensor<5xf32>
}
