// A short product is shared by rows from 20 µs on, by panels that are packed on
// the way from 40.
// RUN: weft dump %s --fn rows --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=SHARED
// RUN: weft dump %s --fn fewer --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=ALONE
// RUN: weft dump %s --fn packed --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=ALONE
// RUN: weft dump %s --fn longer --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=SHARED

// SHARED: call void %{{.*}}(ptr %{{.*}}, i64 {{[0-9]+}}, i64 1, ptr nonnull @{{[a-z]+}}.body0
// ALONE-NOT: body0
func.func @rows(%x: tensor<512x64xf32>, %y: tensor<64x32xf32>) -> tensor<512x32xf32> {
  %p = weft.dot_general %x, %y batch [] [] contract [1] [0] : tensor<512x64xf32>, tensor<64x32xf32> -> tensor<512x32xf32>
  weft.return %p : tensor<512x32xf32>
}
func.func @fewer(%x: tensor<384x64xf32>, %y: tensor<64x32xf32>) -> tensor<384x32xf32> {
  %p = weft.dot_general %x, %y batch [] [] contract [1] [0] : tensor<384x64xf32>, tensor<64x32xf32> -> tensor<384x32xf32>
  weft.return %p : tensor<384x32xf32>
}
func.func @packed(%x: tensor<64x128xf32>, %y: tensor<128x192xf32>) -> tensor<64x192xf32> {
  %p = weft.dot_general %x, %y batch [] [] contract [1] [0] : tensor<64x128xf32>, tensor<128x192xf32> -> tensor<64x192xf32>
  weft.return %p : tensor<64x192xf32>
}
func.func @longer(%x: tensor<64x192xf32>, %y: tensor<192x192xf32>) -> tensor<64x192xf32> {
  %p = weft.dot_general %x, %y batch [] [] contract [1] [0] : tensor<64x192xf32>, tensor<192x192xf32> -> tensor<64x192xf32>
  weft.return %p : tensor<64x192xf32>
}
