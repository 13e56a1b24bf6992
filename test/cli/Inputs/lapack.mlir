// A result of a call of LAPACK that JAX does not read: eigenvalues of gees.
func.func public @main() -> (tensor<2x3xf64>, tensor<2x3xf64>, tensor<2xcomplex<f64>>) {
  %x = stablehlo.constant dense<[[[0.0, 4.0, 0.0], [-4.0, 0.0, 0.0], [0.0, 0.0, 3.0]], [[1.0, 5.0, 6.0], [0.0, 2.0, 7.0], [0.0, 0.0, 4.0]]]> : tensor<2x3x3xf64>
  %0:6 = stablehlo.custom_call @lapack_dgees_ffi(%x) {mhlo.backend_config = {mode = 86 : ui8, sort = 78 : ui8}} : (tensor<2x3x3xf64>) -> (tensor<2x3x3xf64>, tensor<2x3x3xf64>, tensor<2x3xf64>, tensor<2x3xf64>, tensor<2xi32>, tensor<2xi32>)
  %z = stablehlo.constant dense<[[(1.0, 2.0), (3.0, 4.0)], [(0.0, 0.0), (5.0, 6.0)]]> : tensor<2x2xcomplex<f64>>
  %1:5 = stablehlo.custom_call @lapack_zgees_ffi(%z) {mhlo.backend_config = {mode = 78 : ui8, sort = 78 : ui8}} : (tensor<2x2xcomplex<f64>>) -> (tensor<2x2xcomplex<f64>>, tensor<2x2xcomplex<f64>>, tensor<2xcomplex<f64>>, tensor<i32>, tensor<i32>)
  return %0#2, %0#3, %1#2 : tensor<2x3xf64>, tensor<2x3xf64>, tensor<2xcomplex<f64>>
}
