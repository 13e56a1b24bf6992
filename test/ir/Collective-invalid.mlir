// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%x: tensor<4xf32>, %lane: tensor<3xi32>) {
  // expected-error @below {{(psum-C1) lane must be a scalar i32. Received 'tensor<3xi32>'}}
  %y = "weft.psum"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<4xf32>, tensor<3xi32>) -> tensor<4xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<4xf32>, %lane: tensor<i32>) {
  // expected-error @below {{(psum-C2) must be of type 'tensor<4xf32>'. Received 'tensor<7x4xf32>'}}
  %y = "weft.psum"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<4xf32>, tensor<i32>) -> tensor<7x4xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<4xi1>, %lane: tensor<3xi32>) {
  // expected-error @below {{(pmax-C1) lane must be a scalar i32. Received 'tensor<3xi32>'}}
  %y = "weft.pmax"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<4xi1>, tensor<3xi32>) -> tensor<4xi1>
  weft.return
}
// -----
func.func @f(%x: tensor<4xi1>, %lane: tensor<i32>) {
  // expected-error @below {{(pmax-C2) must be of type 'tensor<4xi1>'. Received 'tensor<7x4xi1>'}}
  %y = "weft.pmax"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<4xi1>, tensor<i32>) -> tensor<7x4xi1>
  weft.return
}
// -----
func.func @f(%x: tensor<4xui8>, %lane: tensor<3xi32>) {
  // expected-error @below {{(pmin-C1) lane must be a scalar i32. Received 'tensor<3xi32>'}}
  %y = "weft.pmin"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<4xui8>, tensor<3xi32>) -> tensor<4xui8>
  weft.return
}
// -----
func.func @f(%x: tensor<4xui8>, %lane: tensor<i32>) {
  // expected-error @below {{(pmin-C2) must be of type 'tensor<4xui8>'. Received 'tensor<7x4xui8>'}}
  %y = "weft.pmin"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<4xui8>, tensor<i32>) -> tensor<7x4xui8>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>, %lane: tensor<3xi32>) {
  // expected-error @below {{(ppermute-C1) lane must be a scalar i32. Received 'tensor<3xi32>'}}
  %y = "weft.ppermute"(%x, %lane) <{axis = "i", size = 3 : i64, from = array<i64: 0, 1>, to = array<i64: 1, 2>}>
      : (tensor<2xf32>, tensor<3xi32>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>, %lane: tensor<i32>) {
  // expected-error @below {{(ppermute-C2) must be of type 'tensor<2xf32>'. Received 'tensor<7x2xf32>'}}
  %y = "weft.ppermute"(%x, %lane) <{axis = "i", size = 3 : i64, from = array<i64: 0, 1>, to = array<i64: 1, 2>}>
      : (tensor<2xf32>, tensor<i32>) -> tensor<7x2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3x2xf32>, %lane: tensor<3xi32>) {
  // expected-error @below {{(all_to_all-C1) lane must be a scalar i32. Received 'tensor<3xi32>'}}
  %y = "weft.all_to_all"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<3x2xf32>, tensor<3xi32>) -> tensor<3x2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3x2xf32>, %lane: tensor<i32>) {
  // expected-error @below {{(all_to_all-C2) must be of type 'tensor<3x2xf32>'. Received 'tensor<7x3x2xf32>'}}
  %y = "weft.all_to_all"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<3x2xf32>, tensor<i32>) -> tensor<7x3x2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>, %lane: tensor<3xi32>) {
  // expected-error @below {{(all_gather-C1) lane must be a scalar i32. Received 'tensor<3xi32>'}}
  %y = "weft.all_gather"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<2xf32>, tensor<3xi32>) -> tensor<3x2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>, %lane: tensor<i32>) {
  // expected-error @below {{(all_gather-C2) must be of type 'tensor<3x2xf32>'. Received 'tensor<7x3x2xf32>'}}
  %y = "weft.all_gather"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<2xf32>, tensor<i32>) -> tensor<7x3x2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3x2xf32>, %lane: tensor<3xi32>) {
  // expected-error @below {{(psum_scatter-C1) lane must be a scalar i32. Received 'tensor<3xi32>'}}
  %y = "weft.psum_scatter"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<3x2xf32>, tensor<3xi32>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3x2xf32>, %lane: tensor<i32>) {
  // expected-error @below {{(psum_scatter-C2) must be of type 'tensor<3x7x2xf32>'. Received 'tensor<3x2xf32>'}}
  %y = "weft.psum_scatter"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<3x2xf32>, tensor<i32>) -> tensor<7x2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>, %lane: tensor<i32>) {
  // expected-error @below {{(ppermute-C3) from and to must be lanes below 3, each named once. Received [0, 3] and [1, 2]}}
  %y = "weft.ppermute"(%x, %lane) <{axis = "i", size = 3 : i64,
      from = array<i64: 0, 3>, to = array<i64: 1, 2>}>
      : (tensor<2xf32>, tensor<i32>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>, %lane: tensor<i32>) {
  // expected-error @below {{(ppermute-C3) from and to must be lanes below 3, each named once. Received [0, 0] and [1, 2]}}
  %y = "weft.ppermute"(%x, %lane) <{axis = "i", size = 3 : i64,
      from = array<i64: 0, 0>, to = array<i64: 1, 2>}>
      : (tensor<2xf32>, tensor<i32>) -> tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2xf32>, %lane: tensor<i32>) {
  // expected-error @below {{(ppermute-C3) from and to must be lanes below 3, each named once. Received [0] and [1, 2]}}
  %y = "weft.ppermute"(%x, %lane) <{axis = "i", size = 3 : i64,
      from = array<i64: 0>, to = array<i64: 1, 2>}>
      : (tensor<2xf32>, tensor<i32>) -> tensor<2xf32>
  weft.return
}
