// The class of ops with bodies: the families Call, Control, Custom.
#ifndef WEFT_REGION_TD
#define WEFT_REGION_TD
include "Dialect.td"

class Weft_RegionOp<string mnemonic, list<Trait> traits = [],
                    Trait lower = Lower> :
    Weft_Op<mnemonic, !listconcat(
      [IsolatedFromAbove, Whole, Transpose, Batch,
       lower], traits)> {
  let results = (outs Variadic<Weft_Tensor>:$outs);
  let hasVerifier = 1;
}
#endif
