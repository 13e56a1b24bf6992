// Blocks and windows at computed places run backwards.
// RUN: weft-opt %s --weft-transpose | FileCheck %s

// CHECK-LABEL: func.func @dynamic_slice(
// CHECK-NEXT: %[[V0:.*]] = weft.constant dense<0.000000e+00> : tensor<3x4xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.dynamic_update_slice %[[V0]], %arg1, %arg0, %arg0 : tensor<3x4xf32>, tensor<1x2xf32>, tensor<i32>, tensor<i32>
// CHECK-NEXT: weft.return %[[V1]] : tensor<3x4xf32>
func.func @dynamic_slice(%arg0: tensor<3x4xf32>, %arg1: tensor<i32> {weft.fixed}) -> tensor<1x2xf32> {
  %0 = weft.dynamic_slice %arg0, %arg1, %arg1 sizes [1, 2] : tensor<3x4xf32>, tensor<i32>, tensor<i32>
  weft.return %0 : tensor<1x2xf32>
}

// CHECK-LABEL: func.func @dynamic_update_slice(
// CHECK-NEXT: %[[V0:.*]] = weft.constant dense<0.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.dynamic_update_slice %arg1, %[[V0]], %arg0 : tensor<3xf32>, tensor<2xf32>, tensor<i32>
// CHECK-NEXT: %[[V2:.*]] = weft.dynamic_slice %arg1, %arg0 sizes [2] : tensor<3xf32>, tensor<i32>
// CHECK-NEXT: weft.return %[[V1]], %[[V2]] : tensor<3xf32>, tensor<2xf32>
func.func @dynamic_update_slice(%arg0: tensor<3xf32>, %arg1: tensor<2xf32>, %arg2: tensor<i32> {weft.fixed}) -> tensor<3xf32> {
  %0 = weft.dynamic_update_slice %arg0, %arg1, %arg2 : tensor<3xf32>, tensor<2xf32>, tensor<i32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @gather(
// CHECK-NEXT: %[[V0:.*]] = weft.constant dense<0> : tensor<2x1xi32>
// CHECK-NEXT: %[[V1:.*]] = weft.max %arg0, %[[V0]] : tensor<2x1xi32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<4> : tensor<2x1xi32>
// CHECK-NEXT: %[[V3:.*]] = weft.min %[[V1]], %[[V2]] : tensor<2x1xi32>
// CHECK-NEXT: %[[V4:.*]] = weft.constant dense<0.000000e+00> : tensor<5x3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.scatter_add %[[V4]], %[[V3]], %arg1 window [1] inserted [0] map [0] vector 1 : tensor<5x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>
// CHECK-NEXT: weft.return %[[V5]] : tensor<5x3xf32>
func.func @gather(%arg0: tensor<5x3xf32>, %arg1: tensor<2x1xi32> {weft.fixed}) -> tensor<2x3xf32> {
  %0 = weft.gather %arg0, %arg1 offset [1] collapsed [0] map [0] vector 1 sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
  weft.return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @gather_unsigned(
// CHECK-NEXT: %[[V0:.*]] = weft.constant dense<255> : tensor<2x2xui8>
// CHECK-NEXT: %[[V1:.*]] = weft.min %arg0, %[[V0]] : tensor<2x2xui8>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<0.000000e+00> : tensor<1000x300xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.scatter_add %[[V2]], %[[V1]], %arg1 window [] inserted [0, 1] map [1, 0] vector 1 : tensor<1000x300xf32>, tensor<2x2xui8>, tensor<2xf32>
// CHECK-NEXT: weft.return %[[V3]] : tensor<1000x300xf32>
func.func @gather_unsigned(%arg0: tensor<1000x300xf32>, %arg1: tensor<2x2xui8> {weft.fixed}) -> tensor<2xf32> {
  %0 = weft.gather %arg0, %arg1 offset [] collapsed [0, 1] map [1, 0] vector 1 sizes [1, 1] : tensor<1000x300xf32>, tensor<2x2xui8>
  weft.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @scatter(
// CHECK-NEXT: %[[V0:.*]] = weft.constant dense<0.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.scatter %arg1, %arg0, %[[V0]] window [] inserted [0] map [0] vector 1 : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.gather %arg1, %arg0 offset [] collapsed [0] map [0] vector 1 sizes [1] : tensor<5xf32>, tensor<2x1xi32>
// CHECK-NEXT: %[[V3:.*]] = weft.constant dense<4> : tensor<2x1xi32>
// CHECK-NEXT: %[[V4:.*]] = weft.compare le %arg0, %[[V3]] : tensor<2x1xi32>
// CHECK-NEXT: %[[V5:.*]] = weft.constant dense<0> : tensor<2x1xi32>
// CHECK-NEXT: %[[V6:.*]] = weft.compare ge %arg0, %[[V5]] : tensor<2x1xi32>
// CHECK-NEXT: %[[V7:.*]] = weft.and %[[V4]], %[[V6]] : tensor<2x1xi1>
// CHECK-NEXT: %[[V8:.*]] = weft.reduce_and %[[V7]] over [1] : tensor<2x1xi1>
// CHECK-NEXT: %[[V9:.*]] = weft.broadcast_in_dim %[[V8]] to [0] : tensor<2xi1> -> tensor<2xi1>
// CHECK-NEXT: %[[V10:.*]] = weft.constant dense<0.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V11:.*]] = weft.select %[[V9]], %[[V2]], %[[V10]] : tensor<2xi1>, tensor<2xf32>
// CHECK-NEXT: %[[V12:.*]] = weft.iota along 0 : tensor<2xi64>
// CHECK-NEXT: %[[V13:.*]] = weft.constant dense<1> : tensor<2xi64>
// CHECK-NEXT: %[[V14:.*]] = weft.add %[[V12]], %[[V13]] : tensor<2xi64>
// CHECK-NEXT: %[[V15:.*]] = weft.reshape %[[V14]] : tensor<2xi64> -> tensor<2xi64>
// CHECK-NEXT: %[[V16:.*]] = weft.broadcast_in_dim %[[V15]] to [0] : tensor<2xi64> -> tensor<2xi64>
// CHECK-NEXT: %[[V17:.*]] = weft.constant dense<0> : tensor<5xi64>
// CHECK-NEXT: %[[V18:.*]] = weft.scatter %[[V17]], %arg0, %[[V16]] window [] inserted [0] map [0] vector 1 : tensor<5xi64>, tensor<2x1xi32>, tensor<2xi64>
// CHECK-NEXT: %[[V19:.*]] = weft.gather %[[V18]], %arg0 offset [] collapsed [0] map [0] vector 1 sizes [1] : tensor<5xi64>, tensor<2x1xi32>
// CHECK-NEXT: %[[V20:.*]] = weft.compare eq %[[V16]], %[[V19]] : tensor<2xi64>
// CHECK-NEXT: %[[V21:.*]] = weft.constant dense<0.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V22:.*]] = weft.select %[[V20]], %[[V11]], %[[V21]] : tensor<2xi1>, tensor<2xf32>
// CHECK-NEXT: weft.return %[[V1]], %[[V22]] : tensor<5xf32>, tensor<2xf32>
func.func @scatter(%arg0: tensor<5xf32>, %arg1: tensor<2x1xi32> {weft.fixed}, %arg2: tensor<2xf32>) -> tensor<5xf32> {
  %0 = weft.scatter %arg0, %arg1, %arg2 window [] inserted [0] map [0] vector 1 : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
  weft.return %0 : tensor<5xf32>
}

// CHECK-LABEL: func.func @scatter_unique(
// CHECK-NEXT: %[[V0:.*]] = weft.constant dense<0.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.scatter %arg1, %arg0, %[[V0]] window [] inserted [0] map [0] vector 1 unique : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.gather %arg1, %arg0 offset [] collapsed [0] map [0] vector 1 sizes [1] : tensor<5xf32>, tensor<2x1xi32>
// CHECK-NEXT: %[[V3:.*]] = weft.constant dense<4> : tensor<2x1xi32>
// CHECK-NEXT: %[[V4:.*]] = weft.compare le %arg0, %[[V3]] : tensor<2x1xi32>
// CHECK-NEXT: %[[V5:.*]] = weft.constant dense<0> : tensor<2x1xi32>
// CHECK-NEXT: %[[V6:.*]] = weft.compare ge %arg0, %[[V5]] : tensor<2x1xi32>
// CHECK-NEXT: %[[V7:.*]] = weft.and %[[V4]], %[[V6]] : tensor<2x1xi1>
// CHECK-NEXT: %[[V8:.*]] = weft.reduce_and %[[V7]] over [1] : tensor<2x1xi1>
// CHECK-NEXT: %[[V9:.*]] = weft.broadcast_in_dim %[[V8]] to [0] : tensor<2xi1> -> tensor<2xi1>
// CHECK-NEXT: %[[V10:.*]] = weft.constant dense<0.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V11:.*]] = weft.select %[[V9]], %[[V2]], %[[V10]] : tensor<2xi1>, tensor<2xf32>
// CHECK-NEXT: weft.return %[[V1]], %[[V11]] : tensor<5xf32>, tensor<2xf32>
func.func @scatter_unique(%arg0: tensor<5xf32>, %arg1: tensor<2x1xi32> {weft.fixed}, %arg2: tensor<2xf32>) -> tensor<5xf32> {
  %0 = weft.scatter %arg0, %arg1, %arg2 window [] inserted [0] map [0] vector 1 unique : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
  weft.return %0 : tensor<5xf32>
}

// CHECK-LABEL: func.func @scatter_add(
// CHECK-NEXT: %[[V0:.*]] = weft.gather %arg1, %arg0 offset [1] collapsed [0] map [0] vector 1 sizes [1, 3] : tensor<5x3xf32>, tensor<2xui32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<4> : tensor<2xui32>
// CHECK-NEXT: %[[V2:.*]] = weft.compare le %arg0, %[[V1]] : tensor<2xui32>
// CHECK-NEXT: %[[V3:.*]] = weft.broadcast_in_dim %[[V2]] to [0] : tensor<2xi1> -> tensor<2x3xi1>
// CHECK-NEXT: %[[V4:.*]] = weft.constant dense<0.000000e+00> : tensor<2x3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.select %[[V3]], %[[V0]], %[[V4]] : tensor<2x3xi1>, tensor<2x3xf32>
// CHECK-NEXT: weft.return %arg1, %[[V5]] : tensor<5x3xf32>, tensor<2x3xf32>
func.func @scatter_add(%arg0: tensor<5x3xf32>, %arg1: tensor<2xui32> {weft.fixed}, %arg2: tensor<2x3xf32>) -> tensor<5x3xf32> {
  %0 = weft.scatter_add %arg0, %arg1, %arg2 window [1] inserted [0] map [0] vector 1 : tensor<5x3xf32>, tensor<2xui32>, tensor<2x3xf32>
  weft.return %0 : tensor<5x3xf32>
}

// CHECK-LABEL: func.func @scatter_mul_x(
// CHECK-NEXT: %[[V0:.*]] = weft.scatter_mul %arg2, %arg0, %arg1 window [] inserted [0] map [0] vector 1 : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<5xf32>
func.func @scatter_mul_x(%arg0: tensor<5xf32>, %arg1: tensor<2x1xi32> {weft.fixed}, %arg2: tensor<2xf32> {weft.fixed}) -> tensor<5xf32> {
  %0 = weft.scatter_mul %arg0, %arg1, %arg2 window [] inserted [0] map [0] vector 1 : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
  weft.return %0 : tensor<5xf32>
}

// CHECK-LABEL: func.func @scatter_mul_u(
// CHECK-NEXT: %[[V0:.*]] = weft.mul %arg2, %arg0 : tensor<5xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.gather %[[V0]], %arg1 offset [] collapsed [0] map [0] vector 1 sizes [1] : tensor<5xf32>, tensor<2x1xi32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<4> : tensor<2x1xi32>
// CHECK-NEXT: %[[V3:.*]] = weft.compare le %arg1, %[[V2]] : tensor<2x1xi32>
// CHECK-NEXT: %[[V4:.*]] = weft.constant dense<0> : tensor<2x1xi32>
// CHECK-NEXT: %[[V5:.*]] = weft.compare ge %arg1, %[[V4]] : tensor<2x1xi32>
// CHECK-NEXT: %[[V6:.*]] = weft.and %[[V3]], %[[V5]] : tensor<2x1xi1>
// CHECK-NEXT: %[[V7:.*]] = weft.reduce_and %[[V6]] over [1] : tensor<2x1xi1>
// CHECK-NEXT: %[[V8:.*]] = weft.broadcast_in_dim %[[V7]] to [0] : tensor<2xi1> -> tensor<2xi1>
// CHECK-NEXT: %[[V9:.*]] = weft.constant dense<0.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V10:.*]] = weft.select %[[V8]], %[[V1]], %[[V9]] : tensor<2xi1>, tensor<2xf32>
// CHECK-NEXT: weft.return %[[V10]] : tensor<2xf32>
func.func @scatter_mul_u(%arg0: tensor<5xf32> {weft.fixed}, %arg1: tensor<2x1xi32> {weft.fixed}, %arg2: tensor<2xf32>) -> tensor<5xf32> {
  %0 = weft.scatter_mul %arg0, %arg1, %arg2 window [] inserted [0] map [0] vector 1 unique : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
  weft.return %0 : tensor<5xf32>
}
