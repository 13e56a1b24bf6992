// The place of an extremum of long rows is looked for once that is known; of
// short rows and of columns both are found in one nest.
// RUN: weft-opt %s -weft-to-linalg | FileCheck %s

// CHECK-LABEL: func.func @rows(
// CHECK: %[[B:.*]] = linalg.generic {{.*}} ins(%arg0 : tensor<9x100xf32>) outs(%{{.*}} : tensor<9xf32>)
// CHECK: arith.minimumf
// CHECK: linalg.generic {{.*}} ins(%arg0, %[[B]] : tensor<9x100xf32>, tensor<9xf32>) outs(%{{.*}} : tensor<9xi32>)
// CHECK: arith.minsi
func.func @rows(%x: tensor<9x100xf32>) -> tensor<9xi32> {
  %y = weft.argmin %x over 1 : tensor<9x100xf32> -> tensor<9xi32>
  weft.return %y : tensor<9xi32>
}
// CHECK-LABEL: func.func @columns(
// CHECK: linalg.generic {{.*}} outs(%{{.*}}, %{{.*}} : tensor<9xf32>, tensor<9xi32>)
func.func @columns(%x: tensor<100x9xf32>) -> tensor<9xi32> {
  %y = weft.argmin %x over 0 : tensor<100x9xf32> -> tensor<9xi32>
  weft.return %y : tensor<9xi32>
}
