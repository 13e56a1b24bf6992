// What is reshaped last is made in the result's memory, not copied there.
// RUN: weft dump %s --fn split --emit=llvm | FileCheck %s --implicit-check-not=memcpy
// RUN: weft dump %s --fn joined --emit=llvm | FileCheck %s --implicit-check-not=memcpy
// RUN: weft dump %s --fn both --emit=llvm | FileCheck %s --implicit-check-not=memcpy
// RUN: weft dump %s --fn argument --emit=llvm | FileCheck %s --check-prefix=COPY

// CHECK: fmuladd
func.func @split(%x: tensor<64x48xf32>, %y: tensor<48x96xf32>) -> tensor<8x8x96xf32> {
  %p = weft.dot_general %x, %y batch [] [] contract [1] [0] : tensor<64x48xf32>, tensor<48x96xf32> -> tensor<64x96xf32>
  %r = weft.reshape %p : tensor<64x96xf32> -> tensor<8x8x96xf32>
  weft.return %r : tensor<8x8x96xf32>
}
func.func @joined(%x: tensor<64x48xf32>, %y: tensor<48x96xf32>) -> tensor<6144xf32> {
  %p = weft.dot_general %x, %y batch [] [] contract [1] [0] : tensor<64x48xf32>, tensor<48x96xf32> -> tensor<64x96xf32>
  %r = weft.reshape %p : tensor<64x96xf32> -> tensor<6144xf32>
  weft.return %r : tensor<6144xf32>
}
// A shape that is joined and split again.
func.func @both(%x: tensor<64x48xf32>, %y: tensor<48x96xf32>) -> tensor<96x64xf32> {
  %p = weft.dot_general %x, %y batch [] [] contract [1] [0] : tensor<64x48xf32>, tensor<48x96xf32> -> tensor<64x96xf32>
  %r = weft.reshape %p : tensor<64x96xf32> -> tensor<96x64xf32>
  weft.return %r : tensor<96x64xf32>
}
// COPY: memcpy{{.*}}i64 24576,
func.func @argument(%x: tensor<64x96xf32>) -> tensor<96x64xf32> {
  %r = weft.reshape %x : tensor<64x96xf32> -> tensor<96x64xf32>
  weft.return %r : tensor<96x64xf32>
}
