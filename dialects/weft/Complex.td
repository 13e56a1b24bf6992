// Element by element: complex numbers and their parts.
#ifndef WEFT_COMPLEX_TD
#define WEFT_COMPLEX_TD
include "Elementwise.td"

/// A part of a complex number: complex to float.
class Weft_PartOf<string mnemonic, string formula> :
    Weft_Elementwise<mnemonic, [Fuse, Transpose, InferTypeOpAdaptor]> {
  let summary = formula;
  let description = [{
    ```mlir
    %y = weft.}] # mnemonic # [{ %x : tensor<3xcomplex<f32>>
    ```
  }];
  let arguments = (ins Weft_ComplexTensor:$x);
  let results = (outs Weft_FloatTensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x)";
  let hasFolder = 1;
}
def Weft_RealOp : Weft_PartOf<"real", "y = Re x">;
def Weft_ImagOp : Weft_PartOf<"imag", "y = Im x">;

def Weft_ConjOp : Weft_UnaryOf<"conj", Weft_ComplexTensor,
    "y = Re x - i · Im x", [Transpose]> {
  let hasFolder = 1;
}
def Weft_ComplexOp : Weft_Elementwise<"complex",
    [SameTypeOperands, Fuse, Transpose, InferTypeOpAdaptor]> {
  let summary = "z = x + i · y";
  let description = [{
    ```mlir
    %z = weft.complex %x, %y : tensor<3xf32>
    ```
    Constraints: (complex-C1) x and y are f32 or f64.
  }];
  let arguments = (ins Weft_FloatTensor:$x, Weft_FloatTensor:$y);
  let results = (outs Weft_ComplexTensor:$z);
  let assemblyFormat = "$x `,` $y attr-dict `:` type($x)";
}
#endif
