// The kernel of running sums is told to store past the caches what is too large
// for them, 32 MiB, and on Zen 4 results of 16 that nothing reads.
// RUN: weft dump %s --fn sums --emit=llvm --target x86_64-unknown-linux-gnu --cpu znver4 | FileCheck %s --check-prefix=PAST
// RUN: weft dump %s --fn sums --emit=llvm --target x86_64-unknown-linux-gnu --cpu cascadelake | FileCheck %s --check-prefix=USUAL
// RUN: weft dump %s --fn larger --emit=llvm --target x86_64-unknown-linux-gnu --cpu cascadelake | FileCheck %s --check-prefix=PAST
// RUN: weft dump %s --fn larger_inside --emit=llvm --target x86_64-unknown-linux-gnu --cpu znver4 | FileCheck %s --check-prefix=PAST
// RUN: weft dump %s --fn inside --emit=llvm --target x86_64-unknown-linux-gnu --cpu znver4 | FileCheck %s --check-prefix=USUAL
// RUN: weft dump %s --fn both --emit=llvm --target x86_64-unknown-linux-gnu --cpu znver4 | FileCheck %s --check-prefix=USUAL

// PAST: define {{.*}} @weft_k_cumsum_f32
// PAST: !nontemporal
// USUAL: define {{.*}} @weft_k_cumsum_f32
// USUAL-NOT: !nontemporal
func.func @sums(%x: tensor<1024x4096xf32>) -> tensor<1024x4096xf32> {
  %y = weft.cumsum %x along 1 : tensor<1024x4096xf32>
  weft.return %y : tensor<1024x4096xf32>
}
func.func @larger(%x: tensor<2048x4096xf32>) -> tensor<2048x4096xf32> {
  %y = weft.cumsum %x along 1 : tensor<2048x4096xf32>
  weft.return %y : tensor<2048x4096xf32>
}
func.func @inside(%x: tensor<1024x4096xf32>) -> tensor<4096xf32> {
  %y = weft.cumsum %x along 1 : tensor<1024x4096xf32>
  %s = weft.reduce_sum %y over [0] : tensor<1024x4096xf32>
  weft.return %s : tensor<4096xf32>
}
func.func @both(%x: tensor<1024x4096xf32>) -> (tensor<1024x4096xf32>, tensor<4096xf32>) {
  %y = weft.cumsum %x along 1 : tensor<1024x4096xf32>
  %s = weft.reduce_sum %y over [0] : tensor<1024x4096xf32>
  weft.return %y, %s : tensor<1024x4096xf32>, tensor<4096xf32>
}
func.func @larger_inside(%x: tensor<2048x4096xf32>) -> tensor<4096xf32> {
  %y = weft.cumsum %x along 1 : tensor<2048x4096xf32>
  %s = weft.reduce_sum %y over [0] : tensor<2048x4096xf32>
  weft.return %s : tensor<4096xf32>
}
