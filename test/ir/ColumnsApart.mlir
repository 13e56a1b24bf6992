// A matrix whose few columns lie apart (vmap over it) is copied, so that all
// are columns of one product; one with many is read in place.
// RUN: weft-opt %s -weft-to-linalg | FileCheck %s

// CHECK-LABEL: func.func @narrow(
// CHECK: %[[Y:.*]] = linalg.generic {{.*}} ins(%arg1 : tensor<26x88x3xf64>) outs(%{{.*}} : tensor<88x26x3xf64>)
// CHECK: linalg.generic {{.*}} ins(%arg0, %[[Y]] : tensor<1000x88xf64>, tensor<88x26x3xf64>)
func.func @narrow(%x: tensor<1000x88xf64>, %y: tensor<26x88x3xf64>)
    -> tensor<1000x26x3xf64> {
  %z = weft.dot_general %x, %y batch [] [] contract [1] [1]
    : tensor<1000x88xf64>, tensor<26x88x3xf64> -> tensor<1000x26x3xf64>
  weft.return %z : tensor<1000x26x3xf64>
}
// CHECK-LABEL: func.func @wide(
// CHECK: linalg.generic {{.*}} ins(%arg0, %arg1 : tensor<1000x88xf64>, tensor<26x88x30xf64>)
func.func @wide(%x: tensor<1000x88xf64>, %y: tensor<26x88x30xf64>)
    -> tensor<1000x26x30xf64> {
  %z = weft.dot_general %x, %y batch [] [] contract [1] [1]
    : tensor<1000x88xf64>, tensor<26x88x30xf64> -> tensor<1000x26x30xf64>
  weft.return %z : tensor<1000x26x30xf64>
}
