// Running totals along one axis: y keeps the shape of x.
#ifndef WEFT_CUMULATIVE_TD
#define WEFT_CUMULATIVE_TD
include "Dialect.td"

class Weft_CumulativeOf<string mnemonic, Type on, string formula,
                        list<Trait> traits = []> :
    Weft_Op<mnemonic, !listconcat([SameOperandsAndResultType, Jvp, Batch,
                                   Lower], WithTransposeOrNot<traits>.all)> {
  let summary = formula;
  let description = [{
    Over the elements of the axis up to and with each; `reverse`: from each to
    the end. Half types are accumulated in f32 and rounded once an element.

    ```mlir
    %y = weft.}] # mnemonic # [{ %x along 1 reverse : tensor<2x3xf32>
    ```
    Constraints: (}] # mnemonic # [{-C1) dim is an axis of x.
  }];
  let arguments = (ins on:$x, I64Attr:$dim, UnitAttr:$reverse);
  let results = (outs on:$y);
  let assemblyFormat =
    "$x `along` $dim (`reverse` $reverse^)? attr-dict `:` type($x)";
  let hasVerifier = 1;
}
def Weft_CumsumOp : Weft_CumulativeOf<"cumsum", Weft_NumberTensor,
    "y = the running sum of x", [Transpose]>;
def Weft_CumprodOp : Weft_CumulativeOf<"cumprod", Weft_NumberTensor,
    "y = the running product of x">;
def Weft_CummaxOp : Weft_CumulativeOf<"cummax", Weft_OrderedTensor,
    "y = the largest x so far, NaN from the first NaN on">;
def Weft_CumminOp : Weft_CumulativeOf<"cummin", Weft_OrderedTensor,
    "y = the smallest x so far, NaN from the first NaN on">;
def Weft_CumlogsumexpOp : Weft_CumulativeOf<"cumlogsumexp", Weft_FloatTensor,
    "y = ln of the running sum of eˣ, without overflow">;
#endif
