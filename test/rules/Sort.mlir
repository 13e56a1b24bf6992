// Tangents follow their elements, by an index that is sorted along; a batch
// moves the axis, and what has none is broadcast.
// RUN: weft-opt %s -weft-jvp | FileCheck %s --check-prefix=JVP
// RUN: weft-opt %s -weft-batch=size=5 | FileCheck %s --check-prefix=BATCH

// JVP: %[[I:.*]] = weft.iota along 0 : tensor<3xi32>
// JVP: %[[S:.*]]:3 = "weft.sort"(%arg0, %arg1, %[[I]]) <{dim = 0 : i64}>
// JVP: ^bb0(%{{.*}}: tensor<f32>, %{{.*}}: tensor<f32>, %{{.*}}: tensor<i32>, %{{.*}}: tensor<i32>, %{{.*}}: tensor<i32>, %{{.*}}: tensor<i32>):
// JVP: %[[T:.*]] = weft.gather %arg2, %[[S]]#2
// JVP: weft.return %[[S]]#0, %[[S]]#1, %[[T]]
// BATCH: %[[B:.*]] = weft.broadcast_in_dim %arg1 to [1] : tensor<3xi32> -> tensor<5x3xi32>
// BATCH: "weft.sort"(%arg0, %[[B]]) <{dim = 1 : i64}>
func.func @sort(%x: tensor<3xf32>, %i: tensor<3xi32> {weft.fixed})
    -> (tensor<3xf32>, tensor<3xi32>) {
  %y:2 = "weft.sort"(%x, %i) <{dim = 0 : i64}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>, %c: tensor<i32>, %d: tensor<i32>):
    %p = weft.compare lt %a, %b : tensor<f32>
    weft.return %p : tensor<i1>
  }) : (tensor<3xf32>, tensor<3xi32>) -> (tensor<3xf32>, tensor<3xi32>)
  weft.return %y#0, %y#1 : tensor<3xf32>, tensor<3xi32>
}
