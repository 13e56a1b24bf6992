// The derivative of an extremum is the mean of those of the lanes that have it.
// RUN: weft-opt %s "-weft-batch=size=3 axes=0,0" | FileCheck %s --check-prefix=LANES
// RUN: weft-opt %s "-weft-batch=size=4 axes=0,-1" | FileCheck %s --check-prefix=OTHER
// RUN: weft-opt %s -weft-jvp | FileCheck %s --check-prefix=JVP

// LANES-LABEL: func.func @pmax(
// LANES: weft.reduce_max %arg0 over [0]
// OTHER-LABEL: func.func @pmax(
// OTHER: "weft.pmax"(
// JVP-LABEL: func.func @pmax(
// JVP-NEXT: %[[Y:.*]] = "weft.pmax"(%arg0, %arg1)
// JVP-NEXT: %[[P:.*]] = weft.compare eq %arg0, %[[Y]]
// JVP: %[[N:.*]] = "weft.psum"(
// JVP: %[[S:.*]] = weft.select %[[P]], %arg2, %{{.*}}
// JVP-NEXT: %[[M:.*]] = "weft.psum"(%[[S]], %arg1)
// JVP-NEXT: weft.div %[[M]], %[[N]]
func.func @pmax(%x: tensor<4xf32>, %lane: tensor<i32>) -> tensor<4xf32> {
  %y = "weft.pmax"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<4xf32>, tensor<i32>) -> tensor<4xf32>
  weft.return %y : tensor<4xf32>
}

// LANES-LABEL: func.func @pmin(
// LANES: weft.reduce_min %arg0 over [0]
// OTHER-LABEL: func.func @pmin(
// OTHER: "weft.pmin"(
// JVP-LABEL: func.func @pmin(
// JVP-NEXT: %[[Y:.*]] = "weft.pmin"(%arg0, %arg1)
// JVP-NEXT: %[[P:.*]] = weft.compare eq %arg0, %[[Y]]
// JVP: %[[N:.*]] = "weft.psum"(
// JVP: %[[S:.*]] = weft.select %[[P]], %arg2, %{{.*}}
// JVP-NEXT: %[[M:.*]] = "weft.psum"(%[[S]], %arg1)
// JVP-NEXT: weft.div %[[M]], %[[N]]
func.func @pmin(%x: tensor<4xf32>, %lane: tensor<i32>) -> tensor<4xf32> {
  %y = "weft.pmin"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<4xf32>, tensor<i32>) -> tensor<4xf32>
  weft.return %y : tensor<4xf32>
}
