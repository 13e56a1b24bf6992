// Element by element: bits, comparison, selection, conversion.
#ifndef WEFT_LOGIC_TD
#define WEFT_LOGIC_TD
include "Elementwise.td"

//===-- Bits --------------------------------------------------------------===//
def Weft_NotOp : Weft_UnaryOf<"not", Weft_BitsTensor, "y = ~x (bool: !x)">;
def Weft_PopulationCountOp : Weft_UnaryOf<"population_count", Weft_IntTensor,
    "y = the number of bits set in x">;
def Weft_ClzOp : Weft_UnaryOf<"clz", Weft_IntTensor,
    "y = the number of leading zero bits of x">;
def Weft_AndOp : Weft_BinaryOf<"and", Weft_BitsTensor, "z = x & y",
                               [Commutative]>;
def Weft_OrOp : Weft_BinaryOf<"or", Weft_BitsTensor, "z = x | y",
                              [Commutative]>;
def Weft_XorOp : Weft_BinaryOf<"xor", Weft_BitsTensor, "z = x ^ y",
                               [Commutative]>;
def Weft_ShiftLeftOp : Weft_BinaryOf<"shift_left", Weft_IntTensor,
    "z = x << y (0 from the width on)">;
def Weft_ShiftRightLogicalOp : Weft_BinaryOf<"shift_right_logical",
    Weft_IntTensor, "z = x >> y, zeros shifted in (0 from the width on)">;
def Weft_ShiftRightArithmeticOp : Weft_BinaryOf<"shift_right_arithmetic",
    Weft_IntTensor, "z = x >> y, the sign shifted in">;

//===-- Comparison, selection, conversion ---------------------------------===//
def Weft_Direction : I32EnumAttr<"Direction", "comparison", [
    I32EnumAttrCase<"Eq", 0, "eq">, I32EnumAttrCase<"Ne", 1, "ne">,
    I32EnumAttrCase<"Lt", 2, "lt">, I32EnumAttrCase<"Le", 3, "le">,
    I32EnumAttrCase<"Gt", 4, "gt">, I32EnumAttrCase<"Ge", 5, "ge">]> {
  let cppNamespace = "::weft::ir";
}
def Weft_CompareOp : Weft_Elementwise<"compare",
    [SameTypeOperands, Fuse, InferTypeOpAdaptor]> {
  let summary = "z = x ◦ y for ◦ in ==, !=, <, <=, >, >=";
  let description = [{
    Bool by bool. With a NaN only `ne` holds. Complex numbers: `eq`, `ne`.
    With `total`, floats are in IEEE 754's total order: -NaN < -∞ < … < -0 < 0
    < … < ∞ < NaN, where each bit pattern equals itself only.

    ```mlir
    %z = weft.compare lt %x, %y : tensor<3xf32>
    %t = weft.compare total lt %x, %y : tensor<3xf32>
    ```
    Constraints: (compare-C1) complex operands are compared by eq or ne only.
    (compare-C2) complex operands have no total order.
  }];
  let arguments = (ins Weft_Direction:$direction, Weft_Tensor:$x,
                       Weft_Tensor:$y, UnitAttr:$total);
  let results = (outs Weft_BoolTensor:$z);
  let assemblyFormat =
    "(`total` $total^)? $direction $x `,` $y attr-dict `:` type($x)";
  let hasVerifier = 1;
}
def Weft_IsFiniteOp : Weft_Elementwise<"is_finite",
    [Fuse, InferTypeOpAdaptor]> {
  let summary = "y = x is neither infinite nor NaN";
  let description = [{
    ```mlir
    %y = weft.is_finite %x : tensor<3xf32>
    ```
  }];
  let arguments = (ins Weft_FloatTensor:$x);
  let results = (outs Weft_BoolTensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x)";
}
def Weft_SelectOp : Weft_Elementwise<"select",
    [AllTypesMatch<["x", "y", "z"]>, AllShapesMatch<["p", "x"]>, Fuse,
     Transpose]> {
  let summary = "z = p ? x : y";
  let description = [{
    ```mlir
    %z = weft.select %p, %x, %y : tensor<3xi1>, tensor<3xf32>
    ```
  }];
  let arguments = (ins Weft_BoolTensor:$p, Weft_Tensor:$x, Weft_Tensor:$y);
  let results = (outs Weft_Tensor:$z);
  let assemblyFormat = "$p `,` $x `,` $y attr-dict `:` type($p) `,` type($x)";
}
def Weft_SelectNOp : Weft_Elementwise<"select_n",
    [SameOperandsAndResultShape, Fuse, Transpose, InferTypeOpAdaptor]> {
  let summary = "z = cases[which]";
  let description = [{
    An index below 0 counts as 0, one past the last case as the last.

    ```mlir
    %z = weft.select_n %w of %a, %b, %c : tensor<3xi32> of tensor<3xf32>,
                                          tensor<3xf32>, tensor<3xf32>
    ```
    Constraints: (select_n-C1) there is at least one case; all have one type.
  }];
  let arguments = (ins Weft_IntTensor:$which, Variadic<Weft_Tensor>:$cases);
  let results = (outs Weft_Tensor:$z);
  let assemblyFormat = [{
    $which `of` $cases attr-dict `:` type($which) `of` type($cases)
  }];
}
def Weft_ClampOp : Weft_Elementwise<"clamp",
    [SameOperandsAndResultType, Fuse]> {
  let summary = "z = min(max(lo, x), hi)";
  let description = [{
    ```mlir
    %z = weft.clamp %lo, %x, %hi : tensor<3xf32>
    ```
  }];
  let arguments = (ins Weft_OrderedTensor:$lo, Weft_OrderedTensor:$x,
                       Weft_OrderedTensor:$hi);
  let results = (outs Weft_OrderedTensor:$z);
  let assemblyFormat = "$lo `,` $x `,` $hi attr-dict `:` type($x)";
}
def Weft_ConvertOp : Weft_Elementwise<"convert",
    [AllShapesMatch<["x", "y"]>, Fuse, Transpose]> {
  let summary = "y = x as another dtype";
  let description = [{
    Floats to integers round towards zero and saturate (NaN gives 0); to bool
    says x ≠ 0; complex to real drops the imaginary part.

    ```mlir
    %y = weft.convert %x : tensor<3xf32> to tensor<3xi32>
    ```
  }];
  let arguments = (ins Weft_Tensor:$x);
  let results = (outs Weft_Tensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x) `to` type($y)";
  let hasFolder = 1;
}
#endif
