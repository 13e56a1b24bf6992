// Blocks and windows with a leading axis of 7.
// RUN: weft-opt %s --weft-batch=size=7 | FileCheck %s

// CHECK-LABEL: func.func @slice_x(
// CHECK-NEXT: %[[V0:.*]] = weft.constant dense<0> : tensor<i32>
// CHECK-NEXT: %[[V1:.*]] = weft.dynamic_slice %arg0, %[[V0]], %arg1, %arg1 sizes [7, 1, 2] : tensor<7x3x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>
// CHECK-NEXT: weft.return %[[V1]] : tensor<7x1x2xf32>
func.func @slice_x(%arg0: tensor<3x4xf32>, %arg1: tensor<i32> {weft.fixed}) -> tensor<1x2xf32> {
  %0 = weft.dynamic_slice %arg0, %arg1, %arg1 sizes [1, 2] : tensor<3x4xf32>, tensor<i32>, tensor<i32>
  weft.return %0 : tensor<1x2xf32>
}

// CHECK-LABEL: func.func @slice_start(
// CHECK-NEXT: %[[V0:.*]] = weft.broadcast_in_dim %arg1 to [0] : tensor<7xi32> -> tensor<7x1xi32>
// CHECK-NEXT: %[[V1:.*]] = weft.broadcast_in_dim %arg2 to [] : tensor<i32> -> tensor<7x1xi32>
// CHECK-NEXT: %[[V2:.*]] = weft.concatenate %[[V0]], %[[V1]] along 1 : tensor<7x1xi32>, tensor<7x1xi32>
// CHECK-NEXT: %[[V3:.*]] = weft.gather %arg0, %[[V2]] offset [1, 2] collapsed [] map [0, 1] vector 1 sizes [1, 2] : tensor<3x4xf32>, tensor<7x2xi32>
// CHECK-NEXT: weft.return %[[V3]] : tensor<7x1x2xf32>
func.func @slice_start(%arg0: tensor<3x4xf32> {weft.fixed}, %arg1: tensor<i32>, %arg2: tensor<i32> {weft.fixed}) -> tensor<1x2xf32> {
  %0 = weft.dynamic_slice %arg0, %arg1, %arg2 sizes [1, 2] : tensor<3x4xf32>, tensor<i32>, tensor<i32>
  weft.return %0 : tensor<1x2xf32>
}

// CHECK-LABEL: func.func @slice_both(
// CHECK-NEXT: %[[V0:.*]] = weft.broadcast_in_dim %arg1 to [0] : tensor<7xi32> -> tensor<7x1xi32>
// CHECK-NEXT: %[[V1:.*]] = weft.concatenate %[[V0]] along 1 : tensor<7x1xi32>
// CHECK-NEXT: %[[V2:.*]] = weft.gather %arg0, %[[V1]] offset [1] collapsed [] batching [0] [0] map [1] vector 1 sizes [1, 2] : tensor<7x3xf32>, tensor<7x1xi32>
// CHECK-NEXT: weft.return %[[V2]] : tensor<7x2xf32>
func.func @slice_both(%arg0: tensor<3xf32>, %arg1: tensor<i32>) -> tensor<2xf32> {
  %0 = weft.dynamic_slice %arg0, %arg1 sizes [2] : tensor<3xf32>, tensor<i32>
  weft.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @update_x(
// CHECK-NEXT: %[[V0:.*]] = weft.broadcast_in_dim %arg1 to [1] : tensor<2xf32> -> tensor<7x2xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<0> : tensor<i32>
// CHECK-NEXT: %[[V2:.*]] = weft.dynamic_update_slice %arg0, %[[V0]], %[[V1]], %arg2 : tensor<7x3xf32>, tensor<7x2xf32>, tensor<i32>, tensor<i32>
// CHECK-NEXT: weft.return %[[V2]] : tensor<7x3xf32>
func.func @update_x(%arg0: tensor<3xf32>, %arg1: tensor<2xf32> {weft.fixed}, %arg2: tensor<i32> {weft.fixed}) -> tensor<3xf32> {
  %0 = weft.dynamic_update_slice %arg0, %arg1, %arg2 : tensor<3xf32>, tensor<2xf32>, tensor<i32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @update_start(
// CHECK-NEXT: %[[V0:.*]] = weft.broadcast_in_dim %arg1 to [1] : tensor<2xf32> -> tensor<7x2xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.broadcast_in_dim %arg2 to [0] : tensor<7xi32> -> tensor<7x1xi32>
// CHECK-NEXT: %[[V2:.*]] = weft.concatenate %[[V1]] along 1 : tensor<7x1xi32>
// CHECK-NEXT: %[[V3:.*]] = weft.constant dense<0> : tensor<7x1xi32>
// CHECK-NEXT: %[[V4:.*]] = weft.max %[[V2]], %[[V3]] : tensor<7x1xi32>
// CHECK-NEXT: %[[V5:.*]] = weft.constant dense<1> : tensor<7x1xi32>
// CHECK-NEXT: %[[V6:.*]] = weft.min %[[V4]], %[[V5]] : tensor<7x1xi32>
// CHECK-NEXT: %[[V7:.*]] = weft.scatter %arg0, %[[V6]], %[[V0]] window [1] inserted [] batching [0] [0] map [1] vector 1 unique : tensor<7x3xf32>, tensor<7x1xi32>, tensor<7x2xf32>
// CHECK-NEXT: weft.return %[[V7]] : tensor<7x3xf32>
func.func @update_start(%arg0: tensor<3xf32>, %arg1: tensor<2xf32> {weft.fixed}, %arg2: tensor<i32>) -> tensor<3xf32> {
  %0 = weft.dynamic_update_slice %arg0, %arg1, %arg2 : tensor<3xf32>, tensor<2xf32>, tensor<i32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @gather_x(
// CHECK-NEXT: %[[V0:.*]] = weft.gather %arg0, %arg1 offset [0, 2] collapsed [1] map [1] vector 1 sizes [7, 1, 3] : tensor<7x4x3xf32>, tensor<2x1xi32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<7x2x3xf32>
func.func @gather_x(%arg0: tensor<4x3xf32>, %arg1: tensor<2x1xi32> {weft.fixed}) -> tensor<2x3xf32> {
  %0 = weft.gather %arg0, %arg1 offset [1] collapsed [0] map [0] vector 1 sizes [1, 3] : tensor<4x3xf32>, tensor<2x1xi32>
  weft.return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @gather_indices(
// CHECK-NEXT: %[[V0:.*]] = weft.gather %arg0, %arg1 offset [2] collapsed [0] map [0] vector 2 sizes [1, 3] : tensor<4x3xf32>, tensor<7x2x1xi32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<7x2x3xf32>
func.func @gather_indices(%arg0: tensor<4x3xf32> {weft.fixed}, %arg1: tensor<2x1xi32>) -> tensor<2x3xf32> {
  %0 = weft.gather %arg0, %arg1 offset [1] collapsed [0] map [0] vector 1 sizes [1, 3] : tensor<4x3xf32>, tensor<2x1xi32>
  weft.return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @gather_both(
// CHECK-NEXT: %[[V0:.*]] = weft.gather %arg0, %arg1 offset [2] collapsed [1] batching [0] [0] map [1] vector 2 sizes [1, 1, 3] : tensor<7x4x3xf32>, tensor<7x2x1xi32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<7x2x3xf32>
func.func @gather_both(%arg0: tensor<4x3xf32>, %arg1: tensor<2x1xi32>) -> tensor<2x3xf32> {
  %0 = weft.gather %arg0, %arg1 offset [1] collapsed [0] map [0] vector 1 sizes [1, 3] : tensor<4x3xf32>, tensor<2x1xi32>
  weft.return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @scatter_updates(
// CHECK-NEXT: %[[V0:.*]] = weft.broadcast_in_dim %arg0 to [1, 2] : tensor<4x3xf32> -> tensor<7x4x3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.scatter %[[V0]], %arg1, %arg2 window [0, 2] inserted [1] map [1] vector 1 : tensor<7x4x3xf32>, tensor<2x1xi32>, tensor<7x2x3xf32>
// CHECK-NEXT: weft.return %[[V1]] : tensor<7x4x3xf32>
func.func @scatter_updates(%arg0: tensor<4x3xf32> {weft.fixed}, %arg1: tensor<2x1xi32> {weft.fixed}, %arg2: tensor<2x3xf32>) -> tensor<4x3xf32> {
  %0 = weft.scatter %arg0, %arg1, %arg2 window [1] inserted [0] map [0] vector 1 : tensor<4x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>
  weft.return %0 : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @scatter_indices(
// CHECK-NEXT: %[[V0:.*]] = weft.broadcast_in_dim %arg0 to [1, 2] : tensor<4x3xf32> -> tensor<7x4x3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.scatter_add %[[V0]], %arg1, %arg2 window [2] inserted [1] batching [0] [0] map [1] vector 2 : tensor<7x4x3xf32>, tensor<7x2x1xi32>, tensor<7x2x3xf32>
// CHECK-NEXT: weft.return %[[V1]] : tensor<7x4x3xf32>
func.func @scatter_indices(%arg0: tensor<4x3xf32> {weft.fixed}, %arg1: tensor<2x1xi32>, %arg2: tensor<2x3xf32>) -> tensor<4x3xf32> {
  %0 = weft.scatter_add %arg0, %arg1, %arg2 window [1] inserted [0] map [0] vector 1 : tensor<4x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>
  weft.return %0 : tensor<4x3xf32>
}
