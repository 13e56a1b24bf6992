// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[cholesky] (cholesky-C1) the last two axes must have one size. Received 'tensor<2x3xf32>'}}
  %y = weft.cholesky %x : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%a: tensor<2x3xf32>, %b: tensor<3x1xf32>) {
  // expected-error @below {{[triangular_solve] (triangular_solve-C1) the last two axes of a must have one size. Received 'tensor<2x3xf32>' and 'tensor<3x1xf32>'}}
  %y = weft.triangular_solve %a, %b {left = true, lower = true, transpose = false, conjugate = false, unit_diagonal = false} : tensor<2x3xf32>, tensor<3x1xf32>
  weft.return
}
// -----
func.func @f(%a: tensor<3x3xf32>, %b: tensor<2x3x1xf32>) {
  // expected-error @below {{[triangular_solve] (triangular_solve-C2) a and b must have one dtype and the same leading axes. Received 'tensor<3x3xf32>' and 'tensor<2x3x1xf32>'}}
  %y = weft.triangular_solve %a, %b {left = true, lower = true, transpose = false, conjugate = false, unit_diagonal = false} : tensor<3x3xf32>, tensor<2x3x1xf32>
  weft.return
}
// -----
func.func @f(%a: tensor<3x3xf32>, %b: tensor<3x1xf32>) {
  // expected-error @below {{[triangular_solve] (triangular_solve-C3) the last axis but one of b, or the last where a is on the right, must have a's size. Received 'tensor<3x3xf32>' and 'tensor<3x1xf32>'}}
  %y = weft.triangular_solve %a, %b {left = false, lower = true, transpose = false, conjugate = false, unit_diagonal = false} : tensor<3x3xf32>, tensor<3x1xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>) {
  // expected-error @below {{[lu] (lu-C1) x must have two axes at least. Received 'tensor<3xf32>'}}
  %a, %b, %c = weft.lu %x : tensor<3xf32>
  weft.return
}
// -----
func.func @f(%d: tensor<3xf32>, %b: tensor<3xf32>) {
  // expected-error @below {{[tridiagonal_solve] (tridiagonal_solve-C1) b must have the diagonals' axes and one more, and their dtype. Received 'tensor<3xf32>' and 'tensor<3xf32>'}}
  %y = weft.tridiagonal_solve %d, %d, %d, %b : tensor<3xf32>, tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>) {
  // expected-error @below {{[geqrf] (geqrf-C1) x must have two axes at least. Received 'tensor<3xf32>'}}
  %a, %b = weft.geqrf %x : tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2xf32>) {
  // expected-error @below {{[householder_product] (householder_product-C1) x must be a batch of matrices with as many rows as columns at least. Received 'tensor<2x3xf32>' and 'tensor<2xf32>'}}
  %q = weft.householder_product %x, %t : tensor<2x3xf32>, tensor<2xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3x2xf32>, %t: tensor<3xf32>) {
  // expected-error @below {{[householder_product] (householder_product-C2) taus must have x's dtype and leading axes, and at most as many elements as x has columns. Received 'tensor<3x2xf32>' and 'tensor<3xf32>'}}
  %q = weft.householder_product %x, %t : tensor<3x2xf32>, tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>) {
  // expected-error @below {{[qr] (qr-C1) x must have two axes at least. Received 'tensor<3xf32>'}}
  %a, %b = weft.qr %x full = false : tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[eigh] (eigh-C1) the last two axes must have one size. Received 'tensor<2x3xf32>'}}
  %a, %b = weft.eigh %x lower = true : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>) {
  // expected-error @below {{[svd] (svd-C1) x must have two axes at least. Received 'tensor<3xf32>'}}
  %a = weft.svd %x full = false vectors = false : tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[eig] (eig-C1) the last two axes must have one size. Received 'tensor<2x3xf32>'}}
  %a = weft.eig %x vectors = false : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %e: tensor<2xf32>) {
  // expected-error @below {{[extern_call] (extern_call-C1) there must be one result per out, of its type, where outs are tensors. Received 0 results for 1 outs}}
  weft.extern_call "f" [] ins(%x : tensor<3xf32>) outs(%e : tensor<2xf32>)
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>) {
  // expected-error @below {{[geqp3] (geqp3-C1) x must have two axes at least. Received 'tensor<3xf32>'}}
  %a:3 = weft.geqp3 %x : tensor<3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[hessenberg] (hessenberg-C1) the last two axes must have one size. Received 'tensor<2x3xf32>'}}
  %a:2 = weft.hessenberg %x : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[tridiagonal] (tridiagonal-C1) the last two axes must have one size. Received 'tensor<2x3xf32>'}}
  %a:4 = weft.tridiagonal %x lower = true : tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<2x3xf32>) {
  // expected-error @below {{[schur] (schur-C1) the last two axes must have one size. Received 'tensor<2x3xf32>'}}
  %a:2 = weft.schur %x : tensor<2x3xf32>
  weft.return
}
