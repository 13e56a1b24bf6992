// Isolated bodies that run once: return, call, checkpoint; and the names by
// which a checkpoint knows what to keep. What a body uses from outside is a
// trailing operand.
#ifndef WEFT_CALL_TD
#define WEFT_CALL_TD
include "Region.td"

def Weft_ReturnOp : Weft_Op<"return",
    [Terminator,
     Lacks<"Jvp", "transforms write the end of a body anew">,
     Lacks<"Transpose", "transforms write the end of a body anew">,
     Lacks<"Batch", "transforms write the end of a body anew">,
     Lacks<"Lower", "it becomes what ends the body that is lowered">,
     Lacks<"Row", "it ends a body and computes nothing">]> {
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
    What is kept instead: the results of ops whose mnemonic is in saveOps, and
    of `name` ops whose name is in saveNames (with butNames: is not).

    Constraints: (checkpoint-C1) as for call.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$args,
      OptionalAttr<StrArrayAttr>:$saveOps, OptionalAttr<StrArrayAttr>:$saveNames,
      UnitAttr:$butNames);
  let regions = (region SizedRegion<1>:$body);
}
def Weft_NameOp : Weft_Op<"name",
    [Jvp, Transpose, Batch, FuseCheap, AllTypesMatch<["x", "y"]>]> {
  let summary = "y = x, under a name that checkpoints look for";
  let description = [{
    ```mlir
    %y = weft.name "hidden" %x : tensor<3xf32>
    ```
  }];
  let arguments = (ins Weft_Tensor:$x, StrAttr:$name);
  let results = (outs Weft_Tensor:$y);
  let assemblyFormat = "$name $x attr-dict `:` type($x)";
}
#endif
