// A nest of a few elements is straight code of vectors, sums of four terms are
// two; one of which elements are read one by one is not, nor one that writes the
// terms of a sum beside it.
// RUN: rm -rf %t && mkdir %t
// RUN: env WEFT_DUMP=%t/step WEFT_CACHE_DIR= weft bench %s --fn step --seconds 0.001 --threads 1
// RUN: sh -c 'cat %t/step/*.loops.mlir' | FileCheck %s --check-prefix=STEP
// RUN: env WEFT_DUMP=%t/apart WEFT_CACHE_DIR= weft bench %s --fn apart --seconds 0.001 --threads 1
// RUN: sh -c 'cat %t/apart/*.loops.mlir' | FileCheck %s --check-prefix=APART
// RUN: env WEFT_DUMP=%t/beside WEFT_CACHE_DIR= weft bench %s --fn beside --seconds 0.001 --threads 1
// RUN: sh -c 'cat %t/beside/*.loops.mlir' | FileCheck %s --check-prefix=BESIDE

// STEP-LABEL: llvm.func @main(
// STEP-NOT:   scf.for
// STEP-DAG:   arith.constant dense<-0.000000e+00> : vector<4xf32>
// STEP:       arith.mulf {{.*}} : vector<4xf32>
// STEP-NEXT:  arith.addf {{.*}} : vector<4xf32>
// STEP-COUNT-3: arith.mulf {{.*}} : vector<4xf32>
// STEP:       arith.addf {{.*}} : vector<4xf32>
// STEP-NEXT:  arith.addf {{.*}} : vector<4xf32>
// STEP-NEXT:  llvm.store {{.*}} : vector<4xf32>
// STEP-NOT:   scf.for
// STEP:       llvm.return

// APART-LABEL: llvm.func @main(
// APART-NOT:  arith.mulf {{.*}} : vector<4xf32>

// BESIDE-LABEL: llvm.func @main(
// BESIDE:      scf.for

func.func @step(%a: tensor<4x4xf32>, %x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = weft.dot_general %a, %x batch [] [] contract [1] [0] : tensor<4x4xf32>, tensor<4xf32> -> tensor<4xf32>
  %1 = weft.mul %0, %x : tensor<4xf32>
  weft.return %1 : tensor<4xf32>
}
func.func @apart(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<1xf32>) {
  %0 = weft.mul %x, %x : tensor<4xf32>
  %1 = weft.slice %x [1] [2] [1] : tensor<4xf32>
  %2 = weft.sin %1 : tensor<1xf32>
  weft.return %0, %2 : tensor<4xf32>, tensor<1xf32>
}
func.func @beside(%x: tensor<5x4xf32>) -> (tensor<5x4xf32>, tensor<4xf32>) {
  %0 = weft.mul %x, %x : tensor<5x4xf32>
  %1 = weft.reduce_sum %0 over [0] : tensor<5x4xf32>
  weft.return %0, %1 : tensor<5x4xf32>, tensor<4xf32>
}
