// A running sum runs back the other way; a batch
// moves the axis.
// RUN: weft-opt %s -weft-transpose=linear=0 | FileCheck %s --check-prefix=T
// RUN: weft-opt %s -weft-jvp | FileCheck %s --check-prefix=JVP
// RUN: weft-opt %s -weft-batch=size=5 | FileCheck %s --check-prefix=BATCH

// T: weft.cumsum %arg0 along 0 reverse : tensor<3xf32>
// JVP:      weft.cumsum %arg0 along 0 : tensor<3xf32>
// JVP-NEXT: weft.cumsum %arg1 along 0 : tensor<3xf32>
// BATCH: weft.cumsum %arg0 along 1 : tensor<5x3xf32>
func.func @cumsum(%x: tensor<3xf32>) -> tensor<3xf32> {
  %y = weft.cumsum %x along 0 : tensor<3xf32>
  weft.return %y : tensor<3xf32>
}
