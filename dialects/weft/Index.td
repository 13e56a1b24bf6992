// Parts of arrays at static places: slice, pad, concatenate.
#ifndef WEFT_INDEX_TD
#define WEFT_INDEX_TD
include "Dialect.td"

def Weft_SliceOp : Weft_Op<"slice",
    [Jvp, Transpose, Batch, FuseCheap, Lower, InferTypeOpAdaptor]> {
  let summary = "y = x[start:limit:stride, …]";
  let description = [{
    ```mlir
    %y = weft.slice %x [1] [5] [2] : tensor<6xf32>
    ```
    Constraints: (slice-C1) one entry per axis in each list; (C2)
    0 ≤ start ≤ limit ≤ size; (C3) stride ≥ 1.
  }];
  let arguments = (ins Weft_Tensor:$x, DenseI64ArrayAttr:$start,
      DenseI64ArrayAttr:$limit, DenseI64ArrayAttr:$stride);
  let results = (outs Weft_Tensor:$y);
  let assemblyFormat = "$x $start $limit $stride attr-dict `:` type($x)";
  let hasFolder = 1;
}
def Weft_PadOp : Weft_Op<"pad",
    [Jvp, Transpose, Batch, Lower, InferTypeOpAdaptor,
     TypesMatchWith<"(pad-C4) value is a scalar of x's dtype", "x", "value",
       "::mlir::RankedTensorType::get({}, elementOf($_self))">]> {
  let summary = "y = x with `value` before, after and between its elements";
  let description = [{
    low and high may be negative: elements are then cut off.

    ```mlir
    %y = weft.pad %x, %v [1] [2] [0] : tensor<3xf32>
    ```
    Constraints: (pad-C1) one entry per axis in each list; (C2) interior ≥ 0;
    (C3) no size becomes negative; (C4) value is a scalar of x's dtype.
  }];
  let arguments = (ins Weft_Tensor:$x, Weft_Tensor:$value,
      DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high,
      DenseI64ArrayAttr:$interior);
  let results = (outs Weft_Tensor:$y);
  let assemblyFormat =
    "$x `,` $value $low $high $interior attr-dict `:` type($x)";
  let hasFolder = 1;
}
def Weft_ConcatenateOp : Weft_Op<"concatenate",
    [Jvp, Transpose, Batch, Lower, InferTypeOpAdaptor]> {
  let summary = "y = the operands one after another along an axis";
  let description = [{
    ```mlir
    %z = weft.concatenate %x, %y along 0 : tensor<3xf32>, tensor<2xf32>
    ```
    Constraints: (concatenate-C1) at least one operand, all of one dtype and
    rank; (C2) 0 ≤ dim < rank; (C3) sizes agree on the other axes.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$xs, I64Attr:$dim);
  let results = (outs Weft_Tensor:$y);
  let assemblyFormat = "$xs `along` $dim attr-dict `:` type($xs)";
  let hasFolder = 1;
}
#endif
