// A sum over a product's rows is taken before the product, through what is
// linear; not where the product is wanted itself, or has the axis as a batch.
// RUN: weft-opt %s -weft-to-linalg | FileCheck %s

// The gradient of a mixture's means: -Σₙ (c W + d c) = -(Σₙ c) W - d Σₙ c.
// CHECK-LABEL: func.func @means(
// CHECK: %[[S:.*]] = linalg.generic {{.*}} ins(%arg0 : tensor<5x1000x8xf32>) outs(%{{.*}} : tensor<5x8xf32>)
// CHECK: linalg.generic {{.*}} ins(%[[S]], %arg1 : tensor<5x8xf32>, tensor<5x8x8xf32>) outs(%{{.*}} : tensor<5x8xf32>)
// CHECK-NOT: tensor<5x1000x8xf32>
// CHECK: return
func.func @means(%c: tensor<5x1000x8xf32>, %w: tensor<5x8x8xf32>,
    %d: tensor<5x8xf32>) -> tensor<5x8xf32> {
  %p = weft.dot_general %c, %w batch [0] [0] contract [2] [1]
    : tensor<5x1000x8xf32>, tensor<5x8x8xf32> -> tensor<5x1000x8xf32>
  %r = weft.broadcast_in_dim %d to [0, 2] : tensor<5x8xf32> -> tensor<5x1000x8xf32>
  %q = weft.mul %c, %r : tensor<5x1000x8xf32>
  %s = weft.add %p, %q : tensor<5x1000x8xf32>
  %n = weft.neg %s : tensor<5x1000x8xf32>
  %y = weft.reduce_sum %n over [1] : tensor<5x1000x8xf32>
  weft.return %y : tensor<5x8xf32>
}

// CHECK-LABEL: func.func @difference(
// CHECK: %[[P:.*]] = linalg.generic {{.*}} ins(%{{.*}}, %arg1 : tensor<4xf32>, tensor<4x7xf32>) outs(%{{.*}} : tensor<7xf32>)
// CHECK: %[[Q:.*]] = linalg.generic {{.*}} ins(%{{.*}}, %arg2 : tensor<4xf32>, tensor<4x7xf32>) outs(%{{.*}} : tensor<7xf32>)
// CHECK: linalg.generic {{.*}} ins(%[[P]], %[[Q]] :
// CHECK: arith.subf
func.func @difference(%x: tensor<9x4xf32>, %w: tensor<4x7xf32>,
    %v: tensor<4x7xf32>) -> tensor<7xf32> {
  %p = weft.dot_general %x, %w batch [] [] contract [1] [0]
    : tensor<9x4xf32>, tensor<4x7xf32> -> tensor<9x7xf32>
  %q = weft.dot_general %x, %v batch [] [] contract [1] [0]
    : tensor<9x4xf32>, tensor<4x7xf32> -> tensor<9x7xf32>
  %d = weft.sub %p, %q : tensor<9x7xf32>
  %y = weft.reduce_sum %d over [0] : tensor<9x7xf32>
  weft.return %y : tensor<7xf32>
}

// CHECK-LABEL: func.func @read_twice(
// CHECK: ins(%arg0, %arg1 : tensor<9x4xf32>, tensor<4x7xf32>) outs(%{{.*}} : tensor<9x7xf32>)
func.func @read_twice(%x: tensor<9x4xf32>, %w: tensor<4x7xf32>)
    -> (tensor<9x7xf32>, tensor<7xf32>) {
  %p = weft.dot_general %x, %w batch [] [] contract [1] [0]
    : tensor<9x4xf32>, tensor<4x7xf32> -> tensor<9x7xf32>
  %y = weft.reduce_sum %p over [0] : tensor<9x7xf32>
  weft.return %p, %y : tensor<9x7xf32>, tensor<7xf32>
}

// CHECK-LABEL: func.func @batches(
// CHECK: outs(%{{.*}} : tensor<5x9x7xf32>)
func.func @batches(%x: tensor<5x9x4xf32>, %w: tensor<5x4x7xf32>)
    -> tensor<9x7xf32> {
  %p = weft.dot_general %x, %w batch [0] [0] contract [2] [1]
    : tensor<5x9x4xf32>, tensor<5x4x7xf32> -> tensor<5x9x7xf32>
  %y = weft.reduce_sum %p over [0] : tensor<5x9x7xf32>
  weft.return %y : tensor<9x7xf32>
}

// CHECK-LABEL: func.func @halves(
// CHECK: outs(%{{.*}} : tensor<9x7xf32>)
func.func @halves(%x: tensor<9x4xbf16>, %w: tensor<4x7xbf16>) -> tensor<7xbf16> {
  %p = weft.dot_general %x, %w batch [] [] contract [1] [0]
    : tensor<9x4xbf16>, tensor<4x7xbf16> -> tensor<9x7xbf16>
  %y = weft.reduce_sum %p over [0] : tensor<9x7xbf16>
  weft.return %y : tensor<7xbf16>
}
