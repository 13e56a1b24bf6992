// Reductions by a body over scalars: reduce, reduce_window.
#ifndef WEFT_BODYREDUCE_TD
#define WEFT_BODYREDUCE_TD
include "WindowBase.td"

class Weft_BodyReduction<string mnemonic, string formula, string what,
                         dag attributes> : Weft_Op<mnemonic,
    [IsolatedFromAbove, SameVariadicOperandSize, Whole, Batch, Lower,
     Lacks<"Transpose", "it has forward derivatives only: it is not linear "
                        "whatever its body is">]> {
  let summary = formula;
  let description = [{
    body: (accumulators…, an element of each x…) → accumulators…; it is
    associative, and inits are neutral or meet each result once. }] # what;
  let arguments = !con((ins Variadic<Weft_Tensor>:$xs,
                            Variadic<Weft_Tensor>:$inits), attributes);
  let results = (outs Variadic<Weft_Tensor>:$outs);
  let regions = (region SizedRegion<1>:$body);
  let hasVerifier = 1;
}
def Weft_ReduceOp : Weft_BodyReduction<"reduce",
    "folds several arrays in step along axes, by a body",
    [{

    Constraints: (reduce-C1) dims are axes of the operands, ascending; (C2)
    there is at least one operand and all have one shape; (C3) inits have the
    operands' dtypes and the sizes of their first axes, none of which is
    reduced (most often: none); (C4) the body is over scalars, of elementwise
    operations; (C5) results are what is left of the operands.}],
    (ins DenseI64ArrayAttr:$dims)>;
def Weft_ReduceWindowOp : Weft_BodyReduction<"reduce_window",
    "folds the windows of several arrays in step, by a body",
    [{Windows as in reduce_window_sum; what is not an element of x is left out.

    Constraints: (reduce_window-C1) one entry per axis in each list; (C2)
    window, strides and dilations are at least 1; (C3) no padded size is
    negative; (C4) there is at least one operand and all have one shape; (C5)
    inits have the operands' dtypes and the sizes of their first axes, along
    which nothing moves (most often: none); (C6) the body is over scalars, of
    elementwise operations; (C7) results have the shape of the windows.}],
    windowAttributes>;
#endif
