// RUN: weft dump %s --fn totals | FileCheck %s --check-prefix=TOTALS
// RUN: weft dump %s --fn sort | FileCheck %s --check-prefix=SORT

//      TOTALS: b:f32[3] = cumsum[axis=0 reverse=False] a
// TOTALS-NEXT: c:f32[3] = cumlogsumexp[axis=0 reverse=True] b
func.func @totals(%x: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.cumsum %x along 0 : tensor<3xf32>
  %1 = weft.cumlogsumexp %0 along 0 reverse : tensor<3xf32>
  weft.return %1 : tensor<3xf32>
}

// SORT: c:f32[3] d:i32[3] = sort[dimension=0 is_stable=True num_keys=1] a b
func.func @sort(%x: tensor<3xf32>, %i: tensor<3xi32>)
    -> (tensor<3xf32>, tensor<3xi32>) {
  %y:2 = "weft.sort"(%x, %i) <{dim = 0 : i64, isStable, numKeys = 1 : i64}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>, %c: tensor<i32>, %d: tensor<i32>):
    %p = weft.compare lt %a, %b : tensor<f32>
    weft.return %p : tensor<i1>
  }) : (tensor<3xf32>, tensor<3xi32>) -> (tensor<3xf32>, tensor<3xi32>)
  weft.return %y#0, %y#1 : tensor<3xf32>, tensor<3xi32>
}
