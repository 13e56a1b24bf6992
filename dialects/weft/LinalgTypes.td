// The dtypes of linear algebra.
#ifndef WEFT_LINALG_TYPES_TD
#define WEFT_LINALG_TYPES_TD
include "Dialect.td"

def Weft_LinalgElt : Weft_Element<Or<[
  CPred<"::llvm::isa<::mlir::Float32Type, ::mlir::Float64Type>($_self)">,
  Weft_IsComplex]>, "f32, f64 or complex">;
def Weft_LinalgTensor : Weft_TensorOf<[Weft_LinalgElt]>;
def Weft_IndexTensor : RankedTensorOf<[I32]>;
#endif
