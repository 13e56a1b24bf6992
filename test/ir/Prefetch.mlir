// A loop that computes much for each line of memory it reads asks for lines
// ahead; one that computes little, or whose arrays the first cache holds, does
// not.
// RUN: weft dump %s --fn long --emit=llvm | FileCheck %s --check-prefix=LONG
// RUN: weft dump %s --fn short --emit=llvm | FileCheck %s --check-prefix=NONE
// RUN: weft dump %s --fn plain --emit=llvm | FileCheck %s --check-prefix=NONE

// LONG: %[[X:.*]] = getelementptr {{.*}}float, ptr
// LONG: %[[AHEAD:.*]] = getelementptr i8, ptr %[[X]], i64 2048
// LONG-NEXT: call void @llvm.prefetch.p0(ptr %[[AHEAD]], i32 0, i32 3, i32 1)
// LONG: load <{{[0-9]+}} x float>, ptr %[[X]]
func.func @long(%x: tensor<65536xf32>) -> tensor<65536xf32> {
  %y = weft.exp %x : tensor<65536xf32>
  weft.return %y : tensor<65536xf32>
}

// NONE: load <{{[0-9]+}} x float>
// NONE-NOT: llvm.prefetch
func.func @short(%x: tensor<1024xf32>) -> tensor<1024xf32> {
  %y = weft.exp %x : tensor<1024xf32>
  weft.return %y : tensor<1024xf32>
}
func.func @plain(%x: tensor<65536xf32>) -> tensor<65536xf32> {
  %y = weft.mul %x, %x : tensor<65536xf32>
  weft.return %y : tensor<65536xf32>
}
