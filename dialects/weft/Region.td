// The class of ops with bodies: the families Call, Control, Custom.
#ifndef WEFT_REGION_TD
#define WEFT_REGION_TD
include "Dialect.td"

/// It has the effects of what its bodies do: none, but for host calls.
class Weft_RegionOp<string mnemonic, list<Trait> traits = [],
                    Trait lower = Lower> :
    Op<Weft_Dialect, mnemonic, !listconcat(
      [RecursivelySpeculatable, RecursiveMemoryEffects, IsolatedFromAbove,
       Whole, Transpose, Batch, lower], traits)> {
  let results = (outs Variadic<Weft_Tensor>:$outs);
  let hasVerifier = 1;
}
#endif
