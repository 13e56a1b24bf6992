func.func @affine(%x: tensor<3xf32>, %y: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.mul %x, %y : tensor<3xf32>
  %1 = weft.add %0, %y : tensor<3xf32>
  weft.return %1 : tensor<3xf32>
}
