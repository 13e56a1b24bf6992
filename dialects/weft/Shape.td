// Where elements are, not what they are: constant, iota, broadcast_in_dim,
// reshape, transpose, rev.
#ifndef WEFT_SHAPE_TD
#define WEFT_SHAPE_TD
include "Dialect.td"

def Weft_ConstantOp : Weft_Op<"constant",
    [ConstantLike, AllTypesMatch<["value", "y"]>, FuseCheap, Lower,
     Lacks<"Jvp", "it has no operands">, Lacks<"Batch", "it has no operands">,
     Lacks<"Transpose", "it has no operands">]> {
  let summary = "y = the elements given";
  let description = [{
    Elements that are all alike are stored once.

    ```mlir
    %y = weft.constant dense<1.0> : tensor<3xf32>
    ```
  }];
  let arguments = (ins ElementsAttr:$value);
  let results = (outs Weft_Tensor:$y);
  let assemblyFormat = "attr-dict $value";
  let hasFolder = 1;
}
def Weft_IotaOp : Weft_Op<"iota",
    [FuseCheap, Lacks<"Jvp", "it has no operands">,
     Lacks<"Batch", "it has no operands">,
     Lacks<"Transpose", "it has no operands">]> {
  let summary = "y[i…] = the index along one axis";
  let description = [{
    ```mlir
    %y = weft.iota along 1 : tensor<2x3xi32>
    ```
    Constraints: (iota-C1) 0 ≤ dim < rank.
  }];
  let arguments = (ins I64Attr:$dim);
  let results = (outs Weft_NumberTensor:$y);
  let assemblyFormat = "`along` $dim attr-dict `:` type($y)";
  let hasVerifier = 1;
}
def Weft_BroadcastInDimOp : Weft_Op<"broadcast_in_dim",
    [Jvp, Transpose, Batch, FuseCheap, AllElementTypesMatch<["x", "y"]>]> {
  let summary = "y repeats x along new axes and axes of size 1";
  let description = [{
    Operand axis i becomes result axis dims[i]; a size of 1 is repeated.

    ```mlir
    %y = weft.broadcast_in_dim %x to [1] : tensor<3xf32> -> tensor<2x3xf32>
    ```
    Constraints: (broadcast_in_dim-C1) dims has one entry per operand axis;
    (C2) dims is ascending and in the result's rank; (C3) each operand axis
    has the result's size or 1.
  }];
  let arguments = (ins Weft_Tensor:$x, DenseI64ArrayAttr:$dims);
  let results = (outs Weft_Tensor:$y);
  let assemblyFormat = "$x `to` $dims attr-dict `:` type($x) `->` type($y)";
  let hasVerifier = 1;
  let hasFolder = 1;
}
def Weft_ReshapeOp : Weft_Op<"reshape",
    [Jvp, Transpose, Batch, Lower, FuseCheap,
     AllElementTypesMatch<["x", "y"]>]> {
  let summary = "y = the elements of x in row-major order, in another shape";
  let description = [{
    ```mlir
    %y = weft.reshape %x : tensor<2x3xf32> -> tensor<6xf32>
    ```
    Constraints: (reshape-C1) both have as many elements.
  }];
  let arguments = (ins Weft_Tensor:$x);
  let results = (outs Weft_Tensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x) `->` type($y)";
  let hasVerifier = 1;
  let hasFolder = 1;
}
def Weft_TransposeOp : Weft_Op<"transpose",
    [Jvp, Transpose, Batch, FuseCheap, InferTypeOpAdaptor]> {
  let summary = "y's axis i is x's axis perm[i]";
  let description = [{
    ```mlir
    %y = weft.transpose %x by [1, 0] : tensor<2x3xf32>
    ```
    Constraints: (transpose-C1) perm is a permutation of x's axes.
  }];
  let arguments = (ins Weft_Tensor:$x, DenseI64ArrayAttr:$perm);
  let results = (outs Weft_Tensor:$y);
  let assemblyFormat = "$x `by` $perm attr-dict `:` type($x)";
  let hasFolder = 1;
}
def Weft_RevOp : Weft_Op<"rev",
    [SameOperandsAndResultType, Jvp, Transpose, Batch, FuseCheap]> {
  let summary = "y = x with the given axes running backwards";
  let description = [{
    ```mlir
    %y = weft.rev %x over [0] : tensor<3xf32>
    ```
    Constraints: (rev-C1) dims are axes of x, ascending.
  }];
  let arguments = (ins Weft_Tensor:$x, DenseI64ArrayAttr:$dims);
  let results = (outs Weft_Tensor:$y);
  let assemblyFormat = "$x `over` $dims attr-dict `:` type($x)";
  let hasVerifier = 1;
  let hasFolder = 1;
}
#endif
