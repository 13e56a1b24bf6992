// Windows of an array that another one is put in, or combined with, at places
// that a third one gives.
#ifndef WEFT_SCATTER_TD
#define WEFT_SCATTER_TD
include "Dialect.td"

/// The kinds differ in how an element and its update are combined and in their
/// derivatives.
class Weft_ScatterOf<string mnemonic, Type on, string formula,
                     list<Trait> traits = []> :
    Weft_Op<mnemonic, !listconcat([Jvp, Batch, Lower,
                                   AllTypesMatch<["x", "y"]>],
                                  WithTransposeOrNot<traits>.all)> {
  let summary = "y = x, and in the windows at `indices` " # formula;
  let description = [{
    Updates u are taken in row-major order of their scatter axes (those that are
    not in update_window_dims), so that of several for one element the result
    is that of one after another. One whose window is not within x as a whole is
    dropped. Windows, index vectors and batching axes are as in gather:
    update_window_dims are its offset_dims, inserted_window_dims its
    collapsed_slice_dims, scatter_dims_to_operand_dims its start_index_map.
    StableHLO's scatter. unique_indices promises that no two windows that are
    not dropped overlap.

    ```mlir
    %y = weft.}] # mnemonic # [{ %x, %i, %u window [1] inserted [0] map [0]
         vector 1 : tensor<5x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>
    ```
    Constraints: (}] # mnemonic # [{-C1) window, inserted and batching axes
    together are as many as the axes of x; (C2) 0 ≤ index_vector_dim ≤ rank of
    indices; (C3) scatter_dims_to_operand_dims has an entry per component of an
    index vector; (C4) update_window_dims are axes of updates, ascending; (C5)
    inserted_window_dims and input_batching_dims are axes of x, each ascending,
    none in both; (C6) scatter_indices_batching_dims are axes of indices, each
    named once, without index_vector_dim, of the sizes of input_batching_dims;
    (C7) scatter_dims_to_operand_dims names axes of x once, none of them
    batching; (C8) the scatter axes of updates are those of indices without
    index_vector_dim, and no window axis is larger than its axis of x.
  }];
  let arguments = (ins on:$x, Weft_IntTensor:$indices, on:$updates,
      DenseI64ArrayAttr:$update_window_dims,
      DenseI64ArrayAttr:$inserted_window_dims,
      DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$input_batching_dims,
      DefaultValuedAttr<DenseI64ArrayAttr,
                        "{}">:$scatter_indices_batching_dims,
      DenseI64ArrayAttr:$scatter_dims_to_operand_dims,
      I64Attr:$index_vector_dim, UnitAttr:$indices_are_sorted,
      UnitAttr:$unique_indices);
  let results = (outs on:$y);
  let assemblyFormat = [{
    $x `,` $indices `,` $updates `window` $update_window_dims
    `inserted` $inserted_window_dims
    (`batching` $input_batching_dims^ $scatter_indices_batching_dims)?
    `map` $scatter_dims_to_operand_dims `vector` $index_vector_dim
    (`sorted` $indices_are_sorted^)? (`unique` $unique_indices^)?
    attr-dict `:` type($x) `,` type($indices) `,` type($updates)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}
def Weft_ScatterOp : Weft_ScatterOf<"scatter", Weft_Tensor, "the updates u",
                                    [Transpose]>;
def Weft_ScatterAddOp : Weft_ScatterOf<"scatter_add", Weft_NumberTensor,
    "x + Σ u", [Transpose]>;
def Weft_ScatterMulOp : Weft_ScatterOf<"scatter_mul", Weft_NumberTensor,
    "x · Π u (derivative in u: unique_indices only)", [Transpose]>;
def Weft_ScatterMinOp : Weft_ScatterOf<"scatter_min", Weft_OrderedTensor,
    "the smallest of x and u, NaN if one is; ties share the derivative">;
def Weft_ScatterMaxOp : Weft_ScatterOf<"scatter_max", Weft_OrderedTensor,
    "the largest of x and u, NaN if one is; ties share the derivative">;
#endif
