// RUN: weft-opt %s | weft-opt | FileCheck %s

// CHECK-LABEL: func @triangles
func.func @triangles(%x: tensor<2x3x3xf32>, %b: tensor<2x3x4xf32>,
                     %d: tensor<2x3xf32>) -> tensor<2x3x4xf32> {
  // CHECK: weft.cholesky %{{.*}} : tensor<2x3x3xf32>
  %l = weft.cholesky %x : tensor<2x3x3xf32>
  // CHECK: weft.triangular_solve %{{.*}}, %{{.*}} {conjugate = false, left = true, lower = true, transpose = true, unit_diagonal = false} : tensor<2x3x3xf32>, tensor<2x3x4xf32>
  %y = weft.triangular_solve %l, %b {left = true, lower = true,
    transpose = true, conjugate = false, unit_diagonal = false}
    : tensor<2x3x3xf32>, tensor<2x3x4xf32>
  // CHECK: %{{.*}}, %{{.*}}, %{{.*}} = weft.lu %{{.*}} : tensor<2x3x3xf32>
  %lu, %p, %q = weft.lu %x : tensor<2x3x3xf32>
  // CHECK: weft.tridiagonal_solve %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : tensor<2x3xf32>, tensor<2x3x4xf32>
  %z = weft.tridiagonal_solve %d, %d, %d, %y
    : tensor<2x3xf32>, tensor<2x3x4xf32>
  weft.return %z : tensor<2x3x4xf32>
}
// CHECK-LABEL: func @factors
func.func @factors(%x: tensor<4x3xf32>, %s: tensor<3x3xcomplex<f64>>)
    -> tensor<4x3xf32> {
  // CHECK: weft.geqrf %{{.*}} : tensor<4x3xf32>
  %f, %t = weft.geqrf %x : tensor<4x3xf32>
  // CHECK: weft.householder_product %{{.*}}, %{{.*}} : tensor<4x3xf32>, tensor<3xf32>
  %q = weft.householder_product %f, %t : tensor<4x3xf32>, tensor<3xf32>
  // CHECK: weft.qr %{{.*}} full = true : tensor<4x3xf32>
  %q2, %r = weft.qr %x full = true : tensor<4x3xf32>
  // CHECK: weft.eigh %{{.*}} lower = true : tensor<3x3xcomplex<f64>>
  %v, %w = weft.eigh %s lower = true : tensor<3x3xcomplex<f64>>
  // CHECK: %{{.*}}, %{{.*}}:2 = weft.svd %{{.*}} full = false vectors = true : tensor<4x3xf32>
  %a:3 = weft.svd %x full = false vectors = true : tensor<4x3xf32>
  // CHECK: %{{.*}} = weft.svd %{{.*}} full = false vectors = false : tensor<4x3xf32>
  %b = weft.svd %x full = false vectors = false : tensor<4x3xf32>
  // CHECK: %{{.*}}, %{{.*}} = weft.eig %{{.*}} vectors = true : tensor<3x3xcomplex<f64>>
  %c:2 = weft.eig %s vectors = true : tensor<3x3xcomplex<f64>>
  // CHECK: %{{.*}}, %{{.*}}, %{{.*}} = weft.geqp3 %{{.*}} : tensor<4x3xf32>
  %p:3 = weft.geqp3 %x : tensor<4x3xf32>
  weft.return %q : tensor<4x3xf32>
}
// CHECK-LABEL: func @forms
func.func @forms(%x: tensor<2x3x3xcomplex<f32>>) -> tensor<2x2xf32> {
  // CHECK: %{{.*}}, %{{.*}} = weft.hessenberg %{{.*}} : tensor<2x3x3xcomplex<f32>>
  %h:2 = weft.hessenberg %x : tensor<2x3x3xcomplex<f32>>
  // CHECK: %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} = weft.tridiagonal %{{.*}} lower = false : tensor<2x3x3xcomplex<f32>>
  %t:4 = weft.tridiagonal %x lower = false : tensor<2x3x3xcomplex<f32>>
  // CHECK: %{{.*}}, %{{.*}} = weft.schur %{{.*}} : tensor<2x3x3xcomplex<f32>>
  %s:2 = weft.schur %x : tensor<2x3x3xcomplex<f32>>
  weft.return %t#2 : tensor<2x2xf32>
}
// CHECK-LABEL: func @call
func.func @call(%x: tensor<3xf32>, %e: tensor<2xf32>) -> tensor<2xf32> {
  // CHECK: weft.extern_call "f" [3] ins(%{{.*}} : tensor<3xf32>) outs(%{{.*}} : tensor<2xf32>) -> tensor<2xf32>
  %y = weft.extern_call "f" [3] ins(%x : tensor<3xf32>)
    outs(%e : tensor<2xf32>) -> tensor<2xf32>
  // CHECK: weft.extern_call "g" [] packed ins(%{{.*}} : tensor<3xf32>) outs()
  weft.extern_call "g" [] packed ins(%x : tensor<3xf32>) outs()
  // CHECK: weft.extern_call "h" [3] over 4 cost 5 ins(%{{.*}} : tensor<3xf32>) outs()
  weft.extern_call "h" [3] over 4 cost 5 ins(%x : tensor<3xf32>) outs()
  // CHECK: weft.extern_call "k" [] over 4 cost 5 stack 64 ins(%{{.*}} : tensor<3xf32>) outs()
  weft.extern_call "k" [] over 4 cost 5 stack 64 ins(%x : tensor<3xf32>) outs()
  weft.return %y : tensor<2xf32>
}
