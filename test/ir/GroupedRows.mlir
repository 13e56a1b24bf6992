// A vector times a matrix, and what is done with the result, do not share a
// loop over the matrix's columns: it would read an element of each row. Down
// the rows they do.
// RUN: rm -rf %t && mkdir %t
// RUN: weft run %s --fn inputs --outdir %t/in
// RUN: env WEFT_DUMP=%t/columns weft run %s --fn columns --inputs %t/in/out0.npy,%t/in/out1.npy --outdir %t/out
// RUN: sh -c 'cat %t/columns/0.*.loops.mlir' | FileCheck %s --check-prefix=COLUMNS
// RUN: env WEFT_DUMP=%t/rows weft run %s --fn rows --inputs %t/in/out0.npy,%t/in/out1.npy --outdir %t/out
// RUN: sh -c 'cat %t/rows/0.*.loops.mlir' | FileCheck %s --check-prefix=ROWS

func.func @inputs() -> (tensor<512xf32>, tensor<512x512xf32>) {
  %x = weft.constant dense<0.5> : tensor<512xf32>
  %w = weft.constant dense<0.01> : tensor<512x512xf32>
  weft.return %x, %w : tensor<512xf32>, tensor<512x512xf32>
}

// The sums are done before the first root is taken.
// COLUMNS: arith.mulf
// COLUMNS: llvm.store
// COLUMNS: scf.for
// COLUMNS: math.sqrt
func.func @columns(%x: tensor<512xf32>, %w: tensor<512x512xf32>) -> tensor<512xf32> {
  %p = weft.dot_general %x, %w batch [] [] contract [0] [0]
    : tensor<512xf32>, tensor<512x512xf32> -> tensor<512xf32>
  %u = weft.sqrt %p : tensor<512xf32>
  weft.return %u : tensor<512xf32>
}

// ROWS-COUNT-2: scf.for
// ROWS-NOT: scf.for
// ROWS: math.sqrt
func.func @rows(%x: tensor<512xf32>, %w: tensor<512x512xf32>) -> tensor<512xf32> {
  %p = weft.dot_general %w, %x batch [] [] contract [1] [0]
    : tensor<512x512xf32>, tensor<512xf32> -> tensor<512xf32>
  %u = weft.sqrt %p : tensor<512xf32>
  weft.return %u : tensor<512xf32>
}

// Copies to parts of the same rows, of more than caches hold, go row by row
// together; of less each is alone.
// RUN: weft dump %s --fn large_parts --emit=llvm | FileCheck %s --check-prefix=LARGE
// LARGE: define internal void @large_parts.body0
// LARGE-NOT: large_parts.body1
func.func @large_parts(%x: tensor<2048x2048xf32>, %y: tensor<2048x2048xf32>)
    -> tensor<2048x4096xf32> {
  %z = weft.concatenate %x, %y along 1 : tensor<2048x2048xf32>, tensor<2048x2048xf32>
  weft.return %z : tensor<2048x4096xf32>
}
// RUN: weft dump %s --fn small_parts --emit=llvm | FileCheck %s --check-prefix=SMALL
// SMALL: define internal void @small_parts.body1
func.func @small_parts(%x: tensor<1024x2048xf32>, %y: tensor<1024x2048xf32>)
    -> tensor<1024x4096xf32> {
  %z = weft.concatenate %x, %y along 1 : tensor<1024x2048xf32>, tensor<1024x2048xf32>
  weft.return %z : tensor<1024x4096xf32>
}
