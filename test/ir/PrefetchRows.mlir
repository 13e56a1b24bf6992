// A loop over rows of a large table, at places that it loads, asks for the rows
// of a later round, and for what it will write there; the round before the last
// for those of the last. Not of a table that the second cache holds.
// RUN: weft dump %s --fn large --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s
// RUN: weft dump %s --fn small --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=NONE

// CHECK: store <{{[0-9]+}} x float>
// CHECK: %[[AHEAD:.*]] = add i64 %{{.*}}, 16
// CHECK: %[[LATER:.*]] = call i64 @llvm.smin.i64(i64 %[[AHEAD]], i64 %{{.*}})
// CHECK: getelementptr {{.*}}i32, ptr %{{.*}}, i64 %[[LATER]]
// CHECK-NEXT: load i32
// CHECK: call void @llvm.prefetch.p0(ptr %{{.*}}, i32 0, i32 3, i32 1)
// CHECK: call void @llvm.prefetch.p0(ptr %{{.*}}, i32 1, i32 3, i32 1)
func.func @large(%x: tensor<65536x64xf32>, %i: tensor<4096x1xi32>)
    -> tensor<4096x64xf32> {
  %y = weft.gather %x, %i offset [1] collapsed [0] map [0] vector 1 sizes [1, 64] : tensor<65536x64xf32>, tensor<4096x1xi32>
  weft.return %y : tensor<4096x64xf32>
}

// NONE: load <{{[0-9]+}} x float>
// NONE-NOT: i32 0, i32 3, i32 1)
func.func @small(%x: tensor<1024x64xf32>, %i: tensor<4096x1xi32>)
    -> tensor<4096x64xf32> {
  %y = weft.gather %x, %i offset [1] collapsed [0] map [0] vector 1 sizes [1, 64] : tensor<1024x64xf32>, tensor<4096x1xi32>
  weft.return %y : tensor<4096x64xf32>
}
