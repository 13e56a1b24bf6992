// RUN: weft-opt %s | weft-opt | FileCheck %s
// RUN: weft-opt %s --canonicalize | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func @constants
func.func @constants() -> (tensor<2xf32>, tensor<ui8>, tensor<2xcomplex<f32>>, tensor<3xi1>) {
  // CHECK: weft.constant dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>
  %a = weft.constant dense<[1.0, 2.0]> : tensor<2xf32>
  // CHECK: weft.constant dense<200> : tensor<ui8>
  %b = weft.constant dense<200> : tensor<ui8>
  // CHECK: weft.constant dense<(1.000000e+00,2.000000e+00)> : tensor<2xcomplex<f32>>
  %c = weft.constant dense<(1.0, 2.0)> : tensor<2xcomplex<f32>>
  // CHECK: weft.constant dense<true> : tensor<3xi1>
  %d = weft.constant dense<true> : tensor<3xi1>
  weft.return %a, %b, %c, %d : tensor<2xf32>, tensor<ui8>, tensor<2xcomplex<f32>>, tensor<3xi1>
}
// CHECK-LABEL: func @iota
func.func @iota() -> tensor<2x3xf32> {
  // CHECK: weft.iota along 1 : tensor<2x3xf32>
  %y = weft.iota along 1 : tensor<2x3xf32>
  weft.return %y : tensor<2x3xf32>
}
// CHECK-LABEL: func @moves
func.func @moves(%x: tensor<1x3xf32>) -> tensor<3x4x2xf32> {
  // CHECK: weft.broadcast_in_dim %{{.*}} to [0, 2] : tensor<1x3xf32> -> tensor<2x4x3xf32>
  %a = weft.broadcast_in_dim %x to [0, 2] : tensor<1x3xf32> -> tensor<2x4x3xf32>
  // CHECK: weft.reshape %{{.*}} : tensor<2x4x3xf32> -> tensor<2x3x4xf32>
  %b = weft.reshape %a : tensor<2x4x3xf32> -> tensor<2x3x4xf32>
  // CHECK: weft.transpose %{{.*}} by [1, 2, 0] : tensor<2x3x4xf32>
  %c = weft.transpose %b by [1, 2, 0] : tensor<2x3x4xf32>
  // CHECK: weft.rev %{{.*}} over [0, 2] : tensor<3x4x2xf32>
  %d = weft.rev %c over [0, 2] : tensor<3x4x2xf32>
  weft.return %d : tensor<3x4x2xf32>
}

// Nothing is left of moves that undo each other.
// FOLD-LABEL: func @nothing(
// FOLD-SAME: %[[X:.*]]: tensor<2x3xf32>)
// FOLD-NEXT: weft.return %[[X]]
func.func @nothing(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %a = weft.broadcast_in_dim %x to [0, 1] : tensor<2x3xf32> -> tensor<2x3xf32>
  %b = weft.transpose %a by [1, 0] : tensor<2x3xf32>
  %c = weft.transpose %b by [1, 0] : tensor<3x2xf32>
  %d = weft.reshape %c : tensor<2x3xf32> -> tensor<6xf32>
  %e = weft.reshape %d : tensor<6xf32> -> tensor<2x3xf32>
  %f = weft.rev %e over [1] : tensor<2x3xf32>
  %g = weft.rev %f over [1] : tensor<2x3xf32>
  %h = weft.rev %g over [] : tensor<2x3xf32>
  weft.return %h : tensor<2x3xf32>
}
// FOLD-LABEL: func @composed(
// FOLD-SAME: %[[X:.*]]: tensor<1x3x5xf32>)
func.func @composed(%x: tensor<1x3x5xf32>) -> (tensor<3x5x1xf32>, tensor<5x3xf32>, tensor<7x2x4x3x5xf32>) {
  %a = weft.transpose %x by [2, 1, 0] : tensor<1x3x5xf32>
  %b = weft.transpose %a by [1, 0, 2] : tensor<5x3x1xf32>
  %c = weft.reshape %x : tensor<1x3x5xf32> -> tensor<15xf32>
  %d = weft.reshape %c : tensor<15xf32> -> tensor<5x3xf32>
  %e = weft.broadcast_in_dim %x to [0, 2, 3] : tensor<1x3x5xf32> -> tensor<2x4x3x5xf32>
  %f = weft.broadcast_in_dim %e to [1, 2, 3, 4] : tensor<2x4x3x5xf32> -> tensor<7x2x4x3x5xf32>
  // FOLD-DAG: weft.transpose %[[X]] by [1, 2, 0] : tensor<1x3x5xf32>
  // FOLD-DAG: weft.reshape %[[X]] : tensor<1x3x5xf32> -> tensor<5x3xf32>
  // FOLD-DAG: weft.broadcast_in_dim %[[X]] to [1, 3, 4] : tensor<1x3x5xf32> -> tensor<7x2x4x3x5xf32>
  // FOLD: weft.return
  weft.return %b, %d, %f : tensor<3x5x1xf32>, tensor<5x3xf32>, tensor<7x2x4x3x5xf32>
}
// FOLD-LABEL: func @splats
// FOLD-NEXT: %[[Y:.*]] = weft.constant dense<2.000000e+00> : tensor<3x2xf32>
// FOLD-NEXT: weft.return %[[Y]]
func.func @splats() -> tensor<3x2xf32> {
  %a = weft.constant dense<2.0> : tensor<f32>
  %b = weft.broadcast_in_dim %a to [] : tensor<f32> -> tensor<6xf32>
  %c = weft.rev %b over [0] : tensor<6xf32>
  %d = weft.reshape %c : tensor<6xf32> -> tensor<2x3xf32>
  %e = weft.transpose %d by [1, 0] : tensor<2x3xf32>
  weft.return %e : tensor<3x2xf32>
}
