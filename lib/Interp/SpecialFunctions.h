// Special functions by their definitions: power series, Newton's method and
// differences in long double. Slow, and no algorithm of the compiled ones.
#pragma once

namespace weft::ir::interp::exact {
double lgamma(double x);
double digamma(double x);
double zeta(double s, double q);
double polygamma(double n, double x);
double igamma(double a, double x);
double igammac(double a, double x);
double igammaGradA(double a, double x);
double randomGammaGrad(double a, double x);
double betainc(double a, double b, double x);
double besselI0e(double x);
double besselI1e(double x);
double erfInv(double x);
double ndtri(double p);
double logNdtr(double x);
double entr(double x);
double xlogy(double x, double y);
double xlog1py(double x, double y);
} // namespace weft::ir::interp::exact
