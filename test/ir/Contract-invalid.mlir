// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%x: tensor<2x3xf32>, %y: tensor<3x4xf32>) {
  // expected-error @below {{[dot_general] (dot_general-C1) both operands must have as many batch axes and as many contracted axes. Received batch = [] [], contract = [1] [], types = 'tensor<2x3xf32>', 'tensor<3x4xf32>' -> 'tensor<2x4xf32>'}}
  %z = weft.dot_general %x, %y batch [] [] contract [1] [] : tensor<2x3xf32>, tensor<3x4xf32> -> tensor<2x4xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>, %y: tensor<3x4xf32>) {
  // expected-error @below {{[dot_general] (dot_general-C1)}}
  %z = weft.dot_general %x, %y batch [0] [] contract [1] [0] : tensor<2x3xf32>, tensor<3x4xf32> -> tensor<2x4xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>, %y: tensor<3x4xf32>) {
  // expected-error @below {{[dot_general] (dot_general-C2) axes must be in range and named once. Received batch = [] [], contract = [2] [0]}}
  %z = weft.dot_general %x, %y batch [] [] contract [2] [0] : tensor<2x3xf32>, tensor<3x4xf32> -> tensor<2x4xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3x3xf32>, %y: tensor<3x3xf32>) {
  // expected-error @below {{[dot_general] (dot_general-C2) axes must be in range and named once. Received batch = [1] [1], contract = [1] [0]}}
  %z = weft.dot_general %x, %y batch [1] [1] contract [1] [0] : tensor<3x3xf32>, tensor<3x3xf32> -> tensor<3x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>, %y: tensor<4x5xf32>) {
  // expected-error @below {{[dot_general] (dot_general-C3) paired axes must have one size. Received batch = [] [], contract = [1] [0]}}
  %z = weft.dot_general %x, %y batch [] [] contract [1] [0] : tensor<2x3xf32>, tensor<4x5xf32> -> tensor<2x5xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>, %y: tensor<3x4xf32>) {
  // expected-error @below {{[dot_general] (dot_general-C4) the result's shape must be the batch axes, the free axes of x, the free axes of y}}
  %z = weft.dot_general %x, %y batch [] [] contract [1] [0] : tensor<2x3xf32>, tensor<3x4xf32> -> tensor<4x2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xcomplex<f32>>, %y: tensor<3x4xf32>) {
  // expected-error @below {{[dot_general] (dot_general-C5) operands and result must all be bools, or integers, or floats, or complex numbers}}
  %z = weft.dot_general %x, %y batch [] [] contract [1] [0] : tensor<2x3xcomplex<f32>>, tensor<3x4xf32> -> tensor<2x4xcomplex<f32>>
  weft.return
}
