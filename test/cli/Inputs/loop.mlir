// The gradient computes x k + m again in its backward pass.
func.func @main(%x: tensor<8xf32>, %k: tensor<8xf32>, %ms: tensor<3x8xf32>)
    -> tensor<f32> {
  %c = "weft.scan"(%x, %ms, %k) <{length = 3 : i64,
      operandSegmentSizes = array<i32: 1, 1, 1>}> ({
  ^bb0(%a: tensor<8xf32>, %m: tensor<8xf32>, %b: tensor<8xf32>):
    %p = weft.mul %a, %b : tensor<8xf32>
    %s = weft.add %p, %m : tensor<8xf32>
    %r = weft.mul %s, %a : tensor<8xf32>
    weft.return %r : tensor<8xf32>
  }) : (tensor<8xf32>, tensor<3x8xf32>, tensor<8xf32>) -> tensor<8xf32>
  %y = weft.reduce_sum %c over [0] : tensor<8xf32>
  weft.return %y : tensor<f32>
}
func.func @inputs() -> (tensor<8xf32>, tensor<8xf32>, tensor<3x8xf32>) {
  %x = weft.constant dense<[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]> : tensor<8xf32>
  %m = weft.broadcast_in_dim %x to [1] : tensor<8xf32> -> tensor<3x8xf32>
  weft.return %x, %x, %m : tensor<8xf32>, tensor<8xf32>, tensor<3x8xf32>
}
