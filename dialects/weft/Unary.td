// Element by element: functions of one array.
#ifndef WEFT_UNARY_TD
#define WEFT_UNARY_TD
include "Elementwise.td"

def StopsTangents : NativeOpTrait<"StopsTangents"> {
  let cppNamespace = "::weft::ir";
}

//===-- Unary -------------------------------------------------------------===//
def Weft_AbsOp : Weft_Elementwise<"abs", [Fuse, InferTypeOpAdaptor]> {
  let summary = "y = |x|; of complex numbers the modulus, a float";
  let description = [{
    ```mlir
    %y = weft.abs %x : tensor<3xf32>
    ```
  }];
  let arguments = (ins Weft_NumberTensor:$x);
  let results = (outs Weft_RealTensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x)";
}
def Weft_SignOp : Weft_UnaryOf<"sign", Weft_NumberTensor,
    "y = -1, 0 or 1 by the sign of x (complex: x / |x|); NaN and -0 stay">;
def Weft_SquareOp : Weft_UnaryOf<"square", Weft_NumberTensor, "y = x · x">;
def Weft_FloorOp : Weft_FloatUnary<"floor", "y = ⌊x⌋", [StopsTangents]>;
def Weft_CeilOp : Weft_FloatUnary<"ceil", "y = ⌈x⌉", [StopsTangents]>;
def Weft_RoundOp : Weft_FloatUnary<"round",
    "y = x to the nearest integer, ties away from zero", [StopsTangents]>;
def Weft_RoundEvenOp : Weft_FloatUnary<"round_even",
    "y = x to the nearest integer, ties to even", [StopsTangents]>;
def Weft_ExpOp : Weft_Unary<"exp", "y = eˣ">;
def Weft_Exp2Op : Weft_Unary<"exp2", "y = 2ˣ">;
def Weft_Expm1Op : Weft_Unary<"expm1", "y = eˣ - 1, exact near 0">;
def Weft_LogOp : Weft_Unary<"log", "y = ln x">;
def Weft_Log1pOp : Weft_Unary<"log1p", "y = ln(1 + x), exact near 0">;
def Weft_TanhOp : Weft_Unary<"tanh", "y = tanh x">;
def Weft_LogisticOp : Weft_Unary<"logistic", "y = 1 / (1 + e⁻ˣ)">;
def Weft_SinOp : Weft_Unary<"sin", "y = sin x">;
def Weft_CosOp : Weft_Unary<"cos", "y = cos x">;
def Weft_TanOp : Weft_Unary<"tan", "y = tan x">;
def Weft_AsinOp : Weft_Unary<"asin", "y = arcsin x">;
def Weft_AcosOp : Weft_Unary<"acos", "y = arccos x">;
def Weft_AtanOp : Weft_Unary<"atan", "y = arctan x">;
def Weft_SinhOp : Weft_Unary<"sinh", "y = sinh x">;
def Weft_CoshOp : Weft_Unary<"cosh", "y = cosh x">;
def Weft_AsinhOp : Weft_Unary<"asinh", "y = arsinh x">;
def Weft_AcoshOp : Weft_Unary<"acosh", "y = arcosh x">;
def Weft_AtanhOp : Weft_Unary<"atanh", "y = artanh x">;
def Weft_SqrtOp : Weft_Unary<"sqrt", "y = √x">;
def Weft_RsqrtOp : Weft_Unary<"rsqrt", "y = 1 / √x">;
def Weft_CbrtOp : Weft_Unary<"cbrt", "y = ∛x">;
def Weft_ErfOp : Weft_FloatUnary<"erf", "y = 2/√π ∫₀ˣ e^(-t²) dt">;
def Weft_StopGradientOp : Weft_UnaryOf<"stop_gradient", Weft_Tensor,
    "y = x, with derivative 0",
    [StopsTangents,
     Lacks<"Transpose", "its derivative is 0, so nothing asks it">]>;
def Weft_CopyOp : Weft_UnaryOf<"copy", Weft_Tensor, "y = x, an array of its own",
    [Transpose]>;
#endif
