// What is shifted by an element is not an array: work on it is done on a slice,
// and on the border by itself. Where the whole is read, or little of it lies
// inside, it stays.
// RUN: weft-opt %s -weft-to-linalg | FileCheck %s

// CHECK-LABEL: func.func @stages(
// CHECK-NOT: linalg.generic {{.*}} outs(%{{.*}} : tensor<1000xf32>)
// CHECK: linalg.generic {{.*}} outs(%{{.*}} : tensor<998xf32>)
// CHECK-NOT: tensor.insert_slice {{.*}} : tensor<999xf32> into
// CHECK: return
func.func @stages(%x: tensor<1000xf32>, %y: tensor<1000xf32>)
    -> tensor<1000xf32> {
  %one = weft.constant dense<1.0> : tensor<1xf32>
  %s = weft.slice %y [0] [999] [1] : tensor<1000xf32>
  %b = weft.concatenate %one, %s along 0 : tensor<1xf32>, tensor<999xf32>
  %k = weft.mul %x, %b : tensor<1000xf32>
  %t = weft.slice %k [0] [999] [1] : tensor<1000xf32>
  %c = weft.concatenate %one, %t along 0 : tensor<1xf32>, tensor<999xf32>
  %l = weft.mul %x, %c : tensor<1000xf32>
  %z = weft.add %k, %l : tensor<1000xf32>
  weft.return %z : tensor<1000xf32>
}

// The transpose: what comes from the right neighbour, none at the end.
// CHECK-LABEL: func.func @from_the_right(
// CHECK: %[[S:.*]] = tensor.extract_slice %arg0[1] [999] [1]
// CHECK: linalg.generic {{.*}} outs(%{{.*}} : tensor<999xf32>)
func.func @from_the_right(%x: tensor<1000xf32>, %y: tensor<1000xf32>)
    -> tensor<1000xf32> {
  %zero = weft.constant dense<0.0> : tensor<f32>
  %s = weft.slice %x [1] [1000] [1] : tensor<1000xf32>
  %p = weft.pad %s, %zero [0] [1] [0] : tensor<999xf32>
  %z = weft.add %p, %y : tensor<1000xf32>
  weft.return %z : tensor<1000xf32>
}

// CHECK-LABEL: func.func @read_whole(
// CHECK: linalg.generic {{.*}} outs(%{{.*}} : tensor<1000xf32>)
func.func @read_whole(%x: tensor<1000xf32>, %y: tensor<1000xf32>)
    -> (tensor<1000xf32>, tensor<1000xf32>) {
  %zero = weft.constant dense<0.0> : tensor<f32>
  %s = weft.slice %x [1] [1000] [1] : tensor<1000xf32>
  %p = weft.pad %s, %zero [0] [1] [0] : tensor<999xf32>
  %z = weft.mul %p, %y : tensor<1000xf32>
  weft.return %p, %z : tensor<1000xf32>, tensor<1000xf32>
}

// CHECK-LABEL: func.func @halves(
// CHECK: linalg.generic {{.*}} outs(%{{.*}} : tensor<1000xf32>)
func.func @halves(%x: tensor<500xf32>, %y: tensor<500xf32>,
    %z: tensor<1000xf32>) -> tensor<1000xf32> {
  %c = weft.concatenate %x, %y along 0 : tensor<500xf32>, tensor<500xf32>
  %p = weft.mul %c, %z : tensor<1000xf32>
  weft.return %p : tensor<1000xf32>
}
