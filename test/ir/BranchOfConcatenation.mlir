// A part of a concatenation is written in its place there; a branch that
// yields the same part needs a layout of its own.
// RUN: weft dump %s --fn f --emit=llvm | FileCheck %s

// CHECK: define {{.*}} @f(ptr
func.func @f(%x: tensor<3x4xf64>) -> tensor<3x4xf64> {
  %0 = weft.cos %x : tensor<3x4xf64>
  %1 = weft.concatenate %0, %x along 1 : tensor<3x4xf64>, tensor<3x4xf64>
  %2 = weft.tanh %x : tensor<3x4xf64>
  %3 = weft.concatenate %2, %1 along 1 : tensor<3x4xf64>, tensor<3x8xf64>
  %4 = weft.reduce_max %3 over [0, 1] : tensor<3x12xf64>
  %7 = weft.constant dense<1.000000e-01> : tensor<f64>
  %8 = weft.compare lt %4, %7 : tensor<f64>
  %9 = "weft.cond"(%8, %2, %0) ({
  ^bb0(%a: tensor<3x4xf64>, %b: tensor<3x4xf64>):
    weft.return %a : tensor<3x4xf64>
  }, {
  ^bb0(%a: tensor<3x4xf64>, %b: tensor<3x4xf64>):
    weft.return %b : tensor<3x4xf64>
  }) : (tensor<i1>, tensor<3x4xf64>, tensor<3x4xf64>) -> tensor<3x4xf64>
  %10 = "weft.cond"(%8, %9, %0) ({
  ^bb0(%a: tensor<3x4xf64>, %b: tensor<3x4xf64>):
    %11 = weft.sin %a : tensor<3x4xf64>
    weft.return %11 : tensor<3x4xf64>
  }, {
  ^bb0(%a: tensor<3x4xf64>, %b: tensor<3x4xf64>):
    weft.return %b : tensor<3x4xf64>
  }) : (tensor<i1>, tensor<3x4xf64>, tensor<3x4xf64>) -> tensor<3x4xf64>
  weft.return %10 : tensor<3x4xf64>
}
