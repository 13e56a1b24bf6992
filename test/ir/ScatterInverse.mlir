// Places that are constants: each element is the sum of its updates. Not where
// one place has most of them.
// RUN: weft-opt %s -weft-to-linalg | FileCheck %s

// Place 2 is dropped as nothing goes there, 9 as it is outside.
// CHECK-LABEL: func.func @rows(
// CHECK-NOT: scf.for
// CHECK-DAG: dense<[1, 2, 6, 0]> : tensor<4xi32>
// CHECK-DAG: dense<[6, 3, 6, 4]> : tensor<4xi32>
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel"]{{.*}} outs(%{{.*}} : tensor<3x4xf32>)
// CHECK: tensor.extract %arg0
// CHECK-NOT: scf.for
// CHECK: return
func.func @rows(%u: tensor<3x6xf32>) -> tensor<3x4xf32> {
  %x = weft.constant dense<0.0> : tensor<3x4xf32>
  %i = weft.constant dense<[3, 0, 1, 1, 3, 9]> : tensor<6xi32>
  %y = weft.scatter_add %x, %i, %u window [0] inserted [1] map [1] vector 1
    : tensor<3x4xf32>, tensor<6xi32>, tensor<3x6xf32>
  weft.return %y : tensor<3x4xf32>
}

// CHECK-LABEL: func.func @most_in_one(
// CHECK: scf.for
func.func @most_in_one(%x: tensor<4xf32>, %u: tensor<6xf32>) -> tensor<4xf32> {
  %i = weft.constant dense<[3, 3, 3, 3, 3, 1]> : tensor<6xi32>
  %y = weft.scatter_add %x, %i, %u window [] inserted [0] map [0] vector 1
    : tensor<4xf32>, tensor<6xi32>, tensor<6xf32>
  weft.return %y : tensor<4xf32>
}
