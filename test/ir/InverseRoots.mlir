// An inverse root of floats is an estimate and a step where the target has
// AVX-512, and what it says elsewhere; so is a quotient by a root of the loop.
// RUN: weft dump %s --fn roots --emit=asm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=V4
// RUN: weft dump %s --fn roots --emit=asm --target x86_64-unknown-linux-gnu --cpu x86-64-v3 | FileCheck %s --check-prefix=V3

// V4-NOT: {{vsqrt|vdiv}}
// V4:     vrsqrt14ps
// V4-NOT: {{vsqrt|vdiv}}
// V3-NOT: vrsqrt
// V3:     vsqrtps
// V3-NOT: vrsqrt
// V3:     vdivps
// V3-NOT: vrsqrt

func.func @roots(%x: tensor<64xf32>, %y: tensor<64xf32>) -> (tensor<64xf32>, tensor<64xf32>) {
  %0 = weft.rsqrt %x : tensor<64xf32>
  %1 = weft.add %x, %y : tensor<64xf32>
  %2 = weft.sqrt %1 : tensor<64xf32>
  %3 = weft.div %y, %2 : tensor<64xf32>
  weft.return %0, %3 : tensor<64xf32>, tensor<64xf32>
}
