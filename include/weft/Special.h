// Special functions, element by element, of floats (integers are made floats as
// in ops/Elementwise.h; complex numbers are a DtypeError). Operands broadcast.
// Values are computed in double precision and rounded once. Outside of a
// function's domain its value is NaN.
//
// Differentiable unless said otherwise; a derivative that is not there is an
// error of the transform that asks for it.
#ifndef WEFT_SPECIAL_H
#define WEFT_SPECIAL_H

#include "weft/Array.h"

namespace weft {

//===-- Gamma function ----------------------------------------------------===//
/// ln |Γ(x)|; ∞ at 0, -1, -2, … (Lanczos 1964.)
Array lgamma(const Operand &x);
/// Γ'(x) / Γ(x).
Array digamma(const Operand &x);
/// The n-th derivative of digamma at x, n = 0, 1, … as a float. Differentiable
/// in x.
Array polygamma(const Operand &n, const Operand &x);
/// Hurwitz's Σ (q + k)^-s over k = 0, 1, …, s > 1. Differentiable in q.
Array zeta(const Operand &s, const Operand &q);
/// P(a, x) = ∫₀ˣ t^(a-1) e^-t dt / Γ(a), and 1 - P(a, x); a, x ≥ 0.
Array igamma(const Operand &a, const Operand &x);
Array igammac(const Operand &a, const Operand &x);
/// ∂P(a, x)/∂a. No derivative.
Array igammaGradA(const Operand &a, const Operand &x);
/// dx/da of a sample x of Gamma(a, 1), its quantile held. No derivative.
Array randomGammaGrad(const Operand &a, const Operand &x);

//===-- Beta function -----------------------------------------------------===//
/// ln (Γ(a) Γ(b) / Γ(a + b)).
Array betaln(const Operand &a, const Operand &b);
/// I_x(a, b) = ∫₀ˣ t^(a-1) (1-t)^(b-1) dt / B(a, b), 0 ≤ x ≤ 1.
/// Differentiable in x.
Array betainc(const Operand &a, const Operand &b, const Operand &x);

//===-- Bessel functions --------------------------------------------------===//
/// I₀ and I₁, the modified functions of the first kind, and e^-|x| times them.
Array i0(const Operand &x);
Array i1(const Operand &x);
Array besselI0e(const Operand &x);
Array besselI1e(const Operand &x);

//===-- Error function and normal distribution ----------------------------===//
/// 1 - erf x, exact where that is near 0.
Array erfc(const Operand &x);
/// y where erf y = x, -1 ≤ x ≤ 1. (Wichura's AS 241.)
Array erfInv(const Operand &x);
/// ½ erfc(-x / √2), the standard normal distribution; its inverse, and its
/// logarithm.
Array ndtr(const Operand &x);
Array ndtri(const Operand &p);
Array logNdtr(const Operand &x);

//===-- Logarithms --------------------------------------------------------===//
/// ln (x / (1 - x)).
Array logit(const Operand &x);
/// x ln y and x ln(1 + y), 0 where x is 0.
Array xlogy(const Operand &x, const Operand &y);
Array xlog1py(const Operand &x, const Operand &y);
/// -x ln x; 0 at 0, -∞ below.
Array entr(const Operand &x);

} // namespace weft

#endif // WEFT_SPECIAL_H
