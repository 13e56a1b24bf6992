// Linear algebra with forms that unitary matrices turn a matrix into:
// Hessenberg's, three diagonals, Schur's.
#ifndef WEFT_SCHUR_TD
#define WEFT_SCHUR_TD
include "LinalgTypes.td"

/// Derivatives exist (of unreduced forms), but need systems of their own.
defvar NoSimilarJvp = Lacks<"Jvp", "JAX has none either">;

class Weft_Similar<string name> : Weft_Op<name,
    [NoSimilarJvp, Batch, Lower, InferTypeOpAdaptor, NotLinear]>;

def Weft_HessenbergOp : Weft_Similar<"hessenberg"> {
  let summary = "x = q h qᴴ with zeros below h's first lower diagonal";
  let description = [{
    As LAPACK stores it: h with, below its first lower diagonal, the reflectors
    whose product is q, scaled by `taus`. Leading axes are a batch.

    ```mlir
    %factored, %taus = weft.hessenberg %x : tensor<4x4xf32>
    ```
    Constraints: (hessenberg-C1) the last two axes have one size.
  }];
  let arguments = (ins Weft_LinalgTensor:$x);
  let results = (outs Weft_LinalgTensor:$factored, Weft_LinalgTensor:$taus);
  let assemblyFormat = "$x attr-dict `:` type($x)";
}
def Weft_TridiagonalOp : Weft_Similar<"tridiagonal"> {
  let summary = "x = q t qᴴ with a real t of three diagonals, for Hermitian x";
  let description = [{
    d is t's diagonal and e the ones beside it. As LAPACK stores it: of the half
    of x that is read, `factored` has d and e in place and reflectors beyond
    them, which `taus` scale; the other half is x's. Leading axes are a batch.

    ```mlir
    %factored, %d, %e, %taus = weft.tridiagonal %x lower = true
      : tensor<4x4xf32>
    ```
    Constraints: (tridiagonal-C1) the last two axes have one size.
  }];
  let arguments = (ins Weft_LinalgTensor:$x, BoolAttr:$lower);
  let results = (outs Weft_LinalgTensor:$factored, Weft_LinalgTensor:$d,
                      Weft_LinalgTensor:$e, Weft_LinalgTensor:$taus);
  let assemblyFormat = "$x `lower` `=` $lower attr-dict `:` type($x)";
}
def Weft_SchurOp : Weft_Similar<"schur"> {
  let summary = "x = z t zᴴ with a triangle t and a unitary z";
  let description = [{
    Eigenvalues are in no particular order. Of a real x, t and z are real: a pair
    of complex eigenvalues is a 2 × 2 block on t's diagonal, with equal diagonal
    elements and others of opposite signs. Leading axes are a batch.

    ```mlir
    %t, %z = weft.schur %x : tensor<4x4xf32>
    ```
    Constraints: (schur-C1) the last two axes have one size.
  }];
  let arguments = (ins Weft_LinalgTensor:$x);
  let results = (outs Weft_LinalgTensor:$t, Weft_LinalgTensor:$z);
  let assemblyFormat = "$x attr-dict `:` type($x)";
}
#endif
