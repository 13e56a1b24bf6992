// Sums that have a product of floats in them, which is not rounded. Lowering
// makes them of sums and products, and so do loops of what their backward pass
// computes again (MultiplyAdd.h).
#ifndef WEFT_MULTIPLYADD_TD
#define WEFT_MULTIPLYADD_TD
include "Elementwise.td"

class Weft_MultiplyAdd<string mnemonic, string formula> :
    Weft_Elementwise<mnemonic,
      [SameOperandsAndResultType, FuseInner, Transpose]> {
  let summary = formula;
  let description = [{
    Element by element }] # formula # [{.

    Rounded once; where the machine has no such instruction, the product as well.

    ```mlir
    %r = weft.}] # mnemonic # [{ %x, %y, %z : tensor<3xf32>
    ```
  }];
  let arguments = (ins Weft_FloatTensor:$x, Weft_FloatTensor:$y,
                       Weft_FloatTensor:$z);
  let results = (outs Weft_FloatTensor:$r);
  let assemblyFormat = "$x `,` $y `,` $z attr-dict `:` type($x)";
}
def Weft_MultiplyAddOp : Weft_MultiplyAdd<"multiply_add", "r = x · y + z">;
def Weft_MultiplySubOp : Weft_MultiplyAdd<"multiply_sub", "r = x · y - z">;
def Weft_SubMultiplyOp : Weft_MultiplyAdd<"sub_multiply", "r = z - x · y">;
#endif
