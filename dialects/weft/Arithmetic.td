// Element by element: arithmetic on two arrays.
#ifndef WEFT_ARITHMETIC_TD
#define WEFT_ARITHMETIC_TD
include "Elementwise.td"

//===-- Arithmetic --------------------------------------------------------===//
let hasFolder = 1 in {
def Weft_AddOp : Weft_BinaryOf<"add", Weft_NumberTensor, "z = x + y",
                               [Commutative, Transpose]>;
def Weft_SubOp : Weft_BinaryOf<"sub", Weft_NumberTensor, "z = x - y",
                               [Transpose]>;
def Weft_MulOp : Weft_BinaryOf<"mul", Weft_NumberTensor, "z = x · y",
                               [Commutative, Transpose]>;
def Weft_NegOp : Weft_UnaryOf<"neg", Weft_NumberTensor, "y = -x",
                              [Transpose]>;
def Weft_DivOp : Weft_BinaryOf<"div", Weft_NumberTensor,
    "z = x / y (integers: towards zero; x / 0 = -1, as XLA)", [Transpose]>;
}
def Weft_RemOp : Weft_BinaryOf<"rem", Weft_RealTensor,
    "z = x - y · trunc(x / y), with the sign of x (integers: x rem 0 = x)">;
def Weft_MaxOp : Weft_BinaryOf<"max", Weft_Tensor,
    "z = the larger of x and y, NaN if either is; ties share the derivative. "
    "Complex: by real, then by imaginary part",
    [Commutative]>;
def Weft_MinOp : Weft_BinaryOf<"min", Weft_Tensor,
    "z = the smaller of x and y, NaN if either is; ties share the derivative. "
    "Complex: by real, then by imaginary part",
    [Commutative]>;
def Weft_PowOp : Weft_BinaryOf<"pow", Weft_NumberTensor, "z = x ^ y">;
def Weft_Atan2Op : Weft_BinaryOf<"atan2", Weft_FloatTensor,
    "z = the angle of the point (y, x): atan2(x, y)">;
def Weft_NextafterOp : Weft_BinaryOf<"nextafter", Weft_FloatTensor,
    "z = the next float after x in the direction of y">;

def Weft_IntegerPowOp : Weft_Elementwise<"integer_pow",
    [SameOperandsAndResultType, Fuse]> {
  let summary = "y = x ^ n for a constant integer n";
  let description = [{
    ```mlir
    %y = weft.integer_pow %x to 3 : tensor<3xf32>
    ```
  }];
  let arguments = (ins Weft_NumberTensor:$x, I64Attr:$n);
  let results = (outs Weft_NumberTensor:$y);
  let assemblyFormat = "$x `to` $n attr-dict `:` type($x)";
}
#endif
