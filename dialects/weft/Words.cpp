// See Words.h.
#include "Words.h"
using namespace weft::ir;

/// ln x for 0 < x < inf, to about 2^-65 of it: k ln 2 + 2 artanh s with
/// s = (m - 1) / (m + 1), by the series of artanh.
Pair weft::ir::longLog(Num x) {
  const Scalars &s = *x.in;
  Num tiny = x < 0x1p-1022;
  Word bits = bitsOf(select(tiny, x * 0x1p54, x));
  Word k = signedShift(bits - word(s, 0x3fe6a09e667f3bcd), 52);
  Num m = asFloat(bits - (k << 52)); // in [sqrt(1/2), sqrt(2))
  Num exponent = toFloat<arith::SIToFPOp>(k) -
                 select(tiny, s.num(54), s.num(0));
  Num f = m - 1.0;
  Pair g = quickSum(s.num(1), m);
  Num quotient = f / g.high;
  Num rest = fma(-quotient, g.high, f) - quotient * g.low;
  Pair t{quotient, rest / g.high};
  Pair z = product(t, t);
  // artanh t = t + t u, u = z/3 + z^2/5 + …; z < 0.0295
  SmallVector<double> series;
  for (int n = 5; n <= 27; n += 2)
    series.push_back(1.0 / n);
  Num tail = (z.high * z.high) * s.polynomial(z.high, series);
  Pair u = product(z, {s.num(0x1.5555555555555p-2), s.num(0x1.5555555555555p-56)});
  u = quickSum(u.high, u.low + tail);
  Pair tu = product(t, u);
  Pair a = sum(exponent * ln2High, t.high * 2);
  Pair c = sum(a.high, tu.high * 2);
  Num low = a.low + c.low + (t.low * 2 + tu.low * 2 + exponent * ln2Low);
  return quickSum(c.high, low);
}
