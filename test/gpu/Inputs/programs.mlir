// Programs for the GPU's road, inputs for them, and what compares results.
func.func @elementwise(%x: tensor<33x100xf32>, %y: tensor<100xf32>) -> tensor<33x100xf32> {
  %0 = weft.exp %x : tensor<33x100xf32>
  %1 = weft.broadcast_in_dim %y to [1] : tensor<100xf32> -> tensor<33x100xf32>
  %2 = weft.mul %0, %1 : tensor<33x100xf32>
  %3 = weft.tanh %2 : tensor<33x100xf32>
  weft.return %3 : tensor<33x100xf32>
}
func.func @softmax(%x: tensor<33x100xf32>) -> tensor<33x100xf32> {
  %0 = weft.reduce_max %x over [1] : tensor<33x100xf32>
  %1 = weft.broadcast_in_dim %0 to [0] : tensor<33xf32> -> tensor<33x100xf32>
  %2 = weft.sub %x, %1 : tensor<33x100xf32>
  %3 = weft.exp %2 : tensor<33x100xf32>
  %4 = weft.reduce_sum %3 over [1] : tensor<33x100xf32>
  %5 = weft.broadcast_in_dim %4 to [0] : tensor<33xf32> -> tensor<33x100xf32>
  %6 = weft.div %3, %5 : tensor<33x100xf32>
  weft.return %6 : tensor<33x100xf32>
}
// No size is a multiple of a tile.
func.func @matmul(%x: tensor<33x100xf32>, %y: tensor<100x70xf32>) -> tensor<33x70xf32> {
  %0 = weft.dot_general %x, %y batch [] [] contract [1] [0] : tensor<33x100xf32>, tensor<100x70xf32> -> tensor<33x70xf32>
  weft.return %0 : tensor<33x70xf32>
}
// Both operands transposed, and what follows is fused into one kernel.
func.func @layer(%x: tensor<33x100xf32>, %w: tensor<70x33xf32>, %b: tensor<70xf32>) -> tensor<100x70xf32> {
  %0 = weft.dot_general %x, %w batch [] [] contract [0] [1] : tensor<33x100xf32>, tensor<70x33xf32> -> tensor<100x70xf32>
  %1 = weft.broadcast_in_dim %b to [1] : tensor<70xf32> -> tensor<100x70xf32>
  %2 = weft.add %0, %1 : tensor<100x70xf32>
  %3 = weft.constant dense<0.0> : tensor<100x70xf32>
  %4 = weft.max %2, %3 : tensor<100x70xf32>
  weft.return %4 : tensor<100x70xf32>
}
func.func @loss(%w: tensor<100x70xf32>, %x: tensor<33x100xf32>) -> tensor<f32> {
  %0 = weft.dot_general %x, %w batch [] [] contract [1] [0] : tensor<33x100xf32>, tensor<100x70xf32> -> tensor<33x70xf32>
  %1 = weft.tanh %0 : tensor<33x70xf32>
  %2 = weft.mul %1, %1 : tensor<33x70xf32>
  %3 = weft.reduce_sum %2 over [0, 1] : tensor<33x70xf32>
  weft.return %3 : tensor<f32>
}
// Over everything, over rows, over columns; several types.
func.func @sums(%x: tensor<33x100xf32>) -> (tensor<f32>, tensor<33xf32>, tensor<100xf32>) {
  %0 = weft.reduce_sum %x over [0, 1] : tensor<33x100xf32>
  %1 = weft.reduce_min %x over [1] : tensor<33x100xf32>
  %2 = weft.reduce_sum %x over [0] : tensor<33x100xf32>
  weft.return %0, %1, %2 : tensor<f32>, tensor<33xf32>, tensor<100xf32>
}
func.func @columns(%x: tensor<100x70xf32>) -> tensor<1000xf32> {
  %0 = weft.reshape %x : tensor<100x70xf32> -> tensor<7x1000xf32>
  %1 = weft.reduce_sum %0 over [0] : tensor<7x1000xf32>
  weft.return %1 : tensor<1000xf32>
}
func.func @wide_sum(%x: tensor<33x100xf32>) -> tensor<33xf64> {
  %0 = weft.convert %x : tensor<33x100xf32> to tensor<33x100xf64>
  %1 = weft.mul %0, %0 : tensor<33x100xf64>
  %2 = weft.reduce_sum %1 over [1] : tensor<33x100xf64>
  weft.return %2 : tensor<33xf64>
}
func.func @exact(%x: tensor<33x100xf32>) -> (tensor<i32>, tensor<33xi1>, tensor<36x100xf32>) {
  %0 = weft.constant dense<0.5> : tensor<33x100xf32>
  %1 = weft.compare gt %x, %0 : tensor<33x100xf32>
  %2 = weft.convert %1 : tensor<33x100xi1> to tensor<33x100xi32>
  %3 = weft.reduce_sum %2 over [0, 1] : tensor<33x100xi32>
  %4 = weft.reduce_or %1 over [1] : tensor<33x100xi1>
  %5 = weft.constant dense<7.0> : tensor<3x100xf32>
  %6 = weft.concatenate %x, %5 along 0 : tensor<33x100xf32>, tensor<3x100xf32>
  weft.return %3, %4, %6 : tensor<i32>, tensor<33xi1>, tensor<36x100xf32>
}

// 33x100, 100, 100x70, 70x33, 70: sines of counted elements.
func.func @inputs() -> (tensor<33x100xf32>, tensor<100xf32>, tensor<100x70xf32>, tensor<70x33xf32>, tensor<70xf32>) {
  %s = weft.constant dense<1.7> : tensor<7000xf32>
  %i = weft.iota along 0 : tensor<7000xf32>
  %m = weft.mul %i, %s : tensor<7000xf32>
  %x = weft.sin %m : tensor<7000xf32>
  %0 = weft.slice %x [0] [3300] [1] : tensor<7000xf32>
  %1 = weft.reshape %0 : tensor<3300xf32> -> tensor<33x100xf32>
  %2 = weft.slice %x [50] [150] [1] : tensor<7000xf32>
  %3 = weft.reshape %x : tensor<7000xf32> -> tensor<100x70xf32>
  %4 = weft.slice %x [999] [3309] [1] : tensor<7000xf32>
  %5 = weft.reshape %4 : tensor<2310xf32> -> tensor<70x33xf32>
  %6 = weft.slice %x [5] [75] [1] : tensor<7000xf32>
  weft.return %1, %2, %3, %5, %6 : tensor<33x100xf32>, tensor<100xf32>, tensor<100x70xf32>, tensor<70x33xf32>, tensor<70xf32>
}

// No GPU code yet.
func.func @loop(%c: tensor<4xf32>, %x: tensor<3x4xf32>) -> tensor<4xf32> {
  %0 = "weft.scan"(%c, %x) <{length = 3 : i64,
      operandSegmentSizes = array<i32: 1, 1, 0>}> ({
  ^bb0(%a: tensor<4xf32>, %b: tensor<4xf32>):
    %1 = weft.mul %a, %b : tensor<4xf32>
    weft.return %1 : tensor<4xf32>
  }) : (tensor<4xf32>, tensor<3x4xf32>) -> tensor<4xf32>
  weft.return %0 : tensor<4xf32>
}
func.func @complex(%x: tensor<4xcomplex<f32>>) -> tensor<4xcomplex<f32>> {
  %0 = weft.mul %x, %x : tensor<4xcomplex<f32>>
  weft.return %0 : tensor<4xcomplex<f32>>
}
// What C's libm computes on a CPU.
func.func @libm(%x: tensor<33x100xf32>) -> (tensor<33x100xf32>, tensor<33x100xf64>) {
  %0 = weft.sin %x : tensor<33x100xf32>
  %1 = weft.exp2 %0 : tensor<33x100xf32>
  %2 = weft.pow %1, %x : tensor<33x100xf32>
  %3 = weft.rem %2, %1 : tensor<33x100xf32>
  %4 = weft.convert %x : tensor<33x100xf32> to tensor<33x100xf64>
  %5 = weft.cos %4 : tensor<33x100xf64>
  %6 = weft.tan %4 : tensor<33x100xf64>
  %7 = weft.pow %5, %6 : tensor<33x100xf64>
  %8 = weft.rem %7, %4 : tensor<33x100xf64>
  %9 = weft.exp2 %8 : tensor<33x100xf64>
  weft.return %3, %9 : tensor<33x100xf32>, tensor<33x100xf64>
}
// Large enough for a kernel on a CPU; here it is nests of loops.
func.func @windows(%x: tensor<2x8x12x13xf32>, %y: tensor<16x8x3x3xf32>) -> tensor<2x16x10x11xf32> {
  %0 = weft.conv_general_dilated %x, %y dims [0, 1, 2, 3] [0, 1, 2, 3] [0, 1, 2, 3]
    strides [1, 1] pad [0, 0] [0, 0] dilate [1, 1] [1, 1] reversed [] groups 1, 1
    : tensor<2x8x12x13xf32>, tensor<16x8x3x3xf32> -> tensor<2x16x10x11xf32>
  weft.return %0 : tensor<2x16x10x11xf32>
}
