// An operand that is read as it lies and turned is passed over in pairs of
// tiles: the inner loop over tiles starts at the diagonal, and each tile off it
// comes with the one across.
// RUN: rm -rf %t && mkdir %t
// RUN: weft run %s --fn input --outdir %t/in
// RUN: env WEFT_DUMP=%t/both weft run %s --fn both --inputs %t/in/out0.npy --outdir %t/out
// RUN: sh -c 'cat %t/both/0.*.loops.mlir' | FileCheck %s --check-prefix=BOTH
// RUN: env WEFT_DUMP=%t/small weft run %s --fn small --inputs %t/in/out1.npy --outdir %t/out
// RUN: sh -c 'cat %t/small/0.*.loops.mlir' | FileCheck %s --check-prefix=SMALL
// RUN: env WEFT_DUMP=%t/two weft run %s --fn two --inputs %t/in/out0.npy,%t/in/out0.npy --outdir %t/out
// RUN: sh -c 'cat %t/two/0.*.loops.mlir' | FileCheck %s --check-prefix=SMALL

func.func @input() -> (tensor<768x768xf32>, tensor<64x64xf32>) {
  %x = weft.constant dense<0.5> : tensor<768x768xf32>
  %y = weft.constant dense<0.5> : tensor<64x64xf32>
  weft.return %x, %y : tensor<768x768xf32>, tensor<64x64xf32>
}

// BOTH: scf.for
// BOTH: scf.for %[[J:[a-z0-9_]+]] = %[[I:[a-z0-9_]+]] to
// BOTH-NEXT: %[[OFF:.*]] = arith.cmpi ne, %[[I]], %[[J]]
// BOTH: %[[N:.*]] = arith.select %[[OFF]]
// BOTH: scf.for %{{.*}} = %{{.*}} to %[[N]]
// BOTH: arith.select %{{.*}}, %[[I]], %[[J]]
// BOTH: arith.select %{{.*}}, %[[J]], %[[I]]
// BOTH: llvm.shufflevector
func.func @both(%x: tensor<768x768xf32>) -> tensor<768x768xf32> {
  %t = weft.transpose %x by [1, 0] : tensor<768x768xf32>
  %y = weft.sub %x, %t : tensor<768x768xf32>
  weft.return %y : tensor<768x768xf32>
}

// What the second cache holds, and what is turned of another array, is passed
// over row by row of tiles.
// SMALL: scf.for
// SMALL-NOT: arith.cmpi ne
// SMALL: llvm.shufflevector
func.func @small(%x: tensor<64x64xf32>) -> tensor<64x64xf32> {
  %t = weft.transpose %x by [1, 0] : tensor<64x64xf32>
  %y = weft.sub %x, %t : tensor<64x64xf32>
  weft.return %y : tensor<64x64xf32>
}

func.func @two(%x: tensor<768x768xf32>, %z: tensor<768x768xf32>) -> tensor<768x768xf32> {
  %t = weft.transpose %x by [1, 0] : tensor<768x768xf32>
  %y = weft.sub %z, %t : tensor<768x768xf32>
  weft.return %y : tensor<768x768xf32>
}
