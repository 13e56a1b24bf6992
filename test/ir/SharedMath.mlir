// A function that a program has more than eight times is written once, with a
// vector form for each width, and called by the vectorised loop; fewer are
// expanded where they stand.
// RUN: weft dump %s --fn many --emit=llvm | FileCheck %s --check-prefix=MANY
// RUN: weft dump %s --fn few --emit=llvm | FileCheck %s --check-prefix=FEW

// MANY: define internal {{.*}}float @weft.math.sin.f32(float
// MANY-COUNT-9: %{{[0-9]+}} = {{.*}}call <{{[0-9]+}} x float> @weft.math.sin.f32.x
// FEW-NOT: weft.math

func.func @many(%0: tensor<4096xf32>) -> tensor<4096xf32> {
  %1 = weft.sin %0 : tensor<4096xf32>
  %2 = weft.mul %1, %0 : tensor<4096xf32>
  %3 = weft.sin %2 : tensor<4096xf32>
  %4 = weft.mul %3, %2 : tensor<4096xf32>
  %5 = weft.sin %4 : tensor<4096xf32>
  %6 = weft.mul %5, %4 : tensor<4096xf32>
  %7 = weft.sin %6 : tensor<4096xf32>
  %8 = weft.mul %7, %6 : tensor<4096xf32>
  %9 = weft.sin %8 : tensor<4096xf32>
  %10 = weft.mul %9, %8 : tensor<4096xf32>
  %11 = weft.sin %10 : tensor<4096xf32>
  %12 = weft.mul %11, %10 : tensor<4096xf32>
  %13 = weft.sin %12 : tensor<4096xf32>
  %14 = weft.mul %13, %12 : tensor<4096xf32>
  %15 = weft.sin %14 : tensor<4096xf32>
  %16 = weft.mul %15, %14 : tensor<4096xf32>
  %17 = weft.sin %16 : tensor<4096xf32>
  %18 = weft.mul %17, %16 : tensor<4096xf32>
  weft.return %18 : tensor<4096xf32>
}
func.func @few(%0: tensor<4096xf32>) -> tensor<4096xf32> {
  %1 = weft.sin %0 : tensor<4096xf32>
  %2 = weft.mul %1, %0 : tensor<4096xf32>
  %3 = weft.sin %2 : tensor<4096xf32>
  %4 = weft.mul %3, %2 : tensor<4096xf32>
  %5 = weft.sin %4 : tensor<4096xf32>
  %6 = weft.mul %5, %4 : tensor<4096xf32>
  %7 = weft.sin %6 : tensor<4096xf32>
  %8 = weft.mul %7, %6 : tensor<4096xf32>
  %9 = weft.sin %8 : tensor<4096xf32>
  %10 = weft.mul %9, %8 : tensor<4096xf32>
  %11 = weft.sin %10 : tensor<4096xf32>
  %12 = weft.mul %11, %10 : tensor<4096xf32>
  %13 = weft.sin %12 : tensor<4096xf32>
  %14 = weft.mul %13, %12 : tensor<4096xf32>
  %15 = weft.sin %14 : tensor<4096xf32>
  %16 = weft.mul %15, %14 : tensor<4096xf32>
  weft.return %16 : tensor<4096xf32>
}
