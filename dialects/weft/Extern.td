// Calls of C functions. Lowering makes them of other operations.
#ifndef WEFT_EXTERN_TD
#define WEFT_EXTERN_TD
include "Dialect.td"

/// Pure as long as its operands are tensors: the others are made below.
class Weft_LoweredOp<string mnemonic, list<Trait> traits> :
  Op<Weft_Dialect, mnemonic, traits>;

def Weft_ExternCallOp : Weft_LoweredOp<"extern_call",
    [AttrSizedOperandSegments,
     DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
     Lacks<"Jvp", "lowering makes it, when derivatives have been taken">,
     Lacks<"Transpose", "lowering makes it, when derivatives have been taken">,
     Lacks<"Batch", "lowering makes it, when maps have been made">,
     Lacks<"Lower", "it is what others are lowered to">,
     Lacks<"Row", "rows of the ops that become it run it">]> {
  let summary = "results = symbol(ins, outs, ints)";
  let description = [{
    A call of a C function `void symbol(const T *in…, T *out…, int64_t…)`, or
    with `packed`, where the types are the host's affair, of
    `void symbol(const void *const *ins, void *const *outs, int64_t…)`. It
    reads all of each in, and writes all of each out without reading what was
    there; the results are the outs after the call. Arrays are dense and
    row-major, and none of them overlap. Operands become memrefs when the
    function is bufferised; until then it has no effect but its results, or
    that for which it is called where it has none.

    ```mlir
    %y = weft.extern_call "f" [3] ins(%x : tensor<3xf32>)
      outs(%e : tensor<3xf32>) -> tensor<3xf32>
    ```
    With `over n`, the function does n pieces of work that do not depend on
    each other, of about `cost` nanoseconds each: it takes two more numbers,
    the first piece and the one past the last, and may be called by several
    threads. It is a kernel then, with a twin for machines whose vectors have
    256 bits or fewer ("weft_k_f256_f32" for "weft_k_f_f32"). With `stack m` it
    also takes, after the arrays, the address of m bytes of its caller's stack,
    and m. With `streams` it takes one more number in front of the pieces: 1
    where all that it writes is so large that stores are to bypass the caches,
    else 0.
    Constraints: (extern_call-C1) one result per out, of its type, where outs
    are tensors; none where they are memrefs.
  }];
  let arguments = (ins StrAttr:$symbol, DenseI64ArrayAttr:$ints,
    UnitAttr:$packed, OptionalAttr<I64Attr>:$pieces,
    OptionalAttr<I64Attr>:$cost, OptionalAttr<I64Attr>:$stack,
    UnitAttr:$streams,
    Variadic<AnyType>:$ins,
    Variadic<AnyType>:$outs);
  let results = (outs Variadic<AnyRankedTensor>:$results);
  let assemblyFormat = [{ $symbol $ints (`packed` $packed^)?
    (`over` $pieces^ `cost` $cost)? (`stack` $stack^)?
    (`streams` $streams^)? `ins` `(` ($ins^ `:` type($ins))? `)`
    `outs` `(` ($outs^ `:` type($outs))? `)` attr-dict
    (`->` type($results)^)? }];
  let hasVerifier = 1;
}
#endif
