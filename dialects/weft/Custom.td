// Derivatives that the user gives.
#ifndef WEFT_CUSTOM_TD
#define WEFT_CUSTOM_TD
include "Region.td"

def Weft_CustomVjpOp : Weft_RegionOp<"custom_vjp", [], LowerPlain> {
  let summary = "a call with a reverse rule of its own";
  let description = [{
    body: (a…) → (r…); forward: (a…) → (r…, residuals…);
    backward: (residuals…, ct of r…) → (ct of a…).

    Constraints: (custom_vjp-C1) body and forward take the operands' types;
    (C2) forward gives the body's results first; (C3) backward takes the
    residuals, then the results' types, and gives the operands' types.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$args);
  let regions = (region SizedRegion<1>:$body, SizedRegion<1>:$forward,
                        SizedRegion<1>:$backward);
}
def Weft_CustomLinearOp : Weft_Op<"custom_linear",
    [IsolatedFromAbove, AttrSizedOperandSegments, Jvp, Transpose, Batch]> {
  let summary = "linear in tangents; all that is known is its transpose";
  let arguments = (ins Variadic<Weft_Tensor>:$residuals,
                       Variadic<Weft_Tensor>:$tangents);
  let results = (outs Variadic<Weft_Tensor>:$outs);
  let regions = (region SizedRegion<1>:$backward);
}
#endif
