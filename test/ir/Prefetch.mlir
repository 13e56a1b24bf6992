// A loop that computes much for each line of memory it reads asks for lines
// ahead; so does a maximum, which is many instructions, and a sum of more than
// the caches hold. All loops ask for the lines that they write. Where the first
// cache holds the arrays, none does; nor on Zen 4, which foresees them.
// RUN: weft dump %s --fn long --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=LONG
// RUN: weft dump %s --fn plain --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=PLAIN
// RUN: weft dump %s --fn greatest --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=READ
// RUN: weft dump %s --fn large_total --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=READ
// RUN: weft dump %s --fn total --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=NONE
// RUN: weft dump %s --fn short --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=NONE
// RUN: weft dump %s --fn long --emit=llvm --target x86_64-unknown-linux-gnu --cpu znver4 | FileCheck %s --check-prefix=NONE

// LONG: %[[X:.*]] = getelementptr {{.*}}float, ptr
// LONG: %[[AHEAD:.*]] = getelementptr i8, ptr %[[X]], i64 2048
// LONG-NEXT: call void @llvm.prefetch.p0(ptr %[[AHEAD]], i32 0, i32 3, i32 1)
// LONG: load <{{[0-9]+}} x float>, ptr %[[X]]
func.func @long(%x: tensor<65536xf32>) -> tensor<65536xf32> {
  %y = weft.exp %x : tensor<65536xf32>
  weft.return %y : tensor<65536xf32>
}

// PLAIN-NOT: i32 0, i32 3, i32 1)
// PLAIN: %[[AHEAD:.*]] = getelementptr i8, ptr %[[Y:.*]], i64 2048
// PLAIN-NEXT: call void @llvm.prefetch.p0(ptr %[[AHEAD]], i32 1, i32 3, i32 1)
// PLAIN: store <{{[0-9]+}} x float> %{{.*}}, ptr %[[Y]]
func.func @plain(%x: tensor<65536xf32>) -> tensor<65536xf32> {
  %y = weft.mul %x, %x : tensor<65536xf32>
  weft.return %y : tensor<65536xf32>
}

// READ: %[[X:.*]] = getelementptr {{.*}}float, ptr
// READ: %[[AHEAD:.*]] = getelementptr i8, ptr %[[X]], i64 2048
// READ-NEXT: call void @llvm.prefetch.p0(ptr %[[AHEAD]], i32 0, i32 3, i32 1)
// READ: load <{{[0-9]+}} x float>, ptr %[[X]]
func.func @greatest(%x: tensor<64x4096xf32>) -> tensor<64xf32> {
  %y = weft.reduce_max %x over [1] : tensor<64x4096xf32>
  weft.return %y : tensor<64xf32>
}

// NONE: load <{{[0-9]+}} x float>
// NONE-NOT: llvm.prefetch
func.func @short(%x: tensor<1024xf32>) -> tensor<1024xf32> {
  %y = weft.exp %x : tensor<1024xf32>
  weft.return %y : tensor<1024xf32>
}
func.func @large_total(%x: tensor<4096x4096xf32>) -> tensor<4096xf32> {
  %y = weft.reduce_sum %x over [1] : tensor<4096x4096xf32>
  weft.return %y : tensor<4096xf32>
}
func.func @total(%x: tensor<64x4096xf32>) -> tensor<64xf32> {
  %y = weft.reduce_sum %x over [1] : tensor<64x4096xf32>
  weft.return %y : tensor<64xf32>
}
