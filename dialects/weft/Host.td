// Calls out of compiled code: functions of the program that Weft is in, and C
// functions that the linker finds.
#ifndef WEFT_HOST_TD
#define WEFT_HOST_TD
include "Closure.td"

def Weft_HostCallOp : Op<Weft_Dialect, "host_call",
    [Jvp, Batch, Lower, DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
     Lacks<"Transpose", "what the host computes is not known to be linear">,
     Lacks<"Row", "it calls the host: HostTest.cpp">]> {
  let summary = "symbol(operands) → results";
  let description = [{
    With id < 0, a C function `void symbol(const void *const *in, void *const
    *out)`. Else `symbol(in, out, id, lanes)`, which finds the function number
    id of this process, which the operation owns; `lanes` maps are in front of
    the operands. With `ordered` it has an effect: it is kept, and in order; it
    has no results.

    Constraints: (host_call-C1) with ordered there are no results.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$args, StrAttr:$symbol,
    Weft_Closure:$id, I64Attr:$lanes, UnitAttr:$ordered);
  let results = (outs Variadic<Weft_Tensor>:$outs);
  let hasVerifier = 1;
}
#endif
