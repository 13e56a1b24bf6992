// Functions of complex numbers as arithmetic on their parts.
#pragma once
#include "Scalars.h"

namespace weft::ir {
struct Cplx {
  Num re, im;
};
inline Cplx select(Num p, Cplx x, Cplx y) {
  return {select(p, x.re, y.re), select(p, x.im, y.im)};
}
using CplxFn = Cplx (*)(Cplx);
using CplxFn2 = Cplx (*)(Cplx, Cplx);

/// f in double precision, rounded once to the type of z.
Value onComplex(OpBuilder &b, Location loc, Value z, CplxFn f);
Value onComplex(OpBuilder &b, Location loc, Value x, Value y, CplxFn2 f);
/// |z|, without overflow inside.
Value complexModulus(OpBuilder &b, Location loc, Value z);

// As C's Annex G has them: branch cuts, and infinities and NaNs. Within 8
// units in the last place of the modulus; cpow of complex64, whose doubles have
// digits to spare for |w ln z|, and cpowLong of complex128.
Cplx csign(Cplx z);
Cplx cexp(Cplx z);
Cplx cexp2(Cplx z);
Cplx cexpm1(Cplx z);
Cplx clog(Cplx z);
Cplx clog1p(Cplx z);
Cplx csqrt(Cplx z);
Cplx crsqrt(Cplx z);
Cplx ccbrt(Cplx z);
Cplx clogistic(Cplx z);
Cplx csin(Cplx z);
Cplx ccos(Cplx z);
Cplx ctan(Cplx z);
Cplx casin(Cplx z);
Cplx cacos(Cplx z);
Cplx catan(Cplx z);
Cplx csinh(Cplx z);
Cplx ccosh(Cplx z);
Cplx ctanh(Cplx z);
Cplx casinh(Cplx z);
Cplx cacosh(Cplx z);
Cplx catanh(Cplx z);
Cplx cpow(Cplx z, Cplx w);
Cplx cpowLong(Cplx z, Cplx w);
/// z^w of z ≠ 0 and finite operands (ComplexPow.cpp).
Cplx powerByPairs(Cplx z, Cplx w);
} // namespace weft::ir
