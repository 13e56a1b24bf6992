// One block of an array, at a place that is computed.
#ifndef WEFT_DYNAMICSLICE_TD
#define WEFT_DYNAMICSLICE_TD
include "Dialect.td"

def Weft_DynamicSliceOp : Weft_Op<"dynamic_slice",
    [Jvp, Transpose, Batch, Lower, InferTypeOpAdaptor]> {
  let summary = "y = the block of x that begins at `start`";
  let description = [{
    A start that the block would not fit at is moved to the nearest one that it
    does: min(max(start, 0), size of x - size of the block).

    ```mlir
    %y = weft.dynamic_slice %x, %i, %j sizes [1, 2]
       : tensor<3x4xf32>, tensor<i32>, tensor<i32>
    ```
    Constraints: (dynamic_slice-C1) one start and one size per axis; (C2) starts
    are scalars of one dtype; (C3) 0 ≤ size ≤ the axis.
  }];
  let arguments = (ins Weft_Tensor:$x, Variadic<Weft_IntTensor>:$start,
      DenseI64ArrayAttr:$sizes);
  let results = (outs Weft_Tensor:$y);
  let assemblyFormat = "operands `sizes` $sizes attr-dict `:` type(operands)";
  let hasFolder = 1;
}
def Weft_DynamicUpdateSliceOp : Weft_Op<"dynamic_update_slice",
    [Jvp, Transpose, Batch, Lower, InferTypeOpAdaptor]> {
  let summary = "y = x with `update` in place of the block at `start`";
  let description = [{
    Starts are moved as in dynamic_slice. In a loop that carries x no more than
    the block is written.

    ```mlir
    %y = weft.dynamic_update_slice %x, %u, %i
       : tensor<4xf32>, tensor<2xf32>, tensor<i32>
    ```
    Constraints: (dynamic_update_slice-C1) x and update have one dtype and rank,
    and no axis of update is larger; (C2) one start per axis; (C3) starts are
    scalars of one dtype.
  }];
  let arguments = (ins Weft_Tensor:$x, Weft_Tensor:$update,
      Variadic<Weft_IntTensor>:$start);
  let results = (outs Weft_Tensor:$y);
  let assemblyFormat = "operands attr-dict `:` type(operands)";
  let hasFolder = 1;
}
#endif
