// Blocks and windows at computed places: round trip and folds.
// RUN: weft-opt %s | weft-opt | FileCheck %s
// RUN: weft-opt %s --canonicalize | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func @blocks
func.func @blocks(%x: tensor<3x4xf32>, %u: tensor<2x1xf32>, %i: tensor<i32>, %s: tensor<f32>) -> tensor<3x4xf32> {
  // CHECK: weft.dynamic_slice %{{.*}}, %{{.*}}, %{{.*}} sizes [2, 1] : tensor<3x4xf32>, tensor<i32>, tensor<i32>
  %a = weft.dynamic_slice %x, %i, %i sizes [2, 1] : tensor<3x4xf32>, tensor<i32>, tensor<i32>
  // CHECK: weft.dynamic_update_slice %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : tensor<3x4xf32>, tensor<2x1xf32>, tensor<i32>, tensor<i32>
  %b = weft.dynamic_update_slice %x, %a, %i, %i : tensor<3x4xf32>, tensor<2x1xf32>, tensor<i32>, tensor<i32>
  // CHECK: weft.dynamic_slice %{{.*}} sizes [] : tensor<f32>
  %c = weft.dynamic_slice %s sizes [] : tensor<f32>
  weft.return %b : tensor<3x4xf32>
}
// CHECK-LABEL: func @gathers
func.func @gathers(%x: tensor<2x5x3xf32>, %i: tensor<4x1xi64>, %j: tensor<2x4xui8>) -> (tensor<4x2x3xf32>, tensor<2x4x3xf32>) {
  // CHECK: weft.gather %{{.*}}, %{{.*}} offset [1, 2] collapsed [1] map [1] vector 1 sizes [2, 1, 3] sorted : tensor<2x5x3xf32>, tensor<4x1xi64>
  %a = weft.gather %x, %i offset [1, 2] collapsed [1] map [1] vector 1 sizes [2, 1, 3] sorted : tensor<2x5x3xf32>, tensor<4x1xi64>
  // CHECK: weft.gather %{{.*}}, %{{.*}} offset [2] collapsed [1] batching [0] [0] map [1] vector 2 sizes [1, 1, 3] : tensor<2x5x3xf32>, tensor<2x4xui8>
  %b = weft.gather %x, %j offset [2] collapsed [1] batching [0] [0] map [1] vector 2 sizes [1, 1, 3] : tensor<2x5x3xf32>, tensor<2x4xui8>
  weft.return %a, %b : tensor<4x2x3xf32>, tensor<2x4x3xf32>
}
// CHECK-LABEL: func @scatters
func.func @scatters(%x: tensor<2x5xf32>, %i: tensor<4x1xi32>, %j: tensor<2x4x1xi32>, %u: tensor<4x2xf32>, %v: tensor<2x4xf32>) -> tensor<2x5xf32> {
  // CHECK: weft.scatter %{{.*}}, %{{.*}}, %{{.*}} window [1] inserted [1] map [1] vector 1 sorted unique : tensor<2x5xf32>, tensor<4x1xi32>, tensor<4x2xf32>
  %a = weft.scatter %x, %i, %u window [1] inserted [1] map [1] vector 1 sorted unique : tensor<2x5xf32>, tensor<4x1xi32>, tensor<4x2xf32>
  // CHECK: weft.scatter_add %{{.*}} batching [0] [0] map [1] vector 2 unique : tensor<2x5xf32>, tensor<2x4x1xi32>, tensor<2x4xf32>
  %b = weft.scatter_add %a, %j, %v window [] inserted [1] batching [0] [0] map [1] vector 2 unique : tensor<2x5xf32>, tensor<2x4x1xi32>, tensor<2x4xf32>
  // CHECK: weft.scatter_mul
  %c = weft.scatter_mul %b, %i, %u window [1] inserted [1] map [1] vector 1 : tensor<2x5xf32>, tensor<4x1xi32>, tensor<4x2xf32>
  // CHECK: weft.scatter_min
  %d = weft.scatter_min %c, %i, %u window [1] inserted [1] map [1] vector 1 : tensor<2x5xf32>, tensor<4x1xi32>, tensor<4x2xf32>
  // CHECK: weft.scatter_max
  %e = weft.scatter_max %d, %i, %u window [1] inserted [1] map [1] vector 1 : tensor<2x5xf32>, tensor<4x1xi32>, tensor<4x2xf32>
  weft.return %e : tensor<2x5xf32>
}
// The whole array, all of it replaced, no update at all.
// FOLD-LABEL: func @nothing(
// FOLD-SAME: %[[X:.*]]: tensor<3xf32>, %[[U:.*]]: tensor<3xf32>, %{{.*}}: tensor<i32>, %{{.*}}: tensor<0x1xi32>, %{{.*}}: tensor<0xf32>
// FOLD-NEXT: weft.return %[[X]], %[[U]], %[[X]], %[[X]] :
func.func @nothing(%x: tensor<3xf32>, %u: tensor<3xf32>, %i: tensor<i32>, %none: tensor<0x1xi32>, %e: tensor<0xf32>) -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  %a = weft.dynamic_slice %x, %i sizes [3] : tensor<3xf32>, tensor<i32>
  %b = weft.dynamic_update_slice %x, %u, %i : tensor<3xf32>, tensor<3xf32>, tensor<i32>
  %c = weft.dynamic_update_slice %x, %e, %i : tensor<3xf32>, tensor<0xf32>, tensor<i32>
  %d = weft.scatter %x, %none, %e window [] inserted [0] map [0] vector 1 : tensor<3xf32>, tensor<0x1xi32>, tensor<0xf32>
  weft.return %a, %b, %c, %d : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}
// FOLD-LABEL: func @splat
// FOLD-NEXT: weft.constant dense<7> : tensor<2xi32>
func.func @splat(%i: tensor<i32>, %j: tensor<2x1xi32>) -> (tensor<2xi32>, tensor<2xi32>) {
  %a = weft.constant dense<7> : tensor<4xi32>
  %b = weft.dynamic_slice %a, %i sizes [2] : tensor<4xi32>, tensor<i32>
  %c = weft.gather %a, %j offset [] collapsed [0] map [0] vector 1 sizes [1] : tensor<4xi32>, tensor<2x1xi32>
  weft.return %b, %c : tensor<2xi32>, tensor<2xi32>
}
