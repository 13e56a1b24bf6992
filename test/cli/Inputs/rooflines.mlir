// What different limits bound.
func.func @bytes(%x: tensor<512x512xi8>, %y: tensor<512x512xi8>)
    -> tensor<512x512xi8> {
  %z = weft.dot_general %x, %y batch [] [] contract [1] [0]
    : tensor<512x512xi8>, tensor<512x512xi8> -> tensor<512x512xi8>
  weft.return %z : tensor<512x512xi8>
}
func.func @halves(%x: tensor<512x512xbf16>, %y: tensor<512x512xbf16>)
    -> tensor<512x512xf32> {
  %z = weft.dot_general %x, %y batch [] [] contract [1] [0]
    : tensor<512x512xbf16>, tensor<512x512xbf16> -> tensor<512x512xf32>
  weft.return %z : tensor<512x512xf32>
}
func.func @doubles(%x: tensor<128x128xf64>, %y: tensor<128x128xf64>)
    -> tensor<128x128xf64> {
  %z = weft.dot_general %x, %y batch [] [] contract [1] [0]
    : tensor<128x128xf64>, tensor<128x128xf64> -> tensor<128x128xf64>
  weft.return %z : tensor<128x128xf64>
}
func.func @whole(%x: tensor<1000xi32>) -> tensor<i32> {
  %s = weft.reduce_sum %x over [0] : tensor<1000xi32>
  weft.return %s : tensor<i32>
}
func.func @sorted(%x: tensor<1000xf32>) -> tensor<1000xf32> {
  %y = "weft.sort"(%x) <{dim = 0 : i64, isStable, numKeys = 1 : i64}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %p = weft.compare lt %a, %b : tensor<f32>
    weft.return %p : tensor<i1>
  }) : (tensor<1000xf32>) -> tensor<1000xf32>
  weft.return %y : tensor<1000xf32>
}
