// RUN: weft-opt %s | weft-opt | FileCheck %s

// CHECK-LABEL: func @psum
// CHECK: "weft.psum"(%{{.*}}, %{{.*}}) <{axis = "i", size = 3 : i64}> : (tensor<4xf32>, tensor<i32>) -> tensor<4xf32>
func.func @psum(%x: tensor<4xf32>, %lane: tensor<i32>) -> tensor<4xf32> {
  %y = "weft.psum"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<4xf32>, tensor<i32>) -> tensor<4xf32>
  weft.return %y : tensor<4xf32>
}

// CHECK-LABEL: func @pmax
// CHECK: "weft.pmax"(%{{.*}}, %{{.*}}) <{axis = "i", size = 3 : i64}> : (tensor<4xi1>, tensor<i32>) -> tensor<4xi1>
func.func @pmax(%x: tensor<4xi1>, %lane: tensor<i32>) -> tensor<4xi1> {
  %y = "weft.pmax"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<4xi1>, tensor<i32>) -> tensor<4xi1>
  weft.return %y : tensor<4xi1>
}

// CHECK-LABEL: func @pmin
// CHECK: "weft.pmin"(%{{.*}}, %{{.*}}) <{axis = "i", size = 3 : i64}> : (tensor<4xui8>, tensor<i32>) -> tensor<4xui8>
func.func @pmin(%x: tensor<4xui8>, %lane: tensor<i32>) -> tensor<4xui8> {
  %y = "weft.pmin"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<4xui8>, tensor<i32>) -> tensor<4xui8>
  weft.return %y : tensor<4xui8>
}

// CHECK-LABEL: func @ppermute
// CHECK: "weft.ppermute"(%{{.*}}, %{{.*}}) <{axis = "i", from = array<i64: 0, 1>, size = 3 : i64, to = array<i64: 1, 2>}> : (tensor<2xf32>, tensor<i32>) -> tensor<2xf32>
func.func @ppermute(%x: tensor<2xf32>, %lane: tensor<i32>) -> tensor<2xf32> {
  %y = "weft.ppermute"(%x, %lane) <{axis = "i", size = 3 : i64, from = array<i64: 0, 1>, to = array<i64: 1, 2>}>
      : (tensor<2xf32>, tensor<i32>) -> tensor<2xf32>
  weft.return %y : tensor<2xf32>
}

// CHECK-LABEL: func @all_to_all
// CHECK: "weft.all_to_all"(%{{.*}}, %{{.*}}) <{axis = "i", size = 3 : i64}> : (tensor<3x2xf32>, tensor<i32>) -> tensor<3x2xf32>
func.func @all_to_all(%x: tensor<3x2xf32>, %lane: tensor<i32>) -> tensor<3x2xf32> {
  %y = "weft.all_to_all"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<3x2xf32>, tensor<i32>) -> tensor<3x2xf32>
  weft.return %y : tensor<3x2xf32>
}

// CHECK-LABEL: func @all_gather
// CHECK: "weft.all_gather"(%{{.*}}, %{{.*}}) <{axis = "i", size = 3 : i64}> : (tensor<2xf32>, tensor<i32>) -> tensor<3x2xf32>
func.func @all_gather(%x: tensor<2xf32>, %lane: tensor<i32>) -> tensor<3x2xf32> {
  %y = "weft.all_gather"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<2xf32>, tensor<i32>) -> tensor<3x2xf32>
  weft.return %y : tensor<3x2xf32>
}

// CHECK-LABEL: func @psum_scatter
// CHECK: "weft.psum_scatter"(%{{.*}}, %{{.*}}) <{axis = "i", size = 3 : i64}> : (tensor<3x2xf32>, tensor<i32>) -> tensor<2xf32>
func.func @psum_scatter(%x: tensor<3x2xf32>, %lane: tensor<i32>) -> tensor<2xf32> {
  %y = "weft.psum_scatter"(%x, %lane) <{axis = "i", size = 3 : i64}>
      : (tensor<3x2xf32>, tensor<i32>) -> tensor<2xf32>
  weft.return %y : tensor<2xf32>
}
