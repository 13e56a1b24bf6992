// RUN: weft-opt %s | weft-opt | FileCheck %s
// RUN: weft-opt %s --canonicalize | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func @parts
func.func @parts(%x: tensor<6xf32>, %v: tensor<f32>) -> tensor<13xf32> {
  // CHECK: weft.slice %{{.*}} [1] [6] [2] : tensor<6xf32>
  %a = weft.slice %x [1] [6] [2] : tensor<6xf32>
  // CHECK: weft.pad %{{.*}}, %{{.*}} [1] [2] [1] : tensor<3xf32>
  %b = weft.pad %a, %v [1] [2] [1] : tensor<3xf32>
  // CHECK: weft.pad %{{.*}}, %{{.*}} [-2] [-1] [0] : tensor<8xf32>
  %c = weft.pad %b, %v [-2] [-1] [0] : tensor<8xf32>
  // CHECK: weft.concatenate %{{.*}}, %{{.*}} along 0 : tensor<8xf32>, tensor<5xf32>
  %d = weft.concatenate %b, %c along 0 : tensor<8xf32>, tensor<5xf32>
  weft.return %d : tensor<13xf32>
}
// FOLD-LABEL: func @nothing(
// FOLD-SAME: %[[X:.*]]: tensor<2x3xf32>,
// FOLD-NEXT: weft.return %[[X]]
func.func @nothing(%x: tensor<2x3xf32>, %v: tensor<f32>) -> tensor<2x3xf32> {
  %a = weft.slice %x [0, 0] [2, 3] [1, 1] : tensor<2x3xf32>
  %b = weft.pad %a, %v [0, 0] [0, 0] [0, 0] : tensor<2x3xf32>
  %c = weft.concatenate %b along 1 : tensor<2x3xf32>
  weft.return %c : tensor<2x3xf32>
}
// FOLD-LABEL: func @splat
// FOLD-NEXT: weft.constant dense<7> : tensor<2xi32>
func.func @splat() -> tensor<2xi32> {
  %a = weft.constant dense<7> : tensor<4xi32>
  %b = weft.slice %a [0] [4] [2] : tensor<4xi32>
  weft.return %b : tensor<2xi32>
}
