// Element by element: the bits that stand for a number.
#ifndef WEFT_BITS_TD
#define WEFT_BITS_TD
include "Elementwise.td"

def Weft_BitcastConvertOp : Weft_Op<"bitcast_convert",
    [Jvp, Batch, Fuse, NotLinear]> {
  let summary = "y = the bits of x read as another dtype";
  let description = [{
    Of a narrower dtype there are several in one element of x: they lie along a
    new last axis, the lowest bits first. (A wider dtype is put together from
    its parts by shifts and reduce_or.) No derivative.

    ```mlir
    %y = weft.bitcast_convert %x : tensor<3xf32> to tensor<3xi32>
    %b = weft.bitcast_convert %x : tensor<3xf32> to tensor<3x4xui8>
    ```
    Constraints: (bitcast_convert-C1) the width of x's dtype is a multiple of
    that of y's. (bitcast_convert-C2) y has the shape of x, and behind it an axis
    of as many elements as one of x makes, where those are several.
  }];
  let arguments = (ins Weft_OrderedTensor:$x);
  let results = (outs Weft_OrderedTensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x) `to` type($y)";
  let hasVerifier = 1;
  let hasFolder = 1;
}
def Weft_ReducePrecisionOp : Weft_Elementwise<"reduce_precision",
    [SameOperandsAndResultType, Fuse, Transpose]> {
  let summary = "y = x rounded to a narrower format";
  let description = [{
    To `exponent` bits of exponent and `mantissa` bits behind the point: ties to
    even, beyond the largest to infinity, and to 0 what would be subnormal. A
    format with more bits than x's changes nothing.

    ```mlir
    %y = weft.reduce_precision %x exponent 5 mantissa 10 : tensor<3xf32>
    ```
    Constraints: (reduce_precision-C1) exponent is at least 1 and mantissa at
    least 0.
  }];
  let arguments = (ins Weft_FloatTensor:$x, I64Attr:$exponent,
                       I64Attr:$mantissa);
  let results = (outs Weft_FloatTensor:$y);
  let assemblyFormat = [{
    $x `exponent` $exponent `mantissa` $mantissa attr-dict `:` type($x)
  }];
  let hasVerifier = 1;
}
def Weft_MulhiOp : Weft_BinaryOf<"mulhi", Weft_IntTensor,
    "z = the upper half of the product x · y in twice the width",
    [Commutative]>;
#endif
