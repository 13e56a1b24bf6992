// Where the lane is mapped, an op becomes what it means; another map adds an
// axis. What is linear has itself, or its counterpart, as derivatives.
// RUN: weft-opt %s "-weft-batch=size=3 axes=0,0" | FileCheck %s --check-prefix=LANES
// RUN: weft-opt %s "-weft-batch=size=4 axes=0,-1" | FileCheck %s --check-prefix=OTHER
// RUN: weft-opt %s -weft-jvp | FileCheck %s --check-prefix=JVP
// RUN: weft-opt %s -weft-transpose=linear=0 | FileCheck %s --check-prefix=BACK

// LANES-LABEL: func.func @psum(
// LANES: weft.reduce_sum %arg0 over [0] : tensor<3x4xf32>
// OTHER-LABEL: func.func @psum(
// OTHER: "weft.psum"(
// JVP-LABEL: func.func @psum(
// JVP-NEXT: %[[Y:.*]] = "weft.psum"(%arg0, %arg1)
// JVP-NEXT: "weft.psum"(%arg2, %arg1)
// BACK-LABEL: func.func @psum(
// T-NEXT: "weft.psum"(%arg1, %arg0)
func.func @psum(%x: tensor<4xf32>, %lane: tensor<i32>) -> tensor<4xf32> {
  %y = "weft.psum"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<4xf32>, tensor<i32>) -> tensor<4xf32>
  weft.return %y : tensor<4xf32>
}

// LANES-LABEL: func.func @ppermute(
// LANES: weft.slice %arg0 [0, 0] [2, 2] [1, 1]
// LANES: weft.concatenate %{{.*}}, %{{.*}} along 0
// OTHER-LABEL: func.func @ppermute(
// OTHER: "weft.ppermute"(
// JVP-LABEL: func.func @ppermute(
// JVP-NEXT: %[[Y:.*]] = "weft.ppermute"(%arg0, %arg1)
// JVP-NEXT: "weft.ppermute"(%arg2, %arg1)
// BACK-LABEL: func.func @ppermute(
// T-NEXT: "weft.ppermute"(%arg1, %arg0) <{axis = "i", from = array<i64: 1, 2>, size = 3 : i64, to = array<i64: 0, 1>}>
func.func @ppermute(%x: tensor<2xf32>, %lane: tensor<i32>) -> tensor<2xf32> {
  %y = "weft.ppermute"(%x, %lane) <{axis = "i", size = 3 : i64, from = array<i64: 0, 1>, to = array<i64: 1, 2>}>
      : (tensor<2xf32>, tensor<i32>) -> tensor<2xf32>
  weft.return %y : tensor<2xf32>
}

// LANES-LABEL: func.func @all_to_all(
// LANES: weft.transpose %arg0 by [1, 0, 2] : tensor<3x3x2xf32>
// OTHER-LABEL: func.func @all_to_all(
// OTHER: "weft.all_to_all"(
// JVP-LABEL: func.func @all_to_all(
// JVP-NEXT: %[[Y:.*]] = "weft.all_to_all"(%arg0, %arg1)
// JVP-NEXT: "weft.all_to_all"(%arg2, %arg1)
// BACK-LABEL: func.func @all_to_all(
// T-NEXT: "weft.all_to_all"(%arg1, %arg0)
func.func @all_to_all(%x: tensor<3x2xf32>, %lane: tensor<i32>) -> tensor<3x2xf32> {
  %y = "weft.all_to_all"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<3x2xf32>, tensor<i32>) -> tensor<3x2xf32>
  weft.return %y : tensor<3x2xf32>
}

// LANES-LABEL: func.func @all_gather(
// LANES-NEXT: weft.return %arg0 : tensor<3x2xf32>
// OTHER-LABEL: func.func @all_gather(
// OTHER: "weft.all_gather"(
// JVP-LABEL: func.func @all_gather(
// JVP-NEXT: %[[Y:.*]] = "weft.all_gather"(%arg0, %arg1)
// JVP-NEXT: "weft.all_gather"(%arg2, %arg1)
// BACK-LABEL: func.func @all_gather(
// T-NEXT: "weft.psum_scatter"(%arg1, %arg0)
func.func @all_gather(%x: tensor<2xf32>, %lane: tensor<i32>) -> tensor<3x2xf32> {
  %y = "weft.all_gather"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<2xf32>, tensor<i32>) -> tensor<3x2xf32>
  weft.return %y : tensor<3x2xf32>
}

// LANES-LABEL: func.func @psum_scatter(
// LANES: weft.reduce_sum %arg0 over [0] : tensor<3x3x2xf32>
// OTHER-LABEL: func.func @psum_scatter(
// OTHER: "weft.psum_scatter"(
// JVP-LABEL: func.func @psum_scatter(
// JVP-NEXT: %[[Y:.*]] = "weft.psum_scatter"(%arg0, %arg1)
// JVP-NEXT: "weft.psum_scatter"(%arg2, %arg1)
// BACK-LABEL: func.func @psum_scatter(
// T-NEXT: "weft.all_gather"(%arg1, %arg0)
func.func @psum_scatter(%x: tensor<3x2xf32>, %lane: tensor<i32>) -> tensor<2xf32> {
  %y = "weft.psum_scatter"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<3x2xf32>, tensor<i32>) -> tensor<2xf32>
  weft.return %y : tensor<2xf32>
}
