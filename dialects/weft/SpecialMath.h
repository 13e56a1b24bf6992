// Special functions as arithmetic on doubles.
#pragma once
#include "Scalars.h"

namespace weft::ir {
Num lgamma(Num x);
Num digamma(Num x);
/// Hurwitz: Σ (q + k)^-s.
Num zeta(Num s, Num q);
Num polygamma(Num n, Num x);
Num erfInv(Num x);
Num ndtri(Num p);
Num logNdtr(Num x);
Num besselI0e(Num x);
Num besselI1e(Num x);
Num entr(Num x);
Num xlogy(Num x, Num y);
Num xlog1py(Num x, Num y);

// P(a, x), 1 - P(a, x), ∂P/∂a and -∂P/∂a / (∂P/∂x).
Num igamma(Num a, Num x);
Num igammac(Num a, Num x);
Num igammaGradA(Num a, Num x);
Num randomGammaGrad(Num a, Num x);
/// I_x(a, b)
Num betainc(Num a, Num b, Num x);
} // namespace weft::ir
