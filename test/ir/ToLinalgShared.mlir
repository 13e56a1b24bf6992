// Values with several readers: what is computed where, and what is an array.
// RUN: weft-opt %s -weft-to-linalg -split-input-file | FileCheck %s

// The exponentials are written by the nest that sums them. (That the quotient
// takes their place in memory is settled on memrefs.)
// CHECK-LABEL: @softmax
// CHECK:         %[[M:.*]] = linalg.generic
// CHECK:           arith.maximumf
// CHECK:         %[[E:.*]]:2 = linalg.generic
// CHECK-SAME:      iterator_types = ["parallel", "reduction"]
// CHECK-SAME:      ins(%[[M]], %arg0
// CHECK:           arith.subf
// CHECK:           %[[EXP:.*]] = math.exp
// CHECK:           %[[SUM:.*]] = arith.addf
// CHECK:           linalg.yield %[[EXP]], %[[SUM]]
// CHECK:         %[[R:.*]] = linalg.generic
// CHECK-SAME:      ins(%[[E]]#1, %[[E]]#0 : tensor<4xf32>, tensor<4x8xf32>)
// CHECK:           arith.divf
// CHECK-NOT:     linalg.generic
// CHECK:         return %[[R]]
func.func @softmax(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %m = weft.reduce_max %x over [1] : tensor<4x8xf32>
  %mb = weft.broadcast_in_dim %m to [0] : tensor<4xf32> -> tensor<4x8xf32>
  %d = weft.sub %x, %mb : tensor<4x8xf32>
  %e = weft.exp %d : tensor<4x8xf32>
  %s = weft.reduce_sum %e over [1] : tensor<4x8xf32>
  %sb = weft.broadcast_in_dim %s to [0] : tensor<4xf32> -> tensor<4x8xf32>
  %r = weft.div %e, %sb : tensor<4x8xf32>
  weft.return %r : tensor<4x8xf32>
}

// -----

// Three results, one loop.
// CHECK-LABEL: @momentum
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @momentum(%p: tensor<64xf32>, %m: tensor<64xf32>, %v: tensor<64xf32>,
    %g: tensor<64xf32>) -> (tensor<64xf32>, tensor<64xf32>, tensor<64xf32>) {
  %c = weft.constant dense<0.9> : tensor<64xf32>
  %0 = weft.mul %m, %c : tensor<64xf32>
  %1 = weft.add %0, %g : tensor<64xf32>
  %2 = weft.mul %g, %g : tensor<64xf32>
  %3 = weft.add %v, %2 : tensor<64xf32>
  %4 = weft.sqrt %3 : tensor<64xf32>
  %5 = weft.div %1, %4 : tensor<64xf32>
  %6 = weft.sub %p, %5 : tensor<64xf32>
  weft.return %6, %1, %3 : tensor<64xf32>, tensor<64xf32>, tensor<64xf32>
}

// -----

// A value and its gradient share what they read and what they compute.
// CHECK-LABEL: @value_and_gradient
// CHECK-COUNT-1: linalg.generic {{.*}}iterator_types = ["reduction"]
// CHECK:           arith.subf
// CHECK-NOT:       arith.subf
// CHECK:           linalg.yield
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @value_and_gradient(%x: tensor<64xf32>, %y: tensor<64xf32>)
    -> (tensor<f32>, tensor<64xf32>) {
  %0 = weft.sub %x, %y : tensor<64xf32>
  %1 = weft.mul %0, %0 : tensor<64xf32>
  %2 = weft.reduce_sum %1 over [0] : tensor<64xf32>
  %c = weft.constant dense<2.0> : tensor<64xf32>
  %3 = weft.mul %0, %c : tensor<64xf32>
  weft.return %2, %3 : tensor<f32>, tensor<64xf32>
}

// -----

// Loops that threads are to share are not mixed with a reduction of them: the
// difference is computed in both.
// CHECK-LABEL: @large
// CHECK-COUNT-2: linalg.generic {{.*}}ins(%arg0, %arg1 :
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @large(%x: tensor<1000000xf32>, %y: tensor<1000000xf32>)
    -> (tensor<f32>, tensor<1000000xf32>) {
  %0 = weft.sub %x, %y : tensor<1000000xf32>
  %1 = weft.mul %0, %0 : tensor<1000000xf32>
  %2 = weft.reduce_sum %1 over [0] : tensor<1000000xf32>
  %3 = weft.tanh %0 : tensor<1000000xf32>
  weft.return %2, %3 : tensor<f32>, tensor<1000000xf32>
}

// -----

// What a broadcast repeats is computed once, before it is repeated.
// CHECK-LABEL: @repeated
// CHECK:         %[[E:.*]] = linalg.generic {{.*}}iterator_types = ["parallel"]
// CHECK:           math.exp
// CHECK:         linalg.generic {{.*}}iterator_types = ["parallel", "parallel"]
// CHECK-SAME:      %[[E]]
// CHECK-NOT:       math.exp
// CHECK:         return
func.func @repeated(%x: tensor<8xf32>, %y: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %0 = weft.exp %x : tensor<8xf32>
  %1 = weft.broadcast_in_dim %0 to [1] : tensor<8xf32> -> tensor<4x8xf32>
  %2 = weft.mul %1, %y : tensor<4x8xf32>
  weft.return %2 : tensor<4x8xf32>
}

// -----

// Read in two orders: an array.
// CHECK-LABEL: @both_ways
// CHECK:         %[[E:.*]] = linalg.generic
// CHECK:           math.exp
// CHECK:         linalg.generic
// CHECK-SAME:      ins(%[[E]], %[[E]]
// CHECK-NOT:       math.exp
// CHECK:         return
func.func @both_ways(%x: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %0 = weft.exp %x : tensor<8x8xf32>
  %1 = weft.transpose %0 by [1, 0] : tensor<8x8xf32>
  %2 = weft.add %0, %1 : tensor<8x8xf32>
  weft.return %2 : tensor<8x8xf32>
}

// -----

// An operand of a contraction is an array; its other reader reads it there.
// CHECK-LABEL: @around_dot
// CHECK:         %[[T:.*]] = linalg.generic
// CHECK:           math.tanh
// CHECK:         %[[D:.*]] = linalg.generic {{.*}}"reduction"
// CHECK-SAME:      ins(%[[T]]
// CHECK:         linalg.generic
// CHECK:           arith.addf
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @around_dot(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %0 = weft.tanh %x : tensor<8x8xf32>
  %1 = weft.dot_general %0, %w batch [] [] contract [1] [0]
    : tensor<8x8xf32>, tensor<8x8xf32> -> tensor<8x8xf32>
  %2 = weft.add %1, %0 : tensor<8x8xf32>
  weft.return %2 : tensor<8x8xf32>
}

// -----

// Two nests of one height that read the same array are one, unless they come
// after each other.
// CHECK-LABEL: @siblings
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @siblings(%x: tensor<4x8xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %0 = weft.reduce_sum %x over [1] : tensor<4x8xf32>
  %1 = weft.mul %x, %x : tensor<4x8xf32>
  %2 = weft.reduce_sum %1 over [1] : tensor<4x8xf32>
  weft.return %0, %2 : tensor<4xf32>, tensor<4xf32>
}

// -----

// Nothing is computed that is not needed.
// CHECK-LABEL: @dead
// CHECK-NEXT:    return %arg0
func.func @dead(%x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = weft.exp %x : tensor<8xf32>
  %1 = weft.reduce_sum %0 over [0] : tensor<8xf32>
  weft.return %x : tensor<8xf32>
}

// -----

// A light operation is computed by each of its readers rather than written:
// they read as much either way. One that is needed as an array is one.
// CHECK-LABEL: @light
// CHECK-NOT:     tensor<8x8xi1>
// CHECK:         linalg.generic {{.*}}iterator_types = ["parallel", "reduction"]
// CHECK:           arith.cmpf
// CHECK:         linalg.generic {{.*}}iterator_types = ["parallel", "parallel"]
// CHECK:           arith.cmpf
// CHECK-NOT:     linalg.generic
// CHECK:         return
func.func @light(%x: tensor<8x8xf32>, %y: tensor<8xf32>) -> tensor<8x8xf32> {
  %0 = weft.broadcast_in_dim %y to [0] : tensor<8xf32> -> tensor<8x8xf32>
  %1 = weft.compare lt %x, %0 : tensor<8x8xf32>
  %2 = weft.convert %1 : tensor<8x8xi1> to tensor<8x8xf32>
  %3 = weft.reduce_sum %2 over [1] : tensor<8x8xf32>
  %4 = weft.broadcast_in_dim %3 to [0] : tensor<8xf32> -> tensor<8x8xf32>
  %5 = weft.select %1, %4, %x : tensor<8x8xi1>, tensor<8x8xf32>
  weft.return %5 : tensor<8x8xf32>
}
