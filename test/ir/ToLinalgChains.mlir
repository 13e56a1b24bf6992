// A chain of elementwise operations that ends in a reduction is one loop nest:
// one linalg.generic, no array but the result.
// RUN: weft-opt %s -weft-to-linalg | FileCheck %s

// CHECK-LABEL: @sum_of_exp
// CHECK:         %[[E:.*]] = tensor.empty() : tensor<f32>
// CHECK-NEXT:    %[[Z:.*]] = linalg.fill {{.*}} outs(%[[E]]
// CHECK-NEXT:    %[[R:.*]] = linalg.generic
// CHECK-SAME:      iterator_types = ["reduction", "reduction"]
// CHECK-SAME:      ins(%{{.*}}, %{{.*}} : tensor<4x8xf32>, tensor<4x8xf32>) outs(%[[Z]]
// CHECK:           arith.mulf
// CHECK-NEXT:      math.exp
// CHECK-NEXT:      arith.addf
// CHECK-NEXT:      arith.addf %out
// CHECK-NEXT:      linalg.yield
// CHECK-NOT:     linalg.generic
// CHECK:         return %[[R]]
func.func @sum_of_exp(%x: tensor<4x8xf32>, %y: tensor<4x8xf32>) -> tensor<f32> {
  %0 = weft.mul %x, %y : tensor<4x8xf32>
  %1 = weft.exp %0 : tensor<4x8xf32>
  %2 = weft.add %1, %x : tensor<4x8xf32>
  %3 = weft.reduce_sum %2 over [0, 1] : tensor<4x8xf32>
  weft.return %3 : tensor<f32>
}

// The difference has two uses, and both are in the nest.
// CHECK-LABEL: @squared_error
// CHECK-COUNT-1: linalg.generic
// CHECK:           %[[D:.*]] = arith.subf
// CHECK-NEXT:      arith.mulf %[[D]], %[[D]]
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @squared_error(%x: tensor<64xf32>, %y: tensor<64xf32>) -> tensor<f32> {
  %0 = weft.sub %x, %y : tensor<64xf32>
  %1 = weft.mul %0, %0 : tensor<64xf32>
  %2 = weft.reduce_sum %1 over [0] : tensor<64xf32>
  weft.return %2 : tensor<f32>
}

// CHECK-LABEL: @row_sums
// CHECK-COUNT-1: linalg.generic {{.*}}iterator_types = ["parallel", "reduction"]
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @row_sums(%x: tensor<4x8xf64>) -> tensor<4xf64> {
  %0 = weft.tanh %x : tensor<4x8xf64>
  %1 = weft.neg %0 : tensor<4x8xf64>
  %2 = weft.reduce_sum %1 over [1] : tensor<4x8xf64>
  weft.return %2 : tensor<4xf64>
}

// CHECK-LABEL: @largest
// CHECK-COUNT-1: linalg.generic
// CHECK:           math.absf
// CHECK:           arith.maximumf
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @largest(%x: tensor<4x8xf32>) -> tensor<f32> {
  %0 = weft.abs %x : tensor<4x8xf32>
  %1 = weft.reduce_max %0 over [0, 1] : tensor<4x8xf32>
  weft.return %1 : tensor<f32>
}

// A bias is read in place; columns are reduced.
// CHECK-LABEL: @bias_relu
// CHECK-COUNT-1: linalg.generic {{.*}}iterator_types = ["reduction", "parallel"]
// CHECK-SAME:      ins(%arg1, %arg0 : tensor<8xf32>, tensor<4x8xf32>)
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @bias_relu(%x: tensor<4x8xf32>, %b: tensor<8xf32>) -> tensor<8xf32> {
  %0 = weft.broadcast_in_dim %b to [1] : tensor<8xf32> -> tensor<4x8xf32>
  %1 = weft.add %x, %0 : tensor<4x8xf32>
  %z = weft.constant dense<0.0> : tensor<4x8xf32>
  %2 = weft.max %1, %z : tensor<4x8xf32>
  %3 = weft.reduce_sum %2 over [0] : tensor<4x8xf32>
  weft.return %3 : tensor<8xf32>
}

// CHECK-LABEL: @count_less
// CHECK-COUNT-1: linalg.generic
// CHECK:           arith.cmpi slt
// CHECK-NEXT:      arith.extui
// CHECK-NEXT:      arith.addi
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @count_less(%x: tensor<16xi32>, %y: tensor<16xi32>) -> tensor<i64> {
  %0 = weft.compare lt %x, %y : tensor<16xi32>
  %1 = weft.convert %0 : tensor<16xi1> to tensor<16xi64>
  %2 = weft.reduce_sum %1 over [0] : tensor<16xi64>
  weft.return %2 : tensor<i64>
}

// A transposed operand is read through its indexing map.
// CHECK-LABEL: @transposed
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT:     linalg.generic
// CHECK-NOT:     linalg.transpose
// CHECK:         return
func.func @transposed(%x: tensor<4x8xf32>, %y: tensor<8x4xf32>) -> tensor<8xf32> {
  %0 = weft.transpose %x by [1, 0] : tensor<4x8xf32>
  %1 = weft.mul %0, %y : tensor<8x4xf32>
  %2 = weft.reduce_sum %1 over [1] : tensor<8x4xf32>
  weft.return %2 : tensor<8xf32>
}

// Slices are views.
// CHECK-LABEL: @differences
// CHECK-DAG:     tensor.extract_slice %arg0[1] [15] [1]
// CHECK-DAG:     tensor.extract_slice %arg0[0] [15] [1]
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @differences(%x: tensor<16xf32>) -> tensor<f32> {
  %0 = weft.slice %x [1] [16] [1] : tensor<16xf32>
  %1 = weft.slice %x [0] [15] [1] : tensor<16xf32>
  %2 = weft.sub %0, %1 : tensor<15xf32>
  %3 = weft.mul %2, %2 : tensor<15xf32>
  %4 = weft.reduce_sum %3 over [0] : tensor<15xf32>
  weft.return %4 : tensor<f32>
}

// CHECK-LABEL: @weighted
// CHECK-COUNT-1: linalg.generic
// CHECK:           linalg.index 1
// CHECK:           arith.sitofp
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @weighted(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %0 = weft.iota along 1 : tensor<4x8xf32>
  %1 = weft.mul %x, %0 : tensor<4x8xf32>
  %2 = weft.reduce_sum %1 over [1] : tensor<4x8xf32>
  weft.return %2 : tensor<4xf32>
}

// Axes of size 1 come and go; loops whose bounds no operand gives get one.
// CHECK-LABEL: @backwards
// CHECK:         %[[SHAPE:.*]] = tensor.empty() : tensor<8x1xi1>
// CHECK-NEXT:    linalg.generic
// CHECK-SAME:      ins(%arg0, %[[SHAPE]] : tensor<8xf32>, tensor<8x1xi1>)
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @backwards(%x: tensor<8xf32>) -> tensor<f32> {
  %0 = weft.rev %x over [0] : tensor<8xf32>
  %1 = weft.reshape %0 : tensor<8xf32> -> tensor<8x1xf32>
  %2 = weft.exp %1 : tensor<8x1xf32>
  %3 = weft.reduce_sum %2 over [0, 1] : tensor<8x1xf32>
  weft.return %3 : tensor<f32>
}
