// A maximum that gives NaN on and tells zeros apart is an instruction for
// zeros and a sum for NaN where the target has AVX-512, and LLVM's elsewhere.
// RUN: weft dump %s --fn greatest --emit=asm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=V4
// RUN: weft dump %s --fn greatest --emit=asm --target x86_64-unknown-linux-gnu --cpu x86-64-v3 | FileCheck %s --check-prefix=V3

// V4-NOT: vmaxps
// V4:     vrangeps
// V4-NOT: vmaxps
// V3-NOT: vrangeps
// V3:     vmaxps
// V3-NOT: vrangeps
func.func @greatest(%x: tensor<64x64xf32>, %y: tensor<64x64xf32>)
    -> (tensor<64xf32>, tensor<64x64xf32>) {
  %0 = weft.reduce_max %x over [1] : tensor<64x64xf32>
  %1 = weft.max %x, %y : tensor<64x64xf32>
  weft.return %0, %1 : tensor<64xf32>, tensor<64x64xf32>
}
