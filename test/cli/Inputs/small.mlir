// Two functions, and one of constants that makes inputs for the others.
func.func @square_sum(%x: tensor<3xf32>) -> tensor<f32> {
  %0 = weft.mul %x, %x : tensor<3xf32>
  %1 = weft.reduce_sum %0 over [0] : tensor<3xf32>
  weft.return %1 : tensor<f32>
}
func.func @affine(%x: tensor<2x3xf32>, %b: tensor<3xf32>, %n: tensor<i32>)
    -> (tensor<2x3xf32>, tensor<i32>) {
  %0 = weft.broadcast_in_dim %b to [1] : tensor<3xf32> -> tensor<2x3xf32>
  %1 = weft.add %x, %0 : tensor<2x3xf32>
  %2 = weft.constant dense<1> : tensor<i32>
  %3 = weft.add %n, %2 : tensor<i32>
  weft.return %1, %3 : tensor<2x3xf32>, tensor<i32>
}
func.func @inputs() -> (tensor<3xf32>, tensor<2x3xf32>, tensor<i32>,
                        tensor<3xi32>) {
  %0 = weft.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf32>
  %1 = weft.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]>
       : tensor<2x3xf32>
  %2 = weft.constant dense<41> : tensor<i32>
  %3 = weft.constant dense<[1, 2, 3]> : tensor<3xi32>
  weft.return %0, %1, %2, %3
      : tensor<3xf32>, tensor<2x3xf32>, tensor<i32>, tensor<3xi32>
}
// What the tests expect.
func.func @expected() -> (tensor<f32>, tensor<3xf32>, tensor<2xf32>,
                          tensor<2x3xf32>, tensor<i32>) {
  %0 = weft.constant dense<14.0> : tensor<f32>
  %1 = weft.constant dense<[2.0, 4.0, 6.0]> : tensor<3xf32>
  %2 = weft.constant dense<[14.0, 77.0]> : tensor<2xf32>
  %3 = weft.constant dense<[[2.0, 4.0, 6.0], [5.0, 7.0, 9.0]]>
       : tensor<2x3xf32>
  %4 = weft.constant dense<42> : tensor<i32>
  weft.return %0, %1, %2, %3, %4
      : tensor<f32>, tensor<3xf32>, tensor<2xf32>, tensor<2x3xf32>, tensor<i32>
}
