// Windows of an array, at places that another array gives.
#ifndef WEFT_GATHER_TD
#define WEFT_GATHER_TD
include "Dialect.td"

def Weft_GatherOp : Weft_Op<"gather",
    [Jvp, Transpose, Batch, Fuse, InferTypeOpAdaptor]> {
  let summary = "y = windows of x, one for each index vector of `indices`";
  let description = [{
    An index vector lies along index_vector_dim of indices (or is the one
    element, where that is their rank); the other axes of indices are y's batch
    axes, in order. Its component k is where the window begins on axis
    start_index_map[k] of x, moved as in dynamic_slice where the window would
    not fit; other axes begin at 0. Axis operand_batching_dims[k] of x is read
    where y stands along axis start_indices_batching_dims[k] of indices. The
    window's axes that are neither collapsed nor batching are the axes
    offset_dims of y. StableHLO's gather.

    ```mlir
    %y = weft.gather %x, %i offset [1] collapsed [0] map [0] vector 1
         sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
    ```
    Constraints: (gather-C1) offset, collapsed and batching axes together are as
    many as the axes of x; (C2) 0 ≤ index_vector_dim ≤ rank of indices; (C3)
    start_index_map has an entry per component of an index vector; (C4)
    offset_dims are axes of the result, ascending; (C5) collapsed_slice_dims and
    operand_batching_dims are axes of x, each ascending, none in both; (C6)
    start_indices_batching_dims are axes of indices, each named once, without
    index_vector_dim, of the sizes of operand_batching_dims; (C7)
    start_index_map names axes of x once, none of them batching; (C8)
    slice_sizes has an entry per axis, 0 ≤ size ≤ the axis, 1 on collapsed and
    batching axes (0 where the result is empty).
  }];
  let arguments = (ins Weft_Tensor:$x, Weft_IntTensor:$indices,
      DenseI64ArrayAttr:$offset_dims, DenseI64ArrayAttr:$collapsed_slice_dims,
      DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$operand_batching_dims,
      DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$start_indices_batching_dims,
      DenseI64ArrayAttr:$start_index_map, I64Attr:$index_vector_dim,
      DenseI64ArrayAttr:$slice_sizes, UnitAttr:$indices_are_sorted);
  let results = (outs Weft_Tensor:$y);
  let assemblyFormat = [{
    $x `,` $indices `offset` $offset_dims `collapsed` $collapsed_slice_dims
    (`batching` $operand_batching_dims^ $start_indices_batching_dims)?
    `map` $start_index_map `vector` $index_vector_dim `sizes` $slice_sizes
    (`sorted` $indices_are_sorted^)? attr-dict `:` type(operands)
  }];
  let hasFolder = 1;
}
#endif
