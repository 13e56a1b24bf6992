// Tangents that are a recurrence, t[k] = d[k] t[k - 1] + u[k], in ⌈log₂ n⌉
// steps.
// RUN: weft-opt %s -weft-jvp | FileCheck %s
// RUN: weft-opt %s -weft-batch=size=5 | FileCheck %s --check-prefix=BATCH

// CHECK-LABEL: func.func @cumprod(
// CHECK-NEXT: %[[Y:.*]] = weft.cumprod %arg0 along 0 : tensor<2xf32>
// CHECK: %[[P:.*]] = weft.pad %[[Y]], %{{.*}} [1] [-1] [0] : tensor<2xf32>
// CHECK-NEXT: %[[U:.*]] = weft.mul %[[P]], %arg1
// CHECK: %[[Q:.*]] = weft.pad %[[U]], %{{.*}} [1] [-1] [0] : tensor<2xf32>
// CHECK-NEXT: %[[M:.*]] = weft.mul %arg0, %[[Q]]
// CHECK-NEXT: %[[T:.*]] = weft.add %[[U]], %[[M]]
// CHECK-NEXT: weft.return %[[Y]], %[[T]]
// BATCH-LABEL: func.func @cumprod(
// BATCH: weft.cumprod %arg0 along 1 : tensor<5x2xf32>
func.func @cumprod(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = weft.cumprod %x along 0 : tensor<2xf32>
  weft.return %y : tensor<2xf32>
}
// CHECK-LABEL: func.func @cummax(
// CHECK: weft.compare gt
// CHECK: weft.pad %{{.*}}, %{{.*}} [-1] [1] [0] : tensor<2xf32>
// BATCH-LABEL: func.func @cummax(
// BATCH: weft.cummax %arg0 along 1 reverse : tensor<5x2xf32>
func.func @cummax(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = weft.cummax %x along 0 reverse : tensor<2xf32>
  weft.return %y : tensor<2xf32>
}
// CHECK-LABEL: func.func @cummin(
// CHECK: weft.compare lt
// BATCH-LABEL: func.func @cummin(
// BATCH: weft.cummin %arg0 along 1 : tensor<5x2xf32>
func.func @cummin(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = weft.cummin %x along 0 : tensor<2xf32>
  weft.return %y : tensor<2xf32>
}
// CHECK-LABEL: func.func @cumlogsumexp(
// CHECK-COUNT-2: weft.exp
// BATCH-LABEL: func.func @cumlogsumexp(
// BATCH: weft.cumlogsumexp %arg0 along 1 : tensor<5x2xf32>
func.func @cumlogsumexp(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = weft.cumlogsumexp %x along 0 : tensor<2xf32>
  weft.return %y : tensor<2xf32>
}
