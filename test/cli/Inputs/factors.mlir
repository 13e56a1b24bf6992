// Factorisations, and a function of constants that makes inputs for them.
func.func @factors(%x: tensor<2x3x3xf64>, %y: tensor<2x4x2xf64>)
    -> (tensor<2x4x4xf64>, tensor<2x4x2xf64>, tensor<2x3x3xf64>,
        tensor<2x3xi32>, tensor<2x3xi32>, tensor<2x3x3xf64>, tensor<2x3xf64>,
        tensor<2x2xf64>, tensor<2x4x2xf64>, tensor<2x2x2xf64>,
        tensor<2x3xcomplex<f64>>, tensor<2x3x3xcomplex<f64>>,
        tensor<2x4x2xf64>) {
  %q, %r = weft.qr %y full = true : tensor<2x4x2xf64>
  %lu, %p, %rows = weft.lu %x : tensor<2x3x3xf64>
  %v, %w = weft.eigh %x lower = false : tensor<2x3x3xf64>
  %s, %u, %vh = weft.svd %y full = false vectors = true : tensor<2x4x2xf64>
  %e, %ev = weft.eig %x vectors = true : tensor<2x3x3xf64>
  %f, %t = weft.geqrf %y : tensor<2x4x2xf64>
  %h = weft.householder_product %f, %t : tensor<2x4x2xf64>, tensor<2x2xf64>
  weft.return %q, %r, %lu, %p, %rows, %v, %w, %s, %u, %vh, %e, %ev, %h
    : tensor<2x4x4xf64>, tensor<2x4x2xf64>, tensor<2x3x3xf64>,
      tensor<2x3xi32>, tensor<2x3xi32>, tensor<2x3x3xf64>, tensor<2x3xf64>,
      tensor<2x2xf64>, tensor<2x4x2xf64>, tensor<2x2x2xf64>,
      tensor<2x3xcomplex<f64>>, tensor<2x3x3xcomplex<f64>>, tensor<2x4x2xf64>
}
func.func @tridiagonal(%x: tensor<2x3x3xf64>, %y: tensor<2x4x2xf64>)
    -> (tensor<3x2xf64>, tensor<2x4x2xcomplex<f64>>) {
  %d = weft.constant dense<[4.0, 5.0, 6.0]> : tensor<3xf64>
  %o = weft.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf64>
  %b = weft.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]>
       : tensor<3x2xf64>
  %0 = weft.tridiagonal_solve %o, %d, %o, %b : tensor<3xf64>, tensor<3x2xf64>
  %1 = weft.complex %y, %y : tensor<2x4x2xf64>
  %2, %3 = weft.geqrf %1 : tensor<2x4x2xcomplex<f64>>
  %4 = weft.householder_product %2, %3
       : tensor<2x4x2xcomplex<f64>>, tensor<2x2xcomplex<f64>>
  weft.return %0, %4 : tensor<3x2xf64>, tensor<2x4x2xcomplex<f64>>
}
func.func @forms(%x: tensor<2x3x3xf64>, %y: tensor<2x4x2xf64>)
    -> (tensor<2x3x3xf64>, tensor<2x2xf64>, tensor<2x3x3xf64>, tensor<2x3xf64>,
        tensor<2x2xf64>, tensor<2x2xf64>, tensor<2x3x3xf64>, tensor<2x3x3xf64>,
        tensor<2x4x2xf64>, tensor<2x2xi32>, tensor<2x2xf64>,
        tensor<2x3x3xcomplex<f64>>, tensor<2x3x3xcomplex<f64>>,
        tensor<2x2xcomplex<f64>>) {
  %h:2 = weft.hessenberg %x : tensor<2x3x3xf64>
  %t:4 = weft.tridiagonal %x lower = true : tensor<2x3x3xf64>
  %s:2 = weft.schur %x : tensor<2x3x3xf64>
  %p:3 = weft.geqp3 %y : tensor<2x4x2xf64>
  %z = weft.complex %x, %x : tensor<2x3x3xf64>
  %c:2 = weft.schur %z : tensor<2x3x3xcomplex<f64>>
  %d:4 = weft.tridiagonal %z lower = false : tensor<2x3x3xcomplex<f64>>
  weft.return %h#0, %h#1, %t#0, %t#1, %t#2, %t#3, %s#0, %s#1, %p#0, %p#1,
    %p#2, %c#0, %c#1, %d#3
    : tensor<2x3x3xf64>, tensor<2x2xf64>, tensor<2x3x3xf64>, tensor<2x3xf64>,
      tensor<2x2xf64>, tensor<2x2xf64>, tensor<2x3x3xf64>, tensor<2x3x3xf64>,
      tensor<2x4x2xf64>, tensor<2x2xi32>, tensor<2x2xf64>,
      tensor<2x3x3xcomplex<f64>>, tensor<2x3x3xcomplex<f64>>,
      tensor<2x2xcomplex<f64>>
}
func.func @inputs() -> (tensor<2x3x3xf64>, tensor<2x4x2xf64>) {
  %0 = weft.iota along 0 : tensor<18xf64>
  %1 = weft.sin %0 : tensor<18xf64>
  %2 = weft.reshape %1 : tensor<18xf64> -> tensor<2x3x3xf64>
  %3 = weft.iota along 0 : tensor<16xf64>
  %4 = weft.cos %3 : tensor<16xf64>
  %5 = weft.reshape %4 : tensor<16xf64> -> tensor<2x4x2xf64>
  weft.return %2, %5 : tensor<2x3x3xf64>, tensor<2x4x2xf64>
}
func.func @eigenvalues() -> (tensor<2x3xf64>, tensor<2x3xf64>, tensor<2xcomplex<f64>>) {
  %re = weft.constant dense<[[0.0, 0.0, 3.0], [1.0, 2.0, 4.0]]> : tensor<2x3xf64>
  %im = weft.constant dense<[[4.0, -4.0, 0.0], [0.0, 0.0, 0.0]]> : tensor<2x3xf64>
  %z = weft.constant dense<[(1.0, 2.0), (5.0, 6.0)]> : tensor<2xcomplex<f64>>
  weft.return %re, %im, %z
    : tensor<2x3xf64>, tensor<2x3xf64>, tensor<2xcomplex<f64>>
}
