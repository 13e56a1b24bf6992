// Places past 2^28 in a buffer: a constant index of getelementptr holds 29 bits.
// RUN: weft dump %s --emit=llvm | FileCheck %s

// CHECK-NOT: getelementptr {{.*}}, i64 -
// CHECK: getelementptr {{.*}}, i64 300000000
func.func @main(%a: tensor<300000000xi8>, %b: tensor<300000000xi8>)
    -> tensor<600000000xi8> {
  %0 = weft.concatenate %a, %b along 0
      : tensor<300000000xi8>, tensor<300000000xi8>
  weft.return %0 : tensor<600000000xi8>
}
