// A light value that two nests read is computed in both, though that reads one
// array more, if one of its own is an array anyway: it is not written. Small
// arrays are, as is what one of them reads in parts.
// RUN: weft-opt %s -weft-to-linalg | FileCheck %s

// CHECK-LABEL: func.func @twice(
// CHECK: linalg.generic {{.*}} ins(%arg0, %arg1, %arg2 : tensor<1000xf32>, {{.*}}) outs(%{{.*}} : tensor<1000xf32>)
// CHECK: linalg.generic {{.*}} ins(%arg0, %arg1, %{{.*}} : tensor<1000xf32>, {{.*}}) outs(%{{.*}} : tensor<1000xf32>)
func.func @twice(%a: tensor<1000xf32>, %b: tensor<1000xf32>,
    %c: tensor<1000xf32>) -> tensor<1000xf32> {
  %t = weft.add %a, %b : tensor<1000xf32>
  %u = weft.mul %t, %c : tensor<1000xf32>
  %p = weft.cumsum %u along 0 : tensor<1000xf32>
  %y = weft.mul %t, %p : tensor<1000xf32>
  weft.return %y : tensor<1000xf32>
}

// CHECK-LABEL: func.func @small(
// CHECK: linalg.generic {{.*}} outs(%{{.*}}, %{{.*}} : tensor<8xf32>, tensor<8xf32>)
func.func @small(%a: tensor<8xf32>, %b: tensor<8xf32>,
    %c: tensor<8xf32>) -> tensor<8xf32> {
  %z = weft.constant dense<0.0> : tensor<f32>
  %t = weft.add %a, %b : tensor<8xf32>
  %u = weft.mul %t, %c : tensor<8xf32>
  %s = weft.slice %u [1] [8] [1] : tensor<8xf32>
  %p = weft.pad %s, %z [0] [1] [0] : tensor<7xf32>
  %y = weft.mul %t, %p : tensor<8xf32>
  weft.return %y : tensor<8xf32>
}

// A quotient by a power of two is a product, which is exact; by others not.
// CHECK-LABEL: func.func @quotients(
// CHECK: %[[Q:.*]] = arith.constant 2.500000e-01 : f32
// CHECK: arith.mulf %{{.*}}, %[[Q]] : f32
// CHECK: arith.divf
func.func @quotients(%a: tensor<1000xf32>) -> tensor<1000xf32> {
  %four = weft.constant dense<4.0> : tensor<1000xf32>
  %six = weft.constant dense<6.0> : tensor<1000xf32>
  %x = weft.div %a, %four : tensor<1000xf32>
  %y = weft.div %x, %six : tensor<1000xf32>
  weft.return %y : tensor<1000xf32>
}

// What one large nest and elements at the borders read is computed there, of
// however many arrays it is made.
// CHECK-LABEL: func.func @borders(
// CHECK-NOT: outs(%{{.*}} : tensor<1000xf32>)
// CHECK: return
func.func @borders(%a: tensor<1000xf32>, %b: tensor<1000xf32>,
    %c: tensor<1000xf32>)
    -> (tensor<999xf32>, tensor<1xf32>, tensor<1xf32>) {
  %t = weft.mul %a, %b : tensor<1000xf32>
  %u = weft.add %t, %c : tensor<1000xf32>
  %s = weft.slice %u [1] [1000] [1] : tensor<1000xf32>
  %x = weft.mul %s, %s : tensor<999xf32>
  %first = weft.slice %u [0] [1] [1] : tensor<1000xf32>
  %y = weft.mul %first, %first : tensor<1xf32>
  %second = weft.slice %u [1] [2] [1] : tensor<1000xf32>
  %z = weft.add %second, %second : tensor<1xf32>
  weft.return %x, %y, %z : tensor<999xf32>, tensor<1xf32>, tensor<1xf32>
}
