// Windows that move over an array: their sums and extrema, and where the
// extrema are.
#ifndef WEFT_WINDOW_TD
#define WEFT_WINDOW_TD
include "WindowBase.td"

class Weft_ReduceWindowOf<string mnemonic, Type on, string formula,
                          list<Trait> traits = []> :
    Weft_Op<mnemonic, !listconcat([Jvp, Batch, Lower, InferTypeOpAdaptor],
                                  WithTransposeOrNot<traits>.all)> {
  let summary = formula;
  let description = [{
    Along each axis: elements are base[d] apart, low and high more are before
    and after them (fewer if negative), window[d] of them that are dilation[d]
    apart meet in one, and the next window is strides[d] on. What is not an
    element of x changes nothing.

    ```mlir
    %y = weft.}] # mnemonic # [{ %x window [2] strides [1] pad [0] [0]
      dilate [1] [1] : tensor<4x}]
    # !if(!eq(on, Weft_BitsTensor), "i32", "f32") # [{>
    ```}] # Weft_WindowRules<mnemonic>.text # ".";
  let arguments = !con((ins on:$x), windowAttributes);
  let results = (outs on:$y);
  let assemblyFormat = !strconcat("$x", windowFormat, "`:` type($x)");
}
def Weft_ReduceWindowSumOp : Weft_ReduceWindowOf<"reduce_window_sum",
    Weft_NumberTensor, "y = Σ x in each window", [Transpose]>;
def Weft_ReduceWindowProdOp : Weft_ReduceWindowOf<"reduce_window_prod",
    Weft_NumberTensor, "y = Π x in each window">;
def Weft_ReduceWindowMaxOp : Weft_ReduceWindowOf<"reduce_window_max",
    Weft_OrderedTensor, "y = the largest x in each window, NaN if one is">;
def Weft_ReduceWindowMinOp : Weft_ReduceWindowOf<"reduce_window_min",
    Weft_OrderedTensor, "y = the smallest x in each window, NaN if one is">;
def Weft_ReduceWindowAndOp : Weft_ReduceWindowOf<"reduce_window_and",
    Weft_BitsTensor, "y = x & x & … in each window">;
def Weft_ReduceWindowOrOp : Weft_ReduceWindowOf<"reduce_window_or",
    Weft_BitsTensor, "y = x | x | … in each window">;

class Weft_SelectInWindow<string mnemonic, string formula, string types,
                          string rule> : Weft_Op<mnemonic,
    [Jvp, Transpose, Batch, Lower]> {
  let summary = formula;
  let description = [{
    Windows as in reduce_window_max. The largest x is selected (the smallest
    with `least`), the first of equals, the first NaN where there is one.

    ```mlir
    %y = weft.}] # mnemonic # [{ %t, %x window [2] strides [1]
      pad [0] [0] dilate [1] [1] : }] # types # [{
    ```}] # Weft_WindowRules<mnemonic>.text # [{;
    (C4) }] # rule # [{; t and the result have one dtype.}];
  let arguments = !con((ins Weft_NumberTensor:$t, Weft_OrderedTensor:$x,
                            UnitAttr:$least), windowAttributes);
  let results = (outs Weft_NumberTensor:$y);
  let assemblyFormat = !strconcat("$t `,` $x (`least` $least^)?", windowFormat,
    "`:` type($t) `,` type($x) `->` type($y)");
  let hasVerifier = 1;
}
def Weft_SelectAndGatherAddOp : Weft_SelectInWindow<"select_and_gather_add",
    "y = of each window, the t that stands where x is selected",
    "tensor<4xf32>, tensor<4xf32> -> tensor<3xf32>",
    "t has x's shape, the result that of the windows">;
def Weft_SelectAndScatterAddOp : Weft_SelectInWindow<"select_and_scatter_add",
    "y = zeros, each t added where x is selected in its window",
    "tensor<3xf32>, tensor<4xf32> -> tensor<4xf32>",
    "t has the shape of the windows, the result x's">;
#endif
