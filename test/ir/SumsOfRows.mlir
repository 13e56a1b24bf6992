// Rows that are added to sums in memory are read four at a time, in their
// order, and those left over together: each sum is read and written once. Of
// what no cache holds, eight.
// RUN: rm -rf %t && mkdir %t
// RUN: weft run %s --fn input --outdir %t/in
// RUN: env WEFT_DUMP=%t/sums weft run %s --fn sums --inputs %t/in/out0.npy --outdir %t/out
// RUN: sh -c 'cat %t/sums/0.*.loops.mlir' | FileCheck %s
// RUN: weft run %s --fn largeInput --outdir %t/in
// RUN: env WEFT_DUMP=%t/large weft run %s --fn large --inputs %t/in/out0.npy --outdir %t/out
// RUN: sh -c 'cat %t/large/0.*.loops.mlir' | FileCheck %s --check-prefix=LARGE
// Where streams are foreseen to the end of a page, the rows after those are
// asked for, and rows shorter than a page are read one by one.
// RUN: weft dump %s --fn large --emit=llvm --target x86_64-unknown-linux-gnu --cpu znver4 | FileCheck %s --check-prefix=AFTER
// RUN: weft dump %s --fn greatest --emit=llvm --target x86_64-unknown-linux-gnu --cpu znver4 | FileCheck %s --check-prefix=GREATEST
// RUN: weft dump %s --fn narrow --emit=llvm --target x86_64-unknown-linux-gnu --cpu znver4 | FileCheck %s --check-prefix=NARROW
// RUN: weft dump %s --fn large --emit=llvm --target x86_64-unknown-linux-gnu --cpu cascadelake | FileCheck %s --check-prefix=NONE
// RUN: weft dump %s --fn sums --emit=llvm --target x86_64-unknown-linux-gnu --cpu znver4 | FileCheck %s --check-prefix=NONE
// RUN: weft dump %s --fn few --emit=llvm --target x86_64-unknown-linux-gnu --cpu znver4 | FileCheck %s --check-prefix=NONE
// RUN: weft dump %s --fn turned --emit=llvm --target x86_64-unknown-linux-gnu --cpu znver4 | FileCheck %s --check-prefix=TURNED
// RUN: weft dump %s --fn bytes --emit=llvm --target x86_64-unknown-linux-gnu --cpu znver4 | FileCheck %s --check-prefix=BYTES
// RUN: weft dump %s --fn narrow --emit=llvm --target x86_64-unknown-linux-gnu --cpu cascadelake | FileCheck %s --check-prefix=OTHERS
// NONE-NOT: llvm.prefetch

func.func @input() -> tensor<66x256xf32> {
  %x = weft.iota along 0 : tensor<66x256xf32>
  weft.return %x : tensor<66x256xf32>
}

// CHECK: %[[FOUR:.*]] = arith.constant 4 : i64
// CHECK: scf.for %{{.*}} = %{{.*}} to %{{.*}} step %[[FOUR]]
// CHECK: scf.for
// CHECK: %[[S0:.*]] = llvm.load
// CHECK: %[[X0:.*]] = llvm.load
// CHECK: %[[S1:.*]] = arith.addf %[[S0]], %[[X0]] : f32
// CHECK: %[[X1:.*]] = llvm.load
// CHECK: %[[S2:.*]] = arith.addf %[[S1]], %[[X1]] : f32
// CHECK: %[[X2:.*]] = llvm.load
// CHECK: %[[S3:.*]] = arith.addf %[[S2]], %[[X2]] : f32
// CHECK: %[[X3:.*]] = llvm.load
// CHECK: %[[S4:.*]] = arith.addf %[[S3]], %[[X3]] : f32
// CHECK-NEXT: llvm.store %[[S4]]
// CHECK: scf.for
// CHECK: %[[S5:.*]] = llvm.load
// CHECK: %[[X5:.*]] = llvm.load
// CHECK: %[[S6:.*]] = arith.addf %[[S5]], %[[X5]] : f32
// CHECK: %[[X6:.*]] = llvm.load
// CHECK: %[[S7:.*]] = arith.addf %[[S6]], %[[X6]] : f32
// CHECK-NEXT: llvm.store %[[S7]]
// CHECK-NOT: arith.addf
func.func @sums(%x: tensor<66x256xf32>) -> tensor<256xf32> {
  %y = weft.reduce_sum %x over [0] : tensor<66x256xf32>
  weft.return %y : tensor<256xf32>
}

func.func @largeInput() -> tensor<4096x2304xf32> {
  %x = weft.iota along 0 : tensor<4096x2304xf32>
  weft.return %x : tensor<4096x2304xf32>
}
// LARGE: %[[EIGHT:.*]] = arith.constant 8 : i64
// LARGE: scf.for %{{.*}} = %{{.*}} to %{{.*}} step %[[EIGHT]]
// LARGE: scf.for
// LARGE: arith.addf
// LARGE-COUNT-7: arith.addf
// LARGE-NEXT: llvm.store
func.func @large(%x: tensor<4096x2304xf32>) -> tensor<2304xf32> {
  %y = weft.reduce_sum %x over [0] : tensor<4096x2304xf32>
  weft.return %y : tensor<2304xf32>
}

// AFTER-COUNT-8: getelementptr i8, ptr %{{.*}}, i64 73728
// GREATEST: getelementptr i8, ptr %{{.*}}, i64 73728
// GREATEST: llvm.prefetch
// GREATEST: x86.avx512.mask.range.ps
func.func @greatest(%x: tensor<4096x2304xf32>) -> tensor<2304xf32> {
  %y = weft.reduce_max %x over [0] : tensor<4096x2304xf32>
  weft.return %y : tensor<2304xf32>
}
// NARROW: %[[P:.*]] = getelementptr i8, ptr %{{.*}}, i64 1024
// NARROW-NEXT: call void @llvm.prefetch.p0(ptr %[[P]], i32 0, i32 2, i32 1)
func.func @narrow(%x: tensor<40960x256xf32>) -> tensor<256xf32> {
  %y = weft.reduce_sum %x over [0] : tensor<40960x256xf32>
  weft.return %y : tensor<256xf32>
}
// Others read them eight at a time.
// OTHERS-COUNT-8: fadd <16 x float>
// OTHERS-NEXT: store <16 x float>

// TURNED-COUNT-8: getelementptr i8, ptr %{{.*}}, i64 -73728
func.func @turned(%x: tensor<4096x2304xf32>) -> tensor<2304xf32> {
  %r = weft.rev %x over [0] : tensor<4096x2304xf32>
  %y = weft.reduce_sum %r over [0] : tensor<4096x2304xf32>
  weft.return %y : tensor<2304xf32>
}
// Elements of a byte take longer to add than to read.
// BYTES: getelementptr i8, ptr %{{.*}}, i64 8192
func.func @bytes(%x: tensor<40960x1024xi8>) -> tensor<1024xi8> {
  %y = weft.reduce_max %x over [0] : tensor<40960x1024xi8>
  weft.return %y : tensor<1024xi8>
}
func.func @few(%x: tensor<16x589824xf32>) -> tensor<589824xf32> {
  %y = weft.reduce_sum %x over [0] : tensor<16x589824xf32>
  weft.return %y : tensor<589824xf32>
}
