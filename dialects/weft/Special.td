// Element by element: special functions. All are of floats and computed in
// double precision, halves and f32 rounded once.
#ifndef WEFT_SPECIAL_TD
#define WEFT_SPECIAL_TD
include "Elementwise.td"

def Weft_LgammaOp : Weft_FloatUnary<"lgamma", "y = ln |Γ(x)|">;
def Weft_DigammaOp : Weft_FloatUnary<"digamma", "y = ψ(x) = Γ'(x) / Γ(x)">;
def Weft_ErfcOp : Weft_FloatUnary<"erfc", "y = 1 - erf x, exact for large x">;
def Weft_ErfInvOp : Weft_FloatUnary<"erf_inv", "x = erf y">;
def Weft_NdtriOp : Weft_FloatUnary<"ndtri",
    "y where the standard normal distribution has reached x">;
def Weft_LogNdtrOp : Weft_FloatUnary<"log_ndtr",
    "y = ln of the standard normal distribution at x">;
def Weft_BesselI0eOp : Weft_FloatUnary<"bessel_i0e", "y = e^-|x| · I₀(x)">;
def Weft_BesselI1eOp : Weft_FloatUnary<"bessel_i1e", "y = e^-|x| · I₁(x)">;
def Weft_EntrOp : Weft_FloatUnary<"entr", "y = -x · ln x (0 at 0, -∞ below)">;

class Weft_FloatBinary<string m, string formula, list<Trait> traits = []> :
  Weft_BinaryOf<m, Weft_FloatTensor, formula, traits>;
def Weft_PolygammaOp : Weft_FloatBinary<"polygamma",
    "z = the x-th derivative of ψ at y. No derivative in x">;
def Weft_ZetaOp : Weft_FloatBinary<"zeta",
    "z = Σ (y + k)^-x over k = 0, 1, … No derivative in x">;
def Weft_IgammaOp : Weft_FloatBinary<"igamma",
    "z = P(x, y) = ∫₀ʸ t^(x-1) e^-t dt / Γ(x)">;
def Weft_IgammacOp : Weft_FloatBinary<"igammac", "z = 1 - P(x, y)">;
def Weft_IgammaGradAOp : Weft_FloatBinary<"igamma_grad_a",
    "z = ∂P(x, y)/∂x. No derivative">;
def Weft_RandomGammaGradOp : Weft_FloatBinary<"random_gamma_grad",
    "z = dy/dx where y is a sample of Gamma(x, 1). No derivative">;
def Weft_XlogyOp : Weft_FloatBinary<"xlogy", "z = x · ln y (0 where x is)">;
def Weft_Xlog1pyOp : Weft_FloatBinary<"xlog1py",
    "z = x · ln(1 + y) (0 where x is)">;

def Weft_RegularizedIncompleteBetaOp :
    Weft_Elementwise<"regularized_incomplete_beta",
      [SameOperandsAndResultType, Fuse]> {
  let summary = "y = I_x(a, b). Differentiable in x";
  let description = [{
    I_x(a, b) = ∫₀ˣ t^(a-1) (1-t)^(b-1) dt · Γ(a+b) / (Γ(a) Γ(b)).

    ```mlir
    %y = weft.regularized_incomplete_beta %a, %b, %x : tensor<3xf32>
    ```
  }];
  let arguments = (ins Weft_FloatTensor:$a, Weft_FloatTensor:$b,
                       Weft_FloatTensor:$x);
  let results = (outs Weft_FloatTensor:$y);
  let assemblyFormat = "$a `,` $b `,` $x attr-dict `:` type($x)";
}
#endif
