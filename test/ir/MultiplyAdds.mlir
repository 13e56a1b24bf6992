// A product that only a sum reads is one operation with it. Where anything else
// reads it, in whichever nest, it is rounded for all.
// RUN: weft-opt %s -weft-to-linalg | FileCheck %s
// A machine without the instruction calls no function for it.
// RUN: weft dump %s --fn one_reader --emit=llvm --target wasm32-unknown-unknown --cpu generic | FileCheck %s --check-prefix=WITHOUT
// RUN: weft dump %s --fn one_reader --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64 | FileCheck %s --check-prefix=WITHOUT
// RUN: weft dump %s --fn one_reader --emit=llvm --target aarch64-unknown-linux-gnu --cpu generic | FileCheck %s --check-prefix=WITH

// WITHOUT-NOT: @llvm.fma
// WITHOUT:     fmul
// WITHOUT:     fadd
// WITHOUT-NOT: @llvm.fma
// WITH:        @llvm.fma

// CHECK-LABEL: @one_reader
// CHECK:           math.fma
// CHECK-NEXT:      linalg.yield
func.func @one_reader(%x: tensor<64xf32>, %y: tensor<64xf32>) -> tensor<64xf32> {
  %0 = weft.mul %x, %y : tensor<64xf32>
  %1 = weft.add %x, %0 : tensor<64xf32>
  weft.return %1 : tensor<64xf32>
}

// CHECK-LABEL: @differences
// CHECK:           %[[M:.*]] = arith.negf %[[Y:.*]] : f64
// CHECK-NEXT:      %[[D:.*]] = math.fma %[[X:.*]], %[[Y]], %[[M]]
// CHECK-NEXT:      %[[N:.*]] = arith.negf %[[D]]
// CHECK-NEXT:      math.fma %[[N]], %[[X]], %[[Y]]
// CHECK-NOT:       arith.mulf
// CHECK:           linalg.yield
func.func @differences(%x: tensor<64xf64>, %y: tensor<64xf64>) -> tensor<64xf64> {
  %0 = weft.mul %x, %y : tensor<64xf64>
  %1 = weft.sub %0, %y : tensor<64xf64>
  %2 = weft.mul %1, %x : tensor<64xf64>
  %3 = weft.sub %y, %2 : tensor<64xf64>
  weft.return %3 : tensor<64xf64>
}

// A broadcast is what reads the product, and any number of elements its value.
// CHECK-LABEL: @broadcast
// CHECK:           arith.mulf
// CHECK-NEXT:      arith.addf
// CHECK:           return
func.func @broadcast(%x: tensor<8xf32>, %y: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %0 = weft.mul %x, %x : tensor<8xf32>
  %1 = weft.broadcast_in_dim %0 to [1] : tensor<8xf32> -> tensor<4x8xf32>
  %2 = weft.add %1, %y : tensor<4x8xf32>
  weft.return %2 : tensor<4x8xf32>
}

// The maximum's nest and that of the differences compute the product again.
// CHECK-LABEL: @two_readers
// CHECK:           arith.mulf
// CHECK:           arith.maximumf
// CHECK:           arith.mulf
// CHECK-NEXT:      arith.subf
// CHECK-NOT:       math.fma
// CHECK:           return
func.func @two_readers(%x: tensor<4x64xf32>, %k: tensor<64xf32>) -> tensor<4x64xf32> {
  %b = weft.broadcast_in_dim %k to [1] : tensor<64xf32> -> tensor<4x64xf32>
  %0 = weft.mul %x, %b : tensor<4x64xf32>
  %1 = weft.reduce_max %0 over [1] : tensor<4x64xf32>
  %2 = weft.broadcast_in_dim %1 to [0] : tensor<4xf32> -> tensor<4x64xf32>
  %3 = weft.sub %0, %2 : tensor<4x64xf32>
  weft.return %3 : tensor<4x64xf32>
}

// CHECK-LABEL: @result
// CHECK:           arith.mulf
// CHECK-NEXT:      arith.addf
// CHECK-NOT:       math.fma
// CHECK:           return
func.func @result(%x: tensor<64xf32>, %y: tensor<64xf32>) -> (tensor<64xf32>, tensor<64xf32>) {
  %0 = weft.mul %x, %y : tensor<64xf32>
  %1 = weft.add %0, %y : tensor<64xf32>
  weft.return %0, %1 : tensor<64xf32>, tensor<64xf32>
}

// A reduction keeps the form that contractions are known by.
// CHECK-LABEL: @reduction
// CHECK:           arith.mulf {{.*}} fastmath<contract>
// CHECK-NEXT:      arith.addf {{.*}} fastmath<contract>
// CHECK-NEXT:      linalg.yield
func.func @reduction(%x: tensor<64xf32>, %y: tensor<64xf32>) -> tensor<f32> {
  %0 = weft.mul %x, %y : tensor<64xf32>
  %1 = weft.reduce_sum %0 over [0] : tensor<64xf32>
  weft.return %1 : tensor<f32>
}

// Halves are rounded after each operation.
// CHECK-LABEL: @halves
// CHECK-NOT:       math.fma
// CHECK:           return
func.func @halves(%x: tensor<64xf16>, %y: tensor<64xf16>) -> tensor<64xf16> {
  %0 = weft.mul %x, %y : tensor<64xf16>
  %1 = weft.add %0, %y : tensor<64xf16>
  weft.return %1 : tensor<64xf16>
}
