// Linear algebra with triangles: factors that are triangles, and solves.
#ifndef WEFT_LINALG_TD
#define WEFT_LINALG_TD
include "LinalgTypes.td"

def Weft_CholeskyOp : Weft_Op<"cholesky",
    [Jvp, Batch, Lower, SameOperandsAndResultType, NotLinear]> {
  let summary = "l lᴴ = x with a lower triangle l";
  let description = [{
    Of the lower half of each matrix; leading axes are a batch. All of a factor
    is NaN where its matrix is not positive definite.

    ```mlir
    %l = weft.cholesky %x : tensor<3x3xf32>
    ```
    Constraints: (cholesky-C1) the last two axes have one size.
  }];
  let arguments = (ins Weft_LinalgTensor:$x);
  let results = (outs Weft_LinalgTensor:$l);
  let assemblyFormat = "$x attr-dict `:` type($x)";
  let hasVerifier = 1;
}
def Weft_TriangularSolveOp : Weft_Op<"triangular_solve",
    [Jvp, Transpose, Batch, Lower,
     AllTypesMatch<["b", "x"]>]> {
  let summary = "op(a) x = b, or x op(a) = b, with a triangle a";
  let description = [{
    op(a) is a, with `transpose` aᵀ, with `conjugate` its conjugate. The other
    half of a is not read, nor its diagonal with `unit_diagonal`, which means
    ones. Leading axes are a batch.

    ```mlir
    %x = weft.triangular_solve %a, %b {left = true, lower = true,
      transpose = false, conjugate = false, unit_diagonal = false}
      : tensor<3x3xf32>, tensor<3x2xf32>
    ```
    Constraints: (triangular_solve-C1) the last two axes of a have one size;
    (C2) a and b have one dtype and the same leading axes; (C3) the last axis
    but one of b (left), or the last, has a's size.
  }];
  let arguments = (ins Weft_LinalgTensor:$a, Weft_LinalgTensor:$b,
    BoolAttr:$left, BoolAttr:$lower, BoolAttr:$transpose, BoolAttr:$conjugate,
    BoolAttr:$unit_diagonal);
  let results = (outs Weft_LinalgTensor:$x);
  let assemblyFormat = "$a `,` $b attr-dict `:` type($a) `,` type($b)";
  let hasVerifier = 1;
}
def Weft_LuOp : Weft_Op<"lu", [Jvp, Batch, Lower, InferTypeOpAdaptor, NotLinear]> {
  let summary = "x[permutation] = l u by elimination with partial pivoting";
  let description = [{
    The first result has u in its upper half and l, without its diagonal of
    ones, below. Row i was swapped with row pivots[i], in order; permutation is
    what came of it. Leading axes are a batch.

    ```mlir
    %lu, %pivots, %permutation = weft.lu %x : tensor<3x3xf32>
    ```
    Constraints: (lu-C1) x has two axes at least.
  }];
  let arguments = (ins Weft_LinalgTensor:$x);
  let results = (outs Weft_LinalgTensor:$lu, Weft_IndexTensor:$pivots,
                      Weft_IndexTensor:$permutation);
  let assemblyFormat = "$x attr-dict `:` type($x)";
}
def Weft_TridiagonalSolveOp : Weft_Op<"tridiagonal_solve",
    [Jvp, Transpose, Batch, Lower, AllTypesMatch<["lower", "diagonal", "upper"]>,
     AllTypesMatch<["b", "x"]>]> {
  let summary = "a x = b for a matrix a of three diagonals";
  let description = [{
    Row i of a is lower[i], diagonal[i], upper[i]; lower[0] and the last of
    upper are not read. Leading axes are a batch.

    ```mlir
    %x = weft.tridiagonal_solve %l, %d, %u, %b
      : tensor<3xf32>, tensor<3x2xf32>
    ```
    Constraints: (tridiagonal_solve-C1) b has the diagonals' axes and one more,
    and their dtype.
  }];
  let arguments = (ins Weft_LinalgTensor:$lower, Weft_LinalgTensor:$diagonal,
    Weft_LinalgTensor:$upper, Weft_LinalgTensor:$b);
  let results = (outs Weft_LinalgTensor:$x);
  let assemblyFormat = [{ $lower `,` $diagonal `,` $upper `,` $b attr-dict `:`
    type($lower) `,` type($b) }];
  let hasVerifier = 1;
}
#endif
