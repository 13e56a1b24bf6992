// Derivatives and batching that the user gives. What rules capture are consts:
// trailing arguments of each body, in which nothing is differentiated.
#ifndef WEFT_CUSTOM_TD
#define WEFT_CUSTOM_TD
include "Closure.td"
include "Region.td"

def Weft_CustomJvpOp : Weft_RegionOp<"custom_jvp", [AttrSizedOperandSegments],
                                     LowerPlain> {
  let summary = "a call with a forward rule of its own";
  let description = [{
    body: (a…, const…) → (r…); rule: (a…, ȧ of inexact a…, const…) →
    (r…, ṙ of inexact r…).

    Constraints: (custom_jvp-C1) the body takes the operands' types and gives
    the results'; (C2) the rule takes args, the types of the inexact ones
    again, and consts, and gives the results, then the types of the inexact
    ones again.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$args,
                       Variadic<Weft_Tensor>:$consts);
  let regions = (region SizedRegion<1>:$body, SizedRegion<1>:$rule);
}
def Weft_CustomVjpOp : Weft_RegionOp<"custom_vjp", [AttrSizedOperandSegments],
                                     LowerPlain> {
  let summary = "a call with a reverse rule of its own";
  let description = [{
    body: (a…, const…) → (r…); forward: (a…, const…) → (r…, residuals…);
    backward: (residuals…, ct of r…, const…) → (ct of a…).

    Constraints: (custom_vjp-C1) body and forward take the operands' types;
    (C2) forward gives the body's results first; (C3) backward takes the
    residuals, the results' types and the consts, and gives the args' types.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$args,
                       Variadic<Weft_Tensor>:$consts);
  let regions = (region SizedRegion<1>:$body, SizedRegion<1>:$forward,
                        SizedRegion<1>:$backward);
}
def Weft_CustomLinearOp : Weft_Op<"custom_linear",
    [IsolatedFromAbove, AttrSizedOperandSegments, Jvp, Transpose, Batch,
     Lacks<"Lower", "it is transposed before anything runs">,
     Lacks<"Row", "it is never run: rows of custom_vjp transpose it">]> {
  let summary = "linear in tangents; all that is known is its transpose";
  let description = [{
    backward: (residuals…, ct of results…, const…) → (ct of tangents…).
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$residuals,
                       Variadic<Weft_Tensor>:$consts,
                       Variadic<Weft_Tensor>:$tangents);
  let results = (outs Variadic<Weft_Tensor>:$outs);
  let regions = (region SizedRegion<1>:$backward);
}
def Weft_CustomVmapOp : Weft_RegionOp<"custom_vmap", [], LowerPlain> {
  let summary = "a call with a batching rule of its own";
  let description = [{
    rule is a function of this process, which the operation owns, that writes
    the batched body. Where there is none, as in what was read of text, and once
    the op has been differentiated, the body is batched.

    Constraints: (custom_vmap-C1) as for call.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$args, Weft_Closure:$rule);
  let regions = (region SizedRegion<1>:$body);
}
#endif
