// Sums of products.
#ifndef WEFT_CONTRACT_TD
#define WEFT_CONTRACT_TD
include "Dialect.td"

def Weft_DotGeneralOp : Weft_Op<"dot_general", [Jvp, Transpose, Batch, Lower]> {
  let summary = "z = Σ x · y over the contracted axes, per batch";
  let description = [{
    Result axes: batch, free axes of x, free axes of y. The sum is accumulated
    in the result's dtype, in f32 for half types; of bools it says whether any
    pair of trues meets.

    ```mlir
    %z = weft.dot_general %x, %y batch [] [] contract [1] [0]
      : tensor<2x3xf32>, tensor<3x4xf32> -> tensor<2x4xf32>
    ```
    Constraints: (dot_general-C1) as many batch axes in x as in y, and as many
    contracted; (C2) axes are in range and named once; (C3) paired axes have
    one size; (C4) the result has the shape said above; (C5) all three are
    bools, or integers, or floats, or complex numbers.
  }];
  let arguments = (ins Weft_Tensor:$x, Weft_Tensor:$y,
    DenseI64ArrayAttr:$xBatch, DenseI64ArrayAttr:$yBatch,
    DenseI64ArrayAttr:$xContract, DenseI64ArrayAttr:$yContract);
  let results = (outs Weft_Tensor:$z);
  let assemblyFormat = [{ $x `,` $y `batch` $xBatch $yBatch `contract`
    $xContract $yContract attr-dict `:` type($x) `,` type($y) `->` type($z) }];
  let hasVerifier = 1;
  let hasFolder = 1;
}
#endif
