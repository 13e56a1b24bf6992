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
// What a function moves: of its arguments what it reads.
func.func @row(%x: tensor<4096x1024xf32>) -> tensor<f32> {
  %a = weft.slice %x [3, 0] [4, 1024] [1, 1] : tensor<4096x1024xf32>
  %s = weft.reduce_sum %a over [0, 1] : tensor<1x1024xf32>
  weft.return %s : tensor<f32>
}
func.func @rows(%x: tensor<100000x16xf32>, %i: tensor<8x1xi32>)
    -> tensor<8x16xf32> {
  %y = weft.gather %x, %i offset [1] collapsed [0] map [0] vector 1 sizes [1, 16] : tensor<100000x16xf32>, tensor<8x1xi32>
  weft.return %y : tensor<8x16xf32>
}
func.func @unused(%x: tensor<16xf32>, %y: tensor<4096x1024xf32>)
    -> tensor<16xf32> {
  %z = weft.neg %x : tensor<16xf32>
  weft.return %z : tensor<16xf32>
}
func.func @twice(%x: tensor<64x32xf32>) -> (tensor<64x32xf32>, tensor<64xf32>) {
  %z = weft.neg %x : tensor<64x32xf32>
  %s = weft.reduce_sum %z over [1] : tensor<64x32xf32>
  weft.return %z, %s : tensor<64x32xf32>, tensor<64xf32>
}
func.func @factor(%x: tensor<128x128xf32>) -> tensor<128x128xf32> {
  %l = weft.cholesky %x : tensor<128x128xf32>
  weft.return %l : tensor<128x128xf32>
}
