// Forward mode goes through a while; under a map it runs until all lanes are
// done, and those that are keep what they have; reverse mode is refused.
// RUN: weft-opt %s -weft-jvp | FileCheck %s --check-prefix=JVP
// RUN: weft-opt %s "-weft-batch=size=4 axes=0,-1" \
// RUN:   | FileCheck %s --check-prefix=BATCH
// RUN: not weft-opt %s -weft-transpose=linear=0 2>&1 \
// RUN:   | FileCheck %s --check-prefix=BACK

// JVP: "weft.while"(%arg0, %arg2, %arg1) <{operandSegmentSizes = array<i32: 2, 1, 0>}>
// JVP: weft.compare lt %[[A:.*]], %{{.*}}
// JVP: }, {
// JVP: weft.add
// JVP-NEXT: weft.add
// BATCH: "weft.while"(%arg0, %arg1, %arg1)
// BATCH: %[[P:.*]] = weft.compare lt
// BATCH-NEXT: weft.reduce_or %[[P]] over [0]
// BATCH: }, {
// BATCH-NEXT: ^bb0(%[[A:.*]]: tensor<4xf32>, %{{.*}}: tensor<f32>):
// BATCH: %[[Q:.*]] = weft.compare lt %[[A]]
// BATCH-NEXT: %[[N:.*]] = weft.add %[[A]], %[[A]]
// BATCH-NEXT: weft.select %[[Q]], %[[N]], %[[A]]
// BACK: error: 'weft.while' op [whileLoop] reverse mode is not possible, as how many steps there are is not known
func.func @while(%x: tensor<f32>, %end: tensor<f32>) -> tensor<f32> {
  %y = "weft.while"(%x, %end) <{
      operandSegmentSizes = array<i32: 1, 1, 0>}> ({
  ^bb0(%a: tensor<f32>, %e: tensor<f32>):
    %p = weft.compare lt %a, %e : tensor<f32>
    weft.return %p : tensor<i1>
  }, {
  ^bb0(%a: tensor<f32>):
    %m = weft.add %a, %a : tensor<f32>
    weft.return %m : tensor<f32>
  }) : (tensor<f32>, tensor<f32>) -> tensor<f32>
  weft.return %y : tensor<f32>
}
