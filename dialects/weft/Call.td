// Isolated bodies that run once: return, call, checkpoint. What a body uses
// from outside is a trailing operand.
#ifndef WEFT_CALL_TD
#define WEFT_CALL_TD
include "Region.td"

def Weft_ReturnOp : Weft_Op<"return", [Terminator]> {
  let summary = "the results of a body";
  let arguments = (ins Variadic<Weft_Tensor>:$values);
  let assemblyFormat = "attr-dict ($values^ `:` type($values))?";
}
def Weft_CallOp : Weft_RegionOp<"call", [], LowerPlain> {
  let summary = "runs its body: a jitted function inside another";
  let description = [{
    The halves and derivatives of a call keep its name, as in JAX.

    Constraints: (call-C1) the body's arguments are the operands' types and
    its results the op's.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$args,
      OptionalAttr<StrAttr>:$name);
  let regions = (region SizedRegion<1>:$body);
}
def Weft_CheckpointOp : Weft_RegionOp<"checkpoint", [], LowerPlain> {
  let summary = "a call whose linear half computes its residuals anew";
  let description = [{
    Constraints: (checkpoint-C1) as for call.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$args);
  let regions = (region SizedRegion<1>:$body);
}
#endif
