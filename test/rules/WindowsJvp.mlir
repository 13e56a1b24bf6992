// Tangents of blocks and windows at computed places.
// RUN: weft-opt %s --weft-jvp | FileCheck %s

// CHECK-LABEL: func.func @dynamic_slice(
// CHECK-NEXT: %[[V0:.*]] = weft.dynamic_slice %arg0, %arg1, %arg1 sizes [1, 2] : tensor<3x4xf32>, tensor<i32>, tensor<i32>
// CHECK-NEXT: %[[V1:.*]] = weft.dynamic_slice %arg2, %arg1, %arg1 sizes [1, 2] : tensor<3x4xf32>, tensor<i32>, tensor<i32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<1x2xf32>, tensor<1x2xf32>
func.func @dynamic_slice(%arg0: tensor<3x4xf32>, %arg1: tensor<i32> {weft.fixed}) -> tensor<1x2xf32> {
  %0 = weft.dynamic_slice %arg0, %arg1, %arg1 sizes [1, 2] : tensor<3x4xf32>, tensor<i32>, tensor<i32>
  weft.return %0 : tensor<1x2xf32>
}

// CHECK-LABEL: func.func @dynamic_update_slice(
// CHECK-NEXT: %[[V0:.*]] = weft.dynamic_update_slice %arg0, %arg1, %arg2 : tensor<3xf32>, tensor<2xf32>, tensor<i32>
// CHECK-NEXT: %[[V1:.*]] = weft.dynamic_update_slice %arg3, %arg4, %arg2 : tensor<3xf32>, tensor<2xf32>, tensor<i32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xf32>, tensor<3xf32>
func.func @dynamic_update_slice(%arg0: tensor<3xf32>, %arg1: tensor<2xf32>, %arg2: tensor<i32> {weft.fixed}) -> tensor<3xf32> {
  %0 = weft.dynamic_update_slice %arg0, %arg1, %arg2 : tensor<3xf32>, tensor<2xf32>, tensor<i32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @gather(
// CHECK-NEXT: %[[V0:.*]] = weft.gather %arg0, %arg1 offset [1] collapsed [0] map [0] vector 1 sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
// CHECK-NEXT: %[[V1:.*]] = weft.gather %arg2, %arg1 offset [1] collapsed [0] map [0] vector 1 sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<2x3xf32>, tensor<2x3xf32>
func.func @gather(%arg0: tensor<5x3xf32>, %arg1: tensor<2x1xi32> {weft.fixed}) -> tensor<2x3xf32> {
  %0 = weft.gather %arg0, %arg1 offset [1] collapsed [0] map [0] vector 1 sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
  weft.return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @gather_unsigned(
// CHECK-NEXT: %[[V0:.*]] = weft.gather %arg0, %arg1 offset [] collapsed [0, 1] map [1, 0] vector 1 sizes [1, 1] : tensor<1000x300xf32>, tensor<2x2xui8>
// CHECK-NEXT: %[[V1:.*]] = weft.gather %arg2, %arg1 offset [] collapsed [0, 1] map [1, 0] vector 1 sizes [1, 1] : tensor<1000x300xf32>, tensor<2x2xui8>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<2xf32>, tensor<2xf32>
func.func @gather_unsigned(%arg0: tensor<1000x300xf32>, %arg1: tensor<2x2xui8> {weft.fixed}) -> tensor<2xf32> {
  %0 = weft.gather %arg0, %arg1 offset [] collapsed [0, 1] map [1, 0] vector 1 sizes [1, 1] : tensor<1000x300xf32>, tensor<2x2xui8>
  weft.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @scatter(
// CHECK-NEXT: %[[V0:.*]] = weft.scatter %arg0, %arg1, %arg2 window [] inserted [0] map [0] vector 1 : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.scatter %arg3, %arg1, %arg4 window [] inserted [0] map [0] vector 1 : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<5xf32>, tensor<5xf32>
func.func @scatter(%arg0: tensor<5xf32>, %arg1: tensor<2x1xi32> {weft.fixed}, %arg2: tensor<2xf32>) -> tensor<5xf32> {
  %0 = weft.scatter %arg0, %arg1, %arg2 window [] inserted [0] map [0] vector 1 : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
  weft.return %0 : tensor<5xf32>
}

// CHECK-LABEL: func.func @scatter_unique(
// CHECK-NEXT: %[[V0:.*]] = weft.scatter %arg0, %arg1, %arg2 window [] inserted [0] map [0] vector 1 unique : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.scatter %arg3, %arg1, %arg4 window [] inserted [0] map [0] vector 1 unique : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<5xf32>, tensor<5xf32>
func.func @scatter_unique(%arg0: tensor<5xf32>, %arg1: tensor<2x1xi32> {weft.fixed}, %arg2: tensor<2xf32>) -> tensor<5xf32> {
  %0 = weft.scatter %arg0, %arg1, %arg2 window [] inserted [0] map [0] vector 1 unique : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
  weft.return %0 : tensor<5xf32>
}

// CHECK-LABEL: func.func @scatter_add(
// CHECK-NEXT: %[[V0:.*]] = weft.scatter_add %arg0, %arg1, %arg2 window [1] inserted [0] map [0] vector 1 : tensor<5x3xf32>, tensor<2xui32>, tensor<2x3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.scatter_add %arg3, %arg1, %arg4 window [1] inserted [0] map [0] vector 1 : tensor<5x3xf32>, tensor<2xui32>, tensor<2x3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<5x3xf32>, tensor<5x3xf32>
func.func @scatter_add(%arg0: tensor<5x3xf32>, %arg1: tensor<2xui32> {weft.fixed}, %arg2: tensor<2x3xf32>) -> tensor<5x3xf32> {
  %0 = weft.scatter_add %arg0, %arg1, %arg2 window [1] inserted [0] map [0] vector 1 : tensor<5x3xf32>, tensor<2xui32>, tensor<2x3xf32>
  weft.return %0 : tensor<5x3xf32>
}

// CHECK-LABEL: func.func @scatter_mul(
// CHECK-NEXT: %[[V0:.*]] = weft.scatter_mul %arg0, %arg1, %arg2 window [] inserted [0] map [0] vector 1 unique : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.scatter_mul %arg3, %arg1, %arg2 window [] inserted [0] map [0] vector 1 unique : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<0.000000e+00> : tensor<5xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.scatter_add %[[V2]], %arg1, %arg4 window [] inserted [0] map [0] vector 1 unique : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.mul %arg0, %[[V3]] : tensor<5xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.add %[[V1]], %[[V4]] : tensor<5xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V5]] : tensor<5xf32>, tensor<5xf32>
func.func @scatter_mul(%arg0: tensor<5xf32>, %arg1: tensor<2x1xi32> {weft.fixed}, %arg2: tensor<2xf32>) -> tensor<5xf32> {
  %0 = weft.scatter_mul %arg0, %arg1, %arg2 window [] inserted [0] map [0] vector 1 unique : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
  weft.return %0 : tensor<5xf32>
}

// CHECK-LABEL: func.func @scatter_max(
// CHECK-NEXT: %[[V0:.*]] = weft.scatter_max %arg0, %arg1, %arg2 window [] inserted [0] map [0] vector 1 : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.compare eq %arg0, %[[V0]] : tensor<5xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.compare ne %arg0, %arg0 : tensor<5xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.or %[[V1]], %[[V2]] : tensor<5xi1>
// CHECK-NEXT: %[[V4:.*]] = weft.gather %[[V0]], %arg1 offset [] collapsed [0] map [0] vector 1 sizes [1] : tensor<5xf32>, tensor<2x1xi32>
// CHECK-NEXT: %[[V5:.*]] = weft.compare eq %arg2, %[[V4]] : tensor<2xf32>
// CHECK-NEXT: %[[V6:.*]] = weft.constant dense<0.000000e+00> : tensor<5xf32>
// CHECK-NEXT: %[[V7:.*]] = weft.select %[[V3]], %arg3, %[[V6]] : tensor<5xi1>, tensor<5xf32>
// CHECK-NEXT: %[[V8:.*]] = weft.constant dense<0.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V9:.*]] = weft.select %[[V5]], %arg4, %[[V8]] : tensor<2xi1>, tensor<2xf32>
// CHECK-NEXT: %[[V10:.*]] = weft.scatter_add %[[V7]], %arg1, %[[V9]] window [] inserted [0] map [0] vector 1 : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
// CHECK-NEXT: %[[V11:.*]] = weft.constant dense<1.000000e+00> : tensor<5xf32>
// CHECK-NEXT: %[[V12:.*]] = weft.constant dense<1.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V13:.*]] = weft.constant dense<0.000000e+00> : tensor<5xf32>
// CHECK-NEXT: %[[V14:.*]] = weft.select %[[V3]], %[[V11]], %[[V13]] : tensor<5xi1>, tensor<5xf32>
// CHECK-NEXT: %[[V15:.*]] = weft.constant dense<0.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V16:.*]] = weft.select %[[V5]], %[[V12]], %[[V15]] : tensor<2xi1>, tensor<2xf32>
// CHECK-NEXT: %[[V17:.*]] = weft.scatter_add %[[V14]], %arg1, %[[V16]] window [] inserted [0] map [0] vector 1 : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
// CHECK-NEXT: %[[V18:.*]] = weft.div %[[V10]], %[[V17]] : tensor<5xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V18]] : tensor<5xf32>, tensor<5xf32>
func.func @scatter_max(%arg0: tensor<5xf32>, %arg1: tensor<2x1xi32> {weft.fixed}, %arg2: tensor<2xf32>) -> tensor<5xf32> {
  %0 = weft.scatter_max %arg0, %arg1, %arg2 window [] inserted [0] map [0] vector 1 : tensor<5xf32>, tensor<2x1xi32>, tensor<2xf32>
  weft.return %0 : tensor<5xf32>
}
